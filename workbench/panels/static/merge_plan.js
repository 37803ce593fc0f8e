// The plan of merging groups: how sure, which of them, each looked at in full and decided by hand if one likes, merged as it is shown.

import { h, data } from "./elements.js";
import { refusalLine, warningBar } from "./ui.js";
import { pairTable } from "./pair_table.js";
import { waterfall } from "./waterfall.js";
import { decideDialog, mergeDialog } from "./merge_diff.js";
import { leftLine, leftOut, named } from "./left_out.js";
import { showOutcome } from "./outcome.js";

const WAIT = 150;

/** Show a plan in a dialog; `merged` gets the outcome. Certain is only what was measured to be, confirmed what people said. */
export function mergePlan(ui, first, merged) {
  const title = ({ certain, confirmed }) => (certain ? ui.t("Merge the certain ones") : confirmed ? ui.t("Merge the confirmed ones") : ui.t("Merge by the estimate"));
  ui.dialog(title(first), ({ dialog, place, foot, refusal, close }) => {
    let plan = first;
    let left = new Set(first.unticked);  // survivors of those groups of the plan that are not merged
    let telling = Promise.resolve();  // the kernel, which groups these are: it knows it as long as what was found stands
    let shown = first.groups;
    let many = first.many;
    let against = [];  // what fits and is left out
    let waiting = null;
    const told = h("div", { class: "wb-merge-plan" });
    const becomes = h("p");
    const list = h("ul", { class: "wb-plan", tabindex: "0", "aria-label": ui.t("Groups to be merged") });
    const least = h("select", { onchange: () => again(Number(least.value)) });
    const search = h("input", { type: "text", autocomplete: "off", "aria-label": ui.t("Find a group by a name or a number"), placeholder: ui.t("Name or number…"), oninput: () => { clearTimeout(waiting); waiting = setTimeout(find, WAIT); } });
    const box = h("input", { type: "checkbox", onchange: () => leave(shown.map((one) => one.id), !box.checked) });
    const unticked = h("span", { class: "wb-count", role: "status" });
    const all = ui.button(ui.t("Tick all again"), { class: "wb-quiet", onclick: () => { leave([...left], false); run.focus(); } });
    const more = ui.doing("", { class: "wb-quiet" }, () => find(shown.length), refusal);
    const run = ui.doing("", { class: "wb-main-button" }, async () => {
      refusal.replaceChildren();
      try {
        const done = await ui.ask("review.merge", { without: [...left] });
        close();
        merged(done);
      } catch (error) {
        if (error.kind !== "StoppedError") await again(plan.least);
        refusal.replaceChildren(refusalLine(error));
      }
    });
    place.append(h("label", { class: "wb-least" }, first.measured ? ui.t("Certainty at least") : ui.t("Estimate at least"), " ", least), told);
    const stay = ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close });
    foot.append(stay, h("span", { class: "wb-space" }), unticked, all, run);
    tell();
    stay.focus();  // whoever opened this with Enter has not looked yet

    /** Plan anew; what is unticked stays so. */
    async function again(wanted) {
      run.disabled = true;
      refusal.replaceChildren();
      try {
        await telling;
        plan = await ui.ask("review.plan", { least: wanted });
        left = new Set(plan.unticked);
        search.value = "";
        ({ groups: shown, many, leftOut: against } = plan);
        tell();
      } catch (error) {
        refusal.replaceChildren(refusalLine(error));
        least.value = String(plan.least);
      }
    }

    /** Those groups that fit what is searched for, or more of them. */
    async function find(after = 0) {
      refusal.replaceChildren();
      try {
        const found = await ui.askLatest("plan", "review.groups", { text: search.value, after });
        if (!found) return;
        ({ many, leftOut: against } = found);
        shown = after ? [...shown, ...found.groups] : found.groups;
        if (after) for (const group of found.groups) list.insertBefore(line(group), list.querySelector(":scope > .wb-left-line"));
        else fill();
        tick();
      } catch (error) {
        refusal.replaceChildren(refusalLine(error));
      }
    }

    /** Leave groups out, or take them in again: here, and for every plan of what was found. */
    function leave(survivors, out) {
      for (const one of survivors) if (out) left.add(one); else left.delete(one);
      tick();
      telling = ui.askLatest("leave", "review.leave", { survivors, out }).then((text) => { if (text) becomes.textContent = text; }).catch((error) => refusal.replaceChildren(refusalLine(error)));
    }

    /** One group that only a reason of a person makes one, by itself; then what is left of the plan. */
    function alone(group) {
      mergeDialog(ui, group.records.map((one) => one.id), (done) => showOutcome(ui, done, () => again(plan.least)), plan.entity);
    }

    function fill() {
      list.replaceChildren(...shown.map(line), ...against.map((group) => leftLine(ui, group, alone)));
      if (!list.hasChildNodes()) list.append(h("li", { class: "wb-empty" }, ui.t("No group fits.")));
    }

    /** Show what is ticked, and how many groups that makes. */
    function tick() {
      for (const one of list.querySelectorAll(".wb-choice input")) one.checked = !left.has(Number(one.value));
      box.checked = shown.length > 0 && shown.every((one) => !left.has(one.id));
      const merging = plan.count - left.size;
      run.textContent = ui.n("Merge {count} group", "Merge {count} groups", merging);
      run.disabled = merging === 0;
      unticked.textContent = left.size ? ui.n("{count} group is unticked.", "{count} groups are unticked.", left.size) : "";
      all.hidden = !left.size;
      more.hidden = shown.length >= many;
      more.textContent = ui.n("Show {count} more group", "Show more groups ({count})", many - shown.length);
    }

    function tell() {
      dialog.querySelector("h2").textContent = title(plan);
      least.replaceChildren(...plan.levels.map(({ value, label }) => h("option", { value: String(value) }, label)));
      least.value = String(plan.least);
      becomes.textContent = plan.text;
      const open = told.querySelector(":scope > details")?.open;
      told.replaceChildren(
        becomes,
        plan.dropped && warningBar(plan.dropped),
        !plan.count ? "" : plan.caution ? warningBar(plan.caution)
          : plan.confirmed ? h("p", null, ui.t("A person said of each of these groups that it is one."))
          : h("p", null, ui.t("On pairs kept back for measuring, merging from this certainty on was right in 999 of 1,000 cases.")),
        leftOut(ui, plan.left, { open, refusal, alone }),
        ...(plan.count ? [h("div", { class: "wb-plan-head" }, h("label", { class: "wb-choice" }, box, ui.t("all that are listed")), h("span", { class: "wb-count" }, ui.t("the least certain first")), search), list, more] : []));
      fill();
      tick();
    }

    function line(group) {
      const [survivor, ...others] = group.records;
      const inside = h("div", { class: "wb-plan-inside" });
      const box = h("input", { type: "checkbox", value: group.id, checked: !left.has(group.id), onchange: () => leave([group.id], !box.checked) });
      const look = ui.button(ui.t("Look"), { class: "wb-quiet", "aria-expanded": "false", "aria-label": ui.t("Look at the group of {name}", { name: survivor.name }), onclick: async () => {
        const open = inside.hasChildNodes();
        try {
          inside.replaceChildren(...(open ? [] : full(await ui.ask("review.group", { survivor: group.id }), group, item)));
          look.setAttribute("aria-expanded", String(!open));
          look.textContent = open ? ui.t("Look") : ui.t("Hide");
          if (!open) inside.scrollIntoView({ block: "nearest" });
        } catch (error) {
          inside.replaceChildren(refusalLine(error));
        }
      } });
      const item = h("li", null,
        h("label", { class: "wb-choice" }, box, h("span", null, named(ui, survivor), group.byHand && h("small", null, ` · ${ui.t("decided by hand")}`), others.map((one) => h("span", { class: "wb-plan-other" }, h("span", { "aria-label": ui.t("takes in") }, "← "), named(ui, one))))),
        h("span", { class: "wb-plan-sure" }, group.certainty), look, inside);
      item.look = look;
      return item;
    }

    function full({ moves, evidence, choose, warning, ...records }, group, item) {
      const other = ui.button(ui.t("Decide otherwise…"), { class: "wb-second", onclick: () => decideDialog(ui, { ids: group.records.map((one) => one.id), entity: plan.entity, choose, decided: (...chosen) => decide(group, item, ...chosen) }) });
      return [...(warning ? [warningBar(warning)] : []), pairTable(ui, records), h("p", null, moves), h("div", { class: "wb-after" }, other),
        h("details", { class: "wb-fold" }, h("summary", null, ui.t("Why they are thought to be one")), waterfall(ui, evidence))];
    }

    /** The row carries what was decided, in its old place; what comes of it is shown. Where to go on from there is given back. */
    async function decide(group, item, keep, choose, known) {
      const now = await ui.ask("review.decide", { survivor: group.id, keep, choose, known });
      if (left.delete(group.id)) left.add(now.id);
      shown = shown.map((one) => (one === group ? now : one));
      const next = line(now);
      item.replaceWith(next);
      tick();
      next.look.click();
      return next.look;
    }
  }, { wide: true });
}
