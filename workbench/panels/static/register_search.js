// Subjects of the register to pick from: the candidates, and a search by name while one types.

import { h, data, marked } from "./elements.js";
import { refusalLine } from "./ui.js";

/** One subject as a button. */
export function subjectButton(ui, subject, pick, refusal, typed = "") {
  const button = ui.doing("", { class: "wb-candidate", "aria-label": [subject.name, subject.city, `${ui.t("IČO")} ${subject.ico}`].filter(Boolean).join(", ") }, () => pick(subject), refusal);
  button.append(h("strong", null, marked(subject.name, typed).place), h("span", null, data([subject.city, `${ui.t("IČO")} ${subject.ico}`, subject.form].filter(Boolean).join(" · "))),
    subject.reasons?.length ? h("small", null, subject.reasons.join(" ")) : "", subject.score === undefined ? "" : h("span", { class: "wb-score" }, `${subject.score} %`),
    subject.ceased ? h("span", { class: "wb-badge wb-bad wb-score" }, ui.t("ceased")) : "");
  return button;
}

/** A field that looks for a name in the register while one types, over what it finds. */
export function registerSearch(ui, { pick, refusal }) {
  const found = h("div", { class: "wb-candidates", role: "group", "aria-label": ui.t("Found in the register") });
  const input = h("input", { type: "text", class: "wb-search", autocomplete: "off", "aria-label": ui.t("Look in the register by name or IČO"), placeholder: ui.t("Look in the register by name or IČO"), oninput: () => search() });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); found.querySelector("button")?.focus(); }
  });
  found.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...found.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    (next < 0 ? input : buttons[Math.min(next, buttons.length - 1)]).focus();
  });
  return h("div", { class: "wb-other" }, input, found);

  async function search() {
    try {
      const answer = await ui.askLatest("subjects", "register.suggest", { text: input.value });
      if (!answer) return;
      found.replaceChildren(...answer.found.map((one) => subjectButton(ui, one, pick, refusal, input.value)),
        answer.trouble ? h("p", { class: "wb-empty" }, answer.trouble) : "",
        !answer.found.length && !answer.trouble && input.value.trim().length > 2 ? h("p", { class: "wb-empty" }, ui.t("The register has nobody of a similar name.")) : "");
      if (answer.found.length) ui.announce(ui.n("{count} suggestion", "{count} suggestions", answer.found.length));
    } catch (error) {
      refusal.replaceChildren(refusalLine(error));
    }
  }
}
