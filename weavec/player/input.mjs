/**
 * Keys, pointer and wheel. In: DOM events. Out: commands by name. Readers of visual novels know these keys; the web's
 * own come first: nothing is taken from a focused control, a combination or a selection.
 *
 * @import {Command} from "./stage.mjs"
 */

import { ARROWS, controlsOf, moveFocus } from "./focus.mjs";
import { topPanel } from "./panels.mjs";
import { scrollerAt, scrollOn } from "./scroll.mjs";
import { listenTouch, touched } from "./touch.mjs";

/**
 * @typedef {object} Commands
 * @property {(command: Command) => void} run
 * @property {(on: boolean) => void} hold skipping while a key is held
 * @property {() => boolean} reading whether a story is open and nothing lies over it
 * @property {() => import("./memory.mjs").Prefs} prefs
 * @property {() => boolean} hush stops the voice; whether it spoke
 */

/** So long Ctrl is held alone before it skips: until then it may be the first key of a combination. */
const HELD_MS = 400;
const CONTROL = "button, input, a, select, textarea, label, summary, dialog, [role=slider]";
/** @type {Record<string, Command>} keys that act while a story is read */
const KEYS = { PageUp: "back", PageDown: "forward", Escape: "menu" };
/** @type {Record<string, Command>} keys that act on the title, too */
const ANYWHERE = { F1: "help", F11: "fullscreen" };
/** @type {Record<string, Command>} letters and signs, which can be switched off */
const LETTERS = { h: "bare", q: "quicksave", l: "quickload", ">": "next" };
/** @type {Record<string, Command>} */
const LETTERS_ANYWHERE = { f: "fullscreen", v: "voice", m: "map" };

/** @param {EventTarget | null} target */
function onControl(target) {
  return target instanceof Element && target.closest(CONTROL) !== null;
}

/**
 * @param {HTMLElement} root the stage
 * @param {Commands} how
 */
export function listen(root, how) {
  listenKeys(root, how);
  listenPointer(root, how);
  listenTouch(root, how.run);
}

/** @param {HTMLElement} root @returns {HTMLButtonElement[]} the open answers, or the buttons of a card */
function answersOf(root) {
  const cards = /** @type {HTMLButtonElement[]} */ (controlsOf(root, ".card-screen button"));
  return cards.length ? cards : /** @type {HTMLButtonElement[]} */ (controlsOf(root, "button[data-weave-option]:not(:disabled)"));
}

/**
 * Arrows walk through the open answers, round and round; Home and End go to the first and the last.
 * @param {HTMLElement} root
 * @param {string} key
 */
function walk(root, key) {
  const list = answersOf(root);
  const at = list.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const by = (ARROWS[key] ?? [0, 0]).reduce((sum, one) => sum + one, 0);
  const to = key === "Home" ? 0 : key === "End" ? list.length - 1 : at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
  if (by && document.activeElement?.matches(".said")) scrollOn(root, by / 4);
  else if (list.length) list[to].focus();
  else if (!onControl(document.activeElement)) return scrollOn(root, (ARROWS[key]?.[1] ?? 0) / 4);
  else if (by) return moveFocus(root, ARROWS[key][0], ARROWS[key][1]);
  return list.length > 0;
}

/**
 * @param {HTMLElement} root
 * @param {Commands} how
 */
function listenKeys(root, how) {
  let timer = 0;
  const letGo = () => {
    clearTimeout(timer);
    how.hold(false);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Control") {
      if (!event.repeat && how.reading()) timer = window.setTimeout(() => getSelection()?.isCollapsed !== false && how.hold(true), HELD_MS);
      return;
    }
    clearTimeout(timer);
    if (event.key === "Enter" && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      how.run("fullscreen");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      letGo();
      return;
    }
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape" && how.hush() && !topPanel()) event.preventDefault();
    else if (handleKey(root, how, event)) event.preventDefault();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Control") letGo();
    if (event.key === " " && event.target instanceof Element && event.target.closest("[data-weave-option]")) event.preventDefault();
  });
  window.addEventListener("blur", letGo);
  window.addEventListener("wheel", (event) => event.ctrlKey && letGo(), { passive: true });
}

