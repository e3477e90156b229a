/**
 * Saves that somebody has tampered with, by the million.
 *
 *     node tests/player/save_mutants.mjs FIRST COUNT [PROGRAM.json ...]
 *
 * Each is a good save of a story that is changed at random: letters, values, shapes, names, heads. It is opened as a
 * file is, and read on a little if it opens; some are brought in as a shelf beside good saves. Nothing may be thrown,
 * nothing take long, nothing stick to the objects that all share, and no good save be touched. Comes out: what came of
 * them, and every one that did harm.
 */

import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

import { openBook } from "../../weavec/player/book.mjs";
import { render, start, step } from "../../weavec/player/machine.mjs";
import { freeze } from "../../weavec/player/saves.mjs";
import { openSlot, readSlotText, takeShelf } from "../../weavec/player/shelf.mjs";
import { deepFreeze, everything } from "./programs.mjs";
import { Box, install } from "./save_faults.mjs";
import { inputsOf, numbers, restsOf } from "./walks.mjs";

/** No save may take longer, in milliseconds of all threads of the process: tens are usual, and more than this a hang. */
const LONGEST = 500;
const STRANGE = [
  null, true, false, -1, 0, 1, 1.5, 2, 3, 1e300, -5e-324, 4294967295, 4294967296, 2 ** 53, "", "s", "t", "x", "w", "jax", "nora", "elena", "mina", "calm", "dream",
  "all", "a1", "s/visit-t", "visit-t", "dream>", "dream>/elena", "dream>all/jax.", "dream>/jax@x", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty",
  "\ud800", "\u0000", "<img src=x onerror=alert(1)>", "-1of2", "*", "+", ">", "/", [], {}, [[]], [null], { map: 1, length: 9e9 }, { length: -1 },
];
const TOKENS = ["NaN", "Infinity", "-Infinity", "1e400", "-0", "null", "{}", "[]", '"', "\\", "\\u0000", "\\ud83d", ",", ":", "}", "]", '"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},', "0".repeat(400), "9".repeat(400), "\u2028", "'", "//"];

/** Good saves of a story. @param {any} program @param {number} walks @returns {string[]} */
function savesOf(program, walks) {
  const made = [];
  for (let seed = 0; seed < walks; seed += 1) {
    const roll = numbers(seed);
    for (const { state, past } of restsOf({ start, step }, program, seed, 90, roll)) {
      made.push(JSON.stringify({ when: "2026-01-01T00:00:00.000Z", name: "", place: "", words: "", mind: null, backdrop: null, save: freeze(program, state, past.slice(0, roll(4))) }));
    }
  }
  return made;
}

/** All values that hold values. @param {any} data @param {any[]} [found] @returns {any[]} */
function holders(data, found = []) {
  if (typeof data === "object" && data !== null) {
    found.push(data);
    for (const item of Object.values(data)) holders(item, found);
  }
  return found;
}

/** Changes some of the data. @param {any} data @param {(k: number) => number} roll */
function changeData(data, roll) {
  const all = holders(data);
  if (all.length === 0) return;
  const some = all[roll(all.length)];
  const keys = Object.keys(some);
  const key = keys[roll(keys.length)] ?? "more";
  const other = all[roll(all.length)];
  const strange = structuredClone(STRANGE[roll(STRANGE.length)]);
  switch (roll(9)) {
    case 0: delete some[key]; break;
    case 1: if (!Array.isArray(some)) some[["more", "__proto__x", "constructor", "toJSON", key][roll(5)]] = strange; break;
    case 2: if (Array.isArray(some)) some.push(...structuredClone(some.slice(roll(some.length + 1)))); break;
    case 3: if (Array.isArray(some)) some.splice(roll(some.length + 1), 1 + roll(2)); break;
    case 4: if (Array.isArray(some)) some.reverse(); break;
    case 5: some[key] = [some[key]]; break;
    case 6: some[key] = structuredClone(Object.values(other)[roll(Object.keys(other).length || 1)] ?? strange); break;
    default: some[key] = strange;
  }
}

/** Changes some of the letters. @param {string} text @param {(k: number) => number} roll @returns {string} */
function changeText(text, roll) {
  const at = roll(text.length);
  const to = at + 1 + roll(12);
  switch (roll(7)) {
    case 0: return text.slice(0, at);
    case 1: return text.slice(0, at) + text.slice(to);
    case 2: return text.slice(0, to) + text.slice(at);
    case 3: return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << roll(7))) + text.slice(at + 1);
    case 4: return text.replace(/-?\d+/, () => String(roll(1000)));
    default: return text.slice(0, at) + TOKENS[roll(TOKENS.length)] + text.slice(roll(2) ? at : to);
  }
}

