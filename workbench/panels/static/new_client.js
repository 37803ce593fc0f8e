// A new client: its name with suggestions of the register as one types (ARIA combobox), or its IČO.

import { h, data, fresh, marked } from "./elements.js";
import { control, judging } from "./card_fields.js";

/** The dialog; `made` gets the outcome, with the new client's number and its IČO. */
export function newClient(ui, made) {
  ui.dialog(ui.t("New client"), ({ place, foot, refusal, close }) => {
    const texts = { name: "", ico: "", legal_form: "", owner: ui.hello.user };
    const listId = fresh("suggested");
    let rows = [];
    let active = -1;
    const name = h("input", { type: "text", class: "wb-search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": listId, "aria-required": "true", oninput: () => { texts.name = name.value; suggest(name.value); }, onkeydown: (event) => press(event) });
    const list = h("div", { class: "wb-suggested", id: listId, role: "listbox", "aria-label": ui.t("Suggestions of the register"), hidden: true });
    const said = h("p", { class: "wb-judged wb-doubt", "aria-live": "polite" });
    const field = (key, label, kind) => {
      const input = control(ui, { name: key, kind, choices: [] }, texts[key], { typed: (text) => { texts[key] = text; judge.ask(text); if (key === "ico") suggest(text); } });
      const judge = judging(ui, "client", { name: key }, input);
      const box = h("div", { class: "wb-form-field" }, h("label", null, h("span", null, label), input), judge.place);
      box.fill = (text) => { texts[key] = text; (input.matches("input") ? input : input.querySelector("input")).value = text; judge.ask(text); };
      return box;
    };
    const ico = field("ico", ui.t("IČO"), "ico");
    const form = field("legal_form", ui.t("Legal form"), "legal_form");
    const owner = field("owner", ui.t("Owner"), "user");
    const run = ui.doing(ui.t("Create the client"), { class: "wb-main-button" }, async () => {
      const fields = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim()));
      if (!fields.name) { said.replaceChildren(ui.t("Write the name of the client.")); name.focus(); return; }
      const done = await ui.ask("newcomer.create", { fields });
      close();
      made(done, fields.ico);
    }, refusal);
    place.append(h("label", { class: "wb-field" }, h("span", null, ui.t("Name, or IČO")), name), list, said,
      h("div", { class: "wb-form-grid" }, ico, form, owner),
      h("p", { class: "wb-hint" }, ui.t("Seat, VAT id and more are copied from the register afterwards, once you have seen them.")));
    foot.append(ui.button(ui.t("Cancel"), { class: "wb-second", onclick: close }), h("span", { class: "wb-space" }), run);
    name.focus();

    async function suggest(text) {
      try {
        const { found, trouble } = (await ui.askLatest("suggest", "newcomer.suggest", { text })) ?? {};
        if (!found) return;
        said.replaceChildren(trouble ? data(trouble) : "");
        rows = found;
        active = -1;
        list.replaceChildren(...found.map((one, index) => h("div", { class: "wb-row", role: "option", id: fresh("option"), "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => pick(index) },
          h("span", { class: "wb-main" }, h("span", { class: "wb-name" }, marked(one.name, name.value).place),
            h("span", { class: "wb-detail" }, data([`${ui.t("IČO")} ${one.ico}`, one.city, one.form].filter(Boolean).join(" · ")))),
          one.ceased ? h("span", { class: "wb-badge wb-bad" }, ui.t("ceased")) : "")));
        list.hidden = !found.length;
        name.setAttribute("aria-expanded", String(found.length > 0));
        name.removeAttribute("aria-activedescendant");
        if (found.length) ui.announce(ui.n("{count} suggestion", "{count} suggestions", found.length));
      } catch (error) {
        refusal.replaceChildren(h("p", { class: "wb-bar wb-error", dir: "auto" }, error.message));
      }
    }

    function pick(index) {
      const one = rows[index];
      name.value = one.name;
      texts.name = one.name;
      ico.fill(one.ico);
      form.fill(one.form);
      hide();
      name.focus();
    }

    function hide() {
      list.hidden = true;
      rows = [];
      active = -1;
      name.setAttribute("aria-expanded", "false");
      name.removeAttribute("aria-activedescendant");
    }

    function press(event) {
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows.length) {
        event.preventDefault();
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length;
        for (const [index, row] of [...list.children].entries()) {
          row.setAttribute("aria-selected", String(index === active));
          row.classList.toggle("wb-active", index === active);
        }
        name.setAttribute("aria-activedescendant", list.children[active].id);
        list.children[active].scrollIntoView({ block: "nearest" });
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (active >= 0) pick(active);
        else run.click();
      } else if (event.key === "Escape" && rows.length) {
        event.preventDefault();
        event.stopPropagation();
        hide();
      }
    }
  });
}
