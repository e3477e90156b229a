/**
 * The machine: what a story does when it is read. `weavec/machine.py` does the same.
 *
 * Goes in: a program, a state, an input. Comes out: another state and the events on the way, the silent
 * ones in order and then exactly one rest event. No clock, no chance of its own; nothing that is given
 * is ever changed, so a state can be kept, compared and returned to.
 *
 * @import {Choice, Cursor, Event, Op, Program, Rest, State, Turn} from "./types"
 */

import { clean } from "./values.mjs";
import { tablesFor } from "./tables.mjs";
import { EMPTY_STAGE } from "./scenery.mjs";
import { offered, opAt, perspectiveOf } from "./options.mjs";
import { Fault, LEFT, beginTurn, bumpCount, enterScene, runCursor, storeVar } from "./flow.mjs";
import { isReady, openSection, schedule, sectionOp } from "./weft.mjs";
import { restEvent } from "./rest.mjs";

/**
 * Begin a story.
 * @param {Program} program
 * @param {number} seed 0..4294967295
 * @param {readonly number[]} [dice] the outcomes of the first draws, each 0..arms-1
 * @returns {[State | null, Event[]]} the first rest; null with a `fault` or `refused` if there is none
 */
export function start(program, seed, dice = []) {
  if (!isWhole(seed) || seed > 0xffffffff) return [null, [{ e: "refused", why: "seed" }]];
  if (!Array.isArray(dice) || !dice.every(isWhole)) return [null, [{ e: "refused", why: "dice" }]];
  const [scene, mind] = program.start;
  /** @type {State} */
  const blank = {
    main: { at: [scene, 0], stack: [], mind: mind ?? null },
    merge: null,
    vars: program.vars.map((kept) => kept.init),
    counts: program.counts.map(() => 0),
    rng: seed,
    dice: dice.slice(),
    n: 0,
    stage: EMPTY_STAGE,
  };
  const turn = beginTurn(tablesFor(program), blank);
  try {
    enterScene(turn, scene, blank.main.mind);
    return goOn(turn);
  } catch (error) {
    return [null, faultEvents(error)];
  }
}

/**
 * Finish the beat at which a state rests, and go on to the next.
 * @param {Program} program
 * @param {State} state not changed
 * @param {unknown} input an `Input`; anything else is refused
 * @returns {[State, Event[]]} the same state with `refused` or `fault` if the step cannot be taken
 */
export function step(program, state, input) {
  const turn = beginTurn(tablesFor(program), state);
  try {
    const why = finishBeat(turn, input);
    return why === null ? goOn(turn) : [state, [{ e: "refused", why }]];
  } catch (error) {
    return [state, faultEvents(error)];
  }
}

/**
 * The rest event of a state.
 * @param {Program} program
 * @param {State} state
 * @returns {Rest}
 */
export function render(program, state) {
  return restEvent(tablesFor(program), state);
}

/**
 * What is said of a step that faults. Any other error is a mistake in the machine or the program, and stays one.
 * @param {unknown} error
 * @returns {Event[]}
 */
function faultEvents(error) {
  if (error instanceof Fault) return [{ e: "fault", name: error.fault }];
  throw error;
}

/**
 * Run on to the next rest.
 * @param {Turn} turn changed
 * @returns {[State, Event[]]}
 */
function goOn(turn) {
  for (;;) {
    const { main, merge } = turn.state;
    if (merge === null || merge.strands.length === 0) {
      const stop = runCursor(turn, main, null);
      if (stop !== "strands") {
        if (stop === "sync" || stop === "done") throw new Fault("runs-off-scene");
        break;
      }
      openSection(turn);
    }
    if (turn.state.merge !== null && schedule(turn, turn.state.merge)) break;
  }
  turn.events.push(restEvent(turn.tables, turn.state));
  return [turn.state, turn.events];
}

// ------------------------------------------------------------------ inputs

/**
 * Give the input to what is shown, and run the tails.
 * @param {Turn} turn changed
 * @param {unknown} given
 * @returns {string | null} why it is refused
 */
function finishBeat(turn, given) {
  /** @type {any} */
  const input = typeof given === "object" && given !== null ? given : {};
  const { main, merge } = turn.state;
  if (merge === null || merge.strands.length === 0) {
    const why = answerBeat(turn, main, input);
    if (why !== null) return why;
    turn.state.n += 1;
    // outside merges main goes on with its tail by itself
    return null;
  }
  if (merge.now.length === 0) {
    const why = enterStrand(turn, input);
    if (why === null) turn.state.n += 1;
    return why;
  }
  const shown = merge.now.map((i) => merge.strands[i]);
  for (const cursor of shown) {
    const why = answerBeat(turn, cursor, input);
    if (why !== null) return why;
    runCursor(turn, cursor, "effects");
  }
  turn.state.n += 1;
  for (const cursor of shown) {
    if (runCursor(turn, cursor, "jump") === LEFT) break;
  }
  return null;
}

/**
 * At a pick: the strand that the reader enters takes the turn.
 * @param {Turn} turn changed
 * @param {any} input
 * @returns {string | null}
 */
function enterStrand(turn, input) {
  const { merge } = turn.state;
  const { program } = turn.tables;
  if (input.do !== "enter" || !Number.isSafeInteger(input.mind) || merge === null) return "input";
  const i = sectionOp(program, turn.state).strands.findIndex((strand) => strand.mind === input.mind);
  if (i < 0 || !isReady(program, merge.strands[i])) return "mind";
  merge.queue = [i];
  return null;
}

/**
 * Finish one beat: move past it, keep what was answered, count the showing.
 * @param {Turn} turn changed
 * @param {Cursor} cursor changed
 * @param {any} input
 * @returns {string | null}
 */
function answerBeat(turn, cursor, input) {
  const op = opAt(turn.tables.program, cursor);
  switch (op.k) {
    case "line":
      if (input.do !== "next") return "input";
      cursor.at[1] += 1;
      break;
    case "choice": {
      const why = pickOption(turn, cursor, op, input);
      if (why !== null) return why;
      break;
    }
    case "ask": {
      if (input.do !== "say" || typeof input.value !== "string") return "input";
      const kept = clean(input.value);
      if (kept !== "") storeVar(turn, op.var, kept);
      cursor.at[1] += 1;
      break;
    }
    case "end":
    case "hole": return "over";
    default: throw new Error(`the state rests at no beat, but at ${op.k}`);
  }
  bumpCount(turn, op.shown);
  return null;
}

/**
 * @param {Turn} turn changed
 * @param {Cursor} cursor changed
 * @param {Choice} op
 * @param {any} input
 * @returns {string | null}
 */
function pickOption(turn, cursor, op, input) {
  if (input.do !== "choose" || typeof input.option !== "string") return "input";
  const { program } = turn.tables;
  const options = offered(program, turn.state, perspectiveOf(program, cursor), op);
  const picked = options.find(({ option }) => option.id === input.option);
  if (picked === undefined || !picked.open) return "option";
  bumpCount(turn, picked.option.count);
  cursor.at[1] = picked.option.to;
  return null;
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isWhole(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}
