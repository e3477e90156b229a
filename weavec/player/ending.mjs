/**
 * Where a story stops. In: an ending's event, or a hole. Out: a card with its title and the ways on from it.
 *
 * @import {EndEvent} from "./types"
 * @import {Book} from "./book.mjs"
 */

import { imageOr } from "./assets.mjs";
import { threadsOf } from "./book.mjs";
import { el, pathAlong, stroke, svg } from "./dom.mjs";
import { write } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** @typedef {(command: "again" | "title" | "map") => void} Leaver */

/**
 * Strands that cross and cross back, one for each mind.
 * @param {Book} book
 * @param {number} width
 */
export function braid(book, width) {
  const colors = threadsOf(book);
  const paths = colors.map((color, k) =>
    stroke(pathAlong(0, width, 6, (x) => [x, 12 + 9 * Math.sin((x / width) * Math.PI * 5 + (k * 2 * Math.PI) / colors.length)]), color, 2.4));
  return svg("svg", { class: "braid", viewBox: `0 0 ${width} 24`, "aria-hidden": "true" }, paths);
}

/** @param {Leaver} leave */
function ways(leave) {
  const way = (/** @type {"again" | "title" | "map"} */ command, /** @type {string} */ label, /** @type {string} */ style) =>
    el("button", { type: "button", class: `button ${style}`, onclick: () => leave(command) }, label);
  return el("div", { class: "row" }, way("map", WORDS.map, ""), way("title", WORDS.title, ""), way("again", WORDS.again, "primary"));
}

/**
 * @param {Book} book
 * @param {EndEvent} event
 * @param {HTMLElement | null} found the endings found so far
 * @param {Leaver} leave
 */
export function endingElement(book, event, found, leave) {
  const title = el("h1", { class: "ending-title", dir: "auto" });
  write(title, event.title ? [...event.title] : [event.name]);
  return el("section", { class: "card-screen", "data-weave-ending": event.name },
    imageOr(`endings/${event.name}`, "", () => el("i", null)), el("div", { class: "ending-words" }, el("p", { class: "ending-kind" }, WORDS.ended), title, braid(book, 440)), el("div", { class: "ending-foot" }, found, ways(leave)));
}

/** @param {Leaver} leave */
export function holeElement(leave) {
  return el("section", { class: "card-screen", "data-weave-hole": true },
    el("div", { class: "ending-words" }, el("h1", { class: "hole-title" }, WORDS.hole), ways(leave)));
}
