/**
 * The history. In: a reading. Out: a panel of what was read, newest at the bottom, from which the reader can go back.
 *
 * @import {Book} from "./book.mjs"
 * @import {Session} from "./session.mjs"
 */

import { answerWords } from "./choices.mjs";
import { castColor, castName, lookFor } from "./book.mjs";
import { readable } from "./color.mjs";
import { el, glyph, setStyles } from "./dom.mjs";
import { wear } from "./look.mjs";
import { confirmThen, openPanel } from "./panels.mjs";
import { linesOf } from "./session.mjs";
import { speakerName } from "./speech.mjs";
import { plain, write } from "./text.mjs";
import { WORDS } from "./words.mjs";

/** How many moments the panel lists; older ones are reached by going back. */
const LISTED = 400;

/**
 * @param {Book} book
 * @param {Session} session
 * @param {(at: number) => void} go
 */
export function openHistory(book, session, go) {
  const list = el("ol", { class: "past" });
  const first = Math.max(0, session.at - LISTED);
  for (let at = first; at <= session.at; at += 1) list.append(...entriesOf(book, session, at, () => {
    confirmThen(WORDS.backAsk, WORDS.backWhy, [WORDS.stay, WORDS.goBack], () => {
      dialog.close();
      go(at);
    });
  }));
  const body = list.childElementCount ? list : el("p", { class: "past-none" }, WORDS.noHistory);
  const dialog = openPanel("history", WORDS.history, [body]);
  const scroller = dialog.querySelector(".panel-body");
  if (scroller) scroller.scrollTop = scroller.scrollHeight;
}

/**
 * @param {Book} book
 * @param {Session} session
 * @param {number} at
 * @param {() => void} back
 */
function entriesOf(book, session, at, back) {
  const moment = session.moments[at];
  const nodes = linesOf(moment.rest).map((line, i) => {
    const name = speakerName(book, line, moment.state);
    const owner = line.merge && line.mind !== null && line.mind >= 0 && line.mind !== line.who ? castName(book, line.mind, moment.state) : null;
    const label = [owner, name].filter(Boolean).join(" · ");
    const words = el("p", { class: `line line-${line.kind}`, dir: "auto" });
    write(words, [...line.text]);
    const node = el("li", { class: "past-line" }, el("div", { class: "past-words" }, label ? el("div", { class: "past-name", dir: "auto" }, label) : null, words),
      i === 0 && at < session.at ? el("button", { type: "button", class: "past-back", "data-history": at, "aria-label": `${WORDS.goBack}: ${plain(line.text).slice(0, 60)}`, onclick: back }, glyph("back")) : null);
    const look = lookFor(book, line.mind);
    wear(node, look);
    const color = castColor(book, line.who);
    setStyles(node, { "--thread": look.thread, "--tint": color ? readable(color, "#0b0616", 6) : look.tint });
    return node;
  });
  const answered = at < session.at ? answerWords(book, moment) : null;
  if (answered) nodes.push(el("li", { class: "past-answer" }, glyph("eye"), el("span", { dir: "auto" }, answered)));
  return nodes;
}
