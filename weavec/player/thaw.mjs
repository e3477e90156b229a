/**
 * From a state by name to a state of a program, trusting nothing.
 *
 * Goes in: the places of a program and plain data that says it is a state. Comes out: a state at which the
 * machine can rest, or a `Misfit` that says why there is none. Every shape is checked before it is used, no
 * key of the data ever becomes a key of an object, and the checks go no deeper than the shapes do.
 *
 * @import {Cursor, Frame, MergePlace, NamedCursor, Op, Places, Seen, Stage, State, Strands, Var, Weft} from "./types"
 */

import { clamp } from "./values.mjs";
import { anyOpen, perspectiveOf } from "./options.mjs";
import { isReady } from "./weft.mjs";
import { mergeAround } from "./places.mjs";

/** Lasting effects and scripted draws that a state can hold; real ones are far fewer. */
const MOST_EFFECTS = 100;
const MOST_DICE = 10000;

/** The data is no state of this program. */
export class Misfit extends Error {
  /**
   * @param {"malformed" | "changed" | "newer" | "story" | "size"} code
   * @param {string} why
   */
  constructor(code, why) {
    super(why);
    this.code = code;
  }
}

/** @typedef {{places: Places, edited: boolean, beats: Map<string, readonly string[]>, reset: Set<string>}} Thaw */

// ------------------------------------------------------------------ shapes

/**
 * @param {string} what
 * @returns {never}
 */
function malformed(what) {
  throw new Misfit("malformed", `${what} is not what a save holds`);
}

/**
 * What was named is not in the program: edited away or, in the same program, never there.
 * @param {Thaw} thaw
 * @param {string} what
 * @param {string} [name] as the save says it; only its beginning is told
 * @returns {never}
 */
export function gone(thaw, what, name) {
  const told = name === undefined ? "" : ` "${name.slice(0, 60)}"`;
  throw new Misfit(thaw.edited ? "changed" : "malformed", `the story has no ${what}${told}`);
}

/**
 * An object with these fields and no others.
 * @param {any} value
 * @param {string} what
 * @param {readonly string[]} names
 * @param {boolean} [partly] whether fields may be missing
 * @returns {any}
 */
export function record(value, what, names, partly = false) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) malformed(what);
  const own = Object.keys(value);
  if (!own.every((name) => names.includes(name)) || (!partly && own.length !== names.length)) malformed(what);
  return value;
}

/**
 * @template T
 * @param {any} value
 * @param {string} what
 * @param {(item: any) => T} each
 * @param {number} [length] how many there are, if it is certain
 * @returns {T[]}
 */
export function listOf(value, what, each, length) {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) malformed(what);
  return value.map((item) => each(item));
}

/**
 * @param {any} value
 * @param {string} what
 * @returns {string}
 */
export function savedText(value, what) {
  return typeof value === "string" ? value : malformed(what);
}

/**
 * @param {any} value
 * @param {string} what
 * @returns {string | null}
 */
function textOrNull(value, what) {
  return value === null ? null : savedText(value, what);
}

/**
 * @param {any} value
 * @param {string} what
 * @param {number} hi the highest
 * @returns {number}
 */
function wholeOf(value, what, hi) {
  return Number.isSafeInteger(value) && value >= 0 && value <= hi && !Object.is(value, -0) ? value : malformed(what);
}

// ------------------------------------------------------------------ places

/**
 * The index that a name stands for.
 * @param {Thaw} thaw
 * @param {Map<string, number>} map
 * @param {any} name
 * @param {string} what
 * @returns {number}
 */
function indexOf(thaw, map, name, what) {
  const index = map.get(savedText(name, what));
  return index === undefined ? gone(thaw, what, name) : index;
}

/**
 * @param {Thaw} thaw
 * @param {any} name
 * @returns {number | null}
 */
function mindOf(thaw, name) {
  return name === null ? null : indexOf(thaw, thaw.places.minds, name, "mind");
}

/**
 * The operation of a scene that a key names. A beat that was one of several equals is only certain while its
 * scene's beats are the same as before.
 * @param {Thaw} thaw
 * @param {number} scene
 * @param {any} key
 * @returns {number}
 */
