// The client picker: a search field over a list, driven by the keyboard (ARIA combobox with a listbox).

import { h, data, fresh, fold, marked } from "./elements.js";
import { panel } from "./ui.js";
import { pickerFilters } from "./picker_filters.js";

const STEP = 50;
const AT_ONCE = 10_000;

/** Draw the whole view. */
export function draw(ui) {
  const state = (ui.state.picker ??= { text: "", invalid: false, only: {}, signs: [], limit: STEP, open: false, total: 0 });
  const listId = fresh("list");
  let rows = [];
  let active = -1;
  let anchor = -1;

  const input = h("input", {
    type: "text", class: "wb-search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", value: state.text,
    "aria-label": ui.t("Find a client"), placeholder: ui.t("Name, IČO, town, e-mail, phone or number"),
    oninput: () => { state.text = input.value; state.limit = STEP; search(); },
    onkeydown: (event) => press(event),
  });
  const list = h("div", { class: "wb-list", id: listId, role: "listbox", tabindex: "-1", "aria-multiselectable": "true", "aria-label": ui.t("Clients found") });
  const count = h("span", { class: "wb-count", "aria-live": "polite" });
  const invalid = h("input", { type: "checkbox", role: "switch", checked: state.invalid,
    onchange: () => { state.invalid = invalid.checked; search(); } });
  const filters = pickerFilters(ui, state, { changed: () => { state.limit = STEP; search(); }, cleared: () => input.focus() });
  const chosen = h("span", { class: "wb-chosen" });
  const clear = ui.button(ui.t("Clear the choice"), { class: "wb-quiet", onclick: () => { choose([], null); input.focus(); } });
  const pin = ui.button("", { class: "wb-quiet", onclick: () => togglePin() });
  const all = ui.doing("", { class: "wb-quiet" }, async () => {
    const ids = await ui.ask("find.all", filters.wanted());
    choose(ids, ids[0] ?? null);
    ui.announce(chosen.textContent);
  });
  const more = ui.button(ui.t("Show more"), { class: "wb-quiet wb-more", onclick: () => { state.limit += STEP; search(true); } });

  ui.root.setAttribute("aria-label", ui.t("Client list"));
  ui.body.append(
    h("div", { class: "wb-head" },
      h("h2", null, ui.t("Client list")), count, h("span", { class: "wb-space" }),
      h("label", { class: "wb-switch" }, invalid, ui.t("Show invalid too")), filters.button),
    h("div", { class: "wb-search-line" }, input),
    filters.place, list, more,
    h("div", { class: "wb-foot" }, chosen, h("span", { class: "wb-space" }), pin, all, clear),
    h("p", { class: "wb-hint" }, ui.t("↑ ↓ move · Enter chooses · Ctrl+Enter adds · Esc clears")),
  );
  ui.on("selection", () => showChoice());
  ui.on("revision", () => search(true));
  search();

  async function search(keep = false) {
    try {
      const empty = state.text.trim() === "";
      const untouched = empty && !filters.narrowed();
      const near = untouched ? [...new Set([...ui.selection.pinned, ...ui.selection.recent])] : [];
      const [found, nearby] = await Promise.all([
        ui.askLatest("search", "find.search", { ...filters.wanted(), limit: state.limit }),
        near.length ? ui.ask("find.lines", { ids: near }) : [],
      ]);
      if (!found) return;
      show(found, nearby, untouched, keep);
      await recount(found);
    } catch (error) {
      ui.fail(error);
    }
  }

  async function recount(listed) {
    const { signs, ...plain } = filters.wanted();
    const counted = await ui.askLatest("facets", "find.facets", plain);
    if (!counted) return;
    const found = signs.length ? { ...counted, total: listed.total, invalid: listed.invalid } : counted;
    state.total = found.total;
    showChoice();
    count.textContent = found.invalid
      ? `${ui.n("{count} client", "{count} clients", found.total)} (${ui.n("{count} invalid", "{count} invalid", found.invalid)})`
      : ui.n("{count} client", "{count} clients", found.total);
    filters.draw(found.facets);
  }

  function show(found, near, untouched, keep) {
    const stays = keep && rows[active] ? rows[active].id : null;
    rows = [];
    list.replaceChildren();
    const byId = new Map(near.map((line) => [line.id, line]));
    const group = (label, lines) => {
      if (!lines.length) return;
      const id = fresh("group");
      const place = label
        ? h("div", { role: "group", "aria-labelledby": id }, h("div", { class: "wb-group", id, role: "presentation" }, label))
        : list;
      for (const line of lines) place.append(row(line));
      if (label) list.append(place);
    };
    if (untouched) {
      const pinned = ui.selection.pinned.map((id) => byId.get(id)).filter(Boolean);
      const recent = ui.selection.recent.filter((id) => !ui.selection.pinned.includes(id)).map((id) => byId.get(id)).filter(Boolean);
      group(ui.t("Pinned"), pinned);
      group(ui.t("Chosen lately"), recent);
      group(pinned.length || recent.length ? ui.t("Changed lately") : null, found.lines);
    } else {
      group(null, found.lines);
    }
    if (!rows.length) {
      list.append(h("p", { class: "wb-empty", role: "presentation" }, ui.t("Nobody fits."), " ",
        filters.narrowed() ? ui.t("Remove the filters, or show invalid ones too.")
          : state.invalid ? ui.t("Try fewer letters or another word.") : ui.t("Try fewer letters, or show invalid ones too.")));
    }
    more.hidden = !found.more;
    ui.announce(rows.length ? ui.n("{count} shown", "{count} shown", rows.length) : ui.t("Nobody fits."));
    const at = stays === null ? -1 : rows.findIndex((one) => one.id === stays);
    activate(at >= 0 ? at : rows.length && !untouched ? 0 : -1, at < 0);
    showChoice();
  }

  function row(line) {
    const index = rows.length;
    const typed = state.text;
    const name = marked(line.name, typed);
    const ico = marked(line.ico, typed);
    const city = marked(line.city, typed);
    const number = marked(String(line.id), typed);
    const words = fold(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const met = new Set([...name.found, ...ico.found, ...city.found, ...number.found]);
    const elsewhere = words.some((word) => !met.has(word));
    const element = h("div", {
      class: line.valid ? "wb-row" : "wb-row wb-invalid", role: "option", id: fresh("option"), "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(),
      onclick: (event) => click(event, index),
    },
      h("span", { class: "wb-tick", "aria-hidden": "true", onclick: (event) => { event.stopPropagation(); toggle(index); } }),
      h("span", { class: "wb-main" },
        h("span", { class: "wb-name", title: line.name }, name.place),
        h("span", { class: "wb-detail" },
          h("span", { class: "wb-part" }, `${ui.t("No.")} `, number.place),
          line.ico && h("span", { class: "wb-part" }, `${ui.t("IČO")} `, ico.place),
          line.city && h("span", { class: "wb-part" }, city.place),
          line.owner && h("span", { class: "wb-part" }, data(line.owner)),
          elsewhere && h("span", { class: "wb-part wb-elsewhere" }, ui.t("match in a contact or DIČ")))),
      h("span", { class: "wb-signs" },
        line.warning && h("span", { class: "wb-sign wb-warn", title: line.warning }, h("span", { "aria-hidden": "true" }, "⚠"), h("span", { class: "wb-only-heard" }, line.warning)),
        line.lockedBy && h("span", { class: "wb-badge", title: ui.t("Locked by {user}", { user: line.lockedBy }) }, h("span", { "aria-hidden": "true" }, ui.t("locked")), h("span", { class: "wb-only-heard" }, ui.t("Locked by {user}", { user: line.lockedBy }))),
        !line.valid && h("span", { class: "wb-badge" }, ui.t("invalid"))));
    rows.push({ id: line.id, element, line });
    return element;
  }

  function activate(index, quiet = false) {
    rows[active]?.element.classList.remove("wb-active");
    active = index;
    const now = rows[active];
    if (!now) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    now.element.classList.add("wb-active");
    input.setAttribute("aria-activedescendant", now.element.id);
    const [place, seen] = [now.element.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollTop += Math.min(0, place.top - seen.top) + Math.max(0, place.bottom - seen.bottom);
    if (!quiet) showPin();
  }

  function press(event) {
    const page = Math.max(1, Math.floor(list.clientHeight / 48) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    if (event.key in steps && rows.length) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, active + steps[event.key]));
      activate(next);
      if (event.shiftKey) extend(next);
    } else if (event.key === "Enter" && rows[active]) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) toggle(active);
      else only(active);
    } else if (event.key === "Escape" && (input.value || ui.selection.ids.length)) {
      event.preventDefault();
      if (input.value) { input.value = ""; state.text = ""; search(); } else choose([], null);
    }
  }

  function click(event, index) {
    activate(index);
    if (event.shiftKey && anchor >= 0) extend(index);
    else if (event.ctrlKey || event.metaKey) toggle(index);
    else only(index);
    input.focus();
  }

  function only(index) {
    anchor = index;
    choose([rows[index].id], rows[index].id);
  }

  function toggle(index) {
    anchor = index;
    activate(index);
    const id = rows[index].id;
    const ids = ui.selection.ids.includes(id) ? ui.selection.ids.filter((one) => one !== id) : [...ui.selection.ids, id];
    choose(ids, ids.includes(id) ? id : ids[ids.length - 1] ?? null);
  }

  function extend(index) {
    if (anchor < 0) anchor = Math.max(0, active);
    const between = rows.slice(Math.min(anchor, index), Math.max(anchor, index) + 1).map((row) => row.id);
    choose([...new Set([...ui.selection.ids, ...between])], rows[index].id);
  }

  function choose(ids, primary) {
    ui.choose(ids, primary);
    showChoice();
  }

  function showChoice() {
    const ids = new Set(ui.selection.ids);
    for (const row of rows) {
      row.element.setAttribute("aria-selected", String(ids.has(row.id)));
      row.element.classList.toggle("wb-primary-row", row.id === ui.selection.primary);
    }
    chosen.textContent = ids.size ? ui.n("{count} chosen", "{count} chosen", ids.size) : ui.t("Nobody chosen");
    clear.hidden = !ids.size;
    all.hidden = state.total < 2;
    all.textContent = state.total > AT_ONCE ? ui.n("Choose the first {count}", "Choose the first {count}", AT_ONCE) : ui.n("Choose all {count}", "Choose all {count}", state.total);
    showPin();
  }

  function showPin() {
    const id = ui.selection.primary;
    pin.hidden = id === null || id === undefined;
    pin.textContent = ui.selection.pinned.includes(id) ? ui.t("Unpin") : ui.t("Pin");
  }

  async function togglePin() {
    const id = ui.selection.primary;
    try {
      await ui.ask("panel.pin", { client: id, pinned: !ui.selection.pinned.includes(id) });
      if (state.text.trim() === "") search(true);
    } catch (error) {
      ui.fail(error);
    }
  }
}

export default panel("client-picker", draw);
