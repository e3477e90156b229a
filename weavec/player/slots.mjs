/**
 * The save and load screens. In: the shelf. Out: a panel of slots with pictures drawn from what each slot remembers.
 *
 * @import {Book} from "./book.mjs"
 * @import {Slot} from "./shelf.mjs"
 */

import { pictureOf } from "./backdrop.mjs";
import { lookFor } from "./book.mjs";
import { el, glyph } from "./dom.mjs";
import { wear } from "./look.mjs";
import { confirmThen, openPanel } from "./panels.mjs";
import { personOf, portrait } from "./people.mjs";
import { eraseSlot, OWN_SLOTS, readSlot, readSlotText, SLOTS, timeWords } from "./shelf.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} ShelfCommands
 * @property {(name: string) => boolean} save whether it was kept
 * @property {(slot: Slot | "broken") => boolean} load whether it was opened
 * @property {() => Slot | null} current for export
 * @property {(text: string) => void} tell
 */

/**
 * @param {Book} book
 * @param {Slot} slot
 */
function thumbnail(book, slot) {
  const mind = book.program.minds.findIndex((one) => one.id === slot.mind);
  const look = lookFor(book, mind);
  const art = el("span", { class: "thumb", "aria-hidden": "true" }, pictureOf(slot.backdrop ?? "drift dream", look),
    mind >= 0 ? portrait(personOf(book.program.minds[mind]), look, "calm", look.thread, "-230 -250 460 420") : null);
  wear(art, look);
  return art;
}

/** @param {string} name */
function slotTitle(name) {
  return { auto: WORDS.autosave, quick: WORDS.quick, left: WORDS.leftPlace }[name] ?? name;
}

/**
 * @param {Book} book
 * @param {string} name
 * @param {Slot | "broken" | null} slot
 * @param {"save" | "load"} what
 * @param {() => void} pick
 * @param {() => void} erase
 */
function slotElement(book, name, slot, what, pick, erase) {
  const title = slotTitle(name);
  if (slot === null) {
    return el("div", { class: "slot" }, el("button", { type: "button", class: "slot-button slot-empty", "data-slot": name, disabled: what === "load", onclick: pick },
      el("span", { class: "slot-name" }, title), glyph("eye"), el("span", null, what === "save" ? WORDS.saveHere : WORDS.empty)));
  }
  const body = slot === "broken" ? [el("span", { class: "slot-words" }, WORDS.broken)]
    : [thumbnail(book, slot), el("span", { class: "slot-place", dir: "auto" }, slot.place), el("span", { class: "slot-words", dir: "auto" }, slot.words),
      el("span", { class: "slot-time" }, timeWords(slot.when))];
  return el("div", { class: "slot" }, el("button", { type: "button", class: "slot-button", "data-slot": name, onclick: pick }, el("span", { class: "slot-name" }, title), body),
    el("button", { type: "button", class: "slot-erase", "aria-label": `${WORDS.erase}: ${title}`, onclick: erase }, glyph("cross")));
}

/**
 * @param {Book} book
 * @param {"save" | "load"} what
 * @param {ShelfCommands} run
 */
export function openSlots(book, what, run) {
  const grid = el("div", { class: "slots" });
  const fill = () => {
    const names = what === "save" ? SLOTS : [...OWN_SLOTS.filter((name) => readSlot(book, name) !== null), ...SLOTS];
    grid.replaceChildren(...names.map((name) => {
      const slot = readSlot(book, name);
      return slotElement(book, name, slot, what, () => pick(name, slot), () => confirmThen(WORDS.eraseAsk, WORDS.eraseWhy, [WORDS.cancel, WORDS.erase], () => {
        eraseSlot(book, name);
        fill();
      }));
    }));
  };
  const pick = (/** @type {string} */ name, /** @type {Slot | "broken" | null} */ slot) => {
    if (what === "load") {
      if (slot && run.load(slot)) dialog.close();
      return;
    }
    const keep = () => {
      run.save(name);
      fill();
      /** @type {HTMLElement | null} */ (grid.querySelector(`[data-slot="${name}"]`))?.focus();
    };
    if (slot === null) keep();
    else confirmThen(WORDS.overAsk, WORDS.overWhy, [WORDS.cancel, WORDS.save], keep);
  };
  fill();
  const dialog = openPanel(what, what === "save" ? WORDS.save : WORDS.load, [grid, fileRow(what, run, () => dialog.close())]);
}

/**
 * @param {"save" | "load"} what
 * @param {ShelfCommands} run
 * @param {() => void} close
 */
function fileRow(what, run, close) {
  if (what === "save") return el("div", { class: "row" }, el("button", { type: "button", class: "button", "data-export": true, onclick: () => exportFile(run.current()) }, WORDS.exportFile));
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "file", class: "unseen", id: "import-file", accept: ".json,application/json", tabindex: -1, "aria-hidden": "true", onchange: async () => {
    const file = input.files?.[0];
    if (file && run.load(readSlotText(await file.text()))) close();
    input.value = "";
  } }));
  return el("div", { class: "row" }, input, el("button", { type: "button", class: "button", onclick: () => input.click() }, WORDS.importFile));
}

/** @param {Slot | null} slot */
function exportFile(slot) {
  if (!slot) return;
  const url = URL.createObjectURL(new Blob([JSON.stringify(slot)], { type: "application/json" }));
  el("a", { href: url, download: `weave-${slot.when.slice(0, 16).replace(/[T:]/g, "-")}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
}
