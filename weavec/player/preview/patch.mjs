/**
 * A newer story in place of the one at hand. Goes in: a program and what the server says has changed. Comes out: the
 * program as it is now. Where scenes only changed inside, it is the same object, and what was looked up in it before is
 * kept for all that is as it was: a story of a thousand scenes changes in the time of one.
 *
 * @import {Places, Program, Scene} from "../types"
 * @import {StoryMessage} from "./types"
 */

import { placesFor } from "../places.mjs";
import { tablesFor } from "../tables.mjs";

/** Parts of a program to which states refer by index. */
const NUMBERED = /** @type {const} */ (["vars", "counts", "minds", "people"]);

/** @param {StoryMessage} message the keys of the texts that it changes, in any language */
export function keysIn({ texts = {} }) {
  return Object.values(texts).flatMap(({ set, gone }) => [...Object.keys(set), ...gone]);
}

/**
 * What a message changes. `scenes`: the new list. `touched`: whether a state that stands in a scene, by its old index, has
 * to be followed. `inPlace`: whether every scene is where it was.
 * @typedef {{scenes: readonly Scene[], touched: (scene: number) => boolean, inPlace: boolean}} Plan
 */

/**
 * @param {Program} program
 * @param {StoryMessage} message
 * @returns {Plan}
 */
export function planOf(program, { program: whole, head, scenes }) {
  const old = program.scenes;
  const next = whole ? whole.scenes : scenes?.flatMap((part) => ("id" in part ? [part] : old.slice(part[0], part[1]))) ?? old;
  const named = whole ?? head;
  const moved = named !== undefined && NUMBERED.some((name) => JSON.stringify(named[name]) !== JSON.stringify(program[name]));
  return { scenes: next, touched: (scene) => moved || next[scene] !== old[scene], inPlace: !whole && next.length === old.length && next.every(({ id }, i) => id === old[i].id) };
}

/**
 * @param {Program} program
 * @param {StoryMessage} message
 * @param {Plan} plan for both
 * @param {string} language that is read
 * @returns {Program} the same one if `plan.inPlace`
 */
export function patched(program, message, { scenes, inPlace }, language) {
  if (message.program) return message.program;
  const { head = {}, hash, texts = {} } = message;
  const changed = scenes.flatMap((scene, i) => (scene === program.scenes[i] ? [] : [i]));
  const places = inPlace ? placesFor(program) : null;
  const tables = inPlace ? tablesFor(program) : null;
  const now = inPlace ? /** @type {any} */ (program) : { ...program, texts: Object.fromEntries(Object.entries(program.texts).map(([tag, own]) => [tag, { ...own }])) };
  Object.assign(now, head, { hash, scenes });
  for (const [tag, { set, gone }] of Object.entries(texts)) {
    const own = (now.texts[tag] ??= {});
    Object.assign(own, set);
    for (const key of gone) delete own[key];
  }
  if (places) patchPlaces(places, now, changed);
  if (tables) {
    const keys = new Set(keysIn(message));
    const some = Object.fromEntries(Object.entries(now.texts).map(([tag, own]) => [tag,
      Object.fromEntries([...keys].flatMap((key) => (Object.hasOwn(own, key) ? [[key, own[key]]] : [])))]));
    const { texts: fresh } = tablesFor({ ...now, minds: [], people: [], scenes: [], texts: some }, language);
    for (const key of keys) {
      const text = fresh.get(key);
      if (text) tables.texts.set(key, text);
      else tables.texts.delete(key);
    }
    tables.names = [...now.minds, ...now.people].map((being) => tables.texts.get(`@cast/${being.id}`) ?? null);
    for (const [i, row] of tables.met.entries()) if (row.length) tables.met[i] = [];
  }
  return now;
}

/**
 * @param {Places} places changed
 * @param {Program} program
 * @param {readonly number[]} changed indices of scenes
 */
function patchPlaces(places, program, changed) {
  const part = placesFor({ ...program, scenes: changed.map((i) => program.scenes[i]) });
  const fresh = /** @type {any} */ (places);
  for (const [id, { scene }] of places.merges) if (changed.includes(scene)) places.merges.delete(id);
  for (const [id, merge] of part.merges) places.merges.set(id, { ...merge, scene: changed[merge.scene] });
  for (const [at, i] of changed.entries()) for (const name of /** @type {const} */ (["lists", "ops", "keys", "waits"])) fresh[name][i] = part[name][at];
  for (const name of /** @type {const} */ (["minds", "cast", "vars", "counts", "was"])) fresh[name] = part[name];
}
