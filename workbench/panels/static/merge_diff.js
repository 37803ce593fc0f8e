// The merge diff viewer: who survives, conflicts first, a choice a field, what moves and what vanishes.

import { h, data, fresh } from "./elements.js";
import { panel, refusalLine, warningBar } from "./ui.js";
import { showOutcome } from "./outcome.js";
import { clientSearch } from "./client_search.js";
import { differing } from "./differing.js";

/**
 * Draw the merge of clients, or of contact persons, into a place; with one client only, the other is looked for first. Where
 * `decided` is given, nothing is merged: it gets the survivor, the choices, of which `choose` were made before, and which change was the last when
 * the values were read; where one is newer, it refuses that, and the values are shown as they are now. `leave` closes the dialog in which it stands.
 */
export async function drawMerge(ui, { place, foot, refusal, ids, done, entity = "client", choose: given = {}, decided = null, leave = null }) {
  const persons = entity === "person";
  let keep = ids[0];
  let absorb = ids.slice(1);
  let choose = given;
  let reason = "";
  let equalOpen = false;
  if (absorb.length) await compare();
  else findOther();

  function findOther() {
    const search = h("div", { class: "wb-other" });
    place.replaceChildren(h("p", null, ui.t("With which client shall it be merged?")), search);
    foot.replaceChildren(cancel());
    const input = clientSearch(ui, { place: search, label: ui.t("Find the other client"), without: [keep], refuse,
      pick: (line) => { absorb = [line.id]; compare().catch(refuse); },
      suggested: async () => {
        const [own] = await ui.ask("find.lines", { ids: [keep] });
        return own ? own.ico || own.name.split(/\s+/)[0] : "";
      } });
    if (place.closest("dialog")) input.focus();
  }

  function cancel() {
    return leave ? ui.button(ui.t("Cancel"), { class: "wb-second", onclick: leave }) : "";
  }

  function refuse(error) {
    refusal.replaceChildren(h("p", { class: "wb-bar wb-error" }, error.message));
  }

  async function compare() {
    refusal.replaceChildren();
    const found = await ui.askLatest("merge", "merge.compare", { keep, absorb, choose, entity });
    if (found) show(found);
  }

  function show(found) {
    const focused = document.activeElement?.getAttribute("data-place");
    const conflicts = found.fields.filter((field) => field.conflict);
    const filled = found.fields.filter((field) => !field.conflict && field.held.some((one) => !one.text));
    const equal = found.fields.filter((field) => !field.conflict && field.held.every((one) => one.text));
    const [survivor, ...vanishing] = found.records;
    const fold = (label, fields, open, remember) => fields.length ? h("details", { class: "wb-fold", open, ontoggle: (event) => remember?.(event.target.open) },
      h("summary", null, label), table(found, fields)) : null;
    place.replaceChildren(...[
      h("div", { class: "wb-verdict" },
        h("p", null, h("span", { class: "wb-badge wb-good" }, ui.t("survives")), " ", h("strong", null, data(survivor.name)), ` ${ui.t("No.")} ${survivor.id}`),
        vanishing.map((one) => h("p", null, h("span", { class: "wb-badge wb-bad" }, ui.t("vanishes")), " ", h("strong", null, data(one.name)), ` ${ui.t("No.")} ${one.id} `,
          ui.button(ui.t("Let this one survive"), { class: "wb-quiet", "data-place": `keep-${one.id}`, onclick: () => { absorb = [keep, ...absorb.filter((id) => id !== one.id)]; keep = one.id; choose = {}; compare().catch(refuse); } }))),
        h("p", { class: "wb-moving" }, found.moving.length
          ? `${ui.t("Moves to the survivor:")} ${found.moving.map((one) => `${one.label} (${ui.number(one.count)})`).join(", ")}. `
          : ui.n("Nothing hangs on the vanishing record.", "Nothing hangs on the vanishing records.", vanishing.length) + " ",
          ui.n("Its number will lead to the survivor. The merge can be undone.", "Their numbers will lead to the survivor. The merge can be undone.", vanishing.length))),
      found.warning && warningBar(found.warning),
      h("h3", null, conflicts.length ? ui.n("{count} field to decide", "{count} fields to decide", conflicts.length) : ui.t("Nothing to decide: the records do not contradict each other.")),
      conflicts.length > 0 && table(found, conflicts),
      fold(ui.n("{count} field filled on one side only", "{count} fields filled on one side only", filled.length), filled, false),
      fold(ui.n("{count} equal field", "{count} equal fields", equal.length), equal, equalOpen, (open) => { equalOpen = open; })].filter(Boolean));
    const asked = persons ? ui.t("Why they are one person") : ui.t("Why they are one client");
    const why = h("input", { type: "text", value: reason, "aria-label": asked, placeholder: persons ? ui.t("e.g. mistyped date") : ui.t("e.g. successor firm"), oninput: () => { reason = why.value; ready(); } });
    if (found.obstacle) {
      place.append(h("div", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), h("div", { class: "wb-bar-text" },
        h("p", { dir: "auto" }, found.needsReason ? different() : found.obstacle),
        found.needsReason && h("label", { class: "wb-field" }, h("span", null, asked), why))));
    }
    const run = decided ? ui.doing(ui.t("Put into the plan"), { class: "wb-main-button" }, () => put(found.known), refusal) : ui.doing(ui.t("Merge No. {absorb} into No. {keep}", { absorb: absorb.join(", "), keep }), { class: "wb-main-button" },
      async () => done(await ui.ask("merge.run", { keep, absorb, reason: reason || null }), keep), refusal);
    const ready = () => { run.disabled = Boolean(found.obstacle) && !(found.needsReason && reason.trim()); };
    const distinct = !decided && absorb.length === 1 && ui.doing(ui.t("Not a duplicate"), { class: "wb-second" },
      async () => done(await ui.ask("merge.distinct", { first: keep, other: absorb[0], entity })), refusal);
    foot.replaceChildren(cancel(), h("span", { class: "wb-space" }), distinct || "", run);
    ready();
    if (focused) place.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
    else if (place.closest("dialog") && !place.contains(document.activeElement)) (place.querySelector("input:checked") ?? place.querySelector("input") ?? run).focus();
  }

  async function put(known) {
    try {
      await decided(keep, choose, known);
    } catch (error) {
      if (error.kind === "StaleVersionError") await compare().catch(() => {});  // where they are gone, that is what is said
      throw error;
    }
  }

  function different() {
    return persons ? ui.t("The persons have different dates of birth. If they are one, say why.")
      : ui.t("The clients have different valid IČO: two legal entities are rarely one client. If they are, say why.");
  }

  function table(found, fields) {
    return h("div", { class: "wb-scroll" }, h("table", { class: "wb-table wb-merge" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, ui.t("Field")),
        found.records.map((one, index) => h("th", { scope: "col" }, `${ui.t("No.")} ${one.id} `, h("small", null, index ? ui.t("vanishes") : ui.t("survives")))),
        h("th", { scope: "col" }, ui.t("Result")))),
      h("tbody", null, fields.map((field) => line(field)))));
  }

  function line(field) {
    const name = fresh("choice");
    const others = field.held.map((one) => one.text);
    const pick = (choice) => { choose = { ...choose, [field.name]: choice }; compare().catch(refuse); };
    const cells = field.held.map((one, index) => {
      const shown = one.text ? differing(one.text, others.filter((_, other) => other !== index && others[other])[0]) : h("span", { class: "wb-nothing" }, ui.t("empty"));
      if (!field.conflict) return h("td", null, one.text ? data(one.text) : shown);
      const radio = h("input", { type: "radio", name, checked: field.source === one.id, disabled: !one.text, "data-place": `${field.name}-${one.id}`,
        "aria-label": `${field.label}: ${one.text || ui.t("empty")} (${ui.t("No.")} ${one.id})`, onchange: () => pick(one.id) });
      return h("td", { class: field.source === one.id ? "wb-picked" : null }, h("label", { class: "wb-choice" }, radio, shown));
    });
    const result = h("td", { class: "wb-result" }, data(field.survives), h("small", null, field.why));
    if (field.conflict) result.append(h("div", { class: "wb-ways" },
      field.both && ui.button(ui.t("Both"), { class: "wb-quiet", "aria-pressed": String(field.source === null && choose[field.name]?.value === undefined), "data-place": `${field.name}-both`, "aria-label": ui.t("{field}: take both", { field: field.label }), onclick: () => pick("both") }),
      field.typed && ui.button(ui.t("Type…"), { class: "wb-quiet", "data-place": `${field.name}-type`, "aria-label": ui.t("{field}: type a value", { field: field.label }), onclick: (event) => {
        const input = h("input", { type: "text", value: field.survives, "aria-label": field.label, "data-place": `${field.name}-typed`, onchange: () => pick({ value: input.value }) });
        event.target.replaceWith(input);
        input.focus();
      } })));
    return h("tr", null, h("th", { scope: "row" }, field.label), cells, result);
  }
}

