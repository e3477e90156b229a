/** Saves: what is written can be read back exactly, and nothing else can be read at all. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { render, start, step } from "../../weavec/player/machine.mjs";
import { freeze, thaw, thinPast } from "../../weavec/player/saves.mjs";
import { readSlotText } from "../../weavec/player/shelf.mjs";
import { canonical } from "./canonical.mjs";
import { breach, choice, deepFreeze, end, everything, jump, line, merge, program, range, set } from "./programs.mjs";
import { inputsOf, numbers, restsOf } from "./walks.mjs";

/** Every state of a walk, oldest first. @param {any} story @param {number} seed @returns {any[]} */
function walk(story, seed) {
  const states = [];
  for (const { state, event } of restsOf({ start, step }, story, seed, 141, numbers(seed))) {
    assert.ok(!["fault", "refused"].includes(event.e));
    states.push(state);
  }
  return states;
}

/** Through text and back. @param {any} save @returns {any} */
const carried = (save) => JSON.parse(JSON.stringify(save));

/** @param {any} story @param {any} save @returns {any} */
const loaded = (story, save) => {
  const found = thaw(story, save);
  if ("error" in found) assert.fail(JSON.stringify(found.error));
  return found;
};

test("at every rest of random walks a save gives back the same states", () => {
  let rests = 0;
  for (const mode of ["woven", "chorus", "fragmented", "drifting"]) {
    const story = everything(mode);
    for (let seed = 0; seed < 6; seed += 1) {
      const states = walk(story, seed);
      states.forEach((state, i) => {
        const past = states.slice(0, i).reverse();
        const save = deepFreeze(carried(freeze(story, state, past)));
        const found = loaded(story, save);
        assert.equal(canonical(found.state), canonical(state));
        assert.equal(canonical(found.past), canonical(thinPast(past)));
        assert.deepEqual([found.edited, found.back, found.reset], [false, 0, []]);
        rests += 1;
      });
    }
  }
  assert.ok(rests > 500, `${rests} rests`);
});

test("the merge of the first page, in every mode, at every rest", () => {
  for (const mode of ["woven", "chorus", "fragmented", "drifting"]) {
    const story = breach(mode, 3);
    for (const state of walk(story, 5)) assert.equal(canonical(loaded(story, carried(freeze(story, state, []))).state), canonical(state));
  }
});

test("a save names things and holds no index", () => {
  const story = everything("woven");
  const states = walk(story, 1);
  const at = states.findIndex((state) => state.merge !== null && state.merge.section === 1);
  const save = carried(freeze(story, states[at], []));
  assert.deepEqual([save.weave, save.story, save.program, save.past], [1, "test", story.hash, []]);
  assert.deepEqual(save.now.main.at, ["s", "dream>all"]);
  assert.deepEqual([save.now.merge.id, save.now.merge.section, save.now.merge.now], ["dream", "all", ["jax"]]);
  assert.deepEqual(save.now.merge.strands[1], { at: ["s", "dream>all/nora"], stack: [], mind: "nora" });
  assert.deepEqual(save.now.vars.map((/** @type {any} */ pair) => typeof pair[1]), ["number", "string", "boolean", "string"]);
  assert.ok(save.now.counts.every((/** @type {any} */ pair) => pair[1] > 0));
  assert.deepEqual(save.now.stage.cast, [["mina", "calm", null, 1]]);
  assert.deepEqual(save.beats.map((/** @type {any} */ pair) => pair[0]), ["s"]);
  assert.deepEqual(save.beats[0][1].slice(0, 8), ["one", "two", "above", "h*ha*hb*hc", "*ha", "h1", "*hb", "visit-t"]);
});

