/**
 * The dream-merge: which strand's turn it is.
 *
 * Goes in: a turn whose main cursor stands at a `strands` operation. Comes out: whether the story rests
 * at a beat of the strands, or goes on in its main cursor because the section is over or a strand woke it.
 *
 * @import {Cursor, Merge, Program, State, Strands, Turn, Weft} from "./types"
 */

import { Fault, LEFT, drawOne, runCursor } from "./flow.mjs";
import { opAt } from "./options.mjs";

/**
 * The operation that opened the merge in progress.
 * @param {Program} program
 * @param {Weft} weft
 * @returns {Merge}
 */
export function mergeOp(program, weft) {
  const op = program.scenes[weft.at[0]].ops[weft.at[1]];
  if (op.k !== "merge") throw new Error("the state's merge is none of the program's");
  return op;
}

/**
 * The operation of the section that runs: main stands there.
 * @param {Program} program
 * @param {State} state
 * @returns {Strands}
 */
export function sectionOp(program, state) {
  const op = opAt(program, state.main);
  if (op.k !== "strands") throw new Error("strands run, and main is not at their section");
  return op;
}

/**
 * Whether a strand can take a turn: it neither waits at a sync nor is at the end of its piece.
 * @param {Program} program
 * @param {Cursor} strand
 * @returns {boolean}
 */
export function isReady(program, strand) {
  const { k } = opAt(program, strand);
  return k !== "sync" && k !== "done";
}

/**
 * The strands that can take a turn, in order.
 * @param {Program} program
 * @param {Weft} weft
 * @returns {number[]}
 */
export function readyStrands(program, weft) {
  /** @type {number[]} */
  const ready = [];
  weft.strands.forEach((strand, i) => {
    if (isReady(program, strand)) ready.push(i);
  });
  return ready;
}

/**
 * Begin the section at which main stands.
 * @param {Turn} turn changed
 * @returns {void}
 */
export function openSection(turn) {
  const { main, merge } = turn.state;
  if (merge === null) throw new Error("a section outside a merge");
  merge.section += 1;
  merge.now = [];
  merge.queue = [];
  merge.strands = sectionOp(turn.tables.program, turn.state).strands.map(
    (strand) => ({ at: [main.at[0], strand.start], stack: [], mind: strand.mind }),
  );
}

/**
 * Give turns to strands until one rests at a beat.
 * @param {Turn} turn changed
 * @param {Weft} weft the turn's merge; changed
 * @returns {boolean} true at a beat or a pick, false when main goes on
 */
export function schedule(turn, weft) {
  const { program } = turn.tables;
  const { mode } = mergeOp(program, weft);
  for (;;) {
    while (weft.queue.length > 0) {
      const first = weft.queue[0];
      weft.queue = weft.queue.slice(1);
      weft.now = [first];
      const stop = runCursor(turn, weft.strands[first], null);
      if (stop === LEFT) return false;
      if (isBeat(stop)) return true;
    }
    if (mode === "drifting" && weft.now.length === 1 && isReady(program, weft.strands[weft.now[0]])) {
      weft.queue = weft.now;
      continue;
    }
    releaseSyncs(turn, weft);
    const ready = readyStrands(program, weft);
    if (ready.length === 0) {
      closeSection(turn, weft);
      return false;
    }
    if (mode === "chorus") {
      const stop = singTogether(turn, weft, ready);
      if (stop !== null) return stop;
    } else if (mode === "drifting" && ready.length > 1) {
      weft.now = [];
      return true;
    } else if (mode === "fragmented") {
      weft.queue = [ready[drawOne(turn, ready.length)]];
    } else {
      weft.queue = ready; // a round of woven, or the only one that is ready
    }
  }
}

/**
 * A round of chorus: all ready strands run to their next beat; their lines make the chord, the rest queue.
 * @param {Turn} turn changed
 * @param {Weft} weft changed
 * @param {number[]} ready
 * @returns {boolean | null} as `schedule`; null if there is no line to show
 */
function singTogether(turn, weft, ready) {
  /** @type {number[]} */
  const lines = [];
  /** @type {number[]} */
  const asks = [];
  for (const i of ready) {
    const stop = runCursor(turn, weft.strands[i], null);
    if (stop === LEFT) return false;
    if (stop === "line") lines.push(i);
    else if (isBeat(stop)) asks.push(i);
  }
  weft.queue = asks;
  weft.now = lines;
  return lines.length > 0 ? true : null;
}

/**
 * Whether a run that stopped so stopped at a beat.
 * @param {string} stop
 * @returns {boolean}
 */
function isBeat(stop) {
  return stop === "line" || stop === "choice" || stop === "ask" || stop === "hole" || stop === "end";
}

/**
 * Let strands past the syncs that all who hold them have reached.
 * @param {Turn} turn changed
 * @param {Weft} weft changed
 * @returns {void}
 */
function releaseSyncs(turn, weft) {
  const { program } = turn.tables;
  const { syncs } = sectionOp(program, turn.state);
  let released = true;
  while (released) {
    released = false;
    for (const [name, who] of syncs) {
      const met = who.every((i) => {
        const op = opAt(program, weft.strands[i]);
        return op.k === "sync" && op.name === name;
      });
      if (!met) continue;
      for (const i of who) weft.strands[i].at[1] += 1;
      turn.events.push({ e: "sync", name });
      released = true;
    }
  }
}

/**
 * The section is over: main goes on behind it.
 * @param {Turn} turn changed
 * @param {Weft} weft changed
 * @returns {void}
 */
function closeSection(turn, weft) {
  const { program } = turn.tables;
  if (weft.strands.some((strand) => opAt(program, strand).k !== "done")) throw new Fault("merge-deadlock");
  const { next } = sectionOp(program, turn.state);
  weft.strands = [];
  weft.now = [];
  turn.state.main.at[1] = next;
}
