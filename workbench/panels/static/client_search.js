// A search for one other client: a field over a short list of buttons.

import { h, data, marked } from "./elements.js";

/**
 * Draw the search into a place.
 *
 * @param label what the field is called
 * @param without ids that are not offered
 * @param suggested shown while nothing is typed: the words to look for, given the search itself
 * @param pick gets the line that was picked
 */
export function clientSearch(ui, { place, label, without, suggested, pick, refuse }) {
  const hits = h("div", { class: "wb-candidates", role: "group", "aria-label": ui.t("Clients found") });
  const input = h("input", { type: "text", class: "wb-search", autocomplete: "off", "aria-label": label,
    placeholder: ui.t("Name, IČO, town, e-mail, phone or number"), oninput: () => search() });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); hits.querySelector("button")?.focus(); }
  });
  hits.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...hits.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    (next < 0 ? input : buttons[Math.min(next, buttons.length - 1)]).focus();
  });
  place.replaceChildren(input, hits);
  search();
  return input;

  async function search() {
    try {
      const typed = input.value.trim();
      const text = typed || ((await suggested?.()) ?? "");
      const found = text ? await ui.askLatest("other", "find.search", { text, invalid: true, only: {}, limit: 12 }) : { lines: [] };
      if (!found) return;
      const others = found.lines.filter((line) => !without.includes(line.id));
      hits.replaceChildren(others.length && !typed ? h("p", { class: "wb-count" }, ui.t("Similar to it:")) : "",
        ...others.map((line) => h("button", { type: "button", class: "wb-candidate", onclick: () => pick(line) },
          h("strong", null, marked(line.name, input.value).place),
          h("span", null, data([`${ui.t("No.")} ${line.id}`, line.ico && `${ui.t("IČO")} ${line.ico}`, line.city, !line.valid && ui.t("invalid")].filter(Boolean).join(" · "))))));
      if (!others.length && (typed || suggested)) hits.append(h("p", { class: "wb-empty" }, ui.t("Nobody fits.")));
    } catch (error) {
      refuse(error);
    }
  }
}
