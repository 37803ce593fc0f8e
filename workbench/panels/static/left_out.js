// What a plan of merging leaves out: of each reason the groups, and the way on where there is one.

import { h, data } from "./elements.js";

const SHOWN = 50;

/** The groups that are left out, by reasons; `alone` merges one that only a reason of a person makes one. */
export function leftOut(ui, { count, reasons, rest }, { open = false, refusal, alone }) {
  if (!count) return "";
  return h("details", { class: "wb-fold", open },
    h("summary", null, ui.n("{count} group is left out, as something stands against it.", "{count} groups are left out, as something stands against them.", count)),
    h("ul", { class: "wb-news wb-left-out" }, reasons.map((one) => h("li", null, ...ofReason(ui, one, refusal, alone))),
      rest > 0 && h("li", null, ui.n("{count} more group is left out for another reason. Find it by a name or a number.", "{count} more groups are left out for other reasons. Find them by a name or a number.", rest))));
}

function ofReason(ui, { reason, count, groups }, refusal, alone) {
  let known = groups.length;
  const list = h("ul", { class: "wb-plan" }, groups.map((group) => leftLine(ui, group, alone, reason)));
  const more = ui.doing("", { class: "wb-quiet" }, async () => {
    const next = await ui.ask("review.left", { reason, after: known });
    known += next.length;
    list.append(...next.map((group) => leftLine(ui, group, alone, reason)));
    list.children[known - next.length]?.scrollIntoView({ block: "nearest" });
    tell();
  }, refusal);
  tell();
  return [data(reason), count > 1 ? ` (${ui.number(count)}×)` : "", list, more];

  function tell() {
    more.hidden = known >= count;
    more.textContent = ui.n("Show {count} more", "Show {count} more", Math.min(SHOWN, count - known));
  }
}

/** A group that is left out, in a line; it says why, unless that stands above it already. */
export function leftLine(ui, group, alone, reason = "") {
  const [first] = group.records;
  return h("li", { class: "wb-left-line" },
    h("span", null, group.records.map((one, at) => [at ? " · " : "", named(ui, one)]), group.why !== reason && h("span", { class: "wb-plan-other" }, data(reason ? group.why : ui.t("left out: {why}", { why: group.why })))),
    group.alone && ui.button(ui.t("Merge with a reason…"), { class: "wb-quiet", "aria-label": ui.t("Merge the group of {name} with a reason", { name: first.name }), onclick: () => alone(group) }));
}

/** A record of a plan: its name and its number. */
export function named(ui, one) {
  return h("span", { class: "wb-plan-name" }, data(one.name), h("small", null, ` ${ui.t("No.")}\u00a0${one.id}`));
}
