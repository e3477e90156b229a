/**
 * A moment on the page. In: the view and a reading. Out: the page shows the moment: picture first, then words, then
 * what can be answered. Nothing here decides what happens next; it calls `answer` and `after` and stops.
 *
 * @import {Input, LineEvent, SilentEvent} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Memory, Prefs} from "./memory.mjs"
 * @import {Moment, Session} from "./session.mjs"
 * @import {Stage} from "./stage.mjs"
 * @import {Typing} from "./text.mjs"
 */

import { imageOr, lookAhead } from "./assets.mjs";
import { paintBackdrop } from "./backdrop.mjs";
import { castName, lookFor, placeName, wordsAt } from "./book.mjs";
import { paintCast } from "./cast.mjs";
import { askElement, choiceElement, pickElement } from "./choices.mjs";
import { chordElement } from "./chord.mjs";
import { clarityOf, paintCloth, paintRail } from "./cloth.mjs";
import { el, glyph } from "./dom.mjs";
import { paintEffects, playEffect } from "./effects.mjs";
import { endingElement, holeElement } from "./ending.mjs";
import { endingRow } from "./finds.mjs";
import { scrollerAt } from "./scroll.mjs";
import { here, lastSpoken, linesOf, sceneOf } from "./session.mjs";
import { clauseElement, echoElement, labelsOf, lineElement, nameElement } from "./speech.mjs";
import { announce, changeMind, toast } from "./stage.mjs";
import { plain, typewrite } from "./text.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} View
 * @property {Book} book
 * @property {Stage} stage
 * @property {Prefs} prefs
 * @property {import("./sound.mjs").Sound} sound
 * @property {Memory} memory
 * @property {number | null | undefined} mind last shown; undefined before anything was
 * @property {Typing | null} typing
 * @property {number} turn counts presentations, so that late timers know that they are late
 * @property {(() => void) | null} hurry shows at once what is still waited for
 * @property {(input: Input) => void} answer
 * @property {import("./ending.mjs").Leaver} leave
 * @property {() => void} after called when a moment has been shown in full
 */
/** @typedef {"play" | "skip" | "still"} Manner typed out, at once, or gone to by rollback or loading */

/** Moments at which the reader is asked. */
export const HELD = ["choice", "ask", "pick"];

/**
 * Shows the moment that the reading stands at.
 * @param {View} view
 * @param {Session} session
 * @param {Manner} manner
 */
export function present(view, session, manner) {
  const { stage, prefs } = view;
  const moment = here(session);
  const turn = (view.turn += 1);
  view.typing?.stop();
  view.typing = null;
  view.hurry = null;
  const moving = manner === "play" && prefs.motion === "full" && prefs.trans;
  const mind = moment.rest.e === "hole" ? (view.mind ?? null) : moment.rest.mind;
  const merging = moment.rest.merge !== undefined && !prefs.plain;
  const woven = moving && view.mind !== undefined && (view.mind !== mind || newBackdrop(moment)?.trans === "weave") && !merging;
  if (view.mind !== mind && mind !== null && mind >= 0 && !moment.rest.merge) {
    announce(stage, `${WORDS.now} ${castName(view.book, mind, moment.state)}`);
  }
  view.mind = mind;
  if (manner !== "still") tellSilent(view, moment, moving);
  playSound(view, moment, manner === "play");
  clearWords(stage);
  stage.root.classList.toggle("merging", merging);
  stage.root.classList.toggle("choosing", HELD.includes(moment.rest.e));
  stage.root.classList.remove("waiting");
  stage.unweave.hidden = !moment.silent.some((event) => event.e === "merge-end");
  stage.seam.hidden = moment.rest.merge !== undefined || moment.rest.e === "end" || !chapterBegins(view, session);
  const look = merging || (moment.rest.merge && mind === null) ? view.book.house : lookFor(view.book, mind);
  changeMind(stage, look, woven);
  paintPicture(view, session, moment, moving);
  const wait = (woven ? 480 : 0) + (manner === "play" ? pauses(moment.silent) : 0);
  const speak = () => {
    if (turn !== view.turn || view.hurry === null) return;
    view.hurry = null;
    showWords(view, session, moment, manner);
  };
  view.hurry = speak;
  if (wait === 0) speak();
  else setTimeout(speak, wait);
}

/**
 * @param {View} view
 * @param {Session} session
 */
function chapterBegins({ book }, { moments, at }) {
  const [now, before] = [at, at - 1].map((i) => moments[i] && book.program.scenes[sceneOf(moments[i].state)].chapter);
  return at > 0 && now !== before;
}

/** @param {Moment} moment the last change of backdrop on the way to it */
function newBackdrop({ silent }) {
  return silent.flatMap((event) => (event.e === "backdrop" ? [event] : [])).at(-1);
}

/** @param {readonly SilentEvent[]} silent */
function pauses(silent) {
  return silent.reduce((sum, event) => sum + (event.e === "pause" ? event.ms : 0), 0);
}

