// The evidence for two records being one: a bar a part, from where the others left off to where it leads.

import { h, data } from "./elements.js";

/** What the model thinks of a pair, and why. */
export function waterfall(ui, { link, likely, start, rows, sum, impossible }) {
  const ends = [0, start, ...rows.flatMap((row) => [row.from, row.to])];
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const at = (value) => ((value - low) / span) * 100;
  const picture = (from, to) => {
    const bar = h("span", { class: to > from ? "wb-bar-for" : "wb-bar-against" });
    bar.style.insetInlineStart = `${at(Math.min(from, to))}%`;
    bar.style.width = `${Math.max(1, Math.abs(at(to) - at(from)))}%`;
    const zero = h("span", { class: "wb-bar-zero" });
    zero.style.insetInlineStart = `${at(0)}%`;
    return h("td", { class: "wb-bars", "aria-hidden": "true" }, h("span", { class: "wb-bar-track" }, bar, zero));
  };
  const line = (about, said, weight, from, to) => h("tr", null, h("th", { scope: "row" }, about, h("small", null, said)), h("td", { class: "wb-weight" }, weight), picture(from, to));
  return h("div", { class: "wb-waterfall" },
    link && h("p", null, data(link)),
    h("p", null, h("strong", null, likely)),
    impossible && h("p", null, data(impossible)),
    h("div", { class: "wb-scroll" }, h("table", { class: "wb-table" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, ui.t("Evidence")), h("th", { scope: "col" }, ui.t("for one (+) or against (−)")), h("th", { scope: "col", class: "wb-bars" }, h("span", { class: "wb-only-heard" }, ui.t("Picture"))))),
      h("tbody", null, rows.map((row) => line(row.about, row.said, row.weight, row.from, row.to))),
      h("tfoot", null, line(ui.t("Sum"), sum.said, sum.weight, 0, rows.at(-1).to)))));
}
