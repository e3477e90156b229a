/**
 * What was found in the story, as the terminal shows it. In: the server's findings. Out: a list, each with its line and
 * caret, and what leads from it into the story.
 *
 * @import {Context, FindingsMessage} from "./types"
 */

import { el } from "../dom.mjs";
import { button } from "../panels.mjs";
import { keepFocus, putChildren } from "./overlaylists.mjs";
import { lineButton } from "./overlayplace.mjs";
import { playWay } from "./overlayways.mjs";

const ORDER = ["error", "warning", "note"];

/**
 * How many findings there are: `2 errors, 1 warning`.
 * @param {FindingsMessage | null} message
 */
export function findingCounts(message) {
  const counts = ORDER.map((severity) => message?.diagnostics.filter((each) => each.severity === severity).length ?? 0);
  return counts.flatMap((n, i) => (n ? [`${n} ${ORDER[i]}${n > 1 ? "s" : ""}`] : [])).join(", ");
}

/**
 * @param {Context} context
 * @param {(to: string, words: string) => void} go asks for a way
 * @param {(file: string, line: number) => void} open in the editor, or copied
 * @param {(found: any) => void} see in the graph
 * @returns {{root: HTMLElement, show: (message: FindingsMessage) => void, wired: (tied: boolean) => void}}
 */
export function findingsPage(context, go, open, see) {
  const state = el("p", { class: "author-state", role: "status" });
  const list = el("ol", { class: "author-findings" });
  const root = el("div", { tabindex: -1 }, state, list);
  /** @type {Map<string, HTMLElement>} by what makes them the same after an edit */
  let items = new Map();
  /** @type {readonly any[]} what a proof found last: it is there until the next one is done */
  let proved = [];
  let words = "";
  return { root, wired: (tied) => {
    state.textContent = tied ? words : `There is no connection to the preview. What it said last: ${words}`;
  }, show: (message) => {
    state.textContent = words = proofWords(message);
    const { diagnostics } = message;
    const keys = new Set(keysOf(diagnostics));
    const old = message.state === "checking" ? proved.filter((_, i) => !keys.has(keysOf(proved)[i])) : [];
    if (message.state !== "checking") proved = message.state === "proved" ? diagnostics : [];
    const sorted = [...diagnostics, ...old].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
    const before = items;
    items = new Map(keysOf(sorted).map((key, i) => {
      const made = findingItem(context, sorted[i], message.state === "broken" ? null : go, open, see);
      made.classList.toggle("old", old.includes(sorted[i]));
      return [key, taken(before.get(key), made)];
    }));
    keepFocus(root, () => putChildren(list, [...items.values()]));
  } };
}

/**
 * @param {readonly any[]} diagnostics
 * @returns {string[]} what stays the same while lines are moved and words beside it are changed
 */
function keysOf(diagnostics) {
  /** @type {Map<string, number>} */
  const count = new Map();
  return diagnostics.map(({ code, file, message }) => {
    const key = JSON.stringify([code, file, message]);
    count.set(key, (count.get(key) ?? 0) + 1);
    return `${key}${count.get(key)}`;
  });
}

/**
 * A finding in the place of the same one as it was before: what had the focus in it has it again.
 * @param {HTMLElement | undefined} before
 * @param {HTMLElement} now
 * @returns {HTMLElement}
 */
function taken(before, now) {
  if (!before) return now;
  const held = before.contains(document.activeElement) ? document.activeElement : null;
  const which = held instanceof HTMLElement && held.dataset.author ? `[data-author=${held.dataset.author}]` : "pre";
  before.className = now.className;
  before.replaceChildren(...now.childNodes);
  if (held) /** @type {HTMLElement | null} */ (before.querySelector(which) ?? before.querySelector("button"))?.focus({ preventScroll: true });
  return before;
}

/** @param {FindingsMessage} message */
function proofWords(message) {
  const counts = findingCounts(message) || "Nothing is wrong";
  if (message.state === "broken") return `${counts}. The page shows the story as it was before.`;
  if (message.state === "checking") return `${counts} so far. What a reader can reach is being proved.`;
  const { proof } = message;
  if (!proof) return `${counts}. With errors like these nothing is proved.`;
  const ends = Object.values(proof.endings).filter((/** @type {any} */ each) => each.verdict === "proved").length;
  const left = proof.undecided.length ? ` Not everything is decided: ${proof.undecided.join("; ")}.` : "";
  return `${counts}. Proved: a reader can come to ${proof.scenes.reachable} of ${Object.values(proof.scenes).reduce((/** @type {number} */ a, b) => a + Number(b), 0)} scenes and ${ends} of ${Object.keys(proof.endings).length} endings.${left}`;
}

/**
 * @param {Context} context
 * @param {any} found
 * @param {((to: string, words: string) => void) | null} go none while the page shows the story as it was before
 * @param {(file: string, line: number) => void} open
 * @param {(found: any) => void} see
 */
function findingItem(context, found, go, open, see) {
  const { code, name, severity, file, line, message, hint, text, witness, stands } = found;
  const where = `${file}:${line}`;
  const played = witness?.inputs && { dice: witness.dice, inputs: witness.inputs };
  return el("li", { class: `author-finding ${severity}`, "data-code": code },
    el("h2", null, `${severity} ${code} ${name}`),
    el("p", null, message),
    text && el("pre", { tabindex: 0, "aria-label": `${where}, as in the terminal` }, text),
    hint && el("p", { class: "author-mend" }, hint),
    el("div", { class: "author-deeds" },
      played && button("Play me to this point", () => playWay(context, played), { class: "author-button", "data-author": "witness" }),
      go && stands && button("Show its place", () => go(`line:${where}`, where), { class: "author-button", "data-author": "show" }),
      go && name.startsWith("unreachable") && button("Show it in the graph", () => see(found), { class: "author-button", "data-author": "see" }),
      lineButton(file, line, { "data-author": "open" }, () => open(file, line))));
}
