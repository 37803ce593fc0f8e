// Tabs (ARIA pattern): arrows move and choose, each panel is drawn when it is first shown.

import { h, fresh } from "./elements.js";

/**
 * A row of tabs over their panels.
 *
 * @param label what the row is, for those who cannot see it
 * @param pages [{ label, draw, shown, left }]; `draw(place)` fills a panel, once, or each time if there is a
 *   `left(place)`, which is told that the panel is hidden; `shown()` is told that it is shown again
 * @param state where the chosen one is remembered, as `state.tab`
 */
export function tabs(label, pages, state = {}) {
  const row = h("div", { class: "wb-tabs", role: "tablist", "aria-label": label });
  const shown = pages.map((page, index) => {
    const [tabId, panelId] = [fresh("tab"), fresh("tabpanel")];
    const tab = h("button", { type: "button", class: "wb-tab", role: "tab", id: tabId, "aria-controls": panelId, onclick: () => choose(index) }, page.label);
    const place = h("div", { class: "wb-tab-place", role: "tabpanel", id: panelId, "aria-labelledby": tabId, hidden: true });
    row.append(tab);
    return { tab, place, drawn: false };
  });
  row.addEventListener("keydown", (event) => {
    const at = shown.findIndex((one) => one.tab === document.activeElement);
    const moves = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const next = (moves[event.key] + shown.length) % shown.length;
    choose(next);
    shown[next].tab.focus();
  });
  choose(state.tab ?? 0);
  const whole = h("div", { class: "wb-tabbed" }, row, shown.map((one) => one.place));
  whole.choose = choose;
  return whole;

  function choose(index) {
    state.tab = index;
    for (const [place, one] of shown.entries()) {
      const on = place === index;
      one.tab.setAttribute("aria-selected", String(on));
      one.tab.tabIndex = on ? 0 : -1;
      one.place.hidden = !on;
      if (on && !one.drawn) {
        one.drawn = true;
        pages[place].draw(one.place);
      } else if (on) pages[place].shown?.();
      else if (one.drawn && pages[place].left) {
        one.drawn = false;
        pages[place].left(one.place);
      }
    }
  }
}
