/** The score as data, and the instruments on a context that only counts: the same notes always, and nothing left over. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { detuneOf, dronesOf, motifOf, noteAt, scoreOf } from "../../weavec/player/score.mjs";
import { makeSynth, strokeOf } from "../../weavec/player/synth.mjs";

const CAST = ["elena", "jax", "orion", "nora"];
const FULL = /** @type {any} */ ({ main: 100, music: 100, sound: 100, voices: 100, ui: 100, mute: false, mono: false });

/**
 * The notes of some steps.
 * @param {any} score
 * @param {number} steps
 */
function notesOf(score, steps, clarity = 1) {
  return Array.from({ length: steps }, (_, step) => noteAt(score, step, clarity)).filter((note) => note !== null);
}
/** @param {number} hz of a note, as a key of a keyboard */
const keyOf = (hz) => Math.round(69 + 12 * Math.log2(hz / 440));
/** @param {any} score @param {number} voice */
const keysOf = (score, voice = 0) => new Set(notesOf(score, 600).filter((note) => note.voice === voice).map((note) => keyOf(note.hz) % 12));
/** @param {string | null} music @param {number[]} minds */
const score = (music, minds, cast = CAST) => /** @type {any} */ (scoreOf(cast, music, minds));

test("the same names play the same notes, others play others", () => {
  assert.deepEqual(notesOf(score("promise", [1]), 64), notesOf(score("promise", [1]), 64));
  const heard = [["promise", [1]], ["rain", [1]], ["promise", [2]], [null, [1]], [null, [2]], [null, []]].map(([music, minds]) =>
    JSON.stringify(notesOf(score(/** @type {any} */ (music), /** @type {any} */ (minds)), 64)));
  assert.equal(new Set(heard).size, heard.length);
  const names = Array.from({ length: 400 }, (_, i) => JSON.stringify({ ...motifOf(`song_${i}`), name: "" }));
  assert.equal(new Set(names).size, 400);
  assert.equal(scoreOf(CAST, "off", [1]), null);
});

test("notes are in range, on five notes, and come at a walking pace", () => {
  for (let i = 0; i < 200; i += 1) {
    const own = score(`music_${i}`, []);
    const { notes, root, beat, density, bright, figure } = own.bed;
    assert.equal(new Set(notes).size, 5);
    for (const a of notes) for (const b of notes) assert.ok(![1, 11].includes(Math.abs(a - b)), `no half tones side by side: ${notes}`);
    assert.ok(root >= 45 && root <= 56 && beat >= 0.34 && beat <= 0.7 && density >= 0.3 && density <= 0.65 && bright >= 700 && bright <= 2400);
    assert.ok(new Set(figure).size >= 2 && figure.every((/** @type {number} */ one) => one >= 0 && one <= 8));
    assert.equal(dronesOf(own.bed).length, 3);
    const found = notesOf(own, 64);
    assert.ok(found.length >= 8 && found.length <= 60, `${found.length} of 64`);
    for (const note of found) {
      assert.ok(note.hz > 200 && note.hz < 1600 && note.level > 0 && note.level <= 1 && note.length <= 2.6);
      assert.ok(notes.includes((keyOf(note.hz) - root) % 12), "on its notes");
      assert.equal(Math.abs(note.late) + Math.abs(note.cents), 0, "a clear mind is in time and in tune");
    }
  }
});

test("minds of one story differ, and share seven notes", () => {
  for (const count of [1, 2, 4, 9]) {
    const cast = Array.from({ length: count }, (_, i) => `mind_${i}`);
    const motifs = cast.map((_, i) => score(null, [i], cast).bed);
    assert.equal(new Set(motifs.map(({ root, notes }) => `${root} ${notes}`)).size, count);
    const all = new Set(motifs.flatMap(({ root, notes }) => notes.map((/** @type {number} */ one) => (root + one) % 12)));
    assert.ok(all.size <= 7, `${all.size} notes for ${count} minds`);
  }
  assert.equal(new Set(CAST.map((_, i) => score(null, [i]).bed.wave[0])).size, 4, "four minds, four waves");
});

