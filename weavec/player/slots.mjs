/**
 * The save and load screens. In: the shelf. Out: a panel of pages of slots, with pictures drawn from what each slot
 * remembers.
 *
 * @import {Book} from "./book.mjs"
 * @import {Slot} from "./shelf.mjs"
 */

import { lookFor } from "./book.mjs";
import { el, glyph } from "./dom.mjs";
import { wear } from "./look.mjs";
import { askThen, button, confirmThen, onKeys, openPanel, tabRow } from "./panels.mjs";
import { eraseSlot, namePage, nameSlot, pageNames, PAGES, readSlot, readSlotText, slotNow, slotsOn, slotText, timeWords } from "./shelf.mjs";
import { thumbnail } from "./thumb.mjs";
import { fill, WORDS } from "./words.mjs";

/** @typedef {"save" | "load"} Deed */
/**
 * @typedef {object} ShelfCommands
 * @property {(name: string, seen: string | null) => void} save
 * @property {(slot: Slot | "broken") => boolean} load whether it was opened
 * @property {() => Slot | null} current for export; null on the title screen
 * @property {(text: string) => void} tell
 */

/** The page that was looked at last. */
let page = "1";

/** @param {string} name */
function slotTitle(name) {
  return { a: WORDS.autosave, q: WORDS.quick }[name[0]] ?? name;
}

/**
 * @param {Book} book
 * @param {string} name
 * @param {Slot | "broken" | null} slot
 * @param {boolean} closed nothing can be done with it while it is empty
 * @param {() => void} pick
 * @param {() => void} erase
 * @param {() => void} rename
 */
function slotElement(book, name, slot, closed, pick, erase, rename) {
  const title = slotTitle(name);
  if (slot === null) {
    return el("div", { class: "slot" }, el("button", { type: "button", class: "slot-button slot-empty", "data-slot": name, disabled: closed, onclick: pick },
      el("span", { class: "slot-name" }, title), glyph("eye"), el("span", null, closed ? WORDS.empty : WORDS.saveHere)));
  }
  const mind = slot === "broken" ? -1 : book.program.minds.findIndex((one) => one.id === slot.mind);
  const body = slot === "broken" ? [el("span", { class: "slot-words" }, WORDS.broken)]
    : [thumbnail(book, mind, slot.backdrop), el("span", { class: "slot-place", dir: "auto" }, slot.name || slot.place),
      el("span", { class: "slot-words", dir: "auto" }, slot.words), el("span", { class: "slot-time" }, timeWords(slot.when))];
  const tool = (/** @type {string} */ look, /** @type {string} */ label, /** @type {"pen" | "cross"} */ sign, /** @type {() => void} */ run) =>
    el("button", { type: "button", class: `slot-tool ${look}`, "aria-label": `${label}: ${title}`, onclick: run }, glyph(sign));
  const node = el("div", { class: "slot" }, el("button", { type: "button", class: "slot-button", "data-slot": name, onclick: pick }, el("span", { class: "slot-name" }, title), body),
    slot === "broken" ? null : tool("slot-rename", WORDS.rename, "pen", rename), tool("slot-erase", WORDS.erase, "cross", erase));
  if (slot !== "broken") wear(node, lookFor(book, mind));
  return node;
}

/**
 * @param {Book} book
 * @param {Deed} deed
 * @param {ShelfCommands} run
 */
export function openSlots(book, deed, run) {
  const grid = el("div", { class: "slots" });
  const foot = el("div", { class: "slots-foot" });
  const saving = () => deed === "save";
  const turn = (/** @type {number} */ by) => {
    page = PAGES[(PAGES.indexOf(page) + by + PAGES.length) % PAGES.length];
    refresh();
  };
  const refresh = () => {
    const own = page === "a" || page === "q";
    const back = document.activeElement?.closest(".slot, [data-page]");
    grid.replaceChildren(...slotsOn(book, page).map((name) => {
      const slot = slotNow(book, readSlot(book, name));
      return slotElement(book, name, slot, own || !saving(), () => pick(name, slot), () => erase(name),
        () => askThen(WORDS.saveName, slot && slot !== "broken" ? slot.name : "", (words) => {
          nameSlot(book, name, words);
          refresh();
        }));
    }));
    foot.replaceChildren(pageBar(book, turn, (to) => {
      page = to;
      refresh();
    }, refresh), ...fileRow(deed, run, () => dialog.close()));
    if (back instanceof HTMLElement) focusAgain(dialog, back);
  };
  const erase = (/** @type {string} */ name) => {
    const seen = slotText(book, name);
    const slot = readSlot(book, name);
    confirmThen(fill(WORDS.eraseAsk, [slotTitle(name), slot && slot !== "broken" && (slot.name || slot.place)].filter(Boolean).join(", ")), WORDS.eraseWhy, [WORDS.cancel, WORDS.erase], () => {
      if (slotText(book, name) === seen) eraseSlot(book, name);
      refresh();
    }, true);
  };
  const pick = (/** @type {string} */ name, /** @type {Slot | "broken" | null} */ slot) => {
    if (!saving() || page === "a" || page === "q") {
      if (slot && run.load(slot)) dialog.close();
      return;
    }
    const seen = slotText(book, name);
    const keep = () => {
      run.save(name, seen);
      refresh();
      /** @type {HTMLElement | null} */ (grid.querySelector(`[data-slot="${name}"]`))?.focus();
    };
    if (seen === null) keep();
    else confirmThen(WORDS.overAsk, WORDS.overWhy, [WORDS.cancel, WORDS.save], keep, true);
  };
  const title = () => (saving() ? WORDS.save : WORDS.load);
  const tabs = run.current() === null ? null : tabRow(WORDS.menu, [["save", WORDS.save], ["load", WORDS.load]], deed, (key) => {
    deed = /** @type {Deed} */ (key);
    dialog.dataset.weavePanel = key;
    /** @type {Element} */ (dialog.querySelector("h1")).textContent = title();
    refresh();
  });
  refresh();
  const dialog = openPanel(deed, title(), [grid, foot], tabs);
  dialog.classList.add("panel-slots");
  window.addEventListener("storage", refresh);
  dialog.addEventListener("close", () => window.removeEventListener("storage", refresh));
  listenSlots(dialog, turn, erase);
}

