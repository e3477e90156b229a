/**
 * A chord: lines said at once. In: the lines. Out: a column for each mind side by side, or rows on a narrow screen, each
 * in its owner's light, colour and type, with two threads twisted between neighbours.
 *
 * @import {LineEvent, State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Piece} from "./text.mjs"
 */

import { personArt } from "./art.mjs";
import { lookFor } from "./book.mjs";
import { el, pathAlong, setStyles, stroke, svg } from "./dom.mjs";
import { drawnLight } from "./draughtsman.mjs";
import { clauseElement } from "./speech.mjs";

/**
 * Two threads twisted around each other.
 * @param {string} a
 * @param {string} b
 */
function twist(a, b) {
  const wave = (/** @type {number} */ phase) => pathAlong(0, 720, 12, (y) => [8 + 5 * Math.sin(y / 38 + phase), y]);
  return svg("svg", { viewBox: "0 0 16 720", preserveAspectRatio: "none", class: "twist", "aria-hidden": "true" },
    stroke(wave(0), "#07040f", 6), stroke(wave(Math.PI), "#07040f", 6), stroke(wave(0), a, 2.4), stroke(wave(Math.PI), b, 2.4));
}

/**
 * @param {Book} book
 * @param {readonly LineEvent[]} lines
 * @param {State} state
 * @param {Piece[]} pieces
 * @param {number} clarity of the dream: whoever the stage has in no mood sleeps in a clear one and is startled in a torn one
 */
export function chordElement(book, lines, state, pieces, clarity) {
  const moods = new Map(state.stage.cast.map(([who, mood, , on]) => [who, on ? mood : null]));
  const columns = lines.map((line, i) => {
    const look = lookFor(book, line.mind);
    const mind = line.mind ?? 0;
    const next = lines[i + 1] ? lookFor(book, lines[i + 1].mind) : null;
    return el("div", { class: "chord-part" },
      el("div", { class: "chord-art", "aria-hidden": "true" }, drawnLight(look),
        personArt(book, mind, look, moods.get(mind) ?? (clarity < 0.34 ? "alarm" : line.kind === "narrate" && clarity > 0.66 ? "dream" : "speak"), "-230 -290 460 640"),
        el("div", { class: "chord-veil" })),
      clauseElement(book, line, state, pieces), next ? twist(look.thread, next.thread) : null);
  });
  const node = el("div", { class: lines.length > 4 ? "chord-columns many" : "chord-columns" }, columns);
  setStyles(node, { "--across": lines.length > 4 ? Math.ceil(lines.length / 2) : lines.length });
  return node;
}
