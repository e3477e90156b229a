/**
 * The instruments. In: a Web Audio context, what is to sound, volumes. Out: sound, made of oscillators and noise, or an
 * author's file. Every change is a ramp, and whatever was started ends. `pump` has to be called about twice a second.
 *
 * @import {Prefs} from "./memory.mjs"
 * @import {Score} from "./score.mjs"
 */

import { diceOf } from "./dice.mjs";
import { detuneOf, dronesOf, noteAt, swellOf } from "./score.mjs";

/** @typedef {"music" | "sound" | "voices" | "ui"} Channel */
/** @typedef {(channel: Channel, name: string) => Promise<ArrayBuffer> | null} FileFor an author's own file of that name, if there is one */
/** @typedef {{score: Score, clarity: number}} Wanted */
/** @typedef {ReturnType<typeof makeSynth>} Synth */
/**
 * @typedef {object} Part music that plays
 * @property {Score} score
 * @property {GainNode} out
 * @property {boolean} [file] whether it is the author's
 * @property {(OscillatorNode | AudioBufferSourceNode)[]} sources what has to be stopped: the low voices, or the file
 * @property {GainNode[]} swells how loud the low voices are
 * @property {AudioNode[]} doors where the notes of each voice go in
 * @property {number} [clarity]
 * @property {number} step
 * @property {number} next when that step is, in seconds
 */

const CHANNELS = /** @type {const} */ (["music", "sound", "voices", "ui"]);
/** How loud the low voices and the plucked ones are. */
const DRONE = 0.1;
const PLUCK = 0.24;
/** Seconds that are planned ahead. */
const AHEAD = 1.6;
/** How fast one music gives way to another: nearly all of it in two seconds. */
const FADE = 0.6;

/**
 * @typedef {[number, number, number, number, number, number?, number?]} Stroke noise (1) or tones (0), hertz from and to,
 *   seconds of rise and in all, how often, seconds between
 */

/** @type {[string, Stroke][]} strokes by words of names */
const NOISES = [
  ["door|gate|lock|knock", [1, 320, 90, 0.01, 0.4]],
  ["bell|clock|gong", [0, 523, 523, 0.01, 3]],
  ["phone|call|alarm", [0, 1000, 1200, 0.01, 0.1, 6, 0.15]],
  ["step|footstep", [1, 400, 100, 0.01, 0.2, 2, 0.5]],
  ["glass|ice|coin|key", [0, 2300, 2600, 0.01, 0.5, 3, 0.07]],
  ["thunder|storm|blast", [1, 140, 45, 0.1, 3]],
  ["rain|water|sea|fire", [1, 1900, 900, 0.6, 3]],
  ["wind|breath|train", [1, 260, 620, 1, 3]],
  ["crowd|applause|cheer", [1, 420, 700, 0.5, 2, 3, 0.4]],
  ["heart|drum", [0, 80, 40, 0.01, 0.3, 4, 0.5]],
];

/**
 * The stroke of a sound: of the family that a word of its name belongs to, else of one by chance, always the same.
 * @param {string} name
 * @returns {Stroke}
 */
export function strokeOf(name) {
  const dice = diceOf(`sound ${name}`);
  const high = dice.span(0.85, 1.2);
  const [, [kind, from, to, ...rest]] = NOISES.find(([words]) => RegExp(`(^|_)(${words})s?(_|\\d|$)`, "i").test(name)) ?? dice.pick(NOISES);
  return [kind, from * high, to * high, ...rest];
}

/**
 * @param {AudioNode} to
 * @param {number} [value]
 */
function gainTo(to, value = 0) {
  const node = to.context.createGain();
  node.gain.value = value;
  node.connect(to);
  return node;
}

/**
 * @param {GainNode} node
 * @param {number} value
 * @param {number} [time]
 */
function ease({ gain, context }, value, time = FADE) {
  gain.setTargetAtTime(value, context.currentTime, time);
}

/**
 * @param {AudioNode} to
 * @param {OscillatorType} type
 * @param {number} hz
 * @param {number} [cents]
 */
