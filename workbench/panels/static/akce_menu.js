// The menu Akce: a menu button (ARIA pattern) over the chosen clients.

import { h, data, fresh, fold } from "./elements.js";
import { panel } from "./ui.js";
import { menuDialogs } from "./menu_dialogs.js";

/** Draw the whole view. */
export function draw(ui) {
  const menuId = fresh("menu");
  let items = [];
  let typed = "";
  let typedAt = 0;
  let found = null;
  const dialogs = menuDialogs(ui, { ids, follow });

  const button = ui.button(ui.t("Actions"), { class: "wb-menu-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": menuId,
    onclick: () => (menu.matches(":popover-open") ? close() : open(0)),
    onkeydown: (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); open(event.key === "ArrowDown" ? 0 : -1); }
    } }, h("span", { class: "wb-caret", "aria-hidden": "true" }, "▾"));
  const target = h("span", { class: "wb-target" });
  const menu = h("div", { class: "wb-menu", id: menuId, role: "menu", "aria-label": ui.t("Actions"), popover: "manual", onkeydown: (event) => press(event) });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) hide();
  });
  ui.root.setAttribute("aria-label", ui.t("Actions"));
  ui.body.append(h("div", { class: "wb-head wb-menu-head" }, h("div", { class: "wb-menu-place" }, button, menu), target));
  ui.on("selection", () => follow());
  ui.on("elsewhere", ({ since }) => {
    ui.state.unseen ??= since;
    if (ui.composed) follow();
    else meanwhile();
  });
  ui.on("known", () => follow());
  follow();

  function ids() {
    const { ids: chosen, primary } = ui.selection;
    return primary === null || primary === undefined ? chosen : [primary, ...chosen.filter((id) => id !== primary)];
  }

  async function follow() {
    const mine = ids();
    if (!mine.length) {
      target.replaceChildren(ui.t("Choose a client first."));
      return;
    }
    try {
      const lines = await ui.askLatest("target", "find.lines", { ids: mine.slice(0, 1) });
      if (!lines) return;
      target.replaceChildren(lines.length ? data(lines[0].name) : "", ` ${ui.t("No.")} ${mine[0]}`,
        mine.length > 1 ? ` ${ui.n("and {count} more", "and {count} more", mine.length - 1)}` : "",
        lines[0] && !lines[0].valid ? h("span", { class: "wb-badge" }, ui.t("invalid")) : "",
        lines[0]?.lockedBy ? h("span", { class: "wb-badge" }, ui.t("locked")) : "");
    } catch (error) {
      ui.fail(error);
    }
  }

  async function meanwhile() {
    follow();
    if (!ids().length || ids().length > 20) return;
    try {
      const news = await ui.ask("akce.refreshed", { ids: ids(), since: ui.state.unseen });
      if (news.count) ui.say("note", ui.t("Somebody changed the chosen clients meanwhile."),
        ui.button(ui.t("Show what changed"), { class: "wb-second", onclick: () => dialogs.showNews(news) }));
    } catch (error) {
      ui.fail(error);
    }
  }

  async function open(at) {
    try {
      found = await ui.askLatest("entries", "akce.entries", { ids: ids() });
    } catch (error) {
      ui.fail(error);
      return;
    }
    if (!found) return;
    items = found.entries.map((entry) => item(entry));
    menu.replaceChildren(...items);
    menu.showPopover();
    stand();
    document.addEventListener("scroll", away, { capture: true });
    button.setAttribute("aria-expanded", "true");
    focus(at);
  }

  // The menu stands in the top layer, where no notebook cell cuts it off; it opens where there is room.
  function stand() {
    const place = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const below = innerHeight - place.bottom - 8;
    const up = below < size.height && place.top > below;
    menu.style.maxHeight = `${Math.max(160, (up ? place.top : below) - 8)}px`;
    const height = Math.min(size.height, parseFloat(menu.style.maxHeight));
    menu.style.top = `${up ? place.top - height - 4 : place.bottom + 4}px`;
    menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - size.width - 8))}px`;
  }

  function away(event) {
    if (!menu.contains(event.target)) hide();
  }

  function hide() {
    if (menu.matches(":popover-open")) menu.hidePopover();
    document.removeEventListener("scroll", away, { capture: true });
    button.setAttribute("aria-expanded", "false");
  }

  function close() {
    hide();
    button.focus();
  }

  function focus(index) {
    const at = (index + items.length) % items.length;
    for (const [place, one] of items.entries()) one.tabIndex = place === at ? 0 : -1;
    items[at].focus();
  }

  function label(entry) {
    if (entry.actions.includes("invalidate") && found.states.invalid && !found.states.valid) return entry.labels.restore;
    if (entry.actions.includes("invalidate") && found.states.valid && !found.states.invalid) return entry.labels.invalidate;
    return entry.label;
  }

  function item(entry) {
    const why = fresh("why");
    const parts = [h("span", { class: "wb-item-label" }, label(entry)), entry.reason && h("span", { class: "wb-reason", id: why, dir: "auto" }, entry.reason)];
    const properties = { role: "menuitem", tabindex: "-1", class: "wb-item", "aria-disabled": entry.reason ? "true" : null, "aria-describedby": entry.reason ? why : null };
    if (entry.link && !entry.link.warning && !entry.reason)
      return h("a", { ...properties, href: entry.link.url, target: "_blank", rel: "noopener noreferrer", onclick: () => close() }, parts, h("span", { class: "wb-away", "aria-hidden": "true" }, "↗"));
    return h("div", { ...properties, onclick: () => { if (!entry.reason) { close(); dialogs.start(entry, found); } } }, parts);
  }

  function press(event) {
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key in moves) {
      event.preventDefault();
      focus(moves[event.key]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      hide();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      items[at]?.click();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const now = event.timeStamp;
      typed = now - typedAt > 800 ? fold(event.key) : typed + fold(event.key);
      typedAt = now;
      const from = typed.length > 1 ? at : at + 1;
      for (let step = 0; step < items.length; step += 1) {
        const next = (from + step) % items.length;
        if (fold(items[next].textContent).startsWith(typed)) { focus(next); break; }
      }
    }
  }
}

export default panel("akce-menu", draw);
