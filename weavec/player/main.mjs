/**
 * The player's first step. In a page it reads the story and opens the title; without a document it only hands out the
 * machine, for tests that drive it.
 *
 * @import {Play} from "./play.mjs"
 * @import {Session} from "./session.mjs"
 * @import {Slot} from "./shelf.mjs"
 * @import {Command} from "./stage.mjs"
 */

import { fileFor, loadFonts, lookAhead, unpack } from "./assets.mjs";
import { openBook, placeName } from "./book.mjs";
import { setStyles } from "./dom.mjs";
import { endingRow } from "./finds.mjs";
import { listenGamepad } from "./gamepad.mjs";
import { openAbout, openFault, openHelp } from "./help.mjs";
import { openHistory } from "./history.mjs";
import { listen } from "./input.mjs";
import { languageFor, languagePicker, speakLanguage } from "./language.mjs";
import { render, start, step } from "./machine.mjs";
import { openMap } from "./map.mjs";
import { forgetMemory, keepMemory, keepPrefs, recallMemory, recallPrefs, renewMemory } from "./memory.mjs";
import { button, closePanels, confirmThen, panelOpen } from "./panels.mjs";
import { advancePlay, carryOn, give, holdSkip, openSession, showAgain, skipToChoice, stepBack, stepForward, stepTo, stopRunning, toggleAuto, toggleSkip } from "./play.mjs";
import { applyPrefs, openAccess, openPrefs, toggleFullscreen } from "./prefs.mjs";
import { begin, here, sceneOf } from "./session.mjs";
import { eraseSlot, filledSlots, keepNext, keepSlot, keptWords, newestSlot, openSlot, shelfText, slotNow, slotOf, takeShelf } from "./shelf.mjs";
import { download, filePicker, openSlots } from "./slots.mjs";
import { makeSound } from "./sound.mjs";
import { announce, buildStage, grainTile, labelStage, toast } from "./stage.mjs";
import { tablesFor } from "./tables.mjs";
import { headText, openMenu, titleElement, titleWays } from "./title.mjs";
import { dropEntries, entryOf } from "./trail.mjs";
import { makeVoice, speechOf } from "./voice.mjs";
import { fill, WORDS } from "./words.mjs";
// in previews: import { watchStory } from "./live.mjs";

/**
 * The seed that the address asks for, else a fresh one.
 * @param {string} search
 */
