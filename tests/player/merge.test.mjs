/** The dream-merge on the machine: the order of its beats in every mode, syncs, tails, picks, the rail. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { render, start, step } from "../../weavec/player/machine.mjs";
import { canonical } from "./canonical.mjs";
import { branch, breach, choice, deepFreeze, goto, jump, line, merge, program, range, set, sync } from "./programs.mjs";
import { inputsOf } from "./walks.mjs";

const NEXT = { do: "next" };

/**
 * The order of a play as words: a line's id, `[x | y]` a chord, `?` a pick, `!x` a choice, `~` or `~name` a
 * sync, `wake` where it is left, `.` where it is over, and then nothing more.
 * @param {any} story
 * @param {{seed?: number, dice?: number[], named?: boolean, at?: (event: any, inputs: any[]) => any}} [how]
 * @returns {{order: string, state: any, rests: any[]}}
 */
function play(story, { seed = 0, dice = [], named = false, at = (_event, inputs) => inputs[0] } = {}) {
  /** @type {string[]} */
  const order = [];
  const rests = [];
  let [state, events] = /** @type {[any, any[]]} */ (start(story, seed, dice));
  for (let count = 0; count < 100; count += 1) {
    for (const event of events) {
      if (event.e === "sync") order.push(named ? `~${event.name}` : "~");
      if (event.e === "merge-end") {
        order.push(event.how === "wake" ? "wake" : ".");
        return { order: order.join(" "), state, rests };
      }
    }
    const rest = events.at(-1);
    rests.push(rest);
    order.push(word(rest));
    const inputs = inputsOf(rest);
    if (inputs.length === 0) break;
    deepFreeze(state);
    assert.equal(canonical(render(story, state)), canonical(rest));
    [state, events] = step(story, state, at(rest, inputs));
  }
  return { order: order.join(" "), state, rests };
}

/** @param {any} event @returns {string} */
function word(event) {
  switch (event.e) {
    case "line": return event.id;
    case "chord": return `[${event.parts.map((/** @type {any} */ part) => part.id).join(" | ")}]`;
    case "pick": return "?";
    case "choice": return `!${event.id}`;
    default: return event.e;
  }
}

/** A merge of one section and nothing else. @param {string} mode @param {any[]} strands @param {any} [given] */
const dream = (mode, strands, given = {}) =>
  program({ ...given, scenes: [{ id: "s", items: [...merge("d", mode, [strands]), { k: "hole", id: "s/hole" }] }, ...(given.more ?? [])] });

// ------------------------------------------------------------------ the table

test("woven: one step from each, round and round", () => {
  assert.equal(play(breach("woven", 0)).order, "E1 J1 J2 ~ S E2 .");
  for (const doubt of [3, 5]) {
    const { order, state } = play(breach("woven", doubt));
    assert.deepEqual([order, state.vars[1]], ["E1 J1 J2 ~ S E2 J3 wake", 5]);
  }
});

test("chorus: the lines of a round as one chord, its tails before its wake", () => {
  assert.equal(play(breach("chorus", 0)).order, "[E1 | J1] J2 ~ S E2 .");
  const { order, state } = play(breach("chorus", 3));
  assert.deepEqual([order, state.vars[1]], ["[E1 | J1] J2 ~ S [E2 | J3] wake", 5]);
});

test("fragmented: every order that the strands allow", () => {
  const orders = (/** @type {number} */ doubt) => {
    const all = Array.from({ length: 300 }, (_, seed) => play(breach("fragmented", doubt), { seed }));
    return [...new Set(all.map(({ order, state }) => `${order} ${state.vars[1]}`))].sort();
  };
  const firsts = ["E1 J1 J2", "J1 E1 J2", "J1 J2 E1"];
  assert.deepEqual(orders(0), firsts.map((first) => `${first} ~ S E2 . 5`));
  assert.deepEqual(orders(3), firsts.flatMap((first) => [`${first} ~ S E2 J3 wake 5`, `${first} ~ S J3 wake 8`]));
});

