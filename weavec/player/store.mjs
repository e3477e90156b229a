/**
 * The browser's storage. In: keys and text. Out: text, or in a word why it was not kept. Storage may be missing,
 * forbidden or full; none of this may cost a reader a save that was good.
 */

/** @typedef {"ok" | "none" | "full" | "lost"} Kept */

/** @returns {Storage | null} */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @returns {string | null}
 */
export function recall(key) {
  try {
    return storage()?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/**
 * Keeps a text: first beside the old one, read back, and only then in its place.
 * @param {string} key
 * @param {string} text
 * @returns {Kept}
 */
export function keep(key, text) {
  const box = storage();
  if (!box) return "none";
  const trial = `${key}~`;
  try {
    box.setItem(trial, text);
    if (box.getItem(trial) !== text) return "lost";
  } catch {
    forget(trial);
    return box.length === 0 && !probe(box) ? "none" : "full";
  }
  const old = box.getItem(key);
  try {
    box.removeItem(trial);
    box.setItem(key, text);
    if (box.getItem(key) === text) return "ok";
  } catch {
    // fall through: the old text goes back
  }
  try {
    if (old !== null) box.setItem(key, old);
  } catch {
    return "lost";
  }
  return "full";
}

/** @param {Storage} box */
function probe(box) {
  try {
    box.setItem("weave~", "1");
    box.removeItem("weave~");
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    storage()?.removeItem(key);
  } catch {
    // nothing was kept, so nothing is left
  }
}

/**
 * The keys that begin so.
 * @param {string} start
 */
export function keysUnder(start) {
  try {
    return Object.keys(storage() ?? {}).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/**
 * What is kept under a key as data, or null if there is nothing or it cannot be read.
 * @param {string} key
 * @returns {any}
 */
export function recallData(key) {
  const text = recall(key);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
