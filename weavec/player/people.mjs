/**
 * People. In: an id and a declared colour, which are only a seed, and the light of a mind. Out: a bust. The same two give
 * the same person on every page; nothing is inferred from the letters of a name.
 *
 * @import {Dice} from "./dice.mjs"
 * @import {Geometry, Tones} from "./face.mjs"
 * @import {Look} from "./look.mjs"
 */

import { mix } from "./color.mjs";
import { diceOf } from "./dice.mjs";
import { svg } from "./dom.mjs";
import { drawFace, expressionOf } from "./face.mjs";
import { DETAILS, GARB } from "./garb.mjs";
import { HAIR } from "./hair.mjs";
import { group, newInk } from "./ink.mjs";

/**
 * @typedef {object} Person
 * @property {Geometry} geometry
 * @property {string[]} skin five tones, shadow to light
 * @property {string[]} hair three tones
 * @property {string[]} cloth dark, body, light, trim
 * @property {string} lip
 * @property {string} iris
 * @property {string} style of the hair
 * @property {string} dress
 * @property {string[]} details
 * @property {number} shoulders
 */

/** @type {Record<string, [string, string[], string, string[]]>} tones, hair that goes with them, lip, irises */
const SKINS = {
  pale: ["77454fb57a74dfab98f3cfb9fff0e0", ["copper", "wheat", "chestnut", "umber"], "#b5646a", ["#4b78a8", "#5d8a6a", "#7a5a34"]],
  rose: ["7d3d42b96a62e29c86f5c3aaffe7d2", ["wheat", "chestnut", "rust", "umber"], "#b85f60", ["#5b7d92", "#6f7f45", "#7a4e2c"]],
  olive: ["7a3f3ab06a52d99a77f0c19affe3c2", ["aubergine", "umber", "black", "chestnut"], "#a8485a", ["#8a5a2e", "#5a6b3a", "#4a2f1c"]],
  sand: ["6f4232a6704ecf9c70e8c092fbe0b8", ["black", "ink", "umber"], "#a85a56", ["#4a2f1c", "#3a2416"]],
  brown: ["55291f844634b06f4ed29a70f0c79b", ["black", "umber", "ink"], "#9c4a50", ["#3a2416", "#6b3d1e"]],
  deep: ["2f171c552b287d4636a3664acf9468", ["black", "umber", "ink"], "#8a4646", ["#4a2c18", "#2c1c14"]],
  ebony: ["20121b3d22275f3730855240b37c58", ["black", "ink", "plum"], "#7c3e44", ["#2c1a12", "#4a2c18"]],
};

/** @type {Record<string, string>} shadow, middle, light */
const HAIRS = {
  aubergine: "1c0d223a1a3c64304f", copper: "3a10187c2a1fc4552d", black: "0b0a141b1a2c35324d", ink: "0a0d16141c2c2a3a52",
  chestnut: "2310144a241f7e4530", wheat: "5d3c26a87a42e2bd7a", silver: "5b5a709b9bb0dedbe2", white: "86809ac9c3cff6f1ee",
  umber: "1a0f1033201c5b3a2c", plum: "2c0f355d2270a449a6", teal: "06262d0f4f572c9a95", rust: "33130f6b2a18a9512a",
};

/** @type {Record<string, string>} dark, body, light, trim */
const CLOTHS = {
  aubergine: "200d2f3b16506d2a6bf0c067", soot: "1410182a1c287a1f2cefe3cf", navy: "0b12301a2a5831508fff9d3c",
  teal: "03242b0a404814707ac8f560", slate: "12161f252e3f465573d8dfe8", moss: "141d142b3a2455693ae3cf8a",
  wine: "2309124a1022862338f2c7a0", ochre: "2e1a0c6b3f17b97a2ce9d3a0", bone: "4a3d3f8d7b73d9c9b4a6433a",
  ash: "1c1a2237333f67606fe8a07a", indigo: "15113a2b24705145b0f6b06a", clay: "2e141663302aa55d47f0dcc0",
};

const SHAPES = [[89, 64, 23, 131, 87], [92, 74, 30, 137, 90], [96, 80, 36, 141, 93], [87, 66, 25, 139, 86]];
const SOFT = ["waves", "bob", "knot", "cloud"];
const SHARP = ["crop", "fade", "swept", "cloud"];
const DRESS = { young: ["hoodie", "jacket", "rollneck", "suit"], adult: ["suit", "rollneck", "jacket"],
  old: ["suit", "rollneck", "jacket"] };

/** @param {string} packed six digits a tone */
function tones(packed) {
  return (packed.match(/.{6}/g) ?? []).map((hex) => `#${hex}`);
}

/**
 * @param {Dice} dice
 * @param {boolean} soft
 * @param {"young" | "adult" | "old"} age
 * @param {boolean} fair
 * @returns {Geometry}
 */
