/**
 * Walks through a story: which inputs a rest event takes, and a whole walk by a list of numbers.
 *
 * Goes in: a machine (`{start, step}`), a program, a seed, a list of choices. Comes out: the trace, one
 * canonical line `[state, events]` for the start and for each step.
 */

import { mix32 } from "../../weavec/player/values.mjs";
import { canonical } from "./canonical.mjs";

/** A source of numbers, the same for the same seed. @param {number} seed @returns {(k: number) => number} from 0 up to k */
export function numbers(seed) {
  let n = mix32(seed);
  return (k) => mix32(n++) % k;
}

/**
 * The inputs that a rest event takes, in the order that all walks agree on.
 * @param {any} event
 * @returns {any[]} one for a line and a chord; open options in order; strands in order; a fixed answer for
 *   an ask; none where the story has ended, at a hole, and after a refusal or a fault
 */
export function inputsOf(event) {
  switch (event.e) {
    case "line": case "chord": return [{ do: "next" }];
    case "choice":
      return event.options
        .filter((/** @type {any} */ option) => option.open)
        .map((/** @type {any} */ option) => ({ do: "choose", option: option.id }));
    case "ask": return [{ do: "say", value: "Ada" }];
    case "pick": return event.strands.map((/** @type {any} */ strand) => ({ do: "enter", mind: strand.mind }));
    default: return [];
  }
}

/**
 * Walk a story.
 * @param {{start: Function, step: Function}} machine
 * @param {any} program
 * @param {{seed: number, steps: number, choices?: number[], dice?: number[]}} walk at most `steps` steps;
 *   the i-th takes input `choices[i % choices.length] % inputs`, the first if there are no choices
 * @param {(line: string, state: any, event: any) => void} visit called for the start and each step
 * @returns {void}
 */
export function walkStory(machine, program, walk, visit) {
  const choices = walk.choices ?? [];
  let [state, events] = machine.start(program, walk.seed, walk.dice ?? []);
  for (let i = 0; ; i += 1) {
    const event = events[events.length - 1];
    visit(canonical([state, events]), state, event);
    const inputs = inputsOf(event);
    if (inputs.length === 0 || i === walk.steps) return;
    const number = choices.length === 0 ? 0 : choices[i % choices.length];
    [state, events] = machine.step(program, state, inputs[number % inputs.length]);
  }
}

/**
 * The rests of a walk, each with the states before, newest first; it goes on as `roll` says.
 * @param {{start: Function, step: Function}} machine
 * @param {any} program
 * @param {number} seed
 * @param {number} most
 * @param {(k: number) => number} roll
 * @returns {Generator<{state: any, past: any[], event: any}>}
 */
export function* restsOf(machine, program, seed, most, roll) {
  let [state, events] = machine.start(program, seed);
  const past = [];
  for (let i = 0; i < most; i += 1) {
    const event = events.at(-1);
    yield { state, past, event };
    const inputs = inputsOf(event);
    if (inputs.length === 0) return;
    past.unshift(state);
    [state, events] = machine.step(program, state, inputs[roll(inputs.length)]);
  }
}
