/**
 * A reading taken from one text of a story to the next. Goes in: a program, what changes in it, and the moments of a
 * reading. Comes out: the same reading of the changed program, and how far before its place it stands if that is gone. No
 * step is taken, so nothing happens twice; what was read stays read.
 *
 * @import {Moment} from "../session.mjs"
 * @import {Input, Named, Program, Rest, State} from "../types"
 * @import {Plan} from "./patch.mjs"
 * @import {Followed, StoryMessage} from "./types"
 */

import { followSave } from "../follow.mjs";
import { render, start } from "../machine.mjs";
import { nameState, placesFor } from "../places.mjs";
import { Misfit, thawState } from "../thaw.mjs";
import { keysIn, patched, planOf } from "./patch.mjs";
import { reworded, saidIn } from "./reworded.mjs";

/** @param {State} state the scenes in which its cursors stand, by index */
export function scenesIn({ main, merge }) {
  return [main, ...(merge?.strands ?? [])].flatMap(({ at, stack }) => [at[0], ...stack.map(([scene]) => scene)]);
}

/**
 * @param {Program} program may be changed into what is returned
 * @param {StoryMessage} message
 * @param {{moments: readonly Moment[], at: number} | null} session
 * @param {string} language that is read
 * @returns {{program: Program, followed: Followed | null, fresh: (moment: Moment) => boolean}} `fresh`: whether what a
 *   moment shows may have changed
 */
export function takeStory(program, message, session, language) {
  const plan = planOf(program, message);
  const moments = session?.moments ?? [];
  const touched = moments.map(({ state }) => scenesIn(state).some(plan.touched));
  const names = namesOf(program, moments.filter((_, i) => touched[i]));
  const spoken = spokenOf(program, message, plan);
  const now = patched(program, message, plan, language);
  const fresh = (/** @type {Moment} */ { state }) => scenesIn(state).some(spoken);
  return { program: now, followed: session && follow(now, session, touched, names && mover(now, names)), fresh: (moment) => fresh(moment) };

  /**
   * @param {Program} after
   * @param {{moments: readonly Moment[], at: number}} reading
   * @param {boolean[]} moved
   * @param {((state: State) => Moved | null) | null} move
   * @returns {Followed}
   */
  function follow(after, { moments: old, at }, moved, move) {
    /** @type {Moment[]} */
    const kept = [];
    /** @type {readonly string[]} */
    let reset = [];
    /** @type {readonly string[]} */
    let clamped = [];
    let here = -1;
    let back = 0;
    for (const [i, moment] of old.entries()) {
      if (i > at && (moved[i] || moved[i - 1])) break; // what lay beyond is to be read anew
      const made = moved[i] && move ? move(moment.state) : { state: moment.state, reset: [], clamped: [] };
      if (made && !moved[i] && !fresh(moment)) kept.push(moment);
      else if (made) {
        const rest = /** @type {Rest} */ (render(after, made.state));
        kept.push({ ...moment, state: made.state, rest, input: sameInput(moment, rest) });
      }
      if (i > at) continue;
      if (made) ({ reset, clamped } = made);
      here = kept.length - 1;
      back = made ? 0 : back + 1;
    }
    if (here >= 0) return { moments: kept, at: here, back, reset, clamped, begun: false };
    const [state, events] = start(after, old[at].state.rng >>> 0);
    if (state === null) throw new Error("the story has no beginning");
    return { moments: [{ state, rest: /** @type {Rest} */ (events[events.length - 1]), silent: [], input: null }], at: 0, back, reset: [], clamped: [], begun: true };
  }
}

/**
 * Whether what stands in a scene may read otherwise than before.
 * @param {Program} program
 * @param {StoryMessage} message
 * @param {Plan} plan
 * @returns {(scene: number) => boolean}
 */
