/**
 * Small pictures for slots and previews. In: a mind and the name of a backdrop. Out: the place in that mind's light,
 * with the person in front.
 *
 * @import {Book} from "./book.mjs"
 */

import { personArt, placeArt } from "./art.mjs";
import { lookFor } from "./book.mjs";
import { el } from "./dom.mjs";
import { wear } from "./look.mjs";

/**
 * @param {Book} book
 * @param {number} mind -1 for nobody
 * @param {string | null} backdrop
 */
export function thumbnail(book, mind, backdrop) {
  const look = lookFor(book, mind);
  const art = el("span", { class: "thumb", "aria-hidden": "true" }, placeArt(book, backdrop, look),
    mind >= 0 ? personArt(book, mind, look, "calm", "-230 -250 460 420") : null);
  wear(art, look);
  return art;
}
