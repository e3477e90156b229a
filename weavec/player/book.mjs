/**
 * What a story says about itself, ready for the page. In: the program. Out: names, titles and looks by index.
 *
 * @import {Being, Nodes, Program, State, Tables} from "./types"
 * @import {Look} from "./look.mjs"
 */

import { facesOf } from "./assets.mjs";
import { Composer } from "./compose.mjs";
import { houseLook, looksOf } from "./look.mjs";
import { tablesFor } from "./tables.mjs";
import { plain } from "./text.mjs";

/**
 * @typedef {object} Book
 * @property {Program} program
 * @property {Tables} tables
 * @property {string} key under which the browser keeps what belongs to this story
 * @property {readonly Being[]} cast minds, then people
 * @property {Look[]} looks of the minds
 * @property {Look} house
 */

/**
 * @param {Program} program
 * @param {string} language
 * @returns {Book}
 */
export function openBook(program, language) {
  return {
    program,
    tables: tablesFor(program, language),
    key: `weave/${program.story.id ?? program.hash}`,
    cast: [...program.minds, ...program.people],
    looks: looksOf(program.minds.map((mind) => ({ color: mind.color ?? undefined }))).map((look, i) => ({ ...look, id: program.minds[i].id, ...facesOf(program.minds[i].id) })),
    house: { ...houseLook(), ...facesOf("default") },
  };
}

/**
 * The text under a key as it reads in a state, or null.
 * @param {Book} book
 * @param {string} key
 * @param {State} state
 * @returns {Nodes | null}
 */
export function wordsAt(book, key, state) {
  return new Composer(book.tables, state).text(key);
}

/**
 * @param {Book} book
 * @param {number} who cast index
 * @param {State} state
 */
export function castName(book, who, state) {
  return plain(wordsAt(book, `@cast/${book.cast[who].id}`, state)) || book.cast[who].id;
}

/** @param {Book} book the colours of all threads; of a story without minds two of the house */
export function threadsOf({ house, looks }) {
  return looks.length ? looks.map((look) => look.thread) : [house.thread, house.acc];
}

/**
 * @param {Book} book
 * @param {number | null | undefined} mind
 * @returns {Look}
 */
export function lookFor(book, mind) {
  return mind === null || mind === undefined || mind < 0 ? book.house : book.looks[mind];
}

/**
 * The colour of somebody's name: a mind's own, a person's as declared, or null.
 * @param {Book} book
 * @param {number | null} who
 */
export function castColor(book, who) {
  if (who === null) return null;
  if (who < book.looks.length) return book.looks[who].thread;
  return book.cast[who].color ?? null;
}

/**
 * Where a state is, for the corner of the stage and the slots: chapter and scene, as far as they have titles.
 * @param {Book} book
 * @param {number} index of the scene
 * @param {State} state
 */
export function placeName(book, index, state) {
  const scene = book.program.scenes[index];
  const chapter = typeof scene.chapter === "number" ? plain(wordsAt(book, `@chapter/${scene.chapter}`, state)) : "";
  const title = scene.titled ? plain(wordsAt(book, `@scene/${scene.id}`, state)) : "";
  return { chapter, title };
}
