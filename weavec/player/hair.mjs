/**
 * Hair. In: a sitter. Out: what lies behind the head and what lies in front of the face. Any of them fits anybody.
 *
 * @import {Sitter} from "./face.mjs"
 */

import { diceOf } from "./dice.mjs";
import { stroke } from "./dom.mjs";
import { clipTo, crescent, d, group, ribbonsBetween, shape } from "./ink.mjs";

/** @typedef {{back: (SVGElement | null)[], front: (SVGElement | null)[]}} Layers */

const CAP = "M-98 -18C-118 -112 -78 -176 0 -176C80 -176 120 -112 102 -18C104 20 100 44 92 60L70 10L-70 10L-92 56C-98 40 -100 10 -98 -18Z";

/** @param {Sitter} s */
function ears({ g, p }) {
  const c = g.cheek;
  return [
    shape(d`M${3 - c} -14C${-c - 14} -26 ${-c - 17} 4 ${-c - 9} 24C${-c - 5} 36 ${4 - c} 38 ${8 - c} 26Z`, p.s2),
    shape(d`M${-c} -4C${-c - 9} -8 ${-c - 9} 8 ${-c - 3} 20`, p.s1, { opacity: 0.8 }),
    shape(d`M${c - 3} -14C${c + 14} -26 ${c + 17} 4 ${c + 9} 24C${c + 5} 36 ${c - 4} 38 ${c - 8} 26Z`, p.s0),
    stroke(d`M${c + 3} -15C${c + 14} -20 ${c + 15} 4 ${c + 8} 24`, p.rim, 2.2, { opacity: 0.9 }),
  ];
}

/**
 * A mass of hair with strands inside it and a lit edge.
 * @param {Sitter} s
 * @param {string} mass
 * @param {SVGElement[]} strands
 * @param {string} [tone]
 */
function lock({ ink, p }, mass, strands, tone) {
  return group(null, shape(mass, tone ?? p.h1), group({ "clip-path": clipTo(ink, mass) }, strands),
    crescent(ink, mass, p.rim, -6, 4));
}

/** @param {Sitter} s short sides, textured top from a side parting */
function crop(s) {
  const { p } = s;
  const top = "M-97 -26C-104 -60 -106 -92 -96 -118C-88 -146 -64 -172 -26 -180C10 -190 62 -184 86 -158C112 -136 112 -78 100 -26C95 -24 93 -20 91 -6C90 -40 88 -66 74 -88C52 -104 8 -96 -22 -104C-44 -108 -60 -106 -68 -112C-70 -100 -80 -84 -86 -62C-90 -40 -91 -20 -91 -6C-94 -20 -95 -24 -97 -26Z";
  const strands = [...ribbonsBetween([[-70, -116], [-60, -170], [20, -206], [96, -130]], [[-66, -108], [-20, -116], [40, -110], [80, -80]], 7, [p.h1, p.h2, p.h1, p.h0], "crop"),
    shape("M58 -190C110 -170 124 -80 100 0L86 0C96 -60 92 -130 58 -190Z", p.h0, { opacity: 0.8 })];
  return { back: [shape(CAP, p.h0), ...ears(s)], front: [lock(s, top, strands)] };
}

/** @param {Sitter} s cut close, a hard line at the brow */
function fade(s) {
  const { g, p } = s;
  const c = g.cheek;
  const top = d`M${-c - 2} -26C${-c - 8} -108 -62 -152 0 -152C64 -152 ${c + 8} -108 ${c + 2} -26C${c - 4} -24 ${c - 5} -18 ${c - 6} -6C${c - 8} -44 ${c - 12} -74 60 -88C40 -100 -40 -100 -60 -88C${12 - c} -74 ${8 - c} -44 ${6 - c} -6C${5 - c} -20 ${2 - c} -24 ${-c - 2} -26Z`;
  const strands = [shape("M-80 -160C-40 -170 10 -166 30 -150C-10 -140 -50 -120 -74 -84L-110 -60Z", p.h2, { opacity: 0.55 }),
    shape("M40 -160C96 -140 120 -60 96 0L70 0C84 -60 84 -120 40 -160Z", p.h0, { opacity: 0.9 })];
  return { back: ears(s), front: [lock(s, top, strands)] };
}

