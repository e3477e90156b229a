/**
 * The stage: the fixed frame of the page and its small duties. In: what to announce, which mind to wear. Out: the
 * elements that the other parts fill. The frame is the same for every mind; only custom properties change.
 *
 * @import {Look} from "./look.mjs"
 */

import { el, glyph, setAttrs, setStyles } from "./dom.mjs";
import { diceOf } from "./dice.mjs";
import { wear } from "./look.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Stage
 * @property {HTMLElement} root
 * @property {HTMLElement} scene everything that is picture
 * @property {HTMLElement} backdrops
 * @property {HTMLElement} cast
 * @property {HTMLElement} cloth
 * @property {HTMLElement} effects
 * @property {HTMLElement} rail
 * @property {HTMLElement} place
 * @property {HTMLElement} page
 * @property {HTMLElement} chord
 * @property {HTMLElement} box
 * @property {HTMLElement} said
 * @property {HTMLElement} mark
 * @property {HTMLElement} answers
 * @property {HTMLElement} quick
 * @property {HTMLElement} live
 * @property {HTMLElement} toasts
 * @property {HTMLElement} badge
 * @property {HTMLElement} unweave offers the merge that just ended, strand by strand
 * @property {HTMLElement} seam offers the map where a chapter begins
 * @property {import("./voice.mjs").Voice | null} voice says what is announced
 */
/**
 * @typedef {"advance" | "back" | "forward" | "history" | "skip" | "next" | "auto" | "save" | "load" | "quicksave" | "quickload"
 *   | "prefs" | "menu" | "bare" | "fullscreen" | "voice" | "access" | "help" | "about" | "title" | "unweave" | "map" | "endings" | "start" | "resume"} Command
 */

/**
 * Builds the stage into the page.
 * @param {string} title the story's
 * @param {(command: Command) => void} run
 * @returns {Stage}
 */
export function buildStage(title, run) {
  const part = (/** @type {string} */ name) => el("div", { class: name });
  const backdrops = part("backdrops");
  const cast = part("cast");
  const cloth = part("cloth");
  const effects = part("effects");
  const scene = el("div", { class: "scene", "aria-hidden": "true" }, backdrops, cast, cloth, effects, part("veil"), part("grain"));
  const rail = el("div", { class: "rail", role: "list" });
  const place = part("place");
  const page = part("page");
  const chord = part("chord");
  const said = part("said");
  const mark = deed("advance", { class: "mark", tabindex: -1 }, run, glyph("eye")); // keys need none; a screen reader finds it
  const box = el("div", { class: "box" }, said, mark);
  const answers = part("answers");
  const badge = el("div", { class: "badge", role: "status" });
  const quick = part("quick");
  const unweave = el("button", { type: "button", class: "button small unweave", hidden: true, onclick: () => run("unweave") });
  const seam = el("button", { type: "button", class: "button small unweave seam", hidden: true, onclick: () => run("map") });
  const live = el("div", { class: "unseen", "aria-live": "polite", role: "log" });
  const toasts = el("div", { class: "toasts", role: "status" });
  const root = el("main", { class: "stage", "data-weave-stage": true, tabindex: -1 },
    scene, rail, place, badge, unweave, seam, page, chord, el("div", { class: "foot" }, box, answers), quick);
  document.body.append(root, live, toasts);
  setStyles(root, { "--torn": tornEdge() });
  const stage = { root, scene, backdrops, cast, cloth, effects, rail, place, page, chord, box, said, mark, answers, quick,
    live, toasts, badge, unweave, seam, voice: null };
  labelStage(stage, title, run);
  return stage;
}

/**
 * Puts the words of the reader's language on the stage.
 * @param {Stage} stage
 * @param {string} title the story's
 * @param {(command: Command) => void} run
 */
export function labelStage(stage, title, run) {
  const old = stage.quick;
  old.replaceWith(stage.quick = quickMenu(run));
  setAttrs(stage.root, { "aria-label": title });
  setAttrs(stage.rail, { "aria-label": WORDS.inDream });
  setAttrs(stage.mark, { "aria-label": WORDS.goOn });
  stage.unweave.replaceChildren(glyph("knot"), WORDS.unweave);
  stage.seam.replaceChildren(WORDS.map);
}