/** The merge in a dialog; `done` gets the outcome once the records are one, or are told apart. */
export function mergeDialog(ui, ids, done, entity = "client") {
  ui.dialog(entity === "person" ? ui.t("Merging contact persons") : ui.t("Merging clients"), ({ place, foot, refusal, close }) => {
    drawMerge(ui, { place, foot, refusal, ids, entity, leave: close, done: (found) => { close(); done(found); } }).catch((error) => refusal.replaceChildren(refusalLine(error)));
  }, { wide: true });
}

/** Decide about one group of a plan: which record survives, and which values; `decided` gets both and the change that was known, and gives back what has the focus then. */
export function decideDialog(ui, { ids, entity, choose, decided }) {
  ui.dialog(ui.t("Decide about this group"), ({ place, foot, refusal, close }) => {
    const put = async (...chosen) => {
      const next = await decided(...chosen);
      close();  // as long as it is open, nothing outside takes the focus
      next.focus();
    };
    drawMerge(ui, { place, foot, refusal, ids, entity, choose, decided: put, leave: close }).catch((error) => refusal.replaceChildren(refusalLine(error)));
  }, { wide: true });
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  ui.root.setAttribute("aria-label", ui.t("Merging clients"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Merging clients"))), place, refusal, foot);
  const redraw = () => {
    const { ids, primary } = ui.selection;
    foot.replaceChildren();
    refusal.replaceChildren();
    if (!ids.length) {
      place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client first.")));
      return;
    }
    const ordered = [primary, ...ids.filter((id) => id !== primary)];
    drawMerge(ui, { place, foot, refusal, ids: ordered, done: (done, survivor) => {
      if (survivor) ui.choose([survivor], survivor);
      showOutcome(ui, done);
    } }).catch((error) => { place.replaceChildren(); refusal.replaceChildren(refusalLine(error)); });
  };
  ui.on("selection", redraw);
  ui.on("known", redraw);
  ui.on("elsewhere", () => ui.say("note", ui.t("The data changed meanwhile."), ui.button(ui.t("Compare again"), { class: "wb-second", onclick: redraw })));
  redraw();
}

export default panel("merge-diff", draw);
