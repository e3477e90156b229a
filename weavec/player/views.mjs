/**
 * Families of places. In: a sketch. Out: the whole picture of a hall, a street, a room… The name of a backdrop chooses
 * the family, its letters and the mind's palette the rest.
 *
 * @import {Sketch} from "./kit.mjs"
 */

import { mix } from "./color.mjs";
import { stroke } from "./dom.mjs";
import { arch, beams, brokenRings, brush, crowd, glow, haze, HIGH, motes, ribs, ridge, skyline, sky, tone, tree, WIDE } from "./kit.mjs";
import { block, d, disc, group, linear, rosette, shape } from "./ink.mjs";

/** @param {Sketch} k a great hall: a woven emblem before a city, arches, rows of heads */
function hall(k) {
  const { look, ramp: r } = k;
  const warm = tone(k, 3.3);
  const stars = motes(k, 60, r[4], 260);
  const x = WIDE / 2;
  return [sky(k), stars, glow(k, x, 420, 560, warm, 0.7),
    skyline(k, { base: 610, lo: 130, hi: 380, body: tone(k, 1.7), foot: tone(k, 3), lit: tone(k, 3.5), windows: null, wide: [40, 84], valley: 0.45 }),
    haze(k, 330, 290, tone(k, 3), 0.5),
    skyline(k, { base: 640, lo: 190, hi: 400, body: tone(k, 0.8), foot: tone(k, 1.8), lit: tone(k, 3.4), windows: r[4], wide: [56, 110] }),
    haze(k, 420, 220, tone(k, 3), 0.34),
    group({ transform: `translate(${x} 262)` }, glow(k, 0, 0, 400, warm, 0.9, r[4]), rosette(236, 16, 5, tone(k, 3.8), 0.5), rosette(236, 16, 5, look.acc, 0.5, Math.PI / 2, 0.9),
      rosette(150, 10, 3, r[4], 0.6), rosette(262, 48, 1, look.rim, 0.05), disc(0, 0, 274, "none", { stroke: look.rim, "stroke-width": 2.6 }), disc(0, 0, 282, "none", { stroke: look.rim, "stroke-width": 0.8 })),
    ribs(mix(r[0], r[1], 0.5), r[0], tone(k, 3.5)),
    shape("M-20 560C300 490 980 490 1300 560V740H-20Z", mix(r[0], r[1], 0.6)),
    stroke("M220 540A420 34 0 0 1 1060 540", tone(k, 3.7), 2, { opacity: 0.8 }),
    crowd(k, 548, 9, tone(k, 1), tone(k, 3)), crowd(k, 574, 14, tone(k, 0.5), tone(k, 3.2)), crowd(k, 616, 23, mix(r[0], "#000000", 0.15), tone(k, 3.5))];
}

