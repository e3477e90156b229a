/**
 * The stage as the story keeps it: who is seen and where, the place behind them, music, lasting effects.
 *
 * Goes in: a stage and an operation. Comes out: the stage after it (the same object where nothing
 * changed) and the event that says so.
 *
 * @import {Effect, Scenery, Show, SilentEvent, Stage} from "./types"
 */

/** @type {Stage} */
export const EMPTY_STAGE = Object.freeze({
  backdrop: null,
  music: null,
  cast: Object.freeze([]),
  effects: Object.freeze([]),
});

/**
 * The stage after an operation.
 * @param {Stage} stage
 * @param {Scenery} op
 * @returns {Stage}
 */
export function sceneryAfter(stage, op) {
  switch (op.k) {
    case "show": return withShown(stage, op);
    case "backdrop":
      return { ...stage, backdrop: op.name, cast: stage.cast.map(([who, mood, place]) => [who, mood, place, 0]) };
    case "music": return { ...stage, music: op.name ?? "off" };
    case "effect": return withEffect(stage, op);
    default: return stage;
  }
}

/**
 * @param {Stage} stage
 * @param {Show} op
 * @returns {Stage}
 */
function withShown(stage, op) {
  const { cast } = stage;
  let at = 0;
  while (at < cast.length && cast[at][0] !== op.who) at += 1;
  const old = at < cast.length ? cast[at] : null;
  const mood = op.mood ?? (old === null ? null : old[1]);
  const place = op.place ?? (old === null ? null : old[2]);
  const on = op.on ?? (old === null ? 0 : old[3]);
  if (old !== null && old[1] === mood && old[2] === place && old[3] === on) return stage;
  const next = cast.slice();
  next[at] = [op.who, mood, place, on];
  return { ...stage, cast: next };
}

/**
 * @param {Stage} stage
 * @param {Effect} op
 * @returns {Stage}
 */
function withEffect(stage, op) {
  const name = op.name ?? null;
  if (name === null) return { ...stage, effects: [] };
  if (!op.lasting) return stage;
  if (op.strength === 0) return { ...stage, effects: stage.effects.filter((effect) => effect[0] !== name) };
  if (!stage.effects.some((effect) => effect[0] === name)) {
    return { ...stage, effects: [...stage.effects, [name, op.strength]] };
  }
  return { ...stage, effects: stage.effects.map((effect) => (effect[0] === name ? [name, op.strength] : effect)) };
}

/**
 * What the reader's page is told of an operation.
 * @param {Scenery} op
 * @returns {SilentEvent}
 */
export function sceneryEvent(op) {
  switch (op.k) {
    case "show":
      return {
        e: "show", who: op.who, mood: op.mood ?? null, place: op.place ?? null,
        on: op.on ?? null, trans: op.trans ?? null,
      };
    case "backdrop": return { e: "backdrop", name: op.name, trans: op.trans ?? null };
    case "music": return { e: "music", name: op.name ?? null };
    case "sound": return { e: "sound", name: op.name };
    case "effect": return { e: "effect", name: op.name ?? null, strength: op.strength };
    case "pause": return { e: "pause", ms: op.ms };
    case "keepsake": return { e: "keepsake", name: op.name };
  }
}