function pipe(to, type, hz, cents = 0) {
  const source = to.context.createOscillator();
  source.type = type;
  source.frequency.value = hz;
  source.detune.value = cents;
  source.connect(to);
  return source;
}

/**
 * @param {AudioNode} to
 * @param {AudioBuffer} buffer
 */
function tape(to, buffer) {
  const source = to.context.createBufferSource();
  source.buffer = buffer;
  source.connect(to);
  return source;
}

/** @type {AudioBuffer | null} noise, made when it is first needed, longer than any stroke */
let hiss = null;

/** @param {AudioNode} to */
function noise(to) {
  if (!hiss) {
    const { span } = diceOf("noise");
    hiss = to.context.createBuffer(1, 144000, 44100);
    hiss.copyToChannel(Float32Array.from({ length: 144000 }, () => span(-1, 1)), 0);
  }
  return tape(to, hiss);
}

/**
 * What sounds in here swells and fades.
 * @param {AudioNode} to
 * @param {number} at
 * @param {number} rise
 * @param {number} length
 * @param {number} level
 */
function breath(to, at, rise, length, level) {
  const shape = gainTo(to);
  shape.gain.setValueAtTime(0, at);
  shape.gain.linearRampToValueAtTime(level, at + rise);
  shape.gain.exponentialRampToValueAtTime(0.0001, at + length);
  return shape;
}

/**
 * @param {AudioScheduledSourceNode} source
 * @param {number} till
 * @param {AudioNode} node of no more use when the source has ended
 */
function end(source, till, node) {
  source.stop(till);
  source.onended = () => node.disconnect();
}

/**
 * Each stroke is two layers, one of them high and soft. Low noise has to be louder to be heard as well.
 * @param {AudioNode} to
 * @param {Stroke} stroke
 */
function strike(to, [kind, from, last, rise, length, times = 1, gap = 0]) {
  for (let i = 0; i < times * 2; i += 1) {
    const at = to.context.currentTime + 0.02 + gap * (i >> 1);
    const high = i % 2 ? 2.4 : 1;
    const shape = breath(to, at, rise, length / high, (kind ? 9 / Math.sqrt(from) : 0.2) / high);
    const band = to.context.createBiquadFilter();
    const source = kind ? noise(band) : pipe(shape, "sine", from);
    const { frequency } = kind ? band : /** @type {OscillatorNode} */ (source);
    band.type = "bandpass";
    band.connect(shape);
    frequency.setValueAtTime(from * high, at);
    frequency.exponentialRampToValueAtTime(last * high, at + length);
    source.start(at);
    end(source, at + length / high, shape);
  }
}

/**
 * The low voices begin, and the doors open for the others.
 * @param {Part} part
 */
function strum({ score: { music, bed, voices }, out, sources, swells, doors }) {
  const { context } = out;
  const color = context.createBiquadFilter();
  color.frequency.value = bed.bright;
  color.connect(out);
  for (const hz of dronesOf(bed)) {
    const swell = gainTo(color);
    const source = pipe(swell, "triangle", hz);
    swells.push(swell);
    source.start();
    sources.push(source);
  }
  voices.forEach((_, i) => {
    const door = context.createStereoPanner();
    door.pan.value = ((i + 0.5) / voices.length - 0.5) * 1.2;
    door.connect(color);
    doors.push(door);
  });
  ease(out, music ? 1 : 0.6);
}

/**
 * Plans the notes of the next seconds.
 * @param {Part} part
 * @param {number} clarity
 */
function plan(part, clarity) {
  const { score, out, sources, swells, doors } = part;
  const { bed } = score;
  const now = out.context.currentTime;
  if (part.clarity !== clarity) sources.forEach(({ detune }, i) => detune.setTargetAtTime((i - 1) * detuneOf(clarity), now, FADE));
  part.clarity = clarity;
  while (part.next < now + AHEAD) {
    const { step } = part;
    const next = Math.max(part.next, now + 0.05); // a page that was held up plays no heap of notes
    const note = noteAt(score, step, clarity);
    if (step % 8 === 0) swells.forEach((node, i) => ease(node, swellOf(i, step) * DRONE, 2 * bed.beat));
    if (note) {
      const at = next + note.late;
      const shape = breath(doors[note.voice], at, 0.012, note.length, note.level * PLUCK);
      const source = pipe(shape, note.wave, note.hz, note.cents);
      source.start(at);
      end(source, at + note.length, shape);
    }
    part.step += 1;
    part.next = next + bed.beat;
  }
}