test("fragmented draws only between two or more", () => {
  const { state } = play(breach("fragmented", 0), { dice: [1, 0, 1, 7, 7, 7] });
  assert.deepEqual(state.dice, [7, 7, 7], "one strand left: no draw");
  assert.equal(play(breach("fragmented", 0), { dice: [1, 1, 1] }).order, "J1 J2 ~ S E2 .".replace("J2", "J2 E1"));
});

test("drifting: a pick where two are ready", () => {
  assert.equal(play(breach("drifting", 0)).order, "? E1 J1 J2 ~ S ? E2 .");
  assert.equal(play(breach("drifting", 3)).order, "? E1 J1 J2 ~ S ? E2 J3 wake");
  const second = (/** @type {any} */ _event, /** @type {any[]} */ inputs) => inputs.at(-1);
  assert.equal(play(breach("drifting", 0), { at: second }).order, "? J1 J2 E1 ~ S ? E2 .", "a picked strand may have no beat");
  assert.equal(play(breach("drifting", 3), { at: second }).order, "? J1 J2 E1 ~ S ? J3 wake");
});

// ------------------------------------------------------------------ syncs

test("syncs inside strands release between rounds", () => {
  const strands = [
    [0, [line("a1"), sync("x"), line("a2")]], [1, [line("b1"), sync("x"), line("b2")]],
    [2, [line("c1"), line("c2"), line("c3")]],
  ];
  assert.equal(play(dream("woven", strands), { named: true }).order, "a1 b1 c1 ~x a2 b2 c2 c3 .");
  assert.equal(play(dream("chorus", strands), { named: true }).order, "[a1 | b1 | c1] ~x [a2 | b2 | c2] c3 .");
  assert.equal(play(dream("drifting", strands), { named: true }).order, "? a1 ? b1 ~x ? a2 ? b2 c1 c2 c3 .");
});

test("a sync of one strand releases at once, and rests in drifting", () => {
  const strands = [[0, [line("a1"), sync("x"), sync("y"), line("a2")]], [1, [line("b1")]]];
  assert.equal(play(dream("woven", strands), { named: true }).order, "a1 b1 ~x ~y a2 .");
  assert.equal(play(dream("drifting", strands), { named: true }).order, "? a1 ~x ~y ? a2 b1 .");
});

test("syncs that cross are a fault", () => {
  const story = dream("woven", [[0, [line("a"), sync("x"), sync("y")]], [1, [line("b"), sync("y"), sync("x")]]]);
  const { state, order } = play(story);
  assert.equal(order, "a b fault");
  assert.equal(state.main.at[1], 1);
});

// ------------------------------------------------------------------ tails, one state, order

test("what was read has happened before another strand moves", () => {
  const strands = [
    [0, [line("a1"), set(0, 1), goto("on"), line("never"), "on:", set(1, 1), { k: "pause", ms: 5 }, set(2, 1), line("a2")]],
    [1, [line("b1"), line("b2")]],
  ];
  const story = dream("woven", strands, { vars: [0, 1, 2].map((i) => range(i, `v${i}`, 0, 1)) });
  let [state] = /** @type {[any, any]} */ (start(story, 0));
  [state] = step(story, state, NEXT);
  assert.deepEqual(state.vars, [1, 1, 0], "sets across a goto, none behind a stage direction");
  const [, events] = step(story, state, NEXT);
  assert.deepEqual(events.map((event) => event.e), ["pause", "line"]);
});

