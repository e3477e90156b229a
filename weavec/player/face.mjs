/**
 * Faces. In: a geometry, the colours of a person in a light, an expression. Out: a face in planes of light, lit from
 * the left, with a coloured edge on the right. Coordinates start between the eyes, so any two heads lie on each other.
 *
 * @import {Ink} from "./ink.mjs"
 */

import { clipTo, crescent, d, disc, group, linear, shape } from "./ink.mjs";
import { stroke, svg } from "./dom.mjs";

/**
 * @typedef {object} Geometry lengths in the head's units; a face is about 180 wide and 280 tall
 * @property {number} cheek
 * @property {number} jaw
 * @property {number} chin
 * @property {number} len from the eyes to the chin
 * @property {number} fore
 * @property {number} eyed from the middle to an eye
 * @property {number} eyew
 * @property {number} eyeh
 * @property {number} upturn
 * @property {number} browy
 * @property {number} browt
 * @property {number} nosey
 * @property {number} nosew
 * @property {number} mouthy
 * @property {number} mouthw
 * @property {number} lipu
 * @property {number} lipl
 * @property {number} lash
 * @property {number} turn
 * @property {number} iris
 */
/**
 * @typedef {object} Expression
 * @property {number} open of the eyes, 0 shut
 * @property {number} squint
 * @property {number} gx
 * @property {number} gy
 * @property {number} brow up is negative
 * @property {number} inner end of the brows
 * @property {number} curve of the mouth
 * @property {number} gape
 * @property {number} wide
 * @property {number} tilt of the head, degrees
 */
/** @typedef {Record<string, string>} Tones the colours of a person in a light */
/** @typedef {{ink: Ink, g: Geometry, p: Tones, e: Expression}} Sitter */

const mood = (/** @type {number[]} */ ...v) => ({ open: v[0], squint: v[1], gx: v[2], gy: v[3], brow: v[4], inner: v[5],
  curve: v[6], gape: v[7], wide: v[8], tilt: v[9] });

/** @type {Record<string, Expression>} */
const EXPRESSIONS = {
  calm: mood(0.82, 0, 0, 0, 0, 0, 0.1, 0, 1, -3),
  resolve: mood(0.7, 0.45, 2, 0, 5, 9, -0.25, 0, 0.96, 0),
  warm: mood(0.7, 0.5, -2, 0, -5, -1, 0.95, 0.18, 1.14, -6),
  alarm: mood(1.28, -0.3, -3, 0, -11, -6, -0.35, 0.75, 0.84, 3),
  sorrow: mood(0.56, 0.1, 0, 4, -3, -10, -0.8, 0, 0.9, 5),
  dream: mood(0, 0, 0, 0, -4, -2, 0.35, 0, 0.94, -8),
  speak: mood(0.82, 0.1, 0, 0, -3, 0, 0.15, 0.42, 0.98, -2),
  doubt: mood(0.74, 0.2, 6, 1, -2, -5, -0.35, 0, 0.9, 4),
};

const KINDS = [
  ["warm", "happy|amus|glad|joy|smil|laugh|hope|tender|kind|love|proud"],
  ["resolve", "angr|fierc|stern|cold|hard|fur|bitter|defian|rage|grim|fervent"],
  ["alarm", "afraid|fear|shock|surpris|panic|horr|startl|terr|wild|shaken"],
  ["sorrow", "sad|grie|tear|cry|hurt|lost|guilt|tired|lonel|pain"],
  ["dream", "sleep|shut|closed"],
  ["doubt", "worr|anxi|nerv|hesit|confus|curious|wary|thought|uncert"],
  ["speak", "talk|eager|urgent"],
].map(([name, pattern]) => /** @type {const} */ ([name, new RegExp(pattern, "i")]));

/**
 * The expression for a mood, whatever the author called it; an unknown word is calm.
 * @param {string | null} name
 * @returns {Expression}
 */
