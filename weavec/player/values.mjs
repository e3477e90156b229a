/**
 * Values: what an expression gives, how a number is kept in its range, which number a draw gives, and
 * what of a reader's answer is kept. `weavec/values.py` says the same in Python.
 *
 * Goes in: numbers, strings, expressions of the program. Comes out: numbers and strings; nothing here
 * changes anything.
 *
 * @import {Expr, Program, State} from "./types"
 */

/** 2^32: draws are fractions of it. */
const TWO_32 = 4294967296;
/** The step of the generator between two draws. */
const GOLDEN = 0x9e3779b9;

/**
 * The nearest number that a range holds.
 * @param {number} value
 * @param {number} lo
 * @param {number} hi
 * @returns {number}
 */
export function clamp(value, lo, hi) {
  return value < lo ? lo : value > hi ? hi : value;
}

/**
 * The value of an expression now. Flags are 0 and 1, words their index, text its characters.
 * @param {Program} program
 * @param {State} state
 * @param {number | null} mind the perspective, null for nobody
 * @param {Expr} e
 * @returns {any} a number; for a text a string
 */
export function evaluate(program, state, mind, e) {
  if (typeof e === "number") return e;
  switch (e[0]) {
    case "var": return state.vars[e[1]];
    case "let": return evaluate(program, state, mind, program.lets[e[1]]);
    case "count": return state.counts[e[1]];
    case "mind": return mind === null ? -1 : mind;
    case "not": return 1 - evaluate(program, state, mind, e[1]);
    case "neg": return 0 - evaluate(program, state, mind, e[1]);
    case "str": return e[1];
    case "sum": {
      let total = 0;
      for (let i = 1; i < e.length; i += 1) total += evaluate(program, state, mind, e[i]);
      return total;
    }
    default:
      return operate(e[0], evaluate(program, state, mind, e[1]), evaluate(program, state, mind, e[2]));
  }
}

/**
 * @param {string} op
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function operate(op, a, b) {
  switch (op) {
    case "and": return a && b ? 1 : 0;
    case "or": return a || b ? 1 : 0;
    case "+": return a + b;
    case "-": return a - b;
    case "*": return a * b + 0; // 0 * -1 would be -0
    case "==": return a === b ? 1 : 0;
    case "!=": return a !== b ? 1 : 0;
    case "<": return a < b ? 1 : 0;
    case "<=": return a <= b ? 1 : 0;
    case ">": return a > b ? 1 : 0;
    case ">=": return a >= b ? 1 : 0;
    default: throw new Error(`the program holds an unknown operator: ${op}`);
  }
}

// ------------------------------------------------------------------ draws

/**
 * Spread a state of the generator over 32 bits.
 * @param {number} z 0..2^32-1
 * @returns {number} 0..2^32-1
 */
export function mix32(z) {
  z = (z ^ (z >>> 16)) >>> 0;
  z = Math.imul(z, 0x21f0aaad) >>> 0;
  z = (z ^ (z >>> 15)) >>> 0;
  z = Math.imul(z, 0x735a2d97) >>> 0;
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * The generator's next state.
 * @param {number} rng
 * @returns {number}
 */
export function advance(rng) {
  return (rng + GOLDEN) >>> 0;
}

/**
 * One of k outcomes, from a mixed number.
 * @param {number} mixed 0..2^32-1
 * @param {number} k 1..2^21
 * @returns {number} 0..k-1
 */
export function among(mixed, k) {
  return Math.floor((mixed * k) / TWO_32);
}

/**
 * The j-th inline draw of a text, which moves no generator.
 * @param {number} rng the state's generator
 * @param {number} n beats finished so far
 * @param {number} j how many inline draws this event has made before
 * @param {number} k arms
 * @returns {number} 0..k-1
 */
export function textdraw(rng, n, j, k) {
  // 64 * n + j loses no bit below 2^53, and >>> takes it modulo 2^32
  const own = mix32((64 * n + j) >>> 0);
  return among(mix32(((rng ^ own) + GOLDEN) >>> 0), k);
}

// ------------------------------------------------------------------ answers

/** Controls, marks of direction, line separators, the byte order mark, lone surrogates. */
const DROPPED = /[\u{0}-\u{1f}\u{7f}-\u{9f}\u{61c}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}\u{feff}\u{d800}-\u{dfff}]/gu;
/** How many code points of an answer are kept. */
const ANSWER = 40;

/**
 * What is kept of a reader's answer.
 * @param {string} answer
 * @returns {string} may be empty
 */
export function clean(answer) {
  const kept = stripBlanks(answer.replace(DROPPED, ""));
  return stripBlanks(Array.from(kept).slice(0, ANSWER).join(""));
}

/**
 * Without U+0020 at the ends; other blanks stay. No pattern: `/ +$/` is slow on a hostile answer.
 * @param {string} text
 * @returns {string}
 */
function stripBlanks(text) {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === " ") from += 1;
  while (to > from && text[to - 1] === " ") to -= 1;
  return text.slice(from, to);
}
