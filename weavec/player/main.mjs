/**
 * The player's first step. In a page it reads the story and opens the title; without a document it only hands out the
 * machine, for tests that drive it.
 */

import { el } from "./dom.mjs";
import { openBook } from "./book.mjs";
import { listen } from "./input.mjs";
import { render, start, step } from "./machine.mjs";
import { recallMemory, recallPrefs } from "./memory.mjs";
import { closePanels, panelOpen } from "./panels.mjs";
import { advancePlay, carryOn, give, stepBack, stepForward, holdSkip, openSession, toggleAuto, toggleSkip } from "./play.mjs";
import { begin } from "./session.mjs";
import { buildStage, grainTile } from "./stage.mjs";

/** The seed that the address asks for, else a fresh one. */
function seedFrom(search) {
  const asked = new URLSearchParams(search).get("seed");
  if (asked !== null && /^\d{1,10}$/.test(asked) && Number(asked) < 4294967296) return Number(asked);
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

function openPage() {
  const program = JSON.parse(document.getElementById("weave-story").textContent);
  const book = openBook(program);
  const stage = buildStage(document.title, () => {});
  const play = { view: { book, stage, prefs: recallPrefs(), memory: recallMemory(book.key), mind: undefined, typing: null, turn: 0, hurry: null,
    answer: (input) => give(play, input), leave: () => {}, after: () => carryOn(play) }, session: null, auto: false, skip: false, held: false, timer: 0, autosave: () => {} };
  document.documentElement.style.setProperty("--grain", grainTile());
  listen(stage.root, { advance: () => advancePlay(play), back: () => stepBack(play), forward: () => stepForward(play), menu: () => {}, bare: () => stage.root.classList.toggle("bare"), history: () => {}, hold: (on) => holdSkip(play, on), busy: panelOpen, wheel: () => play.view.prefs.wheel });
  openSession(play, begin(program, seedFrom(location.search)), "play");
}

if (typeof document === "undefined") Object.assign(globalThis, { weave: { start, step, render } });
else openPage();