/**
 * A button on the stage. Pushing it does not take the focus from the story.
 * @param {Command} command
 * @param {Record<string, any>} more attributes
 * @param {(command: Command) => void} run
 * @param {...(Node | null)} inner
 */
function deed(command, more, run, ...inner) {
  return el("button", { type: "button", "data-command": command, onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => run(command), ...more }, ...inner);
}

/** @param {(command: Command) => void} run */
function quickMenu(run) {
  const quick = (/** @type {Command} */ command, /** @type {string} */ label) =>
    deed(command, { class: "quick-button", oncontextmenu: command === "skip" && ((/** @type {Event} */ event) => {
      event.preventDefault();
      run("next");
    }) }, run, command === "menu" ? glyph("menu") : command === "back" ? glyph("back") : null, el("span", null, label));
  return el("nav", { class: "quick", "aria-label": WORDS.quickMenu },
    quick("back", WORDS.back), quick("history", WORDS.history), quick("skip", WORDS.skip), quick("auto", WORDS.auto), quick("save", WORDS.save),
    quick("quicksave", WORDS.quickShort), quick("quickload", WORDS.quickLoadShort), quick("prefs", WORDS.prefsShort), quick("map", WORDS.mapShort), quick("menu", WORDS.menu));
}

/** A sheet's torn upper edge, as a clip path. */
function tornEdge() {
  const dice = diceOf("torn");
  const points = [];
  for (let i = 0; i <= 50; i += 1) points.push(`${(i * 2).toFixed(1)}% ${dice.span(0, 0.55).toFixed(2)}rem`);
  return `polygon(${points.join(",")},99.6% 99%,0.3% 100%)`;
}

/**
 * Says something to those who listen to the page.
 * @param {Stage} stage
 * @param {string} text
 */
export function announce(stage, text) {
  while (stage.live.childNodes.length > 12) stage.live.firstChild?.remove();
  stage.live.append(el("p", null, text));
  stage.voice?.say(text);
}

/**
 * A ribbon that says something for three seconds.
 * @param {Stage} stage
 * @param {string} text
 * @param {Element} [sign] beside it
 */
export function toast(stage, text, sign = glyph("eye")) {
  const node = el("div", { class: "toast" }, sign, el("span", null, text));
  stage.toasts.append(node);
  if (stage.toasts.childElementCount > 3) stage.toasts.firstChild?.remove();
  stage.voice?.say(text);
  setTimeout(() => node.classList.add("leaving"), 3200);
  setTimeout(() => node.remove(), 3700);
}

/**
 * Puts a mind's look on. With `woven`, the picture so far stays below, and what comes is woven over it thread by thread.
 * @param {Stage} stage
 * @param {Look} look
 * @param {boolean} woven
 */
export function changeMind({ root, scene, backdrops, cast }, look, woven) {
  wear(root, look);
  scene.querySelector(".under")?.remove();
  scene.classList.toggle("weaving", woven);
  if (!woven) return;
  const under = el("div", { class: "under" }, ...backdrops.childNodes, ...cast.childNodes);
  for (const node of under.children) node.classList.remove("arriving");
  delete backdrops.dataset.key;
  scene.prepend(under);
  setTimeout(() => {
    if (!under.isConnected) return;
    under.remove();
    scene.classList.remove("weaving");
  }, 800);
}

/** A tile of grain that takes the smoothness off flat colour; drawn once. */
export function grainTile() {
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { width: 160, height: 160 }));
  const ink = canvas.getContext("2d");
  if (!ink) return "none";
  const dice = diceOf("grain");
  const image = ink.createImageData(160, 160);
  for (let i = 0; i < image.data.length; i += 4) {
    const v = 128 + (dice.next() - 0.5) * 120;
    image.data.set([v, v, v, 255], i);
  }
  ink.putImageData(image, 0, 0);
  return `url(${canvas.toDataURL()})`;
}
