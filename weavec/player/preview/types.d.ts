/**
 * The shapes that a preview's modules share: what comes over the wire, and what the author's overlay is given. Nothing
 * here reaches a page.
 *
 * The seam for the overlay: `live.mjs` calls `overlay(context)` of `overlay.mjs` once, when the page is up.
 */

import type { Play } from "../play.mjs";
import type { Session } from "../session.mjs";
import type { Input, Nodes, Program, Scene, Source, State } from "../types";

/** What the page is told in its block `weave-preview`. */
export interface Told {
  /** Opens the socket; another for each run of `weavec serve`. */
  token: string;
  /** The version of the story in the page. */
  version: number;
  /** Of all that only a fresh page can change: pictures, sounds, fonts, languages. */
  frame: string;
  /** Paths of the story's files, as findings name them. */
  files: readonly string[];
  /** The story's id. */
  story: string | null;
  /** Whether the author has named an editor. */
  editor: boolean;
}

/**
 * A newer story. Against the version `base`, or in full without. A part that is not there is as it was. `scenes`: the new
 * list, in which `[from, to]` stands for the old scenes from one index up to another. `texts`: by language, which keys say
 * something else now, and which are gone.
 */
export interface StoryMessage {
  type: "story";
  version: number;
  base: number | null;
  frame: string;
  hash: string;
  files: readonly string[];
  program?: Program;
  head?: Omit<Program, "scenes" | "texts" | "hash" | "ir">;
  scenes?: readonly (Scene | readonly [number, number])[];
  texts?: Record<string, { set: Record<string, Source>; gone: readonly string[] }>;
}

/**
 * What is found of the version that was written last, which is not on the page while it is `broken`. `text`: as the terminal
 * says it. `diagnostics`, `proof`: as `weavec check --format json` gives them; each with `text`, as the terminal says it in a
 * narrow window, and `stands`: whether its line is in the story, and as far as is known a reader comes there.
 */
export interface FindingsMessage {
  type: "findings";
  version: number;
  state: "checking" | "proved" | "broken";
  diagnostics: readonly any[];
  text: string;
  proof: any | null;
}

/** The story's graph, as `weavec graph --format json` gives it; null where there is none. */
export interface GraphMessage { type: "graph"; version: number; graph: any | null }

/** The answer to `way`: the entries of a walk file that lead there; null if there is no proved way. */
export interface WayMessage {
  type: "way"; id: number; version: number; choices: readonly string[] | null;
  dice?: readonly number[]; inputs?: readonly Input[];
}

/** The answer to `place`: where a scene or a beat stands in the files of the version; null where it is not known. */
export interface PlaceMessage { type: "place"; id: number; version: number; file: string | null; line: number | null }

/** The answer to `open`. `why`: why it was not opened, in words; null if it was. */
export interface OpenedMessage { type: "opened"; file: string; line: number; why: string | null }

/** How it stands with the preview: said by the page itself whenever it finds out. */
export interface WireMessage { type: "wire"; is: import("./wire.mjs").Wired }

export type Message = StoryMessage | FindingsMessage | GraphMessage | WayMessage | PlaceMessage | OpenedMessage
  | WireMessage;

/**
 * All that a page may ask. `file`: one of the story's own, or one in which something was found. `to`: an ending, a
 * scene, or the id of a beat; for a way also `scene:NAME`, `ending:NAME` and `line:FILE:LINE`.
 */
export type Ask =
  | { type: "open"; file: string; line: number }
  | { type: "way"; id: number; to: string }
  | { type: "place"; id: number; to: string }
  | { type: "graph" };

/** What the overlay works with. */
export interface Context {
  /**
   * Runs a function for every message of a type from now on, and at once for the last one that came. `story` messages are heard
   * after the page has taken the story in; then `story()` is the new program.
   */
  on<T extends Message["type"]>(type: T, run: (message: Extract<Message, { type: T }>) => void): void;
  /** Asks the server; false while there is no connection. */
  send(message: Ask): boolean;
  /** The parts of the page: `play.session` is the reading, null on the title screen; `play.view.book.program` the story. */
  play: Play;
  told: Told;
  /** The program on the page. */
  story(): Program;
  /** The state at which the reading stands, or null on the title screen. */
  state(): State | null;
  /** Shows another state in place of the one shown, without a step: for edited variables. What lay ahead is forgotten. */
  replace(state: State): void;
  /** Opens a reading in place of the one that is open, and shows it without animation: for ways that were played. */
  enter(session: Session): void;
  /** A few words to the author that go away by themselves. */
  toast(words: string): void;
}

/** What became of a reading: where it stands now. `back`: so many moments before its place, which is gone. */
export interface Followed { moments: import("../session.mjs").Moment[]; at: number; back: number; reset: readonly string[]; clamped: readonly string[]; begun: boolean }

export type { Nodes };
