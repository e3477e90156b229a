/**
 * Clothes and small things. In: a sitter. Out: layers of the body, and details in or over the face.
 *
 * @import {Sitter} from "./face.mjs"
 */

import { mix } from "./color.mjs";
import { stroke, svg } from "./dom.mjs";
import { clipTo, crescent, d, group, linear, shape } from "./ink.mjs";

/** @typedef {(SVGElement | null)[]} Parts */

/**
 * A neck: light on the left, under the chin the shadow of the head.
 * @param {Sitter} s
 * @param {number} w half its width
 */
function neck({ ink, g, p }, w) {
  const q = w + 44;
  const l = g.len;
  const body = d`M${-w} 86C${3 - w} 140 ${-w - 2} 178 ${-w - 20} 200C${-w - 40} 214 ${-q - 20} 224 ${-q - 30} 230C-60 280 -20 320 0 330C20 320 60 280 ${q + 30} 230C${q + 20} 224 ${w + 40} 214 ${w + 20} 200C${w + 2} 178 ${w - 3} 140 ${w} 86Z`;
  return group(null, group({ "clip-path": clipTo(ink, body) },
    shape(body, linear(ink, [-80, 170, 80, 220], [[0, p.s3], [0.4, p.s2], [0.75, p.s1], [1, p.s0]])),
    shape(d`M${-w - 12} 86L${q + 50} 86L${q + 50} 232C${w + 10} 236 ${w - 12} 214 ${w - 22} 196C${w - 34} ${l + 62} -2 ${l + 46} -30 ${l + 36}C${4 - w} ${l + 22} ${-w - 4} ${l + 4} ${-w - 12} ${l - 18}Z`, p.s0, { opacity: 0.9 }),
    shape(d`M${12 - w} 168C${22 - w} 206 -16 232 -4 246C-10 232 ${36 - w} 204 ${28 - w} 172Z`, p.s1, { opacity: 0.8 }),
    shape(d`M${-q - 10} 238C-60 232 -30 240 -8 254C-30 250 -60 246 ${-q} 250Z`, p.s1, { opacity: 0.6 }),
    shape(d`M8 254C30 240 60 232 ${q + 10} 238L${q} 250C60 246 30 250 8 254Z`, p.s0, { opacity: 0.7 })),
  crescent(ink, body, p.rim, -5, 0, 0.7));
}

/**
 * A garment's mass with two folds and a lit shoulder.
 * @param {Sitter} s
 * @param {string} mass
 */
function coat({ ink, p }, mass) {
  return group(null, shape(mass, linear(ink, [-240, 250, 240, 560], [[0, p.c2], [0.42, p.c1], [1, p.c0]])),
    group({ "clip-path": clipTo(ink, mass) },
      shape("M-150 246C-186 344 -202 490 -206 640L-150 640C-156 500 -160 370 -150 246Z", p.c0, { opacity: 0.6 }),
      shape("M148 246C186 344 204 490 210 640L152 640C158 500 160 370 148 246Z", p.c0, { opacity: 0.75 })));
}

/** @param {Sitter} s */
function suit(s) {
  const { ink, p } = s;
  const mass = "M-60 196C-110 216 -200 222 -238 268C-262 330 -270 470 -284 640L284 640C270 470 258 330 232 268C196 222 110 216 60 196L24 330L-20 330Z";
  const shirt = p.c3;
  return [neck(s, 48),
    shape("M-62 190C-70 200 -76 212 -80 222L-50 440L60 440L80 222C76 212 70 200 62 190C44 240 16 268 0 280C-16 268 -44 240 -62 186Z", mix(shirt, p.amb, 0.12)),
    shape("M0 280C16 268 44 240 62 190L80 222L60 440L4 440Z", mix(shirt, p.amb, 0.55)),
    shape("M-58 184C-72 202 -76 224 -72 240L-30 292L-2 282C-30 252 -50 220 -56 190Z", mix(shirt, "#ffffff", 0.35)),
    shape("M58 184C72 202 76 224 72 240L32 292L2 282C30 252 50 220 56 190Z", mix(shirt, p.amb, 0.4)),
    coat(s, mass),
    shape("M-60 192C-106 206 -128 222 -138 244L-92 306L-112 326L-14 470C-16 400 -36 320 -62 236Z", mix(p.c2, p.key, 0.06)),
    shape("M60 192C106 206 126 222 134 244L92 306L112 326L14 470C16 400 38 320 64 236Z", mix(p.c1, p.c0, 0.5)),
    stroke("M134 246L92 306L112 326L16 464", p.rim, 2, { opacity: 0.8 }), crescent(ink, mass, p.rim, -7, 4)];
}

