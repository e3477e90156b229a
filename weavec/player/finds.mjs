/**
 * What a reader has found: endings and keepsakes. In: the book and the reader's memory. Out: lists in which what was
 * found has its name and its picture, and the rest is only counted.
 *
 * @import {Book} from "./book.mjs"
 * @import {Memory} from "./memory.mjs"
 */

import { imageOr } from "./assets.mjs";
import { lookFor } from "./book.mjs";
import { findsOf } from "./chart.mjs";
import { mix } from "./color.mjs";
import { diceOf } from "./dice.mjs";
import { append, el, setStyles, stroke, svg } from "./dom.mjs";
import { disc, group, rosette, shape } from "./ink.mjs";
import { timeWords } from "./shelf.mjs";
import { headText } from "./title.mjs";
import { fill, WORDS } from "./words.mjs";

const INK = "#140820";

/** @param {boolean} found the sign of an ending, around the origin */
export function endingMark(found) {
  const color = found ? "#ffcf7a" : "#a794b0";
  return group(null, shape("M0 -15L13 0L0 15L-13 0Z", found ? color : "#0b0616", { stroke: color, "stroke-width": 1.8 }),
    found ? stroke("M-6 -2Q0 5 6 -2M-4 1l-2 3M0 2v4M4 1l2 3", INK, 1.6) : disc(0, 0, 2.6, color));
}

/**
 * The endings of a story, each with the title it had when it was reached, or null.
 * @param {Book} book
 * @param {Memory} memory
 */
export function endingsFound({ program }, memory) {
  return findsOf(program).endings.map((name) => ({ name, title: memory.endings.has(name) ? (memory.notes.get(`@ending/${name}`) ?? name) : null }));
}

/**
 * How many endings were found, in words.
 * @param {readonly {title: string | null}[]} all
 */
export function endingTally(all) {
  return fill(WORDS.endingsOf, all.filter((one) => one.title !== null).length, all.length);
}

/**
 * A row of signs and how many endings were found; nothing before the first.
 * @param {Book} book
 * @param {Memory} memory
 */
export function endingRow(book, memory) {
  const all = endingsFound(book, memory);
  if (all.every((one) => one.title === null)) return null;
  return el("span", { class: "ending-row" }, all.length > 12 ? null : svg("svg", { viewBox: `-17 -17 ${34 * all.length} 34`, "aria-hidden": "true" }, all.map(({ title }, i) => {
    const mark = endingMark(title !== null);
    mark.setAttribute("transform", `translate(${34 * i} 0)`);
    return mark;
  })), el("span", null, endingTally(all)));
}

/**
 * @param {Book} book
 * @param {Memory} memory
 */
export function endingList(book, memory) {
  return el("ul", { class: "finds" }, endingsFound(book, memory).map(({ name, title }) => el("li", { class: title === null ? "find lost" : "find" },
    svg("svg", { viewBox: "-17 -17 34 34", "aria-hidden": "true" }, endingMark(title !== null)),
    el("span", { class: "find-name", dir: "auto" }, title ?? WORDS.unfound),
    title === null ? null : el("span", { class: "find-when" }, timeWords(memory.notes.get(`@ending/${name}#`) ?? "")))));
}

/**
 * What is drawn for a keepsake: a flower of thread that its name decides, in the colours of the mind in whose scene it lies.
 * @param {Book} book
 * @param {string} name
 * @param {number | undefined} mind
 */
function drawnKeepsake(book, name, mind) {
  const dice = diceOf(`keepsake ${name}`);
  const { thread, acc, amb } = lookFor(book, mind);
  const petals = 3 + Math.floor(dice.next() * 6);
  const parts = [46, 33].map((r, i) => rosette(r, petals * (i + 1), 1, i ? "#f4ead7" : mix(thread, amb, 0.5), dice.span(0.7, 1.2), dice.span(0, 6), 2));
  parts[0].setAttribute("fill", mix(thread, amb, 0.35));
  for (const part of parts) part.setAttribute("stroke-linejoin", "round");
  return svg("svg", { viewBox: "-60 -60 120 120", "aria-hidden": "true" }, disc(0, 0, 52, "none", { stroke: mix(thread, INK, 0.4), "stroke-width": 0.8 }), parts,
    disc(0, 0, 9, mix(acc, INK, 0.2)), stroke("M-5 -2Q0 4 5 -2", "#f4ead7", 2));
}

/**
 * The keepsakes: what was gathered as sheets, of which one lies open, and an empty place for each of the others.
 * @param {Book} book
 * @param {Memory} memory
 */
export function keepsakeGallery(book, memory) {
  const all = [...findsOf(book.program).keepsakes].map(([name, scenes]) => ({ name, scenes, title: headText(book, `@keepsake/${name}`) || name, mind: book.program.scenes[scenes[0]].minds[0] }));
  const gathered = all.filter((one) => memory.keepsakes.has(one.name));
  const open = el("figure", { class: "keep-open" });
  const picture = (/** @type {(typeof all)[0]} */ { name, mind }) => imageOr(`keepsakes/${name}`, "", () => drawnKeepsake(book, name, mind));
  const sheets = gathered.map((one) => {
    const sheet = el("button", { type: "button", class: "keep", "data-keepsake": one.name, onclick: () => show(one) }, picture(one), el("span", { dir: "auto" }, one.title));
    setStyles(sheet, { "--turn": `${diceOf(one.name).span(-2.4, 2.4).toFixed(1)}deg` });
    return sheet;
  });
  const show = (/** @type {(typeof all)[0]} */ one) => {
    sheets.forEach((sheet) => sheet.setAttribute("aria-pressed", String(sheet.dataset.keepsake === one.name)));
    const where = one.scenes.map((i) => book.program.scenes[i].id).filter((id) => memory.scenes.has(id)).map((id) => headText(book, `@scene/${id}`)).filter(Boolean).join(" · ");
    open.replaceChildren(el("div", { class: "keep-sheet" }, picture(one)), el("figcaption", null,
      el("span", { class: "keep-title", dir: "auto" }, one.title), where ? el("span", { class: "find-when", dir: "auto" }, `${WORDS.foundIn}: ${where}`) : null));
  };
  if (gathered.length) show(gathered[0]);
  else append(open, [el("figcaption", { class: "past-none" }, WORDS.noKeepsakes)]);
  const grid = el("ul", { class: "keep-grid", "data-dress": "paper" }, sheets.map((sheet) => el("li", null, sheet)),
    all.slice(gathered.length).map(() => el("li", { class: "keep-none" }, WORDS.faceDown)));
  setStyles(grid, { "--own-name": book.looks.find((look) => look.dress === "paper")?.faceName ?? "initial" }); // whoever writes on paper wrote on the sheets
  return el("div", { class: "keeps" }, open, grid);
}
