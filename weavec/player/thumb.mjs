/**
 * Small pictures for slots and previews. In: a mind and the name of a backdrop. Out: the place in that mind's light,
 * with the person in front.
 *
 * @import {Book} from "./book.mjs"
 */

import { imageOr } from "./assets.mjs";
import { pictureOf } from "./backdrop.mjs";
import { lookFor } from "./book.mjs";
import { el } from "./dom.mjs";
import { wear } from "./look.mjs";
import { personOf, portrait } from "./people.mjs";

/**
 * @param {Book} book
 * @param {number} mind -1 for nobody
 * @param {string | null} backdrop
 */
export function thumbnail(book, mind, backdrop) {
  const look = lookFor(book, mind);
  const art = el("span", { class: "thumb", "aria-hidden": "true" }, pictureOf(backdrop ?? "drift dream", look),
    mind >= 0 ? imageOr(`people/${look.id}`, "calm", () => portrait(personOf(book.program.minds[mind]), look, "calm", look.thread, "-230 -250 460 420")) : null);
  wear(art, look);
  return art;
}
