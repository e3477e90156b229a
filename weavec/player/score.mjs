/**
 * The score: which notes sound when. In: names (of minds, of music) and the number of a step. Out: notes, the same for
 * the same names everywhere. All minds of a story share seven notes; each has five of them, with its own first one, so
 * that any of them can be woven together. Nothing here makes a sound.
 */

import { diceOf } from "./dice.mjs";

/**
 * @typedef {object} Motif how a mind, or a music of some name, sounds
 * @property {string} name
 * @property {number} root the lowest of its notes, as MIDI counts them
 * @property {number[]} notes five of them, in half tones above the root
 * @property {number[]} figure which of these its melody touches, one after another, over two octaves
 * @property {number} beat seconds to the next step
 * @property {number} density how many of its steps sound, 0..1
 * @property {[OscillatorType, number]} wave
 * @property {number} bright how much of its colour is heard, in hertz
 */
/** @typedef {{key: string, music: string | null, bed: Motif, voices: Motif[]}} Score `key` says what it is made of */
/** @typedef {{late: number, wave: OscillatorType, hz: number, cents: number, level: number, length: number, voice: number}} Note `late` in seconds */

const FIVE = [0, 2, 4, 7, 9];
/** Waves, and what makes them equally loud. */
const WAVES = /** @type {[OscillatorType, number][]} */ ([["triangle", 0.9], ["sine", 1], ["sawtooth", 0.35], ["square", 0.3]]);

/**
 * @param {string} name
 * @param {number} [place] among the cast; without one it is a music that stands for itself
 * @param {string} [key] which seven notes the cast shares
 * @returns {Motif}
 */
export function motifOf(name, place, key = name) {
  const dice = diceOf(`motif ${name}`);
  const whole = (/** @type {number} */ n) => Math.floor(dice.next() * n);
  const at = (place === undefined ? whole(15) : place * 7) % 15;
  const first = FIVE[at % 5];
  let step = whole(6);
  return {
    name,
    root: 45 + ((Math.floor(diceOf(`key ${key}`).next() * 12) + [0, 5, 7][Math.floor(at / 5)] + first) % 12),
    notes: FIVE.map((_, i) => (FIVE[(at + i) % 5] - first + 12) % 12),
    figure: Array.from({ length: 5 + whole(4) }, () => {
      step = Math.abs(step + dice.pick([-2, -1, 1, 2])) % 9;
      return step;
    }),
    beat: dice.span(0.34, 0.7), density: dice.span(0.3, 0.65), wave: WAVES[(place ?? at) % 4], bright: dice.span(700, 2400),
  };
}

/**
 * What is to sound, or null for silence. Music that is named after a mind is that mind's own.
 * @param {readonly string[]} cast the ids of all minds
 * @param {string | null} music as the stage keeps it
 * @param {readonly number[]} minds who is dreaming now; where it is nobody, that is a voice, too
 * @returns {Score | null}
 */
export function scoreOf(cast, music, minds) {
  if (music === "off") return null;
  const own = (/** @type {number} */ mind) => motifOf(cast[mind] ?? "", mind < 0 ? cast.length : mind, cast.join());
  const named = cast.indexOf(music ?? "");
  const voices = minds.map(own);
  const bed = music === null ? (voices[0] ?? own(-1)) : named < 0 ? motifOf(music) : own(named);
  return { key: `${music} ${minds}`, music, bed, voices: voices.length ? voices : [bed] };
}

/** @param {number} clarity 0..1 @returns {number} cents by which the low voices drift apart */
export function detuneOf(clarity) {
  return 60 - 55 * clarity;
}

/**
 * The low voices: two consonant notes over the root.
 * @param {Motif} bed
 */
export function dronesOf({ root, notes }) {
  return [0, notes.includes(7) ? 7 : 5, 12].map((up) => hertz(root + up));
}

/**
 * How loud a low voice becomes during the eight steps after one: they come and go, each at its own pace.
 * @param {number} i
 * @param {number} step
 */
export function swellOf(i, step) {
  return (2 + Math.sin(step * (i + 1.3))) / (i + 3);
}

/** @param {number} note */
function hertz(note) {
  return 440 * 2 ** ((note - 69) / 12);
}

/**
 * The note of a step, if it has one. Where music is written, its notes are played, in the manner of the minds. Voices take turns, as threads do; the more torn the dream, the more they stray
 * from pitch and time.
 * @param {Score} score
 * @param {number} step
 * @param {number} clarity 0..1
 * @returns {Note | null}
 */
export function noteAt({ music, bed, voices }, step, clarity) {
  const count = voices.length;
  const voice = step % count;
  const { name, figure, density, wave: [wave, loud] } = voices[voice];
  const { root, notes } = music ? bed : voices[voice];
  const dice = diceOf(`note ${bed.name} ${name} ${step}`);
  if (dice.next() > density * Math.min(1.5, 0.8 + count / 5)) return null;
  const degree = figure[((step - voice) / count) % figure.length];
  const blur = 1 - clarity;
  return {
    wave, hz: hertz(root + 12 + notes[degree % 5] + (degree > 4 ? 12 : 0)), level: loud * dice.span(0.5, 1), length: dice.span(1.2, 2.6),
    cents: blur * dice.span(-40, 40), late: blur * bed.beat * dice.span(0, 0.6), voice,
  };
}
