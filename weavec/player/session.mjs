/**
 * A reading: the moments met so far and which of them is shown. In: the program, inputs, saved states. Out: moments,
 * each a rest state with its event and what happened on the way to it. Going back and forward only moves a finger
 * along the list, so it is exact.
 *
 * @import {Event, Input, Program, Rest, SilentEvent, State} from "./types"
 */

import { render, start, step } from "./machine.mjs";

/**
 * @typedef {object} Moment
 * @property {State} state
 * @property {Rest} rest
 * @property {SilentEvent[]} silent what happened before it; empty for moments that come from a save
 * @property {Input | null} input what the reader answered here, once answered
 * @property {string} [typed] where words are asked for
 */
/**
 * @typedef {object} Session
 * @property {Moment[]} moments oldest first
 * @property {number} at the moment shown
 */

/**
 * @param {State} state
 * @param {Event[]} events
 * @returns {Moment}
 */
function momentOf(state, events) {
  const rest = /** @type {Rest} */ (events[events.length - 1]);
  return { state, rest, silent: /** @type {SilentEvent[]} */ (events.slice(0, -1)), input: null };
}

/**
 * A new reading from the story's start.
 * @param {Program} program
 * @param {number} seed 0..2^32-1
 * @returns {Session | string} or the name of the fault that the story begins with
 */
export function begin(program, seed) {
  const [state, events] = start(program, seed);
  if (state === null) return faultOf(events);
  return { moments: [momentOf(state, events)], at: 0 };
}

/**
 * A reading at a saved state.
 * @param {Program} program
 * @param {State} state
 * @param {readonly State[]} past newest first
 * @returns {Session}
 */
export function resume(program, state, past) {
  const states = [...past].reverse().concat(state);
  const moments = states.map((one) => momentOf(one, [render(program, one)]));
  return { moments, at: moments.length - 1 };
}

/** @param {Event[]} events */
function faultOf(events) {
  const last = events[events.length - 1];
  return last.e === "fault" ? last.name : last.e === "refused" ? last.why : "fault";
}

/** @param {Session} session */
export function here(session) {
  return session.moments[session.at];
}

/**
 * Answers the moment shown. The same answer as before follows the moments that are there already.
 * @param {Program} program
 * @param {Session} session
 * @param {Input} input
 * @returns {string | null} why it was not taken
 */
export function answerMoment(program, session, input) {
  const moment = here(session);
  const again = moment.input && JSON.stringify(moment.input) === JSON.stringify(input);
  if (again && session.at + 1 < session.moments.length) {
    session.at += 1;
    return null;
  }
  const [state, events] = step(program, moment.state, input);
  const last = events[events.length - 1];
  if (last.e === "fault" || last.e === "refused" || state === null) return faultOf(events);
  moment.input = input;
  session.moments.length = session.at + 1;
  session.moments.push(momentOf(state, events));
  session.at += 1;
  return null;
}

/**
 * Moves the finger.
 * @param {Session} session
 * @param {number} to an index; outside the list it stays
 */
export function moveTo(session, to) {
  if (to < 0 || to >= session.moments.length || to === session.at) return false;
  session.at = to;
  return true;
}

/**
 * The scene that a state rests in.
 * @param {State} state
 */
export function sceneOf(state) {
  const first = state.merge && state.merge.now.length ? state.merge.strands[state.merge.now[0]] : undefined;
  return first ? first.at[0] : state.main.at[0];
}

/**
 * The lines that an event shows: one, or those of a chord, or none.
 * @param {Rest} rest
 */
export function linesOf(rest) {
  return rest.e === "line" ? [rest] : rest.e === "chord" ? rest.parts : [];
}

/**
 * The last moment up to `at` that showed lines in the same scene: what stays visible while a choice is open.
 * @param {Session} session
 */
export function lastSpoken(session) {
  const scene = sceneOf(here(session).state);
  for (let i = session.at; i >= 0; i -= 1) {
    const moment = session.moments[i];
    if (sceneOf(moment.state) !== scene) return null;
    if (linesOf(moment.rest).length) return moment;
  }
  return null;
}

/**
 * Whose a beat is: in a sync's block, which belongs to all, nobody's.
 * @param {{mind: number | null}} beat
 * @param {State} state
 */
export function ownerOf({ mind }, state) {
  return state.merge?.strands.length === 0 || mind === null || mind < 0 ? null : mind;
}
