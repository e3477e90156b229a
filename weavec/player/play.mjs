/**
 * The reading as the reader drives it: advance, answer, back, forward, skip, auto. In: commands. Out: presentations.
 *
 * @import {Input} from "./types"
 * @import {Session} from "./session.mjs"
 * @import {Manner, View} from "./present.mjs"
 */

import { keepMemory } from "./memory.mjs";
import { HELD, present } from "./present.mjs";
import { scrollOn } from "./scroll.mjs";
import { answerMoment, here, linesOf, moveTo } from "./session.mjs";
import { announce, toast } from "./stage.mjs";
import { plain } from "./text.mjs";
import { noteMoment, noteSession } from "./trail.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Play
 * @property {View} view
 * @property {Session | null} session
 * @property {boolean} auto
 * @property {boolean} skip
 * @property {boolean} held skipping because a key is held
 * @property {number} timer of auto and skip
 * @property {(play: Play) => void} autosave
 * @property {(play: Play, what: string) => void} broken tells the reader that the story broke
 * @property {import("./session.mjs").Moment | null} [kept] the moment that was saved last by itself
 * @property {boolean} [told] that saves cannot be kept here
 */

const SKIP_MS = 70;
const LETTER_MS = 38;

/**
 * Takes a new reading and shows where it stands.
 * @param {Play} play
 * @param {Session} session
 * @param {Manner} manner
 */
export function openSession(play, session, manner) {
  stopRunning(play);
  play.session = session;
  play.view.mind = undefined;
  noteSession(play.view.book, play.view.memory, session);
  show(play, manner);
}

/**
 * @param {Play} play
 * @param {Manner} manner
 */
function show(play, manner) {
  if (!play.session) return;
  clearTimeout(play.timer);
  play.view.stage.voice?.hush();
  play.view.stage.root.classList.remove("bare");
  if (document.activeElement === document.body || document.activeElement?.closest("[data-weave-option], form, .card-screen")) {
    play.view.stage.root.focus({ preventScroll: true });
  }
  present(play.view, play.session, manner);
}

/** @param {Play} play whether it is running by itself and at once */
export function skipping(play) {
  return play.skip || play.held;
}

/**
 * One push: completes what is being shown, else scrolls what has more to show, else goes on.
 * @param {Play} play
 */
export function advancePlay(play) {
  const { view, session } = play;
  if (!session) return;
  if (view.stage.root.classList.contains("bare")) {
    view.stage.root.classList.remove("bare");
    return;
  }
  if (skipping(play) || play.auto) {
    stopRunning(play);
    return;
  }
  if (view.hurry) view.hurry();
  else if (view.typing && !view.typing.done()) view.typing.finish();
  else if (linesOf(here(session).rest).length && !scrollOn(view.stage.root, 0.7)) give(play, { do: "next" });
}

/**
 * Answers the moment shown.
 * @param {Play} play
 * @param {Input} input
 */
export function give(play, input) {
  const { session, view } = play;
  if (!session) return;
  const moment = here(session);
  const why = answerMoment(view.book.program, session, input);
  if (why !== null) {
    stopRunning(play);
    play.broken(play, why);
    return;
  }
  for (const line of linesOf(moment.rest)) view.memory.lines.add(line.id);
  if (input.do === "choose") view.memory.picks.add(input.option);
  if (!skipping(play) && !play.auto) view.sound.live()?.tick(input.do !== "next");
  noteMoment(view.book, view.memory, session);
  show(play, skipping(play) ? "skip" : "play");
  if (!linesOf(here(session).rest).length) {
    keepMemory(view.memory);
    play.autosave(play);
  }
}

/**
 * Passes over all lines up to the next question or end. What is met on the way counts as read.
 * @param {Play} play
 */
export function skipToChoice(play) {
  const { session, view } = play;
  if (!session) return;
  stopRunning(play);
  while (linesOf(here(session).rest).length) {
    const before = session.at;
    play.skip = true;
    give(play, { do: "next" });
    play.skip = false;
    if (session.at === before) break;
  }
  view.typing?.finish();
  showRunning(play);
}

