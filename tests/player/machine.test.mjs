/** The machine on programs by hand: flow, values, text, refusals, faults. The merge has a file of its own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { advance, among, clean, mix32, textdraw } from "../../weavec/player/values.mjs";
import { render, start, step } from "../../weavec/player/machine.mjs";
import { canonical } from "./canonical.mjs";
import { branch, choice, deepFreeze, end, goto, jump, line, program, range, set } from "./programs.mjs";
import { inputsOf } from "./walks.mjs";

const NEXT = { do: "next" };
/** @param {string} option */
const pick = (option) => ({ do: "choose", option });

/**
 * Play inputs from the start; every state is frozen before the next step.
 * @param {any} story
 * @param {any[]} inputs
 * @param {number} [seed]
 * @param {number[]} [dice]
 * @returns {{state: any, events: any[], rest: any}}
 */
function play(story, inputs, seed = 0, dice = []) {
  /** @type {any} */
  let [state, events] = start(story, seed, deepFreeze(dice));
  for (const input of inputs) {
    deepFreeze(state);
    const before = canonical(state);
    const rest = canonical(events.at(-1));
    assert.equal(canonical(render(story, state)), rest, "render says what the step said");
    const [next, said] = step(story, state, deepFreeze(input));
    assert.equal(canonical(state), before);
    assert.notEqual(said.at(-1)?.e, "refused", `${JSON.stringify(input)} at ${rest}`);
    [state, events] = [next, said];
  }
  return { state, events, rest: events.at(-1) };
}

/** @param {any} rest */
const openIds = (rest) => inputsOf(rest).map((input) => input.option);

test("the generator gives the numbers of its table", () => {
  const table = [
    [0, [1684164658, 3653269916, 2939563536], "2 5 4 2 4 5 3 3 5 3", "2 5, 3 2, 3 4"],
    [2145, [1420799612, 4251987740, 2690223155], "1 5 3 4 2 0 3 5 1 3", "1 4, 4 3, 1 5"],
    [4294967295, [3950124170, 4293442868, 1302505678], "5 5 1 3 4 2 3 1 4 1", "5 1, 5 3, 1 2"],
  ];
  for (const [seed, mixed, draws, inline] of /** @type {[number, number[], string, string][]} */ (table)) {
    let rng = seed;
    const ten = Array.from({ length: 10 }, () => mix32((rng = advance(rng))));
    assert.deepEqual(ten.slice(0, 3), mixed);
    assert.equal(ten.map((u) => among(u, 6)).join(" "), draws);
    const rows = [0, 1, 2].map((n) => [0, 1].map((j) => textdraw(seed, n, j, 6)).join(" "));
    assert.equal(rows.join(", "), inline);
  }
});

test("a draw of 2^21 arms is exact", () => {
  for (const u of [0, 1, 2047, 2048, 4294967295, 3653269916]) {
    assert.equal(among(u, 2 ** 21), Number((BigInt(u) * 2n ** 21n) / 2n ** 32n));
  }
});

test("an answer is cleaned", () => {
  assert.equal(clean("  Ada  "), "Ada");
  assert.equal(clean("A\u0000d\u202ea\ud83d"), "Ada");
  assert.equal(clean("\ud83d\u200e\ude00"), "", "halves that meet by dropping are not joined");
  assert.equal(clean("\u200e \ufeff"), "");
  assert.equal(clean("\u00a0x\u00a0"), "\u00a0x\u00a0", "only U+0020 is stripped");
  assert.equal(clean("\u{1f600}".repeat(50)), "\u{1f600}".repeat(40));
  assert.equal(clean(`${"a".repeat(39)} b`), "a".repeat(39), "stripped again after the cut");
  assert.equal(clean(`  ${"a".repeat(40)}b`), "a".repeat(40), "stripped before the cut");
});