export function expressionOf(name) {
  if (name === null) return EXPRESSIONS.calm;
  const found = Object.hasOwn(EXPRESSIONS, name) ? name : KINDS.find(([, pattern]) => pattern.test(name))?.[0];
  return EXPRESSIONS[found ?? "calm"];
}

/** @param {Geometry} g */
export function outline(g) {
  const { cheek: c, jaw: j, chin: h, len: l, fore: f } = g;
  return d`M0 -138C${f} -138 ${c + 1} -92 ${c} -22C${c} 14 ${(c + j) / 2 + 6} 44 ${j} 84C${j - 7} ${l - 34} ${h + 15} ${l} ${h * 0.35} ${l}L${-h * 0.35} ${l}C${-h - 15} ${l} ${7 - j} ${l - 34} ${-j} 84C${-(c + j) / 2 - 6} 44 ${-c} 14 ${-c} -22C${-c - 1} -92 ${-f} -138 0 -138Z`;
}

/**
 * @param {Sitter} s
 * @param {number} x
 * @param {1 | -1} k 1 for the eye on the right of the picture, which lies in shadow
 */
function eye(s, x, k) {
  return s.e.open <= 0.05 ? shutEye(s, x, k) : openEye(s, x, k);
}

/**
 * @param {Sitter} s
 * @param {number} x
 * @param {1 | -1} k
 */
function shutEye({ g, p }, x, k) {
  const w = g.eyew;
  const X = (/** @type {number} */ v) => x + v * k;
  const lashes = [[0.35, 7], [0.62, 9], [0.86, 10]].map(([t, l]) => {
    const by = 13 - 10 * (t - 0.5) ** 2 - (t > 0.8 ? 4 : 0);
    return stroke(d`M${X(-w + 2 * w * t)} ${by}q${2 * k} ${l * 0.6} ${5 * k} ${l * 0.8}`, p.ink, 2);
  });
  return group(null,
    shape(d`M${X(-w - 6)} 0C${X(-w * 0.4)} -16 ${X(w * 0.5)} -18 ${X(w + 6)} -3C${X(w * 0.5)} 14 ${X(-w * 0.5)} 14 ${X(-w - 6)} 0Z`, k < 0 ? p.s3 : p.s1, { opacity: 0.8 }),
    shape(d`M${X(-w - 1)} 3C${X(-w * 0.5)} 13 ${X(w * 0.4)} 15 ${X(w + 5)} -1C${X(w * 0.45)} 20.5 ${X(-w * 0.5)} 17 ${X(-w - 1)} 3Z`, p.ink),
    lashes, stroke(d`M${X(-w + 2)} -9C${X(-w * 0.3)} -17 ${X(w * 0.5)} -18 ${X(w + 4)} -9`, p.s0, 2.2, { opacity: 0.55 }));
}

/**
 * @param {Sitter} s
 * @param {number} x
 * @param {1 | -1} k
 */
