/**
 * A shelf of saves on a storage that fails: at the k-th call, once or from then on, in every way that storages fail.
 *
 *     node tests/player/save_faults.mjs          every way at every call
 *
 * A reader saves, saves over, is saved by itself, names, erases, exports, imports, goes on, while one call after the
 * other goes wrong. Whatever goes wrong, a save that was good can still be opened, what is said to be kept is kept, and
 * nobody is thrown out. Comes out: how many runs there were, and what was found.
 */

import { pathToFileURL } from "node:url";

import { openBook } from "../../weavec/player/book.mjs";
import { forgetMemory, keepMemory, recallMemory } from "../../weavec/player/memory.mjs";
import { answerMoment, begin } from "../../weavec/player/session.mjs";
import { eraseSlot, keepNext, keepSlot, namePage, nameSlot, newestSlot, openSlot, readSlot, shelfText, slotsOn, slotText, takeShelf } from "../../weavec/player/shelf.mjs";
import "./english.mjs";
import { end, line, program } from "./programs.mjs";

/** A storage in which calls can go wrong. */
export class Box {
  constructor() {
    /** @type {Map<string, string>} */
    this.kept = new Map();
    this.calls = 0;
    /** @type {(what: string, call: number) => string | null} */
    this.fault = () => null;
    /** room for so many letters */
    this.room = Infinity;
  }

  /** @param {string} what */
  turn(what) {
    this.calls += 1;
    const fault = this.fault(what, this.calls);
    if (fault === "throws") throw new Error("storage is broken");
    return fault;
  }

  get length() {
    this.turn("length");
    return this.kept.size;
  }

  /** @param {number} i */
  key(i) {
    return this.turn("key") === "garbage" ? "weave/what~" : [...this.kept.keys()][i] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    const fault = this.turn("getItem");
    const text = this.kept.get(key) ?? null;
    return fault === "garbage" ? `${(text ?? "12 {}").slice(0, -3)}?` : fault === "drops" ? null : text;
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    const fault = this.turn("setItem");
    const size = [...this.kept].reduce((sum, [name, one]) => sum + (name === key ? 0 : name.length + one.length), key.length + text.length);
    if (fault === "quota" || size > this.room) throw new DOMException("full", "QuotaExceededError");
    if (fault !== "drops") this.kept.set(key, fault === "garbage" ? text.slice(0, text.length / 2) : text);
  }

  /** @param {string} key */
  removeItem(key) {
    if (this.turn("removeItem") !== "drops") this.kept.delete(key);
  }
}

/** Puts a storage where a page looks for it. @param {Box} box */
export function install(box) {
  const page = {
    get localStorage() {
      if (box.fault("access", box.calls) === "absent") throw new DOMException("no", "SecurityError");
      return box;
    },
  };
  /** @type {any} */ (globalThis).window = page;
}

const LINES = Array.from({ length: 60 }, (_, i) => line(`s/l${i}`));
export const story = program({ head: { story: { id: "faults", language: "en", notes: 0, chapters: 0 } }, scenes: [{ id: "s", items: [...LINES, end("z")] }] });
export const book = openBook(story);

/** @returns {any} */
export const fresh = () => begin(story, 1);

/** @param {any} session */
export const on = (session) => answerMoment(story, session, { do: "next" });

/** Which line a slot keeps, -1 for none, NaN if it cannot be opened. @param {any} slot */
export function lineOf(slot) {
  if (slot === null) return -1;
  const opened = openSlot(book, slot);
  return typeof opened === "string" ? NaN : opened.session.moments[opened.session.at].state.main.at[1];
}

/**
 * What a reader does; says what must hold afterwards.
 * @param {Box} box
 * @returns {string[]} what does not
 */