test("a merge weaves the notes of all its members, a written music in its own key", () => {
  const merged = score(null, [0, 1, 2, 3]);
  for (const [i] of CAST.entries()) {
    const alone = keysOf(score(null, [i]));
    assert.ok(alone.size >= 2);
    assert.deepEqual([...keysOf(merged, i)].sort(), [...alone].sort(), CAST[i]);
  }
  const promise = score("promise", [0, 1, 2, 3]);
  for (const [i] of CAST.entries()) for (const key of keysOf(promise, i)) assert.ok(promise.bed.notes.includes((key - promise.bed.root + 120) % 12));
  assert.deepEqual(score("promise", [2]).bed, promise.bed, "the same name, whoever dreams");
  assert.deepEqual(score("jax", [2]).bed, score(null, [1]).bed, "a mind's name is that mind's music");
});

test("less clarity is more drift, in pitch and in time", () => {
  assert.deepEqual([1, 0.5, 0].map(detuneOf), [5, 32.5, 60]);
  const widest = [1, 0.6, 0.2, 0].map((clarity) => {
    const all = notesOf(score("promise", [0, 1, 2, 3]), 200, clarity);
    return [Math.max(...all.map((note) => Math.abs(note.cents))), Math.max(...all.map((note) => note.late))];
  });
  for (let i = 1; i < widest.length; i += 1) for (const part of [0, 1]) assert.ok(widest[i][part] > widest[i - 1][part]);
  assert.ok(widest[3][0] > 30 && widest[3][0] <= 40);
});

test("a sound is known by a word of its name", () => {
  const kinds = Object.fromEntries(["door", "cell_door", "doors", "door2", "bell", "train", "window", "wind", "rain", "Thunder", "glass"].map((name) => [name, strokeOf(name).slice(3).join()]));
  assert.deepEqual([kinds.cell_door, kinds.doors, kinds.door2], [kinds.door, kinds.door, kinds.door]);
  assert.notEqual(kinds.wind, kinds.rain);
  assert.equal(kinds.train, kinds.wind, "a train is not rain");
  assert.deepEqual(strokeOf("xyzzy"), strokeOf("xyzzy"));
  assert.notDeepEqual(strokeOf("cell_door"), strokeOf("door"), "two doors are not quite the same");
  assert.ok(new Set(Array.from({ length: 60 }, (_, i) => strokeOf(`q${i}`).slice(3).join())).size >= 5, "names without a known word differ");
});

/** A context that makes no sound: it keeps count of what is connected and of what was started and not ended. */
class Counting {
  constructor() {
    this.currentTime = 0;
    this.destination = this.node();
    /** @type {Set<any>} */
    this.running = new Set();
    this.notes = 0;
  }

  /** @returns {any} */
  node() {
    const param = () => ({ value: 0, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {}, setTargetAtTime() {} });
    /** @type {any} */
    const made = { context: this, inputs: new Set(), to: new Set(), gain: param(), frequency: param(), detune: param(), pan: param(), delayTime: param(), threshold: param(), ratio: param(),
      connect: (/** @type {any} */ other) => {
        other.inputs.add(made);
        made.to.add(other);
        return other;
      },
      disconnect: () => {
        for (const other of made.to) other.inputs.delete(made);
        made.to.clear();
      },
      start: () => {
        this.notes += 1;
        this.running.add(made);
      },
      stop: (/** @type {number} */ at) => {
        made.till = at;
      } };
    return made;
  }

  createBuffer() {
    return { copyToChannel() {} };
  }

  async decodeAudioData(/** @type {ArrayBuffer} */ data) {
    if (!data.byteLength) throw new Error("no sound");
    return { length: 1 };
  }

  /** @param {number} seconds */
  pass(seconds) {
    this.currentTime += seconds;
    for (const source of this.running) {
      if (!(source.till <= this.currentTime)) continue;
      this.running.delete(source);
      source.onended?.();
    }
  }

