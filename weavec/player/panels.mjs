/**
 * Panels over the stage: whole screens and questions. They are native modal dialogs, so focus stays inside and goes
 * back where it came from, and what lies under them cannot be reached.
 */

import { el, glyph } from "./dom.mjs";
import { WORDS } from "./words.mjs";

/** @returns {boolean} whether any panel is open */
export function panelOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/** Closes the panel on top. */
export function closePanel() {
  const open = document.querySelectorAll("dialog[open]");
  const top = /** @type {HTMLDialogElement | undefined} */ (open[open.length - 1]);
  top?.close();
  return top !== undefined;
}

/** Closes every panel. */
export function closePanels() {
  while (closePanel());
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
  }, el("div", { class: "panel-inner" }, head, el("div", { class: "panel-body" }, body))));
  return showDialog(dialog);
}

/** @param {HTMLDialogElement} dialog */
function showDialog(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * A question with a safe answer, which has the focus, and the other one.
 * @param {string} title
 * @param {string} why
 * @param {[string, string]} answers the safe one, the other
 * @param {() => void} go runs on the other one
 */
export function confirmThen(title, why, answers, go) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "data-weave-panel": "question",
    "aria-labelledby": "question-title" },
    el("h2", { id: "question-title" }, title), el("p", null, why),
    el("div", { class: "row" },
      el("button", { type: "button", class: "button", autofocus: true, onclick: () => dialog.close() }, answers[0]),
      el("button", { type: "button", class: "button primary", "data-confirm": true, onclick: () => {
        dialog.close();
        go();
      } }, answers[1]))));
  showDialog(dialog);
}
