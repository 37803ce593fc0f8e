// Changed values as a list: what the field was, what it became.

import { h, data } from "./elements.js";

/** A list of changes, each with label, before and after. */
export function changeList(ui, changes, more) {
  return h("ul", { class: "wb-changes" },
    changes.map((one) => h("li", null, h("span", { class: "wb-changed-field" }, `${one.label}: `), change(ui, one))),
    more && h("li", { class: "wb-count" }, more));
}

function change(ui, { before, after }) {
  if (!before && after) return h("ins", null, data(after));
  return [before && [h("del", null, data(before)), " → "], after ? h("ins", null, data(after)) : h("span", { class: "wb-nothing" }, ui.t("empty"))];
}
