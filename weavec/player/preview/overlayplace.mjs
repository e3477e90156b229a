/**
 * Where in the script the reading stands. In: the page's `Context`. Out: a button that names the file and the line, and what
 * opens a line in the author's editor.
 *
 * @import {Context} from "./types"
 */

import { el, glyph } from "../dom.mjs";
import { button } from "../panels.mjs";
import { here, sceneOf } from "../session.mjs";

const PACE = 300;

/**
 * The file and the line of what is on the screen; a click copies them, the pen opens them.
 * @param {Context} context
 * @param {(file: string, line: number) => void} open
 */
export function placeButton(context, open) {
  /** @type {{file: string, line: number} | null} */
  let at = null;
  let asked = "";
  let count = 0;
  let timer = 0;
  const copy = lineButton("", 0, { "data-author": "copy", hidden: true }, () => at && copyPlace(context, at.file, at.line));
  const pen = el("button", { type: "button", class: "author-button", "data-author": "pen", "aria-label": "Open this line in the editor", hidden: true, onclick: () => at && open(at.file, at.line) }, glyph("pen"));
  const root = el("span", { class: "author-place" }, copy, pen);
  context.on("place", (message) => {
    if (message.id !== count) return;
    at = message.file === null || message.line === null ? null : { file: message.file, line: message.line };
    copy.hidden = !at;
    pen.hidden = !at || !context.told.editor;
    if (!at) return;
    copy.replaceChildren(...lineParts(at.file, at.line));
    copy.title = `${at.file}:${at.line}`;
    copy.setAttribute("aria-label", `Copy the place ${at.file}:${at.line}`);
  });
  const ask = () => {
    timer = 0;
    const to = beatHere(context);
    if (!to || to === asked) return;
    count += 1;
    if (context.send({ type: "place", id: count, to })) asked = to;
    else timer = window.setTimeout(ask, 3 * PACE); // the wire is tied again by then
  };
  return { root, look: (/** @type {boolean} */ anew) => {
    if (anew) asked = "";
    if (!beatHere(context)) {
      copy.hidden = pen.hidden = true;
      asked = ""; // it is asked again where the reading goes on, though it be the same beat
      count += 1; // and an answer that is on its way is to none
    }
    if (!timer) timer = window.setTimeout(ask, PACE); // the server hears only so much of one page
  } };
}

/** @param {Context} context the id of the beat on the screen, or of its scene */
function beatHere({ play, story }) {
  if (!play.session) return "";
  const { rest, state } = here(play.session);
  if ("id" in rest) return rest.id;
  return rest.e === "chord" && rest.parts.length ? rest.parts[0].id : story().scenes[sceneOf(state)].id;
}

/**
 * @param {Context} context
 * @param {string} file
 * @param {number} line
 */
function copyPlace({ toast }, file, line) {
  const where = `${file}:${line}`;
  navigator.clipboard?.writeText(where).then(() => toast(`${where} is copied.`), () => toast(where));
}

/**
 * Has a line opened in the editor; without one it is copied. What became of it is said when it is known.
 * @param {Context} context
 * @returns {(file: string, line: number) => void}
 */
export function placeOpener(context) {
  context.on("opened", ({ file, line, why }) => context.toast(why ?? `${file}:${line} is opened in the editor.`));
  return (file, line) => {
    if (!context.told.editor) copyPlace(context, file, line);
    else if (!context.send({ type: "open", file, line })) context.toast("The preview has no connection.");
  };
}

/**
 * A button with a place on it. Where there is little room the folder is cut, never the number.
 * @param {string} file
 * @param {number} line
 * @param {Record<string, any>} more attributes
 * @param {() => void} run
 */
export function lineButton(file, line, more, run) {
  const made = button("", run, { class: "author-button author-path", title: `${file}:${line}`, ...more });
  made.replaceChildren(...lineParts(file, line));
  return made;
}

/**
 * @param {string} file
 * @param {number} line
 */
function lineParts(file, line) {
  return [el("span", { class: "author-file" }, el("bdi", null, file)), el("span", null, `:${line}`)];
}