function openEye({ ink, g, p, e }, x, k) {
  const w = g.eyew;
  const h = g.eyeh * e.open;
  const up = g.upturn;
  const X = (/** @type {number} */ v) => x + v * k;
  const ty = -h * 1.32;
  const by = h * 0.92 - e.squint * 5;
  const almond = d`M${X(-w)} 4C${X(-w * 0.5)} ${ty} ${X(w * 0.42)} ${ty - 1} ${X(w)} ${-up}C${X(w * 0.5)} ${by} ${X(-w * 0.42)} ${by + 1} ${X(-w)} 4Z`;
  const ix = x + e.gx;
  const iy = -1 + e.gy;
  const r = g.iris;
  return group(null,
    shape(d`M${X(-w - 9)} -2C${X(-w * 0.6)} ${ty - 12} ${X(w * 0.6)} ${ty - 13} ${X(w + 11)} ${-up - 3}C${X(w * 0.6)} ${by + 9} ${X(-w * 0.5)} ${by + 9} ${X(-w - 9)} -2Z`, k < 0 ? p.s1 : p.s0, { opacity: 0.55 }),
    group({ "clip-path": clipTo(ink, almond) }, shape(almond, k < 0 ? p.white : p.white2), disc(ix, iy, r, p.iris),
      disc(ix, iy - 2, r * 0.86, p.ink, { opacity: 0.55 }), disc(ix, iy, r * 0.44, p.ink),
      shape(d`M${X(-w - 3)} 6C${X(-w * 0.5)} ${ty} ${X(w * 0.42)} ${ty - 1} ${X(w + 2)} ${-up}L${X(w)} ${6 - up}C${X(w * 0.42)} ${ty + 7} ${X(-w * 0.5)} ${ty + 8} ${X(-w - 3)} 9Z`, p.ink, { opacity: 0.5 }),
      disc(ix - 4, iy - 4, 2.7, p.glint), disc(ix + 4.5, iy + 4, 1.7, p.rim)),
    shape(d`M${X(-w - 1)} 6C${X(-w * 0.5)} ${ty} ${X(w * 0.42)} ${ty - 1} ${X(w + 6)} ${-up - 3}C${X(w * 0.42)} ${ty - g.lash - 2} ${X(-w * 0.55)} ${ty - g.lash + 1} ${X(-w - 1)} 6Z`, p.ink),
    stroke(d`M${X(w - 1)} ${1 - up}C${X(w * 0.55)} ${by + 0.5} ${X(-w * 0.1)} ${by + 1.5} ${X(-w * 0.5)} ${by * 0.75 + 1}`, p.ink, 1.6, { opacity: 0.55 }),
    stroke(d`M${X(-w + 3)} ${ty * 0.55 - 4}C${X(-w * 0.3)} ${ty - 8} ${X(w * 0.5)} ${ty - 9} ${X(w + 6)} ${-up - 9}`, p.s0, 2.2, { opacity: 0.6 }));
}

/**
 * @param {Sitter} s
 * @param {number} x
 * @param {1 | -1} k
 */
function brow({ g, p, e }, x, k) {
  const w = g.eyew + 9;
  const b = g.browy + e.brow;
  const t = g.browt;
  const i = b + e.inner;
  const m = b - 8 - e.inner * 0.2;
  const X = (/** @type {number} */ v) => x + v * k;
  return shape(d`M${X(2 - w)} ${i + t * 0.5}C${X(-w * 0.4)} ${m + t * 0.5} ${X(w * 0.3)} ${m + t * 0.1 - 2} ${X(w + 4)} ${b + 4}C${X(w * 0.35)} ${m - t * 0.62} ${X(-w * 0.4)} ${m - t * 0.5} ${X(1 - w)} ${i - t * 0.6}Q${X(-w - 2)} ${i} ${X(2 - w)} ${i + t * 0.5}Z`, p.brow);
}

