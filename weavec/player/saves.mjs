/**
 * Saves: a reading as data that lasts.
 *
 * Goes in: a program, the state at which it rests, and the states before. Comes out: a save, which names
 * beats, scenes, minds and values by their ids, so that it can be read with an edited story; and from a save
 * the same states again, or the reason why not. A save may come from anybody: nothing in it is trusted.
 *
 * @import {Laid, Thaw} from "./thaw.mjs"
 * @import {Cursor, Named, Program, Save, State, Thawed, Unfit} from "./types"
 */

import { Misfit, gone, listOf, record, savedText, thawState } from "./thaw.mjs";
import { Nameless, nameState, placesFor } from "./places.mjs";

/** The form of saves that this player writes. */
const SAVE_FORM = 1;
/** A save longer than this, in UTF-16 units, is not even parsed. */
const LONGEST_SAVE = 2 * 1024 * 1024;
/** How many rests before the present one a save keeps, and beyond them how many first rests of scenes. */
const NEAR_RESTS = 100;
const FAR_RESTS = 20;

const STATE_FIELDS = ["main", "merge", "vars", "counts", "rng", "dice", "n", "stage"];

// ------------------------------------------------------------------ writing

/**
 * A save.
 * @param {Program} program
 * @param {State} state where the reader is
 * @param {readonly State[]} past the rests before, newest first
 * @returns {Save | null} null if the program has no key for where a cursor stands, a fault of the compiler's
 */
export function freeze(program, state, past) {
  const places = placesFor(program);
  const states = [state, ...thinPast(past)];
  try {
    const named = states.map((one) => nameState(places, one));
    return {
      weave: SAVE_FORM,
      story: program.story.id ?? null,
      program: program.hash,
      beats: beatsOf(program, states),
      now: named[0],
      past: named.slice(1).map((older, i) => difference(named[i], older)),
    };
  } catch (error) {
    if (error instanceof Nameless) return null;
    throw error;
  }
}

/**
 * Of the rests before, those that a save keeps: the latest, then the first rest of each scene entered.
 * @param {readonly State[]} past newest first
 * @returns {State[]}
 */
export function thinPast(past) {
  const near = past.slice(0, NEAR_RESTS);
  /** @type {State[]} */
  const far = [];
  for (let i = NEAR_RESTS; i < past.length && far.length < FAR_RESTS; i += 1) {
    if (i + 1 === past.length || past[i + 1].main.at[0] !== past[i].main.at[0]) far.push(past[i]);
  }
  return [...near, ...far];
}

/**
 * The cores of each scene in which one of the states stands.
 * @param {Program} program
 * @param {readonly State[]} states
 * @returns {Save["beats"]}
 */
function beatsOf(program, states) {
  /** @type {Set<number>} */
  const scenes = new Set();
  const note = (/** @type {Cursor} */ cursor) => {
    scenes.add(cursor.at[0]);
    for (const [scene] of cursor.stack) scenes.add(scene);
  };
  for (const { main, merge } of states) {
    note(main);
    for (const strand of merge?.strands ?? []) note(strand);
  }
  return [...scenes].sort((a, b) => a - b).map((scene) => [program.scenes[scene].id, program.scenes[scene].beats]);
}

/**
 * What an older state says otherwise than the one after it.
 * @param {Required<Named>} newer
 * @param {Required<Named>} older
 * @returns {Named}
 */
function difference(newer, older) {
  /** @type {Named} */
  const made = {};
  if (!sameData(newer.main, older.main)) made.main = older.main;
  if (!sameData(newer.merge, older.merge)) made.merge = older.merge;
  const vars = older.vars.filter(([, value], i) => value !== newer.vars[i][1]);
  if (vars.length > 0) made.vars = vars;
  const counts = changedCounts(newer.counts, older.counts);
  if (counts.length > 0) made.counts = counts;
  if (newer.rng !== older.rng) made.rng = older.rng;
  if (!sameData(newer.dice, older.dice)) made.dice = older.dice;
  if (newer.n !== older.n) made.n = older.n;
  if (!sameData(newer.stage, older.stage)) made.stage = older.stage;
  return made;
}

/**
 * @param {[string, number][]} newer
 * @param {[string, number][]} older
 * @returns {[string, number][]} here with zeros, for counts that had not moved yet
 */
function changedCounts(newer, older) {
  const before = new Map(older);
  const after = new Map(newer);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => [name, before.get(name) ?? 0]);
}

/**
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
function sameData(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

// ------------------------------------------------------------------ reading

/**
 * Plain data from the text of a save.
 * @param {string} text
 * @returns {{save: unknown} | Unfit}
 */
export function parseSave(text) {
  if (text.length > LONGEST_SAVE) return unfit("size", "the file is longer than any save");
  try {
    return { save: JSON.parse(text) };
  } catch {
    return unfit("malformed", "the file is no JSON");
  }
}

