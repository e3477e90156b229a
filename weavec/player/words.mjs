/**
 * What the player itself says. In: the tables of `weavec/languages` that came with the page. Out: the words in the language
 * that is read. The story's own words are never here. In `...Rows`, each line is what one does and, after a bar, what it
 * brings about.
 */

/** @type {Record<keyof typeof import("../languages/en.json"), string>} */
export const WORDS = /** @type {any} */ ({});

/**
 * Speaks a language, or English where the page has no words of it.
 * @param {string} tag
 */
export function speakWords(tag) {
  const tables = JSON.parse(document.getElementById("weave-words")?.textContent ?? "{}");
  Object.assign(WORDS, Object.hasOwn(tables, tag) ? tables[tag] : tables.en);
}

/**
 * @param {string} words with numbers in braces
 * @param {...(string | number)} values in their place
 */
export function fill(words, ...values) {
  return words.replace(/\{(\d)\}/g, (_, place) => String(values[place]));
}
