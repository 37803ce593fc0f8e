// An undo that later changes stand against: both sides, and a decision a field.

import { h, data, fresh } from "./elements.js";

/** Ask what shall stand, then undo; `done` gets the outcome. */
export function decideCollisions(ui, found, done) {
  ui.dialog(ui.t("Something was changed since"), ({ place, foot, refusal, close }) => {
    const radios = new Map();
    const rows = found.collisions.map((one) => row(one, radios));
    place.append(
      h("p", null, ui.t("These values were changed again after the change that you are undoing. Decide for each which one shall stand; the rest is undone.")),
      h("div", { class: "wb-scroll" }, h("table", { class: "wb-table" },
        h("thead", null, h("tr", null, [ui.t("What"), ui.t("Keep what is there now"), ui.t("Bring back what was before")].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", null, rows))),
      found.left ? h("p", { class: "wb-count" }, ui.n("{count} more is not shown here; it stays as it is now.", "{count} more are not shown here; they stay as they are now.", found.left)) : "");
    const all = (way) => { for (const one of radios.values()) one[way].checked = true; };
    const run = ui.doing(ui.t("Undo like this"), { class: "wb-main-button" }, async () => {
      const choose = {};
      for (const [where, one] of radios) choose[where] = one.restore.checked ? "restore" : "keep";
      const decided = await ui.ask("undo.run", { change_set: found.changeSet, choose, only: found.only });
      close();
      done(decided);
    }, refusal);
    foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }),
      ...(radios.size > 1 ? [ui.button(ui.t("Keep all"), { class: "wb-quiet", onclick: () => all("keep") }),
        ui.button(ui.t("Bring all back"), { class: "wb-quiet", onclick: () => all("restore") })] : []), run);
    (place.querySelector("input") ?? run).focus();
  }, { wide: true });

  function row(one, radios) {
    const what = h("th", { scope: "row" }, data(one.label), h("small", null, data(one.record), ` · ${ui.t("No.")} ${one.id}`));
    if (!one.open) return h("tr", null, what, h("td", { class: "wb-picked", colspan: "2" }, one.why));
    const name = fresh("side");
    const side = (way, text) => h("input", { type: "radio", name, checked: way === "keep", "aria-label": `${one.label}: ${text || ui.t("empty")}` });
    const choice = { keep: side("keep", one.now), restore: side("restore", one.then) };
    radios.set(one.place, choice);
    const cell = (way, text) => h("td", null, h("label", { class: "wb-choice" }, choice[way], text ? data(text) : h("span", { class: "wb-nothing" }, ui.t("empty"))));
    return h("tr", null, what, cell("keep", one.now), cell("restore", one.then));
  }
}
