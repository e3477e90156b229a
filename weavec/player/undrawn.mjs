/**
 * What stands in the draughtsman's place on a page on which nothing must be drawn: every person and place that it shows
 * has an image of the author's, or there is nobody and nowhere to show. In: a light. Out: that light alone.
 *
 * @import {Being} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 */

import { el, setStyles } from "./dom.mjs";
import { wear } from "./look.mjs";

/**
 * @param {string} name
 * @param {Look} look
 * @returns {Element}
 */
export function drawnPlace(name, look) {
  const node = el("div", { class: "dusk", "data-place": name });
  wear(node, look);
  return node;
}

/**
 * @param {Being} _being
 * @param {Look} _look
 * @param {string | null} _mood
 * @param {string | null} _color
 * @param {string} [_box]
 * @returns {Element}
 */
export function drawnPerson(_being, _look, _mood, _color, _box) {
  return el("span", { class: "bust" });
}

/**
 * @param {Book} book
 * @param {readonly number[]} members
 * @param {string} _name
 * @param {number} _clarity
 * @returns {Element}
 */
export function drawnCloth(book, members, _name, _clarity) {
  const [a, b, c] = [0, 1, 2].map((i) => book.looks[members[i % members.length]].thread);
  const node = el("div", { class: "dusk" });
  setStyles(node, { "--r0": book.house.ground, "--r1": a, "--r2": b, "--r3": c, "--r4": book.house.rim });
  return node;
}

/**
 * @param {Look} look
 * @returns {Element}
 */
export function drawnLight(look) {
  const node = drawnPlace("", look);
  node.classList.add("chord-light");
  return node;
}
