// The rules of merging: field by field, tried on all duplicates, saved for everybody, taken back.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { showOutcome, pythonLine } from "./outcome.js";
import { sourceOrder } from "./source_order.js";

const BY_SOURCE = "sources";
const FIRST_SOURCES = 5;

/** Draw the rules into a place; `done` gets the outcome of saving. */
export async function drawRules(ui, { place, foot, refusal, done, entity = "client" }) {
  const chosen = new Map();  // field -> the rule that somebody wants: a name, an order of sources, or null for the declared one
  const impacts = new Map();
  let state = null;
  let rows = [];
  await load();
  return { load, isUntouched: () => chosen.size === 0, version: () => state.version };

  async function load() {
    const found = await ui.askLatest("rules", "rules.state", { entity });
    if (!found) return;
    state = found;
    rows = [];
    const fields = state.groups.flatMap((group) => group.fields);
    for (const field of fields) if (chosen.has(field.name) && alike(wanted(field), field.rule)) chosen.delete(field.name);
    place.replaceChildren(
      h("p", null, ui.t("When the records of a merge differ, these rules choose the value that stays. They hold for everybody who works with this file."), " ", version()),
      ...fields.filter((field) => field.unknown).map((field) => h("p", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"),
        h("span", null, field.label, ": ", data(field.unknown), ". ", ui.t("Records are not merged until workbench is updated or another rule is chosen.")))),
      h("div", { class: "wb-scroll", tabindex: "0", role: "group", "aria-label": ui.t("Rules of merging") }, table()));
    recount();
  }

  function version() {
    const said = state.version ? ui.t("Version {version}, set by {user} on {when}.", { version: state.version, user: state.by, when: state.when }) : ui.t("All rules are the default ones.");
    return h("span", { class: "wb-count" }, data(said));
  }

  function table() {
    return h("table", { class: "wb-table wb-rules-table" },
      h("thead", null, h("tr", null, [ui.t("Field"), ui.t("Rule"), ui.t("Impact")].map((text) => h("th", { scope: "col" }, text)))),
      state.groups.map((group) => h("tbody", null, h("tr", null, h("th", { scope: "rowgroup", colspan: "3", class: "wb-group" }, group.label)), group.fields.map(row))));
  }

  function wanted(field) {
    if (!chosen.has(field.name)) return field.rule;
    return chosen.get(field.name) ?? field.declared;
  }

  function row(field) {
    const fixed = field.options.length + (field.bySource ? 1 : 0) < 2;
    const select = h("select", { "aria-label": ui.t("Rule of the field {field}", { field: field.label }), disabled: !state.edits || fixed, onchange: () => want(select.value === BY_SOURCE ? order() : select.value) },
      field.unknown && h("option", { value: "", disabled: true }, field.unknown),
      field.options.map((one) => h("option", { value: one.value }, one.value === field.declared ? ui.t("{rule} (default)", { rule: one.label }) : one.label)),
      field.bySource && h("option", { value: BY_SOURCE }, ui.t("by the source of the contact…")));
    const beside = h("div", { class: "wb-rule-beside" });
    const sources = h("div");
    const impact = h("td", { class: "wb-impact" });
    const line = h("tr", null, h("th", { scope: "row" }, field.label), h("td", null, select, sources, beside), impact);
    rows.push({ name: field.name, tell });
    show();
    return line;

    function order() {
      return Array.isArray(field.rule) ? field.rule : state.sources.slice(0, FIRST_SOURCES);
    }

    function want(rule, redrawn = true) {
      if (alike(rule, field.rule)) chosen.delete(field.name);
      else chosen.set(field.name, rule === field.declared ? null : rule);
      impacts.delete(field.name);
      show(redrawn);
      recount();
    }

    function show(redrawn = true) {
      const rule = wanted(field);
      const known = field.options.some((one) => one.value === rule);
      select.value = Array.isArray(rule) ? BY_SOURCE : known ? rule : "";
      if (redrawn) {
        sources.replaceChildren(Array.isArray(rule) ? sourceOrder(ui, { order: rule, known: state.sources, label: field.label, fixed: !state.edits, changed: (next) => want(next, false) }) : "");
      }
      line.classList.toggle("wb-ticked", chosen.has(field.name));
      const back = rule !== field.declared && state.edits && ui.button(ui.t("Back to the default"), { class: "wb-quiet", "aria-label": ui.t("Back to the default: {field}", { field: field.label }), onclick: () => { want(field.declared); select.focus(); } });
      beside.replaceChildren(...[chosen.has(field.name) && h("span", { class: "wb-badge" }, ui.t("not saved yet")),
        field.by && !chosen.has(field.name) && h("small", null, ui.t("set by"), " ", data(field.by), `, ${field.when}`), back].filter(Boolean));
      tell();
    }

    function tell() {
      const one = impacts.get(field.name);
      impact.replaceChildren(...(one ? told(one) : []));
    }
  }

  function told(one) {
    if (!one.changes) return [h("p", null, ui.t("would change nothing"))];
    return [
      h("p", null, h("strong", null, ui.n("would change {count} value", "would change {count} values", one.changes)), " ", h("small", null, ui.n("of {count} group that differs in it", "of {count} groups that differ in it", one.groups))),
      h("details", { class: "wb-fold" }, h("summary", null, ui.t("Examples")), h("ul", { class: "wb-changes" }, one.examples.map((each) => h("li", null, `${ui.t("No.")} ${each.id}: `,
        each.before ? h("del", null, data(each.before)) : h("span", { class: "wb-nothing" }, ui.t("empty")), " → ", each.after ? h("ins", null, data(each.after)) : h("span", { class: "wb-nothing" }, ui.t("empty")))))),
    ];
  }

  function asked() {
    return Object.fromEntries(chosen);
  }

  function recount() {
    const lacking = [...chosen.values()].some((rule) => Array.isArray(rule) && rule.length === 0);
    const simulate = ui.doing(ui.t("Work out the impact"), { class: "wb-second" }, tryOut, refusal);
    const save = ui.doing(ui.t("Save…"), { class: "wb-main-button" }, async () => saving(await ui.ask("rules.preview", { rules: asked(), entity })), refusal);
    const drop = ui.button(ui.t("Discard"), { class: "wb-quiet", onclick: () => { chosen.clear(); impacts.clear(); load().catch((error) => ui.fail(error)); place.querySelector("select")?.focus(); } });
    simulate.disabled = save.disabled = !chosen.size || lacking;
    foot.replaceChildren(h("span", { class: "wb-count", "aria-live": "polite" }, lacking ? ui.t("Add at least one source.") : chosen.size ? ui.n("{count} unsaved change", "{count} unsaved changes", chosen.size) : ""), chosen.size ? drop : "", h("span", { class: "wb-space" }), simulate, save);
    if (!state.edits) foot.replaceChildren(h("span", { class: "wb-count" }, ui.t("You may read here, but not change anything. An administrator can grant you the right to edit.")));
  }

  async function tryOut() {
    refusal.replaceChildren();
    const found = await ui.ask("rules.simulate", { rules: asked(), entity });
    for (const one of found.rows) impacts.set(one.name, one);
    for (const one of rows) one.tell();
    const changes = found.rows.reduce((sum, one) => sum + one.changes, 0);
    const said = `${ui.n("These rules would change {count} value", "These rules would change {count} values", changes)} ${ui.n("in {count} group of duplicates.", "in {count} groups of duplicates.", found.groups)}`;
    ui.say("note", said, h("div", { class: "wb-after" }, pythonLine(ui, found.code)));
    ui.announce(said);
    place.querySelector(".wb-impact strong")?.scrollIntoView({ block: "nearest" });
  }

  function saving(found) {
    ui.dialog(ui.t("Save the rules of merging"), ({ place: body, foot: buttons, refusal: refused, close }) => {
      const note = h("input", { type: "text", class: "wb-note-input", placeholder: ui.t("may stay empty") });
      body.append(
        h("div", { class: "wb-scroll" }, h("table", { class: "wb-table" },
          h("thead", null, h("tr", null, [ui.t("Field"), ui.t("Rule now"), ui.t("Rule from now on")].map((text) => h("th", { scope: "col" }, text)))),
          h("tbody", null, found.rows.map((one) => h("tr", null, h("th", { scope: "row" }, one.label), h("td", null, data(one.now)), h("td", { class: "wb-picked" }, data(one.then))))))),
        h("p", null, ui.t("What was merged before stays as it is. The change can be undone.")),
        h("label", { class: "wb-field" }, h("span", null, ui.t("Reason")), note));
      const run = ui.doing(ui.t("Save"), { class: "wb-main-button" }, async () => {
        const saved = await ui.ask("rules.save", { note: note.value || null });
        chosen.clear();
        impacts.clear();
        close();
        done(saved);
      }, refused);
      note.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); run.click(); } });
      buttons.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), run);
      run.focus();
    });
  }
}

