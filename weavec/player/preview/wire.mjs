/**
 * The wire to `weavec serve`. In: what the page was told, and what to do. Out: messages, as long as there is a preview; where
 * it has gone, it is looked for again and again, and one that was started since is found.
 *
 * @import {Ask, Message, Told} from "./types"
 */

/** Waits before the preview is looked for again, ms; the last one, for as long as it takes. */
const AGAIN = [300, 1000, 2000, 4000];
const PATIENCE = 5000;

/**
 * How it stands with the preview: `tied`; `gone`; there again, but `waiting` for a story that can be read; or there with
 * `other` story.
 * @typedef {"tied" | "gone" | "waiting" | "other"} Wired
 */

/**
 * @param {Told} told
 * @param {object} how
 * @param {(message: Message) => void} how.take
 * @param {(is: Wired) => void} how.stands
 * @param {() => void} how.fresh loads the page: the preview is another run of the same story
 * @param {() => string | null} how.story its id
 * @returns {{send: (message: Ask) => boolean, seek: () => void}} `seek`: look for it at once
 */
export function openWire(told, { take, stands, fresh, story }) {
  /** @type {WebSocket | null} */
  let wire = null;
  let tries = 0;
  let timer = 0;
  let seeking = false;
  const tie = () => {
    wire = new WebSocket(`ws://${location.host}/live?token=${told.token}&version=${told.version}`);
    wire.onopen = () => {
      tries = 0;
      stands("tied");
    };
    wire.onmessage = ({ data }) => take(JSON.parse(data));
    wire.onclose = () => {
      wire = null;
      stands("gone");
      again();
    };
  };
  const again = () => {
    clearTimeout(timer);
    timer = window.setTimeout(seek, AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
  };
  const seek = async () => {
    clearTimeout(timer);
    if (wire || seeking || document.hidden) return; // it is looked for when the page is seen again
    seeking = true;
    const there = await previewHere();
    seeking = false;
    if (there?.token === told.token) return tie();
    if (there && there.frame !== "waiting" && there.story === story()) return fresh();
    stands(!there ? "gone" : there.frame === "waiting" ? "waiting" : "other");
    again();
  };
  document.addEventListener("visibilitychange", seek);
  tie();
  return { seek, send(message) {
    if (wire?.readyState !== WebSocket.OPEN) return false;
    wire.send(JSON.stringify(message));
    return true;
  } };
}

/** @returns {Promise<Told | null>} what a page is told that is loaded here now */
async function previewHere() {
  try {
    const answer = await fetch("/", { signal: AbortSignal.timeout(PATIENCE) });
    const block = / id="weave-preview">([^<]*)</.exec(await answer.text());
    return block && JSON.parse(block[1]);
  } catch {
    return null;
  }
}
