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
 * @param {string} [language] to be read in from now on; else as it was, or in the story's own
 * @returns {Tables}
 */
export function tablesFor(program, language) {
  const known = tablesOf.get(program);
  if (known !== undefined && !language) return known;
  const made = makeTables(program, language ?? program.story.language);
  tablesOf.set(program, made);
  return made;
}

/**
 * A text that has no translation says in which language it is.
 * @param {Program} program
 * @param {string} language
 * @returns {Tables}
 */
function makeTables(program, language) {
  const own = program.story.language;
  const [written, told] = [own, language].map((tag) => (Object.hasOwn(program.texts, tag) ? program.texts[tag] : {}));
  /** @type {Map<string, Text>} */
  const texts = new Map();
  for (const [key, words] of Object.entries(written)) {
    const source = Object.hasOwn(told, key) ? told[key] : [["lang", words, own]];
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
  if (kind === "lang") {
    const words = fixedNodes(part[1]);
    return words && Object.freeze([kind, words, part[2]]);
  }
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