function opOfKey(thaw, scene, key) {
  const { program, ops } = thaw.places;
  const op = ops[scene].get(savedText(key, "place"));
  const { id, beats } = program.scenes[scene];
  if (op === undefined) return gone(thaw, `place in scene ${id}`, key);
  if (thaw.edited && /-\d+of\d+\+?$/.test(key)) {
    const before = thaw.beats.get(id);
    if (before === undefined || before.length !== beats.length || before.some((core, i) => core !== beats[i])) {
      gone(thaw, `certain place in scene ${id}`, key);
    }
  }
  return op;
}

/**
 * A cursor, with its way back checked against the visits of the program.
 * @param {Thaw} thaw
 * @param {any} value
 * @returns {Cursor}
 */
function thawCursor(thaw, value) {
  const { program, scenes, visits } = thaw.places;
  /** @type {NamedCursor} */
  const { at, stack, mind } = record(value, "a cursor", ["at", "stack", "mind"]);
  if (!Array.isArray(at) || at.length !== 2) malformed("a position");
  const scene = indexOf(thaw, scenes, at[0], "scene");
  if (!Array.isArray(stack) || stack.length > program.scenes.length) malformed("a way back");
  const frames = listOf(stack, "a way back", (item) => {
    if (!Array.isArray(item) || item.length !== 2) malformed("a visit");
    const visit = visits.get(savedText(item[0], "visit"));
    if (visit === undefined) return gone(thaw, "visit", item[0]);
    return /** @type {Frame} */ ([visit[0], visit[1] + 1, mindOf(thaw, item[1])]);
  });
  frames.forEach(([from, after], i) => {
    const visit = program.scenes[from].ops[after - 1];
    const into = i + 1 < frames.length ? frames[i + 1][0] : scene;
    if (visit.k !== "visit" || visit.scene !== into) gone(thaw, "such visit");
  });
  return { at: [scene, opOfKey(thaw, scene, at[1])], stack: frames, mind: mindOf(thaw, mind) };
}

/**
 * The merges around the places that a cursor holds: those of its open visits, and its own.
 * @param {Places} places
 * @param {Cursor} cursor
 * @returns {{merge: MergePlace, op: number, depth: number}[]}
 */
function mergesOf(places, cursor) {
  const held = [...cursor.stack.map(([scene, after]) => [scene, after - 1]), cursor.at];
  return held.flatMap(([scene, op], depth) => {
    const merge = mergeAround(places, scene, op);
    return merge === null ? [] : [{ merge, op, depth }];
  });
}

/**
 * @param {Thaw} thaw
 * @param {Cursor} cursor
 * @returns {string} the kind of the beat at which it rests
 */
function beatAt(thaw, cursor) {
  const { program } = thaw.places;
  return program.scenes[cursor.at[0]].ops[cursor.at[1]].k;
}

/**
 * That a cursor can rest where it is shown: at a beat, and not at a hub that is over.
 * @param {Thaw} thaw
 * @param {State} state
 * @param {Cursor} cursor
 * @returns {void}
 */
function checkBeat(thaw, state, cursor) {
  const { program } = thaw.places;
  const op = program.scenes[cursor.at[0]].ops[cursor.at[1]];
  if (!["line", "choice", "ask", "end", "hole"].includes(op.k)) gone(thaw, "beat to rest at");
  if (op.k === "choice" && op.hub && !anyOpen(program, state, perspectiveOf(program, cursor), op)) {
    gone(thaw, "open option to rest at");
  }
}

// ------------------------------------------------------------------ the merge

/**
 * @param {Thaw} thaw
 * @param {any} value
 * @param {Cursor} main
 * @returns {Weft | null}
 */
function thawWeft(thaw, value, main) {
  const around = mergesOf(thaw.places, main);
  if (value === null) return around.length === 0 ? null : gone(thaw, "such place outside a merge");
  const data = record(value, "a merge", ["id", "section", "now", "queue", "strands"]);
  const merge = thaw.places.merges.get(savedText(data.id, "merge"));
  if (merge === undefined) return gone(thaw, "merge", data.id);
  if (around.length !== 1 || around[0].merge !== merge) gone(thaw, "such place in the merge");
  const opened = textOrNull(data.section, "section");
  const section = opened === "" ? -1 : merge.sections.findIndex((one) => one.opened === opened);
  if (opened !== "" && section < 0) gone(thaw, "section", opened ?? "");
  const weft = { at: /** @type {[number, number]} */ ([merge.scene, merge.first]), section };
  const { op } = around[0];
  if (listOf(data.strands, "strands", (item) => item).length > 0) {
    if (section < 0 || op !== merge.sections[section].op || around[0].depth !== main.stack.length) gone(thaw, "such section");
    return { ...weft, ...thawStrands(thaw, data, merge, section) };
  }
  const past = merge.sections.filter((one) => one.op < op);
  if (past.length !== section + 1 || past.some((one) => op < one.next)) gone(thaw, "such block of a sync");
  listOf(data.now, "now", () => malformed("now"));
  listOf(data.queue, "queue", () => malformed("queue"));
  return { ...weft, now: [], queue: [], strands: [] };
}

