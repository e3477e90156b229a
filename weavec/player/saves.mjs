/**
 * Saves: a reading as data that lasts.
 *
 * Goes in: a program, the state at which it rests, and the states before. Comes out: a save, which names
 * beats, scenes, minds and values by their ids, so that it can be read with an edited story; and from a save
 * the same states again, or the reason why not. A save may come from anybody: nothing in it is trusted.
 *
 * @import {Laid, Thaw} from "./thaw.mjs"
 * @import {Named, Places, Program, Save, State, Thawed, Unfit} from "./types"
 */

import { followSave } from "./follow.mjs";
import { start } from "./machine.mjs";
import { Misfit, savedText, thawState } from "./thaw.mjs";
import { nameState, placesFor } from "./places.mjs";

/** The form of saves that this player writes. */
const SAVE_FORM = 1;
/** How many rests before the present one a save keeps, and beyond them how many first rests of scenes. */
const NEAR_RESTS = 100;
const FAR_RESTS = 20;

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
      beats: beatsOf(places, states),
      now: named[0],
      past: named.slice(1).map((older, i) => difference(named[i], older)),
    };
  } catch {
    return null;
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
 * The beats of each scene in which one of the states stands.
 * @param {Places} places
 * @param {readonly State[]} states
 * @returns {Save["beats"]}
 */
function beatsOf({ program, lists }, states) {
  const cursors = states.flatMap(({ main, merge }) => [main, ...(merge?.strands ?? [])]);
  const scenes = new Set(cursors.flatMap(({ at, stack }) => [at[0], ...stack.map(([scene]) => scene)]));
  return [...scenes].sort((a, b) => a - b).map((scene) => [program.scenes[scene].id, lists[scene]]);
}

/**
 * What an older state says otherwise than the one after it.
 * @param {Required<Named>} newer
 * @param {Required<Named>} older
 * @returns {Named}
 */
function difference(newer, older) {
  const named = { ...older, vars: changedPairs(newer.vars, older.vars), counts: changedPairs(newer.counts, older.counts) };
  return Object.fromEntries(Object.entries(named).filter(([key, value]) =>
    (key === "vars" || key === "counts" ? /** @type {any} */ (value).length : !sameData(value, /** @type {any} */ (newer)[key]))));
}

/**
 * @template T
 * @param {[string, T][]} newer
 * @param {[string, T][]} older
 * @returns {[string, T | number][]} here with zeros, for counts that had not moved yet
 */
function changedPairs(newer, older) {
  const before = new Map(older);
  const after = new Map(newer);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.filter((name) => before.get(name) !== after.get(name)).map((name) => [name, before.get(name) ?? 0]);
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
 * The states of a save.
 * @param {Program} program
 * @param {any} save anything
 * @returns {Thawed | Unfit}
 */
export function thaw(program, save) {
  try {
    return thawSave(program, save);
  } catch (error) {
    return { error: error instanceof Misfit ? error.code : "malformed" };
  }
}

/**
 * @param {Program} program
 * @param {any} save
 * @returns {Thawed}
 */
function thawSave(program, save) {
  if (save.weave !== SAVE_FORM) throw new Misfit(Number.isSafeInteger(save.weave) && save.weave > SAVE_FORM ? "newer" : "malformed");
  if (save.story !== (program.story.id ?? null)) throw new Misfit(typeof (save.story ?? "") === "string" ? "story" : "malformed");
  const places = placesFor(program);
  const edited = savedText(save.program) !== program.hash;
  const { today, follow } = followSave(places, edited ? save.beats : []);
  const how = () => /** @type {Thaw} */ ({ places, edited, follow, reset: new Set(), clamped: new Set(), sure: true });
  /** @type {(how: Thaw, state: State, past: State[], back: number) => Thawed} */
  const found = ({ sure, reset, clamped }, state, past, back) => ({ state, past, edited, back, sure, reset: [...reset], clamped: [...clamped] });
  const laid = layOut(places, today, save);
  if (!edited) {
    const own = how();
    const [state, ...past] = laid.map((one) => thawState(own, one));
    // strict without a check for each shape: these very words would be written again
    if (!sameData(freeze(program, state, past), save)) throw new Misfit("malformed");
    return found(own, state, past, 0);
  }
  /** @type {Thawed[]} */
  const fitting = [];
  laid.forEach((one, back) => {
    const own = how();
    try {
      fitting.push(found(own, thawState(own, one), [], back));
    } catch (error) {
      if (!(error instanceof Misfit) || error.code !== "changed") throw error;
    }
  });
  const [first, ...past] = fitting;
  if (first) return { ...first, past: past.map((one) => one.state) };
  const [state] = start(program, laid[0].rng >>> 0);
  if (state === null) throw new Misfit("changed");
  return found(how(), state, [], laid.length);
}

/**
 * All states of a save in full, `now` first.
 * @param {Places} places
 * @param {(scene: string) => string} today what a scene is called now
 * @param {any} data
 * @returns {Laid[]}
 */
function layOut({ vars, counts, was }, today, data) {
  if (data.past.length > NEAR_RESTS + FAR_RESTS) throw new Misfit("malformed");
  /** @type {Laid[]} */
  const laid = [];
  for (const item of [data.now, ...data.past]) {
    const last = laid.at(-1);
    laid.push({
      ...last,
      ...item,
      vars: pairMap(vars, was.value, item.vars ?? [], last?.vars),
      counts: pairMap(counts, (name) => name.replace(/^(@\w+\/)?[^/.]+/, (all, head = "") => head + today(all.slice(head.length))), item.counts ?? [], last?.counts),
    });
  }
  return laid;
}

/**
 * Pairs of a name and a value, as a map over another. Names that the program does not know are left out, so that a map
 * is never larger than the program.
 * @param {Map<string, number>} known
 * @param {(name: string) => string} today the present name of an old one
 * @param {any} pairs
 * @param {Map<string, any>} [under]
 * @returns {Map<string, any>}
 */
function pairMap(known, today, pairs, under) {
  const made = new Map(under);
  for (const [old, value] of pairs) {
    const name = today(savedText(old));
    if (known.has(name)) made.set(name, value);
  }
  return made;
}
