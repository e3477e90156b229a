/**
 * Help, and what the page is made of and by whom. Out: panels of words.
 *
 * @import {Book} from "./book.mjs"
 */

import { el } from "./dom.mjs";
import { button, openPanel } from "./panels.mjs";
import { headText } from "./title.mjs";
import { WORDS } from "./words.mjs";

/**
 * @param {string} title
 * @param {string} rows
 */
function keyTable(title, rows) {
  return el("section", null, el("h2", { class: "pref-title" }, title),
    el("dl", { class: "help-keys" }, rows.split("\n").map((row) => row.split("|")).map(([key, what]) => el("div", null, el("dt", null, key), el("dd", null, what)))));
}

/** Every key, gesture and pad. */
export function openHelp() {
  openPanel("help", WORDS.help, [el("div", { class: "help-columns" }, keyTable(WORDS.keyboard, WORDS.keyRows),
    el("div", null, keyTable(WORDS.pointer, WORDS.pointerRows), keyTable(WORDS.gamepad, WORDS.padRows), el("p", { class: "pref-note" }, WORDS.noShot)))]);
}

/**
 * Title, author, notes, credits as the story gives them, and what the page was made with.
 * @param {Book} book
 */
export function openAbout(book) {
  const lines = (/** @type {string} */ key, /** @type {number} */ most) => Array.from({ length: most }, (_, i) => headText(book, `@story/${key}/${i}`)).filter(Boolean);
  const author = headText(book, "@story/author");
  const maker = document.querySelector("meta[name=generator]")?.getAttribute("content") ?? "weavec";
  const licences = document.getElementById("weave-licences")?.textContent ?? "";
  const say = (/** @type {string} */ text) => el("p", { dir: "auto" }, text);
  openPanel("about", WORDS.about, [el("div", { class: "about" }, [
    el("h2", { class: "about-title", dir: "auto" }, headText(book, "@story/title") || document.title), author ? say(`${WORDS.by} ${author}`) : null,
    ...lines("credit", 200).map(say), ...lines("note", book.program.story.notes).map((note) => say(`${WORDS.note}: ${note}`)),
    el("p", { class: "pref-note" }, `${WORDS.made} ${maker}. ${WORDS.aboutSelf}`),
    ...(licences ? [el("h2", { class: "pref-title" }, WORDS.licences), el("pre", { class: "licences" }, licences)] : [])])]);
}

/**
 * What a reader sees when a story or the page breaks.
 * @param {string} what for the author
 * @param {{back: (() => void) | null, save: (() => void) | null, title: () => void}} ways
 */
export function openFault(what, ways) {
  const run = (/** @type {() => void} */ go) => () => {
    dialog.close();
    go();
  };
  const dialog = openPanel("fault", WORDS.faultTitle, [el("div", { class: "about" }, el("p", { role: "alert" }, WORDS.faultWhy),
    el("div", { class: "row" }, ways.back ? button(WORDS.backOne, run(ways.back), { class: "button primary", autofocus: true, "data-fault": "back" }) : null,
      ways.save ? button(WORDS.exportFile, ways.save, { "data-fault": "save" }) : null, button(WORDS.title, run(ways.title), { "data-fault": "title", autofocus: !ways.back })),
    el("details", null, el("summary", null, WORDS.details), el("p", null, what)))]);
}
