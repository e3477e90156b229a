/**
 * The history. In: a reading. Out: a panel of what was read, newest at the bottom, from which the reader can go back,
 * hear a line again, follow one strand alone, and read a merge strand by strand.
 *
 * @import {LineEvent} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Session} from "./session.mjs"
 */

import { answerWords } from "./choices.mjs";
import { castColor, castName, lookFor, wordsAt } from "./book.mjs";
import { readable } from "./color.mjs";
import { el, glyph, setStyles } from "./dom.mjs";
import { wear } from "./look.mjs";
import { button, confirmThen, openPanel } from "./panels.mjs";
import { linesOf, ownerOf } from "./session.mjs";
import { labelsOf } from "./speech.mjs";
import { plain, write } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** How many moments the panel lists; older ones are reached by going back. */
const LISTED = 400;

/**
 * @typedef {object} HistoryWays
 * @property {(at: number) => void} go back to a moment
 * @property {((text: string) => void) | null} listen to a line again
 * @property {string | null} unwoven the merge to show strand by strand at once
 */

/**
 * @param {Book} book
 * @param {Session} session
 * @param {HistoryWays} ways
 */
export function openHistory(book, session, ways) {
  const list = el("ol", { class: "past" });
  const back = (/** @type {number} */ at) => confirmThen(WORDS.backAsk, WORDS.backWhy, [WORDS.stay, WORDS.goBack], () => {
    dialog.close();
    ways.go(at);
  });
  let group = /** @type {{merge: string, items: HTMLElement[]} | null} */ (null);
  /** @type {Set<number>} */
  const minds = new Set();
  for (let at = Math.max(0, session.at - LISTED); at <= session.at; at += 1) {
    const items = entriesOf(book, session, at, back, ways.listen);
    const merge = session.moments[at].rest.merge;
    if (merge && group?.merge !== merge) {
      group = { merge, items: [] };
      list.append(mergeElement(book, session.moments[at].state, group));
    }
    if (!merge) group = null;
    for (const item of group ? items : []) if (item.dataset.mind) minds.add(Number(item.dataset.mind));
    (group ? group.items : []).push(...items);
    (group ? list.lastElementChild?.querySelector("ol") : list)?.append(...items);
  }
  const dialog = openPanel("history", WORDS.history, [list.childElementCount ? list : el("p", { class: "past-none" }, WORDS.noHistory)],
    minds.size > 1 ? strandFilter(book, session, [...minds], list) : null);
  if (ways.unwoven) /** @type {HTMLElement | null} */ (list.querySelector(`[data-unweave="${CSS.escape(ways.unwoven)}"]`))?.click();
  const open = list.querySelector("[aria-pressed=true][data-unweave]");
  const scroller = dialog.querySelector(".panel-body");
  if (open instanceof HTMLElement) open.focus();
  else if (scroller instanceof HTMLElement) {
    scroller.scrollTop = scroller.scrollHeight;
    scroller.focus();
  }
}

/**
 * A merge in the history: its lines as they came, or strand by strand. It regroups what happened and changes nothing.
 * @param {Book} book
 * @param {import("./types").State} state
 * @param {{merge: string, items: HTMLElement[]}} group
 */
function mergeElement(book, state, group) {
  const inner = el("ol", { class: "past" });
  const title = plain(wordsAt(book, `@merge/${group.merge}`, state)) || WORDS.merged;
  const toggle = button(WORDS.unweave, () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(on));
    inner.replaceChildren();
    if (!on) {
      inner.append(...group.items);
      return;
    }
    for (const mind of new Set(group.items.map((item) => item.dataset.mind))) {
      const head = el("li", { class: "past-strand", dir: "auto", "data-mind": mind }, mind ? castName(book, Number(mind), state) : WORDS.everyone);
      setStyles(head, { "--tint": lookFor(book, mind ? Number(mind) : null).tint });
      inner.append(head, ...group.items.filter((item) => item.dataset.mind === mind));
    }
  }, { class: "button small", "aria-pressed": "false", "data-unweave": group.merge });
  return el("li", { class: "past-merge" }, el("div", { class: "past-merge-head" }, glyph("knot"), el("span", { dir: "auto" }, title), toggle), inner);
}

/**
 * @param {Book} book
 * @param {Session} session
 * @param {number[]} minds
 * @param {HTMLElement} list
 */
function strandFilter(book, session, minds, list) {
  const state = session.moments[session.at].state;
  return el("select", { class: "past-filter", "aria-label": WORDS.strand, onchange: (/** @type {any} */ event) => {
    const mind = event.target.value;
    for (const item of list.querySelectorAll(".past-merge li[data-mind]")) /** @type {HTMLElement} */ (item).hidden = mind !== "" && /** @type {HTMLElement} */ (item).dataset.mind !== mind;
  } }, el("option", { value: "" }, WORDS.everyone), minds.map((mind) => el("option", { value: mind }, castName(book, mind, state))));
}

/**
 * @param {Book} book
 * @param {Session} session
 * @param {number} at
 * @param {(at: number) => void} back
 * @param {((text: string) => void) | null} listen
 */
function entriesOf(book, session, at, back, listen) {
  const moment = session.moments[at];
  const { input, rest } = moment;
  const nodes = linesOf(rest).map((line, i) => {
    const mind = ownerOf(line, moment.state);
    const label = labelsOf(book, line, moment.state).join(" · ");
    const words = el("p", { class: `line line-${line.kind}`, dir: "auto" });
    write(words, [...line.text]);
    const text = plain(line.text);
    const tool = (/** @type {string} */ look, /** @type {string} */ what, /** @type {"back" | "ear"} */ sign, /** @type {() => void} */ run) =>
      el("button", { type: "button", class: `past-tool ${look}`, "data-history": look === "past-back" && at, "aria-label": `${what}: ${text.slice(0, 60)}`, onclick: run }, glyph(sign));
    const node = el("li", { class: "past-line", "data-mind": rest.merge ? mind : null },
      el("div", { class: "past-words" }, el("div", { class: "past-name", dir: "auto" }, label), words),
      listen ? tool("past-listen", WORDS.listen, "ear", () => listen([label, text].filter(Boolean).join(": "))) : null,
      i === 0 && at < session.at ? tool("past-back", WORDS.goBack, "back", () => back(at)) : null);
    wearLine(node, book, line, mind);
    return node;
  });
  const answered = at < session.at ? answerWords(book, moment) : null;
  if (answered) nodes.push(el("li", { class: "past-answer", "data-mind": rest.merge ? (input?.do === "enter" ? input.mind : ownerOf(rest, moment.state)) : null }, glyph("eye"), el("span", { dir: "auto" }, answered)));
  return nodes;
}

/**
 * @param {HTMLElement} node
 * @param {Book} book
 * @param {LineEvent} line
 * @param {number | null} mind whose it is
 */
function wearLine(node, book, line, mind) {
  const look = lookFor(book, mind);
  wear(node, look);
  const color = castColor(book, line.who);
  setStyles(node, { "--thread": look.thread, "--tint": color ? readable(color, "#0b0616", 6) : look.tint });
}