function read(box) {
  const session = fresh();
  /** @type {Map<string, number[]>} what each slot may keep */
  const may = new Map();
  /** @type {number[]} */
  let newest = [-1];
  const trouble = /** @type {string[]} */ ([]);
  const here = () => session.at;
  const save = (/** @type {string} */ name) => {
    on(session);
    const kept = keepSlot(book, session, name, slotText(book, name));
    const old = may.get(name) ?? [-1];
    may.set(name, kept === "ok" ? [here()] : [...old, here()]);
  };
  const auto = (/** @type {"a" | "q"} */ page) => {
    on(session);
    const kept = keepNext(book, session, page);
    if (page === "a") newest = kept === "ok" ? [here()] : [...newest, here()];
  };
  const erase = (/** @type {string} */ name) => {
    eraseSlot(book, name);
    may.set(name, [...(may.get(name) ?? []), -1]);
  };
  for (const name of ["1", "2", "1", "3"]) save(name);
  for (let i = 0; i < 8; i += 1) auto("a");
  auto("q");
  lineOf(newestSlot(book, "q"));
  nameSlot(book, "1", "the door");
  namePage(book, "1", "doors");
  erase("2");
  save("2");
  const file = shelfText(book);
  takeShelf(book, file);
  takeShelf(book, "{");
  lineOf(newestSlot(book, "a"));
  const memory = recallMemory(book.key);
  memory.lines.add("s/l1");
  keepMemory(memory);
  erase("3");
  forgetMemory(memory);
  auto("a");
  save("1");
  box.fault = () => null;
  for (const [name, lines] of may) {
    const found = lineOf(readSlot(book, name));
    const filled = lines.includes(-1) && found >= 0; // an import fills what is empty
    if (!lines.includes(found) && !filled) trouble.push(`slot ${name} keeps ${found}, not ${lines.join(" or ")}`);
  }
  // the ring turns on when a save in it was damaged; the newest that was said to be kept is there
  const rest = slotsOn(book, "a").map((name) => lineOf(readSlot(book, name)));
  if (newest[0] >= 0 && !rest.some((found) => newest.includes(found))) trouble.push(`autosaves keep ${rest}, none of ${newest}`);
  if (newest.length === 1 && newest[0] >= 0 && lineOf(newestSlot(book, "a")) !== newest[0]) trouble.push(`the newest autosave is ${lineOf(newestSlot(book, "a"))}, not ${newest[0]}`);
  return trouble;
}

/** The ways in which a call fails, and which calls fail so. @type {[string, string[]][]} */
const WAYS = [
  ["throws", ["getItem", "setItem", "removeItem", "key", "length"]], ["quota", ["setItem"]], ["drops", ["getItem", "setItem", "removeItem"]],
  ["garbage", ["getItem", "setItem", "key"]], ["absent", ["access"]],
];

/**
 * @param {number} stride every how many calls
 * @param {boolean} [tight] there is not room for two of each
 * @returns {{runs: number, calls: number, found: string[]}}
 */
export function everyFault(stride, tight = false) {
  const count = new Box();
  install(count);
  const found = read(count).map((what) => `without a fault: ${what}`);
  const room = tight ? [...count.kept].reduce((sum, [key, text]) => sum + key.length + text.length, 0) * 0.6 : Infinity;
  let runs = 0;
  for (const [way, calls] of WAYS) {
    for (const lasting of [false, true]) {
      for (let k = 1; k <= count.calls; k += stride) {
        const box = new Box();
        install(box);
        box.room = room;
        box.fault = (what, call) => ((lasting ? call >= k : call === k) && calls.includes(what) ? way : null);
        runs += 1;
        try {
          found.push(...read(box).map((what) => `${way} ${lasting ? "from" : "at"} call ${k}: ${what}`));
        } catch (error) {
          found.push(`${way} ${lasting ? "from" : "at"} call ${k}: ${error}`);
        }
      }
    }
  }
  return { runs, calls: count.calls, found };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const tight of [false, true]) {
    const made = everyFault(1, tight);
    process.stdout.write(`${JSON.stringify({ tight, ...made, found: made.found.slice(0, 20), bad: made.found.length }, null, 1)}\n`);
    if (made.found.length > 0) process.exitCode = 1;
  }
}
