/**
 * Dice for pictures. In: a text. Out: a generator that gives the same numbers for the same text on every machine.
 * The story's own draws have nothing to do with it.
 */

/** @typedef {{next: () => number, span: (lo: number, hi: number) => number, pick: <T>(list: readonly T[]) => T}} Dice */

/**
 * @param {string} text
 * @returns {Dice}
 */
export function diceOf(text) {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
  next();
  return {
    next,
    span: (lo, hi) => lo + (hi - lo) * next(),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}
