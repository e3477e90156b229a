/**
 * The story's values as they stand, to be changed. In: the program and a state. Out: a form of variables, memories and
 * counts, which shows a state that holds what was entered, as far as a value may. A newer story changes the rows in place:
 * what is half written stays.
 *
 * @import {State} from "../types"
 * @import {Context} from "./types"
 * @import {Value} from "./overlaynames.mjs"
 */

import { el } from "../dom.mjs";
import { keepFocus, putChildren } from "./overlaylists.mjs";
import { valueGroups } from "./overlaynames.mjs";

/**
 * What a value is entered with. `read`: shows a value; `write`: what was entered, or why it may not be.
 * @typedef {{control: HTMLInputElement | HTMLSelectElement, read: (value: number | string) => void, write: (value: Value) => {put: number | string} | {why: string}}} Entry
 */
/**
 * A row of the form. `value`: what it stands for in the story as it is now, none if that is gone; `shown`: what it showed
 * last.
 * @typedef {Entry & {node: HTMLElement, label: HTMLElement, hint: HTMLElement, value: Value | null, shown: number | string | undefined}} Row
 */

/**
 * @param {Context} context
 * @returns {{root: HTMLElement, show: () => void, rebuild: () => void}}
 */
export function valuesPage(context) {
  const root = el("div", { class: "author-values", tabindex: -1 });
  const none = el("p", { class: "author-none" }, "This story keeps no values.");
  /** @type {Map<string, Row>} by name and how they are entered */
  let rows = new Map();
  /** @type {Map<string, HTMLElement>} by what their groups are called in the program */
  const sets = new Map();
  const show = () => {
    const state = context.state();
    for (const row of rows.values()) showRow(row, state);
  };
  const rebuild = () => keepFocus(root, () => {
    const before = rows;
    rows = new Map();
    const groups = valueGroups(context.story()).map(({ id, title, values }) => {
      const set = sets.get(id) ?? el("fieldset", null, el("legend", null));
      sets.set(id, set);
      const legend = /** @type {HTMLElement} */ (set.firstElementChild);
      legend.textContent = title;
      const nodes = values.map((value) => {
        const key = JSON.stringify([value.name, value.kept.type, value.kept.words]);
        const row = before.get(key) ?? valueRow(context, value);
        before.delete(key);
        rows.set(key, row);
        nameRow(row, value);
        return row.node;
      });
      return { set, nodes: [legend, ...nodes] };
    });
    for (const gone of before.values()) gone.value = null; // a field that goes says that it was changed
    putChildren(root, groups.length ? groups.map(({ set }) => set) : [none]);
    for (const { set, nodes } of groups) putChildren(set, nodes);
    show();
  });
  rebuild();
  return { root, show, rebuild };
}

/**
 * What is being written is left as it is; and what may not be, until its value is another.
 * @param {Row} row
 * @param {State | null} state
 */
function showRow(row, state) {
  const { control, value } = row;
  control.disabled = state === null;
  if (!state || !value || document.activeElement === control) return;
  const now = state[value.list][value.index];
  if (control.getAttribute("aria-invalid") === "true" && now === row.shown) return;
  row.read(now);
  row.shown = now;
  complain(row, "");
}

/**
 * @param {Row} row
 * @param {string} why
 */
function complain({ control, node }, why) {
  control.setAttribute("aria-invalid", String(why !== ""));
  const said = /** @type {HTMLElement} */ (node.querySelector(".author-why"));
  if (said.textContent !== why) said.textContent = why;
}

/**
 * @param {Row} row
 * @param {Value} value that it stands for from now on
 */
function nameRow(row, value) {
  const { kept, label } = value;
  const range = kept.type !== "flag" && kept.type !== "text" && !kept.words;
  row.value = value;
  row.label.textContent = label;
  row.hint.textContent = range ? `${kept.lo} to ${kept.hi}` : "";
}

/**
 * @param {Context} context
 * @param {Value} value
 * @returns {Row}
 */
function valueRow(context, value) {
  const id = `author-${value.name.replace(/^@visits\/(.*)$/, "visits($1)")}`;
  const entry = entryFor(value);
  const { control } = entry;
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-why`);
  const label = el("label", { for: id });
  const hint = el("span", { class: "author-hint", id: `${id}-hint` });
  const node = el("div", { class: "author-value" }, el("div", null, label, " ", hint), control, el("span", { class: "author-why", id: `${id}-why`, role: "status" }));
  /** @type {Row} */
  const row = { ...entry, node, label, hint, value, shown: undefined };
  control.addEventListener("change", () => {
    const state = context.state();
    if (!row.value || !state) return;
    const said = entry.write(row.value);
    complain(row, "why" in said ? said.why : "");
    if ("why" in said) return;
    const { list, index } = row.value;
    row.shown = said.put;
    context.replace({ ...state, [list]: state[list].map((old, i) => (i === index ? said.put : old)) });
  });
  return row;
}

/**
 * @param {Value} value
 * @returns {Entry}
 */
function entryFor({ kept: { type, words } }) {
  if (type === "flag") {
    const control = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox" }));
    return { control, read: (now) => {
      control.checked = now === 1;
    }, write: () => ({ put: Number(control.checked) }) };
  }
  const text = type === "text";
  const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (words
    ? el("select", null, words.map((word, i) => el("option", { value: i }, word)))
    : el("input", { type: "text", inputmode: text ? "text" : "numeric", autocomplete: "off", maxlength: text ? 40 : 12, dir: "auto" }));
  return { control, read: (now) => {
    control.value = String(now);
  }, write: ({ kept }) => {
    const why = text || words ? "" : rangeFault(control.value, kept.lo, kept.hi);
    return why ? { why } : { put: text ? control.value : Number(control.value) };
  } };
}

/**
 * A whole number within its range, or why it is none.
 * @param {string} text
 * @param {number} lo
 * @param {number} hi
 */
function rangeFault(text, lo, hi) {
  if (!/^-?\d+$/.test(text.trim())) return `This is no whole number.`;
  return Number(text) < lo || Number(text) > hi ? `It goes from ${lo} to ${hi}.` : "";
}