/**
 * After a redrawing, the same slot or control has the focus, or else its page.
 * @param {HTMLElement} dialog
 * @param {HTMLElement} old
 */
function focusAgain(dialog, old) {
  const { slot, page: to } = /** @type {HTMLElement} */ (old.querySelector("[data-slot]") ?? old).dataset;
  const again = dialog.querySelector(slot ? `[data-slot="${slot}"]:not(:disabled)` : `[data-page="${to}"]`);
  /** @type {HTMLElement | null} */ (again ?? dialog.querySelector("[aria-current]"))?.focus();
}

/**
 * Delete erases the slot under the pointer or the one with the focus: where the reader was last; the wheel turns pages.
 * @param {HTMLDialogElement} dialog
 * @param {(by: number) => void} turn
 * @param {(name: string) => void} erase
 */
function listenSlots(dialog, turn, erase) {
  let pointing = false;
  dialog.addEventListener("pointermove", () => (pointing = true));
  onKeys(dialog, (event) => {
    if (event.key === "PageUp" || event.key === "PageDown") turn(event.key === "PageUp" ? -1 : 1);
    else if (event.key === "Delete") {
      const [under, focused] = [":hover", ":focus-within"].map((how) => /** @type {HTMLElement | null} */ (dialog.querySelector(`.slot${how} > .slot-button:not(.slot-empty)`)));
      const slot = (pointing && under) || focused || under;
      if (slot) erase(slot.dataset.slot ?? "");
    } else {
      pointing = false;
      return;
    }
    event.preventDefault();
  });
  let last = 0;
  dialog.addEventListener("wheel", (event) => {
    const body = dialog.querySelector(".panel-body");
    if (event.ctrlKey || event.timeStamp - last < 200 || Math.abs(event.deltaY) < 4 || !body || body.scrollHeight > body.clientHeight + 2) return;
    last = event.timeStamp;
    turn(event.deltaY > 0 ? 1 : -1);
  }, { passive: true });
}

/**
 * @param {Book} book
 * @param {(by: number) => void} turn
 * @param {(page: string) => void} go
 * @param {() => void} changed
 */
function pageBar(book, turn, go, changed) {
  const names = pageNames(book);
  const called = (/** @type {string} */ one) => ({ a: WORDS.autosaves, q: WORDS.quicks })[one] ?? (names[one] || `${WORDS.page} ${one}`);
  const title = called(page);
  const step = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {number} */ by) =>
    el("button", { type: "button", class: "page-button", "data-page": sign, "aria-label": label, onclick: () => turn(by) }, sign);
  return el("nav", { class: "pages", "aria-label": WORDS.pages }, step("<", WORDS.earlier, -1),
    PAGES.map((one) => el("button", { type: "button", class: "page-button", "data-page": one, "aria-current": one === page ? "page" : null,
      "aria-label": called(one), onclick: () => go(one) }, one.toUpperCase())),
    step(">", WORDS.later, 1),
    /^\d/.test(page) ? el("button", { type: "button", class: "page-name", "data-page": "name", "aria-label": `${WORDS.pageName}: ${title}`, onclick: () => askThen(WORDS.pageName, names[page] ?? "", (words) => {
      namePage(book, page, words);
      changed();
    }) }, el("span", { dir: "auto" }, title), glyph("pen")) : el("span", { class: "page-name" }, title));
}

/**
 * @param {Deed} deed
 * @param {ShelfCommands} run
 * @param {() => void} close
 * @returns {Node[]}
 */
function fileRow(deed, run, close) {
  if (deed === "save") {
    return [button(WORDS.exportFile, () => {
      const slot = run.current();
      if (slot) download(JSON.stringify(slot), slot.when);
    }, { "data-export": true })];
  }
  return filePicker("import-file", WORDS.importFile, (text) => {
    if (run.load(readSlotText(text))) close();
  });
}

/**
 * A button that asks for a file, and the field behind it.
 * @param {string} id
 * @param {string} label
 * @param {(text: string) => void} take
 * @returns {Node[]}
 */
export function filePicker(id, label, take) {
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "file", class: "unseen", id, accept: ".json,application/json", tabindex: -1, "aria-hidden": "true", onchange: async () => {
    const file = input.files?.[0];
    if (file) take(file.size > 4e7 ? "" : await file.text());
    input.value = "";
  } }));
  return [input, button(label, () => input.click())];
}

/**
 * @param {string} text
 * @param {string} when ISO time
 */
export function download(text, when) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  el("a", { href: url, download: `weave-${when.slice(0, 16).replace(/[T:]/g, "-")}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
}
