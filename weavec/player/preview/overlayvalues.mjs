/**
 * The story's values as they stand, to be changed. In: the program and a state. Out: a form of variables, memories and
 * counts, which shows a state that holds what was entered, as far as a value may.
 *
 * @import {Program, State, Var} from "../types"
 * @import {Context} from "./types"
 */

import { el } from "../dom.mjs";

/**
 * One value. `read`: what the state holds, in the control; `wanted`: what the control holds, or why it may not be.
 * @typedef {{node: HTMLElement, control: HTMLInputElement | HTMLSelectElement, read: (state: State) => void}} Row
 */

/**
 * @param {Context} context
 * @returns {{root: HTMLElement, show: () => void, rebuild: () => void}}
 */
export function valuesPage(context) {
  const root = el("div", { class: "author-values" });
  /** @type {Row[]} */
  let rows = [];
  const show = () => {
    const state = context.state();
    for (const { control, read, node } of rows) {
      control.disabled = state === null;
      if (!state || document.activeElement === control) continue;
      read(state);
      complain(node, control, "");
    }
  };
  const rebuild = () => {
    const program = context.story();
    rows = [];
    const group = (/** @type {string} */ name, /** @type {Row[]} */ some) => {
      rows.push(...some);
      return some.length ? el("fieldset", null, el("legend", null, name), some.map(({ node }) => node)) : null;
    };
    const some = (/** @type {(kept: Var) => boolean} */ wanted) => program.vars.flatMap((kept, i) => (wanted(kept) ? [varRow(context, kept, i)] : []));
    const revealed = (/** @type {Var} */ { name }) => name.startsWith("reveal ");
    const counted = (/** @type {boolean} */ visits) => program.counts.flatMap(({ name, max }, i) => (name.startsWith("@visits/") === visits ? [countRow(context, name, max, i)] : []));
    root.replaceChildren(...[group("Variables", some((kept) => !revealed(kept) && (kept.owner ?? null) === null)),
      ...program.minds.map((mind, i) => group(`Memories of ${mind.id}`, some(({ owner }) => owner === i))), group("What was revealed", some(revealed)),
      group("Visits", counted(true)), group("Counts", counted(false))].filter((part) => part !== null));
    if (!rows.length) root.append(el("p", { class: "author-none" }, "This story keeps no values."));
    show();
  };
  rebuild();
  return { root, show, rebuild };
}

/**
 * @param {HTMLElement} node
 * @param {HTMLInputElement | HTMLSelectElement} control
 * @param {string} why
 */
function complain(node, control, why) {
  control.setAttribute("aria-invalid", String(why !== ""));
  const said = /** @type {HTMLElement} */ (node.querySelector(".author-why"));
  said.textContent = why;
}

/**
 * @param {string} name
 * @param {HTMLInputElement | HTMLSelectElement} control
 * @param {string} hint what it may be
 * @param {(state: State) => void} read
 * @param {() => string} write why it was not taken
 * @returns {Row}
 */
function row(name, control, hint, read, write) {
  const id = `author-${name}`;
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-why`);
  const node = el("div", { class: "author-value" }, el("div", null, el("label", { for: id }, name), " ", el("span", { class: "author-hint", id: `${id}-hint` }, hint)),
    control, el("span", { class: "author-why", id: `${id}-why`, role: "status" }));
  control.addEventListener("change", () => complain(node, control, write()));
  return { node, control, read };
}

/**
 * A whole number within its range, or why it is none.
 * @param {string} text
 * @param {number} lo
 * @param {number} hi
 */
export function rangeFault(text, lo, hi) {
  if (!/^-?\d+$/.test(text.trim())) return `This is no whole number.`;
  return Number(text) < lo || Number(text) > hi ? `It goes from ${lo} to ${hi}.` : "";
}

/**
 * A row with words that are typed.
 * @param {string} name
 * @param {{lo: number, hi: number} | null} range of a number; null for a text
 * @param {(state: State) => number | string} value
 * @param {(value: number | string) => void} put
 */
function typedRow(name, range, value, put) {
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "text", inputmode: range ? "numeric" : "text", autocomplete: "off", maxlength: range ? 12 : 40, dir: "auto" }));
  return row(name, input, range ? `${range.lo} to ${range.hi}` : "", (state) => {
    input.value = String(value(state));
  }, () => {
    const why = range ? rangeFault(input.value, range.lo, range.hi) : "";
    if (!why) put(range ? Number(input.value) : input.value);
    return why;
  });
}

/**
 * @param {Context} context
 * @param {Var} kept
 * @param {number} index
 */
function varRow(context, kept, index) {
  const { name, type, lo, hi, words } = kept;
  const put = (/** @type {number | string} */ value) => {
    const state = context.state();
    if (state) context.replace({ ...state, vars: state.vars.map((old, i) => (i === index ? value : old)) });
    return "";
  };
  if (type === "flag") {
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox" }));
    return row(name, box, "", (state) => {
      box.checked = state.vars[index] === 1;
    }, () => put(Number(box.checked)));
  }
  if (words) {
    const list = /** @type {HTMLSelectElement} */ (el("select", null, words.map((word, i) => el("option", { value: i }, word))));
    return row(name, list, "", (state) => {
      list.value = String(state.vars[index]);
    }, () => put(Number(list.value)));
  }
  return typedRow(name, type === "text" ? null : { lo, hi }, (state) => state.vars[index], put);
}

/**
 * @param {Context} context
 * @param {string} name
 * @param {number} max
 * @param {number} index
 */
function countRow(context, name, max, index) {
  return typedRow(name.replace(/^@visits\/(.*)$/, "visits($1)"), { lo: 0, hi: max }, (state) => state.counts[index], (value) => {
    const state = context.state();
    if (state) context.replace({ ...state, counts: state.counts.map((old, i) => (i === index ? Number(value) : old)) });
  });
}
