// Fields of a form: a value that turns into an input in its place, with what the kernel says while one types.

import { h, data, fresh } from "./elements.js";

/** An input for a declared field. `typed` is called with the text at each change. */
export function control(ui, field, text, { typed, label, described }) {
  const properties = { "aria-label": label ?? null, "aria-describedby": described ?? null, "aria-required": field.required ? "true" : null };
  if (field.kind === "flag") {
    const box = h("input", { type: "checkbox", ...properties, checked: text === "true", onchange: () => typed(box.checked ? "true" : "false") });
    return box;
  }
  if (field.kind === "choice") {
    const select = h("select", { ...properties, onchange: () => typed(select.value) },
      field.required && text ? "" : h("option", { value: "" }, "–"), field.choices.map((one) => h("option", { value: one.value }, one.label)));
    select.value = text;
    return select;
  }
  const long = field.kind === "long_text" || field.kind === "custom";
  const input = h(long ? "textarea" : "input", { ...properties, type: long ? null : "text", rows: long ? "3" : null, value: text,
    autocomplete: "off", spellcheck: long ? null : "false", oninput: () => typed(input.value) });
  if (field.kind !== "legal_form") return input;
  const list = fresh("forms");
  input.setAttribute("list", list);
  return h("span", { class: "wb-listed" }, input, h("datalist", { id: list }, (ui.hello.legalForms ?? []).map((one) => h("option", { value: one }))));
}

/** What the kernel says of what is being typed: a line below the input, and the input marked. */
export function judging(ui, entity, field, input, { beside, judged } = {}) {
  const place = h("p", { class: "wb-judged", id: fresh("judged"), "aria-live": "polite" });
  const target = input.matches("input, select, textarea") ? input : input.querySelector("input");
  target.setAttribute("aria-describedby", place.id);
  const show = (verdict) => {
    target.toggleAttribute("aria-invalid", Boolean(verdict?.problem));
    if (verdict?.problem) target.setAttribute("aria-invalid", "true");
    place.className = verdict?.problem ? "wb-judged wb-wrong" : "wb-judged wb-doubt";
    place.replaceChildren(data(verdict?.problem || verdict?.doubt || ""));
    const twins = verdict?.twins ?? [];
    if (twins.length) place.append(" ", ui.t("Other clients have this IČO:"), " ", data(twins.map((one) => `${one.name} (${ui.t("No.")} ${one.id})`).join(", ")));
    place.hidden = !place.textContent;
  };
  place.hidden = true;
  const ask = async (text) => {
    try {
      const verdict = await ui.askLatest(place.id, "card.check", { entity, field: field.name, text, beside: beside?.() ?? {} });
      if (!verdict) return;
      show(verdict);
      judged?.(verdict);
    } catch (error) {
      ui.fail(error);
    }
  };
  return { place, ask, show };
}

/** A field on a card: read, and edited in its place. `at` keeps what was typed: get(), set(text, verdict), undo(). */
export function fieldLine(ui, entity, field, at, { editable, news }) {
  const line = h("div", { class: "wb-line", "data-key": field.name });
  const label = h("dt", null, field.label, field.required ? h("span", { class: "wb-only-heard" }, ` (${ui.t("required")})`) : "");
  const place = h("dd");
  line.append(label, place);
  read();
  return line;

  function read(focus = false) {
    const { text, shown, verdict, edited } = at.get();
    line.classList.toggle("wb-edited", edited);
    line.classList.toggle("wb-newer", Boolean(news));
    const words = shown || text;
    const value = words ? data(words) : h("span", { class: "wb-nothing" }, "–");
    const can = editable && field.typed && !field.tooLong;
    const face = !can ? h("span", { class: "wb-value" }, value)
      : field.kind === "flag" ? flag(text)
        : ui.button("", { class: "wb-value", "aria-label": `${field.label}: ${words || ui.t("empty")}. ${ui.t("Edit")}`, onclick: () => write() }, value);
    const said = edited && verdict ? verdict : null;
    place.replaceChildren(face,
      edited ? ui.button("↺", { class: "wb-quiet wb-small", "aria-label": ui.t("Take back: {field}", { field: field.label }), title: ui.t("Before: {value}", { value: field.shown || ui.t("empty") }),
        onclick: () => { at.undo(); read(true); } }) : "",
      edited ? h("span", { class: "wb-only-heard" }, ui.t("edited")) : "",
      origin(field.origin, edited),
      news ? h("small", { class: "wb-was" }, `${ui.t("before")}: `, data(news)) : "",
      said?.problem || said?.doubt ? h("p", { class: said.problem ? "wb-judged wb-wrong" : "wb-judged wb-doubt" }, data(said.problem || said.doubt)) : "");
    if (focus) place.querySelector("button, input")?.focus();
  }

  function flag(text) {
    const box = control(ui, field, text, { label: field.label, typed: (now) => { at.set(now); read(true); } });
    return h("label", { class: "wb-flag" }, box, box.checked ? ui.t("yes") : ui.t("no"));
  }

  function write() {
    const before = at.get();
    let over = false;
    const input = control(ui, field, before.text, { label: field.label, typed: (text) => { at.set(text); judge.ask(text); } });
    const judge = judging(ui, entity, field, input, { judged: (verdict) => at.set(at.get().text, verdict) });
    const finish = (keep) => {
      if (over) return;
      over = true;
      if (!keep) at.set(before.text, before.verdict);
      read(keep !== "left");
    };
    input.addEventListener("keydown", (event) => {
      const long = event.target.matches("textarea");
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); finish(false); }
      else if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey)) { event.preventDefault(); finish("entered"); }
    });
    input.addEventListener("focusout", (event) => { if (!input.contains(event.relatedTarget)) finish("left"); });
    place.replaceChildren(input, judge.place);
    if (before.verdict) judge.show(before.verdict);
    const target = input.matches("input, select, textarea") ? input : input.querySelector("input");
    target.focus();
    target.select?.();
  }

  function origin(mark, edited) {
    if (!mark || edited) return "";
    return h("span", { class: mark.other ? "wb-origin wb-other" : "wb-origin", title: mark.other ? `${mark.other}. ${mark.source}` : mark.source },
      h("span", { class: "wb-only-heard" }, mark.source), mark.other ? data(mark.other) : `${ui.t("register")} ${mark.when}`);
  }
}