/** @param {any} e @param {Record<string, any>} [more] */
function stored(e, more = {}) {
  const story = program({
    start: [0, 1],
    vars: [range(0, "x", -10, 10, 4), { name: "f", type: "flag", lo: 0, hi: 1, init: 1 }],
    lets: [["<=", ["var", 0], 6]],
    scenes: [{ id: "s", items: [set(0, e), line("a"), end("z")], ...more }],
  });
  return play(story, []).state.vars[0];
}

test("expressions", () => {
  const cases = /** @type {[any, number][]} */ ([
    [["-", ["*", 2, ["var", 0]], 3], 5], [["neg", ["var", 0]], -4], [["neg", 0], 0], [["*", 0, -1], 0],
    [["sum", ["var", 1], 1, 0, ["not", ["var", 1]], 1], 3], [["let", 0], 1], [["mind"], 1],
    [["and", 1, 0], 0], [["and", 1, 1], 1], [["or", 0, 1], 1], [["or", 0, 0], 0], [["==", 2, 2], 1], [["!=", 2, 2], 0],
    [["<", 1, 2], 1], [["<=", 2, 2], 1], [[">", 1, 2], 0], [[">=", 2, 2], 1], [["+", 3, ["not", 1]], 3],
  ]);
  for (const [e, value] of cases) assert.ok(Object.is(stored(e), value), `${JSON.stringify(e)} is ${value}`);
  assert.equal(stored(["mind"], { inside: [2, -1, -1, -1] }), 2, "an as block's mind");
  assert.equal(stored(["mind"], { inside: [0, -1, -1, -1] }), 0, "the first mind's");
  assert.equal(stored(["mind"], { inside: [-1, -1, -1, -1] }), 1);
});

test("arithmetic is exact and saturates once, when it is stored", () => {
  assert.equal(stored(["-", ["*", 4, ["var", 0]], 8]), 8, "16 - 8: the 16 is not clamped");
  assert.equal(stored(["*", 100, 100]), 10);
  assert.equal(stored(["-", 0, 1000000]), -10);
});

test("nobody's perspective is -1 in expressions and null in events", () => {
  const story = program({ vars: [range(0, "x", -1, 5, 0)], scenes: [{ id: "s", items: [set(0, ["mind"]), line("a")] }] });
  const { state, rest } = play(story, []);
  assert.equal(state.vars[0], -1);
  assert.equal(rest.mind, null);
});

test("options: once, if, needs, otherwise", () => {
  const story = program({
    vars: [range(0, "x", 0, 5, 0)],
    counts: [{ name: "one", max: 1 }],
    scenes: [{
      id: "s",
      items: [
        "top:",
        ...choice("c", [
          [{ id: "one", once: true, count: 0 }, [line("1"), goto("top")]],
          [{ id: "hidden", cond: [">", ["var", 0], 0] }, [line("2"), goto("top")]],
          [{ id: "locked", needs: [">", ["var", 0], 1] }, [line("3"), goto("top")]],
          [{ id: "else", otherwise: true }, [line("4"), set(0, ["+", ["var", 0], 1]), goto("top")]],
        ]),
        end("z"),
      ],
    }],
    texts: [["locked!", ["not yet"]], ["c", ["What?"]]],
  });
  const first = play(story, []);
  assert.deepEqual(first.rest.prompt, ["What?"]);
  assert.deepEqual(first.rest.options, [
    { id: "one", text: ["one"], open: true, why: null },
    { id: "locked", text: ["locked"], open: false, why: ["not yet"] },
  ]);
  const second = play(story, [pick("one"), NEXT]);
  assert.deepEqual(openIds(second.rest), ["else"], "a locked option does not keep `otherwise` away");
  assert.deepEqual(second.rest.options.map((/** @type {any} */ option) => option.id), ["locked", "else"]);
  const third = play(story, [pick("one"), NEXT, pick("else"), NEXT]);
  assert.deepEqual(openIds(third.rest), ["hidden"]);
  for (const bad of ["one", "locked", "else", "nothing", "__proto__"]) {
    deepFreeze(third.state);
    const [same, events] = step(story, third.state, pick(bad));
    assert.equal(same, third.state);
    assert.deepEqual(events, [{ e: "refused", why: "option" }]);
  }
});