/** @param {Stage} stage */
function clearWords(stage) {
  for (const node of [stage.said, stage.page, stage.chord, stage.answers]) {
    node.replaceChildren();
    node.scrollTop = 0;
  }
  stage.root.querySelector(".card-screen")?.remove();
  stage.root.classList.remove("ended");
}

/**
 * The music of the moment, and the sounds on the way to it, each after the pauses before it.
 * @param {View} view
 * @param {Moment} moment
 * @param {boolean} playing not gone back, nor skipped
 */
function playSound(view, { rest, state, silent }, playing) {
  const { book, mind, sound, turn } = view;
  const minds = rest.rail ? rest.rail.map(([one]) => one) : typeof mind === "number" && mind >= 0 ? [mind] : [];
  sound.show(state.stage.music, minds, rest.rail ? clarityOf(book, rest, state) : 1);
  let wait = 0;
  for (const event of playing ? silent : []) {
    if (event.e === "pause") wait += event.ms;
    else if (event.e === "sound") setTimeout(() => turn === view.turn && sound.live()?.once(event.name), wait);
  }
}

/**
 * What happened on the way, as far as it can be seen or must be said.
 * @param {View} view
 * @param {Moment} moment
 * @param {boolean} moving
 */
function tellSilent(view, moment, moving) {
  for (const event of moment.silent) {
    if (event.e === "effect" && event.name !== null && moving && view.prefs.shake) playEffect(view.stage, event.name, event.strength);
    else if (event.e === "merge") announce(view.stage, WORDS.merged);
    else if (event.e === "sync") announce(view.stage, WORDS.synced);
    else if (event.e === "merge-end") announce(view.stage, WORDS.unmerged);
    else if (event.e === "keepsake" && !view.memory.keepsakes.has(event.name)) {
      view.memory.keepsakes.add(event.name);
      const title = plain(wordsAt(view.book, `@keepsake/${event.name}`, moment.state)) || event.name;
      toast(view.stage, `${WORDS.kept}: ${title}`, imageOr(`keepsakes/${event.name}`, "", () => glyph("eye")));
    }
  }
}

/**
 * @param {View} view
 * @param {Session} session
 * @param {Moment} moment
 * @param {boolean} moving
 */
function paintPicture(view, session, moment, moving) {
  const { book, stage } = view;
  const { rest, state } = moment;
  const merging = rest.merge !== undefined && !view.prefs.plain;
  const look = lookFor(book, view.mind);
  paintBackdrop(book, stage, state.stage.backdrop, merging ? book.house : look, moving, newBackdrop(moment)?.trans ?? null);
  const moves = new Map(moment.silent.flatMap((event) => (event.e === "show" ? [[event.who, event.trans]] : [])));
  paintCast(book, stage, merging ? [] : state.stage.cast, look, speakerOf(session), moving ? moves : null);
  paintCloth(book, stage, merging ? rest : null, state, view.prefs.motion === "full" && !matchMedia("(prefers-reduced-motion: reduce)").matches);
  paintRail(book, stage, rest, state);
  paintEffects(stage, state.stage.effects, view.prefs.motion === "full" && view.prefs.shake && !view.prefs.plain);
  lookAhead(book.program, sceneOf(state));
  const place = placeName(book, sceneOf(state), state);
  stage.place.replaceChildren(...(place.chapter ? [el("span", { class: "place-chapter" }, place.chapter)] : []),
    ...(place.title ? [el("span", null, place.title)] : []));
}

/** @param {Session} session the cast index of who is speaking, or was before a choice, or null */
function speakerOf(session) {
  const rest = here(session).rest;
  const spoken = HELD.includes(rest.e) ? lastSpoken(session)?.rest : rest;
  return spoken?.e === "line" && spoken.kind !== "narrate" ? spoken.who : null;
}

/**
 * @param {View} view
 * @param {Session} session
 * @param {Moment} moment
 * @param {Manner} manner
 */
function showWords(view, session, moment, manner) {
  const { book, stage } = view;
  const { rest, state } = moment;
  const root = document.documentElement;
  root.dataset.weave = rest.e === "end" || rest.e === "hole" ? "ended" : "ready";
  stage.root.classList.toggle("unspoken", rest.e === "end" || rest.e === "hole");
  if (rest.e === "line" || rest.e === "chord") {
    speak(view, session, moment, manner === "play" ? view.prefs.speed : 0);
    return;
  }
  const spoken = HELD.includes(rest.e) ? lastSpoken(session) : null;
  if (spoken) speak(view, { ...session, at: session.moments.indexOf(spoken) }, spoken, 0, true);
  else stage.box.classList.add("idle");
  const answer = (/** @type {Input} */ input) => view.answer(input);
  if (rest.e === "choice") stage.answers.append(choiceElement(rest, view.memory.picks, answer));
  else if (rest.e === "pick") stage.answers.append(pickElement(book, rest, state, answer));
  else if (rest.e === "ask") {
    stage.answers.append(askElement(moment, rest, answer));
    /** @type {HTMLElement | null} */ (stage.answers.querySelector("input"))?.focus();
  } else if (rest.e === "end") {
    view.memory.endings.add(rest.name);
    showCard(view, endingElement(view.book, rest, endingRow(view.book, view.memory), view.leave));
  } else showCard(view, holeElement(view.leave));
  if (rest.e === "choice" || rest.e === "pick") {
    const ribbons = [...stage.answers.querySelectorAll("button")];
    announce(stage, `${plain(rest.e === "choice" ? rest.prompt : rest.title)} (${ribbons.length})`.trim());
    for (const one of ribbons) stage.voice?.say(one.innerText);
  }
  view.after();
}

