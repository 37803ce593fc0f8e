// After a run: what was done, the way back, and the line of Python that does the same.

import { h, data } from "./elements.js";
import { decideCollisions } from "./collisions.js";

/** Show the outcome in the panel's message bar; `after` is called once the data changed again (an undo). */
export function showOutcome(ui, done, after) {
  ui.known(done.revision);
  const undo = done.changeSet && ui.doing(ui.t("Undo"), { class: "wb-second" }, () => takeBack(ui, done.changeSet, after));
  const bar = ui.say("done", done.sentence, h("div", { class: "wb-after" }, undo, pythonLine(ui, done.code)));
  ui.announce(done.sentence);
  (undo || bar.querySelector("button")).focus();
  after?.(done);
}

/** Undo a change set; where later changes stand against it, both sides are shown first. */
export async function takeBack(ui, changeSet, after) {
  const done = await ui.ask("undo.run", { change_set: changeSet });
  if (done.collision) decideCollisions(ui, done, (decided) => showOutcome(ui, decided, after));
  else showOutcome(ui, done, after);
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
