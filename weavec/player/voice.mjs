/**
 * The page's own voice, by the browser's speech. In: what is announced, and what gets the focus. Out: speech, if the
 * reader wants it; Esc or going on stops it.
 *
 * @import {Prefs} from "./memory.mjs"
 */

import { WORDS } from "./words.mjs";

/**
 * @typedef {object} Voice
 * @property {(text: string, always?: boolean) => void} say after what is being said; `always` even with self-voicing off
 * @property {() => boolean} hush stops; whether there was anything to stop
 * @property {(go: () => void) => void} whenQuiet calls at once, or when the last word was said
 */

/** @returns {SpeechSynthesis | null} */
export function speechOf() {
  return window.speechSynthesis ?? null;
}

/**
 * @param {Prefs} prefs
 * @param {() => void} changed called when it begins to speak and when it is quiet again
 * @returns {Voice & {speaking: () => boolean}}
 */
export function makeVoice(prefs, changed) {
  let waiting = 0;
  let turn = 0;
  /** @type {(() => void)[]} */
  let after = [];
  const quiet = () => {
    const calls = after;
    after = [];
    waiting = 0;
    changed();
    for (const call of calls) call();
  };
  const hush = () => {
    const was = waiting > 0;
    turn += 1;
    after = [];
    if (was) {
      speechOf()?.cancel();
      quiet();
    }
    return was;
  };
  const tell = (/** @type {Event} */ event) => {
    if (!prefs.speech || !(event.target instanceof HTMLElement) || event.target.tabIndex < 0) return;
    hush();
    voice.say(nameOf(event.target));
  };
  document.addEventListener("focusin", tell);
  document.addEventListener("change", tell);
  const voice = {
    hush,
    say: (/** @type {string} */ text, always = false) => {
      const speech = speechOf();
      if (!speech || !text.trim() || !(prefs.speech || always)) return;
      const said = new SpeechSynthesisUtterance(text);
      const mine = turn;
      said.lang = document.documentElement.lang;
      said.voice = speech.getVoices().find((one) => one.name === prefs.voice) ?? null;
      said.rate = prefs.rate / 100;
      let over = false;
      const done = () => {
        if (over || mine !== turn) return;
        over = true;
        waiting -= 1;
        if (waiting <= 0) quiet();
      };
      said.onend = done;
      said.onerror = done;
      setTimeout(done, 6000 + (text.length * 14000) / prefs.rate); // some browsers forget to say that they are done
      waiting += 1;
      if (waiting === 1) changed();
      speech.speak(said);
    },
    whenQuiet: (/** @type {() => void} */ go) => {
      if (waiting) after.push(go);
      else go();
    },
    speaking: () => waiting > 0,
  };
  return voice;
}

/**
 * What a control is called and how it stands.
 * @param {HTMLElement} node
 */
function nameOf(node) {
  const input = /** @type {HTMLInputElement} */ (node);
  const by = (node.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const name = node.getAttribute("aria-label") || by || [...(input.labels ?? [])].map((label) => label.textContent).join(" ") || node.innerText || "";
  const stand = input.type === "checkbox" ? (input.checked ? WORDS.on : WORDS.off) : input.type === "range" ? node.getAttribute("aria-valuetext") : ["text", "select-one"].includes(input.type) ? input.value : "";
  return [name, stand].filter(Boolean).join(": ");
}