/**
 * The states of a save.
 * @param {Program} program
 * @param {unknown} save anything
 * @returns {Thawed | Unfit}
 */
export function thaw(program, save) {
  try {
    return thawSave(program, save);
  } catch (error) {
    if (error instanceof Misfit) return unfit(error.code, error.message);
    throw error;
  }
}

/**
 * @param {Unfit["error"]["code"]} code
 * @param {string} why
 * @returns {Unfit}
 */
function unfit(code, why) {
  return { error: { code, why } };
}

/**
 * @param {Program} program
 * @param {unknown} save
 * @returns {Thawed}
 */
function thawSave(program, save) {
  const data = checkHead(program, save);
  /** @type {Thaw} */
  const how = { places: placesFor(program), edited: data.program !== program.hash, beats: thawBeats(data.beats), reset: new Set() };
  const laid = layOut(how, data);
  if (!how.edited) {
    const [state, ...past] = laid.map((one) => thawState(how, one));
    return { state, past, edited: false, back: 0, reset: [] };
  }
  /** @type {Misfit | null} */
  let first = null;
  /** @type {{state: State, back: number, reset: string[]}[]} */
  const fitting = [];
  laid.forEach((one, back) => {
    const own = { ...how, reset: new Set() };
    try {
      fitting.push({ state: thawState(own, one), back, reset: [...own.reset] });
    } catch (error) {
      if (!(error instanceof Misfit) || error.code !== "changed") throw error;
      first ??= error;
    }
  });
  if (fitting.length === 0) throw first ?? new Misfit("malformed", "the save holds no state");
  const [{ state, back, reset }, ...past] = fitting;
  return { state, past: past.map((one) => one.state), edited: true, back, reset };
}

/**
 * That the data is a save of this story, in a form that this player knows.
 * @param {Program} program
 * @param {any} save
 * @returns {any}
 */
function checkHead(program, save) {
  if (typeof save !== "object" || save === null || !Object.hasOwn(save, "weave")) {
    throw new Misfit("malformed", "the data is no save");
  }
  if (Number.isSafeInteger(save.weave) && save.weave > SAVE_FORM) {
    throw new Misfit("newer", "the save was written by a newer player");
  }
  const data = record(save, "a save", ["weave", "story", "program", "beats", "now", "past"]);
  if (data.weave !== SAVE_FORM) throw new Misfit("malformed", "the save has a form that never was");
  if (data.story !== null) savedText(data.story, "a story's id");
  if (data.story !== (program.story.id ?? null)) throw new Misfit("story", "the save belongs to another story");
  savedText(data.program, "a program's hash");
  return data;
}

/**
 * @param {any} beats
 * @returns {Map<string, readonly string[]>}
 */
function thawBeats(beats) {
  return new Map(listOf(beats, "beats", (item) => {
    const [scene, cores] = listOf(item, "beats", (part) => part, 2);
    return [savedText(scene, "a scene"), listOf(cores, "beats", (core) => savedText(core, "a beat"))];
  }));
}

/**
 * All states of a save in full, `now` first.
 * @param {Thaw} how
 * @param {any} data
 * @returns {Laid[]}
 */
function layOut(how, data) {
  const now = record(data.now, "a state", STATE_FIELDS);
  const { vars, counts } = how.places;
  const none = new Map();
  let last = { ...now, vars: pairMap(how, vars, now.vars, none), counts: pairMap(how, counts, now.counts, none) };
  const laid = [last];
  if (!Array.isArray(data.past) || data.past.length > NEAR_RESTS + FAR_RESTS) {
    throw new Misfit("malformed", "a past is not what a save holds");
  }
  for (const item of data.past) {
    const other = record(item, "a state", STATE_FIELDS, true);
    last = {
      ...last,
      ...other,
      vars: pairMap(how, vars, other.vars ?? [], last.vars),
      counts: pairMap(how, counts, other.counts ?? [], last.counts),
    };
    laid.push(last);
  }
  return laid;
}

/**
 * Pairs of a name and a value, as a map over another. Names that the program does not know are left out (of an
 * edited story) or refused, so that a map is never larger than the program.
 * @param {Thaw} how
 * @param {Map<string, number>} known
 * @param {any} pairs
 * @param {Map<string, any>} under
 * @returns {Map<string, any>}
 */
function pairMap(how, known, pairs, under) {
  const made = new Map(under);
  const seen = new Set();
  listOf(pairs, "values", (item) => {
    const [name, value] = listOf(item, "a value", (part) => part, 2);
    if (seen.has(savedText(name, "a value's name"))) throw new Misfit("malformed", "a value stands twice in the save");
    seen.add(name);
    if (known.has(name)) made.set(name, value);
    else if (!how.edited) gone(how, "value", name);
  });
  return made;
}