test("a hub asks its lines above again and falls through when nothing is open", () => {
  const hub = choice("h", [
    [{ id: "p", once: true, count: 0 }, [line("P")]],
    [{ id: "q", once: true, count: 1 }, [line("Q")]],
  ], { hub: true, above: [line("above")] });
  const story = program({
    counts: [{ name: "p", max: 1 }, { name: "q", max: 1 }],
    scenes: [{ id: "s", items: [...hub, line("after"), end("z")] }],
  });
  const { rest } = play(story, [NEXT, pick("q"), NEXT, NEXT, pick("p"), NEXT]);
  assert.equal(rest.id, "after");
  assert.deepEqual(play(story, [NEXT, pick("q"), NEXT]).rest.id, "above");
});

test("a hub that closes while its line above is read falls through at the hub", () => {
  const hub = choice("h", [[{ id: "p", cond: ["==", ["var", 0], 0] }, [line("P")]]], {
    hub: true, above: [line("above"), set(0, 1)],
  });
  const story = program({ vars: [range(0, "x", 0, 1)], scenes: [{ id: "s", items: [...hub, line("after"), end("z")] }] });
  assert.equal(play(story, [NEXT]).rest.id, "after");
});

test("a choice with nothing open rests there and refuses", () => {
  const story = program({ scenes: [{ id: "s", items: choice("c", [[{ id: "p", cond: 0 }, []], [{ id: "q", needs: 0 }, []]]) }] });
  const { state, rest } = play(story, []);
  assert.deepEqual(rest.options, [{ id: "q", text: ["q"], open: false, why: null }]);
  assert.deepEqual(inputsOf(rest), []);
  assert.deepEqual(step(story, state, NEXT)[1], [{ e: "refused", why: "input" }]);
});

test("first blocks stay with the last arm", () => {
  const story = program({
    counts: [{ name: "f", max: 2 }],
    scenes: [{
      id: "s",
      items: ["top:", { k: "first", count: 0, to: ["a", "b", "c"] }, "a:", line("1"), goto("top"), "b:", line("2"), goto("top"), "c:", line("3"), goto("top")],
    }],
  });
  assert.deepEqual([0, 1, 2, 3, 9].map((n) => play(story, Array(n).fill(NEXT)).rest.id), ["1", "2", "3", "3", "3"]);
});

test("visits count entries, stop at 99, and a mark counts each passing", () => {
  const story = program({
    counts: [{ name: "s", max: 99 }, { name: "m", max: 99 }],
    scenes: [
      { id: "s", count: 0, items: [line("a"), jump(1)] },
      { id: "t", items: [{ k: "count", count: 1 }, line("b"), jump(0)] },
    ],
  });
  assert.deepEqual(play(story, []).state.counts, [1, 0]);
  assert.deepEqual(play(story, []).events[0], { e: "scene", scene: 0, mind: null });
  assert.deepEqual(play(story, Array(5).fill(NEXT)).state.counts, [3, 3]);
  assert.deepEqual(play(story, Array(300).fill(NEXT)).state.counts, [99, 99]);
  const marked = program({
    counts: [{ name: "s", max: 99 }],
    scenes: [{ id: "s", count: 0, items: [line("a"), jump(0, { enters: false })] }],
  });
  const { state, events } = play(marked, [NEXT]);
  assert.deepEqual([state.counts, events.length], [[1], 1]);
});

