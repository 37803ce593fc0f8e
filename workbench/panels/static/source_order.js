// An order of sources that one changes by buttons or by Alt and arrows; the most trusted stands first.

import { h, data, fresh } from "./elements.js";

/** The list; `changed` gets the new order each time. `fixed` shows it without a way to change it. */
export function sourceOrder(ui, { order, known, label, fixed, changed }) {
  let now = [...order];
  const list = h("ol", { class: "wb-sources", "aria-label": ui.t("Order of sources: {field}", { field: label }) });
  const listed = fresh("sources");
  const suggested = h("datalist", { id: listed });
  const typed = h("input", { type: "text", list: listed, "aria-label": ui.t("Another source: {field}", { field: label }), placeholder: ui.t("another source"), autocomplete: "off" });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = [...list.children].findIndex((one) => one.contains(event.target));
    if (!event.altKey || !step || at < 0 || fixed) return;
    event.preventDefault();
    move(at, step, event.target.dataset.way);
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });
  draw();
  return h("div", { class: "wb-source-order" }, list,
    !fixed && h("div", { class: "wb-source-more" }, typed, suggested, ui.button(ui.t("Add"), { class: "wb-second", "aria-label": ui.t("Add a source: {field}", { field: label }), onclick: add })),
    !fixed && h("small", null, ui.t("The first one that has a value wins. Alt and arrows move a source.")));

  function draw() {
    list.replaceChildren(...now.map((source, at) => h("li", null, data(source), !fixed && h("span", { class: "wb-source-ways" },
      way("up", "↑", ui.t("Higher: {source}", { source }), () => move(at, -1, "up"), at === 0),
      way("down", "↓", ui.t("Lower: {source}", { source }), () => move(at, 1, "down"), at === now.length - 1),
      way("out", "×", ui.t("Remove: {source}", { source }), () => remove(at), false)))));
    suggested.replaceChildren(...known.filter((one) => !now.includes(one)).map((one) => h("option", { value: one })));
  }

  function way(name, sign, said, work, off) {
    return ui.button(sign, { class: "wb-quiet", "data-way": name, "aria-label": said, "aria-disabled": off ? "true" : null, onclick: () => { if (!off) work(); } });
  }

  function take(next) {
    now = next;
    draw();
    changed(now);
  }

  function move(at, step, name = "up") {
    const to = at + step;
    if (to < 0 || to >= now.length) return;
    const next = [...now];
    [next[at], next[to]] = [next[to], next[at]];
    take(next);
    list.children[to].querySelector(`[data-way="${name}"]`).focus();
    ui.announce(ui.t("{source}: place {place} of {count}", { source: now[to], place: to + 1, count: now.length }));
  }

  function remove(at) {
    take(now.filter((_, place) => place !== at));
    (list.children[Math.min(at, now.length - 1)]?.querySelector('[data-way="out"]') ?? typed).focus();
  }

  function add() {
    const source = typed.value.trim();
    if (source && !now.includes(source)) take([...now, source]);
    typed.value = "";
    typed.focus();
  }
}
