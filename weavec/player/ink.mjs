/**
 * Drawing. In: path data, colours, a place for definitions. Out: SVG elements. Shapes have no outlines: light and
 * shadow are planes, and an edge of light is a crescent, which is a shape less the same shape moved aside.
 */

import { diceOf } from "./dice.mjs";
import { stroke, svg } from "./dom.mjs";

/** @typedef {{id: string, count: number, defs: SVGElement}} Ink definitions of one drawing, under names of its own */
/** @typedef {[number, number]} Point */
/** @typedef {[Point, Point, Point, Point]} Cubic */
/** @typedef {Record<string, string | number | undefined>} Extra */

let drawings = 0;

/** @returns {Ink} */
export function newInk() {
  drawings += 1;
  return { id: `d${drawings}`, count: 0, defs: svg("defs", null) };
}

/** @param {Ink} ink */
function nameIn(ink) {
  ink.count += 1;
  return `${ink.id}-${ink.count}`;
}

/**
 * Path data with its numbers rounded to a tenth.
 * @param {TemplateStringsArray} parts
 * @param {...(number | string)} values
 */
export function d(parts, ...values) {
  return parts.reduce((text, part, i) => text + num(values[i - 1]) + part);
}

/** @param {number | string} value */
export function num(value) {
  return typeof value === "string" ? value : String(Math.round(value * 10) / 10);
}

/**
 * A filled shape.
 * @param {string} data
 * @param {string} fill
 * @param {Extra} [extra]
 */
export function shape(data, fill, extra) {
  return svg("path", { d: data, fill, ...extra });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} fill
 * @param {Extra} [extra]
 */
export function disc(x, y, r, fill, extra) {
  return svg("circle", { cx: num(x), cy: num(y), r: num(r), fill, ...extra });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {string} fill
 * @param {Extra} [extra]
 */
export function block(x, y, w, h, fill, extra) {
  return svg("rect", { x: num(x), y: num(y), width: num(w), height: num(h), fill, ...extra });
}

/**
 * @param {Extra | null} extra
 * @param {...(SVGElement | SVGElement[] | null)} children
 */
export function group(extra, ...children) {
  return svg("g", extra, ...children);
}

/** @typedef {[number, string, number?]} Stop offset 0..1, colour, opacity */

/** @param {Stop[]} list */
function stops(list) {
  return list.map(([offset, color, opacity]) =>
    svg("stop", { offset, "stop-color": color, "stop-opacity": opacity === undefined ? null : opacity }));
}

/**
 * A gradient along a line; without `box` the line is in the drawing's own units.
 * @param {Ink} ink
 * @param {[number, number, number, number]} line
 * @param {Stop[]} list
 * @param {boolean} [box] the line is in fractions of what it fills
 */
export function linear(ink, [x1, y1, x2, y2], list, box = false) {
  const id = nameIn(ink);
  ink.defs.append(svg("linearGradient", { id, x1, y1, x2, y2, gradientUnits: box ? "objectBoundingBox" : "userSpaceOnUse" },
    stops(list)));
  return `url(#${id})`;
}

/**
 * @param {Ink} ink
 * @param {Stop[]} list from the middle out
 * @param {{cx?: number, cy?: number, r?: number}} [at] fractions of what it fills
 */
export function radial(ink, list, at = {}) {
  const id = nameIn(ink);
  ink.defs.append(svg("radialGradient", { id, cx: 0.5, cy: 0.5, r: 0.5, ...at }, stops(list)));
  return `url(#${id})`;
}

/**
 * A clip path; use as the `clip-path` of a group.
 * @param {Ink} ink
 * @param {string} data
 * @param {Extra} [extra]
 */
export function clipTo(ink, data, extra) {
  const id = nameIn(ink);
  ink.defs.append(svg("clipPath", { id }, svg("path", { d: data, ...extra })));
  return `url(#${id})`;
}

const EVERYWHERE = "M-900 -900H2200V2200H-900Z";

/**
 * The crescent of a shape that the light from the right touches.
 * @param {Ink} ink
 * @param {string} data
 * @param {string} color
 * @param {number} dx how far the shape is moved aside
 * @param {number} dy
 * @param {number} [opacity]
 */
export function crescent(ink, data, color, dx, dy, opacity = 1) {
  const clip = clipTo(ink, EVERYWHERE + data, { "clip-rule": "evenodd", transform: `translate(${dx} ${dy})` });
  return shape(data, color, { "clip-path": clip, opacity });
}

/**
 * Tapered strands swept between two curves: hair, drapery, threads.
 * @param {Cubic} from
 * @param {Cubic} to
 * @param {number} count
 * @param {string[]} tones
 * @param {string} seed
 */
export function ribbonsBetween(from, to, count, tones, seed) {
  const dice = diceOf(seed);
  const at = (/** @type {number} */ t) => from.map(([x, y], i) => [x + (to[i][0] - x) * t, y + (to[i][1] - y) * t]);
  const list = [];
  for (let i = 0; i < count; i += 1) {
    const j = (dice.next() - 0.5) * 0.25;
    const l = at(Math.max(0, (i + j) / count));
    const r = at(Math.min(1, (i + 1.5 + j) / count));
    const tip = [(l[3][0] + r[3][0]) / 2, (l[3][1] + r[3][1]) / 2];
    list.push(shape(d`M${l[0][0]} ${l[0][1]}C${l[1][0]} ${l[1][1]} ${l[2][0]} ${l[2][1]} ${tip[0]} ${tip[1]}C${r[2][0]} ${r[2][1]} ${r[1][0]} ${r[1][1]} ${r[0][0]} ${r[0][1]}Z`,
      tones[i % tones.length]));
  }
  return list;
}

/**
 * Rays around a point, as one path.
 * @param {number} x
 * @param {number} y
 * @param {number} inner
 * @param {number} outer
 * @param {number} count
 * @param {number} width in radians
 * @param {number} [turn]
 */
export function rays(x, y, inner, outer, count, width, turn = 0) {
  let data = "";
  for (let i = 0; i < count; i += 1) {
    const a = turn + (i * 2 * Math.PI) / count;
    const p = (/** @type {number} */ r, /** @type {number} */ b) => [x + r * Math.cos(b), y + r * Math.sin(b)];
    const [t, l, r] = [p(inner, a), p(outer, a - width), p(outer, a + width)];
    data += d`M${t[0]} ${t[1]}L${l[0]} ${l[1]}L${r[0]} ${r[1]}Z`;
  }
  return data;
}

/**
 * A rose curve: many threads that close.
 * @param {number} r
 * @param {number} petals
 * @param {number} loops
 * @param {string} color
 * @param {number} depth 0..1
 * @param {number} [turn]
 * @param {number} [width]
 */
export function rosette(r, petals, loops, color, depth, turn = 0, width = 1.1) {
  const count = Math.max(120, petals * 22);
  let data = "";
  for (let i = 0; i <= count; i += 1) {
    const a = (i / count) * 2 * Math.PI * loops;
    const q = r * (1 - depth / 2 + (depth / 2) * Math.cos((a * petals) / loops + turn));
    data += d`${i ? "L" : "M"}${q * Math.cos(a)} ${q * Math.sin(a)}`;
  }
  return stroke(`${data}Z`, color, width);
}