/** @param {Sketch} k a street towards a light, tall fronts at both sides */
function street(k) {
  const { dice, ramp: r, look } = k;
  const x = WIDE / 2;
  const y = 430;
  const front = (/** @type {-1 | 1} */ side) => {
    const parts = [];
    for (let i = 0; i < 3; i += 1) {
      const near = x + side * [640, 410, 230][i];
      const far = x + side * [410, 230, 130][i];
      const top = [-60, 40, 170][i] + dice.span(-30, 30);
      const back = top + [110, 120, 90][i];
      const foot = (/** @type {number} */ at) => y + 60 + (Math.abs(at - x) / 640) * 250;
      const tint = [tone(k, 0.15), tone(k, 0.75), tone(k, 1.4)][i];
      parts.unshift(group(null, shape(d`M${near} ${top}L${far} ${back}V${foot(far)}L${near} ${foot(near)}Z`, tint), stroke(d`M${far} ${back}V${foot(far)}`, tone(k, 3.2), 2, { opacity: 0.8 }),
        shape(panes(near, far, top, back, i), i === 0 ? tone(k, 3.2) : tone(k, 2.8), { opacity: i ? 0.55 : 0.85 })));
    }
    return parts;
  };
  const panes = (/** @type {number} */ near, /** @type {number} */ far, /** @type {number} */ top, /** @type {number} */ back, /** @type {number} */ depth) => {
    let data = "";
    const columns = 5 - depth;
    for (let c = 0; c < columns; c += 1) {
      for (let row = 0; row < 6 - depth; row += 1) {
        if (dice.next() < 0.58) continue;
        const at = (/** @type {number} */ t, /** @type {number} */ v) => {
          const px = near + (far - near) * t;
          const edge = top + (back - top) * t;
          const low = y + 60 + (Math.abs(px - x) / 640) * 250;
          return [px, edge + (low - edge) * v];
        };
        const t0 = (c + 0.25) / columns;
        const t1 = (c + 0.7) / columns;
        const v0 = 0.1 + row * 0.13;
        const [a, b, e, f] = [at(t0, v0), at(t1, v0), at(t1, v0 + 0.075), at(t0, v0 + 0.075)];
        data += d`M${a[0]} ${a[1]}L${b[0]} ${b[1]}L${e[0]} ${e[1]}L${f[0]} ${f[1]}Z`;
      }
    }
    return data;
  };
  const lamps = Array.from({ length: 9 }, (_, i) => {
    const lx = 60 + i * 145;
    const ly = 150 + 60 * Math.sin((i / 8) * Math.PI);
    return group(null, glow(k, lx, ly, 60, tone(k, 3.3), 0.55), disc(lx, ly, 9, tone(k, 3.6)));
  });
  return [sky(k, [0, 0.34, 0.52, 0.62, 0.72]), motes(k, 50, r[4], 240, 1.4), beams(x, y, tone(k, 3.4), 22, 0.16), glow(k, x, y, 420, tone(k, 3.2), 0.85, r[4]),
    skyline(k, { base: 520, lo: 60, hi: 170, body: tone(k, 2), foot: tone(k, 3.2), lit: tone(k, 3.8), windows: null, wide: [26, 54], valley: 0.2 }),
    shape(d`M-20 ${HIGH}L${x - 130} 500H${x + 130}L${WIDE + 20} ${HIGH}Z`, linear(k.ink, [0, 480, 0, HIGH], [[0, tone(k, 2.4)], [0.5, tone(k, 1)], [1, r[0]]])),
    ...front(-1), ...front(1), stroke("M-20 96Q640 320 1300 96", r[0], 3, { opacity: 0.7 }), ...lamps,
    crowd(k, 560, 11, mix(tone(k, 0.6), look.ink, 0.3), tone(k, 3)), crowd(k, 622, 22, look.ink, tone(k, 3.2))];
}

/** @param {Sketch} k a room at night: a window over a city, a lamp, things at the edges */
function room(k) {
  const { dice, ramp: r, look } = k;
  const wall = linear(k.ink, [0, 0, WIDE, 0], [[0, tone(k, 0.3)], [0.5, tone(k, 1.15)], [1, tone(k, 0.2)]]);
  const x = dice.pick([470, 560, 640]);
  const sash = (/** @type {number} */ a, /** @type {number} */ b) => block(a, b, 8, 330, tone(k, 0.1));
  return [block(0, 0, WIDE, HIGH, wall), ...Array.from({ length: 26 }, (_, i) => stroke(d`M${i * 52 - 10} 0V560`, tone(k, 1.4), 1, { opacity: 0.14 })),
    group({ transform: `translate(${x - 640} 0)` }, block(440, 76, 400, 350, tone(k, 0.05)),
      block(454, 90, 372, 322, linear(k.ink, [0, 90, 0, 412], [[0, tone(k, 1.2)], [0.5, tone(k, 2.2)], [1, tone(k, 3.6)]])), disc(740, 160, 34, r[4], { opacity: 0.9 }), glow(k, 740, 160, 150, r[4], 0.5),
      shape("M454 412V330H490V300H520V340H556V280H580V350H620V310L640 286L660 310V356H700V320H742V350H770V290H800V340H826V412Z", tone(k, 1)),
      stroke("M500 340v8M530 360v8M566 300v8M590 380v8M640 330v8M712 340v8M784 310v8", r[4], 4), sash(636, 90), block(454, 246, 372, 8, tone(k, 0.1)),
      shape("M420 60C440 190 430 320 386 452H470C460 320 470 180 462 60Z", mix(look.acc, look.ink, 0.62)), shape("M860 60C840 190 850 320 894 452H810C820 320 810 180 818 60Z", mix(look.acc, look.ink, 0.7))),
    glow(k, x, 300, 430, tone(k, 3), 0.32),
    shape(d`M-20 556H${WIDE + 20}V${HIGH}H-20Z`, linear(k.ink, [0, 556, 0, HIGH], [[0, tone(k, 0.9)], [1, r[0]]])), stroke("M-20 556H1300", tone(k, 2), 1.6, { opacity: 0.6 }),
    shape(d`M${x - 190} ${HIGH}L${x - 60} 556H${x + 190}L${x + 360} ${HIGH}Z`, tone(k, 3), { opacity: 0.16 }),
    glow(k, 1120, 330, 300, tone(k, 3.3), 0.6, r[4]), shape("M1080 330L1100 270H1146L1166 330Z", tone(k, 3.5)), block(1120, 330, 6, 300, look.ink), shape("M1060 640H1190L1200 720H1050Z", look.ink),
    shape("M-20 430H150C176 430 186 450 186 476V720H-20Z", mix(r[0], look.ink, 0.5)), stroke("M-20 430H150C176 430 186 450 186 476V720", tone(k, 3), 2, { opacity: 0.6 }),
    ...Array.from({ length: 9 }, (_, i) => block(10 + i * 17, 430 - dice.span(46, 92), 13, 92, mix(dice.pick([tone(k, 1.6), look.acc, tone(k, 2.4)]), look.ink, 0.5)))];
}

