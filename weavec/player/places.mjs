/**
 * Names for the indices of a program, and back: what a save says in place of numbers.
 *
 * Goes in: a program. Comes out: `Places`, made once for each program: maps from ids to indices, the key of
 * each place where a cursor can rest, and where merges and visits stand. A state named by `nameState` holds
 * no index.
 *
 * @import {Cursor, MergePlace, Named, NamedCursor, NamedWeft, Places, Program, Scene, State, Var, Visit, Weft} from "./types"
 */

import { mergeOp, sectionOp } from "./weft.mjs";

/** @type {WeakMap<Program, Places>} */
const placesOf = new WeakMap();

/**
 * The places of a program, from the last call if there was one.
 * @param {Program} program
 * @returns {Places}
 */
export function placesFor(program) {
  const known = placesOf.get(program);
  if (known !== undefined) return known;
  const made = makePlaces(program);
  placesOf.set(program, made);
  return made;
}

/**
 * @param {Program} program
 * @returns {Places}
 */
function makePlaces(program) {
  const index = (/** @type {readonly {id: string}[]} */ list) => new Map(list.map((item, i) => [item.id, i]));
  const names = (/** @type {readonly {name: string}[]} */ list) => new Map(list.map((item, i) => [item.name, i]));
  /** @type {Map<string, MergePlace>} */
  const merges = new Map();
  program.scenes.forEach((scene, s) => {
    scene.ops.forEach((op, i) => {
      if (op.k === "merge") merges.set(op.id, mergePlace(scene, s, i));
    });
  });
  const renamed = (/** @type {readonly (readonly [string, string])[]} */ pairs) => {
    const map = new Map(pairs);
    return (/** @type {string} */ name) => map.get(name) ?? name;
  };
  return {
    program,
    lists: program.scenes.map(listOf),
    was: { scene: renamed(program.was.scenes), mind: renamed(program.was.minds), value: renamed(program.was.vars) },
    scenes: index(program.scenes),
    minds: index(program.minds),
    cast: index([...program.minds, ...program.people]),
    vars: names(program.vars),
    counts: names(program.counts),
    ops: program.scenes.map((scene) => new Map(scene.rests)),
    keys: program.scenes.map((scene) => restKeys(scene, 0)),
    waits: program.scenes.map((scene) => restKeys(scene, 2)),
    merges,
  };
}

/**
 * A name without its scene's.
 * @param {string} id
 */
const keyOf = (id) => id.slice(id.indexOf("/") + 1);

/**
 * The beats and visits of a scene, a choice with its options; an option, with a star, stands before what it leads to.
 * @param {Scene} scene
 * @returns {string[]}
 */
function listOf({ ops }) {
  /** @type {[number, string][]} */
  const found = [];
  ops.forEach((op, i) => {
    const options = "options" in op ? op.options : [];
    for (const { id, to } of options) found.push([to - 0.5, `*${keyOf(id)}`]);
    if ("id" in op && op.k !== "merge") found.push([i, [op, ...options].map(({ id }) => keyOf(id)).join("*")]);
  });
  return found.sort((a, b) => a[0] - b[0]).map(([, name]) => name);
}

/**
 * The key of each operation at which a cursor can rest. Where there are several: a beat's own id, then what
 * names a place of a merge, then what comes after a beat; where a strand only waits, the place of the merge first.
 * @param {Scene} scene
 * @param {number} own the rank of a beat's id: 0, or 2
 * @returns {Map<number, string>}
 */
function restKeys(scene, own) {
  /** @type {Map<number, string>} */
  const keys = new Map();
  const rank = (/** @type {string} */ key, /** @type {number} */ i) => {
    const op = scene.ops[i];
    return "id" in op && keyOf(op.id) === key ? own : key.includes(">") ? 1 : 3;
  };
  for (const [key, i] of scene.rests) {
    const known = keys.get(i);
    if (known === undefined || rank(key, i) < rank(known, i)) keys.set(i, key);
  }
  return keys;
}

