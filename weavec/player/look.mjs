/**
 * Looks: how each mind colours the page. In: the program's minds and people. Out: a palette, a dress for the text
 * box and a set of typefaces for each, as custom properties that every other part reads. Where to click never
 * depends on a look.
 */

import { contrast, distance, hsl, hslOf, mix, readable } from "./color.mjs";
import { setStyles } from "./dom.mjs";

/**
 * @typedef {object} Look
 * @property {string} ink the darkest colour of drawings
 * @property {string} amb tints every shadow
 * @property {string} light tints every lit plane
 * @property {string} rim edge light and accent
 * @property {string} acc second accent
 * @property {string} thread its colour in the cloth
 * @property {string} tint the thread, light enough to be read on the dark ground of a merge
 * @property {string[]} ramp five colours of a scene, dark to light
 * @property {string} ground behind text
 * @property {string} text on the ground
 * @property {string} dress of the text box
 * @property {boolean} pale its scenes are light and its ground is paper
 * @property {string} [id] of the mind
 * @property {string} [face] the story's own fonts for it, each with a comma behind; or `initial`
 * @property {string} [faceName]
 */

export const MERGE_GROUND = "#06030e";

/** The light of the system and of scenes that nobody dreams. */
export const HOUSE = {
  ink: "#170a22", amb: "#4a1c5e", light: "#ffd9a6", rim: "#ffcf7a", acc: "#e5738f", thread: "#ffc975",
  ramp: ["#120724", "#3b1455", "#8d2f6b", "#e2776a", "#ffd08a"], ground: "#12061f", text: "#fff0dc",
};

const KNOWN = [
  { ...HOUSE, dress: "veil" },
  { ink: "#150c16", amb: "#5c1230", light: "#ffe9d0", rim: "#ff5836", acc: "#3f57ff", thread: "#ff5433",
    ramp: ["#1b0f16", "#7a1020", "#ff4b2e", "#d9c3a8", "#f4e9d6"], ground: "#f4ead7", text: "#1b0f16",
    dress: "paper" },
  { ink: "#0a1026", amb: "#1d2f6b", light: "#ffc58a", rim: "#ffa046", acc: "#5b8cff", thread: "#5480ff",
    ramp: ["#0b1338", "#27407f", "#c7725a", "#ffb45e", "#fff2cf"], ground: "#0a1026", text: "#ffeeda",
    dress: "slab" },
  { ink: "#03151a", amb: "#0b4a55", light: "#d6fff0", rim: "#5ef5dc", acc: "#c8f560", thread: "#5cf2d9",
    ramp: ["#020d12", "#0a3d47", "#1c8f8e", "#a6fbe4", "#e9fff6"], ground: "#03151a", text: "#e2fff6",
    dress: "frame" },
];

const DRESSES = ["veil", "slab", "frame", "lamp", "card", "paper"];
const SPARE = ["#d98bff", "#9fd96a", "#ffc975", "#5480ff", "#5cf2d9", "#ff5433", "#ff8fc0", "#8fd0ff"];

/**
 * @param {any} base
 * @returns {Look}
 */
function complete(base) {
  return { ...base, tint: readable(base.thread, MERGE_GROUND, 7.2), pale: contrast(base.ground, "#ffffff") < 3 };
}

/**
 * A palette made from one colour: shadows keep its hue, lights lean to the warm side of it.
 * @param {string} color
 * @param {string} dress
 * @returns {Look}
 */
function derive(color, dress) {
  const [h, s0] = hslOf(color);
  const s = Math.min(0.62, s0);
  const warm = h + Math.max(-24, Math.min(24, ((582 - h) % 360) - 180));
  const paper = dress === "paper";
  return complete({
    ink: hsl(h, s * 0.7, 0.075), amb: hsl(h, s * 0.85, 0.24), light: hsl(warm, s ? 0.9 : 0, 0.88),
    rim: readable(color, hsl(h, s * 0.7, 0.08), 7), acc: hsl(h + 155, Math.max(0.45, s0 * 0.8), 0.68), thread: color,
    ramp: [hsl(h, s * 0.8, 0.08), hsl(h, s * 0.75, 0.2), hsl((h + warm) / 2, s * 0.65, 0.4), hsl(warm, s * 0.9, 0.65),
      hsl(warm, s ? 0.85 : 0, 0.86)],
    ground: paper ? hsl(h, s * 0.45, 0.93) : hsl(h, s * 0.75, 0.075),
    text: paper ? hsl(h, s * 0.6, 0.1) : hsl(warm, s ? 0.7 : 0, 0.95), dress,
  });
}

/** @returns {Look} */
export function houseLook() {
  return complete({ ...HOUSE, dress: "veil" });
}

/**
 * One look for each mind. A colour close to one of the four of the house takes that palette whole; any other gets
 * one of its own. No two minds share a dress while there are enough of them.
 * @param {{color?: string}[]} minds
 * @returns {Look[]}
 */
export function looksOf(minds) {
  /** @type {Set<string>} */
  const used = new Set();
  const bases = minds.map((mind) => {
    const near = mind.color
      ? KNOWN.find((base) => distance(base.thread, mind.color ?? "") < 50 && !used.has(base.dress)) : undefined;
    if (near) used.add(near.dress);
    return near;
  });
  return minds.map((mind, i) => {
    const base = bases[i];
    if (base) return complete({ ...base, thread: mind.color && distance(base.thread, mind.color) > 50 ? mind.color : base.thread });
    const dress = DRESSES.find((name) => !used.has(name)) ?? DRESSES[i % DRESSES.length];
    used.add(dress);
    return derive(mind.color ?? SPARE[i % SPARE.length], dress);
  });
}

/**
 * Writes a look on an element as custom properties; everything inside takes them over.
 * @param {HTMLElement} node
 * @param {Look} look
 */
export function wear(node, look) {
  node.dataset.dress = look.dress;
  setStyles(node, {
    "--ink": look.ink, "--rim": look.rim, "--thread": look.thread, "--tint": look.tint, "--ground": look.ground,
    "--text": look.text, "--r0": look.ramp[0], "--r1": look.ramp[1], "--r2": look.ramp[2], "--r3": look.ramp[3],
    "--r4": look.ramp[4], "--own": look.face ?? "initial", "--own-name": look.faceName ?? "initial",
    "--name": nameColor(look, null),
  });
}

/**
 * The colour of a speaker's name in somebody's box: the speaker's own where it can be read, else the box's accent.
 * @param {Look} look of the box
 * @param {string | null} color of the speaker
 */
export function nameColor(look, color) {
  if (color) return readable(color, look.ground, 5.5);
  return readable(look.dress === "frame" ? look.acc : look.dress === "paper" ? mix(look.rim, "#000000", 0.2) : look.rim,
    look.ground, 5.5);
}
