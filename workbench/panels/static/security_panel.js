// Bezpečnost: who made, changed, sees and locked a client, and its history as a timeline.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { changeList } from "./changes.js";
import { showOutcome, takeBack } from "./outcome.js";

/** Draw the window of one client into a place; `done` gets the outcome of locking. */
export async function drawSecurity(ui, { place, foot, refusal, client, done }) {
  const found = await ui.askLatest("security", "security.report", { client });
  if (!found) return;
  const reason = h("input", { type: "text", placeholder: ui.t("Reason (optional)"), "aria-label": ui.t("Reason of the lock (optional)") });
  const locked = Boolean(found.lockedBy);
  const run = (action, options) => async () => done(await ui.ask("akce.run", { action, ids: [client], options: options() }));
  const obstacle = locked ? found.unlock : found.lock;
  const button = locked
    ? ui.doing(ui.t("Unlock"), { class: "wb-main-button" }, run("unlock", () => ({})), refusal)
    : ui.doing(ui.t("Lock"), { class: "wb-main-button" }, run("lock", () => (reason.value ? { reason: reason.value } : {})), refusal);
  button.disabled = Boolean(obstacle);
  const back = (event) => event.undone ? h("span", { class: "wb-badge" }, ui.t("taken back"))
    : ui.doing(event.merge ? ui.t("Split again") : ui.t("Undo"), { class: "wb-quiet", "aria-label": `${event.merge ? ui.t("Split again") : ui.t("Undo")}: ${event.action}, ${ui.t("No.")} ${event.number}` },
      () => takeBack(ui, event.number, done, event.group ? { only: [client] } : { records: event.records }), refusal);
  place.replaceChildren(
    h("h3", null, data(found.name), h("span", { class: "wb-number" }, ` ${ui.t("No.")} ${client}`)),
    h("dl", { class: "wb-lines" }, found.lines.map((line) => [h("dt", null, line.label), h("dd", null, data(line.text))])),
    h("h3", null, ui.t("History")),
    h("ol", { class: "wb-timeline" }, found.events.map((event) => h("li", null,
      h("p", { class: "wb-event" }, h("strong", null, event.when), " · ", data(event.actor), " · ", h("span", { class: event.undone ? "wb-undone" : null }, h("strong", null, event.action)), ` (${ui.t("No.")} ${event.number})`, back(event)),
      event.note && h("p", { class: "wb-note-text" }, data(event.note)),
      changeList(ui, event.changes, event.more)))),
    found.events.length ? "" : h("p", { class: "wb-empty" }, ui.t("Nothing happened to it yet.")));
  foot.replaceChildren(obstacle ? h("span", { class: "wb-count" }, obstacle) : "", h("span", { class: "wb-space" }), locked ? "" : reason, button);
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  ui.root.setAttribute("aria-label", ui.t("Security"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Security"))), place, refusal, foot);
  const redraw = () => {
    const client = ui.selection.primary;
    if (client === null || client === undefined) {
      foot.replaceChildren();
      place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client first.")));
      return;
    }
    drawSecurity(ui, { place, foot, refusal, client, done: (done) => showOutcome(ui, done) })
      .catch((error) => { place.replaceChildren(); foot.replaceChildren(); ui.fail(error); });
  };
  ui.on("selection", redraw);
  ui.on("elsewhere", redraw);
  ui.on("known", redraw);
  redraw();
}

export default panel("security-panel", draw);
