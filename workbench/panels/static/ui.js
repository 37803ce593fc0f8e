// One view of one panel: questions to the kernel by number, texts in the language in use, dialogs, the message
// bar, and the guard that keeps JupyterLab's shortcuts out.

import { h, fresh } from "./elements.js";
import { Runs } from "./runs.js";
import { guard } from "./guard.js";

const TICK = 1000;

/** The kernel refused, with a sentence for people. */
export class Refusal extends Error {
  constructor({ kind, text }) {
    super(text);
    this.kind = kind;
  }
}

/** One view of one panel. */
export class Ui {
  constructor(model, el, name) {
    this.main = this;
    this.model = model;
    this.state = {};
    this.followers = {};
    this.inner = [];
    this.pending = new Map();
    this.runs = new Runs(this);
    this.latestOf = new Map();
    this.root = h("div", { class: `wb wb-${name}`, role: "region" });
    this.live = h("div", { class: "wb-live", role: "status", "aria-live": "polite" });
    this.bar = h("div", { class: "wb-bar-place" });
    this.body = h("div", { class: "wb-body" });
    this.root.append(this.bar, this.body, this.live);
    el.append(this.root);
    this.hear = (message, buffers) => this.heard(message, buffers);
    model.on("msg:custom", this.hear);
    guard(this.root);
  }

  async start(draw) {
    this.draw = draw;
    try {
      await this.redraw();
    } catch (error) {
      this.fail(error);
    }
    this.watch();
  }

  stop() {
    this.tell("leave");
    this.model.off("msg:custom", this.hear);
    clearInterval(this.timer);
    this.sight?.disconnect();
    for (const open of this.root.querySelectorAll("dialog[open]")) open.close();
    this.root.remove();
  }

  async redraw() {
    const hello = await this.ask("panel.hello");
    this.texts = hello.texts;
    this.language = hello.language;
    this.revision = hello.revision;
    this.selection = hello.selection;
    this.hello = hello;
    this.root.lang = hello.language;
    this.tell("leave");
    this.body.replaceChildren();
    this.bar.replaceChildren();
    this.followers = {};
    this.inner = [];
    this.draw(this);
  }

  /** A place inside this panel on which another view draws; it asks the same kernel and shares the message bar. */
  inside(name) {
    const one = Object.create(this.main);
    one.root = h("div", { class: `wb-inside wb-${name}`, role: "region" });
    one.body = h("div", { class: "wb-body" });
    one.root.append(one.body);
    one.followers = {};
    one.inner = [];
    this.inner.push(one);
    return one;
  }

  /** Take what {@link inside} gave off the panel again. */
  outside(one) {
    one.tell("leave");
    one.root.remove();
    this.inner = this.inner.filter((other) => other !== one);
  }

  /** The text in the language in use, with {names} filled. */
  t(message, values) {
    const text = this.texts?.[message] ?? message;
    return fill(text, values);
  }

  /** The text whose form follows the count. */
  n(one, many, count, values) {
    const forms = this.texts?.[one] ?? [one, many, many];
    const form = count === 1 ? 0 : count >= 2 && count <= 4 ? 1 : 2;
    return fill(forms[form], { count: this.number(count), ...values });
  }

  number(value) {
    return Number(value).toLocaleString(this.language === "en" ? "en-GB" : "cs-CZ");
  }

  /** Ask the kernel; the answer, or a Refusal. */
  ask(command, args) {
    return this.askWhole(command, args).then((answer) => answer.value);
  }

