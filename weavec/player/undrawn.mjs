/**
 * What stands in the draughtsman's place on a page on which nothing must be drawn: every person and place that it shows
 * has an image of the author's, or there is nobody and nowhere to show. In: a light. Out: that light alone.
 *
 * @import {Being} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 */

import { el, setStyles } from "./dom.mjs";

/**
 * @param {string} name
 * @param {Look} look
 * @returns {Element}
 */
export function drawnPlace(name, look) {
  const node = dusk(look.ramp);
  node.dataset.place = name;
  return node;
}

/** @param {readonly string[]} ramp five colours */
function dusk(ramp) {
  const node = el("div", { class: "dusk" });
  setStyles(node, { "--r0": ramp[0], "--r1": ramp[1], "--r2": ramp[2], "--r3": ramp[3], "--r4": ramp[4] });
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
  const threads = members.map((mind) => book.looks[mind].thread);
  return dusk([book.house.ink, ...threads, ...threads, ...threads, ...threads]);
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
