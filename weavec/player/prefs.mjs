/**
 * Preferences. In: what they are. Out: a panel that changes them, and their effect on the page.
 *
 * @import {Book} from "./book.mjs"
 * @import {Prefs} from "./memory.mjs"
 * @import {Voice} from "./voice.mjs"
 */

import { lookFor } from "./book.mjs";
import { el, setStyles } from "./dom.mjs";
import { wear } from "./look.mjs";
import { defaultPrefs, keepPrefs } from "./memory.mjs";
import { button, onKeys, openPanel, tabRow } from "./panels.mjs";
import { typewrite, write } from "./text.mjs";
import { thumbnail } from "./thumb.mjs";
import { mindName } from "./title.mjs";
import { speechOf } from "./voice.mjs";
import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Desk what the panel works on
 * @property {Prefs} prefs changed in place
 * @property {Book} book
 * @property {number | null | undefined} mind of the preview
 * @property {Voice} voice
 * @property {() => void} changed called after every change
 * @property {() => void} closed
 * @property {(channel: string) => void} test lets a volume be heard
 * @property {() => Node[]} data the controls of all saves
 * @property {(id: string) => HTMLElement | null} languages their picker, if there are several
 */
/** @typedef {"reading" | "sound" | "access" | "data"} Tab */

/** @param {Prefs} prefs puts them into force */
export function applyPrefs(prefs) {
  const root = document.documentElement;
  root.dataset.type = prefs.type;
  root.classList.toggle("still", prefs.motion === "still");
  root.classList.toggle("contrast", prefs.contrast);
  root.classList.toggle("calm", !prefs.shake);
  setStyles(root, { "--size": prefs.size / 100, "--leading": prefs.lead / 100, "--track": `${prefs.track / 100}em`, "--box": prefs.box / 100 });
}

/** Turns the whole screen on or off, where the browser lets a page do so. */
export async function toggleFullscreen() {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  } catch {
    // the browser says no: nothing changes
  }
}

/**
 * @param {string} label
 * @param {string} id of what is labelled
 * @param {...(Node | string | null)} control
 */
function prefRow(label, id, ...control) {
  return el("div", { class: "pref" }, el("label", { for: id, id: `label-${id}` }, label), el("div", { class: "pref-control" }, control));
}

/** The rows of a panel, tied to what they change. */
class Rows {
  /**
   * @param {Prefs} prefs
   * @param {(change: Partial<Prefs>) => void} set
   */
  constructor(prefs, set) {
    this.prefs = /** @type {any} */ (prefs);
    this.set = set;
  }

  /**
   * @param {string} key
   * @param {string} label
   * @param {[number, number, number]} range lowest, highest, step
   * @param {(value: number) => string} words
   * @param {Node | null} [more]
   */
  slide(key, label, [min, max, step], words = (v) => `${v} %`, more = null) {
    const id = `pref-${key}`;
    const value = this.prefs[key];
    const shown = el("output", { for: id }, words(value));
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "range", id, min, max, step, value, "aria-valuetext": words(value), oninput: () => {
      const now = Number(input.value);
      shown.textContent = words(now);
      input.setAttribute("aria-valuetext", words(now));
      fill();
      this.set({ [key]: now });
    } }));
    const thread = el("span", { class: "thread-slider" }, input);
    const fill = () => setStyles(thread, { "--at": ((Number(input.value) - min) / (max - min)).toFixed(3) });
    fill();
    return prefRow(label, id, thread, shown, more);
  }

  /**
   * @param {string} key
   * @param {string} label
   * @param {string} [note]
   */
  flag(key, label, note = "") {
    const id = `pref-${key}`;
    return prefRow(label, id, el("input", { type: "checkbox", role: "switch", class: "switch", id, checked: this.prefs[key],
      onchange: (/** @type {any} */ event) => this.set({ [key]: event.target.checked }) }), note ? el("span", { class: "pref-note" }, note) : null);
  }

  /**
   * @param {string} key
   * @param {string} label
   * @param {[string, string][]} options value, words
   */
  pick(key, label, options) {
    const name = `pref-${key}`;
    return el("div", { class: "pref" }, el("span", { id: `label-${name}` }, label),
      el("div", { class: "segments", role: "radiogroup", "aria-labelledby": `label-${name}` }, options.map(([value, words]) => {
        const id = `${name}-${value}`;
        return el("label", { class: "segment", for: id }, el("input", { type: "radio", name, id, value, checked: value === this.prefs[key],
          onchange: () => this.set({ [key]: value }) }), el("span", null, words));
      })));
  }
}

