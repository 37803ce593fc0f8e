// The client list as it stood at a moment: a slider over the journal, the counts, and what stands otherwise now.

import { h, data } from "./elements.js";
import { changeList } from "./changes.js";

const STEPS = 1000;

/** Draw the slider and the list of its moment into a place. */
export async function drawThen(ui, place) {
  const state = (ui.state.then ??= { text: "", invalid: false, when: null });
  let first = 0;
  let end = 0;
  let wanted = null;
  let asking = false;
  let found = null;

  const slider = h("input", { type: "range", class: "wb-slider", min: "0", max: String(STEPS), value: String(STEPS), "aria-label": ui.t("Moment"),
    oninput: () => go(new Date(first + ((end - first) * Number(slider.value)) / STEPS).toISOString(), true) });
  const exact = h("input", { type: "datetime-local", step: "1", "aria-label": ui.t("Day and time"), onchange: () => { if (exact.value) go(exact.value); } });
  const step = (label, way) => ui.button(label, { class: "wb-second", onclick: () => { if (found?.[way]) go(new Date(found[way]).toISOString()); } });
  const back = step(ui.t("‹ Previous change"), "before");
  const on = step(ui.t("Next change ›"), "after");
  const now = ui.button(ui.t("Now"), { class: "wb-quiet", onclick: () => go(new Date().toISOString()) });
  const heading = h("h3", { "aria-live": "polite" });
  const differing = h("div", { class: "wb-then-differing" });
  const search = h("input", { type: "text", class: "wb-search", value: state.text, autocomplete: "off", "aria-label": ui.t("Find in the list of then"), placeholder: ui.t("Name, IČO or number"),
    oninput: () => { state.text = search.value; go(state.when); } });
  const invalid = h("input", { type: "checkbox", role: "switch", checked: state.invalid, onchange: () => { state.invalid = invalid.checked; go(state.when); } });
  const lines = h("div", { class: "wb-scroll wb-then-list", tabindex: "0", role: "group", "aria-label": ui.t("The list of then") });
  place.append(
    h("div", { class: "wb-then-moment" }, slider, h("div", { class: "wb-head" }, back, on, exact, now)),
    heading, differing,
    h("div", { class: "wb-head" }, h("h3", null, ui.t("The list of then")), h("span", { class: "wb-space" }), h("label", { class: "wb-switch" }, invalid, ui.t("Show invalid too"))),
    search, lines);
  ui.on("revision", () => measure().then(() => go(state.when)).catch((error) => ui.fail(error)));
  try {
    await measure();
    go(state.when ?? new Date(end).toISOString());
  } catch (error) {
    ui.fail(error);
  }

  async function measure() {
    const extent = await ui.ask("history.extent", { only: {} });
    end = Math.max(Date.now(), extent.last ?? 0);
    first = extent.first ?? end;
  }

  // One question at a time: while a slider is dragged only the newest position counts.
  async function go(when, dragged = false) {
    state.when = when;
    wanted = { when, dragged };
    if (asking) return;
    asking = true;
    try {
      while (wanted) {
        const mine = wanted;
        wanted = null;
        const answer = await ui.ask("history.then", { when: mine.when, text: state.text, invalid: state.invalid });
        if (!wanted) show(answer, mine.dragged);
      }
    } catch (error) {
      ui.fail(error);
    } finally {
      asking = false;
    }
  }

  function show(answer, dragged) {
    found = answer;
    if (!dragged) slider.value = String(end > first ? Math.round(((answer.at - first) / (end - first)) * STEPS) : STEPS);
    slider.setAttribute("aria-valuetext", answer.when);
    exact.value = answer.field;
    back.disabled = !answer.before;
    on.disabled = !answer.after;
    heading.replaceChildren(`${answer.when}: `, ui.n("{count} valid client", "{count} valid clients", answer.valid),
      answer.invalid ? ` (${ui.n("{count} invalid", "{count} invalid", answer.invalid)})` : "");
    differing.replaceChildren(answer.differing ? h("details", { class: "wb-fold", open: state.open, ontoggle: (event) => { state.open = event.target.open; } },
      h("summary", null, ui.n("{count} client stands otherwise now", "{count} clients stand otherwise now", answer.differing)),
      h("ul", { class: "wb-news" }, answer.differences.map((one) => h("li", null, difference(one))),
        answer.differing > answer.differences.length && h("li", { class: "wb-count" }, ui.n("and {count} more", "and {count} more", answer.differing - answer.differences.length))))
      : h("p", { class: "wb-same" }, "✓ ", ui.t("Since then nothing changed in the list.")));
    lines.replaceChildren(answer.lines.length ? table(answer) : h("p", { class: "wb-empty" }, ui.t("Nobody fits.")));
  }

  function difference(one) {
    const who = [h("strong", null, data(one.name)), ` ${ui.t("No.")} ${one.id} `];
    if (!one.there) return [h("span", { class: "wb-badge wb-good" }, ui.t("is new")), " ", who];
    if (one.mergedInto) return [h("span", { class: "wb-badge" }, ui.t("was merged into No. {id}", { id: one.mergedInto })), " ", who];
    if (!one.here) return [h("span", { class: "wb-badge wb-bad" }, ui.t("is gone")), " ", who];
    return [who, changeList(ui, one.changes)];
  }

  function table(answer) {
    return h("table", { class: "wb-table" },
      h("thead", null, h("tr", null, [ui.t("No."), ui.t("Name"), ui.t("IČO"), ui.t("Owner")].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, answer.lines.map((one) => h("tr", { class: one.valid ? null : "wb-invalid" }, h("td", null, String(one.id)),
        h("td", null, h("span", { class: "wb-name" }, data(one.name)), !one.valid && h("span", { class: "wb-badge" }, ui.t("invalid"))), h("td", null, data(one.ico)), h("td", null, data(one.owner)))),
        answer.left ? h("tr", null, h("td", { class: "wb-count", colspan: "4" }, ui.n("and {count} more", "and {count} more", answer.left))) : ""));
  }
}
