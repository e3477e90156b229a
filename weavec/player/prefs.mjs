/**
 * Preferences. In: what they are. Out: a panel that changes them, and their effect on the page.
 *
 * @import {Prefs} from "./memory.mjs"
 * @import {Look} from "./look.mjs"
 */

import { el, setStyles } from "./dom.mjs";
import { wear } from "./look.mjs";
import { defaultPrefs, keepPrefs } from "./memory.mjs";
import { openPanel } from "./panels.mjs";
import { typewrite, write } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** @param {Prefs} prefs puts them into force */
export function applyPrefs(prefs) {
  const root = document.documentElement;
  root.dataset.type = prefs.type;
  root.classList.toggle("still", prefs.motion === "still");
  setStyles(root, { "--size": prefs.size / 100 });
}

/**
 * @param {string} label
 * @param {Node} control
 * @param {string} [id] of what is labelled
 */
function prefRow(label, control, id) {
  return el("div", { class: "pref" }, id ? el("label", { for: id }, label) : el("span", { id: `label-${label}` }, label), control);
}

/**
 * @param {string} id
 * @param {[number, number, number]} range lowest, highest, step
 * @param {number} value
 * @param {(value: number) => string} words
 * @param {(value: number) => void} change
 */
function slider(id, [min, max, step], value, words, change) {
  const shown = el("output", { for: id }, words(value));
  const fill = () => setStyles(input, { "--at": ((Number(input.value) - min) / (max - min)).toFixed(3) });
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "range", id, min, max, step, value, "aria-valuetext": words(value), oninput: () => {
    shown.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", shown.textContent ?? "");
    fill();
    change(Number(input.value));
  } }));
  fill();
  return el("div", { class: "pref-slider" }, input, shown);
}

/**
 * @param {string} label
 * @param {[string, string][]} options value, words
 * @param {string} value
 * @param {(value: string) => void} change
 */
function segments(label, options, value, change) {
  const name = `pref-${label}`;
  return el("div", { class: "segments", role: "radiogroup", "aria-labelledby": `label-${label}` }, options.map(([key, words]) => {
    const id = `${name}-${key}`;
    return el("label", { class: "segment", for: id }, el("input", { type: "radio", name, id, value: key, checked: key === value, onchange: () => change(key) }), el("span", null, words));
  }));
}

/**
 * @param {Prefs} prefs changed in place
 * @param {Look} look of the preview
 * @param {() => void} changed
 */
export function openPrefs(prefs, look, changed) {
  const line = el("p", { class: "line" });
  const preview = el("div", { class: "preview" }, el("div", { class: "preview-inner" }, line));
  wear(preview, look);
  /** @type {import("./text.mjs").Typing | null} */
  let typing = null;
  const show = () => {
    typing?.stop();
    line.replaceChildren();
    /** @type {import("./text.mjs").Piece[]} */
    const pieces = [];
    write(line, [WORDS.preview], pieces);
    typing = typewrite(pieces, prefs.speed, () => {});
  };
  const set = (/** @type {Partial<Prefs>} */ change) => {
    Object.assign(prefs, change);
    applyPrefs(prefs);
    keepPrefs(prefs);
    changed();
    show();
  };
  const body = () => [
    prefRow(WORDS.speed, slider("pref-speed", [0, 120, 4], prefs.speed === 0 ? 120 : prefs.speed, (v) => (v >= 120 ? WORDS.instant : `${Math.max(4, v)} ${WORDS.letters}`), (v) => set({ speed: v >= 120 ? 0 : Math.max(4, v) })), "pref-speed"),
    prefRow(WORDS.size, slider("pref-size", [80, 200, 10], prefs.size, (v) => `${v} %`, (v) => set({ size: v })), "pref-size"),
    prefRow(WORDS.autoTime, slider("pref-auto", [0, 6, 0.5], prefs.auto, (v) => `${v} ${WORDS.seconds}`, (v) => set({ auto: v })), "pref-auto"),
    prefRow(WORDS.faces, segments(WORDS.faces, [["mind", WORDS.perMind], ["plain", WORDS.plainType]], prefs.type, (v) => set({ type: v === "plain" ? "plain" : "mind" }))),
    prefRow(WORDS.motion, segments(WORDS.motion, [["full", WORDS.full2], ["still", WORDS.still]], prefs.motion, (v) => set({ motion: v === "still" ? "still" : "full" }))),
    prefRow(WORDS.plainRead, segments(WORDS.plainRead, [["no", WORDS.off], ["yes", WORDS.on]], prefs.plain ? "yes" : "no", (v) => set({ plain: v === "yes" }))),
    prefRow(WORDS.skipWhat, segments(WORDS.skipWhat, [["read", WORDS.skipRead], ["all", WORDS.skipAll]], prefs.skip, (v) => set({ skip: v === "all" ? "all" : "read" }))),
    prefRow(WORDS.wheel, segments(WORDS.wheel, [["back", WORDS.wheelBack], ["history", WORDS.wheelHistory]], prefs.wheel, (v) => set({ wheel: v === "history" ? "history" : "back" }))),
  ];
  const rows = el("div", { class: "prefs" }, body());
  const dialog = openPanel("prefs", WORDS.prefs, [el("div", { class: "prefs-columns" }, rows, preview),
    el("p", { class: "keys" }, el("b", null, `${WORDS.keys}. `), WORDS.keysList),
    el("div", { class: "row" }, el("button", { type: "button", class: "button", onclick: () => {
      set(defaultPrefs());
      rows.replaceChildren(...body());
    } }, WORDS.defaults))]);
  show();
  return dialog;
}
