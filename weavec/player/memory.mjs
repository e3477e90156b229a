/**
 * What outlives a play: lines read, options picked, endings reached, keepsakes, scenes walked and ways taken between
 * them, and the reader's preferences. In and out: plain data under one key each. No expression of a story can read any
 * of it.
 */

import { forget, keep, recallData } from "./store.mjs";

/**
 * @typedef {object} Memory
 * @property {string} key
 * @property {Set<string>} lines
 * @property {Set<string>} picks
 * @property {Set<string>} endings
 * @property {Set<string>} keepsakes
 * @property {Set<string>} scenes entered, by id
 * @property {Set<string>} ways taken from scene to scene: `a>b`
 * @property {Map<string, string>} notes words as the reader met them: by `@ending/NAME` its title, by the same and `#`
 *   when it was first reached, by an option's id why it was locked when it was last seen
 */
/**
 * @typedef {object} Prefs
 * @property {number} speed letters a second, 0 at once
 * @property {number} auto seconds after a line
 * @property {number} size text size in percent
 * @property {number} lead line spacing in percent
 * @property {number} track room between letters in hundredths of an em
 * @property {number} box how opaque the text box is, in percent
 * @property {string} type of typeface: mind, plain, easy
 * @property {string} skip read, all
 * @property {boolean} after skipping and auto reading go on after a choice
 * @property {boolean} trans whether transitions are shown
 * @property {string} wheel up: back, history
 * @property {boolean} keys single letters, numbers and signs are commands
 * @property {string} motion full, still
 * @property {boolean} shake shaking, flashing and torn pictures
 * @property {boolean} plain plain reading
 * @property {boolean} contrast
 * @property {boolean} speech self-voicing
 * @property {string} language tag; empty is the browser's choice
 * @property {string} voice by its name; empty is the browser's choice
 * @property {number} rate of speech in percent
 * @property {number} drop how much quieter the rest becomes while the page speaks, in percent
 * @property {boolean} wait auto reading waits for the voice
 * @property {number} main volumes in percent
 * @property {number} music
 * @property {number} sound
 * @property {number} voices
 * @property {number} ui
 * @property {boolean} mute
 * @property {boolean} mono
 */

/** The form in which memory is kept. */
const MEMORY_FORM = 1;
const LISTS = /** @type {const} */ (["lines", "picks", "endings", "keepsakes", "scenes", "ways"]);
/** Longer than any words that are noted. */
const LONGEST_NOTE = 400;

/** @param {string} key */
const memoryKey = (key) => `${key}/memory`;

/**
 * @param {string} key
 * @returns {Memory}
 */
export function recallMemory(key) {
  const data = recallData(memoryKey(key));
  const lists = LISTS.map((name) => [name, new Set(Array.isArray(data?.[name]) ? data[name].map(String) : [])]);
  const notes = Object.entries(data?.notes ?? {}).filter(([, words]) => typeof words === "string");
  return { key, ...Object.fromEntries(lists), notes: new Map(notes.map(([name, words]) => [name, words.slice(0, LONGEST_NOTE)])) };
}

/**
 * Takes in what other tabs have kept meanwhile, but for locks, which may be open by now; or loses what they erased. That
 * something is not there is no sign of it: storage fails.
 * @param {Memory} memory
 * @param {Partial<StorageEvent>} [event] from another tab; most are about something else
 */
export function renewMemory(memory, { key, newValue } = { key: memoryKey(memory.key) }) {
  if (key !== memoryKey(memory.key)) return;
  if (newValue === null) clearMemory(memory);
  const kept = recallMemory(memory.key);
  for (const name of LISTS) for (const one of kept[name]) memory[name].add(one);
  for (const [name, words] of kept.notes) if (name[0] === "@" && !memory.notes.has(name)) memory.notes.set(name, words);
}

/** @param {Memory} memory */
export function keepMemory(memory) {
  renewMemory(memory);
  const lists = LISTS.map((name) => [name, [...memory[name]]]);
  keep(memoryKey(memory.key), JSON.stringify({ form: MEMORY_FORM, ...Object.fromEntries(lists), notes: Object.fromEntries(memory.notes) }));
}

/** @param {Memory} memory */
function clearMemory(memory) {
  for (const name of [...LISTS, /** @type {const} */ ("notes")]) memory[name].clear();
}

/** @param {Memory} memory */
export function forgetMemory(memory) {
  clearMemory(memory);
  forget(memoryKey(memory.key));
}

/**
 * What each preference starts as; of a number also the lowest and highest, of a word the others.
 * @type {Record<string, any>}
 */
const RANGES = {
  speed: [48, 0, 200], auto: [1.5, 0, 20], size: [100, 80, 200], lead: [100, 80, 200], track: [0, 0, 20], box: [100, 60, 100],
  type: ["mind", "plain", "easy"], skip: ["read", "all"], wheel: ["back", "history"], motion: ["full", "still"],
  after: false, trans: true, keys: true, shake: true, plain: false, contrast: false, speech: false, wait: true, mute: false, mono: false,
  language: "", voice: "", rate: [100, 50, 300], drop: [60, 0, 100], main: [80, 0, 100], music: [70, 0, 100], sound: [80, 0, 100], voices: [100, 0, 100], ui: [0, 0, 100],
};

/** @returns {Prefs} */
export function defaultPrefs() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const prefs = Object.fromEntries(Object.entries(RANGES).map(([key, range]) => [key, Array.isArray(range) ? range[0] : range]));
  return /** @type {any} */ ({ ...prefs, contrast: matchMedia("(prefers-contrast: more)").matches, plain: still, shake: !still, ...(still ? { motion: "still" } : {}) });
}

/** @returns {Prefs} */
export function recallPrefs() {
  const prefs = /** @type {any} */ (defaultPrefs());
  const kept = recallData("weave/prefs") ?? {};
  for (const [key, range] of Object.entries(RANGES)) {
    const value = Object.hasOwn(kept, key) ? kept[key] : null;
    if (!Array.isArray(range) ? typeof value === typeof range
      : typeof range[0] === "string" ? range.includes(value) : typeof value === "number" && value >= range[1] && value <= range[2]) prefs[key] = value;
  }
  return prefs;
}

/** @param {Prefs} prefs */
export function keepPrefs(prefs) {
  return keep("weave/prefs", JSON.stringify(prefs));
}
