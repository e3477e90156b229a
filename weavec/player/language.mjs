/**
 * The languages of a story. In: the program, what the reader wants. Out:
 * the language that is read, and a control to change it. A language is tables of texts; nothing of a reading is in it.
 *
 * @import {Program} from "./types"
 */

import { el } from "./dom.mjs";
import { speakWords, WORDS } from "./words.mjs";

/**
 * The story's own first.
 * @param {Program} program
 */
function languagesOf({ story, texts }) {
  return [...new Set([story.language, ...Object.keys(texts)])];
}

/** @param {string} tag */
const bare = (tag) => tag.toLowerCase().split("-")[0];

/**
 * The language that the reader chose, else the first of the browser's that the story has, else the story's own.
 * @param {Program} program
 * @param {string} wanted
 */
export function languageFor(program, wanted) {
  const all = languagesOf(program);
  for (const one of [wanted, ...navigator.languages]) {
    const found = all.find((tag) => tag.toLowerCase() === one.toLowerCase()) ?? all.find((tag) => bare(tag) === bare(one));
    if (found) return found;
  }
  return all[0];
}

/**
 * The document and the player's own words.
 * @param {string} tag
 */
export function speakLanguage(tag) {
  document.documentElement.lang = tag;
  speakWords(tag);
}

/** @param {string} tag */
function ownName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag; // no browser knows what an author may write
  }
}

/**
 * @param {Program} program
 * @param {string} id
 * @param {(tag: string) => void} go
 * @returns {HTMLElement | null} null if there is nothing to choose
 */
export function languagePicker(program, id, go) {
  const all = languagesOf(program);
  return all.length < 2 ? null : el("select", { id, "aria-label": WORDS.language, onchange: (/** @type {any} */ event) => go(event.target.value) },
    all.map((tag) => el("option", { value: tag, lang: tag, selected: tag === document.documentElement.lang }, ownName(tag))));
}