test("visit and return bring back place and perspective; a jump drops the way back", () => {
  const story = program({
    start: [0, 0],
    scenes: [
      { id: "s", inside: [-1, 1, -1, -1, -1], items: [line("a"), { k: "visit", id: "s/visit-t", scene: 1 }, line("b"), jump(2)] },
      { id: "t", items: [line("c"), branch(["==", ["mind"], 1], "no"), { k: "return" }, "no:", jump(2)] },
      { id: "u", items: [line("d"), { k: "return" }] },
    ],
  });
  const inside = play(story, [NEXT]);
  assert.equal(inside.rest.mind, 1, "entered from an as block: in its mind");
  assert.deepEqual(inside.state.main.stack, [[0, 2, 0]]);
  assert.deepEqual(inside.events[0], { e: "scene", scene: 1, mind: 1 });
  const back = play(story, [NEXT, NEXT]);
  assert.deepEqual([back.rest.id, back.rest.mind, back.state.main.stack], ["b", 0, []]);
  const nobody = program({ start: [0, 0], scenes: [
    { id: "s", items: [{ k: "visit", id: "s/visit-t", scene: 1, mind: 2 }, line("b")] },
    { id: "t", items: [line("c"), jump(2)] }, { id: "u", items: [line("d"), { k: "return" }] },
  ] });
  const away = play(nobody, [NEXT]);
  assert.deepEqual([away.rest.id, away.rest.mind, away.state.main.stack], ["d", 2, []]);
  assert.deepEqual(step(nobody, away.state, NEXT)[1], [{ e: "fault", name: "stray-return" }]);
});

test("shift changes the perspective, a jump may set it, null keeps it", () => {
  const story = program({
    start: [0, 0],
    scenes: [
      { id: "s", items: [{ k: "shift", mind: 1 }, line("a"), jump(1)] },
      { id: "t", items: [line("b"), jump(2, { mind: 2 })] },
      { id: "u", items: [line("c"), end("z")] },
    ],
  });
  assert.deepEqual([0, 1, 2].map((n) => play(story, Array(n).fill(NEXT)).rest.mind), [1, 1, 2]);
});

test("either blocks draw from the generator, or from the dice", () => {
  const arms = ["a", "b", "c", "d", "e", "f"];
  const items = ["top:", { k: "either", to: arms }, ...arms.flatMap((arm) => [`${arm}:`, line(arm), goto("top")])];
  const story = program({ scenes: [{ id: "s", items }] });
  const ids = (/** @type {number} */ seed, /** @type {number[]} */ dice, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, n) => play(story, Array(n).fill(NEXT), seed, dice).rest.id).join("");
  assert.equal(ids(2145, [], 10), "bfdecadfbd");
  assert.equal(ids(2145, [5, 0], 4), "fabf", "scripted draws do not move the generator");
  assert.deepEqual(start(story, 0, [6]), [null, [{ e: "fault", name: "bad-dice" }]]);
  const { state } = play(story, [], 0, [0, 9]);
  assert.deepEqual(step(story, state, NEXT), [state, [{ e: "fault", name: "bad-dice" }]]);
  assert.deepEqual(state.dice, [9]);
});

test("one arm draws nothing", () => {
  const story = program({ scenes: [{ id: "s", items: [{ k: "either", to: ["a"] }, "a:", line("a")] }] });
  const { state } = play(story, [], 7, [3]);
  assert.deepEqual([state.rng, state.dice], [7, [3]]);
});

test("text: every mark", () => {
  const text = [
    "a", ["em", ["b", ["strong", [["show", ["var", 0], null]]]]], ["show", ["var", 1], 0], ["text", 2], ["let", "@let/x"],
    ["if", [[0, ["no"]], [["==", ["mind"], 1], ["jax"]]], ["else"]], ["if", [[0, ["no"]]], []],
    ["ruby", ["\u5922"], ["\u3086\u3081"]], ["pause", 500], "", ["br"], "z", ["if", [], ["y"]],
  ];
  const story = program({
    start: [0, 1],
    vars: [range(0, "x", -9, 9, -7), { name: "w", type: "words", lo: 0, hi: 1, init: 1, words: ["unity", "two_words"] },
      { name: "t", type: "text", lo: 0, hi: 0, init: "{you}" }],
    words: [["@word/w/0", "@word/w/1"]],
    scenes: [{ id: "s", items: [line("a", { who: 1, kind: "say" }), line("b", { who: 1, name: "@name/???" }), line("c")] }],
    texts: [["a", text], ["@word/w/1", ["two words"]], ["@let/x", ["L", ["em", ["et"]]]], ["@name/???", ["?", ["show", 3, null], "?"]], ["c", []]],
  });
  const { rest } = play(story, []);
  assert.deepEqual(rest.text, [
    "a", ["em", ["b", ["strong", ["-7"]]]], "two words{you}L", ["em", ["et"]], "jax",
    ["ruby", ["\u5922"], ["\u3086\u3081"]], ["pause", 500], ["br"], "zy",
  ]);
  assert.deepEqual([rest.name, rest.who, rest.kind], [["jax"], 1, "say"]);
  assert.deepEqual(play(story, [NEXT]).rest.name, ["?3?"]);
  const { rest: last } = play(story, [NEXT, NEXT]);
  assert.deepEqual([last.name, last.who, last.text], [null, null, []]);
});

