/**
 * Fingers. In: touches of the stage. Out: commands: a long press or a tap with two fingers hides the words, swipes go
 * back and forward or open history and menu, drawing a large roof opens what helps to read.
 *
 * @import {Command} from "./stage.mjs"
 */

import { scrollerAt } from "./scroll.mjs";

const LONG_MS = 550;
const FAR = 70;

/** When the last gesture ended that is no tap. */
let gesture = -Infinity;

/**
 * Whether a click or a call for the context menu is the end of a gesture.
 * @param {Event} event
 */
export function touched(event) {
  return event.timeStamp - gesture < 400 || (event.type === "contextmenu" && /** @type {PointerEvent} */ (event).pointerType === "touch");
}

/**
 * @param {HTMLElement} root
 * @param {(command: Command) => void} run
 */
export function listenTouch(root, run) {
  /** @type {Map<number, {x: number, y: number, at: number}>} */
  const starts = new Map();
  let top = 0;
  /** @type {Partial<Record<Command, unknown>>} what is no gesture, as something has room to scroll there */
  let scrolls = {};
  let fingers = 0;
  let timer = 0;
  const done = (/** @type {Command} */ command, /** @type {number} */ at) => {
    gesture = at;
    fingers = 0;
    run(command);
  };
  root.addEventListener("touchstart", (event) => {
    const touch = event.changedTouches[0];
    clearTimeout(timer);
    starts.set(touch.identifier, { x: touch.clientX, y: touch.clientY, at: event.timeStamp });
    fingers = event.touches.length;
    scrolls = { history: scrollerAt(event.target, 1), menu: scrollerAt(event.target, -1) };
    if (fingers > 1) return;
    top = touch.clientY;
    const skip = /** @type {Element} */ (event.target).closest("[data-command=skip]");
    if (!skip && /** @type {Element} */ (event.target).closest("button, input")) return;
    timer = window.setTimeout(() => done(skip ? "next" : "bare", performance.now()), LONG_MS);
  }, { passive: true });
  root.addEventListener("touchmove", (event) => {
    const touch = event.changedTouches[0];
    top = Math.min(top, touch.clientY);
    const from = starts.get(touch.identifier);
    if (from && Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > 12) clearTimeout(timer);
  }, { passive: true });
  root.addEventListener("touchcancel", () => clearTimeout(timer));
  root.addEventListener("touchend", (event) => {
    clearTimeout(timer);
    const touch = event.changedTouches[0];
    const from = starts.get(touch.identifier);
    if (!fingers) gesture = event.timeStamp;
    if (event.touches.length || !fingers || !from) return;
    const command = gestureOf(touch.clientX - from.x, touch.clientY - from.y, [from.y - top, touch.clientY - top], event.timeStamp - from.at, fingers);
    if (command && !scrolls[command] && !/** @type {Element} */ (event.target).closest("input")) done(command, event.timeStamp);
  }, { passive: true });
}

/**
 * @param {number} dx
 * @param {number} dy
 * @param {[number, number]} sides how far the highest point lies above the beginning and the end
 * @param {number} time
 * @param {number} fingers
 * @returns {Command | null}
 */
function gestureOf(dx, dy, sides, time, fingers) {
  if (fingers > 1) return Math.hypot(dx, dy) < 40 && time < 600 ? "bare" : null;
  if (Math.min(...sides) > 2 * FAR && Math.abs(dx) > FAR) return "access";
  if (time > 700) return null;
  if (Math.abs(dx) > FAR && Math.abs(dy) < 40) return dx > 0 ? "back" : "forward";
  if (Math.abs(dy) > FAR && Math.abs(dx) < 40) return dy < 0 ? "history" : "menu";
  return null;
}
