/**
 * What outlives a play: lines read, options picked, endings reached, keepsakes, and the reader's preferences. In and
 * out: plain data under one key each. No expression of a story can read any of it.
 */

import { keep, recallData } from "./store.mjs";

/**
 * @typedef {object} Memory
 * @property {string} key
 * @property {Set<string>} lines
 * @property {Set<string>} picks
 * @property {Set<string>} endings
 * @property {Set<string>} keepsakes
 */
/**
 * @typedef {object} Prefs
 * @property {number} speed letters a second, 0 at once
 * @property {number} size text size in percent, 80..200
 * @property {"mind" | "plain"} type
 * @property {"full" | "still"} motion
 * @property {boolean} plain plain reading
 * @property {"read" | "all"} skip
 * @property {number} auto seconds after a line
 * @property {"back" | "history"} wheel
 */

const LISTS = /** @type {const} */ (["lines", "picks", "endings", "keepsakes"]);

/**
 * @param {string} key
 * @returns {Memory}
 */
export function recallMemory(key) {
  const data = recallData(`${key}/memory`);
  const list = (/** @type {string} */ name) => new Set(Array.isArray(data?.[name]) ? data[name].map(String) : []);
  return { key, lines: list("lines"), picks: list("picks"), endings: list("endings"), keepsakes: list("keepsakes") };
}

/** @param {Memory} memory */
export function keepMemory(memory) {
  const data = Object.fromEntries(LISTS.map((name) => [name, [...memory[name]]]));
  return keep(`${memory.key}/memory`, JSON.stringify(data));
}

/** @returns {Prefs} */
export function defaultPrefs() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return { speed: 48, size: 100, type: "mind", motion: still ? "still" : "full", plain: still, skip: "read", auto: 1.5,
    wheel: "back" };
}

/** @returns {Prefs} */
export function recallPrefs() {
  const prefs = defaultPrefs();
  const kept = recallData("weave/prefs");
  const number = (/** @type {unknown} */ value, /** @type {number} */ lo, /** @type {number} */ hi, /** @type {number} */ other) =>
    typeof value === "number" && value >= lo && value <= hi ? value : other;
  if (kept && typeof kept === "object") {
    prefs.speed = number(kept.speed, 0, 200, prefs.speed);
    prefs.size = number(kept.size, 80, 200, prefs.size);
    prefs.auto = number(kept.auto, 0, 20, prefs.auto);
    if (kept.type === "plain" || kept.type === "mind") prefs.type = kept.type;
    if (kept.motion === "full" || kept.motion === "still") prefs.motion = kept.motion;
    if (kept.skip === "read" || kept.skip === "all") prefs.skip = kept.skip;
    if (kept.wheel === "back" || kept.wheel === "history") prefs.wheel = kept.wheel;
    if (typeof kept.plain === "boolean") prefs.plain = kept.plain;
  }
  return prefs;
}

/** @param {Prefs} prefs */
export function keepPrefs(prefs) {
  return keep("weave/prefs", JSON.stringify(prefs));
}
