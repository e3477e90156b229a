/**
 * The silent run: what happens between two beats of one cursor.
 *
 * Goes in: a turn (the state that is being made and what was said so far) and one of its cursors. Comes
 * out: the kind of operation at which the cursor stopped, `TAIL` where a beat's tail is over, or `LEFT`
 * when a strand woke the story. A turn is the machine's own until its step ends: only here and in
 * `weft.mjs` are its parts changed in place, and never one that an older state shares.
 *
 * @import {Cursor, Event, Jump, Merge, Op, Set_, Silent, State, Tables, Turn, Visit} from "./types"
 */

import { advance, among, clamp, evaluate, mix32 } from "./values.mjs";
import { sceneryAfter, sceneryEvent } from "./scenery.mjs";
import { anyOpen, perspectiveAt } from "./options.mjs";

/** More operations than this in one step are a loop without a beat. */
const STEP_OPS = 10000;

/** A strand has left the merge, and all strands with it. */
export const LEFT = "left";
/** The tail of a beat is over. */
export const TAIL = "tail";

/** A step that the machine refuses to take because the program, or a script of draws, is at fault. */
export class Fault extends Error {
  /** @param {string} name */
  constructor(name) {
    super(name);
    this.fault = name;
  }
}

/**
 * A cursor of its own for a turn.
 * @param {Cursor} cursor
 * @returns {Cursor}
 */
export function ownCursor(cursor) {
  return { at: [cursor.at[0], cursor.at[1]], stack: cursor.stack, mind: cursor.mind };
}

/**
 * A turn that begins at a state. The state is not changed.
 * @param {Tables} tables
 * @param {State} state
 * @returns {Turn}
 */
export function beginTurn(tables, state) {
  const { merge, vars, counts, rng, dice, n, stage } = state;
  const own = merge === null ? null : {
    at: merge.at, section: merge.section, now: merge.now, queue: merge.queue,
    strands: merge.strands.map(ownCursor),
  };
  return {
    tables,
    state: { main: ownCursor(state.main), merge: own, vars, counts, rng, dice, n, stage },
    events: [],
    ops: 0,
    vars: null,
    counts: null,
  };
}

/**
 * Give a variable a value. The turn copies the values once.
 * @param {Turn} turn
 * @param {number} index
 * @param {number | string} value
 * @returns {void}
 */
export function storeVar(turn, index, value) {
  if (turn.state.vars[index] === value) return;
  if (turn.vars === null) turn.state.vars = turn.vars = turn.state.vars.slice();
  turn.vars[index] = value;
}

/**
 * Add one to a count, up to its end.
 * @param {Turn} turn
 * @param {number | null | undefined} index none: nothing is counted
 * @returns {void}
 */
export function bumpCount(turn, index) {
  if (index === undefined || index === null) return;
  const value = turn.state.counts[index];
  if (value >= turn.tables.program.counts[index].max) return;
  if (turn.counts === null) turn.state.counts = turn.counts = turn.state.counts.slice();
  turn.counts[index] = value + 1;
}

/**
 * One of k outcomes, from the script of draws if there is one, else from the generator.
 * @param {Turn} turn
 * @param {number} k one outcome only: nothing is drawn
 * @returns {number} 0..k-1
 */
export function drawOne(turn, k) {
  if (k === 1) return 0;
  const state = turn.state;
  if (state.dice.length > 0) {
    const value = state.dice[0];
    if (value >= k) throw new Fault("bad-dice");
    state.dice = state.dice.slice(1);
    return value;
  }
  state.rng = advance(state.rng);
  return among(mix32(state.rng), k);
}

/**
 * Count an entry into a scene, and say so.
 * @param {Turn} turn
 * @param {number} scene
 * @param {number | null} mind
 * @returns {void}
 */
export function enterScene(turn, scene, mind) {
  bumpCount(turn, turn.tables.program.scenes[scene].count);
  turn.events.push({ e: "scene", scene, mind });
}

/**
 * Run a cursor silently.
 * @param {Turn} turn changed
 * @param {Cursor} cursor one of the turn's; changed
 * @param {null | "effects" | "jump"} tail only what belongs to the beat just finished: its effects, or
 *   its effects and the jump after them
 * @returns {string} the kind of operation where it stands, or TAIL, or LEFT
 */
export function runCursor(turn, cursor, tail) {
  const { program } = turn.tables;
  const at = cursor.at;
  for (;;) {
    const op = program.scenes[at[0]].ops[at[1]];
    if (op === undefined) throw new Fault("runs-off-scene");
    if (tail !== null && !inTail(op.k, tail)) return TAIL;
    switch (op.k) {
      case "line": case "ask": case "end": case "hole": case "sync": case "done": case "strands":
        return op.k;
      case "choice":
        if (!op.hub || anyOpen(program, turn.state, perspectiveAt(program, at[0], at[1], cursor.mind), op)) return op.k;
        countOp(turn);
        at[1] = op.next;
        break;
      default:
        countOp(turn);
        if (performOp(turn, cursor, op)) return LEFT;
    }
  }
}

/**
 * @param {string} kind
 * @param {"effects" | "jump"} tail
 * @returns {boolean}
 */
