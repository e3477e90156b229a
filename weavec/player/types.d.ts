/**
 * The shapes that the player's modules share, as types for `tsc --checkJs`; nothing here reaches a page.
 * The program is the JSON of `weavec/ir.py`: a field that is null there may be missing here.
 */

/** A number, or an operation on expressions: see `Expr` in `weavec/ir.py`. */
export type Expr = number | readonly [string, ...any[]];
/** A scene's index and the index of an operation in it. */
export type Place = readonly [number, number];
/** Text as the program holds it: strings and marks. */
export type Source = readonly any[];
/** Text as an event carries it: strings, em, strong, ruby, pause, br; lang: a text that has no translation. */
export type Nodes = readonly Node[];
export type Node =
  | string
  | readonly ["em", Nodes]
  | readonly ["strong", Nodes]
  | readonly ["ruby", Nodes, Nodes]
  | readonly ["lang", Nodes, string]
  | readonly ["pause", number]
  | readonly ["br"];

// ------------------------------------------------------------------ operations

export interface Line { k: "line"; id: string; kind: string; who?: number | null; name?: string | null; shown?: number | null }
export interface Option {
  id: string; to: number; cond?: Expr | null; needs?: Expr | null;
  once?: boolean | null; otherwise?: boolean | null; count?: number | null;
}
export interface Choice { k: "choice"; id: string; hub: boolean; options: readonly Option[]; next: number; shown?: number | null }
export interface Ask { k: "ask"; id: string; var: number; shown?: number | null }
export interface End { k: "end"; id: string; name: string }
export interface Hole { k: "hole"; id: string }
export interface Set_ { k: "set"; var: number; to: Expr }
export interface Goto { k: "goto"; to: number }
export interface Branch { k: "branch"; cond: Expr; otherwise: number }
export interface Round { k: "round"; choice: number }
export interface First { k: "first"; count: number; to: readonly number[] }
export interface Either { k: "either"; to: readonly number[] }
export interface Count { k: "count"; count: number }
export interface Shift { k: "shift"; mind: number }
export interface Jump { k: "jump"; to: Place; mind?: number | null; enters: boolean }
export interface Visit { k: "visit"; id: string; scene: number; mind?: number | null }
export interface Return { k: "return" }
export interface Merge {
  k: "merge"; id: string; mode: string; members: readonly Place[];
  clarity?: readonly [Expr, number, number] | null;
}
export interface Strand { mind: number; start: number; label?: string | null }
export interface Strands {
  k: "strands"; strands: readonly Strand[]; syncs: readonly (readonly [string, readonly number[]])[]; next: number;
}
export interface Sync { k: "sync"; name: string }
export interface Done { k: "done" }
export interface Meet { k: "meet"; name: string }
export interface Unmerge { k: "unmerge" }
export interface Show {
  k: "show"; who: number; mood?: string | null; place?: string | null; on?: number | null; trans?: string | null;
}
export interface Backdrop { k: "backdrop"; name: string; trans?: string | null }
export interface Music { k: "music"; name?: string | null }
export interface Sound { k: "sound"; name: string }
export interface Effect { k: "effect"; name?: string | null; strength: number; lasting: boolean }
export interface Pause { k: "pause"; ms: number }
export interface Keepsake { k: "keepsake"; name: string }
export interface Off { k: "off" }

export type Scenery = Show | Backdrop | Music | Sound | Effect | Pause | Keepsake;
export type Silent =
  | Set_ | Goto | Branch | Round | First | Either | Count | Shift | Jump | Visit | Return
  | Merge | Meet | Unmerge | Off | Scenery;
export type Op = Line | Choice | Ask | End | Hole | Strands | Sync | Done | Silent;

// ------------------------------------------------------------------ the program

export interface Being { id: string; color?: string | null; moods: readonly string[] }
export interface Var {
  name: string; type: string; lo: number; hi: number; init: number | string;
  owner?: number | null; words?: readonly string[] | null;
}
export interface Scene {
  id: string; minds: readonly number[]; ops: readonly Op[]; beats: readonly string[];
  rests: readonly (readonly [string, number])[]; inside?: readonly number[] | null; count?: number | null;
  chapter?: number | null; time?: string | null; layout?: string | null; titled: boolean;
}
export interface Program {
  ir: number;
  hash: string;
  story: { id?: string | null; language: string; notes: number; chapters: number };
  start: readonly [number, number | null];
  minds: readonly Being[];
  people: readonly Being[];
  vars: readonly Var[];
  lets: readonly Expr[];
  counts: readonly { name: string; max: number }[];
  words: readonly (readonly string[])[];
  scenes: readonly Scene[];
  texts: Readonly<Record<string, Readonly<Record<string, Source>>>>;
  was: { scenes: readonly Renamed[]; vars: readonly Renamed[]; minds: readonly Renamed[] };
}
/** An old name and the present one. */
export type Renamed = readonly [string, string];

/** One text: its source and, if no part of it can change, what it always reads. */
export interface Text { source: Source; fixed: Nodes | null }
/** What a machine keeps of a program between steps. */
export interface Tables {
  program: Program;
  texts: Map<string, Text>;
  /** The cast's names. */
  names: readonly (Text | null)[];
  /** By scene and operation, the texts of beats that were shown before. */
  met: (Text | null | undefined)[][];
}

// ------------------------------------------------------------------ the state

