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
import { forget, keep, recall, recallData } from "./store.mjs";
import { plain } from "./text.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Slot what a save looks like on the shelf, beside the save itself
 * @property {string} when ISO time
 * @property {string} place
 * @property {string} name that the reader gave it
 * @property {string} words the line it rests at
 * @property {string | null} mind id
 * @property {string | null} backdrop
 * @property {unknown} save
 */

/** Slots on a page. */
const PER_PAGE = 6;
/** Pages of the shelf: those that fill themselves, newest first, then the reader's own. */
export const PAGES = ["a", "q", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * The slots of a page. Those of the reader's pages are numbered through.
 * @param {Book} book
 * @param {string} page
 * @returns {string[]}
 */
export function slotsOn(book, page) {
  if (page === "a" || page === "q") {
    const last = lastOf(book, page);
    return Array.from({ length: PER_PAGE }, (_, i) => `${page}${((last - i - 1 + 2 * PER_PAGE) % PER_PAGE) + 1}`);
  }
  return Array.from({ length: PER_PAGE }, (_, i) => String((Number(page) - 1) * PER_PAGE + i + 1));
}

/**
 * Which slot of a page that fills itself was filled last.
 * @param {Book} book
 * @param {string} page
 */
function lastOf(book, page) {
  const last = Number(recallData(`${book.key}/last-${page}`));
  return Number.isInteger(last) && last > 0 ? ((last - 1) % PER_PAGE) + 1 : PER_PAGE;
}

/**
 * The newest slot of a page that fills itself.
 * @param {Book} book
 * @param {"a" | "q"} page
 */
export function newestSlot(book, page) {
  for (const name of slotsOn(book, page)) {
    const slot = readSlot(book, name);
    if (slot !== null) return slot;
  }
  return null;
}

/**
 * Keeps a reading in place of the oldest slot of a page that fills itself.
 * @param {Book} book
 * @param {Session} session
 * @param {"a" | "q"} page
 * @returns {Kept}
 */
export function keepNext(book, session, page) {
  const next = (lastOf(book, page) % PER_PAGE) + 1;
  const kept = keepSlot(book, session, `${page}${next}`);
  if (kept === "ok") keep(`${book.key}/last-${page}`, String(next));
  return kept;
}

/**
 * Names of pages that the reader gave.
 * @param {Book} book
 * @returns {Record<string, string>}
 */
export function pageNames(book) {
  const names = recallData(`${book.key}/pages`) ?? {};
  return Object.fromEntries(PAGES.filter((page) => typeof names[page] === "string" && names[page]).map((page) => [page, names[page].slice(0, 40)]));
}

/**
 * @param {Book} book
 * @param {string} page
 * @param {string} name
 */
export function namePage(book, page, name) {
  keep(`${book.key}/pages`, JSON.stringify({ ...pageNames(book), [page]: name }));
}

/**
 * @param {Book} book
 * @param {string} slot
 * @param {string} name
 */
export function nameSlot(book, slot, name) {
  const kept = readSlot(book, slot);
  if (kept !== null && kept !== "broken") keep(slotKey(book, slot), JSON.stringify({ ...kept, name }));
}

/**
 * Every slot that holds something.
 * @param {Book} book
 * @returns {string[]}
 */
export function filledSlots(book) {
  return PAGES.flatMap((page) => slotsOn(book, page)).filter((name) => recall(slotKey(book, name)) !== null);
}

/**
 * All saves as one text, for a file.
 * @param {Book} book
 */
export function shelfText(book) {
  const slots = filledSlots(book).flatMap((name) => {
    const slot = readSlot(book, name);
    return slot === "broken" ? [] : [[name, slot]];
  });
  return JSON.stringify({ weave: "saves", slots: Object.fromEntries(slots) });
}

/**
 * Puts the saves of such a file on the shelf: each in its slot if that is empty, else in the next of the reader's own
 * that is. What does not fit this story is left out; what is there stays.
 * @param {Book} book
 * @param {string} text
 * @returns {number} how many came
 */
export function takeShelf(book, text) {
  let data = null;
  try {
    data = JSON.parse(text);
  } catch {
    return 0;
  }
  const all = data?.weave === "saves" && data.slots && typeof data.slots === "object" ? Object.entries(data.slots) : [["", data]];
  const free = PAGES.flatMap((page) => slotsOn(book, page)).filter((name) => recall(slotKey(book, name)) === null);
  let count = 0;
  for (const [name, raw] of all) {
    const slot = readSlotText(JSON.stringify(raw) ?? "");
    if (slot === "broken" || typeof openSlot(book, slot) === "string") continue;
    const to = free.includes(name) ? name : free.find((one) => /^\d/.test(one));
    if (!to || keep(slotKey(book, to), JSON.stringify(slot)) !== "ok") break;
    free.splice(free.indexOf(to), 1);
    count += 1;
  }
  return count;
}

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
  return save && { when: new Date().toISOString(), name: "", ...tellSlot(book, session), backdrop: moment.state.stage.backdrop, save };
}

/**
 * What can be said of a place.
 * @param {Book} book
 * @param {Session} session
 */
function tellSlot(book, session) {
  const { rest, state } = here(session);
  const { chapter, title } = placeName(book, sceneOf(state), state);
  const spoken = lastSpoken(session);
  const line = spoken ? linesOf(spoken.rest)[0] : null;
  const words = line ? plain(line.text) : "prompt" in rest ? plain(rest.prompt) : "";
  const mind = rest.mind ?? line?.mind ?? null;
  return { place: [chapter, title].filter(Boolean).join(", "), words: words.slice(0, 160), mind: mind !== null && mind >= 0 ? book.program.minds[mind].id : null };
}

/**
 * A slot in the language that is read now. One that cannot be opened stays as it was kept.
 * @template {Slot | "broken" | null} T
 * @param {Book} book
 * @param {T} slot
 * @returns {T}
 */
export function slotNow(book, slot) {
  if (!slot || slot === "broken" || Object.keys(book.program.texts).length < 2) return slot;
  const opened = openSlot(book, slot);
  return typeof opened === "string" ? slot : { .../** @type {any} */ (slot), ...tellSlot(book, opened.session) };
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
  return { when: word(data.when), name: word(data.name).slice(0, 40), place: word(data.place), words: word(data.words), mind: word(data.mind) || null,
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
