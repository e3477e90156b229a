/**
 * The rest event: what the reader is shown at a beat.
 *
 * Goes in: the tables and a state at rest. Comes out: its event, always the same for the same state.
 *
 * @import {Ask, Choice, ChoiceEvent, Cursor, Line, LineEvent, Nodes, PickEvent, Program, Rest, State, Tables, Weft, Woven} from "./types"
 */

import { evaluate } from "./values.mjs";
import { Composer } from "./compose.mjs";
import { beatText } from "./tables.mjs";
import { offered, opAt, perspectiveAt, perspectiveOf } from "./options.mjs";
import { mergeOp, readyStrands, sectionOp } from "./weft.mjs";

/** @type {Nodes} */
const NO_TEXT = Object.freeze([]);

/**
 * The event of a state at rest.
 * @param {Tables} tables
 * @param {State} state
 * @returns {Rest}
 */
export function restEvent(tables, state) {
  const { main, merge } = state;
  const plain = merge === null ? fixedLine(tables, main) : null;
  if (plain !== null) return plain;
  const composer = new Composer(tables, state);
  if (merge === null) return beatEvent(composer, main);
  const event = mergedEvent(composer, merge, main);
  return { ...event, ...wovenFields(tables.program, state, merge) };
}

/**
 * The event of a line that always reads the same, as most lines of a story do: nothing is composed for it.
 * @param {Tables} tables
 * @param {Cursor} cursor
 * @returns {LineEvent | null} null for anything else
 */
function fixedLine(tables, cursor) {
  const op = opAt(tables.program, cursor);
  if (op.k !== "line" || (op.name ?? null) !== null) return null;
  const text = beatText(tables, cursor.at, op.id);
  const who = op.who ?? null;
  const name = who === null ? null : tables.names[who];
  if (text === null || text.fixed === null || (name !== null && name.fixed === null)) return null;
  return {
    e: "line", id: op.id, kind: op.kind, who, name: name === null ? null : name.fixed, text: text.fixed,
    mind: perspectiveOf(tables.program, cursor),
  };
}

/**
 * @param {Composer} composer
 * @param {Weft} weft
 * @param {Cursor} main
 * @returns {Rest}
 */
function mergedEvent(composer, weft, main) {
  if (weft.strands.length === 0) return beatEvent(composer, main);
  if (weft.now.length === 0) return pickEvent(composer, weft);
  const cursors = weft.now.map((i) => weft.strands[i]);
  if (cursors.length === 1) return beatEvent(composer, cursors[0]);
  const parts = cursors.map((cursor) => {
    const op = opAt(composer.tables.program, cursor);
    if (op.k !== "line") throw new Error("a chord holds lines only");
    return lineEvent(composer, cursor, op, perspectiveOf(composer.tables.program, cursor));
  });
  return { e: "chord", parts, mind: null };
}

/**
 * @param {Composer} composer
 * @param {Cursor} cursor
 * @returns {Rest}
 */
function beatEvent(composer, cursor) {
  const { program } = composer.tables;
  const op = opAt(program, cursor);
  const mind = perspectiveOf(program, cursor);
  switch (op.k) {
    case "line": return lineEvent(composer, cursor, op, mind);
    case "choice": return choiceEvent(composer, op, mind);
    case "ask": {
      composer.standAt(mind, op.shown);
      return { e: "ask", id: op.id, prompt: composer.text(op.id), value: String(composer.state.vars[op.var]), mind };
    }
    case "end":
      composer.standAt(mind);
      return { e: "end", id: op.id, name: op.name, title: composer.text(`@ending/${op.name}`), mind };
    case "hole": return { e: "hole", id: op.id, mind: null };
    default: throw new Error(`the state rests at no beat, but at ${op.k}`);
  }
}

/**
 * @param {Composer} composer
 * @param {Cursor} cursor where the line stands
 * @param {Line} op
 * @param {number | null} mind
 * @returns {LineEvent}
 */
function lineEvent(composer, cursor, op, mind) {
  composer.standAt(mind, op.shown);
  const { tables } = composer;
  const who = op.who ?? null;
  const given = op.name ?? null;
  const name = given !== null ? composer.text(given) : who === null ? null : composer.reading(tables.names[who]);
  const text = composer.reading(beatText(tables, cursor.at, op.id)) ?? NO_TEXT;
  return { e: "line", id: op.id, kind: op.kind, who, name, text, mind };
}

/**
 * @param {Composer} composer
 * @param {Choice} op
 * @param {number | null} mind
 * @returns {ChoiceEvent}
 */
function choiceEvent(composer, op, mind) {
  composer.standAt(mind, op.shown);
  const prompt = composer.text(op.id);
  const options = offered(composer.tables.program, composer.state, mind, op).map(({ option, open }) => ({
    id: option.id,
    text: composer.text(option.id) ?? NO_TEXT,
    open,
    why: open ? null : composer.text(`${option.id}!`),
  }));
  return { e: "choice", id: op.id, hub: op.hub, prompt, options, mind };
}

/**
 * @param {Composer} composer
 * @param {Weft} weft
 * @returns {PickEvent}
 */
function pickEvent(composer, weft) {
  const { tables: { program }, state } = composer;
  const { strands } = sectionOp(program, state);
  composer.standAt(perspectiveAt(program, weft.at[0], weft.at[1], state.main.mind));
  const title = composer.text(`@merge/${mergeOp(program, weft).id}`);
  const labels = readyStrands(program, weft).map((i) => {
    const { mind, label } = strands[i];
    composer.standAt(mind);
    return { mind, label: label === undefined || label === null ? null : composer.text(label) };
  });
  return { e: "pick", title, strands: labels, mind: null };
}

/**
 * What every rest event inside a merge carries.
 * @param {Program} program
 * @param {State} state
 * @param {Weft} weft
 * @returns {Woven}
 */
function wovenFields(program, state, weft) {
  const op = mergeOp(program, weft);
  const clear = op.clarity ?? null;
  return {
    merge: op.id,
    clarity: clear === null ? null : [evaluate(program, state, null, clear[0]), clear[1], clear[2]],
    rail: op.members.map(([mind, last]) => [mind, railState(program, state, weft, mind, last)]),
  };
}

/**
 * @param {Program} program
 * @param {State} state
 * @param {Weft} weft
 * @param {number} mind
 * @param {number} last the mind's last section
 * @returns {"ready" | "waits" | "awake"}
 */
function railState(program, state, weft, mind, last) {
  const i = weft.strands.length === 0 ? -1 : sectionOp(program, state).strands.findIndex((strand) => strand.mind === mind);
  const kind = i < 0 ? "done" : opAt(program, weft.strands[i]).k;
  if (kind === "sync") return "waits";
  if (kind !== "done") return "ready";
  return weft.section < last ? "waits" : "awake";
}
