/**
 * Keys, pointer, touch and wheel. In: DOM events. Out: calls of a few commands. Readers of visual novels know these
 * keys; the web's own come first: nothing is taken from a focused control, a combination or a selection.
 */

/**
 * @typedef {object} Commands
 * @property {() => void} advance
 * @property {() => void} back
 * @property {() => void} forward
 * @property {() => void} menu
 * @property {() => void} bare
 * @property {() => void} history
 * @property {(on: boolean) => void} hold skipping while a key is held
 * @property {() => boolean} busy whether a panel or the title is in front
 * @property {() => "back" | "history"} wheel
 */

const CONTROL = "button, input, a, select, textarea, label, dialog, [role=slider]";

/** @param {EventTarget | null} target */
function onControl(target) {
  return target instanceof Element && target.closest(CONTROL) !== null;
}

/**
 * @param {HTMLElement} root the stage
 * @param {Commands} run
 */
export function listen(root, run) {
  listenKeys(root, run);
  listenPointer(root, run);
}

/** @param {HTMLElement} root */
function openRibbons(root) {
  return /** @type {HTMLButtonElement[]} */ ([...root.querySelectorAll("button[data-weave-option]")]);
}

/**
 * Arrows walk through the open answers, or the buttons of a card.
 * @param {HTMLElement} root
 * @param {number} by
 */
function walk(root, by) {
  const ribbons = openRibbons(root).filter((button) => !button.disabled);
  const list = ribbons.length ? ribbons
    : /** @type {HTMLButtonElement[]} */ ([...root.querySelectorAll(".card-screen button")]);
  if (!list.length) return false;
  const at = list.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length].focus();
  return true;
}

/**
 * @param {HTMLElement} root
 * @param {Commands} run
 */
function listenKeys(root, run) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Control" && !event.repeat && !run.busy()) {
      run.hold(true);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      run.hold(false);
      return;
    }
    if (run.busy() || event.isComposing) return;
    if (event.target instanceof HTMLInputElement && !/^(Page|Esc)/.test(event.key)) return;
    if (handleKey(root, run, event)) event.preventDefault();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Control") run.hold(false);
    if (event.key === " " && event.target instanceof Element && event.target.closest("[data-weave-option]")) event.preventDefault();
  });
  window.addEventListener("blur", () => run.hold(false));
}

/**
 * @param {HTMLElement} root
 * @param {Commands} run
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was used
 */
function handleKey(root, run, event) {
  const onRibbon = event.target instanceof Element && event.target.closest("[data-weave-option]") !== null;
  const control = onControl(event.target);
  switch (event.key) {
    case " ":
      if (onRibbon) return true;
      if (control) return false;
      run.advance();
      return true;
    case "Enter":
      if (control) return false;
      if (!event.repeat) run.advance();
      return true;
    case "PageUp": run.back(); return true;
    case "PageDown": run.forward(); return true;
    case "ArrowDown": case "ArrowRight": return walk(root, 1);
    case "ArrowUp": case "ArrowLeft": return walk(root, -1);
    case "Escape": run.menu(); return true;
    case "h": case "H": run.bare(); return true;
    default: return pickNumber(root, event);
  }
}

/**
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function pickNumber(root, event) {
  if (event.repeat || !/^[1-9]$/.test(event.key)) return false;
  const button = openRibbons(root).find((one) => one.dataset.weaveOption === event.key);
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

/**
 * @param {HTMLElement} root
 * @param {Commands} run
 */
function listenPointer(root, run) {
  let swipe = { x: 0, y: 0, at: 0 };
  root.addEventListener("click", (event) => {
    if (event.button !== 0 || onControl(event.target)) return;
    if (getSelection()?.isCollapsed === false) return;
    run.advance();
  });
  root.addEventListener("contextmenu", (event) => {
    if (onControl(event.target)) return;
    event.preventDefault();
    run.menu();
  });
  root.addEventListener("auxclick", (event) => {
    if (event.button === 1) run.bare();
  });
  root.addEventListener("touchstart", (event) => {
    const touch = event.changedTouches[0];
    swipe = { x: touch.clientX, y: touch.clientY, at: event.timeStamp };
  }, { passive: true });
  root.addEventListener("touchend", (event) => {
    const touch = event.changedTouches[0];
    const dx = touch.clientX - swipe.x;
    if (event.timeStamp - swipe.at > 600 || Math.abs(touch.clientY - swipe.y) > 40 || Math.abs(dx) < 70) return;
    if (dx > 0) run.back();
    else run.forward();
  }, { passive: true });
  listenWheel(root, run);
}

/**
 * One step for each push of the wheel, however finely it reports.
 * @param {HTMLElement} root
 * @param {Commands} run
 */
function listenWheel(root, run) {
  let last = 0;
  root.addEventListener("wheel", (event) => {
    if (event.ctrlKey || run.busy() || scrolls(event)) return;
    if (Math.abs(event.deltaY) < 4 || event.timeStamp - last < 140) return;
    last = event.timeStamp;
    if (event.deltaY > 0) run.forward();
    else if (run.wheel() === "history") run.history();
    else run.back();
  }, { passive: true });
}

/** @param {WheelEvent} event whether something under the pointer has room to scroll */
function scrolls(event) {
  for (let node = /** @type {Element | null} */ (event.target); node; node = node.parentElement) {
    if (node.scrollHeight <= node.clientHeight + 2 || getComputedStyle(node).overflowY !== "auto") continue;
    const room = event.deltaY > 0 ? node.scrollHeight - node.clientHeight - node.scrollTop : node.scrollTop;
    if (room > 1) return true;
  }
  return false;
}
