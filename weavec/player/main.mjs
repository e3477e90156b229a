/**
 * The player's first step. In a page it reads the story and opens the title; without a document it only hands out the
 * machine, for tests that drive it.
 *
 * @import {Play} from "./play.mjs"
 * @import {Session} from "./session.mjs"
 * @import {Slot} from "./shelf.mjs"
 * @import {Command} from "./stage.mjs"
 */

import { lookFor, openBook, placeName } from "./book.mjs";
import { setStyles } from "./dom.mjs";
import { openHistory } from "./history.mjs";
import { listen } from "./input.mjs";
import { render, start, step } from "./machine.mjs";
import { keepMemory, recallMemory, recallPrefs } from "./memory.mjs";
import { closePanels, confirmThen, panelOpen } from "./panels.mjs";
import { advancePlay, carryOn, give, holdSkip, openSession, showAgain, stepBack, stepForward, stepTo, stopRunning, toggleAuto, toggleSkip } from "./play.mjs";
import { applyPrefs, openPrefs } from "./prefs.mjs";
import { begin, here, sceneOf } from "./session.mjs";
import { keepSlot, keptWords, openSlot, readSlot, slotOf } from "./shelf.mjs";
import { openSlots } from "./slots.mjs";
import { announce, buildStage, grainTile, toast } from "./stage.mjs";
import { openMenu, titleElement } from "./title.mjs";
import { WORDS } from "./words.mjs";

/**
 * The seed that the address asks for, else a fresh one.
 * @param {string} search
 */