/** @param {Sitter} s */
function hoodie(s) {
  const { ink, p } = s;
  const hood = "M-86 132C-132 148 -150 196 -138 236C-90 262 90 262 138 236C150 196 132 148 86 132C50 166 -50 166 -86 132Z";
  const mass = "M-80 208C-130 220 -206 236 -236 292C-258 350 -262 480 -268 640L268 640C262 480 258 350 232 292C204 236 130 220 80 208C50 262 -50 262 -80 208Z";
  const front = "M-88 150C-116 176 -112 216 -84 236C-40 276 -14 300 0 330C14 300 40 276 84 236C112 216 116 176 88 150C78 196 36 238 0 250C-36 238 -78 196 -88 150Z";
  return [shape(hood, p.c0), crescent(ink, hood, p.rim, -6, 4), neck(s, 46), coat(s, mass),
    shape(front, linear(ink, [-90, 160, 90, 300], [[0, p.c2], [0.5, p.c1], [1, p.c0]])),
    stroke("M-88 150C-78 196 -36 238 0 250C36 238 78 196 88 150", p.c0, 3, { opacity: 0.7 }), crescent(ink, front, p.rim, -5, 3),
    stroke("M-26 284C-34 330 -24 372 -32 424", p.c3, 5), stroke("M28 284C38 330 28 366 38 410", mix(p.c3, p.c0, 0.35), 5),
    stroke("M-32 424v16", p.rim, 8), stroke("M38 410v16", p.rim, 8), crescent(ink, mass, p.rim, -7, 5)];
}

/** @param {Sitter} s */
function rollneck(s) {
  const { ink, p } = s;
  const mass = "M-60 200C-112 222 -194 236 -226 290C-252 344 -260 480 -268 640L268 640C260 480 252 344 226 290C194 236 112 222 60 200L44 150C20 176 -20 176 -44 150Z";
  const collar = "M-54 136C-64 168 -66 196 -62 216C-30 240 30 240 62 216C66 196 64 168 54 136C30 166 -30 166 -54 136Z";
  const ribs = Array.from({ length: 9 }, (_, i) => -48 + i * 12).map((x) =>
    stroke(d`M${x} ${150 - Math.abs(x) * 0.1}C${x * 1.1} 180 ${x * 1.1} 200 ${x * 1.05} 230`, p.c0, 1.6, { opacity: 0.45 }));
  return [neck(s, 42), coat(s, mass), shape(collar, linear(ink, [-60, 150, 60, 216], [[0, mix(p.c2, p.key, 0.08)], [1, p.c0]])),
    group({ "clip-path": clipTo(ink, collar) }, ribs), crescent(ink, collar, p.rim, -5, 2), crescent(ink, mass, p.rim, -7, 4)];
}

