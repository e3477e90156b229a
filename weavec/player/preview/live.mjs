/**
 * A preview's wire. Goes in: the parts of the page, and messages of `weavec serve`. Comes out: the story on the page as
 * it was last written, at the same place, and a note as long as something is wrong with what was written since.
 *
 * @import {Play} from "../play.mjs"
 * @import {Session} from "../session.mjs"
 * @import {Context, FindingsMessage, Followed, Message, StoryMessage, Told} from "./types"
 */

import { openBook } from "../book.mjs";
import { el, setAttrs } from "../dom.mjs";
import { button, panelOpen, topPanel } from "../panels.mjs";
import { placesFor } from "../places.mjs";
import { showAgain, stopRunning } from "../play.mjs";
import { here, resume } from "../session.mjs";
import { toast } from "../stage.mjs";
import { headText } from "../title.mjs";
import { takeStory } from "./keepplace.mjs";
import { overlay } from "./overlay.mjs";
import { findingCounts } from "./overlayfindings.mjs";
import { framing } from "./overlayframe.mjs";
import { keysIn } from "./patch.mjs";
import { keepPlace, placeKept } from "./reload.mjs";
import { openWire } from "./wire.mjs";

/**
 * What `main.mjs` lends. `enter`: into a reading, off the title. `title`: shows the title screen.
 * @typedef {{enter: (play: Play, session: Session, manner: import("../present.mjs").Manner) => void, title: (play: Play) => void}} Ways
 */

/**
 * @param {Play} play
 * @param {Ways} ways
 */
export function watchStory(play, ways) {
  /** @type {Told} */
  const told = JSON.parse(document.getElementById("weave-preview")?.textContent ?? "null");
  const { view } = play;
  /** @type {Map<string, ((message: any) => void)[]>} */
  const heard = new Map();
  /** @type {Map<string, Message>} */
  const last = new Map();
  /** @type {Context} */
  const context = {
    play, told,
    on(type, run) {
      heard.set(type, [...(heard.get(type) ?? []), run]);
      const message = last.get(type);
      if (message) run(/** @type {any} */ (message));
    },
    send: (message) => wire.send(message),
    story: () => view.book.program,
    state: () => (play.session ? here(play.session).state : null),
    replace(state) {
      const { session } = play;
      if (!session) return;
      const moment = resume(view.book.program, state, []).moments[0];
      session.moments.length = session.at + 1;
      session.moments[session.at] = { ...here(session), ...moment, silent: here(session).silent };
      besideAuthor(play, () => {
        stopRunning(play);
        showAgain(play);
      });
    },
    enter: (session) => ways.enter(play, session, "still"),
    toast: (words) => words && toast(view.stage, words),
  };
  const note = noteElement(() => wire.seek());
  document.body.append(note.root);
  liftNote(note.root, view.stage.toasts);
  context.on("findings", note.found);
  context.on("wire", note.wire);
  /** @param {Message} message */
  const take = (message) => {
    if (framing()) return;
    if (message.type === "story") {
      if (message.frame !== told.frame) return freshPage(play);
      besideAuthor(play, () => takeIn(play, ways, message));
      Object.assign(told, { version: message.version, files: message.files });
      if (renames(message)) mapAnew(play);
    }
    last.set(message.type, message);
    for (const run of heard.get(message.type) ?? []) run(message);
  };
  const wire = openWire(told, {
    take, fresh: () => framing() || freshPage(play), story: () => context.story().story.id ?? null,
    stands: (is) => take({ type: "wire", is }),
  });
  window.addEventListener("pagehide", () => keepPlace(view.book.program, play.session));
  comeBack(play, ways);
  (window.requestIdleCallback ?? setTimeout)(() => placesFor(view.book.program));
  overlay(context);
}

/** @param {StoryMessage} message whether it changes how something is called: scenes, chapters, dreamers, the story */
function renames(message) {
  return message.program || message.head || keysIn(message).some((key) => key[0] === "@");
}

/** @param {Play} play an open Dream Map is opened again, for it holds the names of scenes */
function mapAnew({ view }) {
  const panel = topPanel();
  if (panel?.dataset.weavePanel !== "map") return;
  panel.close();
  /** @type {HTMLElement | null} */ (view.stage.quick.querySelector("[data-command=map]"))?.click();
}

/**
 * Puts the newer story under the reader.
 * @param {Play} play
 * @param {Ways} ways
 * @param {StoryMessage} message
 */
