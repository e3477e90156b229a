/**
 * The page as a phone shows it. In: the page. Out: the same page in a frame of a phone's size, at the same place; and from
 * there back again.
 *
 * @import {Context} from "./types"
 */

import { el, setStyles } from "../dom.mjs";
import { button } from "../panels.mjs";
import { stopRunning } from "../play.mjs";
import { keepPlace } from "./reload.mjs";

const PHONE_WIDE = 390;
const PHONE_HIGH = 844;

/** Whether this page is the one in the frame. */
export function framed() {
  return window !== window.parent;
}

/** Whether this page is the one around the frame. The one in it follows the story; this one waits to be loaded anew. */
export function framing() {
  return document.querySelector(".author-phone") !== null;
}

/** @param {Context} context from one to the other */
export function phoneFrame(context) {
  const { play } = context;
  keepPlace(context.story(), play.session);
  if (framed()) {
    window.parent.location.reload();
    return;
  }
  stopRunning(play);
  play.view.sound.show("off", [], 1);
  play.session = null; // it goes on in the frame
  const frame = /** @type {HTMLIFrameElement} */ (el("iframe", { class: "author-phone", title: "The story on a phone", src: "/" }));
  const back = button("Desktop", () => {
    const own = /** @type {HTMLElement | null | undefined} */ (frame.contentDocument?.querySelector("[data-author=frame]"));
    if (own) own.click(); // which keeps the place
    else window.location.reload();
  }, { class: "author-button", "data-author": "unframe" });
  const fit = () => {
    const scale = Math.min(1, (window.innerHeight - 64) / (PHONE_HIGH + 20));
    setStyles(frame, { transform: `scale(${scale})`, "margin-bottom": `${(scale - 1) * (PHONE_HIGH + 20)}px` });
  };
  document.body.append(el("section", { class: "author-desk", "aria-label": "Phone" }, el("div", { class: "author-deeds" }, back, el("span", null, `A phone of ${PHONE_WIDE} by ${PHONE_HIGH}`)), frame));
  document.documentElement.dataset.author = "phone";
  window.addEventListener("resize", fit);
  fit();
  frame.focus();
}
