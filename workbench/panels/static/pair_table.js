// Records side by side: what differs first and shaded, what is on one side only, what is equal folded away.

import { h, data } from "./elements.js";
import { differing } from "./differing.js";

/** The records of a question as a table and a fold; where rows tell what a merge keeps, in a column more. */
export function pairTable(ui, { records, rows }) {
  const of = (state) => rows.filter((row) => row.state === state);
  const unequal = [...of("differs"), ...of("lone")];
  const beside = unequal.filter((row) => !row.telling);
  const equal = of("equal");
  const merging = rows.some((row) => row.stays);  // then whatever differs is to be seen
  return h("div", { class: "wb-pair" },
    h("div", { class: "wb-scroll" }, table(unequal.filter((row) => row.telling))),
    fold(ui.n("{count} difference that tells little of who they are", "{count} differences that tell little of who they are", beside.length), beside, merging),
    fold(ui.n("{count} equal field", "{count} equal fields", equal.length), equal));

  function fold(label, shown, open = false) {
    return shown.length > 0 && h("details", { class: "wb-fold", open }, h("summary", null, label), h("div", { class: "wb-scroll" }, table(shown)));
  }

  function table(shown) {
    const drawn = h("table", { class: "wb-table wb-side-by-side" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, ui.t("Field")), records.map((one) => h("th", { scope: "col" }, data(one.name), h("small", null, ` ${ui.t("No.")}\u00a0${one.id}`))), merging && h("th", { scope: "col" }, ui.t("What stays")))),
      h("tbody", null, shown.map((row) => h("tr", { class: `wb-row-${row.state}` },
        h("th", { scope: "row" }, row.label, row.state === "differs" && h("span", { class: "wb-only-heard" }, ` (${ui.t("differs")})`)),
        row.values.map((texts, column) => h("td", null, cell(row, texts, column))), merging && h("td", { class: row.stays ? "wb-picked" : null }, row.stays && [data(row.stays.text), h("small", null, row.stays.why)])))));
    drawn.style.setProperty("--wb-records", records.length + (merging ? 1 : 0));
    return drawn;
  }

  function cell(row, texts, column) {
    if (!texts.length) return h("span", { class: "wb-nothing" }, ui.t("empty"));
    const others = row.values.filter((_, other) => other !== column).flat();
    return texts.map((text) => h("div", { class: row.state === "differs" && !others.includes(text) ? "wb-other-text" : null },
      row.state === "differs" && !others.includes(text) ? differing(text, closest(text, others)) : data(text)));
  }

  /** The text of another record that has the longest beginning in common, whatever its case. */
  function closest(text, others) {
    const mine = text.toLowerCase();
    const shared = (other) => { const theirs = other.toLowerCase(); let at = 0; while (at < mine.length && mine[at] === theirs[at]) at += 1; return at; };
    return others.length ? others.reduce((best, one) => (shared(one) > shared(best) ? one : best)) : undefined;
  }
}