function takeIn(play, ways, message) {
  const { view, session } = play;
  const { book, stage } = view;
  const { program, followed, fresh } = takeStory(book.program, message, session, document.documentElement.lang);
  if (program !== book.program || message.head) Object.assign(book, openBook(program, document.documentElement.lang), { key: book.key });
  document.title = headText(book, "@story/title") || document.title;
  if (!session || !followed) {
    if (renames(message) && !panelOpen()) ways.title(play);
    return;
  }
  const before = here(session);
  Object.assign(session, { moments: followed.moments, at: followed.at });
  if (play.kept === before) play.kept = here(session);
  if (here(session) === before && !fresh(before)) return;
  const answer = /** @type {HTMLInputElement | null} */ (stage.answers.querySelector("#answer"));
  stopRunning(play);
  showAgain(play);
  const field = /** @type {HTMLInputElement | null} */ (stage.answers.querySelector("#answer"));
  if (answer && field && !followed.back && !followed.begun) { // half written, whatever the question reads now
    field.value = answer.value;
    field.setSelectionRange(answer.selectionStart, answer.selectionEnd);
  }
  const words = wordsOn(followed);
  if (words) toast(stage, words);
}

/**
 * Shows the story anew. What has the focus beside it keeps it: there somebody writes.
 * @param {Play} play
 * @param {() => void} run
 */
function besideAuthor(play, run) {
  const { root } = play.view.stage;
  const held = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".author") && document.activeElement);
  if (!held) return run();
  root.inert = true; // a question of the story would take it
  run();
  root.inert = play.session === null;
  if (document.activeElement !== held) held.focus({ preventScroll: true });
}

/** @param {Followed} followed */
function wordsOn({ back, reset, clamped, begun }) {
  const steps = back === 1 ? "a step" : `${back} steps`;
  const place = begun ? "This place is gone from the story: you are at its beginning." : back ? `This place is gone from the story: you are ${steps} before it.` : "";
  return [place, reset.length ? `Begun anew: ${reset.join(", ")}.` : "", clamped.length ? `Out of range, now the nearest value: ${clamped.join(", ")}.` : ""].filter(Boolean).join(" ");
}

// ------------------------------------------------------------------ a fresh page

/** @param {Play} play loads the page anew, at the same place */
function freshPage({ session, view }) {
  keepPlace(view.book.program, session);
  location.reload();
}

/**
 * Goes on where the page was before it was loaded anew.
 * @param {Play} play
 * @param {Ways} ways
 */
function comeBack(play, ways) {
  const session = placeKept(play.view.book.program);
  if (session) ways.enter(play, session, "still");
}

// ------------------------------------------------------------------ the note

/**
 * Panels are modal: they lie over all else, and what is outside of them cannot be used. So as long as one is open, the note
 * is in it, and what is said in passing lies over it.
 * @param {HTMLElement} note
 * @param {HTMLElement} toasts
 */
function liftNote(note, toasts) {
  const look = () => {
    const panel = topPanel();
    if (note.parentElement !== (panel ?? document.body)) (panel ?? document.body).append(note);
    for (const node of [note, toasts]) {
      if (!panel) node.removeAttribute("popover");
      else if (!node.matches(":popover-open")) {
        setAttrs(node, { popover: "manual" });
        node.showPopover?.();
      }
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true });
}

/** @type {Record<import("./wire.mjs").Wired, string>} */
const WIRED = {
  tied: "",
  gone: "There is no preview any more. Start `weavec serve` again, and the page goes on. ",
  waiting: "`weavec serve` is there again, but the story cannot be read as it stands. When it can, the page goes on. ",
  other: "At this address there is another story now. ",
};

/**
 * What is wrong with what was written last, over the story as it was before; and whether there is a preview at all.
 * @param {() => void} seek looks for it
 */
function noteElement(seek) {
  const text = el("pre", { class: "author-text" });
  const why = el("span", null);
  const lost = el("p", { class: "author-lost", hidden: true }, why, button("Look again", seek, { class: "button small" }));
  const many = el("p", { class: "author-many", hidden: true });
  const root = el("aside", { class: "author-note", role: "status", hidden: true, "data-weave-note": true }, lost, many, text);
  let tried = 0;
  const show = () => {
    root.hidden = lost.hidden && !text.textContent;
  };
  return {
    root,
    /** @param {FindingsMessage} message */
    found(message) {
      text.textContent = message.state === "broken" ? message.text : "";
      many.textContent = findingCounts(message);
      many.hidden = message.state !== "broken" || message.diagnostics.length < 2;
      show();
    },
    /** @param {import("./types").WireMessage} message */
    wire({ is }) {
      tried = is === "tied" ? 0 : tried + 1;
      if (why.textContent !== WIRED[is]) why.textContent = WIRED[is];
      lost.hidden = tried < 2; // it may be back at once
      show();
    },
  };
}