function spokenOf({ scenes }, message, { touched }) {
  const keys = keysIn(message);
  if (message.program || message.head || keys.some((key) => key[0] === "@")) return () => true;
  const ids = new Set(keys.map((key) => key.split("/")[0]));
  return (scene) => touched(scene) || ids.has(scenes[scene]?.id);
}

/**
 * What was answered, where it still can be: an option whose words were changed is the one in its place.
 * @param {Moment} moment
 * @param {Rest} now
 * @returns {Input | null}
 */
function sameInput({ rest, input }, now) {
  if (input?.do !== "choose" || rest.e !== "choice") return rest.e === now.e ? input : null;
  if (now.e !== "choice") return null;
  if (now.options.some(({ id }) => id === input.option)) return input;
  const place = now.options.length === rest.options.length ? rest.options.findIndex(({ id }) => id === input.option) : -1;
  return place < 0 ? null : { ...input, option: now.options[place].id };
}

// ------------------------------------------------------------------ by name

/** @typedef {{state: State, reset: readonly string[], clamped: readonly string[]}} Moved */
/**
 * Moments in words that outlive an edit. `scenes`: the beats of the scenes in which they stand; `said`: what these say.
 * @typedef {{states: Map<State, Required<Named> | null>, scenes: [string, readonly string[]][], said: ReturnType<typeof saidIn>[]}} Names
 */

/**
 * @param {Program} program
 * @param {readonly Moment[]} moments
 * @returns {Names | null} null where there is nothing to name
 */
function namesOf(program, moments) {
  if (!moments.length) return null;
  const places = placesFor(program);
  const found = new Set(moments.flatMap(({ state }) => scenesIn(state)));
  const scenes = [...found].map((scene) => /** @type {[string, readonly string[]]} */ ([program.scenes[scene].id, places.lists[scene].slice()]));
  return {
    states: new Map(moments.map(({ state }) => [state, writtenState(places, state)])),
    scenes,
    said: scenes.map(([scene, names]) => saidIn(program, scene, names)),
  };
}

/**
 * @param {import("../types").Places} places
 * @param {State} state
 */
function writtenState(places, state) {
  try {
    return nameState(places, state);
  } catch {
    return null; // no key: it cannot be found again
  }
}

/**
 * Takes states over by their names, as those of a save are.
 * @param {Program} program as it is now
 * @param {Names} names
 * @returns {(state: State) => Moved | null} null where there is no place for it any more
 */
function mover(program, { states, scenes, said }) {
  const places = placesFor(program);
  const renamed = new Map(scenes.map(([scene], i) => {
    const now = places.was.scene(scene);
    return [scene, reworded(said[i], saidIn(program, now, places.lists[places.scenes.get(now) ?? -1] ?? []))];
  }));
  const nameOf = (/** @type {string} */ scene, /** @type {string} */ name) => renamed.get(scene)?.get(name) ?? name;
  const { today, follow: find } = followSave(places, scenes.map(([scene, names]) => [scene, names.map((name) => nameOf(scene, name))]));
  const follow = (/** @type {string} */ scene, /** @type {string} */ key) => find(scene, nameOf(scene, key));
  const count = (/** @type {string} */ name) => name.replace(/^(@\w+\/)?[^/.]+/, (all, head = "") => head + today(all.slice(head.length)));
  const named = (/** @type {[string, any][]} */ pairs, /** @type {(name: string) => string} */ now) => new Map(pairs.map(([name, value]) => [now(name), value]));
  return (state) => {
    const laid = states.get(state);
    if (!laid) return null;
    const how = { places, edited: true, follow, reset: /** @type {Set<string>} */ (new Set()), clamped: /** @type {Set<string>} */ (new Set()), sure: true };
    try {
      const moved = thawState(how, { ...laid, vars: named(laid.vars, places.was.value), counts: named(laid.counts, count) });
      return { state: moved, reset: [...how.reset], clamped: [...how.clamped] };
    } catch (error) {
      if (error instanceof Misfit) return null;
      throw error;
    }
  };
}
