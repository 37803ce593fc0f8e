// What hangs on a client and is edited in its card: addresses, contacts, legal titles, activities.

import { h, data, fresh } from "./elements.js";
import { control, judging } from "./card_fields.js";

/** A section of rows. `edits` is the card's {changed, added, removed}; `touched` is called after each edit. */
export function partSection(ui, part, edits, { editable, news, touched }) {
  const heading = fresh("part");
  const list = h("ul", { class: "wb-rows" });
  const add = editable ? ui.button(ui.t("Add"), { class: "wb-quiet wb-add", "aria-label": `${ui.t("Add")}: ${part.one}`, onclick: () => append() }) : "";
  const section = h("section", { class: `wb-section wb-part-${part.name}`, "aria-labelledby": heading },
    h("div", { class: "wb-section-head" }, h("h3", { id: heading }, part.label), h("span", { class: "wb-count" }, part.rows.length ? ui.number(part.rows.length + part.more) : ""), h("span", { class: "wb-space" }), add), list);
  const added = edits.added.filter((one) => one.entity === part.name);
  list.append(...part.rows.map((row) => rowItem(row)), ...added.map((one) => addedItem(one)));
  if (!part.rows.length && !added.length) list.append(h("li", { class: "wb-none" }, ui.t("none")));
  if (part.more) list.append(h("li", { class: "wb-none" }, ui.n("and {count} older", "and {count} older", part.more)));
  return section;

  function rowItem(row) {
    const mine = edits.changed[row.id] ?? {};
    const gone = edits.removed.includes(row.id);
    const changed = Object.keys(mine).length > 0;
    const item = h("li", { class: "wb-entry", "data-key": String(row.id) });
    item.classList.toggle("wb-edited", gone || changed);
    item.classList.toggle("wb-gone", gone);
    item.classList.toggle("wb-newer", Boolean(news?.has(row.id)));
    const primary = mine.is_primary === "true" || (row.primary && !primaryElsewhere(row));
    const tools = !editable ? "" : gone || changed
      ? h("span", { class: "wb-tools" }, gone ? h("span", { class: "wb-badge wb-bad" }, ui.t("will be removed")) : h("span", { class: "wb-badge" }, ui.t("edited")),
        gone ? "" : tool("✎", ui.t("Edit"), row, () => form(item, row.values, mine, (texts) => change(row, texts))),
        tool("↺", ui.t("Take back"), row, () => { delete edits.changed[row.id]; edits.removed = edits.removed.filter((id) => id !== row.id); touched(row.id); }))
      : h("span", { class: "wb-tools" },
        part.primary && !primary ? tool("☆", ui.t("Make primary"), row, () => { edits.changed[row.id] = { is_primary: "true" }; touched(row.id); }) : "",
        tool("✎", ui.t("Edit"), row, () => form(item, row.values, mine, (texts) => change(row, texts))),
        tool("×", ui.t("Remove"), row, () => { edits.removed.push(row.id); touched(row.id); }));
    const shown = changed && Object.keys(mine).some((name) => name !== "is_primary") ? summary({ ...row.values, ...mine }) : row;
    item.append(face(shown, primary, row.origin && !changed ? row.origin : null), tools);
    return item;
  }

  /** A new primary takes over: of contacts that of its kind, of addresses the only one. */
  function primaryElsewhere(row) {
    return part.rows.some((one) => one !== row && edits.changed[one.id]?.is_primary === "true" && (part.name !== "contact" || one.values.kind === row.values.kind));
  }

  function tool(sign, text, row, onclick) {
    return ui.button(sign, { class: "wb-quiet wb-small", "aria-label": `${text}: ${row.title} ${row.text}`, title: text, onclick });
  }

  function face(row, primary, origin) {
    return h("span", { class: "wb-entry-main" },
      h("span", { class: "wb-entry-title" }, data(row.title), primary ? h("span", { class: "wb-star", title: ui.t("primary") }, h("span", { "aria-hidden": "true" }, " ★"), h("span", { class: "wb-only-heard" }, ` ${ui.t("primary")}`)) : ""),
      h("span", { class: "wb-entry-text" }, data(row.text), row.beside ? h("small", null, " ", data(row.beside)) : "",
        origin ? h("span", { class: origin.other ? "wb-origin wb-other" : "wb-origin", title: origin.source }, h("span", { class: "wb-only-heard" }, origin.source), origin.other ? data(origin.other) : `${ui.t("register")} ${origin.when}`) : ""));
  }

  function addedItem(one) {
    const row = summary(one);
    const item = h("li", { class: "wb-entry wb-edited", "data-key": one.key });
    item.append(face(row, false, null), h("span", { class: "wb-tools" }, h("span", { class: "wb-badge wb-good" }, ui.t("new")),
      tool("✎", ui.t("Edit"), row, () => form(item, one, {}, (texts) => { Object.assign(one, texts); touched(one.key); })),
      tool("×", ui.t("Leave out"), row, () => { edits.added = edits.added.filter((other) => other !== one); touched(part.name); })));
    return item;
  }

  /** A row in words out of what was typed. */
  function summary(texts) {
    const [first, ...others] = part.fields;
    const title = first.choices.find((one) => one.value === texts[first.name])?.label ?? texts[first.name] ?? "";
    return { title, text: others.map((field) => field.choices.find((one) => one.value === texts[field.name])?.label ?? texts[field.name]).filter((text) => text && text !== "CZ").join(", "), beside: "" };
  }

  function change(row, texts) {
    const differing = Object.fromEntries(Object.entries(texts).filter(([name, text]) => text !== (row.values[name] ?? "")));
    const primary = edits.changed[row.id]?.is_primary;
    if (primary) differing.is_primary = primary;
    if (Object.keys(differing).length) edits.changed[row.id] = differing;
    else delete edits.changed[row.id];
    touched(row.id);
  }

  function append() {
    if (list.querySelector(".wb-form")) return list.querySelector(".wb-form :is(input, select, textarea)").focus();
    list.querySelector(".wb-none")?.remove();
    const item = h("li", { class: "wb-entry" });
    list.append(item);
    const empty = Object.fromEntries(part.fields.map((field) => [field.name, field.text ?? ""]));
    form(item, empty, {}, (texts) => {
      edits.added.push({ ...texts, entity: part.name, key: fresh("added") });
      touched(edits.added[edits.added.length - 1].key);
    }, () => touched(part.name));
    return undefined;
  }

  function form(item, values, mine, done, cancelled) {
    const texts = Object.fromEntries(part.fields.map((field) => [field.name, mine[field.name] ?? values[field.name] ?? ""]));
    const wrong = new Set();
    const grid = h("div", { class: "wb-form-grid" });
    const ready = ui.button(ui.t("Done"), { class: "wb-second", onclick: () => finish() });
    const judges = new Map();
    const one = (field) => {
      const input = control(ui, field, texts[field.name], { typed: (text) => {
        texts[field.name] = text;
        for (const judge of field.name === part.fields[0].name && part.name === "contact" ? judges.values() : [judges.get(field.name)]) judge();
      } });
      const judge = judging(ui, part.name, field, input, { beside: () => texts, judged: (verdict) => {
        if (verdict.problem) wrong.add(field.name); else wrong.delete(field.name);
      } });
      judges.set(field.name, () => judge.ask(texts[field.name]));
      return h("div", { class: `wb-form-field wb-kind-${field.kind}` }, h("label", null, h("span", null, field.label), input), judge.place);
    };
    const draw = () => grid.replaceChildren(...part.fields.map(one));
    draw();
    const line = part.name === "address" ? oneLine(texts, draw) : "";
    const place = h("div", { class: "wb-form", role: "group", "aria-label": part.one, onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); (cancelled ?? (() => touched(item.dataset.key)))(); }
      else if (event.key === "Enter" && !event.target.matches("textarea, button")) { event.preventDefault(); finish(); }
    } }, line, grid, h("div", { class: "wb-form-foot" }, ui.button(ui.t("Cancel"), { class: "wb-quiet", onclick: () => (cancelled ?? (() => touched(item.dataset.key)))() }), ready));
    item.classList.add("wb-open");
    item.replaceChildren(place);
    (place.querySelector(".wb-one-line input") ?? place.querySelector(":is(input, select, textarea)")).focus();

    async function finish() {
      const missing = part.fields.find((field) => field.required && !texts[field.name].trim());
      if (missing) { judges.get(missing.name)(); grid.children[part.fields.indexOf(missing)].querySelector("input, select, textarea").focus(); return; }
      const verdicts = await Promise.all(part.fields.map((field) => ui.ask("card.check", { entity: part.name, field: field.name, text: texts[field.name], beside: texts })));
      const bad = verdicts.findIndex((verdict) => verdict.problem);
      if (bad >= 0) { judges.get(part.fields[bad].name)(); grid.children[bad].querySelector("input, select, textarea").focus(); return; }
      done(texts);
    }
  }

  function oneLine(texts, draw) {
    const said = h("p", { class: "wb-judged wb-doubt", "aria-live": "polite" });
    const input = h("input", { type: "text", autocomplete: "off", placeholder: ui.t("e.g. Dlouhá 12/3, 602 00 Brno"), oninput: async () => {
      try {
        const read = await ui.askLatest("one-line", "card.address", { text: input.value });
        if (!read) return;
        for (const field of part.fields.slice(1)) texts[field.name] = read.values[field.name] ?? "";
        said.replaceChildren(data([read.unread ? ui.t("Not understood: {text}", { text: read.unread }) : "", ...read.notes].filter(Boolean).join(" ")));
        draw();
      } catch (error) {
        ui.fail(error);
      }
    } });
    return h("div", { class: "wb-one-line" }, h("label", null, h("span", null, ui.t("Whole address on one line")), input), said);
  }
}
