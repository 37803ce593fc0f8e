// The history of the whole desk: change sets newest first, what each did, undo and redo, the script.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { tabs } from "./tabs.js";
import { changeList } from "./changes.js";
import { takeBack, copying, certificate } from "./outcome.js";
import { drawThen } from "./as_of.js";
import { groupsApart } from "./groups_apart.js";

const KEYS = ["actor", "action", "text", "record", "since", "until"];

/** Draw the journal with its two tabs into a place. */
export function drawHistory(ui, place) {
  const state = (ui.state.history ??= { only: {} });
  place.append(tabs(ui.t("History"), [
    { label: ui.t("Changes"), draw: (one) => drawSets(ui, one, state) },
    { label: ui.t("The list in the past"), draw: (one) => drawThen(ui, one) },
  ], state));
}

function drawSets(ui, place, state) {
  const count = h("span", { class: "wb-count", "aria-live": "polite" });
  const controls = {};
  const filters = h("div", { class: "wb-filters", role: "group", "aria-label": ui.t("Filters") });
  const list = h("ol", { class: "wb-sets", "aria-label": ui.t("Change sets, newest first") });
  const more = ui.button(ui.t("Show older"), { class: "wb-quiet wb-more", onclick: () => load(last).catch((error) => ui.fail(error)) });
  const script = ui.doing(ui.t("Script in Python"), { class: "wb-second" }, showScript);
  let last = null;
  let waiting = null;
  place.append(filters, h("div", { class: "wb-head" }, count, h("span", { class: "wb-space" }), script), list, more);
  drawFilters();
  const again = () => Promise.all([load(null), measure()]).catch((error) => ui.fail(error));
  ui.on("revision", again);
  again();

  function drawFilters() {
    const field = (name, label, control) => {
      controls[name] = control;
      control.addEventListener(control.tagName === "SELECT" || control.type === "date" ? "change" : "input", () => narrow(name, control.value));
      return h("label", { class: "wb-filter" }, h("span", null, label), control);
    };
    const text = (name, properties) => h("input", { type: "text", value: state.only[name] ?? "", autocomplete: "off", ...properties });
    const day = (name) => h("input", { type: "date", value: state.only[name] ?? "" });
    filters.append(
      field("actor", ui.t("User"), h("select")), field("action", ui.t("Action"), h("select")),
      field("since", ui.t("From"), day("since")), field("until", ui.t("To"), day("until")),
      field("text", ui.t("Words"), text("text", { placeholder: ui.t("in a note or a value"), class: "wb-words" })),
      field("record", ui.t("Record No."), text("record", { inputmode: "numeric", class: "wb-short" })),
      ui.button(ui.t("Only the chosen client"), { class: "wb-quiet", onclick: () => {
        const { primary } = ui.selection;
        if (primary === null || primary === undefined) { ui.say("note", ui.t("Choose a client first.")); return; }
        controls.record.value = String(primary);
        narrow("record", controls.record.value);
      } }),
      ui.button(ui.t("Remove filters"), { class: "wb-quiet", onclick: () => {
        state.only = {};
        for (const name of KEYS) controls[name].value = "";
        again();
        controls.actor.focus();
      } }));
  }

  function narrow(name, value) {
    state.only = { ...state.only, [name]: value };
    clearTimeout(waiting);
    waiting = setTimeout(again, 150);
  }

  async function measure() {
    const found = await ui.askLatest("extent", "history.extent", { only: state.only });
    if (!found) return;
    count.textContent = ui.n("{count} change set", "{count} change sets", found.count);
    for (const [name, values] of [["actor", found.actors], ["action", found.actions]]) {
      const set = state.only[name] ?? "";
      controls[name].replaceChildren(h("option", { value: "" }, ui.t("all")),
        ...values.map((one) => h("option", { value: one.value }, `${one.label} (${ui.number(one.count)})`)),
        ...(set && !values.some((one) => one.value === set) ? [h("option", { value: set }, set)] : []));
      controls[name].value = set;
    }
  }

  async function load(before) {
    const found = await ui.askLatest("sets", "history.page", { only: state.only, before });
    if (!found) return;
    const open = new Set([...list.querySelectorAll("details[open]")].map((one) => one.dataset.number));
    const lines = found.sets.map((one) => line(one, before === null && open.has(String(one.number))));
    if (before === null) list.replaceChildren(...lines);
    else list.append(...lines);
    if (!list.children.length) list.append(h("li", { class: "wb-empty" }, ui.t("No change fits.")));
    last = found.sets[found.sets.length - 1]?.number ?? null;
    more.hidden = !found.more;
  }

  function line(one, open) {
    const inside = h("div", { class: "wb-set-inside" });
    const details = h("details", { "data-number": one.number, ontoggle: () => { if (details.open && !inside.hasChildNodes()) look(one, inside); } },
      h("summary", null, h("strong", null, one.action), " ", h("span", { class: "wb-count" }, ui.n("{count} record", "{count} records", one.records)),
        one.undoes && h("span", { class: "wb-badge" }, ui.t("takes back No. {number}", { number: one.undoes })),
        one.partOf && h("span", { class: "wb-badge" }, ui.t("takes back a part of No. {number}", { number: one.partOf })),
        one.undoneBy && h("span", { class: "wb-badge" }, ui.t("taken back by No. {number}", { number: one.undoneBy })),
        one.note && h("span", { class: "wb-note-text" }, data(one.note)),
        h("span", { class: "wb-set-when" }, `${one.when} · `, data(one.actor), ` · ${ui.t("No.")} ${one.number}`)),
      inside);
    const reverse = one.undoneBy ?? one.number;
    const redo = Boolean(one.undoneBy || one.undoes);
    const button = one.final ? certificate(ui, "history.certificate", one.number) : ui.doing(redo ? ui.t("Do it again") : ui.t("Undo"), { class: "wb-second", "aria-label": `${redo ? ui.t("Do it again") : ui.t("Undo")}: ${one.action}, ${ui.t("No.")} ${one.number}` },
      () => takeBack(ui, reverse, null, { records: one.records, back: !redo }));
    if (open) details.open = true;
    const part = one.groups && ui.button(ui.t("Take groups apart…"), { class: "wb-quiet", "aria-label": `${ui.t("Take groups apart…")} ${ui.t("No.")} ${one.number}`, onclick: () => groupsApart(ui, one.number) });
    return h("li", { class: one.undoneBy ? "wb-set wb-undone" : "wb-set" }, details, part, button);
  }

  async function look(one, inside) {
    try {
      const found = await ui.ask("history.change", { number: one.number });
      inside.replaceChildren(
        ...found.records.map((record) => h("section", { class: "wb-changed" },
          h("p", { class: "wb-changed-record" }, operation(record.operation), " ", record.kind, " ", record.name && h("strong", null, data(record.name)), ` ${ui.t("No.")} ${record.id}`,
            record.client && ui.button(ui.t("Choose"), { class: "wb-quiet", "aria-label": `${ui.t("Choose")}: ${ui.t("No.")} ${record.id}`, onclick: () => ui.choose([record.id], record.id) })),
          changeList(ui, record.changes, record.more))),
        found.more ? h("p", { class: "wb-count" }, found.more) : "",
        found.records.length ? "" : h("p", { class: "wb-empty" }, ui.t("Nothing of it is left to show.")));
    } catch (error) {
      inside.replaceChildren();
      ui.fail(error);
    }
  }

  function operation(name) {
    const sign = { insert: [ui.t("added"), "wb-good"], delete: [ui.t("removed"), "wb-bad"] }[name];
    return sign && h("span", { class: `wb-badge ${sign[1]}` }, sign[0]);
  }

  async function showScript() {
    const found = await ui.ask("history.script", { only: state.only });
    ui.dialog(ui.t("Script in Python"), ({ place: inside, foot, close }) => {
      const shown = h("pre", { class: "wb-script", dir: "ltr", tabindex: "0", "aria-label": ui.t("Script in Python") }, h("code", null, found.code));
      inside.append(h("p", null, ui.t("These lines do the shown changes again on another copy of the data; what was taken back is left out. Narrow the span by the filters.")), shown);
      foot.append(h("span", { class: "wb-space" }), ...copying(ui, ui.t("Copy the script"), found.code, shown), ui.button(ui.t("Close"), { class: "wb-second", onclick: close }));
      shown.focus();
    }, { wide: true });
  }
}

/** Draw the whole view. */
export function draw(ui) {
  ui.root.setAttribute("aria-label", ui.t("History"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("History"))));
  drawHistory(ui, ui.body);
}

export default panel("history-panel", draw);