test("a tail goes on across a return, and a wake is taken before the next turn", () => {
  const items = [...merge("d", "woven", [[
    [0, [{ k: "visit", id: "s/visit-t", scene: 1 }, set(0, 1), jump(2)]], [1, [line("b1"), set(1, 1), line("b2")]],
  ]])];
  const story = program({
    vars: [range(0, "x", 0, 1), range(1, "y", 0, 1)],
    scenes: [{ id: "s", items }, { id: "t", items: [line("t1"), { k: "return" }] }, { id: "u", items: [line("u")] }],
  });
  let [state, events] = /** @type {[any, any]} */ (start(story, 0));
  assert.equal(events.at(-1).id, "t1");
  assert.equal(events.at(-1).mind, 0, "a scene visited from a strand is read in its mind");
  [state, events] = step(story, state, NEXT);
  assert.deepEqual(events.map((/** @type {any} */ event) => event.e), ["merge-end", "scene", "line"]);
  assert.deepEqual([state.vars, state.main, state.merge], [[1, 0], { at: [2, 0], stack: [], mind: null }, null]);
});

test("a chord's effects all run, then the first wake", () => {
  const strands = [[0, [line("a"), jump(1)]], [1, [line("b"), set(0, 1), jump(2)]]];
  const story = dream("chorus", strands, {
    vars: [range(0, "x", 0, 1)], more: [{ id: "t", items: [line("t")] }, { id: "u", items: [line("u")] }],
  });
  const { order, state } = play(story);
  assert.deepEqual([order, state.vars, state.main.at], ["[a | b] wake", [1], [1, 0]]);
});

test("a chord is composed from one state, and its choices come after, one at a time", () => {
  const hub = choice("h", [[{ id: "p", cond: ["==", ["var", 0], 0] }, [line("P")]]], { hub: true });
  const strands = [
    [0, [...choice("c", [[{ id: "o" }, [set(0, 1)]]]), line("a2")]],
    [1, [...hub, line("b2")]],
    [2, [{ k: "pause", ms: 1 }, set(1, 5), line("n1"), line("n2")]],
    [3, [line("m1")]],
  ];
  const story = dream("chorus", strands, {
    minds: ["elena", "jax", "nora", "orion"].map((id) => ({ id, moods: [] })),
    vars: [range(0, "x", 0, 1), range(1, "y", 0, 9)], texts: [["m1", [["show", ["var", 1], null]]], ["n1", [["show", ["var", 1], null]]]],
  });
  const { order, rests } = play(story);
  assert.equal(order, "[n1 | m1] !c b2 [a2 | n2] .", "the hub closed while the choice was read: its strand goes on to b2");
  assert.deepEqual(rests[0].parts.map((/** @type {any} */ part) => part.text), [["5"], ["5"]]);
  assert.deepEqual(Object.keys(rests[0].parts[0]).sort(), ["e", "id", "kind", "mind", "name", "text", "who"]);
});

test("a strand that wakes silently drops the chord of its round, and keeps what was set", () => {
  const strands = [[0, [set(0, 1), line("a")]], [1, [jump(1)]], [2, [set(1, 1), line("c")]]];
  const story = dream("chorus", strands, { vars: [range(0, "x", 0, 1), range(1, "y", 0, 1)], more: [{ id: "t", items: [line("t")] }] });
  const { order, state } = play(story);
  assert.deepEqual([order, state.vars], ["wake", [1, 0]]);
});

test("a strand runs in its dreamer's mind and leaves main's alone", () => {
  const story = program({
    start: [0, 2],
    scenes: [{ id: "s", items: [
      ...merge("d", "woven", [[[0, [line("a")]], [1, [line("b")]]], { sync: "x", block: [line("s")] }, [[1, [line("c")]]]]),
      line("after"),
    ] }],
  });
  let [state, events] = /** @type {[any, any]} */ (start(story, 0));
  const minds = [events.at(-1).mind];
  for (let i = 0; i < 4; i += 1) {
    [state, events] = step(story, state, NEXT);
    minds.push(events.at(-1).mind);
  }
  assert.deepEqual(minds, [0, 1, 2, 1, 2]);
  assert.equal(state.main.mind, 2);
});

// ------------------------------------------------------------------ rests

