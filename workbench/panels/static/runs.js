// Long runs: how far they are, and the button that stops them.

import { h } from "./elements.js";

const PATIENCE = 400;

/** The runs of one panel that somebody waits for. */
export class Runs {
  constructor(ui) {
    this.ui = ui;
    this.shown = new Map();
    this.ended = 0;
  }

  /** The kernel told of a run: the number of its question, what it does, how much is done and of how much. */
  told({ ask, what, done, total }) {
    const run = this.shown.get(ask) ?? this.begin(ask);
    run.news = { what, done, total };
    if (run.bar) this.say(run);
  }

  /** A question was answered. */
  over(ask) {
    const run = this.shown.get(ask);
    if (!run) return;
    clearTimeout(run.timer);
    run.bar?.remove();
    this.shown.delete(ask);
    this.ended += 1;
  }

  begin(ask) {
    const run = { ask, begun: Date.now(), stopping: false };
    run.timer = setTimeout(() => this.show(run), PATIENCE);
    this.shown.set(ask, run);
    return run;
  }

  show(run) {
    const { ui } = this;
    run.text = h("p");
    run.meter = h("progress", { class: "wb-progress", "aria-label": ui.t("How far it is") });
    run.stop = ui.button(ui.t("Stop"), { class: "wb-second", onclick: () => this.stop(run) });
    run.bar = h("div", { class: "wb-bar wb-run", role: "group", "aria-label": ui.t("Long run") }, h("div", { class: "wb-bar-text" }, run.text, run.meter), run.stop);
    // Over the buttons of a dialog, which wait meanwhile: above its body it would push everything down, and up again at the end.
    const dialog = [...ui.root.querySelectorAll("dialog[open]")].pop();
    const place = dialog && (dialog.querySelector(":scope > .wb-dialog-foot:not(:empty)") ?? dialog.querySelector(":scope > .wb-dialog-bar"));
    (place ?? ui.bar).prepend(run.bar);
    ui.announce(ui.t("This takes longer; it can be stopped."));
    this.say(run);
  }

  say(run) {
    const { ui } = this;
    const { what, done, total } = run.news;
    const seconds = Math.round((Date.now() - run.begun) / 1000);
    run.text.textContent = [run.stopping ? ui.t("Stopping…") : what || ui.t("Working…"), total > 0 && ui.t("{done} of {total}", { done: ui.number(done), total: ui.number(total) }),
      ui.n("{count} second", "{count} seconds", seconds)].filter(Boolean).join(" · ");
    if (total > 0) {
      run.meter.max = total;
      run.meter.value = done;
    } else {
      run.meter.removeAttribute("value");
    }
    clearTimeout(run.timer);
    run.timer = setTimeout(() => this.say(run), 1000);
  }

  async stop(run) {
    if (run.stopping) return;
    run.stopping = true;
    run.stop.setAttribute("aria-disabled", "true");
    this.say(run);
    try {
      if (await this.ui.ask("panel.stop", { ask: run.ask })) return;
      run.stopping = false;
      run.stop.textContent = this.ui.t("Too late to stop");
    } catch (error) {
      this.ui.fail(error);
    }
  }
}
