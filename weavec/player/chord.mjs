/**
 * A chord: lines said at once. In: the lines. Out: a column for each mind side by side, or rows on a narrow screen, each
 * in its owner's light, colour and type, with two threads twisted between neighbours.
 *
 * @import {LineEvent, State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Piece} from "./text.mjs"
 */

import { imageOr } from "./assets.mjs";
import { lookFor } from "./book.mjs";
import { diceOf } from "./dice.mjs";
import { el, setStyles, svg } from "./dom.mjs";
import { beams, brokenRings, brush, rosette } from "./kit.mjs";
import { block, group, linear, newInk, stroke } from "./ink.mjs";
import { personOf, portrait } from "./people.mjs";
import { clauseElement } from "./speech.mjs";

const LIGHT_W = 320;
const LIGHT_H = 720;

/**
 * A mind's light with the sign that stands for it.
 * @param {import("./look.mjs").Look} look
 */
function columnLight(look) {
  const ink = newInk();
  const ramp = look.pale ? ["#1b0f16", "#4a0f1c", "#8a1a22"] : look.ramp;
  const k = { ink, look, ramp: look.ramp, dice: diceOf(`column ${look.thread}`) };
  const x = LIGHT_W / 2;
  const y = 250;
  const signs = {
    veil: () => [group({ transform: `translate(${x} ${y})`, opacity: 0.8 }, rosette(150, 16, 5, look.rim, 0.5, 0, 1), rosette(166, 44, 1, look.rim, 0.06, 0, 1))],
    paper: () => [brush(k, [20, 90], [300, 260], 30, 54, "#e8dcc6"), brush(k, [10, 150], [280, 420], -20, 46, look.acc), brush(k, [300, 80], [20, 420], 20, 50, look.ramp[0])],
    slab: () => [beams(x, 380, look.light, 18, 0.22)],
    frame: () => [brokenRings(k, x, y, [70, 104, 140, 176, 214], look.rim)],
  };
  const sign = signs[/** @type {keyof typeof signs} */ (look.dress)] ?? signs.veil;
  return svg("svg", { viewBox: `0 0 ${LIGHT_W} ${LIGHT_H}`, preserveAspectRatio: "xMidYMin slice", class: "chord-light" }, ink.defs,
    block(0, 0, LIGHT_W, LIGHT_H, linear(ink, [0, 0, 0, 560], [[0, ramp[0]], [0.5, ramp[1]], [1, ramp[2]]])), sign());
}

/**
 * Two threads twisted around each other.
 * @param {string} a
 * @param {string} b
 */
function twist(a, b) {
  const wave = (/** @type {number} */ phase) => {
    let data = "";
    for (let y = 0; y <= 720; y += 12) data += `${y ? "L" : "M"}${(8 + 5 * Math.sin(y / 38 + phase)).toFixed(1)} ${y}`;
    return data;
  };
  return svg("svg", { viewBox: "0 0 16 720", preserveAspectRatio: "none", class: "twist", "aria-hidden": "true" },
    stroke(wave(0), "#07040f", 6), stroke(wave(Math.PI), "#07040f", 6), stroke(wave(0), a, 2.4), stroke(wave(Math.PI), b, 2.4));
}

/**
 * @param {Book} book
 * @param {readonly LineEvent[]} lines
 * @param {State} state
 * @param {Piece[]} pieces
 */
export function chordElement(book, lines, state, pieces) {
  const moods = new Map(state.stage.cast.map(([who, mood]) => [who, mood]));
  const columns = lines.map((line, i) => {
    const look = lookFor(book, line.mind);
    const mind = line.mind ?? 0;
    const next = lines[i + 1] ? lookFor(book, lines[i + 1].mind) : null;
    return el("div", { class: "chord-part" },
      el("div", { class: "chord-art", "aria-hidden": "true" }, columnLight(look),
        imageOr(`people/${look.id}`, moods.get(mind), () => portrait(personOf(book.cast[mind]), look, moods.get(mind) ?? (line.kind === "narrate" ? "dream" : "speak"), look.thread, "-230 -290 460 640")),
        el("div", { class: "chord-veil" })),
      clauseElement(book, line, state, pieces), next ? twist(look.thread, next.thread) : null);
  });
  const node = el("div", { class: lines.length > 4 ? "chord-columns many" : "chord-columns" }, columns);
  setStyles(node, { "--count": lines.length, "--across": lines.length > 4 ? Math.ceil(lines.length / 2) : lines.length });
  return node;
}
