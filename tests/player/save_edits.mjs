/**
 * Loads saves of one story into others, and tells whether the reader stands where they stood.
 *
 * Goes in, a line of JSON each: first the story that is saved, `{program, origins, copies, walks}`; then stories it was
 * edited to, `{program, origins, copies, saves, seed}`. `origins` says for each scene and operation which line of the
 * text it came from, by a number that a line keeps for life; `copies` which lines are copies of which. Comes out for
 * each: how many saves there are, or `{counts, bad}`. No id of the player's is asked when it is decided what is right.
 */

import { createInterface } from "node:readline";

import { render, start, step } from "../../weavec/player/machine.mjs";
import { freeze, thaw, thinPast } from "../../weavec/player/saves.mjs";
import { inputsOf, numbers, restsOf } from "./walks.mjs";

const STEPS = 400;
const ON = 25;

/** The cursors at which a state is shown, or main at a pick. @param {any} state @returns {any[]} */
const shown = (state) => (state.merge?.now.length ? state.merge.now.map((/** @type {number} */ i) => state.merge.strands[i]) : [state.main]);

/** A story, and what its lines came from. */
class Told {
  /** @param {any} given */
  constructor({ program, origins, copies }) {
    this.program = program;
    this.origins = origins;
    this.copies = new Map(copies);
    /** @type {Map<number | null, string>} the words of each line that is a beat, or a visit */
    this.words = new Map();
    for (const [s, { ops }] of program.scenes.entries()) {
      for (const [o, op] of ops.entries()) if (this.beat([s, o]) || op.k === "visit") this.words.set(origins[s][o], this.core([s, o]));
    }
  }

  /** A place's words, without what tells equals apart. @param {number[]} at @returns {string} */
  core([scene, op]) {
    return this.program.scenes[scene].ops[op].id.split("/")[1].replace(/-\d.*/, "");
  }

  /** @param {number[]} at */
  beat([scene, op]) {
    return ["line", "choice", "ask", "end", "hole"].includes(this.program.scenes[scene].ops[op].k);
  }

  /** @param {number[]} at @returns {number | null} the line that a place came from */
  line([scene, op]) {
    return this.origins[scene][op];
  }

  /** The lines of the beats in a row that say the same as one. @param {number[]} at @returns {(number | null)[]} */
  row([scene, op]) {
    const beats = this.program.scenes[scene].ops.flatMap((/** @type {any} */ _, /** @type {number} */ o) => (this.beat([scene, o]) ? [[scene, o]] : []));
    let [from, to] = [0, 1].map(() => beats.findIndex((/** @type {number[]} */ one) => one[1] === op));
    const own = this.core([scene, op]);
    while (from > 0 && this.core(beats[from - 1]) === own) from -= 1;
    while (to + 1 < beats.length && this.core(beats[to + 1]) === own) to += 1;
    return beats.slice(from, to + 1).map((/** @type {number[]} */ one) => this.line(one));
  }

  /** The words of a beat and of the beats beside it; of several in a row that say the same, one. @param {number[]} at */
  around([scene, op]) {
    const own = this.core([scene, op]);
    const beats = this.program.scenes[scene].ops.flatMap((/** @type {any} */ _, /** @type {number} */ o) => (this.beat([scene, o]) ? [{ o, core: this.core([scene, o]) }] : []));
    const before = beats.filter(({ o, core }) => o < op && core !== own).at(-1);
    return JSON.stringify([before?.core, own, beats.find(({ o, core }) => o > op && core !== own)?.core]);
  }
}

/**
 * Whether a place is the one that was meant.
 * @param {Told} before @param {number[]} old @param {Told} after @param {number[]} now
 */
function right(before, old, after, now) {
  const was = before.line(old);
  const is = after.line(now);
  if (!before.beat(old) || !after.beat(now)) return before.beat(old) === after.beat(now);
  if (was === is && before.program.scenes[old[0]].ops[old[1]].k === after.program.scenes[now[0]].ops[now[1]].k) return true;
  // a copy whose model is gone, or has other words now, is the line; equals with the same beside them are the same to a reader
  const words = before.core(old);
  if (after.core(now) === words && after.row(now).includes(was)) return true;
  return (after.copies.get(is) === was && after.core(now) === words && after.words.get(was) !== words) || before.around(old) === after.around(now);
}

/**
 * Whether a strand that waits has still to read what it had to: what comes next, or else what came last, is as it was,
 * new lines aside.
 * @param {Told} before @param {number[]} old @param {Told} after @param {number[]} now
 */
function waits(before, old, after, now) {
  const near = (/** @type {Told} */ told, /** @type {number[]} */ [scene, op], /** @type {number} */ by) => {
    const { ops } = told.program.scenes[scene];
    for (let o = by < 0 ? op - 1 : op; !["done", "strands"].includes(ops[o].k); o += by) {
      const line = told.line([scene, o]);
      if (told.beat([scene, o]) && before.words.has(line)) return line;
    }
    return null;
  };
  return [1, -1].some((by) => near(before, old, by) === near(after, now, by));
}

