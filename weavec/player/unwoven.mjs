/**
 * What stands in the loom's place on a page on which nothing must be drawn: no dreams merge there, and every mind has an
 * image of the author's. In: an element, and who is in the dream. Out: their light, still.
 *
 * @import {Cloth} from "./loom.mjs"
 */

import { drawnCloth } from "./draughtsman.mjs";

/**
 * @param {HTMLElement} host
 * @param {Cloth} cloth
 */
export async function weave(host, { book, members, name, clarity }) {
  host.replaceChildren(drawnCloth(book, members, name, clarity));
}

/** @param {HTMLElement} host the cloth is taken down */
export function unweave(host) {
  host.replaceChildren();
  delete host.dataset.key;
}
