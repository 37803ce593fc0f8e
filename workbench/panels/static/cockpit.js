// The cockpit: the client list beside the card, the comparison, the merge… of the chosen client, the menu over them.

import { h, data } from "./elements.js";
import { panel } from "./ui.js";
import { tabs } from "./tabs.js";
import { showOutcome } from "./outcome.js";
import { newClient } from "./new_client.js";
import { draw as drawMenu } from "./akce_menu.js";
import { draw as drawPicker } from "./client_picker.js";
import { draw as drawCard } from "./client_card.js";
import { draw as drawRegister } from "./registry_diff.js";
import { draw as drawMerging } from "./merge_diff.js";
import { draw as drawReview } from "./duplicate_review.js";
import { draw as drawWatch } from "./security_panel.js";
import { draw as drawExporting } from "./export_panel.js";
import { draw as drawJournal } from "./history_panel.js";

const LANGUAGES = { cs: "Čeština", en: "English" };

function draw(ui) {
  const state = (ui.state.cockpit ??= { tab: 0 });
  const pages = [
    page("card", ui.t("Card"), "client-card", drawCard, true),
    page("register", ui.t("Business register"), "registry-diff", drawRegister),
    page("merge", ui.t("Merge"), "merge-diff", drawMerging),
    page("duplicates", ui.t("Duplicates"), "duplicate-review", drawReview),
    page("security", ui.t("Security"), "security-panel", drawWatch),
    page("export", ui.t("Export"), "export-panel", drawExporting),
    page("history", ui.t("History"), "history-panel", drawJournal),
  ];
  ui.root.setAttribute("aria-label", ui.t("Cockpit"));
  const row = tabs(ui.t("Views of the chosen client"), pages, state);
  const create = ui.button(ui.t("New client"), { class: "wb-second", disabled: !ui.hello.edits, title: ui.hello.edits ? null : ui.t("You may read here, but not change anything. An administrator can grant you the right to edit."), onclick: () => newClient(ui, made) });
  ui.body.append(
    h("div", { class: "wb-cockpit-top" }, composed("akce-menu", drawMenu), create,
      h("span", { class: "wb-who", title: ui.hello.role }, data(ui.hello.user), h("small", null, ` ${ui.hello.role}`)), languages()),
    ui.bar,
    h("div", { class: "wb-panes" }, composed("client-picker", drawPicker), h("div", { class: "wb-pane" }, row)));
  ui.on("goto", (name) => row.choose(pages.findIndex((one) => one.name === name)));

  function composed(name, drawView) {
    const one = ui.inside(name);
    one.composed = true;
    drawView(one);
    return one.root;
  }

  /** A tab; its view is drawn when it is shown, and taken away when it is left unless it is to be kept. */
  function page(name, label, kind, drawView, kept = false) {
    let one = null;
    return {
      name,
      label,
      draw: (place) => {
        one = ui.inside(kind);
        one.composed = true;
        place.append(one.root);
        drawView(one);
      },
      shown: () => one?.tell("shown"),
      left: kept ? null : () => { ui.outside(one); one = null; },
    };
  }

  function languages() {
    return h("span", { class: "wb-segments", role: "group", "aria-label": `${LANGUAGES.cs} / ${LANGUAGES.en}` }, Object.entries(LANGUAGES).map(([code, name]) =>
      ui.button(code.toUpperCase(), { class: "wb-quiet", lang: code, title: name, "aria-label": name, "aria-pressed": String(ui.language === code), onclick: async () => {
        try {
          await ui.ask("panel.speak", { language: code });
          await ui.redraw();
          ui.root.querySelector(`.wb-segments [lang="${code}"]`)?.focus();
        } catch (error) {
          ui.fail(error);
        }
      } })));
  }

  function made(done, ico) {
    ui.choose([done.client], done.client);
    showOutcome(ui, done);
    row.choose(pages.findIndex((one) => one.name === (ico ? "register" : "card")));
  }
}

export default panel("cockpit", draw);