test("the past is thinned, and says only what differs", () => {
  const story = everything("woven");
  const states = walk(story, 3).reverse();
  const long = [...states, ...states, ...states].slice(0, 300);
  const kept = thinPast(long);
  assert.deepEqual(kept.slice(0, 100), long.slice(0, 100));
  assert.ok(kept.length > 100 && kept.length <= 120);
  for (const far of kept.slice(100)) {
    const i = long.indexOf(far, 100);
    assert.ok(i === long.length - 1 || long[i + 1].main.at[0] !== far.main.at[0]);
  }
  const older = /** @type {any} */ (start(story, 9)[0]);
  const newer = step(story, older, { do: "next" })[0];
  const save = carried(freeze(story, newer, [older]));
  assert.deepEqual(Object.keys(save.past[0]).sort(), ["main", "n"]);
});

test("a program without a key for a place cannot be saved there", () => {
  const story = everything("woven");
  const bare = deepFreeze({ ...story, scenes: story.scenes.map((/** @type {any} */ scene) => ({ ...scene, rests: [] })) });
  assert.equal(freeze(bare, /** @type {any} */ (start(bare, 0)[0]), []), null);
});

// ------------------------------------------------------------------ what does not fit

/** @param {any} story @param {any} save @returns {string} */
function reason(story, save) {
  const found = thaw(story, deepFreeze(save));
  assert.ok("error" in found, "it was loaded");
  return found.error;
}

test("another story, a newer player, data that is no save", () => {
  const story = everything("woven");
  const save = carried(freeze(story, /** @type {any} */ (start(story, 0)[0]), []));
  assert.equal(reason(story, { ...save, story: "other" }), "story");
  assert.equal(reason(story, { ...save, story: null }), "story");
  assert.equal(reason(story, { ...save, weave: 2, more: true }), "newer");
  assert.equal(reason(story, { weave: 7 }), "newer");
  for (const bad of [null, undefined, 1, "save", [], {}, [save], { ...save, weave: 0 }, { ...save, weave: "1" }, { ...save, weave: 1.5 },
    { ...save, more: 1 }, { ...save, past: {} }, { ...save, past: Array(121).fill({}) }, { ...save, now: null }, { ...save, beats: {} },
    { ...save, beats: [["s"]] }, { ...save, program: 1 }, { ...save, now: {} }, { ...save, now: { ...save.now, more: 1 } },
    { ...save, past: [null] }, { ...save, past: [{ more: 1 }] }]) {
    assert.equal(reason(story, bad), "malformed", JSON.stringify(bad)?.slice(0, 80));
  }
});

test("a save that is too long is not parsed, and deep or broken JSON is harmless", () => {
  const story = everything("woven");
  const save = carried(freeze(story, /** @type {any} */ (start(story, 0)[0]), []));
  const text = JSON.stringify({ save });
  assert.notEqual(readSlotText(text), "broken");
  for (const bad of [text.replace("{", `{"name":"${"x".repeat(2 ** 21)}",`), "", "{", "[".repeat(1000000), "NaN", "{'weave':1}", "null", "5", "[]", "{}"]) {
    assert.equal(readSlotText(bad), "broken");
  }
  const deep = JSON.parse(`${"[".repeat(500000)}${"]".repeat(500000)}`);
  for (const field of ["now", "past", "beats", "story"]) {
    for (const hash of [save.program, "other"]) {
      const found = thaw(story, { ...save, program: hash, [field]: deep });
      assert.ok("error" in found || (hash === "other" && field === "past" && found.past.length < 2));
    }
  }
});

