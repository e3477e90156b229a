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
import { mix32 } from "../../weavec/player/values.mjs";
import { inputsOf } from "./walks.mjs";

const STEPS = 400;
const ON = 25;

/** @param {number} seed @returns {(k: number) => number} */
function numbers(seed) {
  let n = mix32(seed + 1);
  return (k) => mix32(n++) % k;
}

/** The cursors at which a state is shown, or main at a pick. @param {any} state @returns {any[]} */
const shown = (state) => (state.merge?.now.length ? state.merge.now.map((/** @type {number} */ i) => state.merge.strands[i]) : [state.main]);

/** A story, and what its lines came from. */
class Told {
  /** @param {any} given */
  constructor({ program, origins, copies }) {
    this.program = program;
    this.origins = origins;
    this.copies = new Map(copies);
    this.alive = new Set(origins.flatMap((/** @type {any[]} */ row, /** @type {number} */ s) => row.filter((_, o) => this.beat([s, o]))));
  }

  /** @param {number[]} at */
  beat([scene, op]) {
    return ["line", "choice", "ask", "end", "hole"].includes(this.program.scenes[scene].ops[op].k);
  }

  /** @param {number[]} at @returns {number | null} the line that a place came from */
  line([scene, op]) {
    return this.origins[scene][op];
  }

  /** The words of a beat and of the beats beside it, without what tells equals apart. @param {number[]} at */
  around([scene, op]) {
    const beats = this.program.scenes[scene].ops.flatMap((/** @type {any} */ one, /** @type {number} */ o) => (this.beat([scene, o]) ? [[one.id.split("/")[1].replace(/-.*/, ""), o]] : []));
    const i = beats.findIndex((/** @type {any} */ [, o]) => o === op);
    return JSON.stringify([i - 1, i, i + 1].map((at) => beats[at]?.[0]));
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
  // a copy whose model is gone is the line, moved; equals with the same beside them are the same to a reader
  return (after.copies.get(is) === was && !after.alive.has(was)) || before.around(old) === after.around(now);
}

/** @param {Told} told @param {number} walks @returns {{text: string, states: any[]}[]} */
function pointsOf({ program }, walks) {
  const points = [];
  for (let seed = 0; seed < walks; seed += 1) {
    const roll = numbers(seed);
    let [state, events] = /** @type {[any, any[]]} */ (start(program, seed));
    const past = [];
    for (let i = 0; i < STEPS; i += 1) {
      points.push({ text: JSON.stringify(freeze(program, state, past)), states: [state, ...thinPast(past)] });
      const inputs = inputsOf(events.at(-1));
      if (inputs.length === 0) break;
      past.unshift(state);
      [state, events] = step(program, state, inputs[roll(inputs.length)]);
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
  const survives = chorus && shown(saved).every(({ at }) => (before.beat(at) ? after.alive.has(before.line(at)) : true));
  const told = found.back > 0 || !found.sure;
  if (survives) counts.push("survives");
  if (told) counts.push("told");
  if (found.back >= point.states.length) return [...counts, "begun"];
  const old = point.states[found.back];
  const [olds, news] = [shown(old), shown(found.state)];
  let fits = olds.length === news.length && olds.every((cursor, i) => right(before, cursor.at, after, news[i].at));
  const waiting = (/** @type {any} */ state) => [state.main, ...(state.merge?.strands ?? [])].filter((one) => !shown(state).includes(one));
  const [others, there] = [waiting(old), waiting(found.state)];
  fits &&= others.length === there.length && others.every((cursor) => there.some((one) => right(before, cursor.at, after, one.at)));
  const ways = (/** @type {any} */ state) => state.main.stack;
  fits &&= ways(old).length === ways(found.state).length && ways(old).every((/** @type {any} */ [s, o], /** @type {number} */ i) => {
    const [scene, op] = ways(found.state)[i];
    const line = after.line([scene, op - 1]); // of a scene that was parted, both parts are visited from one place
    return [line, after.copies.get(line)].includes(before.line([s, o - 1]));
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
  const roll = numbers(asked.seed);
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