function geometryOf(dice, soft, age, fair) {
  const near = (/** @type {number} */ v, /** @type {number} */ by) => Math.round((v + dice.span(-by, by)) * 10) / 10;
  const form = SHAPES[(soft ? 0 : 1) + Math.floor(dice.next() * (soft ? 2 : 3))];
  const [cheek, jaw, chin, len, fore] = form.map((v) => near(v, 2));
  const old = age === "old";
  const nosey = near(63, 3);
  const mouthy = Math.max(near(soft ? 89 : 92, 2), nosey + 25);
  return {
    cheek, jaw, chin, fore, nosey, mouthy, len: Math.max(len, mouthy + 43),
    eyed: near(43.5, 1.5), eyew: near(24, 1), eyeh: { young: 12, adult: 10.8, old: 9 }[age] + (soft ? 0.8 : -0.6),
    upturn: near(3, 3), browy: near(soft ? -31 : -27, 2), browt: near(soft ? 7 : 10.5, 1.5), nosew: near(fair ? 18 : 21, 2),
    mouthw: near(26, 2.5), lipu: near(fair ? 5.8 : 7.5, 0.8) - (old ? 1.6 : 0), lipl: near(9.8, 0.8) - (old ? 2 : 0),
    lash: soft ? 6 : 3.8, turn: dice.pick([3, 4, 5]), iris: near(11, 0.4),
  };
}

/**
 * Somebody, from an id and the declared colour: another shade of it is another face.
 * @param {{id: string, color?: string | null}} being
 * @returns {Person}
 */
export function personOf({ id, color }) {
  const dice = diceOf(`person ${id} ${color ?? ""}`);
  const skin = dice.pick(Object.keys(SKINS));
  const age = /** @type {"young" | "adult" | "old"} */ (dice.pick(["young", "adult", "adult", "adult", "old"]));
  const soft = dice.next() < 0.5;
  const [tone, hairs, lip, irises] = SKINS[skin];
  const fair = skin === "pale" || skin === "rose" || skin === "olive";
  const geometry = geometryOf(dice, soft, age, fair);
  let hair = dice.pick(age === "old" ? ["silver", "white"] : hairs);
  if (age === "young" && dice.next() < 0.3) hair = dice.pick(["plum", "teal", "rust"]);
  const style = dice.pick(soft ? SOFT : SHARP);
  const details = age === "old" ? ["lines"] : [];
  if (!soft && dice.next() < 0.4) details.push("beard");
  if (dice.next() < 0.28) details.push("glasses");
  return {
    geometry, skin: tones(tone), hair: tones(HAIRS[hair]), cloth: tones(CLOTHS[dice.pick(Object.keys(CLOTHS))]), lip,
    iris: dice.pick(irises), style, dress: dice.pick(DRESS[age]), details,
    shoulders: soft ? dice.span(0.9, 0.98) : dice.span(0.97, 1.06),
  };
}

/**
 * The colours of somebody in a light: shadows take its hue, lit planes its lamp. Declared colours tint the clothes.
 * @param {Person} person
 * @param {Look} look
 * @param {string | null} color
 * @returns {Tones}
 */
function tonesIn(person, look, color) {
  const { skin: s, hair: h, cloth } = person;
  const ink = look.ink;
  const amb = look.amb;
  const key = look.light;
  const c = color ? [mix(color, ink, 0.86), mix(color, ink, 0.66), mix(color, ink, 0.4), mix(color, "#ffffff", 0.35)] : cloth;
  return {
    ink, amb, key, rim: look.rim, acc: look.acc, glint: mix("#ffffff", key, 0.3), iris: person.iris,
    s0: mix(mix(s[0], amb, 0.55), ink, 0.18), s1: mix(s[1], amb, 0.45), s2: mix(s[2], key, 0.06), s3: mix(s[3], key, 0.16),
    s4: mix(s[4], key, 0.3), h0: mix(h[0], amb, 0.25), h1: mix(h[1], amb, 0.25), h2: mix(h[2], key, 0.12),
    white: mix(mix("#f4ece4", amb, 0.14), s[3], 0.12), white2: mix(mix("#f4ece4", amb, 0.5), s[0], 0.2),
    brow: mix(h[0], ink, 0.4), lip0: mix(mix(person.lip, ink, 0.35), amb, 0.2), lip1: mix(person.lip, s[2], 0.25),
    c0: mix(c[0], ink, 0.2), c1: mix(c[1], amb, 0.2), c2: mix(c[2], amb, 0.18), c3: mix(c[3], look.rim, 0.25),
  };
}

/**
 * A bust as a group whose origin lies between the eyes.
 * @param {Person} person
 * @param {Look} look the light
 * @param {string | null} mood
 * @param {string | null} color
 */
export function drawBust(person, look, mood, color) {
  const ink = newInk();
  const sitter = { ink, g: person.geometry, p: tonesIn(person, look, color), e: expressionOf(mood) };
  /** @type {SVGElement[]} */
  const under = [];
  /** @type {SVGElement[]} */
  const over = [];
  for (const name of person.details) (DETAILS[name].over ? over : under).push(DETAILS[name].draw(sitter));
  const hair = HAIR[person.style](sitter);
  const tilt = { transform: `rotate(${sitter.e.tilt} 0 120)` };
  const live = (/** @type {(SVGElement | null)[]} */ list) => /** @type {SVGElement[]} */ (list.filter(Boolean));
  return group(null, ink.defs, group(tilt, live(hair.back)),
    group({ transform: `translate(0 -12) scale(${person.shoulders.toFixed(2)} 1)` }, live(GARB[person.dress](sitter))),
    group(tilt, drawFace(sitter, under), over, live(hair.front)));
}

/**
 * A bust as a picture of its own.
 * @param {Person} person
 * @param {Look} look
 * @param {string | null} mood
 * @param {string | null} color
 * @param {string} [box] the part shown
 */
export function portrait(person, look, mood, color, box = "-310 -290 620 900") {
  return svg("svg", { viewBox: box, class: "bust", preserveAspectRatio: "xMidYMin slice" }, drawBust(person, look, mood, color));
}
