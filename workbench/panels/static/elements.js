// Elements whose content is text, and texts with their matches marked; nothing of the data is ever read as HTML.

const SAFE_ADDRESS = /^(https:|blob:)/;

/** An element. Children are elements or texts; nothing is ever read as HTML. */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "disabled" || name === "indeterminate") element[name] = value;
    else if (name === "href" && !SAFE_ADDRESS.test(value)) throw new Error("only https addresses are linked");
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A text of the data: its direction is its own, and it does not disturb that of its neighbours. */
export function data(text, properties) {
  return h("bdi", properties, String(text ?? ""));
}

let lastNumber = 0;

/** A number for an element's id that no other element has. */
export function fresh(prefix) {
  lastNumber += 1;
  return `wb-${prefix}-${lastNumber}-${Math.random().toString(36).slice(2, 7)}`;
}

/** Letters without an accent that people type otherwise; the same as LETTERS of workbench/model/_fold.py. */
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

/** The words of a text without accents and case, to find them by. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(LETTER, (one) => LETTERS[one]);
}

/** A text with the beginnings of words marked that match what was typed; says whether any did. */
export function marked(text, typed) {
  const place = data("");
  const words = fold(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const found = new Set();
  for (const part of text.match(/[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu) ?? []) {
    const plain = fold(part);
    const word = words.filter((one) => plain.startsWith(one)).sort((a, b) => b.length - a.length)[0];
    if (!word) {
      place.append(part);
      continue;
    }
    found.add(word);
    let end = 0;
    while (end < part.length && fold(part.slice(0, end)).length < word.length) end += 1;
    place.append(h("mark", null, part.slice(0, end)), part.slice(end));
  }
  return { place, found };
}

/** Hand a file to the browser, which saves it. */
export function save(name, buffer) {
  const address = URL.createObjectURL(new Blob([buffer]));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
