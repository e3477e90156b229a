/**
 * The place of a reading while its page is loaded anew. In: a reading, before. Out: the same place, after: in this page, or
 * in the one in the phone's frame.
 *
 * @import {Program} from "../types"
 * @import {Session} from "../session.mjs"
 */

import { freeze, thaw } from "../saves.mjs";
import { here, resume } from "../session.mjs";

const KEPT = "weave/preview";

/**
 * @param {Program} program
 * @param {Session | null} session
 */
export function keepPlace(program, session) {
  const save = session && freeze(program, here(session).state, session.moments.slice(0, session.at).map(({ state }) => state).reverse());
  if (save) sessionStorage.setItem(KEPT, JSON.stringify(save));
}

/**
 * What was kept, once it can be gone to.
 * @param {Program} program
 * @returns {Session | null}
 */
export function placeKept(program) {
  const kept = sessionStorage.getItem(KEPT);
  const thawed = kept === null ? null : thaw(program, JSON.parse(kept));
  if (!thawed || "error" in thawed) return null; // the story is not there yet
  sessionStorage.removeItem(KEPT);
  return resume(program, thawed.state, thawed.past);
}
