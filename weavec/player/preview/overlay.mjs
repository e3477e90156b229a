/**
 * The author's overlay. Goes in: the page's `Context`, once, when it is up. Comes out: nothing yet.
 *
 * @import {Context} from "./types"
 */

/** @param {Context} context */
export function overlay(context) {
  context.toast("");
}
