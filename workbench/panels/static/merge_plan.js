// The plan of merging groups: how sure, which of them, each looked at in full if one likes, merged as it is shown.

import { h, data } from "./elements.js";
import { refusalLine } from "./ui.js";
import { pairTable } from "./pair_table.js";
import { waterfall } from "./waterfall.js";

/** Show a plan in a dialog; `merged` gets the outcome. Certain is only what was measured to be. */
export function mergePlan(ui, first, merged) {
  const title = ({ certain }) => (certain ? ui.t("Merge the certain ones") : ui.t("Merge by the estimate"));
  ui.dialog(title(first), ({ dialog, place, foot, refusal, close }) => {
    let plan = first;
    let chosen = new Set();
    const told = h("div", { class: "wb-merge-plan" });
    const least = h("select", { onchange: () => again(Number(least.value)) });
    const run = ui.doing("", { class: "wb-main-button" }, async () => {
      refusal.replaceChildren();
      try {
        const without = plan.groups.filter((one) => !chosen.has(one.id)).map((one) => one.id);
        const done = await ui.ask("review.merge", { without });
        close();
        merged(done);
      } catch (error) {
        if (error.kind !== "StoppedError") await again(plan.least, false);
        refusal.replaceChildren(refusalLine(error));
      }
    });
    place.append(h("label", { class: "wb-least" }, first.measured ? ui.t("Certainty at least") : ui.t("Estimate at least"), " ", least), told);
    foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), run);
    take(first, () => true);
    (told.querySelector(".wb-plan") ?? least).focus();  // whoever opened this with Enter has not looked yet

    /** Plan anew; of the groups that were listed already, those stay unticked that were. */
    async function again(wanted, fresh = true) {
      run.disabled = true;
      refusal.replaceChildren();
      try {
        const before = new Map(plan.groups.flatMap((group) => group.records.map((one) => [one.id, chosen.has(group.id)])));
        take(await ui.ask("review.plan", { least: wanted }), (group) => fresh || group.records.every((one) => before.get(one.id) !== false));
      } catch (error) {
        refusal.replaceChildren(refusalLine(error));
        least.value = String(plan.least);
      }
    }

    function take(found, isChosen) {
      plan = found;
      chosen = new Set(plan.groups.filter(isChosen).map((one) => one.id));
      tell();
    }

    function count() {
      const merging = plan.count - plan.groups.length + chosen.size;
      run.textContent = ui.n("Merge {count} group", "Merge {count} groups", merging);
      run.disabled = merging === 0;
    }

    function tell() {
      dialog.querySelector("h2").textContent = title(plan);
      least.replaceChildren(...plan.levels.map(({ value, label }) => h("option", { value: String(value) }, label)));
      least.value = String(plan.least);
      const more = plan.count - plan.groups.length;
      told.replaceChildren(
        h("p", null, plan.text),
        !plan.count ? "" : plan.caution ? h("div", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), h("div", { class: "wb-bar-text" }, h("p", null, plan.caution)))
          : h("p", null, ui.t("On pairs kept back for measuring, merging from this certainty on was right in 999 of 1,000 cases.")),
        plan.leftCount > 0 && h("details", { class: "wb-fold" }, h("summary", null, ui.n("{count} group is left out, as something stands against it.", "{count} groups are left out, as something stands against them.", plan.leftCount)),
          h("ul", { class: "wb-news" }, plan.left.map((reason) => h("li", null, data(reason))))) || "",
        plan.groups.length ? h("div", { class: "wb-plan-head" }, all(), h("span", { class: "wb-count" }, ui.t("the least certain first"))) : "",
        plan.groups.length ? h("ul", { class: "wb-plan", tabindex: "0", "aria-label": ui.t("Groups to be merged") }, plan.groups.map(line)) : "",
        more ? h("p", null, ui.n("and {count} more group, which is merged, too", "and {count} more groups, which are merged, too", more)) : "");
      count();
    }

    /** One box for all that is listed. */
    function all() {
      const box = h("input", { type: "checkbox", onchange: () => {
        chosen = new Set(box.checked ? plan.groups.map((one) => one.id) : []);
        for (const one of told.querySelectorAll(".wb-plan input")) one.checked = box.checked;
        count();
      } });
      box.checked = chosen.size === plan.groups.length;
      return h("label", { class: "wb-choice" }, box, ui.t("all that are listed"));
    }

    function line(group) {
      const [survivor, ...others] = group.records;
      const inside = h("div", { class: "wb-plan-inside" });
      const tick = h("input", { type: "checkbox", checked: chosen.has(group.id), onchange: () => {
        if (tick.checked) chosen.add(group.id);
        else chosen.delete(group.id);
        told.querySelector(".wb-plan-head input").checked = chosen.size === plan.groups.length;
        count();
      } });
      const look = ui.button(ui.t("Look"), { class: "wb-quiet", "aria-expanded": "false", "aria-label": ui.t("Look at the group of {name}", { name: survivor.name }), onclick: async () => {
        const open = inside.hasChildNodes();
        try {
          inside.replaceChildren(...(open ? [] : full(await ui.ask("review.group", { survivor: group.id }))));
          look.setAttribute("aria-expanded", String(!open));
          look.textContent = open ? ui.t("Look") : ui.t("Hide");
          if (!open) inside.scrollIntoView({ block: "nearest" });
        } catch (error) {
          inside.replaceChildren(refusalLine(error));
        }
      } });
      const named = (one) => h("span", { class: "wb-plan-name" }, data(one.name), h("small", null, ` ${ui.t("No.")}\u00a0${one.id}`));
      return h("li", null,
        h("label", { class: "wb-choice" }, tick, h("span", null, named(survivor), others.map((one) => h("span", { class: "wb-plan-other" }, h("span", { "aria-label": ui.t("takes in") }, "← "), named(one))))),
        h("span", { class: "wb-plan-sure" }, group.certainty), look, inside);
    }

    function full({ moves, evidence, ...records }) {
      return [pairTable(ui, records), h("p", null, moves),
        h("details", { class: "wb-fold" }, h("summary", null, ui.t("Why they are thought to be one")), waterfall(ui, evidence))];
    }
  }, { wide: true });
}
