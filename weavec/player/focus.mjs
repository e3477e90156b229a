/**
 * Focus by direction. In: a part of the page and where to. Out: the nearest control on that side has the focus. Arrow
 * keys and the pads of a controller walk through every screen this way.
 */

const CONTROLS = "button:not(:disabled), input:not(:disabled, [tabindex='-1']), select, a[href]";

/** @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @param {Element} node whether it can be seen */
export function seen(node) {
  return node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible";
}

/**
 * @param {Element} part
 * @param {string} [which]
 * @returns {HTMLElement[]} the controls that can be focused, in their order
 */
export function controlsOf(part, which = CONTROLS) {
  return /** @type {HTMLElement[]} */ ([...part.querySelectorAll(which)].filter(seen));
}

/**
 * Focuses the nearest control on one side; without focus in the part, its first or last. At the end of a row or a
 * column it goes round.
 * @param {Element} part
 * @param {number} dx -1, 0, 1
 * @param {number} dy
 * @returns {boolean} whether there is any
 */
export function moveFocus(part, dx, dy) {
  const list = controlsOf(part);
  const now = document.activeElement;
  if (!now || !list.includes(/** @type {HTMLElement} */ (now))) {
    (dx + dy > 0 ? list[0] : list.at(-1))?.focus();
    return list.length > 0;
  }
  const from = now.getBoundingClientRect();
  let best = /** @type {HTMLElement | null} */ (null);
  let least = Infinity;
  for (const node of list) {
    if (node === now) continue;
    const box = node.getBoundingClientRect();
    const right = box.left + box.right - from.left - from.right;
    const down = box.top + box.bottom - from.top - from.bottom;
    const aside = dx ? Math.max(0, box.top - from.bottom, from.top - box.bottom) : Math.max(0, box.left - from.right, from.left - box.right);
    let along = dx * right + dy * down;
    if (Math.abs(along) < 8 || (dx && aside)) continue;
    if (along < 0) along += 1e5;
    const cost = along + aside * 8;
    if (cost < least) [best, least] = [node, cost];
  }
  best?.focus();
  return true;
}

/**
 * What an arrow key does in a part whose control does not use the arrows itself.
 * @param {Element} part
 * @param {KeyboardEvent} event
 */
export function arrowFocus(part, event) {
  const way = ARROWS[event.key];
  const target = /** @type {HTMLInputElement} */ (event.target);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches?.("input:not([type=checkbox]), select, .panel-body")) return;
  if (way && moveFocus(part, way[0], way[1])) event.preventDefault();
}