  /** The same with the bytes beside it; a quiet question shows no bar, however long it takes. `.ask` is its number. */
  askWhole(command, args, { quiet = false } = {}) {
    const number = fresh("ask");
    const asked = new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject, quiet });
      this.main.root.setAttribute("aria-busy", "true");
      this.model.send({ ask: number, command, arguments: args ?? {} });
    });
    asked.ask = number;
    return asked;
  }

  /** Ask on a channel where only the newest question counts: an overtaken one is answered with undefined. */
  async askLatest(channel, command, args) {
    const mine = fresh("turn");
    this.latestOf.set(channel, mine);
    try {
      const value = await this.ask(command, args);
      return this.latestOf.get(channel) === mine ? value : undefined;
    } catch (error) {
      if (this.latestOf.get(channel) === mine) throw error;
      return undefined;
    }
  }

  heard(message, buffers) {
    if (message?.event) {
      if (message.event === "progress") { if (this.pending.get(message.value.ask)?.quiet === false) this.runs.told(message.value); return; }
      if (message.event === "selection") this.selection = message.value;
      this.tell(message.event, message.value);
      return;
    }
    const asked = this.pending.get(message?.answer);
    if (!asked) return;
    this.pending.delete(message.answer);
    this.runs.over(message.answer);
    if (this.pending.size === 0) this.root.removeAttribute("aria-busy");
    if (message.error) asked.reject(new Refusal(message.error));
    else asked.resolve({ value: message.value, buffers: buffers ?? [] });
  }

  /**
   * Call back when something happens: "selection"; "elsewhere", somebody else changed data; "known", this panel
   * did; "revision", after either; "leave", the view is about to be drawn anew or taken away.
   */
  on(event, follower) {
    (this.followers[event] ??= []).push(follower);
  }

  tell(event, value) {
    for (const follower of this.followers[event] ?? []) follower(value);
    for (const one of this.inner) one.tell(event, value);
  }

  choose(ids, primary) {
    this.main.selection = { ...this.selection, ids, primary: primary ?? null };
    return this.ask("panel.choose", { ids, primary: primary ?? null }).catch((error) => this.fail(error));
  }

  /** The data changed by this panel itself: no need to be told of it. */
  known(revision) {
    if (revision) this.main.revision = revision;
    this.main.tell("known", this.revision);
    this.main.tell("revision", this.revision);
  }

  watch() {
    let seen = true;
    this.sight = new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
    });
    this.sight.observe(this.root);
    let asking = false;
    this.timer = setInterval(async () => {
      if (asking || !seen || document.hidden || this.runs.shown.size) return;
      asking = true;
      try {
        const { ended } = this.runs;
        const now = await this.ask("panel.tick");
        if (now.language !== this.language) await this.redraw();
        // What a run of this panel has just changed is no news from elsewhere.
        else if (now.revision > this.revision && !this.runs.shown.size && ended === this.runs.ended) {
          const since = this.revision;
          this.revision = now.revision;
          this.tell("elsewhere", { since, revision: now.revision });
          this.tell("revision", now.revision);
        }
      } catch (error) {
        this.fail(error);
      } finally {
        asking = false;
      }
    }, TICK);
  }

  /** Say something to those who cannot see. */
  announce(text) {
    this.live.textContent = text;
  }

  /** A message above the panel; it stays until it is closed or replaced. */
  say(kind, text, ...more) {
    const close = h("button", { type: "button", class: "wb-quiet wb-close", "aria-label": this.t("Close"),
      onclick: () => { bar.remove(); this.onBarClosed?.(); } }, "×");
    const bar = h("div", { class: `wb-bar wb-${kind}`, role: kind === "error" ? "alert" : "status" },
      h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, { error: "!", done: "✓", note: "i" }[kind]),
      h("div", { class: "wb-bar-text" }, h("p", { dir: "auto" }, text), more.filter(Boolean)), close);
    // What stands behind an open dialog cannot be read or reached.
    const inside = [...this.root.querySelectorAll("dialog[open] > .wb-dialog-bar")].pop();
    (inside ?? this.bar).replaceChildren(bar);
    return bar;
  }

  fail(error) {
    return this.say(error.kind === "StoppedError" ? "note" : "error", error instanceof Refusal ? error.message : `${this.t("The panel could not be drawn.")} ${error.message}`);
  }

  button(text, properties, ...more) {
    return h("button", { type: "button", ...properties }, text, ...more);
  }

  /** A button that does something in the kernel: once at a time, and what is refused is said in place. */
  doing(text, properties, work, place) {
    const button = this.button(text, { ...properties, onclick: async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-disabled", "true");
      try {
        await work();
      } catch (error) {
        if (place) place.replaceChildren(refusalLine(error));
        else this.fail(error);
      } finally {
        button.removeAttribute("aria-disabled");
      }
    } });
    return button;
  }

  /** A modal dialog; Escape closes it, and the focus goes back to where it was. */
  dialog(title, build, { wide = false } = {}) {
    const heading = fresh("title");
    const back = document.activeElement;
    const place = h("div", { class: "wb-dialog-body" });
    const refusal = h("div", { class: "wb-refusal", role: "alert" });
    const foot = h("div", { class: "wb-dialog-foot" });
    const close = () => dialog.close();
    const dialog = h("dialog", { class: wide ? "wb-dialog wb-wide" : "wb-dialog", "aria-labelledby": heading },
      h("div", { class: "wb-dialog-head" }, h("h2", { id: heading }, title),
        this.button("×", { class: "wb-quiet wb-close", "aria-label": this.t("Close"), onclick: close })),
      h("div", { class: "wb-dialog-bar" }), place, refusal, foot);
    dialog.addEventListener("close", () => {
      // The event comes late: who closed the dialog may have moved the focus on already.
      const lost = dialog.contains(document.activeElement) || document.activeElement === document.body;
      dialog.remove();
      if (lost && back?.isConnected) back.focus();
    });
    this.main.root.append(dialog);
    dialog.showModal();
    build({ dialog, place, foot, refusal, close });
    return dialog;
  }
}

/** A refusal as one line in a dialog. */
export function refusalLine(error) {
  return h("p", { class: error.kind === "StoppedError" ? "wb-bar wb-note" : "wb-bar wb-error", dir: "auto" }, error.message);
}

/** What to mind, as a bar in its place. */
export function warningBar(text) {
  return h("div", { class: "wb-bar wb-warning" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), h("div", { class: "wb-bar-text" }, h("p", { dir: "auto" }, text)));
}

/** The default export of a view module. */
export function panel(name, draw) {
  return {
    render({ model, el }) {
      const ui = new Ui(model, el, name);
      ui.start(draw);
      return () => ui.stop();
    },
  };
}

function fill(template, values) {
  if (!values) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
