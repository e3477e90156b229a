/**
 * A process that plays stories for a test of another language.
 *
 *     node tests/player/drive.mjs                      the modules of weavec/player
 *     node tests/player/drive.mjs --script page.html   the linked script taken out of a page
 *
 * One JSON object a line on standard input, one line of canonical JSON (keys sorted, no blanks, non-ASCII
 * as itself) on standard output for each:
 *
 *     {"program": {...}}                       load a program            -> {"loaded": HASH}
 *     {"start": {"seed": 7, "dice": [1, 0]}}   begin it; dice is []      -> [state, events]
 *     {"input": {"do": "next"}}                one step; any JSON value  -> [state, events]
 *     {"render": true}                         the rest event again      -> event
 *     {"state": {...}}                         go to a state             -> {"state": true}
 *     {"walk": {"seed": 7, "steps": 500, "choices": [3, 1], "dice": []}}
 *                                              a whole walk              -> {"count": LINES, "sha256": HEX}
 *     {"walk": {...}, "full": true}            the same                  -> [[state, events], ...]
 *
 * A walk begins the story and takes at most `steps` steps. At step i (from 0, lines counted) it takes input
 * number `choices[i % len(choices)] % len(inputs)` (the first, if `choices` is empty) of the rest's inputs:
 * a line or chord: next; a choice: its open options in order; an ask: say "Ada"; a pick: its strands in
 * order; end, hole, refusal, fault: none, and there the walk stops. The hash is SHA-256 over the UTF-8 of
 * the canonical line `[state, events]` of the start and of each step, each followed by "\n"; `count` is how
 * many they are. A walk moves neither the program nor the state of `start` and `input`.
 *
 * What cannot be done is answered by {"error": WORDS}; the process ends with its input.
 *
 * With --script, the page's last script that is not data runs in a context without a document. It must set
 * `globalThis.weave` to an object with `start`, `step` and `render`.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createContext, runInContext } from "node:vm";

import { canonical } from "./canonical.mjs";
import { walkStory } from "./walks.mjs";

/**
 * The machine in a page's script.
 * @param {string} html
 * @returns {any}
 */
function machineOfPage(html) {
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)].filter(([, attributes]) => {
    const type = /\btype\s*=\s*["']?([^\s"'>]*)/i.exec(attributes);
    return type === null || /^(module|text\/javascript)?$/i.test(type[1]);
  });
  const last = scripts.at(-1);
  if (last === undefined) throw new Error("the page holds no script");
  const context = createContext({});
  runInContext(last[2], context, { filename: "page" });
  const { weave } = /** @type {any} */ (context);
  if (weave === undefined) throw new Error("the page's script sets no globalThis.weave");
  return weave;
}

/** @returns {Promise<any>} */
async function machineOfArguments() {
  const [flag, path] = process.argv.slice(2);
  if (flag === undefined) return import("../../weavec/player/machine.mjs");
  if (flag !== "--script" || path === undefined) throw new Error("usage: drive.mjs [--script page.html]");
  return machineOfPage(readFileSync(path, "utf8"));
}

/**
 * @param {any} machine
 * @param {any} program
 * @param {any} walk
 * @param {boolean} full
 * @returns {string}
 */
function answerWalk(machine, program, walk, full) {
  /** @type {string[]} */
  const lines = [];
  const hash = createHash("sha256");
  let count = 0;
  walkStory(machine, program, walk, (line) => {
    count += 1;
    if (full) lines.push(line);
    else hash.update(`${line}\n`);
  });
  return full ? `[${lines.join(",")}]` : canonical({ count, sha256: hash.digest("hex") });
}

/**
 * @param {any} machine
 * @returns {(line: string) => string}
 */
function answerer(machine) {
  /** @type {any} */
  let program = null;
  /** @type {any} */
  let state = null;
  return (line) => {
    const ask = JSON.parse(line);
    if (Object.hasOwn(ask, "program")) {
      program = ask.program;
      state = null;
      return canonical({ loaded: program.hash });
    }
    if (program === null) throw new Error("no program is loaded");
    if (Object.hasOwn(ask, "walk")) return answerWalk(machine, program, ask.walk, ask.full === true);
    if (Object.hasOwn(ask, "start")) {
      const [next, events] = machine.start(program, ask.start.seed, ask.start.dice ?? []);
      state = next;
      return canonical([next, events]);
    }
    if (Object.hasOwn(ask, "state")) {
      state = ask.state;
      return canonical({ state: true });
    }
    if (state === null) throw new Error("the story has not begun");
    if (Object.hasOwn(ask, "render")) return canonical(machine.render(program, state));
    if (!Object.hasOwn(ask, "input")) throw new Error("the line asks for nothing");
    const [next, events] = machine.step(program, state, ask.input);
    state = next;
    return canonical([next, events]);
  };
}

const answerLine = answerer(await machineOfArguments());
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === "") continue;
  let answer;
  try {
    answer = answerLine(line);
  } catch (error) {
    answer = canonical({ error: String(error) });
  }
  process.stdout.write(`${answer}\n`);
}
