// The card of the primary client: read as a person reads it, edited in place, saved as one change set.

import { h, data, fresh } from "./elements.js";
import { panel } from "./ui.js";
import { showOutcome } from "./outcome.js";
import { fieldLine } from "./card_fields.js";
import { personsDialog } from "./persons_merge.js";
import { partSection } from "./card_rows.js";
import { collisions, conflictDialog, differences, dropGone } from "./card_conflict.js";

const untouched = () => ({ fields: {}, verdicts: {}, changed: {}, added: [], removed: [] });

/** Draw the whole view. */
export function draw(ui) {
  const state = (ui.state.card ??= { id: null, base: null, edits: untouched(), empty: false, news: null });
  const place = h("div", { class: "wb-card" });
  const count = h("span", { class: "wb-unsaved", role: "status" });
  const discard = ui.button(ui.t("Discard"), { class: "wb-second", onclick: () => { drop(); paint(); } });
  const save = ui.doing(ui.t("Save"), { class: "wb-main-button" }, () => store());
  const bar = h("div", { class: "wb-save-bar", role: "group", "aria-label": ui.t("Unsaved edits") }, count, h("span", { class: "wb-space" }), discard, save);
  ui.root.setAttribute("aria-label", ui.t("Client card"));
  ui.body.append(place, bar);
  const leaving = (event) => { if (unsaved()) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  ui.on("leave", () => window.removeEventListener("beforeunload", leaving));
  ui.on("selection", () => follow());
  ui.on("elsewhere", () => meanwhile());
  ui.on("known", () => (unsaved() ? meanwhile() : reload()));
  ui.on("shown", () => { if (state.stale) (unsaved() ? meanwhile() : follow(true)); });
  if (state.base && unsaved()) paint();
  else Promise.resolve().then(() => follow(true)); // once the view stands on the page

  function unsaved() {
    const { fields, changed, added, removed } = state.edits;
    return Object.keys(fields).length + Object.values(changed).reduce((sum, one) => sum + Object.keys(one).length, 0) + added.length + removed.length;
  }

  /** Names of edited fields with what does not fit. */
  function misfits() {
    return Object.keys(state.edits.fields).filter((name) => state.edits.verdicts[name]?.problem);
  }

  function drop() {
    state.edits = untouched();
  }

  async function follow(force = false) {
    const wanted = ui.selection.primary ?? null;
    if (wanted === state.id && !force) return;
    if (unsaved() && state.id !== null && wanted !== state.id) {
      leave(wanted);
      return;
    }
    state.id = wanted;
    drop();
    state.news = null;
    await reload();
  }

  /** A card that nobody sees is read once it is shown. */
  function unseen() {
    state.stale = !ui.root.checkVisibility();
    return state.stale;
  }

  async function reload() {
    if (unseen()) return;
    if (state.id === null) {
      state.base = null;
      paint();
      return;
    }
    try {
      const found = await ui.askLatest("card", "card.load", { client: state.id });
      if (!found) return;
      state.base = found;
      paint();
    } catch (error) {
      ui.fail(error);
    }
  }

  function leave(wanted) {
    if (ui.main.root.querySelector("dialog[open]")) return;
    ui.dialog(ui.t("Unsaved edits"), ({ dialog, place: where, foot, refusal, close }) => {
      let going = false;
      const go = () => { going = true; close(); follow(); };
      where.append(h("p", null, ui.n("{count} edit of this client is not saved:", "{count} edits of this client are not saved:", unsaved()), " ", h("strong", null, data(state.base.name))));
      const keep = ui.button(ui.t("Save and go on"), { class: "wb-main-button", onclick: async () => {
        try {
          const done = await ui.ask("card.save", edits());
          if (done.conflict) { going = true; close(); stay(wanted); await conflicted(done.conflict); return; }
          drop();
          go();
          showOutcome(ui, done);
        } catch (error) {
          refusal.replaceChildren(h("p", { class: "wb-bar wb-error", dir: "auto" }, error.message));
        }
      } });
      foot.append(ui.button(ui.t("Stay here"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }),
        ui.button(ui.t("Discard and go on"), { class: "wb-second", onclick: () => { drop(); go(); } }), keep);
      dialog.addEventListener("close", () => { if (!going) stay(wanted); });
      keep.focus();
    });
  }

  function stay() {
    ui.choose([...new Set([...ui.selection.ids, state.id])], state.id);
  }

  function edits() {
    const { fields, changed, added, removed } = state.edits;
    const versions = { [state.base.id]: state.base.version };
    for (const part of state.base.parts) for (const row of part.rows) versions[row.id] = row.version;
    return { client: state.base.id, versions, fields, changed, removed, added: added.map(({ key, ...texts }) => texts) };
  }

  async function store() {
    const [wrong] = misfits();
    if (wrong) {
      place.querySelector(`[data-key="${wrong}"] button.wb-value`)?.focus();
      ui.announce(state.edits.verdicts[wrong].problem);
      return;
    }
    const done = await ui.ask("card.save", edits());
    if (done.conflict) {
      await conflicted(done.conflict);
      return;
    }
    drop();
    state.news = null;
    showOutcome(ui, done);
  }

  async function conflicted(sentence) {
    const newest = await ui.ask("card.load", { client: state.id });
    settle(newest, sentence, ui.t("Save as chosen"), () => store());
  }

  function settle(newest, sentence, label, then) {
    if (newest.absent) {
      state.base = newest;
      paint();
      return;
    }
    const gone = dropGone(state.base, newest, state.edits);
    conflictDialog(ui, { sentence, label, gone, collided: collisions(state.base, newest, state.edits), decided: () => {
      state.news = differences(state.base, newest).changed;
      state.base = newest;
      paint();
      if (unsaved()) then?.().catch((error) => ui.fail(error));
    } });
  }

  async function meanwhile() {
    if (state.id === null || !state.base || unseen()) return;
    try {
      const newest = await ui.askLatest("meanwhile", "card.load", { client: state.id });
      if (!newest) return;
      if (newest.absent || state.base.absent) {
        state.base = newest;
        paint();
        return;
      }
      const { changed, removed } = differences(state.base, newest);
      if (!changed.size && !removed.length && newest.obstacle === state.base.obstacle && newest.valid === state.base.valid) {
        if (newest.version !== state.base.version) { state.base = newest; paint(); }
        return;
      }
      const sentence = ui.t("{user} changed this client meanwhile ({when}).", { user: newest.changedBy, when: newest.changed });
      const bar_ = ui.say("note", sentence, h("div", { class: "wb-after" }, ui.button(ui.t("Show the newest state"), { class: "wb-second", onclick: () => {
        bar_.remove();
        if (unsaved()) settle(newest, sentence, ui.t("Take over as chosen"), null);
        else {
          state.news = changed;
          state.base = newest;
          paint();
          place.querySelector(".wb-newer button")?.focus();
        }
      } })));
    } catch (error) {
      ui.fail(error);
    }
  }

  function paint(focus) {
    const card = state.base;
    if (!card) place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client in the list; its card shows here.")));
    else if (card.absent) place.replaceChildren(h("p", { class: "wb-empty", dir: "auto" }, card.absent));
    else place.replaceChildren(...whole(card));
    tally();
    if (focus !== undefined) {
      const there = place.querySelector(`[data-key="${focus}"]`) ?? place.querySelector(`.wb-part-${focus}`);
      (there?.querySelector("button, input") ?? there)?.focus();
    }
  }

  function tally() {
    const edited = unsaved();
    bar.hidden = !edited;
    const wrong = misfits().length;
    count.classList.toggle("wb-wrong", wrong > 0);
    count.textContent = [edited ? ui.n("{count} unsaved edit", "{count} unsaved edits", edited) : "", wrong ? ui.n("{count} does not fit", "{count} do not fit", wrong) : ""].filter(Boolean).join(" · ");
  }

  function whole(card) {
    const editable = !card.obstacle;
    const groups = Object.fromEntries(card.groups.map((group) => [group.name, group]));
    const parts = Object.fromEntries(card.parts.map((part) => [part.name, part]));
    const hiddenCount = card.groups.flatMap((group) => group.fields).filter(isEmpty).length;
    const toggle = ui.button(state.empty ? ui.t("Hide empty fields") : ui.n("Show {count} empty field", "Show {count} empty fields", hiddenCount), { class: "wb-quiet", "aria-pressed": String(state.empty), onclick: () => { state.empty = !state.empty; paint(); place.querySelector(".wb-card-tools button").focus(); } });
    return [
      h("header", { class: "wb-card-head" }, h("h2", null, data(card.name)), h("span", { class: "wb-number" }, `${ui.t("No.")} ${card.id}`),
        card.isPerson ? badge(ui.t("natural person")) : "", card.valid ? "" : badge(ui.t("invalid"), "wb-bad"), card.lockedBy ? badge(ui.t("locked")) : "",
        h("span", { class: "wb-space" }), h("span", { class: "wb-card-tools" }, hiddenCount || state.empty ? toggle : "")),
      remark("note", card.id === state.id ? "" : ui.t("Client {old} was merged into this one.", { old: state.id })),
      remark("note", card.obstacle), remark("note", card.valid ? "" : `${ui.t("This client is invalid: it is left out of lists and suggestions.")} ${card.invalidNote}`),
      card.warnings.map((text) => remark("warning", text)),
      card.twins.length ? remark("warning", ui.n("{count} other client has the same IČO:", "{count} other clients have the same IČO:", card.twins.length), twins(card)) : "",
      h("div", { class: "wb-columns" },
        fields(groups.identity, editable), h("div", { class: "wb-stack" }, section(parts.address, editable), section(parts.contact, editable), persons(card)),
        fields(groups.trade, editable), business(card), section(parts.activity, editable),
        h("div", { class: "wb-stack" }, fields(groups.notes, editable), section(parts.consent, editable)), links(card), fields(groups.keeping, editable)),
      h("p", { class: "wb-hint" }, ui.t("Changed {when} by {user}. Click a value to edit it; Enter keeps, Esc takes back.", { when: card.changed, user: card.changedBy })),
    ].flat();
  }

  function badge(text, more = "") {
    return h("span", { class: `wb-badge ${more}` }, text);
  }

  function remark(kind, text, ...more) {
    return text ? h("div", { class: `wb-bar wb-${kind}` }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, kind === "warning" ? "!" : "i"), h("div", { class: "wb-bar-text" }, data(text.trim()), more)) : "";
  }

  function twins(card) {
    return [" ", card.twins.slice(0, 5).map((one) => ui.button("", { class: "wb-quiet wb-inline", "aria-label": `${ui.t("Choose for a merge")}: ${one.name} ${ui.t("No.")} ${one.id}`, title: ui.t("Choose for a merge"), onclick: () => {
      ui.choose([card.id, ...ui.selection.ids.filter((id) => id !== card.id), one.id], card.id);
      ui.main.tell("goto", "merge");
    } }, data(one.name), ` ${ui.t("No.")} ${one.id}`))];
  }

  function isEmpty(field) {
    return !field.shown && !(field.name in state.edits.fields) && field.kind !== "flag";
  }

  function fields(group, editable) {
    const heading = fresh("group");
    const lines = group.fields.filter((field) => state.empty || !isEmpty(field)).map((field) => fieldLine(ui, "client", field, keeping(field), { editable, news: state.news?.get(field.name) }));
    if (!lines.length) return "";
    return h("section", { class: `wb-section wb-group-${group.name}`, "aria-labelledby": heading }, h("div", { class: "wb-section-head" }, h("h3", { id: heading }, group.label)), h("dl", { class: "wb-fields" }, lines));
  }

  function keeping(field) {
    return {
      get: () => {
        const edited = field.name in state.edits.fields;
        const verdict = state.edits.verdicts[field.name];
        const text = edited ? state.edits.fields[field.name] : field.text;
        const choice = field.choices.find((one) => one.value === text)?.label;
        return { edited, verdict, text, shown: edited ? choice ?? (verdict?.shown || text) : field.shown };
      },
      set: (text, verdict) => {
        if (text === field.text) delete state.edits.fields[field.name];
        else state.edits.fields[field.name] = text;
        state.edits.verdicts[field.name] = verdict;
        tally();
      },
      undo: () => {
        delete state.edits.fields[field.name];
        delete state.edits.verdicts[field.name];
        tally();
      },
    };
  }

  function section(part, editable) {
    const rowNews = state.news && new Set([...state.news.keys()].map(Number).filter(Boolean));
    return partSection(ui, part, state.edits, { editable, news: rowNews, touched: (key) => paint(key) });
  }

  function listed(title, items, more) {
    const heading = fresh("listed");
    return items.length ? h("section", { class: "wb-section", "aria-labelledby": heading }, h("div", { class: "wb-section-head" }, h("h3", { id: heading }, title), h("span", { class: "wb-count" }, ui.number(items.length)), more && h("span", { class: "wb-space" }), more),
      h("ul", { class: "wb-rows" }, items.map((one) => h("li", { class: "wb-entry" }, one)))) : "";
  }

  function line(title, text, beside) {
    return h("span", { class: "wb-entry-main" }, h("span", { class: "wb-entry-title" }, data(title)), h("span", { class: "wb-entry-text" }, data(text), beside ? h("small", null, " ", data(beside)) : ""));
  }

  function persons(card) {
    const known = [...new Map(card.persons.filter((one) => one.id).map((one) => [one.id, one])).values()];
    const merge = known.length > 1 && !card.obstacle && ui.button(ui.t("Merge persons…"), { class: "wb-quiet", onclick: () => personsDialog(ui, known, (done) => showOutcome(ui, done)) });
    return listed(ui.t("Contact persons"), card.persons.map((one) => line(one.position || ui.t("person"), one.name || ui.t("somebody you do not see"), one.contacts.join(" · "))), merge);
  }

  function business(card) {
    return listed(ui.t("Business"), card.business.map((one) => line(one.type, one.name, [one.state, one.amount].filter(Boolean).join(" · "))));
  }

  function links(card) {
    return h("div", { class: "wb-stack" },
      listed(ui.t("Relations"), card.relations.map((one) => line(one.kind, one.name || ui.t("somebody you do not see"), `${ui.t("No.")} ${one.id}`))),
      listed(ui.t("Attachments"), card.attachments.map((one) => line(ui.t("file"), one.name))));
  }
}

export default panel("client-card", draw);