function alike(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The rules in a dialog over another panel. */
export function rulesDialog(ui, entity) {
  ui.dialog(entity === "person" ? ui.t("Rules of merging contact persons") : ui.t("Rules of merging"), ({ place, foot, refusal, dialog }) => {
    drawRules(ui, { place, foot, refusal, entity, done: (saved) => { showOutcome(ui, saved, again); } })
      .then((drawn) => { shown = drawn; place.querySelector("select")?.focus(); })
      .catch((error) => { place.replaceChildren(h("p", { class: "wb-bar wb-error" }, error.message)); });
    let shown = null;
    function again() {
      if (dialog.isConnected) shown?.load().catch((error) => ui.fail(error));
    }
  }, { wide: true });
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  let shown = null;
  ui.root.setAttribute("aria-label", ui.t("Rules of merging"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Rules of merging"))), place, refusal, foot);
  const fail = (error) => ui.fail(error);
  drawRules(ui, { place, foot, refusal, done: (saved) => showOutcome(ui, saved) }).then((drawn) => { shown = drawn; }).catch(fail);
  ui.on("known", () => shown?.load().catch(fail));
  ui.on("elsewhere", async () => {
    try {
      const before = shown?.version();
      await shown?.load();
      if (shown && before !== shown.version()) ui.say("note", ui.t("Somebody changed the rules meanwhile; what stands here is the new state."));
    } catch (error) {
      fail(error);
    }
  });
}

export default panel("rules-panel", draw);