/**
 * @param {Thaw} thaw
 * @param {any} data
 * @param {MergePlace} merge
 * @param {number} section
 * @returns {{now: number[], queue: number[], strands: Cursor[]}}
 */
function thawStrands(thaw, data, merge, section) {
  const { places } = thaw;
  const { ops } = places.program.scenes[merge.scene];
  const op = ops[merge.sections[section].op];
  if (op.k !== "strands") return gone(thaw, "such section");
  const strands = listOf(data.strands, "strands", (item) => thawCursor(thaw, item));
  if (strands.length !== op.strands.length) gone(thaw, "such strands");
  strands.forEach((strand, i) => {
    const { start, mind } = op.strands[i];
    const end = ops.findIndex((one, at) => at >= start && one.k === "done");
    const [first, ...more] = mergesOf(places, strand);
    const own = strand.stack.length === 0 ? strand.mind : strand.stack[0][2];
    if (own !== mind || more.length > 0 || first === undefined || first.depth !== 0) gone(thaw, "such strand");
    if (first.merge !== merge || first.op < start || first.op > end) gone(thaw, "such strand");
  });
  checkSyncs(thaw, op, ops, strands);
  const who = (/** @type {any} */ item) => {
    const mind = indexOf(thaw, places.minds, item, "mind");
    const i = op.strands.findIndex((strand) => strand.mind === mind);
    return i < 0 ? gone(thaw, "strand", item) : i;
  };
  const now = listOf(data.now, "now", who);
  const queue = listOf(data.queue, "queue", who);
  if (new Set([...now, ...queue]).size !== now.length + queue.length) malformed("a strand that stands twice");
  return { now, queue, strands };
}

/**
 * That of those who hold a sync all are past it or none is: else some would wait for good.
 * @param {Thaw} thaw
 * @param {Strands} section
 * @param {readonly Op[]} ops of its scene
 * @param {Cursor[]} strands
 * @returns {void}
 */
function checkSyncs(thaw, section, ops, strands) {
  for (const [name, who] of section.syncs) {
    const past = who.map((i) => {
      const at = ops.findIndex((op, o) => o >= section.strands[i].start && op.k === "sync" && op.name === name);
      const { stack, at: [, own] } = strands[i];
      return (stack.length === 0 ? own : stack[0][1] - 1) > at;
    });
    if (past.includes(true) && past.includes(false)) gone(thaw, "such sync", name);
  }
}

/**
 * That the machine can rest in a merge as it stands: at a pick, a chord, or one beat.
 * @param {Thaw} thaw
 * @param {State} state
 * @param {Weft} weft
 * @returns {void}
 */
function checkWeft(thaw, state, weft) {
  const { program } = thaw.places;
  const op = program.scenes[weft.at[0]].ops[weft.at[1]];
  const mode = op.k === "merge" ? op.mode : "";
  if (weft.now.length === 0) {
    const ready = weft.strands.filter((strand) => isReady(program, strand));
    if (mode !== "drifting" || ready.length < 2 || weft.queue.length > 0) gone(thaw, "such pick");
  }
  const shown = weft.now.map((i) => weft.strands[i]);
  for (const cursor of shown) checkBeat(thaw, state, cursor);
  if (shown.length > 1 && (mode !== "chorus" || shown.some((cursor) => beatAt(thaw, cursor) !== "line"))) {
    gone(thaw, "such chord");
  }
}

// ------------------------------------------------------------------ values and stage

/**
 * @param {Thaw} thaw
 * @param {Map<string, any>} values by name
 * @returns {(number | string)[]}
 */
