/**
 * The browser's storage. In: keys and text. Out: text, or in a word why it was not kept. Storage may be missing,
 * forbidden, full or untrue, and other tabs write to it; none of this may cost a reader a save that was good. So a text
 * is kept twice, each with its sum in front, and read back; the copy (`KEY~`) gives way where there is no room for both.
 */

import { mix32 } from "./values.mjs";

/** @typedef {"ok" | "none" | "full" | "lost" | "other"} Kept */

/** @returns {Storage | null} */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * What stands under a key, with its sum.
 * @param {string} key
 * @returns {string | null} empty if it cannot be read
 */
function read(key) {
  try {
    return storage()?.getItem(key) ?? null;
  } catch {
    return "";
  }
}

/**
 * A text with its sum, which any change of one letter changes, too.
 * @param {string} text
 */
function seal(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = mix32(sum ^ text.charCodeAt(i));
  return `${sum} ${text}`;
}

/**
 * A text out of its seal.
 * @param {string | null} raw
 * @returns {string | null} null if it is damaged
 */
function unseal(raw) {
  const text = raw?.slice(raw.indexOf(" ") + 1);
  return text && seal(text) === raw ? text : null;
}

/**
 * @param {string} key
 * @returns {string | null} what was kept last; if it is damaged twice, what is left of it
 */
export function recall(key) {
  const [raw, copy] = [read(key), read(`${key}~`)];
  return unseal(raw) ?? unseal(copy) ?? raw ?? copy;
}

/**
 * @param {string} key
 * @param {string} text
 * @param {string | null} [seen] what the reader believes to stand there: anything else is not overwritten
 * @returns {Kept}
 */
export function keep(key, text, seen) {
  const box = storage();
  if (!box) return "none";
  const old = recall(key);
  if (seen !== undefined && old !== seen) return "other";
  let threw = false;
  const put = (/** @type {string} */ at, what = seal(text)) => {
    threw = false;
    try {
      box.setItem(at, what);
    } catch {
      threw = true;
    }
    return read(at) === what;
  };
  // nothing is touched where what is taken is not kept; and of the two the good one is written last
  if (!put("weave/~", "kept") && !threw) return "lost";
  const [first, last] = unseal(read(key)) === null ? [key, `${key}~`] : [`${key}~`, key];
  let ok = put(first);
  if (threw) {
    dropCopies(box);
    ok = put(first);
  }
  if (ok || (threw && last === key)) {
    if (!put(last) && threw) {
      dropCopies(box);
      put(last);
    }
    if (!ok && old !== null && ![old, text].includes(recall(key) ?? "")) put(last, seal(old));
  } else if (!threw) drop(first);
  return recall(key) === text ? "ok" : threw ? "full" : "lost";
}

/**
 * Keeps what can be done without: once, and only where there is room.
 * @param {string} key
 * @param {string} text
 * @returns {boolean} whether it was kept
 */
export function keepLoosely(key, text) {
  try {
    storage()?.setItem(key, seal(text));
  } catch {
    // there is no room
  }
  return unseal(read(key)) === text;
}

/** @param {Storage} box makes room: copies go of what can be read without them */
function dropCopies(box) {
  try {
    for (let i = box.length - 1; i >= 0; i -= 1) {
      const key = box.key(i) ?? "";
      if (/^weave\/.*~$/.test(key) && unseal(read(key.slice(0, -1))) !== null) drop(key);
    }
  } catch {
    // then there is less room
  }
}

/** @param {string} key */
function drop(key) {
  try {
    storage()?.removeItem(key);
  } catch {
    // it is still there, and the reader sees it
  }
}

/** @param {string} key */
export function forget(key) {
  drop(`${key}~`);
  drop(key);
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
  try {
    return JSON.parse(recall(key) ?? "null");
  } catch {
    return null;
  }
}
