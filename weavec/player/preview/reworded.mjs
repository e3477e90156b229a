/**
 * Lines whose words were changed. Goes in: what the lines of a scene said, by name, and what lines say there now. Comes
 * out: for names that are gone, those under which nearly the same is said today. A save has only names, made of words, and
 * finds such a line by what stands beside it; a preview has the words of both texts, and so it also finds one that was
 * changed together with its neighbours.
 *
 * @import {Nodes, Program} from "../types"
 */

/** Above so many pairs nothing is compared: then it is another scene. */
const MOST_PAIRS = 10000;

/** Of all words of two lines, the part that they must have in common. */
const ENOUGH = 0.5;

/**
 * What the lines of a scene say.
 * @param {Program} program
 * @param {string} scene its id
 * @param {readonly string[]} names of its beats, options and visits; only lines are asked
 * @returns {Map<string, Nodes>} by name; the texts of a program change by being replaced, so these stay
 */
export function saidIn({ texts, story }, scene, names) {
  const own = texts[story.language] ?? {};
  return new Map(names.flatMap((name) => {
    const said = own[`${scene}/${name}`];
    return said ? [[name, said]] : [];
  }));
}

/** @param {Nodes} said */
const wordsOf = (said) => JSON.stringify(said).toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * @param {ReadonlyMap<string, Nodes>} was
 * @param {ReadonlyMap<string, Nodes>} now
 * @returns {Map<string, string>} new names by old ones, where neither of the two is more like another
 */
export function reworded(was, now) {
  const gone = [...was].filter(([name]) => !now.has(name));
  const fresh = [...now].filter(([name]) => !was.has(name));
  if (gone.length * fresh.length > MOST_PAIRS) return new Map();
  const words = fresh.map(([, said]) => wordsOf(said));
  const shares = gone.map(([, said]) => {
    const own = wordsOf(said);
    return words.map((others) => shared(own, others));
  });
  const best = shares.map((row) => only(row));
  return new Map(best.flatMap((j, i) => (j >= 0 && only(shares.map((row) => row[j])) === i ? [[gone[i][0], fresh[j][0]]] : [])));
}

/**
 * The index of the largest number, -1 if it is too small or another is as large.
 * @param {readonly number[]} row
 */
function only(row) {
  const most = Math.max(...row);
  const at = row.indexOf(most);
  return most >= ENOUGH && row.lastIndexOf(most) === at ? at : -1;
}

/**
 * The part of all words of two lines that they have in common (Dice, 1945).
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 */
function shared(one, other) {
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let same = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count > 0) same += 1;
    left.set(word, count - 1);
  }
  return (2 * same) / (one.length + other.length || 1);
}
