// The dialogs that the entries of the menu Akce open, and what they run.

import { h, data } from "./elements.js";
import { showOutcome, pythonLine } from "./outcome.js";
import { drawRegistry } from "./registry_diff.js";
import { mergeDialog } from "./merge_diff.js";
import { drawSecurity } from "./security_panel.js";
import { drawDeletion } from "./delete_planner.js";
import { drawExport } from "./export_panel.js";

/** The dialogs over the clients that `ids` gives; `follow` is called when they may look different. */
export function menuDialogs(ui, { ids, follow }) {
  let found = null;

  function start(entry, entries) {
    found = entries;
    const name = entry.actions[0];
    const dialogs = { copy_from_registry: registry, export: exporting, security, merge, refresh, invalidate: validity, delete: deletion };
    if (entry.link) leaving(entry);
    else (dialogs[name] ?? other)(entry);
  }

  function heading() {
    const count = ids().length;
    const names = found.names.map((name) => data(name));
    const listed = names.flatMap((name, index) => (index ? [", ", name] : [name]));
    return h("p", { class: "wb-whom" }, listed, count > names.length ? ` ${ui.n("and {count} more", "and {count} more", count - names.length)}` : ` ${ui.t("No.")} ${ids().join(", ")}`);
  }

  function finish(close) {
    return (done) => {
      close();
      showOutcome(ui, done, () => follow());
    };
  }

  /** A dialog with a question, an optional line of text, and one button that runs a plain action. */
  function asking(title, action, text, optionName, { danger = false } = {}) {
    ui.dialog(title, ({ place, foot, refusal, close }) => {
      const note = optionName && h("input", { type: "text", class: "wb-note-input", placeholder: ui.t("may stay empty") });
      const run = ui.doing(title, { class: danger ? "wb-main-button wb-danger" : "wb-main-button" }, async () => {
        const options = note?.value.trim() ? { [optionName]: note.value.trim() } : {};
        finish(close)(await ui.ask("akce.run", { action, ids: ids(), options }));
      }, refusal);
      place.append(heading(), text ? h("p", null, text) : "", note ? h("label", { class: "wb-field" }, h("span", null, ui.t("Reason")), note) : "");
      note?.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); run.click(); } });
      foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), run);
      (note || run).focus();
    });
  }

  function validity(entry) {
    const { valid, invalid } = found.states;
    const hide_ = () => asking(entry.labels.invalidate, "invalidate", ui.t("They leave lists, suggestions and duplicates, but stay stored with all that hangs on them."), "note");
    const show = () => asking(entry.labels.restore, "restore", ui.t("They come back into lists and suggestions."), null);
    if (!invalid) hide_();
    else if (!valid) show();
    else ui.dialog(entry.label, ({ place, foot, close }) => {
      place.append(h("p", null, ui.t("Some of the chosen clients are valid ({valid}), some are not ({invalid}).", { valid, invalid })));
      foot.append(ui.button(entry.labels.invalidate, { class: "wb-second", onclick: () => { close(); hide_(); } }), h("span", { class: "wb-space" }),
        ui.button(entry.labels.restore, { class: "wb-second", onclick: () => { close(); show(); } }));
    });
  }

  function security(entry) {
    if (ids().length > 1) {
      ui.dialog(entry.label, ({ place, foot, close }) => {
        place.append(heading(), h("p", null, ui.t("Whoever locks a client is the only one who can change it.")),
          ["lock", "unlock"].filter((name) => entry.reasons[name]).map((name) => h("p", { class: "wb-count" }, `${entry.labels[name]}: ${entry.reasons[name]}`)));
        foot.append(ui.button(entry.labels.unlock, { class: "wb-second", disabled: Boolean(entry.reasons.unlock), onclick: () => { close(); asking(entry.labels.unlock, "unlock"); } }),
          h("span", { class: "wb-space" }),
          ui.button(entry.labels.lock, { class: "wb-main-button", disabled: Boolean(entry.reasons.lock), onclick: () => { close(); asking(entry.labels.lock, "lock", "", "reason"); } }));
      });
      return;
    }
    ui.dialog(ui.t("Security"), ({ place, foot, refusal, close }) => {
      drawSecurity(ui, { place, foot, refusal, client: ids()[0], done: finish(close) }).catch((error) => refuse(refusal, error));
    }, { wide: true });
  }

  function refuse(refusal, error) {
    refusal.replaceChildren(h("p", { class: "wb-bar wb-error", dir: "auto" }, error.message));
  }

  function registry(entry) {
    ui.dialog(entry.label, ({ place, foot, refusal, close }) => {
      drawRegistry(ui, { place, foot, refusal, ids: ids(), done: finish(close) }).catch((error) => { place.replaceChildren(); refuse(refusal, error); });
    }, { wide: true });
  }

  function merge() {
    mergeDialog(ui, ids(), (done) => showOutcome(ui, done, () => follow()));
  }

  function leaving(entry) {
    ui.dialog(entry.label, ({ place, foot, close }) => {
      const link = h("a", { class: "wb-main-button", href: entry.link.url, target: "_blank", rel: "noopener noreferrer", onclick: () => close() }, entry.link.text, " ↗");
      place.append(heading(), h("p", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), entry.link.warning));
      foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), link);
      link.focus();
    });
  }

  function exporting(entry) {
    ui.dialog(entry.label, ({ place, foot, refusal, close }) => {
      const inside = h("div", { class: "wb-dialog-inside" });
      place.append(heading(), inside);
      drawExport(ui, { place: inside, foot, refusal, ids: ids(), leave: close, done: close }).catch((error) => refuse(refusal, error));
    }, { wide: true });
  }

  async function refresh() {
    try {
      const news = await ui.ask("akce.refreshed", { ids: ids(), since: ui.state.unseen ?? ui.revision });
      ui.state.unseen = null;
      ui.known(news.revision);
      follow();
      if (news.count) showNews(news);
      else ui.say("done", ui.t("This is the newest state; nobody changed it meanwhile."), h("div", { class: "wb-after" }, pythonLine(ui, news.code))).querySelector("button").focus();
    } catch (error) {
      ui.fail(error);
    }
  }

  function showNews(news) {
    ui.state.unseen = null;
    ui.dialog(ui.n("{count} field changed meanwhile", "{count} fields changed meanwhile", news.count), ({ place, foot, close }) => {
      place.append(h("ul", { class: "wb-news" }, news.changes.map((change) => h("li", null, `${change.label}: `,
        change.before && [h("del", null, data(change.before)), " → "], change.after ? h("ins", null, data(change.after)) : h("span", { class: "wb-nothing" }, ui.t("empty")),
        h("small", null, " · ", data(change.actor))))));
      const done = ui.button(ui.t("Good"), { class: "wb-main-button", onclick: close });
      foot.append(h("span", { class: "wb-space" }), done);
      done.focus();
    });
  }

  function deletion(entry) {
    ui.dialog(entry.label, ({ place, foot, refusal, close }) => {
      const inside = h("div", { class: "wb-dialog-inside" });
      place.append(heading(), inside);
      drawDeletion(ui, { place: inside, foot, refusal, ids: ids(), leave: close, done: finish(close) }).catch((error) => { inside.replaceChildren(); refuse(refusal, error); });
    }, { wide: true });
  }

  function other(entry) {
    asking(entry.label, entry.actions[0]);
  }

  return { start, showNews };
}