/** @param {Sketch} k a painter's wall in daylight, or the same wall by lamp in a dark palette */
function studio(k) {
  const { dice, ramp: r, look } = k;
  const paper = look.pale ? r[4] : mix(r[1], r[2], 0.25);
  const dark = look.pale ? r[0] : mix(r[0], "#000000", 0.2);
  const paints = look.pale ? [r[2], look.acc, r[1], dark, mix(r[2], r[4], 0.4)] : [r[3], look.acc, look.rim, r[4], mix(r[2], r[3], 0.5)];
  const strokes = Array.from({ length: 13 }, (_, i) => {
    const px = dice.span(500, 960);
    const py = dice.span(60, 300);
    const a = dice.span(-1.2, 1.2) + (i % 2 ? Math.PI / 2 : 0);
    const l = dice.span(90, 260);
    return brush(k, [px, py], [px + Math.cos(a) * l, py + Math.abs(Math.sin(a)) * l], dice.span(-60, 60), dice.span(18, 74), dice.pick(paints));
  });
  const scratches = Array.from({ length: 60 }, (_, i) => {
    const px = i % 2 ? dice.span(1080, 1280) : dice.span(0, 330);
    const py = dice.span(0, 560);
    return d`M${px} ${py}l-18 46`;
  }).join("");
  return [block(0, 0, WIDE, HIGH, linear(k.ink, [0, 0, WIDE, 0], [[0, mix(paper, r[3], 0.35)], [0.4, paper], [1, mix(paper, r[3], 0.45)]])),
    stroke(scratches, dark, 1.6, { opacity: 0.28 }), look.pale ? null : glow(k, 720, 260, 520, r[3], 0.5),
    block(56, 56, 258, 358, dark), block(66, 66, 238, 338, linear(k.ink, [0, 66, 0, 404], [[0, mix(look.amb, "#1a1040", 0.6)], [1, mix(look.amb, r[1], 0.5)]])),
    shape("M66 404V250H90V210H118V270H150V230L166 200L182 230V280H210V240H240V300H270V220H304V404Z", mix(dark, look.amb, 0.35)), stroke("M98 240v6M128 300v6M160 250v6M220 280v6M250 330v6M286 250v6", look.rim, 5),
    block(180, 60, 10, 350, dark), block(60, 176, 250, 8, dark), block(1060, -10, 14, 570, mix(paper, dark, 0.3)),
    group(null, strokes), ...Array.from({ length: 18 }, () => disc(dice.span(470, 1020), dice.span(40, 480), dice.span(2, 9), dice.pick(paints))),
    shape("M-20 560L1300 520V740H-20Z", mix(dark, r[1], 0.25)), group({ transform: "translate(1086 340)" }, block(0, 0, 190, 250, dark), block(14, 14, 162, 222, mix(paper, "#ffffff", 0.1)),
      brush(k, [30, 200], [150, 50], 30, 40, paints[0]), brush(k, [40, 60], [140, 200], -30, 34, paints[1]))];
}

