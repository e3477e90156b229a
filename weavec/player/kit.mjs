/**
 * Parts of places. In: a sketch, which is ink, a palette and dice. Out: SVG for a picture of 1280 by 720. A place has
 * one luminous thing in the middle, three depths of haze, dark shapes at both edges.
 *
 * @import {Ink} from "./ink.mjs"
 * @import {Dice} from "./dice.mjs"
 * @import {Look} from "./look.mjs"
 */

import { mix } from "./color.mjs";
import { stroke, svg } from "./dom.mjs";
import { block, d, disc, group, linear, num, radial, rays, shape } from "./ink.mjs";

/** @typedef {{ink: Ink, look: Look, ramp: string[], dice: Dice}} Sketch */

export const WIDE = 1280;
export const HIGH = 720;

/**
 * @param {Sketch} k
 * @param {number[]} [at] where the five colours of the ramp stand, 0..1 from the top
 */
export function sky(k, at = [0, 0.42, 0.68, 0.86, 1]) {
  return block(0, 0, WIDE, HIGH, linear(k.ink, [0, 0, 0, HIGH], at.map((t, i) => [t, k.ramp[i]])));
}

/**
 * Light that lies on the air.
 * @param {Sketch} k
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {string} color
 * @param {number} [opacity]
 * @param {string} [core]
 */
export function glow(k, x, y, r, color, opacity = 0.9, core = color) {
  return disc(x, y, r, radial(k.ink, [[0, core, opacity], [0.25, color, opacity * 0.6], [0.6, color, opacity * 0.18], [1, color, 0]]));
}

/**
 * Haze that thickens downwards.
 * @param {Sketch} k
 * @param {number} y
 * @param {number} h
 * @param {string} color
 * @param {number} opacity
 */
export function haze(k, y, h, color, opacity) {
  return block(0, y, WIDE, h, linear(k.ink, [0, y, 0, y + h], [[0, color, 0], [1, color, opacity]]));
}

/**
 * A layer of towers. Their tops dip around the light, the flank that faces it is lit, windows are slits in some.
 * @param {Sketch} k
 * @param {{base: number, lo: number, hi: number, body: string, foot: string, lit: string, windows: string | null, wide?: [number, number], valley?: number}} how
 */
export function skyline(k, how) {
  const { dice } = k;
  const { base, lo, hi } = how;
  const [w0, w1] = how.wide ?? [48, 104];
  let bodies = "";
  let edges = "";
  let slits = "";
  for (let x = -30; x < WIDE + 20;) {
    const w = dice.span(w0, w1);
    const c = x + w / 2;
    const dip = 1 - (how.valley ?? 0.5) * Math.exp(-(((c - WIDE / 2) / (WIDE * 0.22)) ** 2));
    const t = base - (lo + (hi - lo) * dice.next() ** 1.3) * dip;
    const right = c < WIDE / 2;
    const e = right ? x + w : x;
    const kind = Math.floor(dice.next() * 5);
    if (kind === 0) {
      const s = w * 0.16;
      bodies += d`M${x} ${base}V${t + 46}H${x + s}V${t + 20}H${x + 2 * s}V${t}H${x + w - 2 * s}V${t + 20}H${x + w - s}V${t + 46}H${x + w}V${base}Z`;
      edges += d`M${e} ${base}V${t + 46}`;
    } else if (kind === 1) {
      bodies += d`M${x} ${base}V${t + w / 2}A${w / 2} ${w / 2} 0 0 1 ${x + w} ${t + w / 2}V${base}Z`;
      edges += d`M${e} ${base}V${t + w / 2}A${w / 2} ${w / 2} 0 0 ${right ? 0 : 1} ${c} ${t}`;
    } else if (kind === 2) {
      const q = (/** @type {number} */ v) => c + v * w;
      bodies += d`M${x} ${base}V${t + w}C${x} ${t + w * 0.5} ${q(-0.1)} ${t + w * 0.3} ${c} ${t}C${q(0.1)} ${t + w * 0.3} ${x + w} ${t + w * 0.5} ${x + w} ${t + w}V${base}Z`;
      edges += d`M${e} ${base}V${t + w}C${e} ${t + w * 0.5} ${q(right ? 0.1 : -0.1)} ${t + w * 0.3} ${c} ${t}`;
    } else if (kind === 3) {
      bodies += d`M${x} ${base}V${right ? t + 44 : t}L${x + w} ${right ? t : t + 44}V${base}Z`;
      edges += d`M${e} ${base}V${t}`;
    } else {
      bodies += d`M${x} ${base}V${t + 12}H${c - w * 0.2}V${t}H${c + w * 0.2}V${t + 12}H${x + w}V${base}Z`;
      edges += d`M${e} ${base}V${t + 12}`;
    }
    if (kind < 3 && dice.next() < 0.6) bodies += d`M${c - 1.6} ${t + 3}L${c} ${t - dice.span(26, 60)}L${c + 1.6} ${t + 3}Z`;
    if (how.windows && dice.next() < 0.6) {
      for (let j = x + 12; j < x + w - 8; j += 12) {
        for (let y = t + Math.max(w * 0.95, 52); y < base - 26; y += dice.pick([16, 22, 38])) {
          if (dice.next() < 0.4) slits += d`M${j} ${y}v${dice.pick([5, 6, 11])}`;
        }
      }
    }
    x += w * dice.span(0.9, 1.12);
  }
  return group(null,
    shape(bodies, linear(k.ink, [0, base - hi, 0, base], [[0, how.body], [0.45, how.body], [1, how.foot]])),
    stroke(edges, how.lit, 2.2, { opacity: 0.75 }), how.windows ? stroke(slits, how.windows, 3, { opacity: 0.8, "stroke-linecap": "butt" }) : null);
}

