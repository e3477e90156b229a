/**
 * From a state by name to a state of a program, trusting nothing.
 *
 * Goes in: the places of a program and plain data that says it is a state. Comes out: a state at which the machine can
 * rest; else something is thrown: a `Misfit` that says why there is none, or whatever a shape gives rise to that no
 * state has. No key of the data ever becomes a key of an object, and nothing goes deeper than the shapes do.
 *
 * @import {Cursor, Found, Frame, MergePlace, NamedCursor, Op, Place, Places, Program, Seen, Stage, State, Strands, Unfit, Var, Weft} from "./types"
 */

import { clamp } from "./values.mjs";
import { render } from "./machine.mjs";
import { mergeAround } from "./places.mjs";
import { mergeOp } from "./weft.mjs";

/** Scripted draws that a state can hold; real ones are far fewer. */
const MOST_DICE = 10000;

/** The data is no state of this program. */
export class Misfit extends Error {
  /** @param {Unfit["error"]} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * What is known while a save is read. `follow`: of an edited story, where a beat of a scene stands now. `reset`: names
 * of values that could not be kept and begin anew; `clamped`: of those that are at the nearest of their range instead.
 * `sure`: whether no place was guessed.
 * @typedef {object} Thaw
 * @property {Places} places
 * @property {boolean} edited
 * @property {(scene: string, key: string) => Found | undefined} follow
 * @property {Set<string>} reset
 * @property {Set<string>} clamped
 * @property {boolean} sure
 */

/**
 * A state by name, its lists of values as maps.
 * @typedef {{main: any, merge: any, vars: Map<string, any>, counts: Map<string, any>, rng: any, dice: any, n: any, stage: any}} Laid
 */

/**
 * What was named is not in the program: edited away or, in the same program, never there.
 * @param {Thaw} how
 * @returns {never}
 */
function gone(how) {
  throw new Misfit(how.edited ? "changed" : "malformed");
}

/**
 * @template T
 * @param {Thaw} how
 * @param {T | undefined} value
 * @returns {T}
 */
function need(how, value) {
  return value === undefined ? gone(how) : value;
}

/** @param {any} value @returns {string} */
export function savedText(value) {
  if (typeof value !== "string") throw new Misfit("malformed");
  return value;
}

/** @param {any} value @returns {string | null} */
const textOrNull = (value) => (value === null ? null : savedText(value));

/**
 * @param {any} value
 * @param {number} [hi] the highest
 * @returns {number}
 */
function wholeOf(value, hi = Number.MAX_SAFE_INTEGER) {
  if (!Number.isSafeInteger(value) || value < 0 || value > hi) throw new Misfit("malformed");
  return value + 0; // no -0
}

// ------------------------------------------------------------------ places

/**
 * The mind of a name; one that is gone is taken for the only mind of the scene.
 * @param {Thaw} how
 * @param {any} name
 * @param {number} scene
 */
function mindOf(how, name, scene) {
  const { minds, was, program } = how.places;
  const mind = name === null ? null : minds.get(was.mind(name));
  if (mind !== undefined) return mind;
  const [only, ...more] = program.scenes[scene].minds;
  if (!how.edited || more.length > 0) gone(how);
  how.sure = false;
  return need(how, only);
}

/**
 * The place that a key of a scene names.
 * @param {Thaw} how
 * @param {readonly string[]} named
 * @param {boolean} [exact] false: after what stood before it, if it is gone
 * @returns {[number, number]}
 */
function placeOf(how, [name, key], exact = true) {
  const { scenes, merges, ops, was } = how.places;
  let scene = scenes.get(name);
  let now = savedText(key);
  if (how.edited) {
    if (key.includes(">")) {
      scene = merges.get(key.split(">")[0])?.scene;
      now = key.replace(/(?<=\/)[^.@>]+/, was.mind);
    } else {
      const own = key.replace("+", "");
      const found = need(how, how.follow(name, own) ?? (exact ? undefined : how.follow(name, `${own}<`)));
      how.sure &&= found.sure;
      scene = found.scene;
      now = found.key.replace("+", "") + (found.key.includes("+") ? "+" : key.slice(own.length));
    }
  }
  const at = need(how, scene);
  return [at, need(how, ops[at].get(now))];
}

/**
 * A cursor, with its way back checked against the visits of the program. If a scene was parted, the second part may be
 * visited from where the first was.
 * @param {Thaw} how
 * @param {NamedCursor} named
 * @param {boolean} [shown] whether the reader sees where it stands; else it may stand after what came before, too
 * @returns {Cursor}
 */
function thawCursor(how, { at, stack, mind }, shown = true) {
  const { program } = how.places;
  const place = placeOf(how, at, shown);
  const ways = stack.map(([visit]) => placeOf(how, visit.split("/")));
  const frames = ways.map(([from, after], i) => {
    const into = (ways[i + 1] ?? place)[0];
    const leads = program.scenes[from].ops.flatMap((op, o) => (op.k === "visit" && op.scene === into ? [o + 1] : []));
    const fits = leads.includes(after);
    if (!fits && (leads.length !== 1 || !how.edited)) gone(how);
    how.sure &&= fits;
    return /** @type {Frame} */ ([from, fits ? after : leads[0], mindOf(how, stack[i][1], from)]);
  });
  return { at: place, stack: frames, mind: mindOf(how, mind, place[0]) };
}

/**
 * The merges around the places that a cursor holds: those of its open visits, and its own.
 * @param {Places} places
 * @param {Cursor} cursor
 */
function mergesOf(places, cursor) {
  return [...cursor.stack.map(([scene, after]) => [scene, after - 1]), cursor.at].flatMap(([scene, op], depth) => {
    const merge = mergeAround(places, scene, op);
    return merge === null ? [] : [{ merge, op, depth }];
  });
}

// ------------------------------------------------------------------ the merge

/**
 * @param {Thaw} how
 * @param {any} data
 * @param {Cursor} main
 * @returns {Weft | null}
 */
function thawWeft(how, data, main) {
  const around = mergesOf(how.places, main);
  if (data === null) return around.length === 0 ? null : gone(how);
  const merge = need(how, how.places.merges.get(data.id));
  if (around.length !== 1 || around[0].merge !== merge) gone(how);
  const section = merge.sections.findIndex((one) => one.opened === data.section);
  if (data.section !== "" && section < 0) gone(how);
  const weft = { at: /** @type {Place} */ ([merge.scene, merge.first]), section };
  const { op, depth } = around[0];
  if (data.strands.length > 0) {
    if (op !== merge.sections[section]?.op || depth !== main.stack.length) gone(how);
    return { ...weft, ...thawStrands(how, data, merge, op) };
  }
  const past = merge.sections.filter((one) => one.op < op);
  if (past.length !== section + 1 || past.some((one) => op < one.next)) gone(how);
  return { ...weft, now: [], queue: [], strands: [] };
}

/**
 * @param {Thaw} how
 * @param {any} data
 * @param {MergePlace} merge
 * @param {number} at the operation of the section
 * @returns {{now: number[], queue: number[], strands: Cursor[]}}
 */
function thawStrands(how, data, merge, at) {
  const { places } = how;
  const { ops } = places.program.scenes[merge.scene];
  const section = /** @type {Strands} */ (ops[at]);
  /** @type {NamedCursor[]} */
  const named = data.strands;
  const saved = named.map((one) => thawCursor(how, { at: one.at, mind: null, stack: one.stack.map(([visit]) => [visit, null]) }, data.now.includes(one.mind)));
  if (saved.length !== section.strands.length) gone(how);
  /** @type {number[]} */
  const from = [];
  const strands = section.strands.map(({ start, mind }) => {
    const end = ops.findIndex((op, o) => o >= start && op.k === "done");
    from.push(saved.findIndex((one) => {
      const [first, ...more] = mergesOf(places, one);
      return more.length === 0 && first?.depth === 0 && first.merge === merge && first.op >= start && first.op <= end;
    }));
    const { at: place, stack } = need(how, saved[from[from.length - 1]]);
    return { at: place, stack: stack.map(([scene, after]) => /** @type {Frame} */ ([scene, after, mind])), mind };
  });
  checkSyncs(how, section, ops, strands);
  const who = (/** @type {any} */ item) => {
    const i = from.findIndex((one) => named[one].mind === item);
    return i < 0 ? gone(how) : i;
  };
  const now = data.now.map(who);
  const queue = data.queue.map(who);
  if (new Set([...now, ...queue]).size !== now.length + queue.length) gone(how);
  return { now, queue, strands };
}

/**
 * That of those who hold a sync all are past it or none is: else some would wait for good.
 * @param {Thaw} how
 * @param {Strands} section
 * @param {readonly Op[]} ops of its scene
 * @param {Cursor[]} strands
 */
function checkSyncs(how, section, ops, strands) {
  for (const [name, who] of section.syncs) {
    const past = who.map((i) => {
      const at = ops.findIndex((op, o) => o >= section.strands[i].start && op.k === "sync" && op.name === name);
      const { stack, at: [, own] } = strands[i];
      return (stack.length === 0 ? own : stack[0][1] - 1) > at;
    });
    if (past.includes(true) && past.includes(false)) gone(how);
  }
}

/**
 * That the machine can rest in a state and be moved on: at a beat, a chord or a pick, and not at a hub that is over,
 * nor at a choice that was closed by an edit.
 * @param {Thaw} how
 * @param {State} state
 */
function checkRest(how, state) {
  const { program } = how.places;
  const weft = state.merge?.strands.length ? state.merge : null;
  const mode = weft && mergeOp(program, weft).mode;
  let rest;
  try {
    rest = render(program, state);
  } catch {
    return gone(how);
  }
  const stuck = rest.e === "choice" ? (rest.hub || how.edited) && !rest.options.some((option) => option.open)
    : rest.e === "pick" ? mode !== "drifting" || rest.strands.length < 2 || weft?.queue.length
      : rest.e === "chord" && mode !== "chorus";
  if (stuck) gone(how);
}

/**
 * Whether a scene returns, and nothing but visits leads into it.
 * @param {Program} program
 * @param {number} scene
 */
function visitedOnly({ scenes, start }, scene) {
  return start[0] !== scene && scenes[scene].ops.some((op) => op.k === "return")
    && !scenes.some(({ ops }) => ops.some((op) => op.k === "jump" && op.to[0] === scene));
}

// ------------------------------------------------------------------ values and stage

/**
 * @param {Thaw} how
 * @param {Map<string, any>} values by name
 * @returns {(number | string)[]}
 */
function thawVars(how, values) {
  return how.places.program.vars.map((kept) => {
    const value = thawValue(kept, values.get(kept.name));
    if (value !== null && (typeof value === "string" || clamp(value, kept.lo, kept.hi) === value)) return value;
    if (!how.edited) gone(how);
    const near = typeof value === "number";
    if (values.has(kept.name)) how[near ? "clamped" : "reset"].add(kept.name);
    return near ? clamp(value, kept.lo, kept.hi) : kept.init;
  });
}

/**
 * A value from how it is written, or null if it is none of this type; a number may be out of range.
 * @param {Var} kept
 * @param {any} value
 * @returns {number | string | null}
 */
function thawValue({ type, words }, value) {
  if (type === "flag") return typeof value === "boolean" ? Number(value) : null;
  if (type === "text") return typeof value === "string" ? value : null;
  if (type === "words" && words) return words.includes(value) ? words.indexOf(value) : null;
  return Number.isSafeInteger(value) ? value + 0 : null;
}

/**
 * @param {Thaw} how
 * @param {any} data
 * @returns {Stage}
 */
function thawStage(how, data) {
  /** @type {Map<number, Seen>} */
  const cast = new Map();
  for (const [name, mood, place, on] of data.cast) {
    const who = how.places.cast.get(how.places.was.mind(savedText(name)));
    if (who !== undefined) cast.set(who, [who, textOrNull(mood), textOrNull(place), wholeOf(on, 1)]);
  }
  const effects = new Map(data.effects.map((/** @type {any} */ [name, strength]) => [savedText(name), wholeOf(strength, 10)]));
  return { backdrop: textOrNull(data.backdrop), music: textOrNull(data.music), cast: [...cast.values()], effects: [...effects].slice(0, 99) };
}

// ------------------------------------------------------------------ the whole state

/**
 * A state of the program.
 * @param {Thaw} how
 * @param {Laid} laid
 * @returns {State}
 */
export function thawState(how, laid) {
  const main = thawCursor(how, laid.main);
  if (main.stack.length === 0 && visitedOnly(how.places.program, main.at[0])) gone(how);
  wholeOf(laid.dice.length, MOST_DICE);
  /** @type {State} */
  const state = {
    main,
    merge: thawWeft(how, laid.merge, main),
    vars: thawVars(how, laid.vars),
    counts: how.places.program.counts.map(({ name, max }) => Math.min(wholeOf(laid.counts.get(name) ?? 0), max)),
    rng: wholeOf(laid.rng, 0xffffffff),
    dice: laid.dice.map((/** @type {any} */ item) => wholeOf(item)),
    n: wholeOf(laid.n),
    stage: thawStage(how, laid.stage),
  };
  checkRest(how, state);
  return state;
}