function inTail(kind, tail) {
  return kind === "set" || kind === "goto" || kind === "return" || (kind === "jump" && tail === "jump");
}

/**
 * @param {Turn} turn
 * @returns {void}
 */
function countOp(turn) {
  turn.ops += 1;
  if (turn.ops > STEP_OPS) throw new Fault("silent-loop");
}

/**
 * Do one silent operation.
 * @param {Turn} turn changed
 * @param {Cursor} cursor changed
 * @param {Silent} op
 * @returns {boolean} whether a strand left its merge
 */
function performOp(turn, cursor, op) {
  const { program } = turn.tables;
  const { state } = turn;
  const at = cursor.at;
  const mind = perspectiveAt(program, at[0], at[1], cursor.mind);
  switch (op.k) {
    case "goto": at[1] = op.to; return false;
    case "set": storeResult(turn, mind, op); break;
    case "branch":
      at[1] = evaluate(program, state, mind, op.cond) ? at[1] + 1 : op.otherwise;
      return false;
    case "round": roundHub(turn, cursor, mind, op.choice); return false;
    case "first": {
      const arm = state.counts[op.count];
      bumpCount(turn, op.count);
      at[1] = op.to[arm];
      return false;
    }
    case "either": at[1] = op.to[drawOne(turn, op.to.length)]; return false;
    case "count": bumpCount(turn, op.count); break;
    case "shift": cursor.mind = op.mind; break;
    case "jump": return jumpTo(turn, cursor, op);
    case "visit": visitScene(turn, cursor, op, mind); return false;
    case "return": goBack(cursor); return false;
    case "merge": openMerge(turn, cursor, op); break;
    case "meet": turn.events.push({ e: "sync", name: op.name }); break;
    case "unmerge":
      state.merge = null;
      turn.events.push({ e: "merge-end", how: "done" });
      break;
    case "off": throw new Fault("runs-off-scene");
    default:
      state.stage = sceneryAfter(state.stage, op);
      turn.events.push(sceneryEvent(op));
  }
  at[1] += 1;
  return false;
}

/**
 * @param {Turn} turn
 * @param {number | null} mind
 * @param {Set_} op
 * @returns {void}
 */
function storeResult(turn, mind, op) {
  const { program } = turn.tables;
  const kept = program.vars[op.var];
  const value = evaluate(program, turn.state, mind, op.to);
  storeVar(turn, op.var, kept.type === "text" ? value : clamp(value, kept.lo, kept.hi));
}

/**
 * Before a hub's lines: past the hub if nothing can be picked in it.
 * @param {Turn} turn
 * @param {Cursor} cursor changed
 * @param {number | null} mind the perspective at the `round`
 * @param {number} index the hub's choice in this scene
 * @returns {void}
 */
function roundHub(turn, cursor, mind, index) {
  const { program } = turn.tables;
  const [scene] = cursor.at;
  const choice = program.scenes[scene].ops[index];
  if (choice.k !== "choice") throw new Error("a round names no choice");
  cursor.at[1] = anyOpen(program, turn.state, mind, choice) ? cursor.at[1] + 1 : choice.next;
}

/**
 * @param {Turn} turn changed
 * @param {Cursor} cursor the one that jumps
 * @param {Jump} op
 * @returns {boolean} whether it was a strand's
 */
function jumpTo(turn, cursor, op) {
  const { main, merge } = turn.state;
  if (merge !== null) {
    turn.state.merge = null;
    turn.events.push({ e: "merge-end", how: "wake" });
  }
  main.stack = [];
  main.at[0] = op.to[0];
  main.at[1] = op.to[1];
  if (op.mind !== undefined && op.mind !== null) main.mind = op.mind;
  if (op.enters) enterScene(turn, op.to[0], main.mind);
  return cursor !== main;
}

/**
 * @param {Turn} turn
 * @param {Cursor} cursor changed
 * @param {Visit} op
 * @param {number | null} mind the perspective at the visit
 * @returns {void}
 */
function visitScene(turn, cursor, op, mind) {
  cursor.stack = [...cursor.stack, [cursor.at[0], cursor.at[1] + 1, cursor.mind]];
  cursor.at[0] = op.scene;
  cursor.at[1] = 0;
  cursor.mind = op.mind ?? mind;
  enterScene(turn, op.scene, cursor.mind);
}

/**
 * @param {Cursor} cursor changed
 * @returns {void}
 */
function goBack(cursor) {
  const frame = cursor.stack[cursor.stack.length - 1];
  if (frame === undefined) throw new Fault("stray-return");
  cursor.stack = cursor.stack.slice(0, -1);
  cursor.at[0] = frame[0];
  cursor.at[1] = frame[1];
  cursor.mind = frame[2];
}

/**
 * @param {Turn} turn changed
 * @param {Cursor} cursor
 * @param {Merge} op
 * @returns {void}
 */
function openMerge(turn, cursor, op) {
  turn.state.merge = { at: [cursor.at[0], cursor.at[1]], section: -1, now: [], queue: [], strands: [] };
  turn.events.push({ e: "merge", merge: op.id, mode: op.mode, members: op.members.map((member) => member[0]) });
}