/**
 * A row of heads and shoulders with a lit crown.
 * @param {Sketch} k
 * @param {number} y
 * @param {number} size
 * @param {string} fill
 * @param {string} lit
 */
export function crowd(k, y, size, fill, lit) {
  const { dice } = k;
  let bodies = "";
  let crowns = "";
  for (let x = -30; x < WIDE + 40; x += size * dice.span(2.4, 3.5)) {
    const s = size * dice.span(0.85, 1.15);
    const v = y + dice.span(-0.5, 0.5) * size;
    const w = s * 2.1;
    bodies += d`M${x - w} ${v + s * 12}V${v + s * 4.6}C${x - w} ${v + s * 2} ${x - s * 0.7} ${v + s * 1.9} ${x - s * 0.5} ${v + s * 1.25}C${x - s * 1.15} ${v + s * 0.5} ${x - s * 1.1} ${v - s * 1.2} ${x} ${v - s * 1.2}C${x + s * 1.1} ${v - s * 1.2} ${x + s * 1.15} ${v + s * 0.5} ${x + s * 0.5} ${v + s * 1.25}C${x + s * 0.7} ${v + s * 1.9} ${x + w} ${v + s * 2} ${x + w} ${v + s * 4.6}V${v + s * 12}Z`;
    crowns += d`M${x - s * 0.9} ${v - s * 0.55}C${x - s * 0.55} ${v - s * 1.35} ${x + s * 0.55} ${v - s * 1.35} ${x + s * 0.9} ${v - s * 0.55}`;
  }
  return group(null, shape(bodies, fill), stroke(crowns, lit, size * 0.13));
}

/**
 * @param {Sketch} k
 * @param {number} count
 * @param {string} color
 * @param {number} bottom
 * @param {number} [biggest]
 */
export function motes(k, count, color, bottom, biggest = 1.7) {
  return group({ fill: color }, Array.from({ length: count }, () =>
    svg("circle", { cx: num(k.dice.span(0, WIDE)), cy: num(k.dice.span(0, bottom)), r: num(k.dice.span(0.5, biggest)), opacity: num(k.dice.span(0.2, 0.9)) })));
}

/**
 * Curved ribs that frame both edges.
 * @param {string} dark
 * @param {string} darker
 * @param {string} line
 */
export function ribs(dark, darker, line) {
  const side = (/** @type {string} */ transform) => group({ transform },
    shape("M-10 -10L330 -10C190 60 118 190 108 360C104 470 112 580 140 730L-10 730Z", dark),
    shape("M-10 -10L250 -10C130 60 62 190 58 360C56 470 64 590 84 730L-10 730Z", darker),
    [0, 1, 2, 3, 4].map((i) => stroke(d`M${330 - i * 19} -10C${190 - i * 15} 60 ${118 - i * 13} 190 ${108 - i * 12} 360C${104 - i * 11} 470 ${112 - i * 11} 580 ${140 - i * 13} 730`, line, i % 4 ? 0.9 : 2.4, { opacity: i % 4 ? 0.45 : 0.9 })));
  return group(null, side("translate(0 0)"), side("translate(1280 0) scale(-1 1)"));
}

/**
 * A pointed arch as a closed path.
 * @param {number} x
 * @param {number} half
 * @param {number} top
 * @param {number} base
 */
