/**
 * The cloth of a merge. In: who is in the dream and how clear it is. Out: one face woven of all of them when the dream
 * is clear, torn bands that slip when it is not, and every step between; and the rail that says who is there.
 *
 * @import {Rest, State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Stage} from "./stage.mjs"
 */

import { castName } from "./book.mjs";
import { el, setStyles } from "./dom.mjs";
import { unweave, weave } from "./loom.mjs";
import { ownerOf } from "./session.mjs";
import { mergeOp } from "./weft.mjs";
import { WORDS } from "./words.mjs";

/** How clear a dream is whose author says nothing. */
const CLEAR = /** @type {Record<string, number>} */ ({ woven: 0.9, chorus: 0.9, drifting: 0.5, fragmented: 0.15 });

/**
 * How clear the dream is, 0 torn to 1 whole.
 * @param {Book} book
 * @param {Rest} rest
 * @param {State} state
 */
export function clarityOf(book, rest, state) {
  if (rest.clarity) {
    const [v, lo, hi] = rest.clarity;
    return hi > lo ? (v - lo) / (hi - lo) : 1;
  }
  return state.merge ? CLEAR[mergeOp(book.program, state.merge).mode] : 1;
}

/**
 * Shows the cloth of a merge, or takes it away.
 * @param {Book} book
 * @param {Stage} stage
 * @param {Rest | null} rest
 * @param {State} state
 * @param {boolean} moving
 */
export function paintCloth(book, stage, rest, state, moving) {
  const { cloth, root } = stage;
  if (!rest?.rail) {
    if (cloth.dataset.key === undefined) return;
    unweave(cloth);
    delete root.dataset.torn;
    return;
  }
  const members = rest.rail.map(([mind]) => mind);
  const clarity = clarityOf(book, rest, state);
  const key = `${rest.merge} ${members} ${clarity} ${moving}`;
  if (cloth.dataset.key === key) return;
  cloth.dataset.key = key;
  root.dataset.torn = clarity < 0.5 ? "2" : "0";
  weave(cloth, { book, members, name: rest.merge ?? "", clarity, moving, title: false });
}

/**
 * The rail of a merge: its title, who is in the dream and in which state.
 * @param {Book} book
 * @param {Stage} stage
 * @param {Rest} rest
 * @param {State} state
 */
export function paintRail(book, stage, rest, state) {
  stage.rail.classList.toggle("open", Boolean(rest.rail));
  if (!rest.rail) {
    stage.rail.replaceChildren();
    return;
  }
  const shown = new Set(rest.e === "chord" ? rest.parts.map((part) => part.mind) : [ownerOf(rest, state)]);
  stage.rail.replaceChildren(...rest.rail.map(([mind, how]) => {
    const word = how === "ready" ? WORDS.ready : how === "waits" ? WORDS.waits : WORDS.awake;
    const node = el("div", { class: `strand strand-${how}${shown.has(mind) ? " strand-now" : ""}`, role: "listitem" },
      el("span", { class: "strand-line", "aria-hidden": "true" }), el("span", { class: "strand-name" }, castName(book, mind, state)),
      el("span", { class: "strand-state" }, word));
    setStyles(node, { "--thread": book.looks[mind].thread, "--tint": book.looks[mind].tint });
    return node;
  }));
}
