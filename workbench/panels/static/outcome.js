// After a run: what was done, the way back, and the line of Python that does the same.

import { h, data, save } from "./elements.js";
import { decideCollisions } from "./collisions.js";

const MANY = 20;

/** Show the outcome in the panel's message bar; `after` is called once the data changed again (an undo); what was taken `back` is offered to be done again. */
export function showOutcome(ui, done, after, back = false) {
  ui.known(done.revision);
  const undo = done.changeSet && ui.doing(back ? ui.t("Do it again") : ui.t("Undo"), { class: "wb-second" }, () => takeBack(ui, done.changeSet, after, { back: !back }));
  const paper = done.certificate && certificate(ui, "akce.certificate", done.certificate);
  const bar = ui.say("done", done.sentence, h("div", { class: "wb-after" }, undo, paper, pythonLine(ui, done.code)));
  ui.announce(done.sentence);
  (undo || paper || bar.querySelector("button")).focus({ preventScroll: true });
  bar.scrollIntoView({ block: "nearest" });
  after?.(done);
}

/** A button that downloads the certificate of an erasure. */
export function certificate(ui, question, number, refusal) {
  return ui.doing(ui.t("Certificate of erasure (PDF)"), { class: "wb-second", "aria-label": `${ui.t("Certificate of erasure (PDF)")}: ${ui.t("No.")} ${number}` }, async () => {
    const answer = await ui.askWhole(question, { change_set: number });
    save(answer.value.fileName, answer.buffers[0]);
    ui.announce(ui.t("{file} was downloaded.", { file: answer.value.fileName }));
  }, refusal);
}

/**
 * Undo a change set, or `only` the merged groups of these records; where it concerns many `records` that is asked first, and where
 * later changes stand against it, both sides are shown. `back` is false where that does again what was taken back; `close` shuts
 * the dialog in which it was asked for, before the outcome is said.
 */
export async function takeBack(ui, changeSet, after, { records = 1, back = true, only = null, close = null } = {}) {
  if (records <= MANY) {
    const done = await ui.ask("undo.run", { change_set: changeSet, only });
    close?.();
    if (done.collision) decideCollisions(ui, done, (decided) => showOutcome(ui, decided, after, back));
    else showOutcome(ui, done, after, back);
    return;
  }
  const told = await ui.ask("undo.extent", { change_set: changeSet });
  const label = back ? ui.t("Undo") : ui.t("Do it again");
  ui.dialog(label, ({ place, foot, refusal, close: shut }) => {
    const stay = ui.button(ui.t("Cancel"), { class: "wb-second", onclick: shut });
    place.append(h("p", null, told), h("p", null, back ? ui.t("It can be done again later.") : ui.t("It can be taken back again.")));
    foot.append(stay, h("span", { class: "wb-space" }), ui.doing(label, { class: "wb-main-button" }, () => takeBack(ui, changeSet, after, { back, only, close: shut }), refusal));
    stay.focus();
  });
}

/** The line of Python with a button that copies it. */
export function pythonLine(ui, code) {
  const line = h("code", { dir: "ltr", tabindex: "0", "aria-label": ui.t("The same in Python") }, data(code));
  return h("div", { class: "wb-python" }, h("span", { class: "wb-python-label" }, "Python"), line, copying(ui, ui.t("Copy the line of Python"), code, line));
}

/** A button that copies a text; `shown` is the element that shows it, which is selected where the clipboard is closed. */
export function copying(ui, label, text, shown) {
  const said = h("span", { class: "wb-only-heard", role: "status" });
  const copy = ui.button(ui.t("Copy"), { class: "wb-quiet", "aria-label": label, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(shown);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    copy.textContent = ui.t("Copied");
    said.textContent = ui.t("Copied");
  } });
  return [copy, said];
}