export function arch(x, half, top, base) {
  const s = top + (base - top) * 0.55;
  const side = (/** @type {number} */ m) => ({ foot: x + m * half * 0.86, a: x + m * half * 0.95, b: x + m * half * 1.04, c: x + m * half, e: x + m * half * 0.92, f: x + m * half * 0.36 });
  const l = side(-1);
  const r = side(1);
  return d`M${l.foot} ${base}C${l.a} ${s + (base - s) * 0.4} ${l.b} ${s + 20} ${l.c} ${s - 20}C${l.e} ${top + (s - top) * 0.38} ${l.f} ${top + (s - top) * 0.2} ${x} ${top}C${r.f} ${top + (s - top) * 0.2} ${r.e} ${top + (s - top) * 0.38} ${r.c} ${s - 20}C${r.b} ${s + 20} ${r.a} ${s + (base - s) * 0.4} ${r.foot} ${base}Z`;
}

/**
 * A dry brush stroke: bristles that start and stop at their own moments.
 * @param {Sketch} k
 * @param {[number, number]} a
 * @param {[number, number]} b
 * @param {number} bend
 * @param {number} width
 * @param {string} color
 */
export function brush(k, a, b, bend, width, color) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const nx = -(b[1] - a[1]) / length;
  const ny = (b[0] - a[0]) / length;
  let data = "";
  for (let i = 0; i < 13; i += 1) {
    const t = (i / 12 - 0.5) * width;
    const s = k.dice.span(0, 0.1);
    const e = k.dice.span(0.78, 1.06);
    const on = (/** @type {number} */ q, /** @type {number} */ o) => [a[0] + (b[0] - a[0]) * q + nx * (t + o), a[1] + (b[1] - a[1]) * q + ny * (t + o)];
    const [p, m, q] = [on(s, 0), on(0.5, bend), on(e, 0)];
    data += d`M${p[0]} ${p[1]}Q${m[0]} ${m[1]} ${q[0]} ${q[1]}`;
  }
  return stroke(data, color, (width / 13) * 1.25, { opacity: 0.9 });
}

/**
 * Rings broken into segments around a point.
 * @param {Sketch} k
 * @param {number} x
 * @param {number} y
 * @param {number[]} radii
 * @param {string} color
 */
export function brokenRings(k, x, y, radii, color) {
  return group(null, radii.map((r, i) => {
    const round = 2 * Math.PI * r;
    const dash = Array.from({ length: 6 }, (_, j) => num(round * k.dice.span(j % 2 ? 0.02 : 0.08, j % 2 ? 0.1 : 0.3))).join(" ");
    return disc(x, y, r, "none", { stroke: color, "stroke-width": i % 3 === 1 ? 12 : 3, "stroke-dasharray": dash, "stroke-dashoffset": num(k.dice.span(0, round)), opacity: num(0.75 - (i / radii.length) * 0.45) });
  }));
}

/**
 * Rays of light from a point.
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {number} count
 * @param {number} opacity
 */
export function beams(x, y, color, count, opacity) {
  return shape(rays(x, y, 30, 1100, count, (Math.PI / count) * 0.5, -Math.PI / 2), color, { opacity });
}

/**
 * A line of hills, or of waves, as a path closed below.
 * @param {Sketch} k
 * @param {number} y
 * @param {number} swing
 * @param {number} steps
 */
export function ridge(k, y, swing, steps) {
  let data = d`M-20 ${HIGH + 20}V${y}`;
  const w = (WIDE + 40) / steps;
  for (let i = 0; i < steps; i += 1) {
    const x = -20 + i * w;
    data += d`Q${x + w / 2} ${y + k.dice.span(-swing, swing)} ${x + w} ${y + k.dice.span(-swing, swing) * 0.35}`;
  }
  return `${data}V${HIGH + 20}Z`;
}

/**
 * A bare tree.
 * @param {Sketch} k
 * @param {number} x
 * @param {number} y
 * @param {number} s
 * @param {string} color
 */
export function tree(k, x, y, s, color) {
  const { dice } = k;
  const crown = Array.from({ length: 7 }, () => disc(x + dice.span(-0.34, 0.34) * s, y - s * dice.span(0.55, 1), s * dice.span(0.14, 0.26), color));
  return group(null, shape(d`M${x - s * 0.05} ${y}Q${x - s * 0.02} ${y - s * 0.4} ${x} ${y - s * 0.8}Q${x + s * 0.03} ${y - s * 0.4} ${x + s * 0.06} ${y}Z`, color), crown);
}

/**
 * A colour between two of the ramp.
 * @param {Sketch} k
 * @param {number} at 0..4
 */
export function tone(k, at) {
  const i = Math.min(3, Math.floor(at));
  return mix(k.ramp[i], k.ramp[i + 1], at - i);
}
