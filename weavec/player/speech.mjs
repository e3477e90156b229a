/**
 * Lines on the page. In: line events. Out: elements with the hooks that tests and authors rely on, in one of three
 * settings: a text box, a page on which lines gather, or the clauses of a merge.
 *
 * @import {LineEvent, State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Piece} from "./text.mjs"
 */

import { castColor, castName, lookFor } from "./book.mjs";
import { el, setStyles } from "./dom.mjs";
import { nameColor, wear } from "./look.mjs";
import { ownerOf } from "./session.mjs";
import { plain, write } from "./text.mjs";

/**
 * What a speaker is called in the hooks: the cast's id, the name shown, or nothing.
 * @param {Book} book
 * @param {LineEvent} line
 */
export function speakerKey(book, line) {
  return line.who !== null ? book.cast[line.who].id : plain(line.name);
}

/**
 * The name shown above a line, or null for narration.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {State} state
 */
export function speakerName(book, line, state) {
  if (line.name) return plain(line.name);
  return line.who !== null ? castName(book, line.who, state) : null;
}

/**
 * In a merge whose strand a line is, and who speaks, if that is somebody else.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {State} state
 */
export function labelsOf(book, line, state) {
  const mind = state.merge && ownerOf(line, state);
  return [...new Set([mind === null ? null : castName(book, mind, state), speakerName(book, line, state)])].filter(Boolean);
}

/**
 * A line's text with its hooks.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {Piece[]} [pieces] for the typewriter
 */
export function lineElement(book, line, pieces) {
  const mind = line.mind === null || line.mind < 0 ? "" : book.program.minds[line.mind].id;
  const node = el("p", {
    class: `line line-${line.kind}`, dir: "auto", "data-weave-line": line.id,
    "data-weave-speaker": speakerKey(book, line), "data-weave-perspective": mind,
  });
  write(node, [...line.text], pieces);
  return node;
}

/**
 * A name plate; in a merge it stands over the clause in the owner's colour.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {State} state
 */
export function nameElement(book, line, state) {
  const name = speakerName(book, line, state);
  if (name === null) return null;
  const node = el("div", { class: "name" }, el("span", { class: "name-text", dir: "auto" }, name));
  const look = lookFor(book, line.mind);
  const color = castColor(book, line.who);
  const own = line.who !== null && line.who === line.mind;
  if (color && !own && !line.merge) setStyles(node, { "--name": nameColor(look, color) });
  return node;
}

/**
 * A clause of a merge: whose strand it is, who speaks, what is said. It wears its owner's look.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {State} state
 * @param {Piece[]} [pieces]
 */
export function clauseElement(book, line, state, pieces) {
  const label = labelsOf(book, line, state).join(" · ");
  const node = el("div", { class: "clause" },
    label ? el("div", { class: "owner", dir: "auto" }, label) : null, lineElement(book, line, pieces));
  wear(node, lookFor(book, ownerOf(line, state)));
  return node;
}

/**
 * A line said once more, without its hooks, for clauses that linger.
 * @param {Book} book
 * @param {LineEvent} line
 * @param {State} state
 */
export function echoElement(book, line, state) {
  const node = el("div", { class: "clause echo", "aria-hidden": "true" });
  const words = el("p", { class: `line line-${line.kind}`, dir: "auto" });
  write(words, [...line.text]);
  node.append(words);
  wear(node, lookFor(book, ownerOf(line, state)));
  return node;
}