/**
 * A merge from its first operation to its last.
 * @param {Scene} scene
 * @param {number} s the scene's index
 * @param {number} first index of its `merge`
 * @returns {MergePlace}
 */
function mergePlace(scene, s, first) {
  /** @type {MergePlace["sections"][number][]} */
  const sections = [];
  /** @type {string | null} */
  let opened = null;
  let last = first;
  for (; last + 1 < scene.ops.length && scene.ops[last].k !== "unmerge"; last += 1) {
    const op = scene.ops[last + 1];
    if (op.k === "meet") opened = op.name;
    if (op.k === "strands") sections.push({ op: last + 1, opened, next: op.next });
  }
  return { scene: s, first, last, sections };
}

/**
 * The merge around an operation, if it stands in one.
 * @param {Places} places
 * @param {number} scene
 * @param {number} op
 * @returns {MergePlace | null}
 */
export function mergeAround(places, scene, op) {
  for (const merge of places.merges.values()) {
    if (merge.scene === scene && merge.first < op && op <= merge.last) return merge;
  }
  return null;
}

// ------------------------------------------------------------------ naming a state

/**
 * A state with names for indices.
 * @param {Places} places
 * @param {State} state
 * @returns {Required<Named>}
 * @throws {Error} if a cursor stands where the program has no key: the compiler has left one out
 */
export function nameState(places, state) {
  const { program } = places;
  const cast = [...program.minds, ...program.people];
  return {
    main: nameCursor(places, state.main),
    merge: state.merge === null ? null : nameWeft(places, state, state.merge),
    vars: program.vars.map((kept, i) => [kept.name, writtenValue(kept, state.vars[i])]),
    counts: program.counts
      .map((count, i) => /** @type {[string, number]} */ ([count.name, state.counts[i]]))
      .filter((pair) => pair[1] !== 0),
    rng: state.rng,
    dice: state.dice,
    n: state.n,
    stage: {
      backdrop: state.stage.backdrop,
      music: state.stage.music,
      cast: state.stage.cast.map(([who, mood, place, on]) => [cast[who].id, mood, place, on]),
      effects: state.stage.effects.slice(),
    },
  };
}

/**
 * A value as its author would write it.
 * @param {Var} kept
 * @param {number | string} value
 * @returns {number | string | boolean}
 */
function writtenValue(kept, value) {
  if (kept.type === "flag") return value !== 0;
  if (kept.type === "words" && kept.words) return kept.words[Number(value)];
  return value;
}

/**
 * @param {Places} places
 * @param {Cursor} cursor
 * @param {Places["keys"]} [keys]
 * @returns {NamedCursor}
 */
function nameCursor(places, cursor, keys = places.keys) {
  const { program } = places;
  const [scene, op] = cursor.at;
  const key = keys[scene].get(op);
  if (key === undefined) throw new Error("a place without a key");
  return {
    at: [program.scenes[scene].id, key],
    stack: cursor.stack.map(([from, after, mind]) => {
      const visit = /** @type {Visit} */ (program.scenes[from].ops[after - 1]);
      return [visit.id, nameMind(program, mind)];
    }),
    mind: nameMind(program, cursor.mind),
  };
}

/**
 * @param {Program} program
 * @param {number | null} mind
 * @returns {string | null}
 */
function nameMind(program, mind) {
  return mind === null ? null : program.minds[mind].id;
}

/**
 * @param {Places} places
 * @param {State} state
 * @param {Weft} weft
 * @returns {NamedWeft}
 */
function nameWeft(places, state, weft) {
  const { program } = places;
  const { id } = mergeOp(program, weft);
  const who = (/** @type {number} */ i) => program.minds[sectionOp(program, state).strands[i].mind].id;
  return {
    id,
    section: weft.section < 0 ? "" : /** @type {MergePlace} */ (places.merges.get(id)).sections[weft.section].opened,
    now: weft.now.map(who),
    queue: weft.queue.map(who),
    strands: weft.strands.map((strand, i) => nameCursor(places, strand, weft.now.includes(i) ? places.keys : places.waits)),
  };
}
