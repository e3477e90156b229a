/**
 * The shelf of saves. In: a reading and a slot's name. Out: what the slot keeps, or in words why it could not be kept or
 * opened. A slot that cannot be opened is left as it is.
 *
 * @import {Book} from "./book.mjs"
 * @import {Session} from "./session.mjs"
 * @import {Kept} from "./store.mjs"
 */

import { placeName } from "./book.mjs";
import { freeze, parseSave, thaw } from "./saves.mjs";
import { here, lastSpoken, linesOf, resume, sceneOf } from "./session.mjs";
import { forget, keep, recall } from "./store.mjs";
import { plain } from "./text.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Slot what a save looks like on the shelf, beside the save itself
 * @property {string} when ISO time
 * @property {string} place
 * @property {string} words the line it rests at
 * @property {string | null} mind id
 * @property {string | null} backdrop
 * @property {unknown} save
 */

/** Slots that the reader fills. */
export const SLOTS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
/** Slots that fill themselves, and the one key that fills one. */
export const OWN_SLOTS = ["auto", "quick", "left"];

/**
 * @param {Book} book
 * @param {string} name
 */
function slotKey(book, name) {
  return `${book.key}/slot-${name}`;
}

/**
 * The slot that a reading would fill now.
 * @param {Book} book
 * @param {Session} session
 * @returns {Slot | null}
 */
export function slotOf(book, session) {
  const moment = here(session);
  const past = session.moments.slice(0, session.at).map((one) => one.state).reverse();
  const save = freeze(book.program, moment.state, past);
  if (save === null) return null;
  const { chapter, title } = placeName(book, sceneOf(moment.state), moment.state);
  const spoken = lastSpoken(session);
  const line = spoken ? linesOf(spoken.rest)[0] : null;
  const words = line ? plain(line.text) : "prompt" in moment.rest ? plain(moment.rest.prompt) : "";
  const mind = moment.rest.mind ?? line?.mind ?? null;
  return {
    when: new Date().toISOString(), place: [chapter, title].filter(Boolean).join(", "), words: words.slice(0, 160),
    mind: mind !== null && mind >= 0 ? book.program.minds[mind].id : null, backdrop: moment.state.stage.backdrop, save,
  };
}

/**
 * @param {Book} book
 * @param {Session} session
 * @param {string} name
 * @returns {Kept}
 */
export function keepSlot(book, session, name) {
  const slot = slotOf(book, session);
  return slot === null ? "lost" : keep(slotKey(book, name), JSON.stringify(slot));
}

/**
 * @param {Kept} kept
 * @returns {string | null} what to tell the reader, if anything went wrong
 */
export function keptWords(kept) {
  return { ok: null, none: WORDS.noStore, full: WORDS.full, lost: WORDS.notKept }[kept];
}

/**
 * What stands in a slot; `broken` if something does that cannot be read.
 * @param {Book} book
 * @param {string} name
 * @returns {Slot | "broken" | null}
 */
export function readSlot(book, name) {
  const text = recall(slotKey(book, name));
  return text === null ? null : readSlotText(text);
}

/**
 * @param {string} text
 * @returns {Slot | "broken"}
 */
export function readSlotText(text) {
  const parsed = parseSave(text);
  if ("error" in parsed) return "broken";
  const data = /** @type {any} */ (parsed.save);
  if (data === null || typeof data !== "object" || !data.save) return "broken";
  const word = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  return { when: word(data.when), place: word(data.place), words: word(data.words), mind: word(data.mind) || null,
    backdrop: word(data.backdrop) || null, save: data.save };
}

/**
 * @param {Book} book
 * @param {string} name
 */
export function eraseSlot(book, name) {
  forget(slotKey(book, name));
}

/**
 * The reading that a slot keeps.
 * @param {Book} book
 * @param {Slot | "broken"} slot
 * @returns {{session: Session, note: string | null} | string} or why it cannot be opened
 */
export function openSlot(book, slot) {
  if (slot === "broken") return WORDS.broken;
  const thawed = thaw(book.program, slot.save);
  if ("error" in thawed) {
    return { malformed: WORDS.broken, size: WORDS.broken, newer: WORDS.broken, story: WORDS.otherStory, changed: WORDS.noPlace }[thawed.error.code];
  }
  return { session: resume(book.program, thawed.state, thawed.past), note: thawed.edited ? WORDS.edited : null };
}

/**
 * A time as the reader's own clock and language write it.
 * @param {string} iso
 */
export function timeWords(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
