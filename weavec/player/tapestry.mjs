/**
 * The cloth of a merge as a drawing, where it cannot be woven thread by thread. In: who is in the dream and how clear it
 * is. Out: one face made of all of them when the dream is clear, torn bands that slip when it is not.
 *
 * @import {Book} from "./book.mjs"
 */

import { mix } from "./color.mjs";
import { diceOf } from "./dice.mjs";
import { stroke, svg } from "./dom.mjs";
import { beams, HIGH, WIDE } from "./kit.mjs";
import { block, clipTo, d, disc, group, linear, newInk, radial, shape } from "./ink.mjs";
import { MERGE_GROUND } from "./look.mjs";
import { drawBust, personOf } from "./people.mjs";

const X = WIDE / 2;
const Y = 272;
const BANDS = 17;

/**
 * A wedge around the face whose borders twist with the distance.
 * @param {number} from radians
 * @param {number} to
 */
function wedge(from, to) {
  const twist = (/** @type {number} */ a, /** @type {number} */ r) => {
    const b = a + 0.42 * Math.sin(r / 150);
    return d`${X + r * Math.cos(b)} ${Y + r * Math.sin(b)}`;
  };
  let data = `M${twist(from, 0)}`;
  for (let r = 40; r <= 960; r += 46) data += `L${twist(from, r)}`;
  for (let a = from; a < to; a += 0.1) data += d`L${X + 1000 * Math.cos(a + 0.2)} ${Y + 1000 * Math.sin(a + 0.2)}`;
  for (let r = 960; r >= 0; r -= 46) data += `L${twist(to, r)}`;
  return `${data}Z`;
}

/**
 * A band across the cloth, with edges that waver.
 * @param {number} k
 * @returns {{area: string, edge: string}}
 */
function band(k) {
  const width = 88;
  const along = [Math.cos(-1.02), Math.sin(-1.02)];
  const at = (/** @type {number} */ u, /** @type {number} */ v, /** @type {number} */ phase) => {
    const w = u + 9 * Math.sin(v / 110 + phase * 1.7);
    return d`${X + along[0] * v - along[1] * w} ${Y + along[1] * v + along[0] * w}`;
  };
  const u = (k - BANDS / 2) * width;
  let edge = "";
  for (let v = -780; v <= 780; v += 60) edge += `${v === -780 ? "M" : "L"}${at(u, v, k)}`;
  let area = edge;
  for (let v = 780; v >= -780; v -= 60) area += `L${at(u + width, v, k + 1)}`;
  return { area: `${area}Z`, edge };
}

/**
 * @param {Book} book
 * @param {readonly number[]} members
 * @param {string} name of the merge: it decides which bands tear first
 * @param {number} clarity 0..1
 */
