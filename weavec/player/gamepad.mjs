/**
 * Controllers with the standard layout. In: what is pressed, asked once a frame while one is there. Out: commands, and
 * the focus moved.
 *
 * @import {Command} from "./stage.mjs"
 */

import { moveFocus } from "./focus.mjs";
import { topPanel } from "./panels.mjs";

/** @type {Record<number, Command>} */
const BUTTONS = { 0: "advance", 7: "advance", 4: "back", 6: "back", 8: "back", 5: "forward", 3: "bare", 1: "menu", 9: "menu", 16: "menu" };
const PADS = [[0, -1], [0, 1], [-1, 0], [1, 0]];
const TILT = 0.6;

/**
 * @param {HTMLElement} root the stage
 * @param {(command: Command) => void} run
 */
export function listenGamepad(root, run) {
  /** @type {Map<string, number>} what is held, and when it acts again */
  const held = new Map();
  let polling = false;
  const poll = (/** @type {number} */ now) => {
    const pads = [...navigator.getGamepads()].filter((pad) => pad?.connected);
    polling = pads.length > 0;
    if (!polling) return;
    for (const pad of pads) if (pad && document.hasFocus()) readPad(pad, now);
    requestAnimationFrame(poll);
  };
  const pushed = (/** @type {string} */ key, /** @type {boolean} */ down, /** @type {number} */ now, /** @type {boolean} */ again) => {
    const next = held.get(key);
    if (!down) held.delete(key);
    else if (next === undefined || (again && now >= next)) {
      held.set(key, now + (next === undefined ? 400 : 130));
      return true;
    }
    return false;
  };
  const readPad = (/** @type {Gamepad} */ pad, /** @type {number} */ now) => {
    for (const [index, command] of Object.entries(BUTTONS)) {
      if (pushed(`${pad.index}/${index}`, pad.buttons[Number(index)]?.pressed === true, now, false)) press(root, command, index !== "7", run);
    }
    PADS.forEach(([dx, dy], i) => {
      const down = pad.buttons[12 + i]?.pressed === true || (pad.axes[0] ?? 0) * dx > TILT || (pad.axes[1] ?? 0) * dy > TILT;
      if (pushed(`${pad.index}/pad${i}`, down, now, true)) lean(root, dx, dy);
    });
  };
  window.addEventListener("gamepadconnected", () => {
    if (!polling) requestAnimationFrame(poll);
    polling = true;
  });
}

/** @param {HTMLElement} root @returns {Element} what the controller walks through */
function frontOf(root) {
  return topPanel() ?? document.querySelector(".title-screen") ?? root;
}

/**
 * @param {HTMLElement} root
 * @param {Command} command
 * @param {boolean} picks whether it pushes the control that has the focus
 * @param {(command: Command) => void} run
 */
function press(root, command, picks, run) {
  const front = frontOf(root);
  const now = document.activeElement;
  const control = picks && now instanceof HTMLElement && now !== front && front.contains(now) && now.matches("button, input") ? now : null;
  if (command === "advance" && control) (control.id === "answer" ? control.closest("form")?.querySelector("button") : control)?.click();
  else if (command === "menu" && topPanel()) topPanel()?.close();
  else if (command === "advance" && front.querySelector(".ribbon")) lean(root, 0, 1);
  else if (front === root) run(command);
}

/**
 * @param {HTMLElement} root
 * @param {number} dx
 * @param {number} dy
 */
function lean(root, dx, dy) {
  const front = frontOf(root);
  const now = document.activeElement;
  const list = now instanceof HTMLSelectElement && now;
  if (dx && (list || (now instanceof HTMLInputElement && now.type === "range"))) {
    if (!list) now[dx > 0 ? "stepUp" : "stepDown"]();
    else if (list.options[list.selectedIndex + dx]) list.selectedIndex += dx;
    else return; // at its end nothing changes
    for (const type of ["input", "change"]) now.dispatchEvent(new Event(type));
    return;
  }
  if (dy && now?.matches(".panel-body")) {
    now.scrollBy(0, dy * 120);
    return;
  }
  const first = now && front.contains(now) && now !== front ? null : front.querySelector(".ribbon:not(:disabled), .card-screen button");
  if (first instanceof HTMLElement) first.focus();
  else moveFocus(front, dx, dy);
}