/** @param {Told} told @param {number} walks @returns {{text: string, states: any[]}[]} */
function pointsOf({ program }, walks) {
  const points = [];
  for (let seed = 0; seed < walks; seed += 1) {
    for (const { state, past } of restsOf({ start, step }, program, seed, STEPS, numbers(seed + 1))) {
      points.push({ text: JSON.stringify(freeze(program, state, past)), states: [state, ...thinPast(past)] });
    }
  }
  return points;
}

/** Whether the story goes on from a state. @param {any} program @param {any} state @param {(k: number) => number} roll */
function goesOn(program, state, roll) {
  let rest = /** @type {any} */ (render(program, state));
  for (let i = 0; i < ON; i += 1) {
    const inputs = inputsOf(rest);
    if (inputs.length === 0) return i > 0 || ["end", "hole"].includes(rest.e);
    const [next, events] = step(program, state, inputs[roll(inputs.length)]);
    rest = events.at(-1);
    if (next === null || ["fault", "refused"].includes(rest.e)) return false;
    state = next;
  }
  return true;
}

/**
 * @param {Told} before @param {Told} after @param {{text: string, states: any[]}} point @param {(k: number) => number} roll
 * @returns {string[]} what is to be counted
 */
function judge(before, after, point, roll) {
  const found = thaw(after.program, JSON.parse(point.text));
  if ("error" in found || !goesOn(after.program, found.state, roll)) return ["pairs", "unusable"];
  const counts = ["pairs"];
  const saved = point.states[0];
  // a chord is one beat, and only a chorus has chords
  const chord = shown(saved).length > 1;
  const sung = (/** @type {any} */ program, /** @type {any} */ at) => program.scenes[at[0]].ops[at[1]];
  const { id } = chord ? sung(before.program, saved.merge.at) : { id: null };
  const chorus = !chord || after.program.scenes.some((/** @type {any} */ one) => one.ops.some((/** @type {any} */ op) => op.k === "merge" && op.id === id && op.mode === "chorus"));
  const alive = (/** @type {number[]} */ at) => after.words.has(before.line(at));
  // a place is its beats and the visits that lead back from it
  const ways = (/** @type {any} */ state) => state.main.stack.map((/** @type {any} */ [scene, op]) => [scene, op - 1]);
  const survives = chorus && ways(saved).every(alive) && shown(saved).every(({ at }) => !before.beat(at) || alive(at));
  const told = found.back > 0 || !found.sure;
  if (survives) counts.push("survives");
  if (told) counts.push("told");
  if (found.back >= point.states.length) return [...counts, "begun"];
  const old = point.states[found.back];
  const [olds, news] = [shown(old), shown(found.state)];
  let fits = olds.length === news.length && olds.every((cursor, i) => right(before, cursor.at, after, news[i].at));
  const waiting = (/** @type {any} */ state) => [state.main, ...(state.merge?.strands ?? [])].filter((one) => !shown(state).includes(one));
  const [others, there] = [waiting(old), waiting(found.state)];
  fits &&= others.length === there.length && others.every((cursor, i) =>
    there.some((one, j) => right(before, cursor.at, after, one.at) || (i > 0 && j > 0 && cursor.stack.length + one.stack.length === 0 && waits(before, cursor.at, after, one.at))));
  fits &&= ways(old).length === ways(found.state).length && ways(old).every((/** @type {any} */ way, /** @type {number} */ i) => {
    const line = after.line(ways(found.state)[i]); // of a scene that was parted, both parts are visited from one place
    return [line, after.copies.get(line)].includes(before.line(way));
  });
  if (!fits) counts.push(told ? "wrong, told" : "silent");
  if (survives && found.back === 0 && fits) counts.push("exact");
  if (survives && !(found.back === 0 && fits)) counts.push("lost");
  return counts;
}

/** @type {Told | null} */
let before = null;
/** @type {{text: string, states: any[]}[]} */
let points = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  if (before === null) {
    before = new Told(asked);
    points = pointsOf(before, asked.walks);
    process.stdout.write(`${JSON.stringify({ points: points.length })}\n`);
    continue;
  }
  const after = new Told(asked);
  const roll = numbers(asked.seed + 1);
  /** @type {Record<string, number>} */
  const counts = {};
  const bad = [];
  for (let i = 0; i < asked.saves; i += 1) {
    const which = roll(points.length);
    const found = judge(before, after, points[which], roll);
    for (const name of found) counts[name] = (counts[name] ?? 0) + 1;
    if (found.some((name) => (asked.want ?? ["silent", "unusable"]).includes(name))) bad.push({ which, found, lines: shown(points[which].states[0]).map(({ at }) => before?.line(at) ?? null) });
  }
  process.stdout.write(`${JSON.stringify({ counts, bad })}\n`);
}