/** @param {Sitter} s */
function mouth({ g, p, e }) {
  const m = g.mouthw * e.wide;
  const c = e.curve * 6;
  const o = e.gape * 14;
  const u = g.lipu;
  const l = g.lipl;
  const y = g.mouthy;
  const cy = y - c;
  const my = y + c * 0.35;
  const X = (/** @type {number} */ v) => g.turn * 0.5 + v * m;
  const Z = (/** @type {number} */ v) => g.turn * 0.5 + v;
  const q = o * 0.35;
  return group(null,
    o > 1 ? shape(d`M${Z(2 - m)} ${cy}Q${X(0)} ${my - q} ${Z(m - 2)} ${cy}Q${X(0.5)} ${my + o * 1.1} ${X(0)} ${my + o * 1.15}Q${X(-0.5)} ${my + o * 1.1} ${Z(2 - m)} ${cy}Z`, p.ink) : null,
    o > 1 && e.curve > 0.3 ? shape(d`M${X(-0.7)} ${cy + c * 0.45}Q${X(0)} ${my - o * 0.1} ${X(0.7)} ${cy + c * 0.45}Q${X(0)} ${my + o * 0.75} ${X(-0.7)} ${cy + c * 0.45}Z`, p.white, { opacity: 0.9 }) : null,
    shape(d`M${X(-1)} ${cy}C${X(-0.5)} ${y - u * 0.75 - o * 0.3} ${X(-0.22)} ${y - u * 1.15 - q} ${X(0)} ${y - u * 0.72 - q}C${X(0.22)} ${y - u * 1.15 - q} ${X(0.5)} ${y - u * 0.75 - o * 0.3} ${X(1)} ${cy}C${X(0.4)} ${my - q + 1} ${X(0.15)} ${my + 2 - q} ${X(0)} ${my + 0.5 - q}C${X(-0.15)} ${my + 2 - q} ${X(-0.4)} ${my - q + 1} ${X(-1)} ${cy}Z`, p.lip0),
    shape(d`M${Z(3 - m)} ${cy + 0.5 + o * 0.2}C${X(-0.4)} ${my + o + 1} ${X(-0.15)} ${my + 2 + o} ${X(0)} ${my + 0.8 + o}C${X(0.15)} ${my + 2 + o} ${X(0.4)} ${my + o + 1} ${Z(m - 3)} ${cy + 0.5 + o * 0.2}C${X(0.5)} ${my + l + o} ${X(0.25)} ${my + l * 1.1 + o} ${X(0)} ${my + l * 1.1 + o}C${X(-0.25)} ${my + l * 1.1 + o} ${X(-0.5)} ${my + l + o} ${Z(3 - m)} ${cy + 0.5 + o * 0.2}Z`, p.lip1),
    o <= 1 ? shape(d`M${Z(-m - 3)} ${cy - 0.5}C${X(-0.4)} ${my} ${X(-0.15)} ${my + 1} ${X(0)} ${my - 0.5}C${X(0.15)} ${my + 1} ${X(0.4)} ${my} ${Z(m + 3)} ${cy - 0.5}C${X(0.4)} ${my + 3} ${X(0.15)} ${my + 4} ${X(0)} ${my + 2.5}C${X(-0.15)} ${my + 4} ${X(-0.4)} ${my + 3} ${Z(-m - 3)} ${cy - 0.5}Z`, p.ink) : null,
    shape(d`M${X(-0.3)} ${my + l * 0.45 + o}Q${X(-0.1)} ${my + l * 0.35 + o} ${X(0.12)} ${my + l * 0.5 + o}Q${X(-0.1)} ${my + l * 0.8 + o} ${X(-0.3)} ${my + l * 0.45 + o}Z`, p.s4, { opacity: 0.55 }));
}

/** The planes that lie under the features: light from the left, one shadow on the right.
 * @param {Sitter} s
 */