/** @param {Part} part fades out, then nothing is left of it */
function fadeOut({ out, sources }) {
  ease(out, 0);
  for (const source of sources) end(source, out.context.currentTime + 10 * FADE, out);
  if (!sources.length) out.disconnect();
}

/**
 * @param {BaseAudioContext} ctx
 * @param {FileFor} fileFor
 */
export function makeSynth(ctx, fileFor) {
  const press = ctx.createDynamicsCompressor();
  const main = gainTo(ctx.destination);
  const echo = ctx.createDelay();
  const buses = /** @type {Record<string, GainNode>} */ (Object.fromEntries(CHANNELS.map((name) => [name, gainTo(press)])));
  press.connect(main);
  main.channelCountMode = "explicit";
  echo.delayTime.value = 0.42;
  echo.connect(gainTo(echo, 0.36));
  echo.connect(gainTo(buses.music, 0.3));
  const soft = gainTo(buses.ui, 0.2);
  let part = /** @type {Part | null} */ (null);
  let loud = false;
  let free = 0;

  /**
   * @param {Channel} channel
   * @param {string | null} name
   * @param {AudioNode} to
   * @param {(source: AudioBufferSourceNode) => void} use what the author's file is played with
   * @param {() => void} made what is done if there is none, or none that can be read
   * @returns {boolean} whether there is a file
   */
  const load = (channel, name, to, use, made) => {
    const file = name ? fileFor(channel, name) : null;
    if (file) file.then((data) => ctx.decodeAudioData(data)).then((buffer) => use(tape(to, buffer))).catch(made);
    else made();
    return file !== null;
  };

  const begin = (/** @type {Score} */ score) => {
    const out = gainTo(buses.music);
    /** @type {Part} */
    const mine = { score, out, sources: [], swells: [], doors: [], step: 0, next: 0 };
    part = mine;
    mine.file = load("music", score.music, out, (source) => {
      if (part !== mine) return;
      source.loop = true;
      source.start();
      mine.sources.push(source);
      ease(out, 1);
    }, () => {
      if (part !== mine) return;
      mine.file = false;
      out.connect(echo);
      strum(mine);
    });
  };

  return {
    /**
     * Lets what is wanted play on. Music changes at most once a second, however fast wishes change.
     * @param {Wanted | null} wanted
     */
    pump: (wanted) => {
      const score = loud && wanted ? wanted.score : null;
      if (part?.score.key !== score?.key && !(part?.file && part.score.music === score?.music) && ctx.currentTime >= free) {
        free = ctx.currentTime + 1;
        if (part) fadeOut(part);
        part = null;
        if (score) begin(score);
      }
      if (part && !part.file) plan(part, wanted?.clarity ?? 1);
    },
    volumes: (/** @type {Prefs} */ prefs) => {
      for (const name of CHANNELS) ease(buses[name], (prefs[name] / 100) ** 2, 0.03);
      ease(main, prefs.mute ? 0 : 0.8 * (prefs.main / 100) ** 2, 0.03);
      main.channelCount = prefs.mono ? 1 : 2;
      loud = prefs.music > 0;
    },
    /** A sound, once: the author's, else one that fits its name. */
    once: (/** @type {string} */ name) => void load("sound", name, buses.sound, (source) => source.start(), () => strike(buses.sound, strokeOf(name))),
    /** What the interface itself says: that something was chosen, or that it went on. */
    tick: (/** @type {boolean} */ chosen) => strike(soft, [0, chosen ? 880 : 1500, 880, 0.01, chosen ? 0.4 : 0.06]),
    /** Lets a volume be heard: the same bell in each, so that they can be compared. */
    test: (/** @type {string} */ channel) => strike(buses[channel] ?? press, strokeOf("bell")),
  };
}