test("{either:} in text follows rng, n and its place in the event; it moves no state", () => {
  const six = ["0", "1", "2", "3", "4", "5"].map((digit) => [digit]);
  const story = program({
    scenes: [{ id: "s", items: ["top:", line("a"), goto("top")] }],
    texts: [["a", [["either", six], " ", ["let", "@let/e"]]], ["@let/e", [["either", six]]]],
  });
  const reads = [0, 1, 2].map((n) => play(story, Array(n).fill(NEXT), 2145).rest.text[0]);
  assert.deepEqual(reads, ["1 4", "4 3", "1 5"]);
  assert.equal(play(story, [NEXT, NEXT], 2145).state.rng, 2145);
});

test("{first:} counts showings when the reader moves on", () => {
  const story = program({
    counts: [{ name: "shown", max: 99 }, { name: "c", max: 99 }],
    scenes: [{ id: "s", items: ["top:", line("a", { shown: 0 }), ...choice("c", [[{ id: "o" }, []]]), goto("top")] }],
    texts: [["a", [["first", [["one"], ["two"], ["many"]]]]]],
  });
  const reads = [0, 1, 2, 3].map((n) => play(story, Array(n).fill([NEXT, pick("o")]).flat()).rest.text[0]);
  assert.deepEqual(reads, ["one", "two", "many", "many"]);
  assert.deepEqual(play(story, []).state.counts[0], 0);
});

test("ask stores what was said, and keeps the old value for nothing", () => {
  const story = program({
    vars: [{ name: "t", type: "text", lo: 0, hi: 0, init: "you" }, { name: "u", type: "text", lo: 0, hi: 0, init: "" }],
    scenes: [{ id: "s", items: [{ k: "ask", id: "q", var: 0 }, set(1, ["var", 0]), line("a"), set(1, ["str", "literal"]), line("b")] }],
    texts: [["q", ["Your name?"]], ["a", [["text", 1]]]],
  });
  assert.deepEqual(play(story, []).rest, { e: "ask", id: "q", prompt: ["Your name?"], value: "you", mind: null });
  assert.deepEqual(play(story, [{ do: "say", value: " *Ada* " }]).rest.text, ["*Ada*"]);
  const kept = play(story, [{ do: "say", value: "  " }]);
  assert.deepEqual(kept.rest.text, ["you"]);
  assert.deepEqual(play(story, [{ do: "say", value: "" }, NEXT]).state.vars, ["you", "literal"]);
});

test("endings and holes rest for good", () => {
  const story = program({
    scenes: [{ id: "s", items: choice("c", [[{ id: "e" }, [end("z")]], [{ id: "h" }, [{ k: "hole", id: "s/hole" }]]]) }],
    texts: [["@ending/z", ["The End"]]],
  });
  const ended = play(story, [pick("e")]);
  assert.deepEqual(ended.rest, { e: "end", id: "z/end", name: "z", title: ["The End"], mind: null });
  const hole = play(story, [pick("h")]);
  assert.deepEqual(hole.rest, { e: "hole", id: "s/hole", mind: null });
  for (const { state } of [ended, hole]) {
    for (const input of [NEXT, null, "next"]) assert.deepEqual(step(story, state, input), [state, [{ e: "refused", why: "over" }]]);
  }
});

