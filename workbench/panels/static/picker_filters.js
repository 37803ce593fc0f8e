// What the client list is narrowed by: facets, and signs of what is to be mended.

import { h } from "./elements.js";

const FACETS = ["owner", "state", "city", "tag"];

/** The button and the line of filters over a list; `state` keeps what is set, `changed` is called after each change. */
export function pickerFilters(ui, state, { changed, cleared }) {
  const place = h("div", { class: "wb-filters", hidden: !state.open });
  const signPlace = h("label", { class: "wb-filter" });
  const button = ui.button(ui.t("Filters"), { class: "wb-quiet", "aria-expanded": String(state.open),
    onclick: () => {
      state.open = !state.open;
      button.setAttribute("aria-expanded", String(state.open));
      place.hidden = !state.open;
      if (state.open) drawSigns();
    } });
  return { place, button, draw, wanted, narrowed };

  function wanted() {
    return { text: state.text, invalid: state.invalid, only: state.only, signs: state.signs };
  }

  function narrowed() {
    return state.signs.length > 0 || Object.values(state.only).some((values) => values.length);
  }

  function draw(facets) {
    const labels = { owner: ui.t("Owner"), state: ui.t("State"), city: ui.t("Town"), tag: ui.t("Tag") };
    const focused = place.contains(document.activeElement) ? document.activeElement.name : null;
    place.replaceChildren(...FACETS.map((name) => {
      const set = state.only[name]?.[0] ?? "";
      const values = [...(facets[name] ?? [])];
      if (set && !values.some((one) => one.value === set)) values.unshift({ value: set, label: set, count: 0 });
      const select = h("select", { name, onchange: () => {
        state.only = { ...state.only, [name]: select.value ? [select.value] : [] };
        changed();
      } }, h("option", { value: "" }, ui.t("all")),
        values.map((one) => h("option", { value: one.value }, `${one.label} (${ui.number(one.count)})`)));
      select.value = set;
      return h("label", { class: set ? "wb-filter wb-narrowing" : "wb-filter" }, h("span", null, labels[name]), select);
    }));
    place.append(signPlace);
    const any = narrowed();
    if (any) place.append(ui.button(ui.t("Remove filters"), { class: "wb-quiet", onclick: () => { state.only = {}; state.signs = []; changed(); cleared(); } }));
    button.classList.toggle("wb-narrowing", any);
    if (focused) place.querySelector(`[name="${focused}"]`)?.focus();
    if (state.open) drawSigns();
  }

  // Counting the signs reads the whole list, so it is asked for only while the filters are open.
  async function drawSigns() {
    try {
      const { signs, ...plain } = wanted();
      const found = await ui.askLatest("signs", "find.signs", plain);
      if (!found) return;
      const focused = signPlace.contains(document.activeElement);
      const select = h("select", { name: "sign", onchange: () => {
        state.signs = select.value ? [select.value] : [];
        changed();
      } }, h("option", { value: "" }, ui.t("all")), found.filter((one) => one.count || one.value === signs[0]).map((one) => h("option", { value: one.value }, `${one.label} (${ui.number(one.count)})`)));
      select.value = signs[0] ?? "";
      signPlace.className = signs.length ? "wb-filter wb-narrowing" : "wb-filter";
      signPlace.replaceChildren(h("span", null, ui.t("To be mended")), select);
      if (focused) select.focus();
    } catch (error) {
      ui.fail(error);
    }
  }
}
