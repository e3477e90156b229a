/**
 * Backdrops. In: a name and the look of the mind that sees it. Out: a picture behind the stage; the same name in the
 * same light is always the same picture, and another mind sees the same place in its own light.
 *
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 * @import {Stage} from "./stage.mjs"
 */

import { placeArt } from "./art.mjs";

/**
 * Shows a backdrop; the one before it lies under it until it has arrived.
 * @param {Book} book
 * @param {Stage} stage
 * @param {string | null} name
 * @param {Look} look
 * @param {boolean} moving
 * @param {string | null} how the transition as the author named it
 */
export function paintBackdrop(book, stage, name, look, moving, how) {
  const key = name === null ? "" : `${name}|${look.ramp.join()}`;
  if (stage.backdrops.dataset.key === key) return;
  const first = stage.backdrops.dataset.key === undefined;
  stage.backdrops.dataset.key = key;
  const old = stage.backdrops.lastElementChild;
  for (const node of [...stage.backdrops.children]) if (node !== old) node.remove();
  const picture = placeArt(book, name, look);
  stage.backdrops.append(picture);
  if (!old) return;
  if (!moving || first || how === "cut" || how === "weave") {
    old.remove();
    return;
  }
  picture.classList.add("arriving");
  if (how) picture.setAttribute("data-how", how);
  setTimeout(() => old.remove(), 900);
}
