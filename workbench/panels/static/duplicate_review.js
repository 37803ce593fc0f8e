// Duplicates: find them, decide about the doubtful ones by keyboard, merge the certain ones.

import { h, data } from "./elements.js";
import { panel, refusalLine } from "./ui.js";
import { showOutcome } from "./outcome.js";
import { pairTable } from "./pair_table.js";
import { waterfall } from "./waterfall.js";
import { rulesDialog } from "./rules_panel.js";
import { groupsApart } from "./groups_apart.js";
import { mergePlan } from "./merge_plan.js";

const KEYS = {
  cs: { same: "A", different: "N", unsure: "V", skip: "P", back: "Z", evidence: "U", finish: "K" },
  en: { same: "Y", different: "N", unsure: "U", skip: "S", back: "B", evidence: "E", finish: "F" },
};
const DIGITS = { 1: "same", 2: "different", 3: "unsure", 4: "skip", 5: "back", 6: "evidence", 7: "finish", "?": "unsure" };

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-review" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const keys = KEYS[ui.language] ?? KEYS.cs;
  let ways = {};
  let entity = "client";
  let drawn = null;
  const typed = new Map();  // by the records of a question: a step back, or a refusal, gives the note back
  const kinds = h("div", { class: "wb-segments", role: "group", "aria-label": ui.t("Whose duplicates") });
  ui.root.setAttribute("aria-label", ui.t("Duplicates"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Duplicates")), kinds), refusal, place);
  ui.body.addEventListener("keydown", pressed);
  ui.on("revision", follow);
  ask("review.state").then((state) => show(state, false)).catch(refuse);

  function ask(command, args) {
    refusal.replaceChildren();
    return ui.ask(command, args);
  }

  function refuse(error) {
    refusal.replaceChildren(refusalLine(error));
  }

  /** Where the review stands after something was refused, and why it was. */
  async function showRefused(error) {
    try {
      show(await ui.ask("review.state"));
    } finally {
      refuse(error);
    }
  }

  /** One key, one answer; where a person types, and with Ctrl, Alt or ⌘, keys mean what they always do. */
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest("input, textarea, select, dialog")) return;
    const way = DIGITS[event.key] ?? Object.keys(keys).find((name) => keys[name] === event.key.toUpperCase());
    if (!way || !ways[way]) return;
    event.preventDefault();
    ways[way]();
  }

  /** Data changed: what was found may hold no more, and what was merged may be taken back. A question in hand stays, and who waits for an answer gets it. */
  async function follow() {
    const waiting = () => drawn?.sitting || place.querySelector('[aria-disabled="true"]');
    if (waiting()) return;
    const state = await ui.askLatest("review", "review.state").catch(refuse);
    if (state && !waiting() && JSON.stringify(state) !== JSON.stringify(drawn)) show(state, place.contains(document.activeElement));
  }

  function show(state, focus = true) {
    drawn = state;
    ways = {};
    showKinds(state);
    if (state.question) showQuestion(state, focus);
    else if (state.sitting) showEnd(state, focus);
    else if (state.found) showFound(state.found, focus);
    else showStart(state.intro, state.apart);
    if (state.passed) refuse({ message: state.passed });
  }

  /** Clients or contact persons; what is in hand of the others waits. */
  function showKinds(state) {
    entity = state.entity;
    kinds.replaceChildren(...state.kinds.map(({ name, label }) => ui.button(label, { class: "wb-quiet", "aria-pressed": String(name === state.entity), onclick: async () => {
      try {
        show(await ask("review.choose", { entity: name }), false);
        kinds.querySelector('[aria-pressed="true"]').focus();
      } catch (error) {
        refuse(error);
      }
    } })));
  }

  function finding(label, kind) {
    return ui.doing(label, { class: kind }, async () => show(await ask("review.find")), refusal);
  }

  /** Before a search; `apart` is the change set of the last merge as long as it stands. */
  function showStart(intro, apart) {
    place.replaceChildren(
      apart ? h("div", { class: "wb-after" }, ui.button(ui.t("Take groups apart…"), { class: "wb-second", onclick: () => groupsApart(ui, apart) })) : "",
      h("p", null, intro),
      h("div", { class: "wb-after" }, finding(ui.t("Find duplicates"), "wb-main-button"), rules()));
  }

  function showFound(found, focus) {
    if (!found.holds) {
      const again = finding(ui.t("Search again"), "wb-main-button");
      place.replaceChildren(h("p", null, found.text), h("div", { class: "wb-after" }, again, rules()));
      if (focus) again.focus();
      return;
    }
    const start = found.asks ? ui.doing(ui.t("Review the doubtful ones"), { class: "wb-main-button" }, begin, refusal) : found.merges ? certain(found, "wb-main-button") : finding(ui.t("Search again"), "wb-main-button");
    place.replaceChildren(
      h("p", { class: "wb-big" }, found.text,
        h("small", { class: "wb-below" }, sure(found)), found.apart && h("small", { class: "wb-below" }, found.apart)),
      h("div", { class: "wb-after" }, start, found.asks && found.merges && certain(found), (found.asks || found.merges) && finding(ui.t("Search again"), "wb-quiet"), rules()),
      h("details", { class: "wb-fold" }, h("summary", null, ui.t("How the search went")), h("ul", { class: "wb-news" }, found.notes.map((note) => h("li", null, data(note))))));
    if (focus) start.focus();
  }

  /** How many may be merged unseen, in words that fit all, some and none of them. */
  function sure({ clusters, asks, sure: count, measured, learned, unanswered }) {
    if (!clusters) return asks ? ui.t("No group is likely enough; some pairs are worth a look all the same.") : ui.t("Nothing has to be reviewed or merged.");
    if (!asks && !measured) return ui.t("There is nothing to review: people have decided about what is left.");
    if (measured) return count ? ui.n("{count} of them is certain and can be merged without looking.", "{count} of them are certain and can be merged without looking.", count) : ui.t("None of them is certain; review them.");
    if (!learned) return ui.t("None of them is certain: there was too little to learn from, so estimates only order them. Review them.");
    const said = count === clusters ? ui.t("The estimate of all is 99.9 % and more.") : ui.n("The estimate of {count} of them is 99.9 % and more.", "The estimate of {count} of them is 99.9 % and more.", count);
    if (unanswered) return `${said} ${ui.n("Whether that can be relied on may be measured once {count} pair is reviewed that looks like one record and has different identifiers. Review it, and search again.", "Whether that can be relied on may be measured once {count} pairs are reviewed that look like one record each and have different identifiers. Review them, and search again.", unanswered)}`;
    return `${said} ${ui.t("Too few have identifiers to measure whether that can be relied on, so look at them before merging.")}`;
  }

  function rules() {
    return ui.button(ui.t("Rules of merging…"), { class: "wb-quiet", onclick: () => rulesDialog(ui, entity) });
  }

  function certain({ measured, confirmed, sure: some }, kind = "wb-second") {
    return ui.doing(measured && some ? ui.t("Merge the certain ones…") : confirmed ? ui.t("Merge the confirmed ones…") : ui.t("Merge by the estimate…"), { class: kind }, async () => {
      const plan = await ask("review.plan");
      if (plan.entity === entity) mergePlan(ui, plan, merged);  // else others were chosen meanwhile
    }, refusal);
  }

  async function begin() {
    typed.clear();
    show(await ask("review.start"));
  }

  function showQuestion(state, focus) {
    const { question, sitting } = state;
    const note = h("input", { type: "text", "aria-label": ui.t("Note on the decision"), placeholder: ui.t("note, if you like"), autocomplete: "off" });
    const asked = question.records.map(({ id }) => id);
    note.value = typed.get(asked.join()) ?? "";
    const why = h("div", { class: "wb-evidence" });
    const answer = async (verdict) => {
      const given = ways;
      ways = {};  // one press, one answer, however fast they come
      typed.set(asked.join(), note.value);
      try {
        const next = await ask("review.answer", { verdict, asked, ...(verdict !== "skip" && verdict !== "back" && { note: note.value || null }) });
        if (next.revision) ui.known(next.revision);
        show(next);
      } catch (error) {
        ways = given;
        await showRefused(error);
      }
    };
    const button = (way, text, kind) => ui.button(text, { class: kind, "aria-keyshortcuts": keys[way], onclick: () => ways[way]?.() }, " ", h("kbd", { "aria-hidden": "true" }, keys[way]));
    for (const way of ["same", "different", "unsure", "skip"]) ways[way] = () => answer(way);
    if (sitting.steps) ways.back = () => answer("back");
    ways.finish = async () => {
      ways = {};
      try { show(await ask("review.finish")); } catch (error) { refuse(error); }
    };
    ways.evidence = async () => {
      if (why.hasChildNodes()) {
        why.replaceChildren();
        score.setAttribute("aria-expanded", "false");
        score.firstChild.textContent = ui.t("Show the estimate");
        return;
      }
      try {
        why.replaceChildren(waterfall(ui, await ask("review.evidence", { asked })));
        score.setAttribute("aria-expanded", "true");
        score.firstChild.textContent = ui.t("Hide the estimate");
        why.scrollIntoView({ block: "nearest" });
        answers.scrollIntoView({ block: "nearest" });
      } catch (error) {
        typed.set(asked.join(), note.value);
        await showRefused(error);
      }
    };
    const score = button("evidence", ui.t("Show the estimate"), "wb-quiet");
    score.setAttribute("aria-expanded", "false");
    const back = button("back", ui.t("Back"), "wb-second");
    back.disabled = !sitting.steps;
    const title = h("h3", { tabindex: "-1", class: "wb-question" }, question.title, question.ifNot && h("small", { class: "wb-below" }, question.ifNot));
    const position = ui.t("{done} of {total}", { done: ui.number(sitting.done + 1), total: ui.number(sitting.total) });
    const evidence = h("div", { class: "wb-evidence-place", tabindex: "0", role: "group", "aria-label": ui.t("What is known of them") }, pairTable(ui, question), why);
    const answers = h("div", { class: "wb-answers", role: "group", "aria-label": ui.t("Answer") },
      button("same", ui.t("Yes"), "wb-main-button"), button("different", ui.t("No"), "wb-main-button"), button("unsure", ui.t("Unsure"), "wb-second"),
      button("skip", ui.t("Skip"), "wb-second"), back, note, score);
    new ResizeObserver(() => place.style.setProperty("--wb-answers", `${answers.offsetHeight}px`)).observe(answers);
    place.replaceChildren(
      h("div", { class: "wb-progress-line" }, h("strong", null, position), h("progress", { class: "wb-progress", max: sitting.total, value: sitting.done, "aria-label": ui.t("Answered") }), counts(sitting), button("finish", ui.t("Finish"), "wb-quiet")),
      title, answers, evidence);
    ui.announce(`${position}. ${question.records.map((one) => one.name).join(" / ")}`);
    if (!focus) return;
    title.focus({ preventScroll: true });
    place.firstElementChild.scrollIntoView({ block: "nearest" });
    answers.scrollIntoView({ block: "nearest" });
  }

  function counts(sitting) {
    const of = (name) => ui.number(sitting[name] ?? 0);
    return h("span", { class: "wb-count" }, ui.t("yes {same} · no {different} · unsure {unsure}", { same: of("same"), different: of("different"), unsure: of("unsure") }));
  }

  function showEnd(state, focus) {
    const again = finding(ui.t("Search again with what was decided"), "wb-main-button");
    const back = ui.button(ui.t("Back"), { class: "wb-second", "aria-keyshortcuts": keys.back, onclick: () => ways.back?.() }, " ", h("kbd", { "aria-hidden": "true" }, keys.back));
    ways.back = state.sitting.steps ? async () => {
      ways = {};
      try {
        show(await ask("review.answer", { verdict: "back", asked: [] }));
      } catch (error) {
        await showRefused(error);
      }
    } : null;
    const on = state.sitting.waiting > 0 && ui.doing(ui.t("Go on reviewing"), { class: "wb-second" }, async () => show(await ask("review.resume")), refusal);
    place.replaceChildren(...[
      h("p", { class: "wb-big" }, state.sitting.done ? ui.n("{count} decision of yours", "{count} decisions of yours", state.sitting.done) : state.sitting.waiting ? ui.t("Nothing is decided yet.") : ui.t("There is nothing to review now: what is left is decided, or in the hands of others."), state.sitting.done > 0 && h("small", null, " ", counts(state.sitting))),
      state.sitting.done > 0 && h("p", null, ui.t("The next search learns from them: what you joined stays together, what you told apart stays apart, and none of it is asked again.")),
      h("div", { class: "wb-after" }, again, on, state.sitting.steps > 0 && back)].filter(Boolean));
    if (focus) again.focus();
  }

  function merged(done) {
    drawn = null;
    showStart(done.intro, done.changeSet);
    showOutcome(ui, done);
  }
}

export default panel("duplicate-review", draw);