/** @param {Sitter} s */
function jacket(s) {
  const { ink, p } = s;
  const mass = "M-76 196C-134 212 -216 226 -246 284C-268 344 -274 480 -282 640L282 640C274 480 268 344 242 284C214 226 134 212 76 196L34 420L0 450L-34 420Z";
  const left = "M-66 176C-98 188 -120 210 -128 244L-96 262L-58 310C-40 280 -52 226 -66 176Z";
  const right = "M66 176C98 188 120 210 128 244L98 262L60 310C42 280 52 226 66 176Z";
  return [neck(s, 48),
    shape("M-70 190C-84 206 -90 212 -96 220L-60 460L60 460L96 220C90 212 84 206 70 190C44 244 -44 244 -70 190Z", mix(p.c3, p.c1, 0.35)),
    shape("M10 234C40 226 60 206 70 190L96 220L60 460L10 460Z", mix(p.c3, p.c0, 0.62)),
    stroke("M-68 194C-40 246 40 246 68 194", mix(p.c3, p.key, 0.2), 4, { opacity: 0.8 }), coat(s, mass),
    stroke("M60 310C52 400 42 500 38 640", p.rim, 2.2, { opacity: 0.9 }), shape(left, mix(p.c2, p.key, 0.1)),
    shape(right, mix(p.c0, p.c1, 0.4)), crescent(ink, right, p.rim, -5, 3), crescent(ink, mass, p.rim, -7, 5)];
}

/** @type {Record<string, (s: Sitter) => Parts>} */
export const GARB = { suit, hoodie, rollneck, jacket };

/** @param {Sitter} s */
function beard({ ink, g, p, e }) {
  const m = g.mouthy;
  const t = g.turn;
  const o = e.gape * 12;
  return shape(d`M-100 2C-96 44 -78 70 -62 78C-48 74 -42 ${m - 18} -26 ${m - 20}C-12 ${m - 22} -6 ${m - 17} ${t} ${m - 16}C10 ${m - 17} 20 ${m - 22} 32 ${m - 20}C48 ${m - 16} 50 74 64 78C80 70 94 44 104 2L120 160L-120 160ZM-30 ${m - 8}C-36 ${m + 10} -30 ${m + 20 + o} ${t} ${m + 20 + o}C34 ${m + 20 + o} 40 ${m + 10} 36 ${m - 8}C20 ${m - 13} -16 ${m - 13} -30 ${m - 8}Z`,
    linear(ink, [-90, 40, 90, 90], [[0, p.h2], [0.35, p.h1], [1, p.h0]]), { "fill-rule": "evenodd", opacity: 0.95 });
}

/** @param {Sitter} s */
function lines({ g, p }) {
  const { eyed: x, mouthy: m, nosey: n, turn: t } = g;
  const half = [-1, 1].map((k) => stroke(d`M${k * (x - 16)} 17Q${k * (x + 2)} 25 ${k * (x + 20)} 14`, p.s1, 2.4, { opacity: 0.4 }));
  return group(null, half, stroke(d`M${t - 25} ${n + 2}C${t - 40} ${m - 18} ${t - 44} ${m - 6} ${t - 40} ${m + 12}`, p.s1, 3, { opacity: 0.4 }),
    stroke(d`M${t + 28} ${n + 2}C${t + 42} ${m - 18} ${t + 46} ${m - 6} ${t + 42} ${m + 12}`, p.s0, 3, { opacity: 0.35 }),
    stroke("M-54 -78C-26 -84 14 -84 44 -77", p.s1, 1.8, { opacity: 0.15 }));
}

/** @param {Sitter} s */
function glasses({ g, p }) {
  const a = -g.eyed + g.turn * 0.6;
  const b = g.eyed - 3 + g.turn * 0.6;
  const lens = (/** @type {number} */ x) => svg("circle", { cx: x, cy: 3, r: 33 });
  return group(null,
    group({ fill: "none", stroke: p.ink, "stroke-width": 3 }, lens(a), lens(b),
      svg("path", { d: d`M${a + 33} -4Q${g.turn * 0.6} -13 ${b - 33} -4M${a - 33} -4L-92 -10M${b + 33} -4L92 -10` })),
    shape(d`M${a - 24} -14L${a + 2} -24L${a - 18} 22Z`, p.glint, { opacity: 0.16 }));
}

/** @type {Record<string, {over: boolean, draw: (s: Sitter) => SVGElement}>} */
export const DETAILS = {
  beard: { over: false, draw: beard }, lines: { over: false, draw: lines },
  glasses: { over: true, draw: glasses },
};
