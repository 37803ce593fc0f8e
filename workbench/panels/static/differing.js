// Where two texts differ, word by word, whatever their case where they differ beyond it; of texts that have no word in common nothing is marked.

import { h, data } from "./elements.js";

const WORD = /[\p{L}\p{N}]/u;

/** A text with the pieces marked that the other text does not have; a capital does not hide a slip, so it is marked only where all else is equal. */
export function differing(text, other) {
  if (other === undefined || other === text) return data(text);
  const fold = text.toLowerCase() === other.toLowerCase() ? (piece) => piece : (piece) => piece.toLowerCase();
  const shown = pieces(text);
  const mine = shown.map(fold);
  const theirs = pieces(other).map(fold);
  if (mine.length > 300 || theirs.length > 300 || !mine.some((piece) => WORD.test(piece) && theirs.includes(piece))) return data(text);
  const common = Array.from({ length: mine.length + 1 }, () => new Uint16Array(theirs.length + 1));
  for (let i = mine.length - 1; i >= 0; i -= 1)
    for (let j = theirs.length - 1; j >= 0; j -= 1)
      common[i][j] = mine[i] === theirs[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const place = data("");
  for (let i = 0, j = 0; i < mine.length; ) {
    if (j < theirs.length && mine[i] === theirs[j]) { place.append(shown[i]); i += 1; j += 1; }
    else if (j < theirs.length && common[i][j + 1] >= common[i + 1][j]) j += 1;
    else { place.append(mine[i].trim() ? h("mark", { class: "wb-differs" }, shown[i]) : shown[i]); i += 1; }
  }
  return place;
}

function pieces(text) {
  return text.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];
}
