import { clauseElement } from "./speech.mjs";
import { el } from "./dom.mjs";
export function chordElement(book, lines, state, pieces) { return el("div", { class: "strands" }, lines.map((line) => clauseElement(book, line, state, pieces))); }
