/**
 * Answers. In: a choice, a pick or an ask. Out: a form of ribbons, and a call when the reader has answered.
 * Space never picks: only a click, Enter on a ribbon, or its number.
 *
 * @import {AskEvent, ChoiceEvent, Input, PickEvent, State} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Moment} from "./session.mjs"
 */

import { castName, lookFor } from "./book.mjs";
import { el, glyph } from "./dom.mjs";
import { wear } from "./look.mjs";
import { plain, write } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** @typedef {(input: Input) => void} Answerer */

/**
 * @param {any} content nodes
 * @param {string} className
 */
function words(content, className) {
  const node = el("span", { class: className, dir: "auto" });
  write(node, [...content]);
  return node;
}

/**
 * @param {number} number from 1
 * @param {Node} body
 * @param {{locked?: boolean, seen?: boolean}} how
 * @param {() => void} pick
 */
function ribbon(number, body, how, pick) {
  const mark = how.locked ? glyph("knot") : how.seen ? glyph("eye") : null;
  return el("button", {
    type: "button", class: "ribbon", "data-weave-option": number, disabled: how.locked === true,
    onclick: (/** @type {Event} */ event) => {
      event.stopPropagation();
      pick();
    },
  }, el("span", { class: "ribbon-number", "aria-hidden": "true" }, number), body,
    mark ? el("span", { class: "ribbon-mark" }, mark,
      el("span", { class: "unseen" }, how.locked ? WORDS.locked : WORDS.chosenBefore)) : null);
}

/**
 * @param {ChoiceEvent} event
 * @param {Set<string>} picked options picked in any play
 * @param {Answerer} answer
 */
export function choiceElement(event, picked, answer) {
  const list = event.options.map((option, i) => {
    const body = el("span", { class: "ribbon-body" }, words(option.text, "ribbon-text"),
      option.open || !option.why ? null : words(option.why, "ribbon-why"));
    return ribbon(i + 1, body, { locked: !option.open, seen: picked.has(option.id) },
      () => answer({ do: "choose", option: option.id }));
  });
  return panel(event.prompt ? [...event.prompt] : null, list);
}

/**
 * @param {Book} book
 * @param {PickEvent} event
 * @param {State} state
 * @param {Answerer} answer
 */
export function pickElement(book, event, state, answer) {
  const list = event.strands.map((strand, i) => {
    const name = castName(book, strand.mind, state);
    const body = el("span", { class: "ribbon-body" },
      strand.label ? words(strand.label, "ribbon-text") : el("span", { class: "ribbon-text", dir: "auto" }, name),
      strand.label ? el("span", { class: "ribbon-owner" }, name) : null);
    const node = ribbon(i + 1, body, {}, () => answer({ do: "enter", mind: strand.mind }));
    wear(node, lookFor(book, strand.mind));
    return node;
  });
  return panel(event.title ? [...event.title] : [WORDS.strands], list);
}

/**
 * @param {any[] | null} prompt
 * @param {HTMLElement[]} list
 */
function panel(prompt, list) {
  const title = prompt ? el("h2", { class: "prompt", id: "prompt", dir: "auto" }) : null;
  if (title && prompt) write(title, prompt);
  return el("div", { class: "choices", role: "group", "aria-labelledby": title && "prompt" }, title,
    el("div", { class: "ribbons" }, list));
}

/**
 * @param {Moment} moment keeps what is typed, for when the reader comes back
 * @param {AskEvent} event its own
 * @param {Answerer} answer
 */
export function askElement(moment, event, answer) {
  const label = el("label", { class: "prompt", for: "answer", dir: "auto" });
  if (event.prompt) write(label, [...event.prompt]);
  else label.append(WORDS.prompt);
  const input = /** @type {HTMLInputElement} */ (el("input", {
    id: "answer", class: "answer", type: "text", autocomplete: "off", maxlength: 80, value: moment.typed ?? event.value, dir: "auto",
    "data-weave-ask": event.id, onfocus: () => input.select(), oninput: () => (moment.typed = input.value),
  }));
  return el("form", {
    class: "choices asking",
    onsubmit: (/** @type {Event} */ submit) => {
      submit.preventDefault();
      answer({ do: "say", value: input.value });
    },
  }, label, el("div", { class: "asking-row" }, input, el("button", { type: "submit", class: "button primary" }, WORDS.answer)));
}

/**
 * What was answered, for the history: the option's words, the strand's name, or the reader's.
 * @param {Book} book
 * @param {Moment} moment
 */
export function answerWords(book, moment) {
  const { rest, input, state } = moment;
  if (!input) return null;
  if (rest.e === "choice" && input.do === "choose") {
    const option = rest.options.find((one) => one.id === input.option);
    return option ? `${WORDS.chose}: ${plain(option.text)}` : null;
  }
  if (rest.e === "pick" && input.do === "enter") return `${WORDS.chose}: ${castName(book, input.mind, state)}`;
  if (rest.e === "ask" && input.do === "say") return `${WORDS.answered}: ${input.value}`;
  return null;
}