/** @param {Sitter} s long and loose, two wings from a side parting */
function waves(s) {
  const { ink, p } = s;
  const back = "M-100 -20C-126 -112 -84 -184 0 -184C92 -184 130 -108 112 -14C116 50 146 84 142 151C140 210 118 250 92 262C104 230 90 200 70 189L-70 189C-92 200 -104 230 -92 260C-128 246 -150 210 -146 151C-142 84 -112 50 -100 -20Z";
  const inner = [...ribbonsBetween([[70, -120], [150, -20], [120, 105], [150, 250]], [[60, -60], [96, 40], [70, 105], [84, 270]], 6, [p.h0, p.h1, p.h0], "waves-r"),
    ...ribbonsBetween([[-70, -120], [-150, -20], [-118, 105], [-152, 250]], [[-60, -60], [-96, 40], [-72, 105], [-84, 270]], 6, [p.h1, p.h2, p.h1, p.h0], "waves-l")];
  const left = "M-22 -158C-92 -164 -128 -90 -106 -8C-114 40 -136 80 -128 139C-120 181 -108 202 -98 210C-112 147 -98 88 -90 70C-92 20 -96 -10 -86 -46C-74 -84 -44 -112 -16 -124Z";
  const right = "M-24 -158C64 -190 126 -110 106 -8C112 40 130 84 122 130C116 168 108 181 100 189C110 130 98 76 90 60C94 10 92 -26 78 -58C60 -92 26 -108 -20 -122Z";
  return {
    back: [shape(back, p.h0), group({ "clip-path": clipTo(ink, back) }, inner), crescent(ink, back, p.rim, -6, 3)],
    front: [
      group(null, shape(left, p.h1), group({ "clip-path": clipTo(ink, left) }, ribbonsBetween([[-20, -160], [-100, -160], [-132, -40], [-140, 210]], [[-16, -122], [-56, -106], [-84, -40], [-96, 210]], 6, [p.h1, p.h2, p.h1, p.h0], "wing-l"))),
      lock(s, right, ribbonsBetween([[-22, -160], [80, -190], [128, -60], [132, 210]], [[-18, -122], [44, -110], [86, -40], [96, 210]], 6, [p.h0, p.h1, p.h0], "wing-r"), p.h0),
    ],
  };
}

/** @param {Sitter} s to the chin, a heavy fringe to one side */
function bob(s) {
  const { ink, p } = s;
  const back = "M-98 96C-128 20 -132 -120 -50 -166C10 -194 100 -176 118 -90C130 -20 122 60 108 112C98 132 78 132 68 124L60 -40L-70 -40L-66 104C-78 114 -92 110 -98 96Z";
  const fringe = "M34 -170C104 -150 124 -62 108 34C108 70 106 88 96 106C84 102 78 84 82 60C88 20 86 -20 70 -56C36 -72 -14 -84 -40 -124C-50 -84 -74 -60 -82 -30C-88 4 -86 66 -80 116C-98 114 -114 60 -116 -20C-122 -110 -62 -190 34 -170Z";
  const strands = [...ribbonsBetween([[-42, -178], [-130, -170], [-134, -20], [-96, 130]], [[-42, -122], [-64, -70], [-92, -40], [-80, 130]], 6, [p.h1, p.h2, p.h1, p.h0], "bob-l"),
    ...ribbonsBetween([[-44, -178], [90, -196], [138, -60], [100, 112]], [[-42, -122], [0, -76], [72, -70], [80, 104]], 7, [p.h0, p.h1, p.h0, p.h2], "bob-r")];
  return { back: [shape(back, p.h0), crescent(ink, back, p.rim, -6, 3)], front: [lock(s, fringe, strands)] };
}

