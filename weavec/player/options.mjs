/**
 * Where a cursor stands, and what a choice offers there.
 *
 * Goes in: a program, a state, a cursor or a choice. Comes out: the perspective; which options are shown
 * and which of them can be picked.
 *
 * @import {Choice, Cursor, Expr, Op, Option, Program, State} from "./types"
 */

import { evaluate } from "./values.mjs";

/**
 * The perspective at an operation, for a cursor whose own mind is `mind`.
 * @param {Program} program
 * @param {number} scene
 * @param {number} op
 * @param {number | null} mind
 * @returns {number | null}
 */
export function perspectiveAt(program, scene, op, mind) {
  const inside = program.scenes[scene].inside;
  if (inside === undefined || inside === null) return mind;
  const block = inside[op];
  return block === undefined || block < 0 ? mind : block;
}

/**
 * The perspective where a cursor stands.
 * @param {Program} program
 * @param {Cursor} cursor
 * @returns {number | null}
 */
export function perspectiveOf(program, cursor) {
  return perspectiveAt(program, cursor.at[0], cursor.at[1], cursor.mind);
}

/**
 * The operation where a cursor stands.
 * @param {Program} program
 * @param {Cursor} cursor
 * @returns {Op}
 */
export function opAt(program, cursor) {
  return program.scenes[cursor.at[0]].ops[cursor.at[1]];
}

/**
 * The options that are shown, each with whether it is open.
 * @param {Program} program
 * @param {State} state
 * @param {number | null} mind
 * @param {Choice} choice
 * @returns {{option: Option, open: boolean}[]} in the order written
 */
export function offered(program, state, mind, choice) {
  const met = choice.options.map((option) => standing(program, state, mind, option));
  const plain = met.some((open, i) => open === true && !choice.options[i].otherwise);
  /** @type {{option: Option, open: boolean}[]} */
  const shown = [];
  choice.options.forEach((option, i) => {
    const open = met[i];
    if (open !== null && !(option.otherwise && plain)) shown.push({ option, open });
  });
  return shown;
}

/**
 * Whether some option of a choice can be picked.
 * @param {Program} program
 * @param {State} state
 * @param {number | null} mind
 * @param {Choice} choice
 * @returns {boolean}
 */
export function anyOpen(program, state, mind, choice) {
  // an open `otherwise` counts: either it is open, or another option is
  return choice.options.some((option) => standing(program, state, mind, option) === true);
}

/**
 * How an option stands, apart from `otherwise`: null hidden, false locked, true open.
 * @param {Program} program
 * @param {State} state
 * @param {number | null} mind
 * @param {Option} option
 * @returns {boolean | null}
 */
function standing(program, state, mind, option) {
  if (option.once && option.count !== undefined && option.count !== null && state.counts[option.count] > 0) return null;
  if (!condHolds(program, state, mind, option.cond)) return null;
  return condHolds(program, state, mind, option.needs);
}

/**
 * @param {Program} program
 * @param {State} state
 * @param {number | null} mind
 * @param {Expr | null | undefined} cond none always holds
 * @returns {boolean}
 */
function condHolds(program, state, mind, cond) {
  return cond === undefined || cond === null || evaluate(program, state, mind, cond) !== 0;
}