/** @param {Sketch} k the inside of a machine: rings around a light, pillars */
function core(k) {
  const { dice, ramp: r, look } = k;
  const x = WIDE / 2;
  const y = 268;
  const traces = Array.from({ length: 26 }, (_, i) => {
    const a = (i / 26) * 2 * Math.PI + dice.span(-0.05, 0.05);
    const p = (/** @type {number} */ q, /** @type {number} */ t) => [x + q * Math.cos(t), y + q * Math.sin(t)];
    const [m, n, o] = [p(150, a), p(dice.span(260, 380), a), p(560, a + dice.span(-0.14, 0.14))];
    return group(null, stroke(d`M${m[0]} ${m[1]}L${n[0]} ${n[1]}L${o[0]} ${o[1]}`, tone(k, 2.7), 1.5, { opacity: 0.5 }), i % 3 ? null : disc(o[0] * 0.5 + n[0] * 0.5, o[1] * 0.5 + n[1] * 0.5, 4, look.acc));
  });
  const pillars = [0, 1, 2].flatMap((i) => [-1, 1].map((side) => {
    const px = x + side * [600, 486, 428][i];
    const w = [120, 54, 22][i];
    const left = side < 0 ? px - w : px;
    return group(null, block(left, -10, w, 740, linear(k.ink, [left, 0, left + w, 0], side < 0 ? [[0, r[0]], [1, tone(k, 1)]] : [[0, tone(k, 1)], [1, r[0]]])), stroke(d`M${px} -10V730`, tone(k, 3), [7, 4, 3][i], { opacity: 0.85 }),
      stroke(Array.from({ length: 14 }, () => d`M${left + 8} ${dice.span(0, 560)}h${w * dice.span(0.3, 0.8)}`).join(""), tone(k, 2.3), 1.4, { opacity: 0.4 }));
  }));
  const pods = [-1, 1].flatMap((side) => [0, 1, 2].map((i) => {
    const px = x + side * (150 + i * 165);
    const s = 1 + i * 0.75;
    return group({ transform: d`translate(${px} ${500 + i * 34}) scale(${s})` }, shape("M-22 40V6C-22 -34 22 -34 22 6V40Z", mix(r[0], r[1], 0.5)), stroke("M-22 40V6C-22 -34 22 -34 22 6V40", tone(k, 2.6), 1.6), group(null, disc(0, 4, 9, tone(k, 2.4), { opacity: 0.5 })), stroke("M-28 42H28", look.acc, 1.4, { opacity: 0.6 }));
  }));
  return [block(0, 0, WIDE, HIGH, linear(k.ink, [0, 0, 0, HIGH], [[0, tone(k, 0.7)], [0.4, tone(k, 1.5)], [0.75, tone(k, 0.6)], [1, r[0]]])), glow(k, x, y, 620, tone(k, 2.4), 0.85, tone(k, 3)),
    ...traces, brokenRings(k, x, y, [86, 104, 136, 190, 262, 300, 362, 430], tone(k, 2.9)), glow(k, x, y, 210, tone(k, 3.3), 1, r[4]), ...pillars,
    shape("M-20 520H1300V740H-20Z", linear(k.ink, [0, 500, 0, HIGH], [[0, tone(k, 0.5)], [1, r[0]]])), ...pods.reverse()];
}