/**
 * @param {View} view
 * @param {HTMLElement} card
 */
function showCard(view, card) {
  view.stage.root.classList.add("ended");
  view.stage.root.append(card);
  /** @type {HTMLElement | null} */ (card.querySelector(".primary"))?.focus();
  announce(view.stage, card.textContent ?? "");
}

/**
 * Puts the lines of a moment where their scene wants them and types them.
 * @param {View} view
 * @param {Session} session standing at that moment
 * @param {Moment} moment
 * @param {number} speed letters a second
 * @param {boolean} [held] a choice is open over them: nothing waits for the reader here
 */
function speak(view, session, moment, speed, held = false) {
  const { book, stage, prefs } = view;
  const lines = linesOf(moment.rest);
  /** @type {import("./text.mjs").Piece[]} */
  const pieces = [];
  const scene = book.program.scenes[sceneOf(moment.state)];
  const merged = moment.rest.merge !== undefined && !prefs.plain;
  stage.box.classList.toggle("idle", merged ? lines.length > 1 : scene.layout === "page");
  if (lines.length > 1 && !prefs.plain) stage.chord.append(chordElement(book, lines, moment.state, pieces, clarityOf(book, moment.rest, moment.state)));
  else if (merged) speakClause(view, session, moment, pieces);
  else if (lines.length > 1) stage.said.append(...lines.map((line) => clauseElement(book, line, moment.state, pieces)));
  else if (scene.layout === "page") speakPage(view, session, pieces);
  else {
    const name = nameElement(book, lines[0], moment.state);
    if (name) stage.said.append(name);
    stage.said.append(lineElement(book, lines[0], pieces));
  }
  if (!held) for (const line of lines) announce(stage, spoken(book, line, moment));
  const turn = view.turn;
  view.typing = typewrite(pieces, speed * Math.max(1, lines.length), () => {
    if (turn !== view.turn || held) return;
    stage.root.classList.add("waiting");
    view.after();
  });
}

/**
 * @param {Book} book
 * @param {LineEvent} line
 * @param {Moment} moment
 */
function spoken(book, line, moment) {
  return [...labelsOf(book, line, moment.state), plain(line.text)].join(": ");
}

/**
 * A line of a merge: the clauses before it linger, the newest is bright. The more torn the dream, the more they scatter.
 * @param {View} view
 * @param {Session} session
 * @param {Moment} moment
 * @param {import("./text.mjs").Piece[]} pieces
 */
function speakClause(view, session, moment, pieces) {
  const { book, stage } = view;
  const rest = moment.rest;
  const echoes = [];
  for (let i = session.at - 1; i >= 0 && echoes.length < 2; i -= 1) {
    const before = session.moments[i].rest;
    if (before.merge !== rest.merge || (before.e !== "line" && before.e !== "chord")) break;
    if (before.e === "line") echoes.unshift(echoElement(book, before, session.moments[i].state));
    else break;
  }
  const group = el("div", { class: "clauses" }, echoes,
    clauseElement(book, /** @type {LineEvent} */ (rest), moment.state, pieces));
  group.dataset.step = String(moment.state.n % 4);
  stage.said.append(group);
  while (group.childElementCount > 1 && scrollerAt(stage.said, 1)) group.firstChild?.remove();
}

/** How many letters fill a page before the next one begins. */
const PAGE_LETTERS = 780;

/**
 * A page on which lines gather from the scene's start or the last full page.
 * @param {View} view
 * @param {Session} session
 * @param {import("./text.mjs").Piece[]} pieces
 */
function speakPage(view, session, pieces) {
  const { book, stage } = view;
  const scene = sceneOf(here(session).state);
  let first = session.at;
  while (first > 0 && sceneOf(session.moments[first - 1].state) === scene) first -= 1;
  let letters = 0;
  for (let i = first; i <= session.at; i += 1) {
    const moment = session.moments[i];
    for (const line of linesOf(moment.rest)) {
      letters += plain(line.text).length + 40;
      if (letters > PAGE_LETTERS && stage.page.firstChild) {
        stage.page.replaceChildren();
        letters = plain(line.text).length + 40;
      }
      const name = nameElement(book, line, moment.state);
      stage.page.append(el("div", { class: i === session.at ? "entry" : "entry past" }, name,
        lineElement(book, line, i === session.at ? pieces : undefined)));
    }
  }
  stage.page.scrollTop = /** @type {HTMLElement} */ (stage.page.querySelector(".entry:not(.past)")).offsetTop - 16;
}