test("two megabytes of anything are answered at once", () => {
  const story = everything("chorus");
  const save = carried(freeze(story, /** @type {any} */ (start(story, 0)[0]), []));
  const many = (/** @type {number} */ count, /** @type {(i: number) => any} */ each) => Array.from({ length: count }, (_, i) => each(i));
  const { now } = save;
  const huge = [
    { ...save, now: { ...now, vars: many(90000, (i) => [`v${i}`, i]) } }, { ...save, now: { ...now, dice: many(400000, () => 0) } },
    { ...save, now: { ...now, stage: { ...now.stage, effects: many(90000, (i) => [`e${i}`, 1]) } } },
    { ...save, now: { ...now, stage: { ...now.stage, cast: many(90000, () => ["mina", null, null, 1]) } } },
    { ...save, now: { ...now, main: { ...now.main, stack: many(90000, () => ["s/visit-t", "jax"]) } } },
    { ...save, now: { ...now, merge: { id: "dream", section: null, now: [], queue: [], strands: many(90000, () => 0) } } },
    { ...save, past: many(120, () => ({ vars: many(700, (i) => [`v${i}`, i]) })) }, { ...save, past: many(90000, () => ({})) },
    { ...save, now: { ...now, main: { ...now.main, at: ["s", "x".repeat(2000000)] } } },
  ];
  for (const hostile of huge) {
    const before = process.cpuUsage();
    for (const edited of [false, true]) assert.ok("error" in thaw(story, edited ? { ...hostile, program: "other" } : hostile) || edited);
    assert.ok(process.cpuUsage(before).user < 1e6, "a second of the processor is far too long");
  }
});