test("the stage remembers, and tells", () => {
  const show = (/** @type {any} */ more) => ({ k: "show", who: 0, ...more });
  const items = [
    { k: "backdrop", name: "hall", trans: "fade" }, { k: "music", name: "promise" }, { k: "sound", name: "door" },
    show({ mood: "calm", place: "left", on: 1 }), show({ who: 1, mood: "sad" }), show({ mood: "shaken", on: 1 }),
    { k: "effect", name: "fog", strength: 3, lasting: true }, { k: "effect", name: "shake", strength: 5, lasting: false },
    { k: "effect", name: "rain", strength: 2, lasting: true }, { k: "effect", name: "fog", strength: 7, lasting: true },
    { k: "pause", ms: 500 }, { k: "keepsake", name: "pencil" }, line("a"),
    { k: "backdrop", name: "street" }, { k: "music" }, { k: "effect", name: "fog", strength: 0, lasting: true }, line("b"),
    show({ on: 1 }), { k: "effect", strength: 0, lasting: false }, line("c"),
  ];
  const story = program({ scenes: [{ id: "s", items }] });
  const first = play(story, []);
  assert.deepEqual(first.state.stage, {
    backdrop: "hall", music: "promise", cast: [[0, "shaken", "left", 1], [1, "sad", null, 0]], effects: [["fog", 7], ["rain", 2]],
  });
  assert.deepEqual(first.events.slice(1, 6), [
    { e: "backdrop", name: "hall", trans: "fade" }, { e: "music", name: "promise" }, { e: "sound", name: "door" },
    { e: "show", who: 0, mood: "calm", place: "left", on: 1, trans: null },
    { e: "show", who: 1, mood: "sad", place: null, on: null, trans: null },
  ]);
  assert.deepEqual(first.events.slice(7, 13), [
    { e: "effect", name: "fog", strength: 3 }, { e: "effect", name: "shake", strength: 5 }, { e: "effect", name: "rain", strength: 2 },
    { e: "effect", name: "fog", strength: 7 }, { e: "pause", ms: 500 }, { e: "keepsake", name: "pencil" },
  ]);
  assert.deepEqual(play(story, [NEXT]).state.stage, {
    backdrop: "street", music: "off", cast: [[0, "shaken", "left", 0], [1, "sad", null, 0]], effects: [["rain", 2]],
  });
  assert.deepEqual(play(story, [NEXT]).events.slice(0, 2), [{ e: "backdrop", name: "street", trans: null }, { e: "music", name: null }]);
  assert.deepEqual(play(story, [NEXT, NEXT]).state.stage.cast[0], [0, "shaken", "left", 1]);
  assert.deepEqual(play(story, [NEXT, NEXT]).state.stage.effects, []);
});

test("malformed inputs are refused and give back the same state", () => {
  const story = program({
    vars: [{ name: "t", type: "text", lo: 0, hi: 0, init: "" }],
    scenes: [{ id: "s", items: [line("a"), ...choice("c", [[{ id: "o" }, []]]), { k: "ask", id: "q", var: 0 }, end("z")] }],
  });
  const bad = [null, undefined, 0, "next", [], {}, { do: "nothing" }, { do: null }, { do: ["next"] }, { do: "enter", mind: 0 }];
  const at = /** @type {[any[], any[]][]} */ ([
    [[], [pick("o"), { do: "say", value: "x" }]],
    [[NEXT], [NEXT, { do: "say", value: "x" }, { do: "choose" }, { do: "choose", option: 0 }, { do: "choose", option: ["o"] }]],
    [[NEXT, pick("o")], [NEXT, pick("o"), { do: "say" }, { do: "say", value: 3 }, { do: "say", value: null }]],
    [[NEXT, pick("o"), { do: "say", value: "x" }], [NEXT]],
  ]);
  for (const [before, more] of at) {
    const { state } = play(story, before);
    deepFreeze(state);
    for (const input of [...bad, ...more]) {
      const [same, events] = step(story, state, input);
      assert.equal(same, state);
      const why = before.length === 3 ? "over" : "input";
      assert.deepEqual(events, [{ e: "refused", why }], JSON.stringify(input));
    }
  }
});

