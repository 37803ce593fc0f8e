// Merging contact persons of a client: which of them are one, then the merge diff viewer.

import { h, data } from "./elements.js";
import { refusalLine } from "./ui.js";
import { drawMerge } from "./merge_diff.js";

const PAIR = 2;

/** Ask which of these persons are one and merge them; `done` gets the outcome. */
export function personsDialog(ui, people, done) {
  ui.dialog(ui.t("Merging contact persons"), ({ place, foot, refusal, close }) => {
    const boxes = people.map((one) => h("input", { type: "checkbox", value: one.id, onchange: ready }));
    const chosen = () => people.filter((_, at) => boxes[at].checked).map((one) => one.id);
    const go = ui.doing(ui.t("Compare"), { class: "wb-main-button" }, compare, refusal);
    place.append(h("fieldset", { class: "wb-persons" }, h("legend", null, ui.t("Which of them are one person?")),
      people.map((one, at) => h("label", { class: "wb-choice" }, boxes[at], h("span", null, data(one.name), h("small", null, " ", data([one.position, ...one.contacts].filter(Boolean).join(" · "))))))));
    foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), go);
    ready();
    boxes[0].focus();

    function ready() {
      go.disabled = chosen().length < PAIR;
    }

    async function compare() {
      try {
        await drawMerge(ui, { place, foot, refusal, ids: chosen(), entity: "person", leave: close, done: (found) => { close(); done(found); } });
      } catch (error) {
        refusal.replaceChildren(refusalLine(error));
      }
    }
  }, { wide: true });
}
