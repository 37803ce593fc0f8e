// The three-way comparison with the business register: ours, the register's, accepted last time.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { showOutcome } from "./outcome.js";
import { differing } from "./differing.js";
import { mergeDialog } from "./merge_diff.js";
import { registerSearch, subjectButton } from "./register_search.js";

/** Draw the comparison of clients into a place; `done` gets the outcome of a copy. */
export async function drawRegistry(ui, { place, foot, refusal, ids, done }) {
  let ico = null;
  place.replaceChildren(h("p", { class: "wb-waiting" }, ui.t("Asking the register…")));
  foot.replaceChildren();
  await compare();

  async function compare() {
    refusal.replaceChildren();
    const found = await ui.askLatest("registry", "register.compare", { ids, ico });
    if (found) show(found);
  }

  function show(found) {
    const boxes = new Map();
    const count = h("span", { class: "wb-count", "aria-live": "polite" });
    const take = ui.doing(ui.t("Copy what is ticked"), { class: "wb-main-button" }, async () => {
      const ticks = {};
      for (const [box, row] of boxes) if (box.checked) (ticks[row.client] ??= []).push(row.field);
      done(await ui.ask("register.take", { ticks }));
    }, refusal);
    const recount = () => {
      const ticked = [...boxes.keys()].filter((box) => box.checked).length;
      count.textContent = ui.n("{count} field ticked", "{count} fields ticked", ticked);
      take.disabled = ticked === 0;
    };
    place.replaceChildren(...found.clients.map((client) => one(client, boxes, recount)));
    if (found.unasked) place.append(h("p", { class: "wb-bar wb-note" }, found.unasked));
    if (found.left) place.append(h("p", { class: "wb-bar wb-note" }, ui.n("{count} more client is left out here; compare it in Python.", "{count} more clients are left out here; compare them in Python.", found.left)));
    foot.replaceChildren(count, h("span", { class: "wb-space" }), boxes.size ? take : null);
    if (!boxes.size) foot.replaceChildren();
    recount();
    if (place.closest("dialog") && !place.contains(document.activeElement)) (boxes.keys().next().value ?? place.querySelector("button"))?.focus();
  }

  function one(client, boxes, recount) {
    const place = h("section", { class: "wb-client" },
      h("h3", null, data(client.name), h("span", { class: "wb-number" }, ` ${ui.t("No.")} ${client.id}`)),
      h("p", { class: `wb-answer wb-answer-${client.answer}` }, client.text),
      client.warnings.map((text) => h("p", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), h("span", { dir: "auto" }, text))));
    if (client.changed.length) place.append(news(client));
    if (client.others.length) place.append(ui.button(ui.t("Look at the merge"), { class: "wb-second", onclick: () => mergeDialog(ui, [client.id, ...client.others], done) }));
    if (client.rows.length) place.append(table(client, boxes, recount));
    else if (client.answer === "found") place.append(h("p", { class: "wb-same" }, "✓ ", ui.t("Nothing differs: the client has all that the register gives.")));
    if (ids.length === 1) place.append(candidates(client));
    return place;
  }

  /** What the register changed since it was last accepted, and the way to keep ours. */
  function news(client) {
    const note = h("input", { type: "text", class: "wb-note-input", placeholder: ui.t("may stay empty") });
    const keep = ui.doing(ui.t("Keep ours"), { class: "wb-second" }, async () => done(await ui.ask("register.dismiss", { client: client.id, note: note.value })), refusal);
    note.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); keep.click(); } });
    return h("div", { class: "wb-bar" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "i"), h("div", { class: "wb-bar-text" },
      h("p", null, ui.t("Since it was last accepted, the register changed: {fields}.", { fields: client.changed.join(", ") })),
      h("p", { class: "wb-count" }, ui.t("Copy it, or keep ours: then it is not listed again until the register says something else still.")),
      h("div", { class: "wb-keeping" }, h("label", { class: "wb-field" }, h("span", null, ui.t("Reason")), note), keep)));
  }

  function table(client, boxes, recount) {
    const remembered = client.rows.some((row) => row.accepted);
    const rows = client.rows.map((row) => {
      const box = h("input", { type: "checkbox", checked: row.suggested, "aria-label": ui.t("Copy {field}", { field: row.label }),
        onchange: () => { line.classList.toggle("wb-ticked", box.checked); recount(); } });
      boxes.set(box, { client: client.id, field: row.field });
      const line = h("tr", { class: row.suggested ? "wb-ticked" : null },
        h("td", { class: "wb-box" }, box),
        h("th", { scope: "row" }, row.label, h("small", { class: "wb-why" }, row.reason)),
        h("td", null, row.ours ? differing(row.ours, row.register) : h("span", { class: "wb-nothing" }, ui.t("empty"))),
        h("td", { class: "wb-theirs" }, differing(row.register, row.ours || undefined), h("small", null, row.source)),
        remembered && h("td", null, row.accepted ? data(row.accepted) : h("span", { class: "wb-nothing" }, "–")));
      return line;
    });
    return h("div", { class: "wb-scroll", tabindex: "0", role: "group", "aria-label": ui.t("Differences") },
      h("table", { class: "wb-table" },
        h("thead", null, h("tr", null, h("th", { class: "wb-box" }, h("span", { class: "wb-only-heard" }, ui.t("Copy"))),
          [ui.t("Field"), ui.t("We have"), ui.t("The register has"), remembered && ui.t("Accepted last time")].filter(Boolean).map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", null, rows)));
  }

  function candidates(client) {
    const list = h("div", { class: "wb-candidates", role: "group", "aria-label": ui.t("Candidates by name") });
    const pick = async (subject) => {
      ico = subject.ico;
      await compare();
    };
    const find = async () => {
      const found = await ui.ask("register.candidates", { client: client.id });
      list.replaceChildren(found.length ? h("p", null, ui.t("Which of them is it?")) : h("p", { class: "wb-empty" }, ui.t("The register has nobody of a similar name.")),
        ...found.map((subject) => subjectButton(ui, subject, pick, refusal)), registerSearch(ui, { pick, refusal }));
      list.querySelector("button, input")?.focus();
    };
    if (client.answer === "no_ico" || client.answer === "not_found") {
      find().catch((error) => { list.replaceChildren(h("p", { class: "wb-bar wb-error" }, error.message)); });
    } else {
      list.append(ui.doing(ui.t("It is another subject: look by name"), { class: "wb-quiet" }, find, refusal));
    }
    return list;
  }
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  ui.root.setAttribute("aria-label", ui.t("Comparison with the register"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Comparison with the register"))), place, refusal, foot);
  const redraw = () => {
    const ids = ui.selection.ids;
    foot.replaceChildren();
    if (!ids.length) {
      place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client first.")));
      return;
    }
    drawRegistry(ui, { place, foot, refusal, ids, done: (done) => showOutcome(ui, done) }).catch((error) => {
      place.replaceChildren();
      ui.fail(error);
    });
  };
  ui.on("selection", redraw);
  ui.on("known", redraw);
  ui.on("elsewhere", () => ui.say("note", ui.t("The data changed meanwhile."), ui.button(ui.t("Compare again"), { class: "wb-second", onclick: redraw })));
  redraw();
}

export default panel("registry-diff", draw);