/** A save that does harm if it can. @param {string} good @param {(k: number) => number} roll @returns {string} */
function mutant(good, roll) {
  if (roll(4) === 0) return changeText(good, roll);
  const data = JSON.parse(good);
  if (roll(2)) data.save.program = "other";
  for (let count = 1 + roll(3); count > 0; count -= 1) changeData(roll(12) ? data.save ?? data : data, roll);
  if (roll(900) === 1) data.save.now = { ...data.save.now, dice: Array(3000).fill(roll(9)) };
  if (roll(900) === 2) data.save.beats = Array(2000).fill(["s", ["x".repeat(50)]]);
  let text = JSON.stringify(data) ?? "";
  const field = ["now", "main", "merge", "vars", "stage", "rng", "dice", "past", "beats", "story"][roll(10)];
  if (roll(900) === 3) text = text.replace(`"${field}":`, `"${field}":${"[".repeat(5000)}${"]".repeat(5000)},"more":`);
  if (roll(20) === 0) text = changeText(text || "{}", roll);
  if (roll(40) === 0) text = text.replace('"now":', '"__proto__":{"polluted":1},"now":');
  if (roll(2000) === 0) text = `${"[".repeat(200000)}${text}`;
  if (roll(2000) === 1) text = text.replace('""', `"${"y".repeat(300000)}"`);
  return text;
}

/** What everybody shares, as it is. */
const shared = () => JSON.stringify([Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype].map((one) => Reflect.ownKeys(/** @type {any} */ (one)).map(String)));

/**
 * @param {any[]} programs @param {number} first @param {number} count
 * @returns {{opened: number, refused: number, slowest: number, harm: string[]}}
 */
export function tamper(programs, first, count) {
  const books = programs.map((one) => openBook(deepFreeze(one)));
  const goods = programs.map((one) => savesOf(one, 8));
  const before = shared();
  const box = new Box();
  install(box);
  /** @type {string[]} */
  const harm = [];
  let [opened, refused, slowest] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const roll = numbers(seed);
    const which = roll(programs.length);
    const [book, saves] = [books[which], goods[which]];
    const text = mutant(saves[roll(saves.length)], roll);
    const began = process.cpuUsage();
    try {
      if (roll(50) === 0) {
        const kept = JSON.stringify([...box.kept]).slice(0, -1);
        takeShelf(book, roll(2) ? text : `{"weave":"saves","slots":{"1":${text},"2":${text}}}`);
        if (!JSON.stringify([...box.kept]).startsWith(kept)) harm.push(`${seed}: a good save was touched`);
        if (box.kept.size > 60) box.kept.clear();
      }
      const found = openSlot(book, readSlotText(text));
      if (typeof found === "string") refused += 1;
      else {
        opened += 1;
        let { state, rest } = /** @type {any} */ (found.session.moments[found.session.at]);
        for (let i = 0; i < 6; i += 1) {
          const inputs = inputsOf(rest);
          if (inputs.length === 0) break;
          const [next, events] = step(book.program, deepFreeze(state), inputs[roll(inputs.length)]);
          rest = events.at(-1);
          if (rest.e === "refused" || (rest.e === "fault" && rest.name !== "bad-dice")) throw new Error(JSON.stringify(rest));
          if (next === null || rest.e === "fault") break;
          state = next;
        }
        render(book.program, state);
      }
    } catch (error) {
      harm.push(`${seed}: ${error}`);
    }
    const { user, system } = process.cpuUsage(began);
    slowest = Math.max(slowest, (user + system) / 1000);
    if ((user + system) / 1000 > LONGEST) harm.push(`${seed}: ${(user + system) / 1000} ms`);
    if (seed % 1000 === 0 && shared() !== before) harm.push(`${seed}: what all objects share was changed`);
  }
  if (shared() !== before || /** @type {any} */ ({}).polluted !== undefined) harm.push("what all objects share was changed");
  return { opened, refused, slowest, harm };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [first, count, ...paths] = process.argv.slice(2);
  const programs = ["woven", "chorus", "fragmented", "drifting"].map(everything).concat(paths.map((path) => JSON.parse(readFileSync(path, "utf8"))));
  const made = tamper(programs, Number(first), Number(count));
  process.stdout.write(`${JSON.stringify({ ...made, harm: made.harm.slice(0, 20), bad: made.harm.length }, null, 1)}\n`);
  process.exitCode = made.harm.length > 0 ? 1 : 0;
}
