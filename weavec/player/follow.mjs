/**
 * Where the beats of a scene are after its story was edited.
 *
 * Goes in: the names of a scene's beats, options and visits as a save lists them, and the lists of a program. Comes
 * out: for each old name where it stands now, and whether that is certain. Nothing is guessed between two choices.
 *
 * @import {Found} from "./types"
 */

/**
 * A name without its number among equals.
 * @param {string} name
 */
const coreOf = (name) => name.replace(/-\d+of\d+$/, "");

/** @param {string} name */
const isOption = (name) => name[0] === "*";

/**
 * Of each thing that a list holds once, where; of others -1.
 * @param {readonly string[]} cores
 */
function singles(cores) {
  /** @type {Map<string, number>} */
  const made = new Map();
  cores.forEach((core, i) => made.set(core, made.has(core) ? -1 : i));
  return made;
}

/**
 * The options of the choice at a place of a list.
 * @param {readonly string[]} cores
 * @param {number} at
 */
function optionsOf(cores, at) {
  let end = at + 1;
  while (end < cores.length && isOption(cores[end])) end += 1;
  return cores.slice(at + 1, end);
}

/**
 * Where the choices of a list stand.
 * @param {readonly string[]} cores
 */
const choicesOf = (cores) => cores.flatMap((core, i) => (!isOption(core) && isOption(cores[i + 1] ?? "") ? [i] : []));

/**
 * Whether something may be what another was: of the same kind; of a choice's options half are left.
 * @param {readonly string[]} before
 * @param {number} i
 * @param {readonly string[]} now
 * @param {number} j
 */
function alike(before, i, now, j) {
  const kind = (/** @type {string} */ core) => (/^visit-/.test(core) ? core : isOption(core));
  if (kind(before[i]) !== kind(now[j])) return false;
  const olds = optionsOf(before, i);
  const news = optionsOf(now, j);
  return isOption(before[i]) || (olds.length > 0 ? olds.filter((core) => news.includes(core)).length * 2 >= olds.length : news.length === 0);
}

/**
 * @param {readonly (readonly string[])[]} lists of a program, by scene
 * @param {ReturnType<typeof spotsOf>} spots of the same lists
 * @param {readonly string[]} old the list of one scene
 * @param {number | undefined} home the index of that scene today, if it has one
 * @returns {Map<string, Found>}
 */
export function followScene(lists, spots, old, home) {
  /** @type {Map<string, Found>} */
  const found = new Map();
  const before = old.map(coreOf);
  const was = singles(before);
  const list = home === undefined ? [] : lists[home];
  const now = list.map(coreOf);
  const is = singles(now);
  const own = (/** @type {number} */ i) => (was.get(before[i]) === i ? is.get(before[i]) ?? -1 : -1);
  const put = (/** @type {number} */ i, /** @type {number} */ j, /** @type {boolean} */ sure) =>
    home !== undefined && found.set(old[i], { scene: home, key: list[j].replace("*", ""), sure });
  const fresh = choicesOf(now).filter((j) => !was.has(now[j]));
  const rivals = (/** @type {number} */ i, /** @type {number} */ j) => optionsOf(before, i).length > 0 && fresh.some((one) => one !== j && alike(before, i, now, one));
  let a = -1;
  let from = -1;
  for (let b = 0; b <= old.length; b += 1) {
    const to = b === old.length ? now.length : own(b);
    if (to < 0) continue;
    if (from < to && to - from === b - a) {
      const same = before.slice(a + 1, b).join() === now.slice(from + 1, to).join();
      for (let i = a + 1, j = from + 1; i < b; i += 1, j += 1) if (same || (alike(before, i, now, j) && !rivals(i, j))) put(i, j, same);
    }
    if (b < old.length) put(b, to, true);
    a = b;
    from = to;
  }
  const lost = choicesOf(before).filter((i) => !found.has(old[i]));
  for (const i of lost) {
    const j = fresh.find((one) => alike(before, i, now, one)) ?? -1;
    if (j >= 0 && !rivals(i, j) && lost.every((other) => other === i || !alike(before, other, now, j))) put(i, j, false);
  }
  for (const [i, name] of old.entries()) {
    const there = spots.get(before[i]);
    const along = (/** @type {number} */ near) => spots.get(before[near])?.scene === there?.scene;
    if (there && !found.has(name) && was.get(before[i]) === i && (along(i - 1) || along(i + 1))) found.set(name, there);
  }
  return found;
}

/**
 * Where each thing stands that a program holds once; of others null.
 * @param {readonly (readonly string[])[]} lists
 */
export function spotsOf(lists) {
  /** @type {Map<string, Found | null>} */
  const spots = new Map();
  for (const [scene, list] of lists.entries()) {
    for (const name of list) spots.set(coreOf(name), spots.has(coreOf(name)) ? null : { scene, key: name.replace("*", ""), sure: false });
  }
  return spots;
}
