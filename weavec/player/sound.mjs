/**
 * Sound in a page. In: what the stage asks for, volumes, the reader's gestures. Out: a synth that begins at the first
 * gesture, because browsers allow no sound before, and rests while nobody can hear it. Without Web Audio, nothing.
 *
 * @import {Prefs} from "./memory.mjs"
 * @import {FileFor, Synth, Wanted} from "./synth.mjs"
 */

import { scoreOf } from "./score.mjs";
import { makeSynth } from "./synth.mjs";

/** @typedef {ReturnType<typeof makeSound>} Sound */

/**
 * @param {readonly string[]} cast the ids of all minds
 * @param {Prefs} prefs
 * @param {FileFor} [fileFor]
 */
export function makeSound(cast, prefs, fileFor = () => null) {
  let synth = /** @type {Synth | null} */ (null);
  let ctx = /** @type {AudioContext | null} */ (null);
  let wanted = /** @type {Wanted | null} */ (null);
  let volumes = prefs;
  const never = () => {};
  const heard = () => !document.hidden && !volumes.mute && volumes.main > 0;
  /** What can be heard now. Nothing is put off until the sound comes back: it would all come at once. */
  const live = () => (heard() && (ctx?.state === "running" || ctx?.currentTime === 0) ? synth : null);

  /** Runs while it is heard; else fades, then rests. */
  const settle = () => {
    if (!ctx) return;
    if (!heard()) setTimeout(() => heard() || ctx?.suspend().catch(never), 250);
    else if (ctx.state !== "running") ctx.resume().catch(never);
    synth?.volumes(document.hidden ? { ...volumes, mute: true } : volumes);
  };

  const wake = () => {
    if (!heard() || navigator.userActivation?.isActive === false) return;
    if (ctx ? ctx.state === "running" : !window.AudioContext) return;
    try {
      if (!ctx) {
        ctx = new AudioContext();
        synth = makeSynth(ctx, fileFor);
        ctx.onstatechange = settle;
        setInterval(() => live()?.pump(wanted), 400);
      }
      settle();
    } catch {
      // this browser has no sound to give
    }
  };
  for (const name of ["click", "keydown", "touchend"]) window.addEventListener(name, wake, true);
  document.addEventListener("visibilitychange", settle);

  return {
    /**
     * The music of a moment.
     * @param {string | null} music as the stage keeps it
     * @param {readonly number[]} minds who is dreaming
     * @param {number} clarity 0..1
     */
    show: (music, minds, clarity) => {
      const score = scoreOf(cast, music, minds);
      wanted = score && { score, clarity };
    },
    volumes: (/** @type {Prefs} */ now) => {
      volumes = now;
      settle();
    },
    live,
  };
}