/** @param {Sitter} s tight curls as a cloud */
function cloud(s) {
  const { ink, p } = s;
  const dice = diceOf("cloud");
  const rad = (/** @type {number} */ a) => (a * Math.PI) / 180;
  const points = Array.from({ length: 19 }, (_, i) => rad(148 + (i * 244) / 18)).map((a) => [2 + 128 * Math.cos(a), -62 + 124 * Math.sin(a)]);
  let back = d`M${points[0][0]} ${points[0][1]}`;
  for (let i = 1; i < points.length; i += 1) {
    const r = Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]) * dice.span(0.54, 0.66);
    back += d`A${r} ${r} 0 0 1 ${points[i][0]} ${points[i][1]}`;
  }
  back += "L70 30L-70 30Z";
  const bumps = Array.from({ length: 46 }, () => {
    const a = rad(dice.span(150, 390));
    const q = Math.sqrt(dice.span(0.35, 0.95));
    const x = 2 + 128 * q * Math.cos(a);
    const y = -62 + 124 * q * Math.sin(a);
    const r = dice.span(13, 24);
    const tone = x < -18 && y < -40 ? p.h2 : x < 46 ? p.h1 : p.h0;
    return shape(d`M${x - r} ${y + r * 0.4}A${r} ${r} 0 1 1 ${x + r} ${y + r * 0.4}A${r * 1.2} ${r} 0 0 0 ${x - r} ${y + r * 0.4}Z`, tone, { opacity: 0.75 });
  });
  const line = "M-100 -8C-112 -70 -84 -132 0 -138C88 -132 116 -70 102 -8C98 -10 94 -18 92 -30A17 17 0 0 1 78 -58A19 19 0 0 1 58 -82A21 21 0 0 1 26 -94A21 21 0 0 1 -10 -98A21 21 0 0 1 -44 -90A19 19 0 0 1 -70 -70A18 18 0 0 1 -86 -40A16 16 0 0 1 -92 -14Z";
  return {
    back: [shape(back, p.h1), group({ "clip-path": clipTo(ink, back) }, shape("M60 -230C150 -170 160 -40 100 60L40 60C90 -40 100 -140 60 -230Z", p.h0, { opacity: 0.7 }), bumps), crescent(ink, back, p.rim, -7, 4), ...ears(s)],
    front: [shape(line, p.h1), group({ "clip-path": clipTo(ink, line) }, shape("M30 -150C110 -130 130 -60 100 0L80 0C92 -50 84 -110 30 -150Z", p.h0))],
  };
}

/** @param {Sitter} s combed straight back from a peak */
function swept(s) {
  const { p } = s;
  const top = "M-98 -20C-112 -112 -78 -182 0 -186C82 -184 118 -110 101 -20C97 -22 93 -16 91 4C92 -34 88 -66 70 -92C50 -108 30 -112 8 -96C-14 -116 -42 -112 -64 -94C-84 -70 -92 -36 -91 4C-93 -16 -95 -22 -98 -20Z";
  const strands = [...ribbonsBetween([[8, -92], [-40, -112], [-98, -110], [-104, 10]], [[6, -96], [-20, -160], [-60, -190], [-120, -120]], 7, [p.h1, p.h2, p.h1, p.h0], "swept-l"),
    ...ribbonsBetween([[8, -92], [44, -112], [92, -100], [100, 10]], [[6, -96], [24, -170], [70, -196], [124, -110]], 7, [p.h0, p.h1, p.h0, p.h1], "swept-r")];
  return { back: [shape(CAP, p.h0), ...ears(s)], front: [lock(s, top, strands)] };
}

/** @param {Sitter} s parted in the middle, a knot high behind */
function knot(s) {
  const { ink, p } = s;
  const ball = "M-6 -168C-34 -206 -20 -262 34 -268C88 -268 108 -218 86 -180C70 -154 20 -148 -6 -168Z";
  const cap = "M-99 0C-118 -96 -84 -172 0 -174C86 -172 120 -96 102 0C98 18 94 30 88 40C92 4 90 -30 76 -60C58 -92 30 -108 -2 -132C-34 -108 -60 -92 -78 -60C-92 -30 -92 4 -88 40C-95 30 -98 18 -99 0Z";
  const strands = [...ribbonsBetween([[-2, -146], [-70, -140], [-116, -70], [-98, 44]], [[-2, -130], [-36, -104], [-76, -70], [-88, 44]], 6, [p.h1, p.h2, p.h1, p.h0], "knot-l"),
    ...ribbonsBetween([[-2, -146], [74, -144], [120, -70], [100, 44]], [[-2, -130], [36, -104], [78, -70], [88, 44]], 6, [p.h0, p.h1, p.h0], "knot-r")];
  const coil = ribbonsBetween([[0, -170], [-30, -230], [20, -280], [90, -220]], [[30, -160], [40, -200], [50, -220], [80, -180]], 6, [p.h1, p.h2, p.h1, p.h0], "knot");
  return {
    back: [shape(CAP, p.h0), shape(ball, p.h1), group({ "clip-path": clipTo(ink, ball) }, coil), crescent(ink, ball, p.rim, -7, 5),
      stroke("M-8 -150L104 -262", p.rim, 4)],
    front: [lock(s, cap, strands)],
  };
}

/** @type {Record<string, (s: Sitter) => Layers>} */
export const HAIR = { crop, fade, waves, bob, cloud, swept, knot };
