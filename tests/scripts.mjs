// Runs scripts. In, as JSON on standard input: a list of scripts. Out: for each what it told through `log`, and with
// which error it ended, if it ended with one.
import { readFileSync } from "node:fs";
import { inspect } from "node:util";

const Async = (async () => {}).constructor;
const told = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const lines = [];
  const log = (...values) => {
    if (lines.length < 500) lines.push(inspect(values, { depth: 5 }).replace(/\[(Function|class)[^\]]*\]/g, "function"));
    return values[0];
  };
  try {
    await new Async("log", `"use strict";${text}`)(log);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${error.message} in\n${text}`);
    lines.push(error instanceof Error ? error.constructor.name : inspect(error));
  }
  told.push(lines);
}
console.log(JSON.stringify(told));