test("names that objects know open nothing", () => {
  const story = everything("woven");
  const text = JSON.stringify(freeze(story, /** @type {any} */ (start(story, 0)[0]), []));
  const tries = [
    text.replace('"weave"', '"__proto__":{"polluted":1},"weave"'), text.replace('"main"', '"constructor":{"prototype":{"polluted":1}},"main"'),
    text.replace('"backdrop"', '"__proto__":{"polluted":1},"backdrop"'), text.replace('"at":["s"', '"at":["__proto__"'),
    text.replace(/"at":\["s","\w+"/, '"at":["s","__proto__"'), text.replace('["x",', '["__proto__",'), text.replace('"mina"', '"constructor"'),
  ];
  for (const attack of tries) {
    assert.notEqual(attack, text);
    assert.equal(reason(story, carried(JSON.parse(attack))), "malformed");
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

/** Every way to each value of some data. @param {any} data @returns {(string | number)[][]} */
function paths(data) {
  if (typeof data !== "object" || data === null) return [[]];
  return [[], ...Object.keys(data).flatMap((key) => paths(data[key]).map((path) => [key, ...path]))];
}

/** @param {any} data @param {(string | number)[]} path @param {(old: any) => any} change @returns {any} */
function changed(data, [key, ...path], change) {
  if (key === undefined) return change(data);
  const copy = Array.isArray(data) ? [...data] : { ...data };
  copy[key] = changed(data[key], path, change);
  return copy;
}

test("mutated saves are refused or give states at which the machine goes on", () => {
  let refused = 0;
  let taken = 0;
  for (const mode of ["woven", "chorus", "fragmented", "drifting"]) {
    const story = everything(mode);
    const states = walk(story, 2);
    const strange = [null, -1, 0, 1, 1.5, 1e300, "", "s", "x", "jax", "nora", "elena", "__proto__", "all", "a1", "visit-t", "*c1", "c1+", "dream>", "dream>/elena",
      "dream>/elena.", "dream>/jax@x", "h", "1", "end", [], {}, [[]], true, false];
    const roll = numbers(11);
    for (let round = 0; round < 2500; round += 1) {
      const at = roll(states.length);
      let save = carried(freeze(story, states[at], states.slice(Math.max(0, at - 2), at).reverse()));
      const edited = roll(2) === 1;
      if (edited) save.program = "other";
      for (let count = 1 + roll(2); count > 0; count -= 1) {
        const all = paths(save).filter((path) => path[0] === "now" || path[0] === "past");
        const path = all[roll(all.length)];
        save = changed(save, path, (old) =>
          Array.isArray(old) && roll(2) === 1 ? old.slice(roll(old.length + 1)) : strange[roll(strange.length)]);
      }
      const found = thaw(story, deepFreeze(save));
      if ("error" in found) {
        refused += 1;
        continue;
      }
      taken += 1;
      for (let state of [found.state, ...found.past]) {
        let rest = /** @type {any} */ (render(story, state));
        for (let i = 0; i < 40; i += 1) {
          const inputs = inputsOf(rest);
          if (inputs.length === 0) break;
          const [next, events] = step(story, deepFreeze(state), inputs[roll(inputs.length)]);
          rest = events.at(-1);
          assert.notEqual(rest.e, "refused");
          assert.ok(rest.e !== "fault" || rest.name === "bad-dice", JSON.stringify([rest, state]));
          state = next;
        }
      }
    }
  }
  assert.ok(refused > 5000 && taken > 300, `${refused} refused, ${taken} taken`);
});

// ------------------------------------------------------------------ edited stories

test("an edited story: the same place if all names hold, else an earlier rest, and what was reset", () => {
  const before = everything("woven");
  const states = walk(before, 1);
  const at = states.findIndex((state) => state.main.at[0] === 0 && state.merge === null && state.n > 3);
  const save = carried(freeze(before, states[at], states.slice(0, at).reverse()));
  const vars = [{ ...before.vars[0], lo: 3, hi: 5 }, { ...before.vars[1], words: ["peace", "war"] }, { name: "new", type: "flag", lo: 0, hi: 1, init: 1 }, before.vars[3]];
  const after = deepFreeze({ ...before, hash: "1", vars });
  const found = loaded(after, save);
  assert.deepEqual([found.edited, found.back, found.sure], [true, 0, true]);
  assert.deepEqual(found.state.main, states[at].main);
  assert.deepEqual([found.reset, found.clamped], [["w"], ["x"]]);
  assert.deepEqual(found.state.vars.slice(1), [0, 1, "you"]);
  assert.equal(found.state.vars[0], Math.max(3, states[at].vars[0]));

  const [scene, op] = states[at].main.at;
  const cut = deepFreeze({ ...before, hash: "2", scenes: before.scenes.map((/** @type {any} */ one, /** @type {number} */ i) =>
    i === scene ? { ...one, rests: one.rests.filter((/** @type {any} */ rest) => rest[1] !== op) } : one) });
  const earlier = loaded(cut, save);
  assert.ok(earlier.back > 0);
  assert.equal(canonical(earlier.state), canonical(states[at - earlier.back]));
  const gone = deepFreeze({ ...before, hash: "3", scenes: before.scenes.map((/** @type {any} */ one) => ({ ...one, rests: [] })) });
  const begun = loaded(gone, save);
  assert.equal(begun.back, at + 1);
  assert.equal(canonical(begun.state), canonical(start(gone, states[at].rng)[0]), "nothing is left of it: the start, and the reader is told");
});

/** A scene of lines, choices (a list of options) and visits of a scene `t`. @param {any[]} parts @param {string} hash @param {any} [head] @returns {any} */
function scene(parts, hash, head = {}) {
  const items = parts.flatMap((part) => {
    if (Array.isArray(part)) return choice(`s/${part.join("")}`, part.map((option) => [{ id: `s/${option}` }, []]));
    return part.startsWith("visit-") ? [{ k: "visit", id: `s/${part}`, scene: 1 }] : [line(`s/${part}`)];
  });
  return program({ head: { hash, ...head }, scenes: [{ id: "s", items: [...items, end("z")] }, { id: "t", items: [line("t/in"), { k: "return" }] }] });
}

/**
 * Where a save made at the n-th rest of a story is in another: the key, whether it is certain, and how far back.
 * @param {any[]} from @param {number} n @param {any[]} to @param {any} [head] @returns {any[]}
 */
function moved(from, n, to, head) {
  const before = scene(from, "1");
  const states = [/** @type {any} */ (start(before, 0)[0])];
  while (states.length <= n) states.push(step(before, states[states.length - 1], inputsOf(render(before, states[states.length - 1]))[0])[0]);
  const after = scene(to, "2", head);
  const save = carried(freeze(before, states[n], states.slice(0, n).reverse()));
  const { state, sure, back } = loaded(after, save);
  return [after.scenes[state.main.at[0]].ops[state.main.at[1]].id.slice(2), sure, back];
}

test("a beat is found by its words, wherever it went", () => {
  assert.deepEqual(moved(["a", "b", "c"], 1, ["a", "new", "b", "c"]), ["b", true, 0]);
  assert.deepEqual(moved(["a", "b", "c"], 1, ["b", "c", "a"]), ["b", true, 0]);
});

test("a beat whose words changed is found between its neighbours, and the reader is told", () => {
  assert.deepEqual(moved(["a", "b", "c"], 1, ["a", "b2", "c"]), ["b2", false, 0]);
  assert.deepEqual(moved(["a", "b", "c"], 0, ["a2", "b", "c"]), ["a2", false, 0]);
  assert.deepEqual(moved(["a", "b", "b3", "c"], 2, ["a", "x", "y", "c"]), ["y", false, 0]);
  assert.deepEqual(moved(["a", "b", "c"], 1, ["a", "x", "y", "c"]), ["a", true, 1], "one became two: which is it?");
  assert.deepEqual(moved(["a", "b", "c"], 1, ["a", "c"]), ["a", true, 1]);
});

test("one of several equals is certain while all around it is as before", () => {
  assert.deepEqual(moved(["x-1of2", "a", "x-2of2", "b"], 2, ["new", "x-1of2", "a", "x-2of2", "b"]), ["x-2of2", true, 0]);
  assert.deepEqual(moved(["a", "x-1of2", "b", "x-2of2", "c"], 3, ["a", "b", "x", "c"]), ["x", true, 0]);
  assert.deepEqual(moved(["a", "x-1of2", "b", "x-2of2", "c"], 1, ["a", "b", "x", "c"]), ["a", true, 1]);
  assert.deepEqual(moved(["a", "x-1of2", "x-2of2", "b"], 2, ["a", "x-1of3", "x-2of3", "x-3of3", "b"]), ["x-3of3", true, 0], "the one before b, as ever");
});

test("a choice is its options: half of them are left, and no other has them too", () => {
  const yes = ["yes", "no", "maybe", "never"];
  assert.deepEqual(moved(["a", yes, "b"], 1, ["a", "new", ["yes", "no", "more", "never"], "b"]), ["yesnomorenever", false, 0]);
  assert.deepEqual(moved(["a", yes, "b"], 1, ["a", ["yes", "x", "y", "z"], "b"]), ["a", true, 1], "a quarter is too few");
  assert.deepEqual(moved(["a", yes, "b"], 1, ["a", ["yes", "no"], ["maybe", "never"], "b"]), ["a", true, 1], "it was parted: never a guess");
  assert.deepEqual(moved(["a", yes, "b"], 1, ["a", "line", "b"]), ["a", true, 1], "a line is no choice");
});

test("a way back is found like a beat, and is never another's", () => {
  const from = ["a", "visit-t-1of2", "b", "visit-t-2of2", "c"];
  const before = scene(from, "1");
  let state = /** @type {any} */ (start(before, 0)[0]);
  for (let i = 0; i < 3; i += 1) state = step(before, state, { do: "next" })[0];
  const save = carried(freeze(before, state, []));
  assert.deepEqual(save.now.main.stack, [["s/visit-t-2of2", null]]);
  const back = (/** @type {any[]} */ to) => {
    const after = scene(to, "2");
    const found = loaded(after, save);
    return [found.back, step(after, found.state, { do: "next" })[1].at(-1).id];
  };
  assert.deepEqual(back(["a", "b", "visit-t", "c"]), [0, "s/c"], "the first is gone, the second stays");
  assert.deepEqual(back(["a", "visit-t-1of3", "visit-t-2of3", "b", "visit-t-3of3", "c"]), [0, "s/c"]);
  assert.deepEqual(back(["a", "visit-t", "b", "c"]), [1, "t/in"], "it is the second that is gone: from the start");
});

test("what moved into another scene is found there, if its neighbour came along", () => {
  const before = scene(["a", "b", "c", "d"], "1");
  const states = [/** @type {any} */ (start(before, 0)[0])];
  for (let i = 0; i < 3; i += 1) states.push(step(before, states[i], { do: "next" })[0]);
  const save = carried(freeze(before, states[2], [states[1], states[0]]));
  const split = (/** @type {string[]} */ first, /** @type {string[]} */ second) => program({ head: { hash: "2" }, scenes: [
    { id: "s", items: [...first.map((one) => line(`s/${one}`)), jump(1)] }, { id: "u", items: [...second.map((one) => line(`u/${one}`)), end("z")] }] });
  const found = loaded(split(["a", "b"], ["c", "d"]), save);
  assert.deepEqual([found.state.main.at, found.sure, found.back], [[1, 0], false, 0]);
  const alone = loaded(split(["a", "b", "d"], ["c"]), save);
  assert.deepEqual([alone.state.main.at, alone.back], [[0, 1], 1], "alone it may be anybody's");
});

test("old names lead to new ones: scenes, minds, values, counts", () => {
  const story = (/** @type {string[]} */ [place, room, mind, value], /** @type {any} */ head) => program({
    head, minds: [{ id: mind, moods: [] }, { id: "jax", moods: [] }],
    vars: [range(0, `${mind}.${value}`, 0, 5), { name: `reveal ${mind}.${value} jax`, type: "flag", lo: 0, hi: 1, init: 0 }],
    counts: [{ name: `@visits/${place}`, max: 99 }, { name: `${place}/o`, max: 1 }, { name: `@visits/${room}.m`, max: 99 }],
    scenes: [
      { id: place, count: 0, items: [set(0, 3), set(1, 1), ...choice(`${place}/c`, [[{ id: `${place}/o`, count: 1 }, []]]), line(`${place}/a`), { k: "visit", id: `${place}/visit-${room}`, scene: 1, mind: 0 }, line(`${place}/z`)] },
      { id: room, items: [{ k: "count", count: 2 }, ...merge("dream", "woven", [[[0, [line(`${room}/x`), line(`${room}/w`)]], [1, [line(`${room}/y`)]]]]), { k: "return" }] },
    ],
  });
  const before = story(["s", "t", "helen", "fear"], { hash: "1" });
  let state = /** @type {any} */ (start(before, 0)[0]);
  for (let i = 0; i < 3; i += 1) state = step(before, state, inputsOf(render(before, state))[0])[0];
  const after = story(["hall", "room", "elena", "doubt"], { hash: "2", was: {
    scenes: [["s", "hall"], ["t", "room"]], minds: [["helen", "elena"]], vars: [["helen.fear", "elena.doubt"], ["reveal helen.fear jax", "reveal elena.doubt jax"]] } });
  const found = loaded(after, carried(freeze(before, state, [])));
  assert.equal(canonical(found.state), canonical(state), "the programs differ in names alone");
  assert.deepEqual([found.back, found.sure, found.reset], [0, true, []]);
});

test("nobody is left at a hub that is over, or at a choice that was closed", () => {
  const story = (/** @type {any} */ cond, /** @type {boolean} */ hub, /** @type {string} */ hash) => program({
    head: { hash }, scenes: [{ id: "s", items: [line("s/a"), ...choice("s/h", [[{ id: "s/o", cond }, []]], { hub }), line("s/z")] }],
  });
  for (const hub of [true, false]) {
    const before = story(1, hub, "1");
    const first = /** @type {any} */ (start(before, 0)[0]);
    const save = carried(freeze(before, step(before, first, { do: "next" })[0], [first]));
    assert.deepEqual([loaded(story(1, hub, "2"), save).back, loaded(story(0, hub, "2"), save).back], [0, 1]);
  }
});
