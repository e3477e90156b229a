/**
 * From a text of the program to the nodes that an event carries.
 *
 * Goes in: the tables, a state, the perspective. Comes out: text with its values put in and its arms
 * chosen, as strings, em, strong, ruby, pause, br and lang. One `Composer` makes one rest event: it counts the
 * inline draws in the order in which they are met.
 *
 * @import {Expr, Nodes, Source, State, Tables, Text} from "./types"
 */

import { evaluate, textdraw } from "./values.mjs";
import { pushNode } from "./tables.mjs";

/** Composes the texts of one rest event. */
export class Composer {
  /**
   * @param {Tables} tables
   * @param {State} state
   */
  constructor(tables, state) {
    this.tables = tables;
    this.state = state;
    /** @type {number | null} */
    this.mind = null;
    this.shown = 0;
    this.draws = 0;
  }

  /**
   * Compose what follows as it reads at a beat.
   * @param {number | null} mind the perspective there
   * @param {number | null} [shown] the beat's count of showings, if it has one
   * @returns {void}
   */
  standAt(mind, shown) {
    this.mind = mind;
    this.shown = shown === undefined || shown === null ? 0 : this.state.counts[shown];
  }

  /**
   * The nodes of a text, or null if the program has none under this key.
   * @param {string} key
   * @returns {Nodes | null}
   */
  text(key) {
    return this.reading(this.tables.texts.get(key) ?? null);
  }

  /**
   * @param {Text | null} text
   * @returns {Nodes | null}
   */
  reading(text) {
    return text === null ? null : text.fixed ?? this.nodes(text.source);
  }

  /**
   * @param {Source} source
   * @returns {Nodes}
   */
  nodes(source) {
    /** @type {any[]} */
    const made = [];
    this.add(made, source);
    return made;
  }

  /**
   * @param {any[]} made changed
   * @param {Source} source
   * @returns {void}
   */
  add(made, source) {
    for (const part of source) {
      if (typeof part === "string") pushNode(made, part);
      else this.addMark(made, part);
    }
  }

  /**
   * @param {any[]} made changed
   * @param {any} part a node that is not a string
   * @returns {void}
   */
  addMark(made, part) {
    switch (part[0]) {
      case "em":
      case "strong": made.push([part[0], this.nodes(part[1])]); break;
      case "lang": made.push([part[0], this.nodes(part[1]), part[2]]); break;
      case "ruby": made.push(["ruby", this.nodes(part[1]), this.nodes(part[2])]); break;
      case "pause": made.push(["pause", part[1]]); break;
      case "br": made.push(["br"]); break;
      case "show": this.addValue(made, part[1], part[2]); break;
      case "text": pushNode(made, String(this.state.vars[part[1]])); break;
      case "let": this.addKey(made, part[1]); break;
      case "if": this.add(made, this.chosenArm(part[1], part[2])); break;
      case "either": this.add(made, this.drawnArm(part[1])); break;
      case "first": this.add(made, part[1][Math.min(this.shown, part[1].length - 1)]); break;
      default: throw new Error(`the program holds an unknown mark: ${part[0]}`);
    }
  }

  /**
   * @param {any[]} made changed
   * @param {Expr} e
   * @param {number | null | undefined} list index into the program's `words`, for a word
   * @returns {void}
   */
  addValue(made, e, list) {
    const value = evaluate(this.tables.program, this.state, this.mind, e);
    if (list === undefined || list === null) pushNode(made, String(value));
    else this.addKey(made, this.tables.program.words[list][value]);
  }

  /**
   * @param {any[]} made changed
   * @param {string} key
   * @returns {void}
   */
  addKey(made, key) {
    const text = this.tables.texts.get(key);
    if (text !== undefined) this.add(made, text.source);
  }

  /**
   * @param {readonly (readonly [Expr, Source])[]} arms
   * @param {Source} last
   * @returns {Source}
   */
  chosenArm(arms, last) {
    for (const [cond, nodes] of arms) {
      if (evaluate(this.tables.program, this.state, this.mind, cond)) return nodes;
    }
    return last;
  }

  /**
   * @param {readonly Source[]} arms
   * @returns {Source}
   */
  drawnArm(arms) {
    const drawn = textdraw(this.state.rng, this.state.n, this.draws, arms.length);
    this.draws += 1;
    return arms[drawn];
  }
}
