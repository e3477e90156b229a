/**
 * What is seen of people and places. In: somebody, or the name of a place, and the light. Out: an element that shows them.
 *
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 */

import { imageOr } from "./assets.mjs";
import { castColor } from "./book.mjs";
import { drawnPerson, drawnPlace } from "./draughtsman.mjs";

/** Where a scene plays whose author named no place. */
const NOWHERE = "drift dream";

/**
 * @param {Book} _book
 * @param {string | null} name
 * @param {Look} look
 */
export function placeArt(_book, name, look) {
  return imageOr(`backdrops/${name ?? NOWHERE}`, look.id, () => drawnPlace(name ?? NOWHERE, look));
}

/**
 * @param {Book} book
 * @param {number} who cast index
 * @param {Look} look the light
 * @param {string | null} mood
 * @param {string} [box] the part shown, in units of a head whose origin lies between the eyes
 */
export function personArt(book, who, look, mood, box) {
  return imageOr(`people/${book.cast[who].id}`, mood, () => drawnPerson(book.cast[who], look, mood, castColor(book, who), box));
}
