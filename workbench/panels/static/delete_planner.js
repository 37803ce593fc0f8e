// The way to a deletion: what holds the clients and what shall become of it, then the deletion itself.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { showOutcome } from "./outcome.js";
import { clientSearch } from "./client_search.js";

/** Draw the planner of clients into a place; `done` gets the outcome once they are deleted or invalidated. */
export async function drawDeletion(ui, { place, foot, refusal, ids, done, leave }) {
  let plan = {};
  let heir = null;
  place.replaceChildren(h("p", { class: "wb-waiting" }, ui.t("Looking for what links to it…")));
  foot.replaceChildren();
  await look();

  async function look() {
    refusal.replaceChildren();
    const found = await ui.askLatest("planner", "planner.look", { ids });
    if (!found) return;
    if (found.groups.length) showPlan(found);
    else if (found.reason) showReason(found);
    else showQuestion(found);
  }

  function stay() {
    return leave ? ui.button(ui.t("Cancel"), { class: "wb-second", onclick: leave }) : "";
  }

  function instead(found) {
    return found.invalidate ? "" : ui.doing(ui.t("Invalidate instead"), { class: "wb-second" },
      async () => done(await ui.ask("akce.run", { action: "invalidate", ids, options: {} })), refusal);
  }

  function showReason(found) {
    const way = stay() || instead(found);
    place.replaceChildren(h("p", { class: "wb-bar wb-warning", dir: "auto" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), found.reason));
    foot.replaceChildren(stay(), h("span", { class: "wb-space" }), instead(found));
    way?.focus?.();
  }

  function showQuestion(found) {
    const way = stay();
    place.replaceChildren(h("p", null, "✓ ", ui.t("Nothing links to it any more.")),
      h("p", { class: "wb-bar wb-warning", dir: "auto" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), data(found.warning)));
    foot.replaceChildren(way, instead(found), h("span", { class: "wb-space" }), ui.doing(ui.t("Delete for good"), { class: "wb-main-button wb-danger" },
      async () => done(await ui.ask("akce.run", { action: "delete", ids, options: {} })), refusal));
    (way || foot.querySelector("button")).focus();
  }

  function showPlan(found) {
    const takes = h("div", { class: "wb-heir" });
    const run = ui.doing(ui.t("Let go of these links"), { class: "wb-main-button" }, async () => {
      const released = await ui.ask("planner.release", { ids, plan: chosen(), heir: heir?.id ?? null });
      showOutcome(ui, released, () => { plan = {}; look().catch((error) => ui.fail(error)); });
    }, refusal);
    const known = new Set(found.groups.flatMap((group) => [group.entity, ...group.records.map((one) => String(one.id))]));
    plan = Object.fromEntries(Object.entries(plan).filter(([what]) => known.has(what)));
    place.replaceChildren(
      h("p", null, ui.t("It cannot be deleted yet: these records link to it. Say what shall become of them; it can be undone until the deletion itself.")),
      h("div", { class: "wb-holders" }, found.groups.map((group) => holders(group, changed))), takes);
    foot.replaceChildren(stay(), instead(found), h("span", { class: "wb-space" }), run);
    changed();
    if (!place.contains(document.activeElement)) place.querySelector("select")?.focus();

    function changed() {
      const needed = Object.values(chosen()).includes("reassign");
      if (!needed) takes.replaceChildren();
      else if (heir) takes.replaceChildren(h("p", null, ui.t("Taken over by:"), " ", h("strong", null, data(heir.name)), ` ${ui.t("No.")} ${heir.id} `,
        ui.button(ui.t("Another one"), { class: "wb-quiet", onclick: () => { heir = null; changed(); takes.querySelector("input").focus(); } })));
      else if (!takes.querySelector("input")) {
        const search = h("div", { class: "wb-other" });
        takes.replaceChildren(h("p", null, ui.t("Who takes the records over?")), search);
        clientSearch(ui, { place: search, label: ui.t("Find the client that takes over"), without: ids, refuse: (error) => ui.fail(error),
          pick: (line) => { heir = line; changed(); run.focus(); } });
      }
      run.disabled = !Object.keys(chosen()).length || (needed && !heir);
    }
  }

  function chosen() {
    return Object.fromEntries(Object.entries(plan).filter(([, way]) => way));
  }

  function holders(group, changed) {
    const select = (what, label, none) => {
      const control = h("select", { "aria-label": label, onchange: () => { plan = { ...plan, [what]: control.value }; changed(); } },
        h("option", { value: "" }, none), Object.entries(group.ways).map(([way, text]) => h("option", { value: way }, text)));
      control.value = plan[what] ?? "";
      return control;
    };
    const count = `${group.label} (${ui.number(group.count)})`;
    return h("div", { class: "wb-holder" },
      h("details", null, h("summary", null, h("strong", null, count)),
        h("ul", { class: "wb-held" }, group.records.map((one) => h("li", null,
          h("details", null, h("summary", null, data(one.title), h("span", { class: "wb-number" }, ` ${ui.t("No.")} ${one.id}`)),
            h("dl", { class: "wb-lines" }, one.lines.map((line) => [h("dt", null, line.label), h("dd", null, data(line.text))]))),
          select(String(one.id), ui.t("What becomes of No. {id}", { id: one.id }), ui.t("like the others")))),
          group.left ? h("li", { class: "wb-count" }, ui.n("and {count} more", "and {count} more", group.left)) : "")),
      select(group.entity, ui.t("What becomes of: {what}", { what: group.label }), ui.t("choose…")));
  }
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  const who = h("p", { class: "wb-whom" });
  ui.root.setAttribute("aria-label", ui.t("Deletion"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Deletion"))), who, place, refusal, foot);
  const redraw = async () => {
    const { ids } = ui.selection;
    foot.replaceChildren();
    refusal.replaceChildren();
    who.replaceChildren();
    if (!ids.length) {
      place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client first.")));
      return;
    }
    try {
      const lines = await ui.askLatest("whom", "find.lines", { ids: ids.slice(0, 3) });
      if (!lines) return;
      who.replaceChildren(...lines.flatMap((line, index) => [index ? ", " : "", data(line.name), ` ${ui.t("No.")} ${line.id}`]),
        ids.length > 3 ? ` ${ui.n("and {count} more", "and {count} more", ids.length - 3)}` : "");
      await drawDeletion(ui, { place, foot, refusal, ids, done: (done) => {
        foot.replaceChildren();
        place.replaceChildren();
        who.replaceChildren();
        showOutcome(ui, done, done.changeSet ? redraw : null);
      } });
    } catch (error) {
      place.replaceChildren();
      ui.fail(error);
    }
  };
  ui.on("selection", redraw);
  ui.on("elsewhere", () => ui.say("note", ui.t("The data changed meanwhile."), ui.button(ui.t("Look again"), { class: "wb-second", onclick: redraw })));
  redraw();
}

export default panel("delete-planner", draw);
