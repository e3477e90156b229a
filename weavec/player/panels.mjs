/**
 * Panels over the stage: whole screens and questions. They are native modal dialogs, so focus stays inside and goes
 * back where it came from, and what lies under them cannot be reached.
 */

import { el, glyph } from "./dom.mjs";
import { arrowFocus } from "./focus.mjs";
import { WORDS } from "./words.mjs";

/** @returns {boolean} whether any panel is open */
export function panelOpen() {
  return topPanel() !== undefined;
}

/** @returns {HTMLDialogElement | undefined} the panel on top */
export function topPanel() {
  return /** @type {HTMLDialogElement[]} */ ([...document.querySelectorAll("dialog[open]")]).at(-1);
}

/** Closes every panel. */
export function closePanels() {
  for (let top = topPanel(); top; top = topPanel()) top.close();
}

/**
 * A whole screen with a title, a close button and a body.
 * @param {string} name for the style sheet and the tests
 * @param {string} title
 * @param {(Node | null)[]} body
 * @param {Node | null} [extra] beside the title
 * @returns {HTMLDialogElement}
 */
export function openPanel(name, title, body, extra = null) {
  const head = el("div", { class: "panel-head" }, el("h1", { id: `${name}-title` }, title), extra,
    el("button", { type: "button", class: "close", "aria-label": WORDS.close, onclick: () => dialog.close() }, glyph("cross")));
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", {
    class: `panel panel-${name}`, "data-weave-panel": name, "aria-labelledby": `${name}-title`,
  }, el("div", { class: "panel-inner" }, head, el("div", { class: "panel-body", tabindex: body.some((part) => part instanceof Element && part.querySelector("button, input")) ? -1 : 0 }, body))));
  return showDialog(dialog);
}

/** @param {HTMLDialogElement} dialog */
function showDialog(dialog) {
  dialog.addEventListener("close", () => {
    carryToasts();
    dialog.remove();
  });
  onKeys(dialog, (event) => arrowFocus(dialog, event));
  dialog.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  carryToasts();
  return dialog;
}

/** Toasts lie in the panel on top: outside of it nothing is seen or heard. */
function carryToasts() {
  (topPanel() ?? document.body).append(/** @type {Element} */ (document.querySelector(".toasts")));
}

/**
 * Listens to keys while a panel is on top, wherever the focus is.
 * @param {HTMLDialogElement} dialog
 * @param {(event: KeyboardEvent) => void} run
 */
export function onKeys(dialog, run) {
  const heard = (/** @type {KeyboardEvent} */ event) => topPanel() === dialog && run(event);
  document.addEventListener("keydown", heard);
  dialog.addEventListener("close", () => document.removeEventListener("keydown", heard));
}

/**
 * @param {string} label
 * @param {(event: any) => void} onclick
 * @param {Record<string, any>} [more] attributes
 */
export function button(label, onclick, more = {}) {
  return el("button", { type: "button", class: "button", onclick, ...more }, label);
}

/**
 * A question with a safe answer, which has the focus, and the other one.
 * @param {string} title
 * @param {string} why
 * @param {[string, string]} answers the safe one, the other
 * @param {() => void} go runs on the other one
 * @param {boolean} [harm] what it does cannot be undone
 */
export function confirmThen(title, why, answers, go, harm = false) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "data-weave-panel": "question",
    role: "alertdialog", "aria-labelledby": "question-title", "aria-describedby": "question-why" },
    el("h2", { id: "question-title" }, title), el("p", { id: "question-why" }, why),
    el("div", { class: "row" }, button(answers[0], () => dialog.close(), { autofocus: true }),
      button(answers[1], () => {
        dialog.close();
        go();
      }, { class: harm ? "button primary harm" : "button primary", "data-confirm": true }))));
  showDialog(dialog);
}

/**
 * Asks for a short text.
 * @param {string} label
 * @param {string} value as it is now
 * @param {(value: string) => void} go
 */
export function askThen(label, value, go) {
  const input = /** @type {HTMLInputElement} */ (el("input", { id: "asked", class: "answer", type: "text", maxlength: 40, autocomplete: "off", dir: "auto", value }));
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "data-weave-panel": "ask", "aria-labelledby": "asked-label" },
    el("form", { onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      dialog.close();
      go(input.value.trim());
    } }, el("h2", null, el("label", { for: "asked", id: "asked-label" }, label)), input,
    el("div", { class: "row" }, button(WORDS.cancel, () => dialog.close()), el("button", { type: "submit", class: "button primary" }, WORDS.keepName)))));
  showDialog(dialog);
  input.select();
}

/**
 * Names of pages beside a title, one of which is chosen.
 * @param {string} label of the row
 * @param {readonly (readonly [string, string, ...unknown[]])[]} names key, words
 * @param {string} now
 * @param {(key: string) => number | void} go says how far down the page was left
 */
export function tabRow(label, names, now, go) {
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": label }, names.map(([key, words]) =>
    el("button", { type: "button", class: "tab", role: "tab", id: `tab-${key}`, "data-tab": key, "aria-selected": String(key === now), onclick: () => {
      for (const tab of list.children) tab.setAttribute("aria-selected", String(tab.id === `tab-${key}`));
      list.closest("dialog")?.querySelector(".panel-body")?.scrollTo(0, go(key) ?? 0);
    } }, words)));
  return list;
}

/**
 * A list of words that lead on.
 * @param {string} attribute that holds their names
 * @param {(keyof typeof WORDS)[]} names of them, and of the ways
 * @param {(name: string) => void} run
 */
export function wayList(attribute, names, run) {
  return names.map((name) => el("button", { type: "button", class: "way", [attribute]: name, onclick: () => run(name) }, WORDS[name]));
}