test("a start with no seed or no dice is refused", () => {
  const story = program({ scenes: [{ id: "s", items: [line("a")] }] });
  for (const seed of [-1, 1.5, 4294967296, NaN, "0", null]) {
    assert.deepEqual(start(story, /** @type {any} */ (seed)), [null, [{ e: "refused", why: "seed" }]]);
  }
  for (const dice of [null, 3, [-1], [0.5], ["0"], [null]]) {
    assert.deepEqual(start(story, 0, /** @type {any} */ (dice)), [null, [{ e: "refused", why: "dice" }]]);
  }
});

test("10,000 silent operations are a step, one more is a loop", () => {
  /** @param {number} count */
  const silent = (count) => program({ scenes: [{ id: "s", items: [line("a"), ...Array(count).fill({ k: "pause", ms: 1 }), line("b")] }] });
  const enough = silent(10000);
  assert.equal(play(enough, [NEXT]).rest.id, "b");
  const { state } = play(silent(10001), []);
  assert.deepEqual(step(silent(10001), state, NEXT), [state, [{ e: "fault", name: "silent-loop" }]]);
  const loop = program({ scenes: [{ id: "s", items: ["top:", goto("top")] }] });
  assert.deepEqual(start(loop, 0), [null, [{ e: "fault", name: "silent-loop" }]]);
});

test("running off a scene is a fault", () => {
  const story = program({ scenes: [{ id: "s", items: [line("a")] }] });
  const { state } = play(story, []);
  assert.deepEqual(step(story, state, NEXT), [state, [{ e: "fault", name: "runs-off-scene" }]]);
});

test("names that objects know are names like others", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  const story = program({
    minds: names.map((id) => ({ id, moods: [] })),
    start: [0, 0],
    vars: names.map((name, i) => range(i, name, 0, 9, i)),
    scenes: names.map((id, i) => ({
      id,
      items: [
        ...choice(`${id}/c`, names.map((name) => [{ id: name }, []])),
        { k: "show", who: i, mood: id, place: null, on: 1 }, { k: "effect", name: id, strength: 1, lasting: true },
        line(id, { who: i, kind: "say" }), i + 1 < names.length ? jump(i + 1, { mind: i + 1 }) : end("__proto__"),
      ],
    })),
    texts: [...names.map((name, i) => [`@cast/${name}`, [`I am ${i}`]]), ["@ending/__proto__", ["done"]]],
  });
  let inputs = /** @type {any[]} */ ([]);
  names.forEach((name, i) => {
    const asked = play(story, inputs);
    assert.deepEqual(asked.rest.options.map((/** @type {any} */ option) => option.text), names.map((own) => [own]));
    inputs = [...inputs, pick(name)];
    const said = play(story, inputs);
    assert.deepEqual([said.rest.name, said.rest.text], [[`I am ${i}`], [name]]);
    inputs = [...inputs, NEXT];
  });
  const last = play(story, inputs);
  assert.deepEqual(last.rest.title, ["done"]);
  assert.deepEqual(last.state.stage.effects.map((/** @type {any} */ effect) => effect[0]), names);
  assert.equal(Object.getPrototypeOf(last.state), Object.prototype);
});

test("a text that never changes is shared between events and cannot be changed", () => {
  const story = program({ scenes: [{ id: "s", items: [line("a")] }], texts: [["a", ["x", ["em", ["y"]]]]] });
  const { rest } = play(story, []);
  assert.ok(Object.isFrozen(rest.text) && Object.isFrozen(rest.text[1]) && Object.isFrozen(rest.text[1][1]));
});