/** @param {Sketch} k nested arches with the light within */
function vault(k) {
  const { ramp: r } = k;
  const x = WIDE / 2;
  const layers = Array.from({ length: 6 }, (_, j) => 5 - j).flatMap((i) => {
    const a = arch(x, 690 - i * 98, -150 + i * 38, 660 - i * 26);
    const fill = mix(r[0], tone(k, 2.8), (i / 5) ** 1.15 * 0.85);
    return [i ? shape(`M-20 -200H1300V740H-20Z${a}`, fill, { "fill-rule": "evenodd" }) : null, stroke(a, tone(k, 3.5), 2.6 - i * 0.3, { opacity: 0.9 - i * 0.1 })];
  });
  const aisle = shape("M-20 740L560 520H720L1300 740Z", linear(k.ink, [0, 510, 0, HIGH], [[0, tone(k, 3)], [0.5, tone(k, 1.2)], [1, r[0]]]));
  return [block(0, 0, WIDE, HIGH, linear(k.ink, [0, 0, 0, HIGH], [[0, tone(k, 2.6)], [0.4, tone(k, 3.4)], [0.8, tone(k, 2)], [1, r[0]]])), beams(x, 210, r[4], 30, 0.3), glow(k, x, 240, 320, tone(k, 3.6), 0.9, r[4]),
    ...layers, shape("M-20 528H1300V740H-20Z", tone(k, 0.5)), aisle, shape(`M-20 -220H1300V760H-20Z${arch(x, 640, -170, 760)}`, r[0], { "fill-rule": "evenodd" }),
    ...[-3, -2, 2, 3].map((i) => group(null, block(x + i * 150 - 13, 380 + Math.abs(i) * 10, 26, 300, tone(k, 0.3)), glow(k, x + i * 150, 372 + Math.abs(i) * 10, 70, tone(k, 3.4), 0.8, r[4]), disc(x + i * 150, 372 + Math.abs(i) * 10, 7, r[4])))];
}

/** @param {Sketch} k water under a low light, a pier, a far cape */
function shore(k) {
  const { dice, ramp: r, look } = k;
  const x = dice.pick([560, 640, 720]);
  const horizon = 392;
  const glitter = Array.from({ length: 70 }, () => {
    const t = dice.next();
    const w = 24 + t * 190;
    const px = x + dice.span(-w, w);
    return d`M${px} ${horizon + 8 + t * t * 250}h${10 + t * 46}`;
  }).join("");
  const waves = [0, 1, 2, 3].map((i) => shape(ridge(k, horizon + 60 + i * i * 26 + i * 18, 9 + i * 7, 5 + i), tone(k, 1.5 - i * 0.38), { opacity: 0.62 }));
  const posts = Array.from({ length: 8 }, (_, i) => {
    const px = 1270 - i * 74;
    const s = 1 - i * 0.095;
    return group(null, block(px - 7 * s, 470 - 20 * s, 14 * s, 150 * s, look.ink), stroke(d`M${px - 7 * s} ${470 - 20 * s}V${470 + 120 * s}`, tone(k, 3.2), 1.6, { opacity: 0.8 }));
  });
  return [sky(k, [0, 0.22, 0.38, 0.49, 0.545]), motes(k, 60, r[4], 190, 1.5), glow(k, x, 348, 520, tone(k, 3.3), 0.75, r[4]), disc(x, 346, 58, r[4]),
    shape(d`M-20 ${horizon}C120 ${horizon - 70} 220 ${horizon - 92} 300 ${horizon - 40}C360 ${horizon - 16} 400 ${horizon - 8} 430 ${horizon}Z`, tone(k, 1.5)), stroke(d`M-20 ${horizon}C120 ${horizon - 70} 220 ${horizon - 92} 300 ${horizon - 40}C360 ${horizon - 16} 400 ${horizon - 8} 430 ${horizon}`, tone(k, 3.4), 2, { opacity: 0.7 }),
    block(0, horizon, WIDE, HIGH - horizon, linear(k.ink, [0, horizon, 0, HIGH], [[0, tone(k, 2.7)], [0.3, tone(k, 1.6)], [1, r[0]]])), ...waves, stroke(glitter, r[4], 3, { opacity: 0.62 }),
    shape("M700 452L1300 430V470L700 466Z", look.ink), stroke("M700 452L1300 430", tone(k, 3.3), 2, { opacity: 0.8 }), ...posts, shape("M-20 640C260 600 420 690 760 680C1000 676 1180 640 1300 656V740H-20Z", mix(r[0], look.ink, 0.5))];
}