/**
 * @param {HTMLElement} root
 * @param {Commands} how
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was used
 */
function handleKey(root, how, event) {
  const { key } = event;
  const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
  const letters = how.prefs().keys && !typing;
  const anywhere = ANYWHERE[key] ?? (letters && !event.repeat ? (key === "A" && event.shiftKey ? "access" : LETTERS_ANYWHERE[key.toLowerCase()]) : undefined);
  if (anywhere && !(anywhere === "fullscreen" && !document.fullscreenEnabled) && (!topPanel() || anywhere === "fullscreen" || anywhere === "voice")) {
    how.run(anywhere);
    return true;
  }
  if (!how.reading() || (typing && !KEYS[key])) return false;
  const command = KEYS[key] ?? (letters && !event.repeat ? LETTERS[key.toLowerCase()] : undefined);
  if (command) {
    how.run(command);
    return true;
  }
  if (ARROWS[key] || key === "Home" || key === "End") return walk(root, key);
  if (key === " " || key === "Enter") return push(how, event);
  if (key === "Tab") return tab(root, how, event);
  return letters && pickNumber(root, event);
}

/**
 * @param {Commands} how
 * @param {KeyboardEvent} event
 */
function push(how, event) {
  if (event.key === " " && event.target instanceof Element && event.target.closest("[data-weave-option]")) return true;
  if (onControl(event.target)) return false;
  if (!event.repeat) how.run("advance");
  return true;
}

/**
 * Tab moves the focus. Only while the stage alone has it, nothing is asked and the page is not listened to, it skips;
 * with Shift it always leads on, to the quick menu.
 * @param {HTMLElement} root
 * @param {Commands} how
 * @param {KeyboardEvent} event
 */
function tab(root, how, event) {
  const { keys, speech } = how.prefs();
  const alone = document.activeElement === root || document.activeElement === document.body;
  if (alone && event.shiftKey) {
    controlsOf(root, ".quick button")[0]?.focus();
    return true;
  }
  if (!alone || !keys || speech || answersOf(root).length || root.querySelector("form")) return false;
  if (!event.repeat) how.run("skip");
  return true;
}

/**
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function pickNumber(root, event) {
  if (event.repeat || !/^[1-9]$/.test(event.key)) return false;
  const option = answersOf(root).find((one) => one.dataset.weaveOption === event.key);
  option?.click();
  return option !== undefined;
}

/**
 * @param {HTMLElement} root
 * @param {Commands} how
 */
function listenPointer(root, how) {
  root.addEventListener("click", (event) => {
    if (event.button !== 0 || onControl(event.target) || touched(event)) return;
    if (getSelection()?.isCollapsed === false) return;
    how.run("advance");
  });
  root.addEventListener("contextmenu", (event) => {
    if (onControl(event.target)) return;
    event.preventDefault();
    if (!touched(event)) how.run("menu");
  });
  root.addEventListener("auxclick", (event) => {
    if (event.button === 1) how.run("bare");
  });
  root.addEventListener("mousedown", (event) => {
    if (event.button === 1) event.preventDefault();
  });
  listenWheel(root, how);
}

/**
 * One step for each push of the wheel, however finely it reports.
 * @param {HTMLElement} root
 * @param {Commands} how
 */
function listenWheel(root, how) {
  let last = 0;
  root.addEventListener("wheel", (event) => {
    if (event.ctrlKey || !how.reading() || scrollerAt(event.target, event.deltaY)) return;
    if (Math.abs(event.deltaY) < 4 || event.timeStamp - last < 140) return;
    last = event.timeStamp;
    how.run(event.deltaY > 0 ? "forward" : how.prefs().wheel === "history" ? "history" : "back");
  }, { passive: true });
}
