/**
 * The title screen and the menu. In: the book, and whether there is a place to go on from. Out: a screen over the stage
 * whose lettering is crossed by one thread for each mind, and a list of ways in.
 *
 * @import {Book} from "./book.mjs"
 * @import {Slot} from "./shelf.mjs"
 * @import {Command} from "./stage.mjs"
 */

import { placeArt } from "./art.mjs";
import { imageOr } from "./assets.mjs";
import { threadsOf } from "./book.mjs";
import { el, glyph, pathAlong, stroke, svg } from "./dom.mjs";
import { arrowFocus } from "./focus.mjs";
import { weave } from "./loom.mjs";
import { button, openPanel, wayList } from "./panels.mjs";
import { plain } from "./text.mjs";
import { WORDS } from "./words.mjs";

/**
 * A text of the story's head, which cannot depend on a state.
 * @param {Book} book
 * @param {string} key
 */
export function headText(book, key) {
  const text = book.tables.texts.get(key);
  return plain([...(text?.fixed ?? text?.source ?? [])].filter((node) => typeof node === "string" || ["em", "strong", "ruby", "lang"].includes(node[0])));
}

/**
 * @param {Book} book
 * @param {number} mind
 */
export function mindName(book, mind) {
  const { id } = book.program.minds[mind];
  return headText(book, `@cast/${id}`) || id;
}

/**
 * Threads across the lettering; `over` is the part of each that passes in front.
 * @param {Book} book
 * @param {boolean} over
 */
function lettering(book, over) {
  const colors = threadsOf(book);
  const lines = colors.slice(0, 6).map((color, i) => {
    const y = 30 + ((i + 0.5) * 140) / Math.min(6, colors.length);
    const data = pathAlong(-40, 1000, 8, (x) => [x, y + 15 * Math.sin(x / 62 + i * 1.9)]);
    const dash = over ? { "stroke-dasharray": "62 74", "stroke-dashoffset": i * 37, "stroke-linecap": "butt" } : {};
    return [stroke(data, "#07040f", 4.6, { ...dash, opacity: 0.7 }), stroke(data, color, 2.6, dash)];
  });
  return svg("svg", { class: over ? "threads over" : "threads", viewBox: "0 0 960 200", preserveAspectRatio: "none", "aria-hidden": "true" }, lines.flat());
}

/**
 * The ways in: all of the title that depends on what the browser keeps.
 * @param {Slot | "broken" | null} slot the place to go on from
 * @param {boolean} read whether there is anything on the map
 * @param {HTMLElement | null} found the endings found so far
 * @param {(way: Command) => void} run
 */
export function titleWays(slot, read, found, run) {
  const known = slot !== null && slot !== "broken";
  const way = (/** @type {Command} */ name, /** @type {Record<string, any>} */ more, /** @type {(Node | null)[]} */ ...inner) =>
    el("button", { type: "button", class: `way-${name}`, "data-way": name, ...more, onclick: () => run(name) }, inner);
  const names = /** @type {const} */ (["start", "load", "map", "prefs", "about", "help"]).filter((name) => read || name !== "map");
  return el("nav", { class: "ways", "aria-label": WORDS.menu }, way("resume", { disabled: !known }, glyph("eye"), el("span", { class: "way-label" }, WORDS.resume),
    known ? el("span", { class: "way-where", dir: "auto" }, slot.name || slot.place || slot.words) : null),
  wayList("data-way", names, (name) => run(/** @type {Command} */ (name))), found && way("endings", {}, found));
}

/**
 * @param {Book} book
 * @param {(way: Command) => void} run
 * @param {Node | null} picker of the language
 */
export function titleElement(book, run, picker) {
  const title = headText(book, "@story/title") || document.title;
  const author = headText(book, "@story/author");
  const notes = Array.from({ length: book.program.story.notes }, (_, i) => headText(book, `@story/note/${i}`)).filter(Boolean);
  const members = book.program.minds.map((_, i) => i).slice(0, 8);
  const woven = () => {
    const cloth = el("div", { class: "cloth" }, members.length ? null : placeArt(book, book.program.scenes[book.program.start[0]].id, book.house));
    if (members.length) weave(cloth, { book, members, name: title, clarity: 1, moving: false, title: true });
    return cloth;
  };
  const art = el("div", { class: "title-art", "aria-hidden": "true" }, imageOr("title", "", woven), el("div", { class: "title-veil" }));
  const word = Math.max(...title.split(/[\s\xad-]+/).map((part) => part.length)); // what must not break
  const node = el("section", { class: "title-screen", "data-weave-title": true, "aria-labelledby": "title-words", onkeydown: (/** @type {KeyboardEvent} */ event) => arrowFocus(node, event) },
    el("div", { class: "way-access" }, button(WORDS.access, () => run("access"), { class: "button small" }), picker), art,
    el("div", { class: "title-side" },
      el("div", { class: `title-letters ${title.length > 34 || word > 11 ? "small" : title.length > 18 || word > 8 ? "middle" : ""}` }, lettering(book, false), el("h1", { id: "title-words", dir: "auto" }, title), lettering(book, true)),
      author ? el("p", { class: "title-author", dir: "auto" }, `${WORDS.by} ${author}`) : null,
      el("nav", { class: "ways" }),
      notes.length ? el("div", { class: "title-note" }, el("span", { class: "unseen" }, `${WORDS.note}: `), notes.map((note) => el("p", { dir: "auto" }, note))) : null));
  return node;
}

/** @typedef {"history" | "save" | "load" | "quicksave" | "quickload" | "auto" | "skip" | "next" | "prefs" | "access" | "title" | "about" | "help" | "map"} MenuWay */

/**
 * The menu over a reading.
 * @param {string} where
 * @param {(way: MenuWay) => void} run
 */
export function openMenu(where, run) {
  const go = (/** @type {string} */ name) => {
    dialog.close();
    run(/** @type {MenuWay} */ (name));
  };
  const dialog = openPanel("menu", WORDS.menu, [where ? el("p", { class: "menu-where", dir: "auto" }, where) : null,
    el("div", { class: "menu-quick" }, [["skip", WORDS.skip], ["next", WORDS.nextShort], ["auto", WORDS.auto], ["quicksave", WORDS.quickShort], ["quickload", WORDS.quickLoadShort]].map(([name, label]) =>
      button(label, () => go(name), { class: "button small", "data-menu": name }))),
    el("div", { class: "menu-ways" }, wayList("data-menu", ["history", "save", "load", "map", "prefs", "access", "title", "about", "help", "return"], (name) => (name === "return" ? dialog.close() : go(name))))]);
  /** @type {HTMLElement | null} */ (dialog.querySelector(".way"))?.focus();
}
