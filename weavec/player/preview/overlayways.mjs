/**
 * Ways through the story, played at once. In: what a proof found: draws and answers from the story's start. Out: a reading
 * that stands where they lead, made by the machine without showing anything on the way.
 *
 * @import {Moment, Session} from "../session.mjs"
 * @import {Event, Input, Program, Rest, SilentEvent} from "../types"
 * @import {Context} from "./types"
 */

import { start, step } from "../machine.mjs";

/** @typedef {{dice: readonly number[], inputs: readonly Input[]}} Played what the machine is given */

/**
 * @param {Program} program
 * @param {Played} way
 * @returns {Session | null} null if the story is not any more as it was when the way was found
 */
export function walked(program, { dice, inputs }) {
  /** @type {Moment[]} */
  const moments = [];
  let [state, events] = start(program, 0, dice);
  for (let i = 0; ; i += 1) {
    const rest = /** @type {Event} */ (events[events.length - 1]);
    if (state === null || rest.e === "fault" || rest.e === "refused") return null;
    moments.push({ state, rest: /** @type {Rest} */ (rest), silent: /** @type {SilentEvent[]} */ (events.slice(0, -1)), input: inputs[i] ?? null });
    if (i === inputs.length) return { moments, at: i };
    [state, events] = step(program, state, inputs[i]);
  }
}

/**
 * Plays a way, or says that it cannot be.
 * @param {Context} context
 * @param {Played} way
 * @returns {boolean}
 */
export function playWay(context, way) {
  const session = walked(context.story(), way);
  if (session) context.enter(session);
  else context.toast("The story has changed since this way was found.");
  return session !== null;
}

/**
 * What asks the server for ways, and plays them when they come.
 * @param {Context} context
 * @returns {(to: string, words: string, done?: () => void) => void} `words`: what is looked for; `done`: runs when it is there
 */
export function wayAsker(context) {
  /** @type {{id: number, words: string, done?: () => void} | null} the last question */
  let asked = null;
  let count = 0;
  let proving = false;
  context.on("findings", ({ state }) => {
    proving = state === "checking";
  });
  context.on("way", (message) => {
    if (message.id !== asked?.id) return;
    const { words, done } = asked;
    asked = null;
    const { dice, inputs } = message;
    if (!dice || !inputs) context.toast(`No way to ${words} is proved${message.version < 0 ? " yet" : ""}.`);
    else if (playWay(context, { dice, inputs })) done?.();
  });
  return (to, words, done) => {
    count += 1;
    asked = { id: count, words, done };
    if (!context.send({ type: "way", id: count, to })) context.toast("The preview has no connection.");
    else if (proving) context.toast("It is shown when the proof is done.");
  };
}
