/**
 * The shelf of saves. In: a reading and a slot's name. Out: what the slot keeps, or in words why it could not be kept or
 * opened. A slot that cannot be opened is left as it is.
 *
 * @import {Book} from "./book.mjs"
 * @import {Session} from "./session.mjs"
 * @import {Kept} from "./store.mjs"
 */

import { placeName } from "./book.mjs";
import { freeze, thaw } from "./saves.mjs";
import { here, lastSpoken, linesOf, resume, sceneOf } from "./session.mjs";
import { forget, keep, recall, recallData } from "./store.mjs";
import { plain } from "./text.mjs";
import { fill, WORDS } from "./words.mjs";

/**
 * @typedef {object} Slot what a save looks like on the shelf, beside the save itself
 * @property {string} when ISO time
 * @property {string} place
 * @property {string} name that the reader gave it
 * @property {string} words the line it rests at
 * @property {string | null} mind id
 * @property {string | null} backdrop
 * @property {any} save
 */

/** A save longer than this is not even read. */
const LONGEST_SAVE = 2 ** 21;
/** Slots on a page. */
const PER_PAGE = 6;
/** Pages of the shelf: those that fill themselves, newest first, then the reader's own. */
export const PAGES = ["a", "q", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * The slots of a page: those of a page that fills itself newest first, those of the reader's pages numbered through.
 * @param {Book} book
 * @param {string} page
 * @returns {string[]}
 */
export function slotsOn(book, page) {
  const own = page === "a" || page === "q";
  const names = Array.from({ length: PER_PAGE }, (_, i) => (own ? `${page}${i + 1}` : String((Number(page) - 1) * PER_PAGE + i + 1)));
  if (!own) return names;
  const slots = new Map(names.map((name) => [name, readSlot(book, name)]));
  return names.sort((one, two) => age(slots.get(one)) - age(slots.get(two)));
}

/** @param {Slot | "broken" | null | undefined} slot the larger, the sooner another may take its place */
const age = (slot) => (slot ? (slot === "broken" ? 9e15 : -Date.parse(slot.when) || 0) : Infinity);

/**
 * The newest slot of a page that can be read.
 * @param {Book} book
 * @param {"a" | "q"} page
 * @returns {Slot | null}
 */
export function newestSlot(book, page) {
  return newestOf(book, slotsOn(book, page));
}

/**
 * @param {Book} book
 * @param {readonly string[]} names newest first
 * @returns {Slot | null}
 */
function newestOf(book, names) {
  for (const name of names) {
    const slot = readSlot(book, name);
    if (slot && slot !== "broken") return slot;
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
  const names = slotsOn(book, page);
  const name = names.find((one) => slotText(book, one) === null) ?? names[PER_PAGE - 1];
  // a clock that was put back leaves the order as it is
  return keepSlot(book, session, name, slotText(book, name), Date.parse(newestOf(book, names)?.when ?? "") + 1 || 0);
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
  return PAGES.flatMap((page) => slotsOn(book, page)).filter((name) => slotText(book, name) !== null);
}

/**
 * All saves as one text, for a file.
 * @param {Book} book
 */
export function shelfText(book) {
  const slots = filledSlots(book).map((name) => {
    const slot = readSlot(book, name);
    return [name, slot === "broken" ? slotText(book, name) : slot];
  });
  return JSON.stringify({ weave: "saves", slots: Object.fromEntries(slots) });
}

/**
 * Puts the saves of such a file on the shelf: each in its slot if that is empty, else in the next of the reader's own
 * that is. What does not fit this story is left out; what is there stays.
 * @param {Book} book
 * @param {string} text
 * @returns {string} what to tell the reader
 */
export function takeShelf(book, text) {
  let count = 0;
  let trouble = WORDS.noSaves;
  try {
    const data = JSON.parse(text);
    const all = data.weave === "saves" ? Object.entries(data.slots) : [["", data]];
    const free = PAGES.flatMap((page) => slotsOn(book, page)).filter((name) => slotText(book, name) === null);
    for (const [name, raw] of all.sort(([one], [two]) => Number(free.includes(two)) - Number(free.includes(one)))) {
      const slot = readSlotText(JSON.stringify(raw));
      const opened = openSlot(book, slot);
      const to = free.includes(name) ? name : free.find((one) => /^\d/.test(one));
      const why = typeof opened === "string" ? opened : to ? keptWords(keep(slotKey(book, to), JSON.stringify(slot), null)) : WORDS.noRoom;
      if (why === null) {
        free.splice(free.indexOf(to ?? ""), 1);
        count += 1;
      } else trouble = why;
    }
    if (count === all.length && count) trouble = "";
  } catch {
    // no file of saves
  }
  return [count ? fill(WORDS.brought, count) : "", trouble].filter(Boolean).join(" ");
}

/**
 * @param {Book} book
 * @param {string} name
 */
function slotKey(book, name) {
  return `${book.key}/slot-${name}`;
}

/**
 * What stands in a slot, as it is kept.
 * @param {Book} book
 * @param {string} name
 */
export function slotText(book, name) {
  return recall(slotKey(book, name));
}

/**
 * The slot that a reading would fill now.
 * @param {Book} book
 * @param {Session} session
 * @param {number} [since] ms: it is not older than this
 * @returns {Slot | null}
 */
export function slotOf(book, session, since = 0) {
  const moment = here(session);
  const past = session.moments.slice(0, session.at).map((one) => one.state).reverse();
  const save = freeze(book.program, moment.state, past);
  return save && { when: new Date(Math.max(Date.now(), since)).toISOString(), name: "", ...tellSlot(book, session), backdrop: moment.state.stage.backdrop, save };
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
 * @param {string | null} seen what stood there when the reader was asked
 * @param {number} [since]
 * @returns {Kept}
 */
export function keepSlot(book, session, name, seen, since) {
  const slot = slotOf(book, session, since);
  return slot === null ? "lost" : keep(slotKey(book, name), JSON.stringify(slot), seen);
}

/**
 * @param {Kept} kept
 * @returns {string | null} what to tell the reader, if anything went wrong
 */
export function keptWords(kept) {
  return { ok: null, none: WORDS.noStore, full: WORDS.full, lost: WORDS.notKept, other: WORDS.otherTab }[kept];
}

/**
 * What stands in a slot; `broken` if something does that cannot be read.
 * @param {Book} book
 * @param {string} name
 * @returns {Slot | "broken" | null}
 */
export function readSlot(book, name) {
  const text = slotText(book, name);
  return text === null ? null : readSlotText(text);
}

/**
 * @param {string} text
 * @returns {Slot | "broken"}
 */
export function readSlotText(text) {
  /** @type {any} */
  let data = null;
  try {
    data = text.length < LONGEST_SAVE && JSON.parse(text);
  } catch {
    // it is not even data
  }
  if (!data?.save) return "broken";
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
 * @returns {{back: number, session: Session, note: string | null} | string} how many moments before its place it stands; or why it
 *   cannot be opened
 */
export function openSlot(book, slot) {
  if (slot === "broken") return WORDS.broken;
  const thawed = thaw(book.program, slot.save);
  if ("error" in thawed) return { newer: WORDS.newer, story: WORDS.otherStory, malformed: "", changed: "" }[thawed.error] || WORDS.broken;
  const { state, past, back, sure, reset, clamped } = thawed;
  const notes = [back > slot.save.past.length ? WORDS.begun : back ? fill(back === 1 ? WORDS.goneStep : WORDS.gonePlace, back) : sure ? "" : WORDS.samePlace, reset.length ? WORDS.anew : "", clamped.length ? WORDS.nearest : ""];
  return { back, session: resume(book.program, state, past), note: notes.join("") ? [WORDS.edited, ...notes].filter(Boolean).join(" ") : null };
}

/**
 * A time by the reader's clock, in the language that is read.
 * @param {string} iso
 */
export function timeWords(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
