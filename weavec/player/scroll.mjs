/**
 * Text that is longer than its place. In: where a reader, a finger or the typing is. Out: what scrolls there, scrolled.
 */

const LONG = ".said, .page, .chord-columns";

/**
 * What scrolls here and has room left on one side.
 * @param {EventTarget | null} from
 * @param {number} way up if negative, else down
 */
export function scrollerAt(from, way) {
  for (let node = /** @type {Element | null} */ (from); node; node = node.parentElement) {
    const room = way < 0 ? node.scrollTop : node.scrollHeight - node.clientHeight - node.scrollTop;
    if (room > 2 && getComputedStyle(node).overflowY === "auto") return node;
  }
  return null;
}

/**
 * Scrolls the words on the stage.
 * @param {Element} root
 * @param {number} by in parts of what can be seen; up if negative
 * @returns {boolean} whether there was any more
 */
export function scrollOn(root, by) {
  const node = [...root.querySelectorAll(LONG)].find((one) => by && scrollerAt(one, by));
  node?.scrollBy(0, by * node.clientHeight);
  return node !== undefined;
}

/**
 * Keeps the first row of a part of the words in sight.
 * @param {Element} part
 */
export function keepInSight(part) {
  const row = part.getClientRects()[0];
  const place = part.closest(LONG);
  if (!row || !place) return;
  const { top, bottom } = place.getBoundingClientRect();
  place.scrollTop += Math.min(row.top - top, Math.max(0, row.bottom + 30 - bottom));
}