function planes({ ink, g, p, e }) {
  const { turn: t, nosey: n, nosew: w, mouthy: m, len: l } = g;
  const lip = m + g.lipl + e.gape * 15;
  const dark = d`M${34 + t} -150C${40 + t} -110 ${34 + t} -70 ${20 + t} -40C${14 + t} -30 ${9 + t} -22 ${8 + t} -8C${7 + t} 14 ${10 + t} ${n - 30} ${14 + t} ${n - 14}C${17 + t} ${n - 6} ${14 + t} ${n + 3} ${6 + t} ${n + 6}C${t - 2} ${n + 9} ${t - 12} ${n + 4} ${t - w} ${n + 3}C${t - 8} ${n + 14} ${2 + t} ${n + 12} ${6 + t} ${m - 12}C${14 + t} ${m - 6} ${16 + t} ${m + 6} ${10 + t} ${m + 16}C${t} ${m + 22} ${t - 14} ${m + 18} ${t - 20} ${m + 21}C${t - 6} ${m + 30} ${4 + t} ${l - 14} ${t - 4} ${l + 10}L140 ${l + 20}L140 -150Z`;
  return [
    shape(outline(g), linear(ink, [-110, -60, 80, 60], [[0, p.s3], [0.62, p.s2], [1, p.s1]])),
    shape(d`M-92 -60C-60 -112 -20 -124 ${12 + t} -110C${2 + t} -84 -20 -60 -52 -44C-74 -40 -90 -44 -92 -60Z`, p.s4, { opacity: 0.42 }),
    shape("M-84 26C-70 12 -38 16 -22 30C-30 56 -52 72 -70 66C-80 56 -86 42 -84 26Z", p.s4, { opacity: 0.36 }),
    shape("M-108 30C-88 62 -74 76 -58 86C-60 104 -74 108 -90 96Z", p.s1, { opacity: 0.28 }),
    shape(dark, linear(ink, [t, -40, 110, 60], [[0, p.s1], [1, p.s0]])),
    shape(d`M${26 + t} 24C${42 + t} 18 ${60 + t} 20 ${70 + t} 26C${66 + t} 44 ${54 + t} 60 ${42 + t} 66C${34 + t} 56 ${28 + t} 40 ${26 + t} 24Z`, p.s2, { opacity: 0.75 }),
    shape(d`M${t - 5} -22C${t - 1} -8 ${t - 2} ${n - 34} ${t + 1} ${n - 20}C${t - 3} ${n - 16} ${t - 8} ${n - 18} ${t - 9} ${n - 24}C${t - 9} ${n - 44} ${t - 9} -8 ${t - 5} -22Z`, p.s4, { opacity: 0.75 }),
    svg("ellipse", { cx: t - 3, cy: num1(n - 10), rx: 6, ry: 4.6, fill: p.s4, opacity: 0.8 }),
    shape(d`M${t - w - 2} ${n - 12}C${t - w - 7} ${n - 3} ${t - w - 4} ${n + 5} ${t - w + 4} ${n + 5}C${t - w + 1} ${n} ${t - w + 1} ${n - 7} ${t - w - 2} ${n - 12}Z`, p.s1, { opacity: 0.8 }),
    shape(d`M${t - w + 4} ${n + 4}C${t - w + 8} ${n - 2} ${t - 4} ${n + 1} ${t - 3} ${n + 6}C${t - 8} ${n + 8} ${t - w + 6} ${n + 8} ${t - w + 4} ${n + 4}Z`, p.ink, { opacity: 0.75 }),
    shape(d`M${t + 6} ${n + 5}C${t + 9} ${n} ${t + w - 4} ${n - 1} ${t + w - 2} ${n + 3}C${t + w - 6} ${n + 8} ${t + 9} ${n + 8} ${t + 6} ${n + 5}Z`, p.ink, { opacity: 0.6 }),
    shape(d`M${t - 22} ${lip + 8}Q${t} ${lip + 17} ${t + 16} ${lip + 8}Q${t} ${lip + 11} ${t - 22} ${lip + 8}Z`, p.s1, { opacity: 0.7 }),
    e.gape < 0.5 ? svg("ellipse", { cx: t - 12, cy: num1(l - 16), rx: 14, ry: 7, fill: p.s4, opacity: 0.3 }) : null,
  ];
}

/** @param {number} value */
function num1(value) {
  return Math.round(value * 10) / 10;
}

/**
 * A whole face.
 * @param {Sitter} s
 * @param {SVGElement[]} under details that lie in the skin
 */
export function drawFace(s, under) {
  const { ink, g, p } = s;
  const edge = outline(g);
  const x = g.eyed;
  return group(null,
    group({ "clip-path": clipTo(ink, edge) }, /** @type {SVGElement[]} */ (planes(s).filter(Boolean)), under),
    group({ transform: `translate(${num1(g.turn * 0.6)} 0)` }, eye(s, -x, -1), eye(s, x - 3, 1), brow(s, -x, -1), brow(s, x - 3, 1)),
    mouth(s), crescent(ink, edge, p.rim, -7, 1, 0.95));
}