  /** How many nodes lead to the reader's ear. */
  reach() {
    const seen = new Set([this.destination]);
    for (const node of seen) for (const input of node.inputs) seen.add(input);
    return seen.size;
  }
}
for (const kind of ["Gain", "DynamicsCompressor", "Delay", "BiquadFilter", "StereoPanner", "Oscillator", "BufferSource"]) {
  /** @type {any} */ (Counting.prototype)[`create${kind}`] = Counting.prototype.node;
}

/** @param {(channel: string, name: string) => Promise<ArrayBuffer> | null} [fileFor] */
function counted(fileFor = () => null) {
  const ctx = new Counting();
  const synth = makeSynth(/** @type {any} */ (ctx), fileFor);
  synth.volumes(FULL);
  const play = (/** @type {string | null} */ music, /** @type {number[]} */ minds = [], clarity = 1) => {
    const now = scoreOf(CAST, music, minds);
    synth.pump(now && { score: now, clarity });
  };
  return { ctx, synth, play };
}

test("ten thousand steps leave nothing behind", () => {
  const { ctx, synth, play } = counted();
  const idle = ctx.reach();
  let most = 0;
  let running = 0;
  for (let step = 0; step < 10000; step += 1) {
    const minds = step % 90 > 80 ? [0, 1, 2, 3] : [Math.floor(step / 7) % 4];
    play(["promise", "rain", null, "off"][Math.floor(step / 50) % 4], minds, (step % 11) / 10);
    if (step % 5 === 0) synth.once(["door", "rain", "bell"][step % 3]);
    synth.tick(step % 2 === 0);
    ctx.pass(0.4);
    most = Math.max(most, ctx.reach());
    running = Math.max(running, ctx.running.size);
  }
  assert.ok(ctx.notes > 20000, `${ctx.notes} sources were started`);
  assert.ok(most < 200 && running < 90, `${most} nodes, ${running} sources at once`);
  for (let i = 0; i < 30; i += 1) {
    play("off");
    ctx.pass(0.4);
  }
  assert.deepEqual([ctx.reach(), ctx.running.size], [idle, 0]);
});

test("music changes at most once a second, and a page that was held up plays no heap of notes", () => {
  const { ctx, play } = counted();
  const idle = ctx.reach();
  for (let i = 0; i < 12; i += 1) {
    play(`song_${i}`, [0]);
    ctx.pass(0.07);
  }
  assert.ok(ctx.reach() - idle < 40, "skipping starts no dozen of musics");
  ctx.pass(5);
  play("song_11", [0]);
  ctx.pass(3000);
  const before = ctx.notes;
  play("song_11", [0]);
  assert.ok(ctx.notes - before <= 6, `${ctx.notes - before} notes at once after a long absence`);
});

test("an author's file is played instead; one that cannot be read gives way to what is made", async () => {
  /** @type {string[]} */
  const asked = [];
  const { ctx, synth, play } = counted((channel, name) => {
    asked.push(`${channel}/${name}`);
    return name === "theme" ? Promise.resolve(new ArrayBuffer(8)) : name === "broken" ? Promise.resolve(new ArrayBuffer(0)) : null;
  });
  const settle = () => new Promise((go) => setTimeout(go, 0));
  const idle = ctx.reach();
  play("theme", [0]);
  await settle();
  assert.deepEqual([[...ctx.running].length, [...ctx.running][0].loop], [1, true]);
  play("theme", [1]);
  ctx.pass(2);
  play("theme", [1, 2], 0);
  await settle();
  assert.equal(ctx.notes, 1, "another mind does not begin the file again");
  play("broken", [0]);
  await settle();
  play("broken", [0]);
  assert.ok(ctx.running.size > 3, "low voices and notes");
  synth.once("theme");
  await settle();
  assert.deepEqual(asked, ["music/theme", "music/broken", "sound/theme"]);
  for (let i = 0; i < 30; i += 1) {
    play("off");
    ctx.pass(0.4);
  }
  assert.ok([...ctx.running].every((source) => !source.loop), "loops end");
  assert.ok(ctx.reach() <= idle + 1);
});