function seedFrom(search) {
  const asked = new URLSearchParams(search).get("seed");
  if (asked !== null && /^\d{1,10}$/.test(asked) && Number(asked) < 4294967296) return Number(asked);
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

/** @returns {Promise<Play>} the parts of the page, tied together */
async function buildPlay() {
  const block = /** @type {HTMLScriptElement} */ (document.getElementById("weave-story"));
  const program = JSON.parse("packed" in block.dataset ? await (await unpack(block))[0].text() : block.text);
  const prefs = recallPrefs();
  const language = languageFor(program, prefs.language);
  const book = openBook(program, language);
  speakLanguage(language);
  document.title = headText(book, "@story/title") || document.title;
  const stage = buildStage(document.title, (command) => runCommand(play, command));
  /** @type {Play} */
  const play = {
    view: {
      book, stage, prefs, sound: makeSound(program.minds.map((/** @type {any} */ mind) => mind.id), prefs, (kind, name) => fileFor(kind === "sound" ? "sounds" : kind, name)), memory: recallMemory(book.key), mind: undefined, typing: null, turn: 0, hurry: null,
      answer: (input) => give(play, input), after: () => carryOn(play),
      leave: (command) => (command === "again" ? startStory(play) : command === "map" ? showMap(play, "threads") : openTitle(play)),
    },
    session: null, auto: false, skip: false, held: false, timer: 0,
    autosave: () => saveTo(play, "a"),
    broken: (_, what) => showFault(play, what),
  };
  return play;
}

/** @type {Partial<Record<Command, (play: Play) => void>>} what can be done on the title, too */
const ANYTIME = {
  start: startStory, resume: (play) => loadFrom(play, newestSlot(play.view.book, "a")), fullscreen: toggleFullscreen, voice: toggleVoice, help: openHelp, about: ({ view }) => openAbout(view.book),
  map: (play) => showMap(play, "threads"), endings: (play) => showMap(play, "endings"),
  access: (play) => openAccess(deskOf(play)), prefs: (play) => openPrefs(deskOf(play), "reading"), load: (play) => showShelf(play, "load"),
};
/** @type {Partial<Record<Command, (play: Play) => void>>} what can be done in a reading */
const IN_PLAY = {
  advance: advancePlay, back: stepBack, forward: stepForward, auto: toggleAuto, skip: toggleSkip, menu: openPlayMenu,
  history: (play) => showHistory(play, null), unweave: (play) => showHistory(play, mergeBefore(play)), save: (play) => showShelf(play, "save"),
  quicksave: (play) => saveTo(play, "q"), quickload: (play) => loadFrom(play, newestSlot(play.view.book, "q")),
  bare: ({ view }) => view.stage.root.classList.toggle("bare"),
  next: (play) => confirmThen(WORDS.nextAsk, WORDS.nextWhy, [WORDS.stay, WORDS.skip], () => skipToChoice(play)),
  title: (play) => confirmThen(WORDS.titleAsk, WORDS.loadWhy, [WORDS.stay, WORDS.leave], () => openTitle(play)),
};
/** Commands that leave auto and skip running. */
const RUN_ON = ["advance", "back", "forward", "auto", "skip", "fullscreen", "voice"];

/**
 * @param {Play} play
 * @param {Command} command
 */
function runCommand(play, command) {
  const run = ANYTIME[command] ?? (play.session ? IN_PLAY[command] : undefined);
  if (!run) return;
  if (!RUN_ON.includes(command)) pause(play);
  run(play);
}

/** @param {Play} play */
function openPlayMenu(play) {
  const { session, view } = play;
  if (!session) return;
  const { chapter, title } = placeName(view.book, sceneOf(here(session).state), here(session).state);
  openMenu([chapter, title].filter(Boolean).join(" · "), (way) => {
    if (way === "skip") confirmThen(WORDS.skipAsk, WORDS.skipWhy, [WORDS.stay, WORDS.skip], () => toggleSkip(play));
    else runCommand(play, way);
  });
}

/** @param {Play} play what runs by itself stops while something else is open */
function pause(play) {
  if (play.auto || play.skip || play.held) stopRunning(play);
}

/** @param {Play} play the merge that ended just before this moment */
function mergeBefore({ session }) {
  return session?.moments[session.at - 1]?.rest.merge ?? null;
}

/**
 * @param {Play} play
 * @param {string | null} unwoven
 */
function showHistory(play, unwoven) {
  const { session, view } = play;
  if (session) openHistory(view.book, session, { unwoven, listen: speechOf() ? (text) => {
    view.stage.voice?.hush();
    view.stage.voice?.say(text, true);
  } : null, go: (at) => {
    saveTo(play, "a");
    stepTo(play, at);
  } });
}

/**
 * @param {Play} play
 * @param {import("./map.mjs").MapTab} tab
 */
function showMap(play, tab) {
  const { book, memory } = play.view;
  openMap(book, memory, play.session, tab, (scene) => loadFrom(play, entryOf(book, scene), WORDS.readAgain));
}

/** @param {Play} play */
function toggleVoice({ view }) {
  const { prefs, stage } = view;
  prefs.speech = !prefs.speech && speechOf() !== null;
  keepPrefs(prefs);
  if (!prefs.speech) stage.voice?.hush();
  toast(stage, speechOf() ? `${WORDS.speech}: ${prefs.speech ? WORDS.on : WORDS.off}` : WORDS.noVoice);
}

/** @param {Play} play the volumes as they are now, lower while the page speaks */
function tuneSound({ view }, speaking = false) {
  const { prefs, sound } = view;
  sound.volumes(speaking ? { ...prefs, main: (prefs.main * (100 - prefs.drop)) / 100 } : prefs);
}

/**
 * What the preferences work on.
 * @param {Play} play
 * @returns {import("./prefs.mjs").Desk}
 */
function deskOf(play) {
  const { prefs, book, stage, mind, sound } = play.view;
  const { plain } = prefs;
  const data = () => [
    button(WORDS.exportAll, () => download(shelfText(book), new Date().toISOString()), { "data-export-all": true }),
    ...filePicker("import-all", WORDS.importAll, (text) => {
      toast(stage, takeShelf(book, text));
    }), button(WORDS.eraseAll, () => confirmThen(WORDS.eraseAllAsk, fill(WORDS.eraseAllWhy, filledSlots(book).length, play.view.memory.keepsakes.size), [WORDS.keepThem, WORDS.erase], () => eraseAll(play), true), { "data-erase-all": true })];
  return { prefs, book, mind, voice: /** @type {any} */ (stage.voice), data, test: (channel) => sound.live()?.test(channel),
    languages: (id) => languagePicker(book.program, id, (tag) => changeLanguage(play, tag, id)),
    changed: () => {
      if (!prefs.speech) stage.voice?.hush();
      tuneSound(play);
    }, closed: () => {
      if (play.session && (plain !== prefs.plain || play.view.typing?.done() === false)) showAgain(play);
    } };
}

/**
 * Another language: what was met is told anew, and nothing happens twice.
 * @param {Play} play
 * @param {string} tag
 * @param {string} id of the control that chose it
 */
function changeLanguage(play, tag, id) {
  const { session, view } = play;
  const { book, stage, prefs } = view;
  prefs.language = tag;
  keepPrefs(prefs);
  speakLanguage(tag);
  book.tables = tablesFor(book.program, tag);
  document.title = headText(book, "@story/title") || document.title;
  labelStage(stage, document.title, (command) => runCommand(play, command));
  if (session) {
    for (const moment of session.moments) moment.rest = render(book.program, moment.state);
    closePanels();
    showAgain(play);
  } else openTitle(play);
  if (id !== "language") openPrefs(deskOf(play), "reading");
  /** @type {HTMLElement | undefined} */ ([...document.querySelectorAll(`#${id}`)].at(-1))?.focus(); // a panel that closes is there for a moment more
}

/** @param {Play} play */
function eraseAll({ view }) {
  for (const name of filledSlots(view.book)) eraseSlot(view.book, name);
  dropEntries(view.book);
  forgetMemory(view.memory);
}

/**
 * The story broke, or the page did: the reader can go back, keep the place, or leave.
 * @param {Play} play
 * @param {string} what
 */
function showFault(play, what) {
  if (document.querySelector("[data-weave-panel=fault]")) return;
  const { session, view } = play;
  const slot = session ? slotOf(view.book, session) : null;
  openFault(what, { back: session && session.at > 0 ? () => stepBack(play) : null, save: slot ? () => download(JSON.stringify(slot), slot.when) : null, title: () => openTitle(play) });
}

/**
 * @param {Play} play
 * @param {"save" | "load"} what
 */
function showShelf(play, what) {
  const { view } = play;
  openSlots(view.book, what, {
    save: (name, seen) => saveTo(play, name, seen),
    load: (slot) => loadFrom(play, slot),
    current: () => (play.session ? slotOf(view.book, play.session) : null),
    tell: (text) => toast(view.stage, text),
  });
}

/**
 * @param {Play} play
 * @param {string} to a slot; or a page that fills itself: `q` at the reader's wish, `a` without, and once for a moment
 * @param {string | null} [seen] what stood in the slot when the reader was asked
 */
function saveTo(play, to, seen = null) {
  const { session, view } = play;
  if (!session || (to === "a" && play.kept === here(session))) return;
  const put = () => (to === "a" || to === "q" ? keepNext(view.book, session, to) : keepSlot(view.book, session, to, seen));
  let kept = put();
  if (kept === "full" && dropEntries(view.book)) kept = put();
  const trouble = keptWords(kept);
  if (to === "a") play.kept = here(session);
  if (trouble !== null) {
    if (to !== "a" || !play.told) toast(view.stage, trouble);
    play.told = true;
  } else if (to !== "a") toast(view.stage, to === "q" ? WORDS.savedQuick : `${WORDS.saved} ${to}`);
}

/**
 * @param {Play} play
 * @param {Slot | "broken" | null} slot
 * @param {string} [deed] what the question offers
 */
function loadFrom(play, slot, deed = WORDS.load) {
  const { view } = play;
  const opened = slot === null ? WORDS.noQuick : openSlot(view.book, slot);
  if (typeof opened === "string") {
    toast(view.stage, opened);
    return false;
  }
  const go = () => {
    saveTo(play, "a");
    closePanels();
    enter(play, opened.session, "still");
    if (opened.note) toast(view.stage, opened.note);
  };
  if (play.session && play.session.moments.length > 1) confirmThen(WORDS.loadAsk, WORDS.loadWhy, [WORDS.stay, deed], go);
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
  play.kept = manner === "still" ? here(session) : null;
  play.view.stage.root.focus({ preventScroll: true }); // a question that is shown then takes it
  openSession(play, session, manner);
}

/** @param {Play} play a new reading from the start */
function startStory(play) {
  const { view } = play;
  const session = begin(view.book.program, seedFrom(location.search));
  if (typeof session === "string") showFault(play, session);
  else enter(play, session, "play");
}

/**
 * Offers what can be done on the title, as far as the browser keeps it now, once nothing lies over it.
 * @param {Play} play
 * @param {boolean} [first] time: the focus goes there
 */
function renewTitle(play, first) {
  const { book, memory } = play.view;
  const old = document.querySelector(".ways");
  if (!old || panelOpen()) return;
  const focused = /** @type {HTMLElement | null} */ (old.querySelector(":focus"));
  const ways = titleWays(slotNow(book, newestSlot(book, "a")), memory.scenes.size > 0, endingRow(book, memory), (way) => runCommand(play, way));
  old.replaceWith(ways);
  if (first || focused) /** @type {HTMLElement | null} */ (ways.querySelector(`[data-way="${focused?.dataset.way}"]:enabled`) ?? ways.querySelector(":enabled"))?.focus();
}

/** @param {Play} play */
function openTitle(play) {
  const { view } = play;
  pause(play);
  saveTo(play, "a");
  view.typing?.stop();
  view.stage.voice?.hush();
  view.sound.show("off", [], 1);
  view.turn += 1;
  play.session = null;
  closePanels();
  document.querySelector(".title-screen")?.remove();
  view.stage.root.inert = true;
  document.body.append(titleElement(view.book, (way) => runCommand(play, way), languagePicker(view.book.program, "language", (tag) => changeLanguage(play, tag, "language"))));
  renewTitle(play, true);
  document.documentElement.dataset.weave = "ready";
  announce(view.stage, document.title);
  lookAhead(view.book.program, view.book.program.start[0]);
}

async function openPage() {
  const play = await buildPlay();
  const { stage, prefs, memory } = play.view;
  applyPrefs(prefs);
  const { house } = play.view.book;
  setStyles(document.documentElement, { "--grain": grainTile(), "--own": house.face ?? "", "--own-name": house.faceName ?? "" });
  loadFonts();
  const voice = makeVoice(prefs, () => tuneSound(play, voice.speaking()));
  stage.voice = voice;
  const run = (/** @type {Command} */ command) => runCommand(play, command);
  listen(stage.root, { run, hold: (on) => holdSkip(play, on), reading: () => play.session !== null && !panelOpen(), prefs: () => prefs, hush: voice.hush });
  listenGamepad(stage.root, run);
  for (const type of ["pagehide", "visibilitychange"]) { // a phone ends what lies in the background without a word
    window.addEventListener(type, () => {
      keepMemory(memory);
      saveTo(play, "a");
    });
  }
  window.addEventListener("storage", (event) => {
    if (event.key === "weave/prefs") applyPrefs(Object.assign(prefs, recallPrefs()));
    tuneSound(play);
    renewMemory(memory, event);
    renewTitle(play);
  });
  document.addEventListener("close", () => renewTitle(play), true); // of a panel, in which saves may have come or gone
  window.addEventListener("error", (event) => showFault(play, event.message));
  window.addEventListener("unhandledrejection", (event) => showFault(play, String(event.reason)));
  openTitle(play);
  // in previews: watchStory(play, { enter, title: openTitle });
}

if (typeof document === "undefined") Object.assign(globalThis, { weave: { start, step, render } });
else openPage();
