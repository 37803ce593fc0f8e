// After a run: what was done, the way back, and the line of Python that does the same.

import { h, data } from "./elements.js";

/** Show the outcome in the panel's message bar; `after` is called once the data changed again (an undo). */
export function showOutcome(ui, done, after) {
  ui.known(done.revision);
  const undo = done.changeSet && ui.doing(ui.t("Undo"), { class: "wb-second" }, () => takeBack(ui, done.changeSet, false, after));
  const bar = ui.say("done", done.sentence, h("div", { class: "wb-after" }, undo, pythonLine(ui, done.code)));
  ui.announce(done.sentence);
  (undo || bar.querySelector("button")).focus();
  after?.(done);
}

async function takeBack(ui, changeSet, keepLater, after) {
  const done = await ui.ask("akce.undo", { change_set: changeSet, keep_later: keepLater });
  if (done.collision) {
    const bar = ui.say("note", done.collision, ui.doing(ui.t("Undo the rest, keep the later changes"), { class: "wb-second" },
      () => takeBack(ui, changeSet, true, after)));
    bar.querySelector("button").focus();
    return;
  }
  showOutcome(ui, done, after);
}

/** The line of Python with a button that copies it. */
export function pythonLine(ui, code) {
  const said = h("span", { class: "wb-only-heard", role: "status" });
  const copy = ui.button(ui.t("Copy"), { class: "wb-quiet", "aria-label": ui.t("Copy the line of Python"), onclick: async () => {
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(line);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    copy.textContent = ui.t("Copied");
    said.textContent = ui.t("Copied");
  } });
  const line = h("code", { dir: "ltr", tabindex: "0", "aria-label": ui.t("The same in Python") }, data(code));
  return h("div", { class: "wb-python" }, h("span", { class: "wb-python-label" }, "Python"), line, copy, said);
}