export function drawCloth(book, members, name, clarity) {
  const ink = newInk();
  const n = members.length;
  const dice = diceOf(`cloth ${name}`);
  const looks = members.map((mind) => book.looks[mind]);
  const step = (2 * Math.PI) / n;
  const start = -Math.PI * 0.75 - step / 2;
  const heads = members.map((mind, i) => ["dream", "alarm"].map((mood) => {
    const id = `${ink.id}-${i}${mood}`;
    const person = personOf(book.cast[mind]);
    ink.defs.append(svg("g", { id, transform: `translate(${X} ${Y + 8}) scale(1.5)` }, drawBust(person, looks[i], mood, looks[i].thread)));
    return id;
  }));
  const grounds = looks.map((look) => radial(ink, [[0, mix(look.thread, MERGE_GROUND, 0.25)], [0.55, mix(look.thread, MERGE_GROUND, 0.5)], [1, mix(look.thread, MERGE_GROUND, 0.82)]], { cx: 0.5, cy: 0.4, r: 0.75 }));
  const use = (/** @type {number} */ i, /** @type {number} */ mood) => svg("use", { href: `#${heads[i][mood]}` });
  const whole = members.map((_, i) => group({ "clip-path": clipTo(ink, wedge(start + i * step, start + (i + 1) * step + 0.01)) },
    block(0, 0, WIDE, HIGH, grounds[i]), use(i, 0)));
  const mask = checker(ink);
  const seams = n < 2 ? [] : members.flatMap((_, i) => {
    const at = start + (i + 1) * step;
    const other = (i + 1) % n;
    return [seam(ink, wedge(at - 0.24, at), mask, grounds[other], use(other, 0)), seam(ink, wedge(at, at + 0.24), mask, grounds[i], use(i, 0))];
  });
  const torn = Array.from({ length: BANDS }, (_, k) => {
    const f = Math.min(1, Math.max(0, 3 * (1 - clarity) ** 0.78 - 2 * dice.next()));
    const owner = Math.floor(dice.next() * n);
    const slip = dice.span(-90, 90) * f;
    if (f === 0) return null;
    const { area, edge } = band(k);
    return group({ opacity: Math.min(1, f * 1.5).toFixed(2) },
      group({ "clip-path": clipTo(ink, area) }, block(0, 0, WIDE, HIGH, mix(looks[owner].thread, MERGE_GROUND, 0.5)),
        group({ transform: d`translate(${slip * 0.52} ${slip * -0.85})` }, use(owner, 1))),
      stroke(edge, MERGE_GROUND, 2 + 5 * f));
  });
  const halo = Math.max(0, clarity - 0.45) / 0.55;
  const light = group({ opacity: halo.toFixed(2) }, beams(X, Y, "#fff0c8", 46, 0.1), disc(X, Y, 290, "none", { stroke: "#ffe9b0", "stroke-width": 3 }),
    stroke(ringOfWaves(278, 44, 7), "#ffe9b0", 1.4), disc(X, Y, 262, "none", { stroke: "#ffe9b0", "stroke-width": 1 }));
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "xMidYMid slice" }, ink.defs, block(0, 0, WIDE, HIGH, MERGE_GROUND),
    group(null, whole), group(null, seams), group(null, /** @type {SVGElement[]} */ (torn.filter(Boolean))), light,
    block(0, 0, WIDE, HIGH, threads(ink)),
    block(0, 0, WIDE, HIGH, radial(ink, [[0, MERGE_GROUND, 0], [0.6, MERGE_GROUND, 0.15], [1, MERGE_GROUND, 0.85]], { cx: 0.5, cy: 0.4, r: 0.72 })),
    block(0, 420, WIDE, 300, linear(ink, [0, 420, 0, HIGH], [[0, MERGE_GROUND, 0], [0.5, MERGE_GROUND, 0.82], [1, MERGE_GROUND]])));
}

/**
 * A border where threads of both sides show.
 * @param {import("./ink.mjs").Ink} ink
 * @param {string} area
 * @param {string} mask
 * @param {string} ground
 * @param {SVGElement} head
 */
function seam(ink, area, mask, ground, head) {
  return group({ mask }, group({ "clip-path": clipTo(ink, area) }, block(0, 0, WIDE, HIGH, ground), head));
}

/** @param {import("./ink.mjs").Ink} ink every second crossing, as a mask */
function checker(ink) {
  ink.defs.append(
    svg("pattern", { id: `${ink.id}-check`, width: 26, height: 26, patternUnits: "userSpaceOnUse" }, block(0, 0, 13, 13, "#fff"), block(13, 13, 13, 13, "#fff")),
    svg("mask", { id: `${ink.id}-mask`, maskUnits: "userSpaceOnUse", x: 0, y: 0, width: WIDE, height: HIGH }, block(0, 0, WIDE, HIGH, `url(#${ink.id}-check)`)));
  return `url(#${ink.id}-mask)`;
}

/** @param {import("./ink.mjs").Ink} ink the weave itself: warp and weft, each with its light and its shadow */
function threads(ink) {
  const line = (/** @type {string} */ data, /** @type {string} */ color, /** @type {number} */ opacity) => shape(data, color, { opacity });
  ink.defs.append(svg("pattern", { id: `${ink.id}-weave`, width: 26, height: 26, patternUnits: "userSpaceOnUse" },
    line("M11 0h2v26h-2zM24 0h2v26h-2zM0 11h26v2H0zM0 24h26v2H0z", MERGE_GROUND, 0.36), line("M3 0h2v11h-2zM16 13h2v11h-2zM0 16h11v2H0zM13 3h11v2H13z", "#ffffff", 0.09)));
  return `url(#${ink.id}-weave)`;
}

/**
 * @param {number} r
 * @param {number} waves
 * @param {number} swing
 */
function ringOfWaves(r, waves, swing) {
  let data = "";
  for (let i = 0; i <= waves * 8; i += 1) {
    const a = (i / (waves * 8)) * 2 * Math.PI;
    const q = r + swing * Math.cos(a * waves);
    data += d`${i ? "L" : "M"}${X + q * Math.cos(a)} ${Y + q * Math.sin(a)}`;
  }
  return `${data}Z`;
}
