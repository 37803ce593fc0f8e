// Somebody else saved meanwhile: both versions side by side, a choice a field, nothing overwritten unseen.

import { h, data, fresh } from "./elements.js";

/** The fields and rows of a loaded card by key: {key: {label, text, shown}}. */
export function flat(card) {
  const found = new Map();
  for (const group of card.groups) for (const field of group.fields) found.set(field.name, { label: field.label, text: field.text, shown: field.shown });
  for (const part of card.parts) {
    for (const row of part.rows) {
      found.set(`${row.id}`, { label: part.one, text: JSON.stringify(row.values), shown: `${row.title} ${row.text}`.trim() });
      for (const field of part.fields) found.set(`${row.id}.${field.name}`, { label: `${part.one}: ${field.label}`, text: row.values[field.name] ?? "", shown: row.values[field.name] ?? "", row: row.id });
    }
  }
  return found;
}

/** What differs between two states of one card: keys of fields and ids of rows, with what stood there before. */
export function differences(base, newest) {
  const before = flat(base);
  const now = flat(newest);
  const found = new Map();
  for (const [key, one] of now) {
    if (key.includes(".")) continue;
    const old = before.get(key);
    if (!old || old.text !== one.text) found.set(key, old?.shown || "–");
  }
  return { changed: found, removed: [...before].filter(([key]) => !key.includes(".") && !now.has(key)).map(([, one]) => one) };
}

/** The edits that collide with what was saved meanwhile. */
export function collisions(base, newest, edits) {
  const before = flat(base);
  const now = flat(newest);
  const found = [];
  const look = (key, mine, drop, shown) => {
    const old = before.get(key);
    const their = now.get(key);
    if (!their || !old || their.text === old.text || their.text === mine) return;
    found.push({ key, label: their.label, before: old.shown, theirs: their.shown, mine: shown ?? mine, drop });
  };
  for (const [name, mine] of Object.entries(edits.fields)) look(name, mine, () => { delete edits.fields[name]; }, edits.verdicts[name]?.shown);
  for (const [id, fields] of Object.entries(edits.changed)) {
    for (const [name, mine] of Object.entries(fields)) look(`${id}.${name}`, mine, () => {
      delete fields[name];
      if (!Object.keys(fields).length) delete edits.changed[id];
    });
  }
  for (const id of edits.removed) look(`${id}`, null, () => { edits.removed = edits.removed.filter((one) => one !== id); }, "");
  return found;
}

/** Edits of rows that are not there any more; they are dropped, and named. */
export function dropGone(base, newest, edits) {
  const now = flat(newest);
  const before = flat(base);
  const gone = [...Object.keys(edits.changed), ...edits.removed.map(String)].filter((id) => !now.has(id));
  for (const id of gone) delete edits.changed[id];
  edits.removed = edits.removed.filter((id) => now.has(`${id}`));
  return gone.map((id) => before.get(id)?.shown ?? id);
}

/** Ask which of the two counts, field by field; `decided` is called when all are chosen and the losers dropped. */
export function conflictDialog(ui, { sentence, collided, gone, decided, label }) {
  ui.dialog(ui.t("Somebody else saved this client meanwhile"), ({ place, foot, close }) => {
    const chosen = new Map();
    const done = ui.button(label, { class: "wb-main-button", disabled: collided.length > 0, onclick: () => {
      for (const one of collided) if (chosen.get(one) === "theirs") one.drop();
      close();
      decided();
    } });
    const pick = (one, which, row) => {
      chosen.set(one, which);
      row.dataset.chosen = which;
      done.disabled = chosen.size < collided.length;
    };
    const rows = collided.map((one) => {
      const group = fresh("side");
      const way = (which, words, text) => {
        const radio = h("input", { type: "radio", name: group, "aria-label": `${one.label}: ${words}`, onchange: () => pick(one, which, row) });
        return h("td", { class: `wb-side-${which}` }, h("label", { class: "wb-choice" }, radio, text ? data(text) : h("span", { class: "wb-nothing" }, which === "mine" && text === "" ? ui.t("removed or empty") : ui.t("empty"))));
      };
      const row = h("tr", null, h("th", { scope: "row" }, one.label), h("td", null, one.before ? data(one.before) : h("span", { class: "wb-nothing" }, ui.t("empty"))),
        way("theirs", ui.t("Saved now"), one.theirs), way("mine", ui.t("Your edit"), one.mine));
      return row;
    });
    place.append(h("p", { dir: "auto" }, sentence),
      gone.length ? h("p", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), `${ui.t("Removed meanwhile, so your edit of it is dropped:")} `, data(gone.join("; "))) : "",
      collided.length ? h("div", { class: "wb-scroll", tabindex: "0", role: "group", "aria-label": ui.t("Both versions") }, h("table", { class: "wb-table" },
        h("thead", null, h("tr", null, [ui.t("Field"), ui.t("Originally"), ui.t("Saved now"), ui.t("Your edit")].map((text) => h("th", { scope: "col" }, text)))), h("tbody", null, rows)))
        : h("p", null, ui.t("Your edits concern other fields; nothing collides.")));
    foot.append(ui.button(ui.t("Decide later"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), done);
    (place.querySelector("input[type=radio]") ?? done).focus();
  }, { wide: true });
}