/**
 * @param {Rows} rows
 * @returns {Node[]}
 */
function textRows(rows) {
  return [
    rows.slide("size", WORDS.size, [80, 200, 10]), rows.slide("lead", WORDS.lead, [80, 200, 10]), rows.slide("track", WORDS.track, [0, 20, 1]),
    rows.pick("type", WORDS.faces, [["mind", WORDS.perMind], ["plain", WORDS.plainType], ["easy", WORDS.easyType]]),
    rows.slide("box", WORDS.box, [60, 100, 5])];
}

/** @param {string} words */
const section = (words) => el("h2", { class: "pref-title" }, words);

/**
 * @param {Rows} rows
 * @param {Desk} desk
 * @returns {Record<Tab, () => (Node | null)[]>}
 */
function tabsOf(rows, desk) {
  const seconds = (/** @type {number} */ v) => `${v} ${WORDS.seconds}`;
  const volume = (/** @type {string} */ key, /** @type {string} */ label) => rows.slide(key, label, [0, 100, 5], undefined,
    button(WORDS.test, () => desk.test(key), { class: "button small", "data-test": key, "aria-label": `${WORDS.test}: ${label}` }));
  const languages = desk.languages("pref-language");
  return {
    reading: () => [
      section(WORDS.reading), languages && prefRow(WORDS.language, "pref-language", languages), rows.slide("speed", WORDS.speed, [4, 120, 4], (v) => (v >= 120 ? WORDS.instant : `${v} ${WORDS.letters}`)), rows.slide("auto", WORDS.autoTime, [0, 6, 0.5], seconds),
      ...textRows(rows),
      section(WORDS.skipTitle), rows.pick("skip", WORDS.skipWhat, [["read", WORDS.skipRead], ["all", WORDS.skipAll]]), rows.flag("after", WORDS.skipAfter), rows.flag("trans", WORDS.trans),
      section(WORDS.display), el("div", { class: "pref" }, el("span", null, WORDS.fullscreen), el("div", null, button(`${WORDS.on} / ${WORDS.off}`, toggleFullscreen, { class: "button small", "data-fullscreen": true, "aria-label": WORDS.fullscreen }))),
      rows.pick("wheel", WORDS.wheel, [["back", WORDS.wheelBack], ["history", WORDS.wheelHistory]])],
    sound: () => [
      section(WORDS.soundTab), volume("main", WORDS.main), volume("music", WORDS.music), volume("sound", WORDS.sound), volume("voices", WORDS.voices), volume("ui", WORDS.ui),
      rows.flag("mute", WORDS.mute), rows.flag("mono", WORDS.mono)],
    access: () => accessRows(rows, desk),
    data: () => [section(WORDS.dataTab), ...desk.data()],
  };
}

/**
 * @param {Rows} rows
 * @param {Desk} desk
 */
function accessRows(rows, desk) {
  const voices = speechOf()?.getVoices() ?? [];
  const select = el("select", { id: "pref-voice", onchange: (/** @type {any} */ event) => rows.set({ voice: event.target.value }) },
    [WORDS.voiceAny, ...voices.map((one) => one.name)].map((name, i) => el("option", { value: i ? name : "", selected: i > 0 && name === rows.prefs.voice }, name)));
  return [
    section(WORDS.senses), rows.flag("contrast", WORDS.contrast), rows.pick("motion", WORDS.motion, [["full", WORDS.full2], ["still", WORDS.still]]),
    rows.flag("shake", WORDS.shake, WORDS.shakeNote), rows.flag("plain", WORDS.plainRead, WORDS.plainNote),
    section(WORDS.voiceTitle), ...(speechOf() ? [rows.flag("speech", WORDS.speech),
      prefRow(WORDS.voice, "pref-voice", select, button(WORDS.test, () => desk.voice.say(WORDS.testVoice, true), { class: "button small", "data-test": "speech", "aria-label": `${WORDS.test}: ${WORDS.voice}` })),
      rows.slide("rate", WORDS.rate, [50, 300, 10]), rows.slide("drop", WORDS.drop, [0, 100, 10]), rows.flag("wait", WORDS.wait)] : [el("p", { class: "pref-note" }, WORDS.noVoice)]),
    section(WORDS.input), rows.flag("keys", WORDS.letterKeys)];
}

