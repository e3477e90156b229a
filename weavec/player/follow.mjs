/**
 * Where the beats of a scene are after its story was edited.
 *
 * Goes in: the names of a scene's beats, options and visits as a save lists them, and the lists of a program. Comes
 * out: for each old name where it stands now, and whether that is certain. Nothing is guessed between two choices.
 *
 * @import {Found, Places} from "./types"
 */

/** More names than this no save lists. */
const MOST_NAMES = 20000;

/**
 * A name without its number among equals, a choice's without its options.
 * @param {string} name
 */
const coreOf = (name) => name.replace(/(?<=.)\*.*/, "").replace(/-\d+of\d+$/, "");

/**
 * The cores of a choice's options.
 * @param {string} name
 */
const optionsOf = (name) => name.split("*").slice(1).map(coreOf);

/**
 * What a place of a list is called where it is read again.
 * @param {string} name
 */
const keyOfName = (name) => name.replace(/(?<=.)\*.*|^\*/, "");

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
 * What stands beside a place, of what is in another list too.
 * @param {readonly string[]} cores
 * @param {Map<string, number>} other
 * @param {number} at
 * @param {number} by -1, 1
 */
function near(cores, other, at, by) {
  do at += by; while (at in cores && !other.has(cores[at]));
  return cores[at];
}

/**
 * Whether something may be what another was: of the same kind; of a choice's options half are left.
 * @param {string} old
 * @param {string} now
 */
function alike(old, now) {
  const kind = (/** @type {string} */ name) => (/^visit-/.test(name) ? coreOf(name) : Math.sign(name.indexOf("*")));
  if (kind(old) !== kind(now)) return false;
  const olds = optionsOf(old);
  const news = optionsOf(now);
  return old[0] === "*" || olds.filter((core) => news.includes(core)).length * 2 >= olds.length;
}

/** @typedef {(core: string) => Found | undefined} Spot where something stands that a program holds once */

/**
 * Of a save's scenes: what each is called today, and where what stood in it stands. A scene whose name is gone is the
 * one that has more than half of what it had.
 * @param {Places} places
 * @param {any} beats the names of the save, by scene
 * @returns {{today: (scene: string) => string, follow: (scene: string, key: string) => Found | undefined}}
 */
export function followSave({ program, lists, scenes, was }, beats) {
  const all = lists.flatMap((list, scene) => list.map((name) => ({ scene, key: keyOfName(name), sure: false, core: coreOf(name) })));
  const once = singles(all.map(({ core }) => core));
  /** @type {Spot} */
  const spot = (core) => all[once.get(core) ?? -1];
  /** @type {Map<string, number | undefined>} */
  const homes = new Map();
  const today = (/** @type {string} */ name) => program.scenes[homes.get(name) ?? -1]?.id ?? was.scene(name);
  const visit = (/** @type {string} */ name) => name.replace(/(?<=^visit-)[^-]+/, today);
  let left = MOST_NAMES;
  for (const [name, list] of beats) {
    left -= list.length;
    if (left < 0) throw new Error("no save");
    const there = list.map((/** @type {string} */ one) => spot(coreOf(one))?.scene);
    homes.set(name, scenes.get(was.scene(name)) ?? lists.findIndex((_, at) => there.filter((/** @type {number} */ one) => one === at).length * 2 > list.length));
  }
  const known = new Map(beats.map((/** @type {[string, string[]]} */ [name, list]) =>
    [name, followScene(lists, spot, list.map(visit), homes.get(name) ?? -1, scenes.has(was.scene(name)))]));
  return { today, follow: (scene, key) => known.get(scene)?.get(visit(key)) };
}

/**
 * @param {readonly (readonly string[])[]} lists of a program, by scene
 * @param {Spot} spot
 * @param {readonly string[]} old the list of one scene
 * @param {number} home the index of that scene today, -1 without
 * @param {boolean} named whether it still has its name
 * @returns {Map<string, Found>} by the keys of the old names; for one that is gone, by its key and `<`, the place after
 *   what stood before it
 */
function followScene(lists, spot, old, home, named) {
  /** @type {Map<string, Found>} */
  const found = new Map();
  const before = old.map(coreOf);
  const was = singles(before);
  const list = lists[home] ?? [];
  const now = list.map(coreOf);
  const is = singles(now);
  const own = (/** @type {number} */ i) => (was.get(before[i]) === i ? is.get(before[i]) ?? -1 : -1);
  const put = (/** @type {number} */ i, /** @type {number} */ j, /** @type {boolean} */ sure) =>
    found.set(keyOfName(old[i]), { scene: home, key: keyOfName(list[j]), sure: sure && named });
  const choices = (/** @type {readonly string[]} */ names) => names.flatMap((name, i) => (name.indexOf("*") > 0 ? [i] : []));
  const fresh = choices(list).filter((j) => !was.has(now[j]));
  const rivals = (/** @type {number} */ i, /** @type {number} */ j) => old[i].indexOf("*") > 0 && fresh.some((one) => one !== j && alike(old[i], list[one]));
  let a = -1;
  let from = -1;
  for (let b = 0; b <= old.length; b += 1) {
    const to = b === old.length ? now.length : own(b);
    if (to < 0) continue;
    if (from < to && to - from === b - a) {
      const same = before.slice(a + 1, b).join() === now.slice(from + 1, to).join();
      for (let i = a + 1, j = from + 1; i < b; i += 1, j += 1) if (same || (alike(old[i], list[j]) && !rivals(i, j))) put(i, j, same);
    }
    if (b < old.length) put(b, to, true);
    a = b;
    from = to;
  }
  for (const [i, core] of before.entries()) {
    if (found.has(keyOfName(old[i]))) continue;
    // of several with its words, the one with a neighbour of its own, new and lost ones aside; the one before counts more
    const beside = (/** @type {number} */ j) => [-1, -1, 1].filter((by) => near(before, is, i, by) === near(now, was, j, by)).length;
    const [best, next] = now.flatMap((one, j) => (one === core ? [{ j, score: beside(j) }] : [])).sort((one, two) => two.score - one.score);
    if (best?.score > (next?.score ?? 0)) {
      put(i, best.j, before.slice(i - 1, i + 2).join() === now.slice(best.j - 1, best.j + 2).join());
    }
  }
  const lost = choices(old).filter((i) => !found.has(keyOfName(old[i])));
  for (const i of lost) {
    const j = fresh.find((one) => alike(old[i], list[one])) ?? -1;
    if (j >= 0 && !rivals(i, j) && lost.every((other) => other === i || !alike(old[other], list[j]))) put(i, j, false);
  }
  for (const [i, name] of old.entries()) {
    const there = spot(before[i]);
    const along = (/** @type {number} */ near) => spot(before[near])?.scene === there?.scene;
    if (there && !found.has(keyOfName(name)) && was.get(before[i]) === i && (along(i - 1) || along(i + 1))) found.set(keyOfName(name), there);
  }
  let last = "";
  for (const key of old.map(keyOfName)) {
    if (last && !found.has(key)) found.set(`${key}<`, { scene: home, key: `${last}+`, sure: false });
    const { scene, key: now } = found.get(key) ?? { scene: -1, key: "" };
    if (scene === home) last = now;
  }
  return found;
}