test("a pick names the ready strands, takes one of them and nothing else", () => {
  const story = program({
    vars: [range(0, "x", 0, 1, 1)],
    scenes: [{ id: "s", items: merge("d", "drifting", [
      [[1, [line("b1"), line("b2")], "@strand/d//jax"], [0, [line("a1")]], [2, [sync("x")]]],
    ]) }],
    texts: [["@strand/d//jax", ["seat ", ["show", ["mind"], null]]], ["@merge/d", ["Whose?"]]],
  });
  const [state, events] = /** @type {[any, any]} */ (start(story, 0));
  deepFreeze(state);
  assert.deepEqual(events.at(-1), {
    e: "pick", strands: [{ mind: 1, label: ["seat 1"] }, { mind: 0, label: null }],
    title: ["Whose?"], mind: null, merge: "d", clarity: null, rail: [[1, "ready"], [0, "ready"], [2, "awake"]],
  });
  for (const input of [NEXT, { do: "enter" }, { do: "enter", mind: "1" }, { do: "enter", mind: -1 }, { do: "enter", mind: 9 }, { do: "enter", mind: 2 }]) {
    const [same, said] = step(story, state, input);
    assert.equal(same, state);
    assert.equal(said[0].e, "refused", JSON.stringify(input));
  }
  const [next, said] = /** @type {[any, any]} */ (step(story, state, { do: "enter", mind: 0 }));
  assert.deepEqual([said.at(-1).id, next.n, next.merge.now], ["a1", 1, [1]]);
});

test("clarity and rail stand in every rest of a merge", () => {
  const { rests } = play(breach("woven", 3));
  assert.deepEqual(rests.map((rest) => rest.clarity), [8, 8, 8, 8, 8, 5].map((v) => [v, 0, 10]));
  assert.deepEqual(rests.map((rest) => rest.rail.map((/** @type {any} */ part) => part[1]).join(" ")), [
    "ready ready", "waits ready", "waits ready", "waits waits", "ready ready", "awake ready",
  ]);
  assert.ok(rests.every((rest) => rest.merge === "breach"));
  const asleep = play(dream("woven", [[0, [line("a"), sync("x"), line("a2")]], [1, [line("b"), line("c"), sync("x")]]]));
  assert.deepEqual(asleep.rests.map((rest) => rest.rail), [
    [[0, "ready"], [1, "ready"]], [[0, "waits"], [1, "ready"]], [[0, "waits"], [1, "ready"]], [[0, "ready"], [1, "awake"]],
  ]);
});

test("the state of a merge has the shape of the contract", () => {
  const [state, events] = /** @type {[any, any]} */ (start(breach("chorus", 0), 2145));
  assert.equal(canonical(state), canonical({
    main: { at: [0, 1], stack: [], mind: 0 },
    merge: {
      at: [0, 0], section: 0, now: [0, 1], queue: [],
      strands: [{ at: [0, 2], stack: [], mind: 0 }, { at: [0, 4], stack: [], mind: 1 }],
    },
    vars: [0, 8], counts: [], rng: 2145, dice: [], n: 0,
    stage: { backdrop: null, music: null, cast: [], effects: [] },
  }));
  assert.deepEqual(events.slice(0, 2), [
    { e: "scene", scene: 0, mind: 0 }, { e: "merge", merge: "breach", mode: "chorus", members: [0, 1] },
  ]);
});

test("a strand whose condition fails takes a turn without a beat", () => {
  const strands = [[0, [branch(0, "no"), line("a"), "no:"]], [1, [line("b")]]];
  for (const mode of ["woven", "chorus", "fragmented"]) assert.equal(play(dream(mode, strands)).order, "b .");
  assert.equal(play(dream("drifting", strands)).order, "? b .");
});

test("a merge of empty strands is over before it is seen", () => {
  const story = dream("woven", [[0, []], [1, []]]);
  assert.equal(play(story).order, ".");
});