/**
 * A line as it will look and arrive, with a face in the light of its mind.
 * @param {Desk} desk
 */
function previewOf({ book, mind, prefs }) {
  const line = el("p", { class: "line" });
  const who = mind ?? (book.looks.length ? 0 : -1);
  const preview = el("div", { class: "preview" }, thumbnail(book, who, null), el("div", { class: "preview-words" },
    who < 0 ? null : el("div", { class: "name", dir: "auto" }, mindName(book, who)), line));
  wear(preview, lookFor(book, who));
  /** @type {import("./text.mjs").Typing | null} */
  let typing = null;
  const show = () => {
    typing?.stop();
    line.replaceChildren();
    /** @type {import("./text.mjs").Piece[]} */
    const pieces = [];
    write(line, [WORDS.preview], pieces);
    typing = typewrite(pieces, prefs.speed, () => {});
  };
  show();
  return { preview, show };
}

/**
 * @param {Desk} desk
 * @param {() => void} show
 * @returns {(change: Partial<Prefs>) => void}
 */
function setter({ prefs, changed }, show) {
  return (change) => {
    Object.assign(prefs, change);
    if (prefs.speed >= 120) prefs.speed = 0;
    applyPrefs(prefs);
    keepPrefs(prefs);
    changed();
    show();
  };
}

/**
 * @param {Desk} desk
 * @param {Tab} tab
 */
export function openPrefs(desk, tab) {
  const { prefs } = desk;
  const { preview, show } = previewOf(desk);
  const set = setter(desk, show);
  const tabs = tabsOf(new Rows(new Proxy(prefs, { get: (all, key) => (key === "speed" ? all.speed || 120 : Reflect.get(all, key)) }), set), desk);
  const names = /** @type {[Tab, string][]} */ ([["reading", WORDS.reading], ["sound", WORDS.soundTab], ["access", WORDS.accessTab], ["data", WORDS.dataTab]]);
  const columns = el("div", { class: "prefs-columns" });
  const fill = () => columns.replaceChildren(el("div", { class: "prefs" }, names.map(([name]) =>
    el("section", { class: name === tab ? "prefs-page on" : "prefs-page", role: "tabpanel", "aria-labelledby": `tab-${name}`, "data-page": name }, tabs[name]()))), preview);
  const row = tabRow(WORDS.prefs, names, tab, (name) => {
    tab = /** @type {Tab} */ (name);
    for (const page of columns.querySelectorAll(".prefs-page")) page.classList.toggle("on", /** @type {HTMLElement} */ (page).dataset.page === name);
  });
  fill();
  openPanel("prefs", WORDS.prefs, [columns, el("div", { class: "row" }, button(WORDS.defaults, () => {
    set({ ...defaultPrefs(), language: prefs.language });
    fill();
  }, { "data-defaults": true }))], row).addEventListener("close", desk.closed);
}

/**
 * What helps somebody to read at all, on one page, with a way to start over in speech.
 * @param {Desk} desk
 */
export function openAccess(desk) {
  const { preview, show } = previewOf(desk);
  const set = setter(desk, show);
  const rows = new Rows(desk.prefs, set);
  const list = el("div", { class: "prefs" });
  const fill = () => list.replaceChildren(section(WORDS.textTitle), ...textRows(rows), ...accessRows(rows, desk));
  const spoken = () => {
    set({ ...defaultPrefs(), language: desk.prefs.language, speech: true });
    fill();
    desk.voice.say(WORDS.testVoice);
  };
  fill();
  const dialog = openPanel("access", WORDS.access, [el("div", { class: "prefs-columns" }, list, preview),
    el("div", { class: "row" }, button(WORDS.defaultsVoice, spoken, { "data-defaults": true }))]);
  dialog.addEventListener("close", desk.closed);
  onKeys(dialog, (event) => {
    if (event.key.toLowerCase() === "r" && desk.prefs.keys && !event.ctrlKey && !event.metaKey && !event.altKey) spoken();
  });
}