/** @param {Play} play */
export function stepBack(play) {
  stopRunning(play);
  if (play.session && moveTo(play.session, play.session.at - 1)) show(play, "still");
}

/**
 * Forward through what was already read; at the newest line it is one push.
 * @param {Play} play
 */
export function stepForward(play) {
  stopRunning(play);
  if (!play.session) return;
  if (play.view.hurry) play.view.hurry();
  if (moveTo(play.session, play.session.at + 1)) show(play, "still");
}

/**
 * @param {Play} play
 * @param {number} at
 */
export function stepTo(play, at) {
  stopRunning(play);
  if (play.session && moveTo(play.session, at)) show(play, "still");
}

/** @param {Play} play shows the same moment again, after a change of preferences */
export function showAgain(play) {
  if (play.session) show(play, "still");
}

/** @param {Play} play */
export function stopRunning(play) {
  clearTimeout(play.timer);
  if (play.auto) announce(play.view.stage, WORDS.autoOff);
  play.auto = false;
  play.skip = false;
  play.held = false;
  showRunning(play);
}

/** @param {Play} play */
export function toggleAuto(play) {
  const on = !play.auto;
  stopRunning(play);
  play.auto = on;
  if (on) announce(play.view.stage, WORDS.autoOn);
  showRunning(play);
  carryOn(play);
}

/** @param {Play} play */
export function toggleSkip(play) {
  const on = !play.skip;
  stopRunning(play);
  play.skip = on;
  showRunning(play);
  carryOn(play);
  if (on && !play.skip && linesOf(here(/** @type {Session} */ (play.session)).rest).length) toast(play.view.stage, WORDS.unread);
}

/**
 * @param {Play} play
 * @param {boolean} on
 */
export function holdSkip(play, on) {
  if (play.held === on) return;
  play.held = on;
  showRunning(play);
  clearTimeout(play.timer);
  if (on) carryOn(play);
}

/** @param {Play} play */
function showRunning(play) {
  const { stage } = play.view;
  const text = skipping(play) ? `${WORDS.skipping} ▸▸▸` : play.auto ? `${WORDS.auto} ▸` : "";
  if (stage.badge.textContent !== text) stage.badge.textContent = text;
  stage.quick.querySelector("[data-command=auto]")?.setAttribute("aria-pressed", String(play.auto));
  stage.quick.querySelector("[data-command=skip]")?.setAttribute("aria-pressed", String(skipping(play)));
}

/**
 * What auto and skip do once a moment is shown in full: wait and go on, or stop where the reader is asked.
 * @param {Play} play
 */
export function carryOn(play) {
  const { session, view } = play;
  clearTimeout(play.timer);
  if (!session || (!play.auto && !skipping(play))) return;
  if (skipping(play)) {
    view.hurry?.();
    view.typing?.finish();
  } else if (view.typing && !view.typing.done()) return;
  const lines = linesOf(here(session).rest);
  const known = lines.every((line) => view.memory.lines.has(line.id));
  if (!lines.length && view.prefs.after && HELD.includes(here(session).rest.e)) return;
  if (!lines.length || (skipping(play) && view.prefs.skip === "read" && !known)) {
    stopRunning(play);
    return;
  }
  const letters = lines.reduce((sum, line) => sum + plain(line.text).length, 0);
  const wait = skipping(play) ? SKIP_MS : view.prefs.auto * 1000 + letters * LETTER_MS;
  clearTimeout(play.timer);
  const turn = view.turn;
  const go = () => {
    if (turn !== view.turn || !play.session || !(play.auto || skipping(play))) return;
    if (play.auto && scrollOn(view.stage.root, 0.7)) carryOn(play);
    else give(play, { do: "next" });
  };
  const { voice } = view.stage;
  play.timer = window.setTimeout(() => (play.auto && view.prefs.wait && voice ? voice.whenQuiet(go) : go()), wait);
}
