/**
 * The page as a phone shows it. In: the page. Out: the same page in a frame of a phone's size, at the same place; and from
 * there back again.
 *
 * @import {Context} from "./types"
 */

import { el } from "../dom.mjs";
import { button } from "../panels.mjs";
import { stopRunning } from "../play.mjs";
import { freeze } from "../saves.mjs";
import { here } from "../session.mjs";

const PLACE_KEPT = "weave/preview";

/** Whether this page is the one in the frame. */
export function framed() {
  return window !== window.parent;
}

/** @param {Context} context from one to the other */
export function phoneFrame(context) {
  keepPlace(context);
  if (framed()) {
    window.parent.location.reload();
    return;
  }
  stopRunning(context.play);
  context.play.view.sound.show("off", [], 1);
  const frame = el("iframe", { class: "author-phone", title: "The story on a phone", src: "/" });
  const back = button("Desktop", () => window.location.reload(), { class: "author-button", "data-author": "frame" });
  const screen = el("main", { class: "author-desk" }, el("p", null, "A phone of 390 by 844"), frame, back);
  document.body.replaceChildren(screen);
  delete document.documentElement.dataset.author;
  frame.focus();
}

/** @param {Context} context */
function keepPlace({ play, story }) {
  const { session } = play;
  if (!session) return;
  const save = freeze(story(), here(session).state, session.moments.slice(0, session.at).map(({ state }) => state).reverse());
  if (save) sessionStorage.setItem(PLACE_KEPT, JSON.stringify(save));
}