function thawVars(thaw, values) {
  const { program } = thaw.places;
  return program.vars.map((kept) => {
    const value = values.has(kept.name) ? thawValue(kept, values.get(kept.name)) : null;
    const fits = value !== null && (typeof value === "string" || clamp(value, kept.lo, kept.hi) === value);
    if (fits) return value;
    if (!thaw.edited) gone(thaw, "such value", kept.name);
    thaw.reset.add(kept.name);
    return typeof value === "number" ? clamp(value, kept.lo, kept.hi) : kept.init;
  });
}

/**
 * A value from how it is written, or null if it is none of this type; a number may be out of range.
 * @param {Var} kept
 * @param {any} value
 * @returns {number | string | null}
 */
function thawValue(kept, value) {
  if (kept.type === "flag") return typeof value === "boolean" ? Number(value) : null;
  if (kept.type === "text") return typeof value === "string" ? value : null;
  if (kept.type === "words" && kept.words) {
    const index = kept.words.indexOf(value);
    return index < 0 ? null : index;
  }
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : null;
}

/**
 * @param {Thaw} thaw
 * @param {Map<string, any>} values by name
 * @returns {number[]}
 */
function thawCounts(thaw, values) {
  const { program } = thaw.places;
  return program.counts.map(({ name, max }) => {
    const value = wholeOf(values.get(name) ?? 0, "a count", Number.MAX_SAFE_INTEGER);
    if (value > max && !thaw.edited) gone(thaw, "such count", name);
    return Math.min(value, max);
  });
}

/**
 * @param {Thaw} thaw
 * @param {any} value
 * @returns {Stage}
 */
function thawStage(thaw, value) {
  const data = record(value, "a stage", ["backdrop", "music", "cast", "effects"]);
  const cast = listOf(data.cast, "the cast", (item) => {
    if (!Array.isArray(item) || item.length !== 4) malformed("one of the cast");
    const who = thaw.places.cast.get(savedText(item[0], "one of the cast"));
    if (who === undefined) return thaw.edited ? null : gone(thaw, "cast", item[0]);
    return /** @type {Seen} */ ([who, textOrNull(item[1], "a mood"), textOrNull(item[2], "a place"), wholeOf(item[3], "on", 1)]);
  }).filter((item) => item !== null);
  const effects = listOf(data.effects, "effects", (item) => {
    if (!Array.isArray(item) || item.length !== 2) malformed("an effect");
    return /** @type {[string, number]} */ ([savedText(item[0], "an effect"), wholeOf(item[1], "a strength", 10)]);
  });
  if (effects.length > MOST_EFFECTS) malformed("effects");
  if (new Set(cast.map((item) => item[0])).size !== cast.length) malformed("one of the cast who stands twice");
  if (new Set(effects.map((item) => item[0])).size !== effects.length) malformed("an effect that stands twice");
  return { backdrop: textOrNull(data.backdrop, "a backdrop"), music: textOrNull(data.music, "music"), cast, effects };
}

// ------------------------------------------------------------------ the whole state

/**
 * A state by name, its lists of values as maps.
 * @typedef {{main: any, merge: any, vars: Map<string, any>, counts: Map<string, any>, rng: any, dice: any, n: any, stage: any}} Laid
 */

/**
 * A state of the program.
 * @param {Thaw} thaw `reset` takes the names of values that could not be kept
 * @param {Laid} laid
 * @returns {State}
 * @throws {Misfit}
 */
export function thawState(thaw, laid) {
  const main = thawCursor(thaw, laid.main);
  const merge = thawWeft(thaw, laid.merge, main);
  if (Array.isArray(laid.dice) && laid.dice.length > MOST_DICE) malformed("dice");
  /** @type {State} */
  const state = {
    main,
    merge,
    vars: thawVars(thaw, laid.vars),
    counts: thawCounts(thaw, laid.counts),
    rng: wholeOf(laid.rng, "the generator", 0xffffffff),
    dice: listOf(laid.dice, "dice", (item) => wholeOf(item, "a draw", Number.MAX_SAFE_INTEGER)),
    n: wholeOf(laid.n, "the number of beats", Number.MAX_SAFE_INTEGER),
    stage: thawStage(thaw, laid.stage),
  };
  if (merge !== null && merge.strands.length > 0) checkWeft(thaw, state, merge);
  else checkBeat(thaw, state, main);
  return state;
}
