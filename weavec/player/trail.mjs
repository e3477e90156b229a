/**
 * The reader's trail. In: moments as they are met. Out: memory of which scenes were entered, by which ways, what was
 * locked; and for each scene the state in which it was first read, kept as a save of one moment, so that it can be
 * entered again. Those states are the first to go when the browser's storage runs short.
 *
 * @import {State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Memory} from "./memory.mjs"
 * @import {Session} from "./session.mjs"
 * @import {Slot} from "./shelf.mjs"
 */

import { isCharted } from "./chart.mjs";
import { freeze } from "./saves.mjs";
import { here, sceneOf } from "./session.mjs";
import { openSlot } from "./shelf.mjs";
import { forget, keepLoosely, keysUnder, recall, recallData } from "./store.mjs";
import { plain } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** What all first states of a story may take of the storage, in UTF-16 units. */
const MOST_KEPT = 1 << 20;

/** First states known to be good since the page was opened, and how much all of them take. */
const good = new Set();
let used = -1;

/**
 * Notes the moment at which a reading stands.
 * @param {Book} book
 * @param {Memory} memory
 * @param {Session} session
 */
export function noteMoment(book, memory, session) {
  const { scenes } = book.program;
  const { rest, silent, state } = here(session);
  /** @type {number | undefined} */
  let from;
  for (const event of silent) {
    if (event.e !== "scene") continue;
    const { id } = scenes[event.scene];
    memory.scenes.add(id);
    if (!isCharted(scenes[event.scene])) continue;
    from ??= chartedAt(book, session, session.at - 1);
    if (from >= 0) memory.ways.add(`${scenes[from].id}>${id}`);
    from = event.scene;
    keepEntry(book, id, state);
  }
  if (rest.e === "choice") {
    for (const { id, open, why } of rest.options) {
      if (open) memory.notes.delete(id);
      else memory.notes.set(id, plain(why) || WORDS.locked);
    }
  } else if (rest.e === "end") {
    const key = `@ending/${rest.name}`;
    memory.notes.set(key, plain(rest.title) || rest.name);
    if (!memory.notes.has(`${key}#`)) memory.notes.set(`${key}#`, new Date().toISOString());
  }
}

/**
 * Notes where a reading has been that comes from a save.
 * @param {Book} book
 * @param {Memory} memory
 * @param {Session} session
 */
export function noteSession(book, memory, session) {
  for (const moment of session.moments) memory.scenes.add(book.program.scenes[sceneOf(moment.state)].id);
  noteMoment(book, memory, session);
}

/**
 * The last scene on the map in which a reading was.
 * @param {Book} book
 * @param {Session} session
 * @param {number} at the moment
 */
export function chartedAt(book, { moments }, at) {
  for (; at >= 0; at -= 1) {
    const scene = sceneOf(moments[at].state);
    if (isCharted(book.program.scenes[scene])) return scene;
  }
  return -1;
}

/** @param {Book} book */
function entryStart(book) {
  return `${book.key}/entry/`;
}

/**
 * Keeps the state in which a scene is first read: once, and anew only where what was kept cannot be opened any more.
 * @param {Book} book
 * @param {string} id
 * @param {State} state
 */
function keepEntry(book, id, state) {
  const key = entryStart(book) + id;
  if (good.has(key)) return;
  const old = entryOf(book, id);
  if (old === null || typeof openEntry(book, old) === "string") {
    const save = freeze(book.program, state, []);
    if (save === null) return;
    const text = JSON.stringify(save);
    if (used < 0) used = keysUnder(entryStart(book)).reduce((sum, one) => sum + (recall(one)?.length ?? 0), 0);
    if (used + text.length > MOST_KEPT || !keepLoosely(key, text)) return;
    used += text.length;
  }
  good.add(key);
}

/**
 * The state in which a scene was first read, as a slot without anything to show; null if it was not kept.
 * @param {Book} book
 * @param {string} id
 * @returns {Slot | null}
 */
export function entryOf(book, id) {
  const save = recallData(entryStart(book) + id);
  return save === null ? null : /** @type {any} */ ({ save });
}

/**
 * The reading that begins with a first state; nothing that stands before it, where the story was changed.
 * @param {Book} book
 * @param {Slot} entry
 */
export function openEntry(book, entry) {
  const opened = openSlot(book, entry);
  return typeof opened === "string" || !opened.back ? opened : WORDS.noEntry;
}

/**
 * Forgets all first states.
 * @param {Book} book
 * @returns {boolean} whether there were any
 */
export function dropEntries(book) {
  const keys = keysUnder(entryStart(book));
  keys.forEach(forget);
  good.clear();
  used = -1;
  return keys.length > 0;
}
