/**
 * What the machine looks up in a program, made once for each program and kept as long as it lives.
 *
 * Goes in: a program as the page carries it. Comes out: `Tables`: its texts as a `Map`, because their
 * keys hold names that an author chose (`__proto__` is one), and what would be looked up for every line.
 *
 * @import {Nodes, Program, Source, Tables, Text} from "./types"
 */

/** @type {WeakMap<Program, Tables>} */
const tablesOf = new WeakMap();

/**
 * The tables of a program, from the last call if there was one.
 * @param {Program} program
 * @returns {Tables}
 */
export function tablesFor(program) {
  const known = tablesOf.get(program);
  if (known !== undefined) return known;
  const made = makeTables(program);
  tablesOf.set(program, made);
  return made;
}

/**
 * @param {Program} program
 * @returns {Tables}
 */
function makeTables(program) {
  const language = program.story.language;
  const written = Object.hasOwn(program.texts, language) ? program.texts[language] : {};
  /** @type {Map<string, Text>} */
  const texts = new Map();
  for (const [key, source] of Object.entries(written)) {
    texts.set(key, { source, fixed: fixedNodes(source) });
  }
  const names = [...program.minds, ...program.people].map((being) => texts.get(`@cast/${being.id}`) ?? null);
  return { program, texts, names, met: program.scenes.map(() => []) };
}

/**
 * The text of the beat at an operation.
 * @param {Tables} tables
 * @param {readonly [number, number]} at
 * @param {string} id the beat's
 * @returns {Text | null}
 */
export function beatText(tables, at, id) {
  const row = tables.met[at[0]];
  let text = row[at[1]];
  if (text === undefined) row[at[1]] = text = tables.texts.get(id) ?? null;
  return text;
}

/**
 * What a text always reads, or null if some part of it depends on the state. The value is frozen,
 * because all events that show the text share it.
 * @param {Source} source
 * @returns {Nodes | null}
 */
function fixedNodes(source) {
  /** @type {any[]} */
  const nodes = [];
  for (const part of source) {
    if (typeof part === "string") {
      pushNode(nodes, part);
      continue;
    }
    const fixed = fixedNode(part);
    if (fixed === null) return null;
    nodes.push(fixed);
  }
  return Object.freeze(nodes);
}

/**
 * @param {any} part a node that is not a string
 * @returns {any} the node as an event carries it, or null
 */
function fixedNode(part) {
  const kind = part[0];
  if (kind === "pause" || kind === "br") return Object.freeze([...part]);
  if (kind !== "em" && kind !== "strong" && kind !== "ruby") return null;
  const inner = part.slice(1).map(fixedNodes);
  return inner.includes(null) ? null : Object.freeze([kind, ...inner]);
}

/**
 * Add a node to a list that is being made: no empty string, no two strings side by side.
 * @param {any[]} nodes changed
 * @param {any} node
 * @returns {void}
 */
export function pushNode(nodes, node) {
  if (typeof node !== "string") nodes.push(node);
  else if (node !== "") {
    const last = nodes.length - 1;
    if (typeof nodes[last] === "string") nodes[last] += node;
    else nodes.push(node);
  }
}