/** @param {Sketch} k hills in haze, trees at the edges */
function hills(k) {
  const { dice, ramp: r, look } = k;
  const x = dice.pick([540, 640, 740]);
  const layers = [0, 1, 2, 3].flatMap((i) => {
    const line = ridge(k, 350 + i * 62, 60 - i * 8, 4 + i);
    return [shape(line, tone(k, 2.5 - i * 0.66)), stroke(line, tone(k, 3.5), 1.6, { opacity: 0.4 - i * 0.06 }), haze(k, 380 + i * 58, 90, tone(k, 2.9), 0.26 - i * 0.06)];
  });
  const far = Array.from({ length: 16 }, () => tree(k, dice.span(0, WIDE), dice.span(470, 520), dice.span(36, 70), tone(k, 0.8)));
  const near = [-30, 90, 190, 1090, 1200, 1310].map((px) => tree(k, px, 690, dice.span(330, 560), mix(r[0], look.ink, 0.6)));
  return [sky(k, [0, 0.24, 0.42, 0.56, 0.66]), motes(k, 50, r[4], 240, 1.5), glow(k, x, 300, 520, tone(k, 3.3), 0.7, r[4]), disc(x, 250, 62, r[4], { opacity: 0.95 }), ...layers, ...far,
    shape(ridge(k, 590, 30, 5), tone(k, 0.35)), ...near, shape(ridge(k, 668, 16, 6), look.ink)];
}

/** @param {Sketch} k no place at all: threads in the dark around a light */
function drift(k) {
  const { dice, ramp: r, look } = k;
  const x = WIDE / 2;
  const colors = [look.rim, look.acc, tone(k, 2.6), r[3]];
  const threads = Array.from({ length: 46 }, (_, i) => {
    const y = 30 + i * 13 + dice.span(-16, 16);
    return stroke(d`M-20 ${y}C${dice.span(200, 460)} ${y + dice.span(-160, 160)} ${dice.span(720, 1000)} ${y + dice.span(-160, 160)} 1300 ${y + dice.span(-60, 60)}`, dice.pick(colors), dice.span(0.6, 2), { opacity: dice.span(0.25, 0.8).toFixed(2) });
  });
  return [block(0, 0, WIDE, HIGH, linear(k.ink, [0, 0, 0, HIGH], [[0, r[0]], [0.5, tone(k, 1.3)], [1, r[0]]])), motes(k, 110, r[4], HIGH, 1.8), glow(k, x, 280, 520, tone(k, 2.4), 0.75, tone(k, 3.4)),
    group(null, threads), group({ transform: `translate(${x} 280)` }, glow(k, 0, 0, 220, tone(k, 3.4), 0.9, r[4]), rosette(170, 12, 5, r[4], 0.5), rosette(190, 40, 1, look.rim, 0.06)), ribs(mix(r[0], r[1], 0.35), mix(r[0], "#000000", 0.3), tone(k, 2.6))];
}

const FAMILIES = { hall, street, room, studio, core, vault, shore, hills, drift };

/** @type {[keyof typeof FAMILIES, RegExp][]} */
const NAMES = [
  ["hall", /audit|hall|theat|stage|opera|forum|arena|court|council/],
  ["studio", /studio|atelier|galler|workshop|paint|museum/],
  ["core", /core|lab|machin|engine|server|reactor|station|clinic|hospital|ship|chamber|pod/],
  ["shore", /shore|sea|beach|coast|lake|island|river|harbo|dock|pier|ocean|bay|tide|water|boat/],
  ["street", /street|rally|city|alley|square|plaza|market|road|town|village|gate|roof|terrace|bar$|shop/],
  ["hills", /hill|forest|field|garden|mountain|park|wood|valley|meadow|farm|grave|path|sky|dawn|night/],
  ["vault", /corridor|temple|church|librar|tunnel|vault|archive|palace|castle|school|tower|stair|cave|metro/],
  ["room", /room|kitchen|office|home|house|flat|bed|cabin|hotel|inn|caf|study|attic|cell|den|hut|train/],
  ["drift", /dream|weave|void|mind|memory|nowhere|dark|space|star|sleep/],
];

/**
 * The family of a place: by a word of its name, else by its letters.
 * @param {string} name
 * @param {Sketch} k
 */
export function drawPlace(name, k) {
  const low = name.toLowerCase();
  const known = NAMES.find(([, pattern]) => pattern.test(low));
  const family = known ? known[0] : k.dice.pick(/** @type {const} */ (["vault", "hills", "drift", "room"]));
  return /** @type {SVGElement[]} */ (FAMILIES[family](k).filter(Boolean));
}
