/**
 * Saves at every rest of walks through stories, and goes on from what was saved and from what was not.
 *
 * Goes in, a line of JSON each: `{program, walks, steps, seed}`. Comes out for each: `{points, parted}`: how many saves
 * were made and loaded, and where what followed was not the same to the letter.
 */

import { createInterface } from "node:readline";

import { openBook } from "../../weavec/player/book.mjs";
import { start, step } from "../../weavec/player/machine.mjs";
import { freeze, thinPast } from "../../weavec/player/saves.mjs";
import { answerMoment, here } from "../../weavec/player/session.mjs";
import { openSlot, readSlotText } from "../../weavec/player/shelf.mjs";
import { mix32 } from "../../weavec/player/values.mjs";
import { canonical } from "./canonical.mjs";
import { deepFreeze } from "./programs.mjs";
import { inputsOf, numbers } from "./walks.mjs";

const ON = 6;

/** @param {any} program @param {number} seed @param {number} steps @param {string[]} parted @returns {number} */
function walk(program, seed, steps, parted) {
  const book = openBook(program);
  const roll = numbers(seed);
  let [state, events] = /** @type {[any, any[]]} */ (start(program, mix32(seed + 7), roll(4) ? [] : [0, 1, 0, 0]));
  const past = [];
  let points = 0;
  for (let i = 0; i <= steps && state !== null && !["fault", "refused"].includes(events.at(-1).e); i += 1) {
    points += 1;
    const found = openSlot(book, readSlotText(JSON.stringify({ save: freeze(program, state, past) })));
    if (typeof found === "string" || found.note !== null) parted.push(`seed ${seed}, rest ${i}: ${JSON.stringify(found)}`);
    else {
      const { session } = found;
      const before = session.moments.slice(0, -1).map((/** @type {any} */ one) => one.state).reverse();
      if (canonical(before) !== canonical(thinPast(past))) parted.push(`seed ${seed}, rest ${i}: another past`);
      let on = state;
      let rest = events.at(-1);
      for (let j = 0; j < ON; j += 1) {
        if (canonical([here(session).state, here(session).rest]) !== canonical([on, rest])) {
          parted.push(`seed ${seed}, rest ${i}, ${j} on`);
          break;
        }
        const inputs = inputsOf(rest);
        if (inputs.length === 0) break;
        const input = inputs[roll(inputs.length)];
        const [next, all] = step(program, on, input);
        const why = answerMoment(program, session, input);
        if (next === null || all.at(-1).e === "fault") {
          if (why !== /** @type {any} */ (all.at(-1)).name) parted.push(`seed ${seed}, rest ${i}, ${j} on: ${why}`);
          break;
        }
        if (canonical(all.slice(0, -1)) !== canonical(here(session).silent)) parted.push(`seed ${seed}, rest ${i}, ${j} on: in silence`);
        [on, rest] = [next, all.at(-1)];
      }
    }
    const inputs = inputsOf(events.at(-1));
    if (inputs.length === 0) break;
    past.unshift(state);
    [state, events] = step(program, state, inputs[roll(inputs.length)]);
  }
  return points;
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  const program = deepFreeze(asked.program);
  /** @type {string[]} */
  const parted = [];
  let points = 0;
  for (let i = 0; i < asked.walks; i += 1) points += walk(program, asked.seed + i, asked.steps, parted);
  process.stdout.write(`${JSON.stringify({ points, parted: parted.slice(0, 5), count: parted.length })}\n`);
}
