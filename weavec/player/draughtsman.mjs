/**
 * The draughtsman: whatever the story's author gave no image of is drawn by program. In: what is wanted and the light it
 * stands in. Out: a picture. A page on which nothing must be drawn carries `undrawn.mjs` in the place of this module, so
 * both export the same functions, and no other module imports anything that draws.
 *
 * @import {Being} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 */

import { diceOf } from "./dice.mjs";
import { svg } from "./dom.mjs";
import { block, group, linear, newInk, rosette } from "./ink.mjs";
import { beams, brokenRings, brush, HIGH, WIDE } from "./kit.mjs";
import { personOf, portrait } from "./people.mjs";
import { drawCloth } from "./tapestry.mjs";
import { drawPlace } from "./views.mjs";

/**
 * A place: the same name in the same light is always the same picture.
 * @param {string} name
 * @param {Look} look
 * @returns {Element}
 */
export function drawnPlace(name, look) {
  const ink = newInk();
  const parts = drawPlace(name, { ink, look, ramp: look.ramp, dice: diceOf(`place ${name}`) });
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "xMidYMid slice", "data-place": name }, ink.defs, parts);
}

/**
 * Somebody's bust.
 * @param {Being} being
 * @param {Look} look the light
 * @param {string | null} mood
 * @param {string | null} color of the clothes
 * @param {string} [box] the part shown
 * @returns {Element}
 */
export function drawnPerson(being, look, mood, color, box) {
  return portrait(personOf(being), look, mood, color, box);
}

/**
 * The cloth of a merge.
 * @param {Book} book
 * @param {readonly number[]} members
 * @param {string} name of the merge
 * @param {number} clarity 0 torn to 1 whole
 * @returns {Element}
 */
export function drawnCloth(book, members, name, clarity) {
  return drawCloth(book, members, name, clarity);
}

const LIGHT_W = 320;
const LIGHT_H = 720;

/**
 * A mind's light with the sign that stands for it, for its column of a chord.
 * @param {Look} look
 * @returns {Element}
 */
export function drawnLight(look) {
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
