// Reads vCards with ical.js: one JSON text of a whole file a line, answered by a line with its jCard (RFC 7095).
"use strict";
const ICAL = require("../../node_modules/ical.js/dist/ical.es5.cjs");
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    const found = ICAL.parse(JSON.parse(line));
    answer = typeof found[0] === "string" ? [found] : found;
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