/** A place in the story, the returns that are open, and the perspective: null for nobody. */
export interface Cursor { at: [number, number]; stack: readonly Frame[]; mind: number | null }
export type Frame = readonly [number, number, number | null];
/** A running merge; `section` counts from 0 and is -1 before the first. */
export interface Weft {
  at: Place; section: number; now: readonly number[]; queue: readonly number[]; strands: readonly Cursor[];
}
export type Seen = readonly [number, string | null, string | null, number];
export interface Stage {
  backdrop: string | null; music: string | null;
  cast: readonly Seen[]; effects: readonly (readonly [string, number])[];
}
export interface State {
  main: Cursor; merge: Weft | null; vars: readonly (number | string)[]; counts: readonly number[];
  rng: number; dice: readonly number[]; n: number; stage: Stage;
}
/** A state that is being made, with what was said on the way. */
export interface Turn {
  tables: Tables; state: State; events: Event[]; ops: number;
  vars: (number | string)[] | null; counts: number[] | null;
}

// ------------------------------------------------------------------ inputs and events

export type Input =
  | { do: "next" }
  | { do: "choose"; option: string }
  | { do: "say"; value: string }
  | { do: "enter"; mind: number };

/** What every rest event inside a merge carries. */
export interface Woven {
  merge?: string; clarity?: readonly [number, number, number] | null; rail?: readonly (readonly [number, string])[];
}
export interface LineEvent extends Woven {
  e: "line"; id: string; kind: string; who: number | null; name: Nodes | null; text: Nodes; mind: number | null;
}
export interface ChoiceEvent extends Woven {
  e: "choice"; id: string; hub: boolean; prompt: Nodes | null; mind: number | null;
  options: readonly { id: string; text: Nodes; open: boolean; why: Nodes | null }[];
}
export interface AskEvent extends Woven { e: "ask"; id: string; prompt: Nodes | null; value: string; mind: number | null }
export interface ChordEvent extends Woven { e: "chord"; parts: readonly LineEvent[]; mind: null }
export interface PickEvent extends Woven {
  e: "pick"; strands: readonly { mind: number; label: Nodes | null }[]; title: Nodes | null; mind: null;
}
export interface EndEvent extends Woven { e: "end"; id: string; name: string; title: Nodes | null; mind: number | null }
export interface HoleEvent extends Woven { e: "hole"; id: string; mind: null }
export type Rest = LineEvent | ChoiceEvent | AskEvent | ChordEvent | PickEvent | EndEvent | HoleEvent;
export type SilentEvent =
  | { e: "scene"; scene: number; mind: number | null }
  | { e: "merge"; merge: string; mode: string; members: readonly number[] }
  | { e: "sync"; name: string }
  | { e: "merge-end"; how: "done" | "wake" }
  | { e: "show"; who: number; mood: string | null; place: string | null; on: number | null; trans: string | null }
  | { e: "backdrop"; name: string; trans: string | null }
  | { e: "music"; name: string | null }
  | { e: "sound"; name: string }
  | { e: "effect"; name: string | null; strength: number }
  | { e: "pause"; ms: number }
  | { e: "keepsake"; name: string };
export type Event = Rest | SilentEvent | { e: "refused"; why: string } | { e: "fault"; name: string };

// ------------------------------------------------------------------ saves

/** A state by name; in `past` only what differs from the entry before. */
export interface Named {
  main?: NamedCursor; merge?: NamedWeft | null;
  vars?: [string, number | string | boolean][]; counts?: [string, number][];
  rng?: number; dice?: readonly number[]; n?: number; stage?: NamedStage;
}
/** A scene's id and a key of its rests; visits by id; minds by id. */
export interface NamedCursor { at: [string, string]; stack: [string, string | null][]; mind: string | null }
/** `section`: the sync that opened it, null without one, "" before the first section. */
export interface NamedWeft {
  id: string; section: string | null; now: string[]; queue: string[]; strands: NamedCursor[];
}
export interface NamedStage {
  backdrop: string | null; music: string | null;
  cast: [string, string | null, string | null, number][]; effects: (readonly [string, number])[];
}
/** Where a merge stands: from the operation `first` to `last`, with its `strands` operations. */
export interface MergePlace {
  scene: number; first: number; last: number;
  sections: readonly { op: number; opened: string | null; next: number }[];
}
/** Names and indices of a program: `ops` and `keys` by scene, `merges` by id. */
export interface Places {
  program: Program;
  scenes: Map<string, number>; minds: Map<string, number>; cast: Map<string, number>;
  vars: Map<string, number>; counts: Map<string, number>;
  ops: readonly Map<string, number>[]; keys: readonly Map<number, string>[]; waits: readonly Map<number, string>[];
  merges: Map<string, MergePlace>;
  /** By scene, its beats, options and visits in order. */
  lists: readonly (readonly string[])[];
  /** Of old names the present ones; other names stay as they are. */
  was: Readonly<Record<"scene" | "mind" | "value", (name: string) => string>>;
}
/** Where a beat of an old save stands: a scene, its key there, and whether that is certain. */
export interface Found { scene: number; key: string; sure: boolean }
export interface Save {
  weave: 1; story: string | null; program: string; beats: [string, readonly string[]][]; now: Named; past: Named[];
}
/** Why a save cannot be loaded. */
export interface Unfit { error: "malformed" | "newer" | "story" | "changed" }
/**
 * What a save gives: `past` newest first. `edited`: the story is not the one that was saved; then `back` is
 * how many rests before the saved one it resumes (after all of them: at the story's start), `sure` whether its place
 * is certain, `reset` names the values that could not be kept, and `clamped` those that are the nearest in range.
 */
export interface Thawed { state: State; past: State[]; edited: boolean; back: number; sure: boolean; reset: string[]; clamped: string[] }
