/**
 * How many lines a second two machines play: this project's and inkjs.
 *
 * Goes in: one story as a program of weavec and as compiled ink. Comes out, as JSON on one line: lines a
 * second of both, as medians of paired runs, their ratio, and how many lines a walk has. Both walks take the
 * same options by the same rule, and must read the same text, or nothing is measured.
 *
 *     node bench/machine.mjs program.json story.ink.json INKJS_FOLDER [RUNS] [--render]
 *
 * Measured is what a player does for a line: `step`, which composes the rest event, and the event's name
 * and text; of inkjs, `Continue()`. With `--render` our machine composes each rest event a second time.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { render, start, step } from "../weavec/player/machine.mjs";

const NEXT = { do: "next" };
/** Seconds that one measurement lasts at least. */
const LEAST = 0.4;

/** Which of `count` options the n-th choice takes: the same for both machines. @type {(n: number, count: number) => number} */
const optionAt = (n, count) => ((n * 2654435761) >>> 8) % count;

/** Text without marks. @type {(nodes: readonly any[]) => string} */
const plain = (nodes) => (nodes.length === 1 ? nodes[0] : nodes.join(""));

/**
 * Play to the end.
 * @param {any} program
 * @param {boolean} again whether each rest is rendered once more
 * @param {((line: string) => void) | null} tell
 * @returns {number} lines
 */
function walkWeave(program, again, tell) {
  let lines = 0;
  let choices = 0;
  let [state, events] = /** @type {[any, any[]]} */ (start(program, 1));
  for (;;) {
    let event = events[events.length - 1];
    if (again) event = render(program, state);
    /** @type {any} */
    let input = NEXT;
    if (event.e === "line") {
      lines += 1;
      const text = event.name === null ? plain(event.text) : `${plain(event.name)}: ${plain(event.text)}`;
      if (tell !== null) tell(text);
    } else if (event.e === "choice") {
      const open = event.options.filter((/** @type {any} */ option) => option.open);
      input = { do: "choose", option: open[optionAt(choices, open.length)].id };
      choices += 1;
    } else if (event.e === "end") {
      return lines;
    } else {
      throw new Error(`the story came to ${JSON.stringify(event)}`);
    }
    [state, events] = step(program, state, input);
  }
}

/**
 * A walk of inkjs, its story loaded.
 * @param {any} Story inkjs's
 * @param {string} compiled
 * @param {((line: string) => void) | null} tell
 * @returns {() => number} plays to the end and gives the number of lines
 */
function walkInk(Story, compiled, tell) {
  const story = new Story(compiled);
  return () => {
    let lines = 0;
    let choices = 0;
    for (;;) {
      while (story.canContinue) {
        const text = story.Continue();
        lines += 1;
        if (tell !== null) tell(text.trimEnd());
      }
      const open = story.currentChoices.length;
      if (open === 0) return lines;
      story.ChooseChoiceIndex(optionAt(choices, open));
      choices += 1;
    }
  };
}

/**
 * @param {() => () => number} load makes a walk; this is not measured
 * @returns {number} lines a second over walks that take LEAST seconds together
 */
function speed(load) {
  let lines = 0;
  let seconds = 0;
  while (seconds < LEAST) {
    const walk = load();
    const before = process.hrtime.bigint();
    lines += walk();
    seconds += Number(process.hrtime.bigint() - before) / 1e9;
  }
  return lines / seconds;
}

/** @param {number[]} values @returns {number} */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const [programPath, inkPath, inkjs, runs = "7"] = process.argv.slice(2);
const again = process.argv.includes("--render");
const program = JSON.parse(readFileSync(programPath, "utf8"));
const compiled = readFileSync(inkPath, "utf8").replace(/^\ufeff/, "");
const { Story } = createRequire(`${resolve(inkjs)}/`)("inkjs");

const read = [createHash("sha256"), createHash("sha256")];
const counts = [
  walkWeave(program, false, (line) => read[0].update(`${line}\n`)),
  walkInk(Story, compiled, (line) => read[1].update(`${line}\n`))(),
];
if (counts[0] !== counts[1] || read[0].digest("hex") !== read[1].digest("hex")) {
  console.error(`the two walks read different text: ${counts[0]} and ${counts[1]} lines`);
  process.exit(1);
}

const weave = () => () => walkWeave(program, again, null);
const ink = () => walkInk(Story, compiled, null);
const pairs = Array.from({ length: Number(runs) + 1 }, () => ({ weave: speed(weave), ink: speed(ink) })).slice(1);
console.log(JSON.stringify({
  lines: counts[0],
  weave: Math.round(median(pairs.map((pair) => pair.weave))),
  ink: Math.round(median(pairs.map((pair) => pair.ink))),
  ratio: Number(median(pairs.map((pair) => pair.weave / pair.ink)).toFixed(2)),
}));