function seedFrom(search) {
  const asked = new URLSearchParams(search).get("seed");
  if (asked !== null && /^\d{1,10}$/.test(asked) && Number(asked) < 4294967296) return Number(asked);
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

/** @returns {Play} the parts of the page, tied together */
function buildPlay() {
  const program = JSON.parse(document.getElementById("weave-story")?.textContent ?? "null");
  const book = openBook(program);
  const stage = buildStage(document.title, (command) => runCommand(play, command));
  /** @type {Play} */
  const play = {
    view: {
      book, stage, prefs: recallPrefs(), memory: recallMemory(book.key), mind: undefined, typing: null, turn: 0, hurry: null,
      answer: (input) => give(play, input), after: () => carryOn(play),
      leave: (command) => (command === "again" ? startStory(play) : openTitle(play)),
    },
    session: null, auto: false, skip: false, held: false, timer: 0,
    autosave: () => saveTo(play, "auto", true),
  };
  return play;
}

/**
 * @param {Play} play
 * @param {Command} command
 */
function runCommand(play, command) {
  if (!play.session) return;
  if (command === "back") stepBack(play);
  else if (command === "auto") toggleAuto(play);
  else if (command === "skip") toggleSkip(play);
  else if (command === "menu") openPlayMenu(play);
  else if (command === "history") showHistory(play);
  else if (command === "prefs") showPrefs(play);
  else showShelf(play, command);
}

/** @param {Play} play */
function openPlayMenu(play) {
  const { session, view } = play;
  if (!session) return;
  pause(play);
  const { chapter, title } = placeName(view.book, sceneOf(here(session).state), here(session).state);
  openMenu([chapter, title].filter(Boolean).join(" · "), (way) => {
    if (way === "title") openTitle(play);
    else if (way === "quicksave") saveTo(play, "quick", false);
    else if (way === "quickload") loadFrom(play, readSlot(view.book, "quick"));
    else runCommand(play, way);
  });
}

/** @param {Play} play what runs by itself stops while something else is open */
function pause(play) {
  if (play.auto || play.skip || play.held) stopRunning(play);
}

/** @param {Play} play */
function showHistory(play) {
  pause(play);
  if (play.session) openHistory(play.view.book, play.session, (at) => {
    saveTo(play, "left", true);
    stepTo(play, at);
  });
}

/** @param {Play} play */
function showPrefs(play) {
  pause(play);
  const { view } = play;
  const before = view.prefs.plain;
  openPrefs(view.prefs, lookFor(view.book, view.mind ?? (view.book.looks.length ? 0 : null)), () => {}).addEventListener("close", () => {
    if (play.session && (before !== view.prefs.plain || view.typing?.done() === false)) showAgain(play);
  });
}

/**
 * @param {Play} play
 * @param {"save" | "load"} what
 */
function showShelf(play, what) {
  pause(play);
  const { view } = play;
  openSlots(view.book, what, {
    save: (name) => saveTo(play, name, false),
    load: (slot) => loadFrom(play, slot),
    current: () => (play.session ? slotOf(view.book, play.session) : null),
    tell: (text) => toast(view.stage, text),
  });
}

/**
 * @param {Play} play
 * @param {string} name of the slot
 * @param {boolean} quiet says nothing unless it failed
 */
function saveTo(play, name, quiet) {
  const { session, view } = play;
  if (!session) return false;
  const trouble = keptWords(keepSlot(view.book, session, name));
  if (trouble !== null) {
    if (!quiet || !play.told) toast(view.stage, trouble);
    play.told = true;
  } else if (!quiet) toast(view.stage, name === "quick" ? WORDS.savedQuick : `${WORDS.saved} ${name}`);
  return trouble === null;
}

/**
 * @param {Play} play
 * @param {Slot | "broken" | null} slot
 */
function loadFrom(play, slot) {
  const { view } = play;
  if (slot === null) {
    toast(view.stage, WORDS.noQuick);
    return false;
  }
  const opened = openSlot(view.book, slot);
  if (typeof opened === "string") {
    toast(view.stage, opened);
    return false;
  }
  const go = () => {
    saveTo(play, "left", true);
    closePanels();
    enter(play, opened.session, "still");
    if (opened.note) toast(view.stage, opened.note);
  };
  if (play.session && play.session.moments.length > 1) confirmThen(WORDS.loadAsk, WORDS.loadWhy, [WORDS.stay, WORDS.load], go);
  else go();
  return false;
}

/**
 * Into a reading, off the title.
 * @param {Play} play
 * @param {Session} session
 * @param {import("./present.mjs").Manner} manner
 */
function enter(play, session, manner) {
  document.querySelector(".title-screen")?.remove();
  play.view.stage.root.inert = false;
  openSession(play, session, manner);
  play.view.stage.root.focus({ preventScroll: true });
}

/** @param {Play} play a new reading from the start */
function startStory(play) {
  const { view } = play;
  const session = begin(view.book.program, seedFrom(location.search));
  if (typeof session === "string") toast(view.stage, `${WORDS.fault} (${session})`);
  else enter(play, session, "play");
}

/** @param {Play} play */
function openTitle(play) {
  const { view } = play;
  pause(play);
  saveTo(play, "auto", true);
  view.typing?.stop();
  view.turn += 1;
  play.session = null;
  document.querySelector(".title-screen")?.remove();
  view.stage.root.inert = true;
  const node = titleElement(view.book, readSlot(view.book, "auto"), (way) => {
    if (way === "start") startStory(play);
    else if (way === "resume") loadFrom(play, readSlot(view.book, "auto"));
    else if (way === "load") showShelf(play, "load");
    else showPrefs(play);
  });
  document.body.append(node);
  /** @type {HTMLElement | null} */ (node.querySelector("[data-way]"))?.focus();
  document.documentElement.dataset.weave = "ready";
  announce(view.stage, document.title);
}

function openPage() {
  const play = buildPlay();
  const { stage, prefs, memory } = play.view;
  applyPrefs(prefs);
  setStyles(document.documentElement, { "--grain": grainTile() });
  listen(stage.root, {
    advance: () => advancePlay(play), back: () => stepBack(play), forward: () => stepForward(play), menu: () => openPlayMenu(play),
    bare: () => stage.root.classList.toggle("bare"), history: () => showHistory(play), hold: (on) => holdSkip(play, on),
    busy: () => panelOpen() || play.session === null, wheel: () => prefs.wheel,
  });
  window.addEventListener("pagehide", () => {
    keepMemory(memory);
    if (play.session) saveTo(play, "auto", true);
  });
  openTitle(play);
}

if (typeof document === "undefined") Object.assign(globalThis, { weave: { start, step, render } });
else openPage();
