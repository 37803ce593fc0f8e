// Taking some groups of a bulk merge apart: which ones is ticked, the others stay merged.

import { h, data } from "./elements.js";
import { takeBack } from "./outcome.js";

const WAIT = 150;

/** Ask which groups of a change set shall be taken apart, then do it. */
export function groupsApart(ui, changeSet) {
  ui.dialog(ui.t("Take groups apart: change set No. {number}", { number: changeSet }), ({ place, foot, refusal, close }) => {
    const ticked = new Set();
    let shown = [];
    let waiting = null;
    const search = h("input", { type: "text", autocomplete: "off", "aria-label": ui.t("Find a group by a name or a number"), placeholder: ui.t("Name or number…"), oninput: () => { clearTimeout(waiting); waiting = setTimeout(load, WAIT); } });
    const list = h("ul", { class: "wb-held wb-then-list", tabindex: "0", "aria-label": ui.t("Merged groups") });
    const told = h("p", { class: "wb-count", role: "status" });
    const all = ui.button("", { class: "wb-quiet", onclick: () => {
      const most = shown.every((one) => ticked.has(one.id));
      for (const one of shown) { if (most) ticked.delete(one.id); else ticked.add(one.id); }
      tell();
    } });
    const run = ui.doing("", { class: "wb-main-button" }, () => takeBack(ui, changeSet, null, { only: [...ticked], close }), refusal);

    async function load() {
      refusal.replaceChildren();
      const found = await ui.askLatest("groups", "undo.groups", { change_set: changeSet, text: search.value }).catch((error) => { ui.fail(error); });
      if (!found) return;
      shown = found.groups;
      told.textContent = [found.left, found.apart].filter(Boolean).join(" ");
      told.hidden = !told.textContent;
      list.replaceChildren(...shown.map((one) => {
        const tick = h("input", { type: "checkbox", value: String(one.id), onchange: () => { if (tick.checked) ticked.add(one.id); else ticked.delete(one.id); count(); } });
        return h("li", null, h("label", { class: "wb-choice" }, tick, h("span", null, data(one.name), ` ${ui.t("No.")} ${one.id} ← ${one.absorbed}`)));
      }));
      if (!shown.length) list.append(h("li", { class: "wb-empty" }, search.value ? ui.t("No group fits.") : ui.t("No group is merged any more.")));
      tell();
    }

    function tell() {
      for (const tick of list.querySelectorAll("input")) tick.checked = ticked.has(Number(tick.value));
      count();
    }

    function count() {
      run.textContent = ui.n("Take {count} group apart", "Take {count} groups apart", ticked.size);
      run.disabled = ticked.size === 0;
      all.textContent = shown.length && shown.every((one) => ticked.has(one.id)) ? ui.t("Untick those shown") : ui.t("Tick those shown");
      all.disabled = !shown.length;
    }

    place.append(h("p", null, ui.t("Ticked groups are split into the records they were made of; the others stay merged. That can be undone, too.")),
      h("div", { class: "wb-apart" }, search, all), told, list);
    foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), run);
    count();
    load();
    search.focus();
  }, { wide: true });
}
