// The evidence for two records being one: a bar a part, from where the others left off to where it leads.

import { h, data } from "./elements.js";

/** What the model thinks of a pair, and why. */
export function waterfall(ui, { likely, start, rows, sum, impossible }) {
  const ends = [0, start, ...rows.flatMap((row) => [row.from, row.to])];
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const at = (value) => ((value - low) / span) * 100;
  return h("div", { class: "wb-waterfall" },
    h("p", null, h("strong", null, likely)),
    impossible && h("p", null, data(impossible)),
    h("div", { class: "wb-scroll" }, h("table", { class: "wb-table" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, ui.t("Evidence")), h("th", { scope: "col" }, ui.t("for one (+) or against (−)")), h("th", { scope: "col", class: "wb-bars" }, h("span", { class: "wb-only-heard" }, ui.t("Picture"))))),
      h("tbody", null, rows.map((row) => {
        const bar = h("span", { class: row.to > row.from ? "wb-bar-for" : "wb-bar-against" });
        bar.style.insetInlineStart = `${at(Math.min(row.from, row.to))}%`;
        bar.style.width = `${Math.max(1, Math.abs(at(row.to) - at(row.from)))}%`;
        const zero = h("span", { class: "wb-bar-zero" });
        zero.style.insetInlineStart = `${at(0)}%`;
        return h("tr", null, h("th", { scope: "row" }, row.about, h("small", null, row.said)), h("td", { class: "wb-weight" }, row.weight), h("td", { class: "wb-bars", "aria-hidden": "true" }, h("span", { class: "wb-bar-track" }, bar, zero)));
      })),
      h("tfoot", null, h("tr", null, h("th", { scope: "row" }, ui.t("Sum"), h("small", null, sum.said)), h("td", { class: "wb-weight" }, sum.weight), h("td", { class: "wb-bars", "aria-hidden": "true" }))))));
}
