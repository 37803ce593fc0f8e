// Export: format and options beside a look at what the file will be, one click to the disk, and who exported what.

import { h, data, fresh, save } from "./elements.js";
import { panel } from "./ui.js";
import { pythonLine } from "./outcome.js";

/** Draw the export of clients into a place; `done` is called once the file was handed to the browser. */
export async function drawExport(ui, { place, foot, refusal, ids, leave, done }) {
  const state = (ui.state.export ??= { format: "pdf", version: "3.0", language: ui.language, form: "sheet", labels: "3x8", start: 1, layout: "" });
  const names = { pdf: ui.t("PDF, one document"), zip: ui.t("ZIP with one PDF a client"), vcf: ui.t("VCF, contacts (vCard)"), xlsx: ui.t("Excel table"), csv: ui.t("CSV table"), parquet: ui.t("Parquet table"), arrow: ui.t("Arrow table"), gdpr: ui.t("Personal data of one person (GDPR)") };
  const may = await ui.ask("export.may", { ids });
  if (may.reason) {
    place.replaceChildren(h("p", { class: "wb-bar wb-warning", dir: "auto" }, h("span", { class: "wb-bar-sign", "aria-hidden": "true" }, "!"), may.reason));
    foot.replaceChildren();
    return;
  }
  if (may.persons.length) may.formats.push("gdpr");
  else if (state.format === "gdpr") state.format = "pdf";
  if (!may.persons.some((one) => String(one.id) === state.person)) state.person = String(may.persons[0]?.id ?? "");
  const group = fresh("format");
  const select = (name, label, options) => {
    const control = h("select", { onchange: () => { state[name] = control.value; look(); } }, options.map(([value, text]) => h("option", { value }, text)));
    control.value = state[name];
    return h("label", { class: "wb-filter" }, h("span", null, label), control);
  };
  const version = select("version", ui.t("Version of the vCard"), [["3.0", "vCard 3.0"], ["4.0", "vCard 4.0"]]);
  const language = select("language", ui.t("Language of the document"), [["cs", "čeština"], ["en", "English"]]);
  const forms = { sheet: ui.t("Sheet of each client"), list: ui.t("List of clients"), labels: ui.t("Labels for envelopes"), changes: ui.t("Changes of each client") };
  const form = select("form", ui.t("What to print"), may.forms.map((one) => [one, forms[one]]));
  const labels = select("labels", ui.t("Sheet of labels"), Object.entries(may.labels));
  const from = h("input", { type: "number", min: "1", step: "1", value: String(state.start), onchange: () => { state.start = Math.max(1, Math.trunc(Number(from.value)) || 1); look(); } });
  const start = h("label", { class: "wb-filter" }, h("span", null, ui.t("First free label")), from);
  const person = select("person", ui.t("Whose data"), may.persons.map((one) => [String(one.id), `${one.name} · ${one.kind} ${ui.t("No.")} ${one.id}`]));
  const layout = select("layout", ui.t("Layout of the table"), [["", ui.t("one sheet with all fields")], ["raynet", ui.t("for import into RAYNET")]]);
  const radios = Object.keys(names).filter((name) => may.formats.includes(name)).map((format) => h("input", { type: "radio", name: group, value: format, checked: format === state.format,
    onchange: () => { state.format = format; look(); } }));
  const preview = h("div", { class: "wb-preview", role: "group", "aria-label": ui.t("Preview"), tabindex: "0" });
  const log = h("div");
  place.replaceChildren(h("div", { class: "wb-export" },
    h("div", { class: "wb-export-options" },
      h("fieldset", { class: "wb-formats" }, h("legend", null, ui.t("Format")), radios.map((radio) => h("label", { class: "wb-choice" }, radio, names[radio.value]))),
      form, labels, start, version, person, language, layout,
      h("details", { class: "wb-fold", ontoggle: (event) => { if (event.target.open) showLog().catch((error) => ui.fail(error)); } }, h("summary", null, ui.t("Who exported what")), log)),
    preview));
  const run = ui.doing(ui.t("Download"), { class: "wb-main-button" }, async () => {
    const answer = await ui.askWhole(...question("file"));
    save(answer.value.fileName, answer.buffers[0]);
    done?.();
    const bar = ui.say("done", state.format === "gdpr" ? ui.t("{file} was downloaded.", { file: answer.value.fileName }) : [ui.n("{file} with {count} client was downloaded.", "{file} with {count} clients was downloaded.", answer.value.count, { file: answer.value.fileName }), ...answer.value.notes].join(" "),
      h("div", { class: "wb-after" }, pythonLine(ui, answer.value.code)));
    ui.known(answer.value.revision);
    if (log.closest("details").open) showLog().catch((error) => ui.fail(error));
    bar.querySelector("button").focus();
  }, refusal);
  foot.replaceChildren(leave ? ui.button(ui.t("Cancel"), { class: "wb-second", onclick: leave }) : "", h("span", { class: "wb-count" }, ui.n("{count} client", "{count} clients", ids.length)), h("span", { class: "wb-space" }), run);
  if (leave) radios.find((radio) => radio.checked)?.focus();
  let picture = null;
  let turn = 0;
  let asked = null;
  ui.on("leave", forget);
  look();

  /** What the kernel is asked for: the file, or how it would begin. */
  function question(what) {
    if (state.format === "gdpr") return [`export.person_${what}`, { person: Number(state.person), language: state.language }];
    return [`export.${what}`, { ids, ...options() }];
  }

  function options() {
    const { format, form } = state;
    if (format === "vcf") return { format, version: state.version };
    if (format === "xlsx" && state.layout) return { format, layout: state.layout };
    if (!["pdf", "zip"].includes(format)) return { format };
    return { format, form, language: state.language, ...(form === "labels" && { labels: state.labels, start: state.start }) };
  }

  /** A preview that nobody waits for any more need not be drawn. */
  function forget() {
    if (asked) ui.ask("panel.stop", { ask: asked }).catch(() => {});
    asked = null;
  }

  /** What goes with the format, and what does not. */
  function fit() {
    const printed = ["pdf", "zip"].includes(state.format);
    if (state.format === "zip" && !may.each.includes(state.form)) state.form = "sheet";
    form.querySelector("select").value = state.form;
    for (const one of form.querySelectorAll("option")) one.disabled = state.format === "zip" && !may.each.includes(one.value);
    const labelled = printed && state.form === "labels";
    const disclosed = state.format === "gdpr";
    form.hidden = !printed;
    language.hidden = !printed && !disclosed;
    person.hidden = !disclosed;
    labels.hidden = start.hidden = !labelled;
    version.hidden = state.format !== "vcf";
    layout.hidden = state.format !== "xlsx";
    from.max = String(may.free[state.labels]);
    state.start = Math.min(state.start, may.free[state.labels]);
    from.value = String(state.start);
  }

  async function look() {
    fit();
    forget();
    refusal.replaceChildren();
    turn += 1;
    const mine = turn;
    preview.replaceChildren(h("p", { class: "wb-waiting" }, ui.t("Preparing the preview…")));
    try {
      const waiting = ui.askWhole(...question("sample"), { quiet: true });
      asked = waiting.ask;
      const answer = await waiting;
      if (mine === turn) show(answer);
    } catch (error) {
      if (mine !== turn) return;
      preview.replaceChildren();
      refusal.replaceChildren(h("p", { class: "wb-bar wb-error", dir: "auto" }, error.message));
    }
  }

  function show({ value, buffers }) {
    asked = null;
    if (picture) URL.revokeObjectURL(picture);
    picture = null;
    if (buffers.length) {
      picture = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
      preview.replaceChildren(...value.notes.map((one) => h("p", { class: "wb-count" }, one)), h("img", { class: "wb-page", src: picture, alt: ui.t("The first page of the document") }));
    } else if (value.table) {
      const { columns, rows } = value.table;
      preview.replaceChildren(checked(value), h("table", { class: "wb-table" }, h("thead", null, h("tr", null, columns.map((name) => h("th", { scope: "col" }, data(name))))),
        h("tbody", null, rows.map((row) => h("tr", null, row.map((cell) => h("td", null, data(cell))))))),
        value.table.left ? h("p", { class: "wb-count" }, ui.n("{count} column without values is not shown here.", "{count} columns without values are not shown here.", value.table.left)) : "");
    } else {
      preview.replaceChildren(h("pre", { class: "wb-script", dir: "ltr" }, data(value.text)));
    }
    preview.scrollTop = 0;
  }

  /** What would be refused, cut or left out, told before the file is made. */
  function checked({ check, checks }) {
    if (state.format !== "xlsx" || !state.layout) return "";
    if (!checks) return h("p", { class: "wb-bar" }, ui.t("All goes into the layout."));
    const heads = [ui.t("Column"), ui.t("What happens"), ui.t("What to do"), ui.t("Records")];
    return h("details", { class: "wb-fold wb-check", open: true }, h("summary", null, ui.n("{count} thing to know before", "{count} things to know before", checks)),
      h("table", { class: "wb-table" }, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", null, check.map((line) => h("tr", null, line.map((cell) => h("td", null, data(cell))))))),
      checks > check.length ? h("p", { class: "wb-count" }, ui.n("… and {count} more line", "… and {count} more lines", checks - check.length)) : "");
  }

  async function showLog() {
    const lines = await ui.ask("export.log");
    log.replaceChildren(lines.length ? h("ul", { class: "wb-news" }, lines.map((one) => h("li", null, `${one.when} · `, data(one.actor), ` · ${one.format.toUpperCase()} · `, ui.n("{count} client", "{count} clients", one.count))))
      : h("p", { class: "wb-empty" }, ui.t("Nothing was exported yet.")));
  }
}

/** Draw the whole view. */
export function draw(ui) {
  const place = h("div", { class: "wb-dialog-body" });
  const refusal = h("div", { class: "wb-refusal", role: "alert" });
  const foot = h("div", { class: "wb-dialog-foot" });
  ui.root.setAttribute("aria-label", ui.t("Export"));
  ui.body.append(h("div", { class: "wb-head" }, h("h2", null, ui.t("Export"))), place, refusal, foot);
  const redraw = () => {
    const { ids } = ui.selection;
    foot.replaceChildren();
    refusal.replaceChildren();
    if (!ids.length) {
      place.replaceChildren(h("p", { class: "wb-empty" }, ui.t("Choose a client first.")));
      return;
    }
    drawExport(ui, { place, foot, refusal, ids, done: null }).catch((error) => { place.replaceChildren(); ui.fail(error); });
  };
  ui.on("selection", redraw);
  ui.on("elsewhere", redraw);
  redraw();
}

export default panel("export-panel", draw);
