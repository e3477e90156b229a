/**
 * The chart of a story as far as a reader knows it. In: the program and the reader's memory. Out: for each scene of the
 * chapters reached that is on the map where it lies (a lane for each dreamer, a column in the order written), how it stands, and what would
 * unlock it; and, for counting, all endings and keepsakes there are. No names of scenes here.
 *
 * @import {Op, Program, Scene} from "./types"
 * @import {Memory} from "./memory.mjs"
 */

/** @typedef {"read" | "here" | "open" | "locked" | "far"} Standing */
/**
 * @typedef {object} Spot a scene on the chart
 * @property {number} scene
 * @property {number[]} lanes of its dreamers
 * @property {boolean} knot whether dreams merge in it
 * @property {Standing} state far: not reached, nothing is known of it
 * @property {boolean} known read, or being read
 * @property {string[]} locks why something in it, or the way to it, was locked
 * @property {number} untaken ways from it that were not taken
 * @property {number} col
 */
/**
 * @typedef {object} Chart
 * @property {Spot[]} spots in the order of the columns
 * @property {{chapter: number | null, from: number, to: number}[]} chapters reached, with their columns
 * @property {number} hidden chapters not reached
 * @property {number} cols
 * @property {[Spot, Spot][]} taken ways
 * @property {{read: number, of: number}} scenes
 * @property {{read: number, of: number}[]} minds
 */

/**
 * All endings there are; and all keepsakes, with the scenes in which they lie.
 * @param {Program} program
 */
export function findsOf(program) {
  /** @type {Set<string>} */
  const endings = new Set();
  /** @type {Map<string, number[]>} */
  const keepsakes = new Map();
  program.scenes.forEach(({ ops }, scene) => {
    for (const op of ops) {
      if (op.k === "end") endings.add(op.name);
      else if (op.k === "keepsake") keepsakes.set(op.name, [...(keepsakes.get(op.name) ?? []), scene]);
    }
  });
  return { endings: [...endings], keepsakes };
}

/**
 * Whether a scene is on the reader's map: it has a title, or dreams merge in it.
 * @param {Scene} scene
 */
export function isCharted({ titled, ops }) {
  return titled || ops.some((op) => op.k === "merge");
}

/**
 * Follows a scene from one operation up to the next thing that is asked.
 * @param {readonly Op[]} ops
 * @param {number} at
 * @param {(at: number) => void} leads called where it leads to another scene
 * @param {Set<number>} [seen]
 */
function follow(ops, at, leads, seen = new Set()) {
  while (ops[at] && !seen.has(at)) {
    seen.add(at);
    const op = ops[at];
    if (op.k === "jump" || op.k === "visit") leads(at);
    if (["jump", "choice", "return", "end", "hole", "strands", "done", "off"].includes(op.k)) return;
    if (op.k === "branch") follow(ops, op.otherwise, leads, seen);
    if (op.k === "first" || op.k === "either") for (const arm of op.to) follow(ops, arm, leads, seen);
    at = op.k === "goto" ? op.to : op.k === "first" || op.k === "either" ? -1 : at + 1;
  }
}

/**
 * What a scene holds and where it leads: each way with the options by which alone it is taken, none if it is by none.
 * @param {readonly Op[]} ops
 */
function survey(ops) {
  /** @type {Map<number, string[]>} */
  const by = new Map();
  /** @type {string[]} */
  const options = [];
  for (const op of ops) {
    if (op.k !== "choice") continue;
    for (const { id, to } of op.options) {
      options.push(id);
      follow(ops, to, (at) => by.set(at, [...(by.get(at) ?? []), id]));
    }
  }
  const ways = ops.flatMap((op, at) => (op.k === "jump" || op.k === "visit" ? [{ to: op.k === "jump" ? op.to[0] : op.scene, by: by.get(at) ?? [] }] : []));
  const members = ops.flatMap((op) => (op.k === "merge" ? op.members.map(([mind]) => mind) : []));
  return { ways, options, members };
}

/**
 * @param {Program} program
 * @param {Memory} memory
 * @param {number} here the scene in which a reading stands, or -1
 * @returns {Chart}
 */
export function chartOf(program, memory, here) {
  const count = Math.max(1, program.minds.length);
  const shutBy = (/** @type {string} */ option) => memory.notes.has(option) && !memory.picks.has(option);
  const index = new Map(program.scenes.map((scene, i) => [scene.id, i]));
  for (const [old, now] of program.was.scenes ?? []) if (!index.has(old)) index.set(old, index.get(now) ?? -1);
  const read = new Set([...memory.scenes].map((id) => index.get(id)));
  const found = program.scenes.map(({ ops, minds }, scene) => {
    const { ways, options, members } = survey(ops);
    const lanes = [...new Set([...minds, ...members])].sort((a, b) => a - b);
    const known = scene === here || read.has(scene);
    /** @type {Spot} */
    const spot = { scene, lanes: program.minds.length ? lanes : [0], knot: members.length > 0, col: 0, locks: [], untaken: 0, known,
      state: scene === here ? "here" : known ? "read" : "far" };
    return { spot, ways, options };
  });
  const charted = program.scenes.map(isCharted);
  /** @type {(to: number, seen?: Set<number>) => number[]} the scenes of the map that one leads to, itself or through others */
  const through = (to, seen = new Set()) => (charted[to] ? [to] : seen.has(to) ? [] : found[to].ways.flatMap((way) => through(way.to, seen.add(to))));
  for (const { spot, ways, options } of found) {
    if (!spot.known) continue;
    const locked = options.filter(shutBy);
    const shut = new Set(locked);
    for (const [way, to] of ways.flatMap((one) => through(one.to).map((to) => /** @type {const} */ ([one, found[to].spot])))) {
      if (to.known) continue;
      if (!way.by.length || !way.by.every(shutBy)) to.state = "open";
      else {
        if (to.state === "far") to.state = "locked";
        for (const id of way.by) if (shut.delete(id)) to.locks.push(memory.notes.get(id) ?? "");
      }
    }
    for (const id of shut) spot.locks.push(memory.notes.get(id) ?? "");
  }
  for (const { spot, ways } of found) spot.untaken = new Set(ways.flatMap((way) => through(way.to)).filter((to) => !found[to].spot.known)).size;
  const spots = found.map(({ spot }) => spot).filter(({ scene }) => charted[scene]);
  const tally = (/** @type {Spot[]} */ list) => ({ read: list.filter((one) => one.known).length, of: list.length });
  const laid = layOutChart(program, spots, count);
  const placed = new Map(laid.spots.map((spot) => [spot.scene, spot]));
  const taken = [...memory.ways].flatMap((way) => {
    const [a, b] = way.split(">").map((id) => placed.get(index.get(id) ?? -1));
    return a && b && a !== b ? [/** @type {[Spot, Spot]} */ ([a, b])] : [];
  });
  return { ...laid, taken, scenes: tally(spots),
    minds: Array.from({ length: count }, (_, mind) => tally(spots.filter((one) => one.lanes.includes(mind)))) };
}

/**
 * Columns: a scene stands behind all before it on its lanes, and a chapter behind the chapter before.
 * @param {Program} program
 * @param {Spot[]} all
 * @param {number} count of lanes
 */
function layOutChart(program, all, count) {
  /** @type {Map<number | null, Spot[]>} */
  const groups = new Map();
  for (const spot of all) {
    const chapter = program.scenes[spot.scene].chapter ?? null;
    const group = groups.get(chapter);
    if (group) group.push(spot);
    else groups.set(chapter, [spot]);
  }
  const next = Array(count).fill(0);
  const reached = [...groups].filter(([, spots]) => spots.some((one) => one.known));
  let cols = 0;
  const chapters = reached.map(([chapter, spots]) => {
    const from = cols;
    next.fill(from);
    for (const spot of spots) {
      const first = spot.lanes.length ? spot.lanes[0] : 0;
      const last = (spot.lanes.length ? /** @type {number} */ (spot.lanes.at(-1)) : count - 1) + 1;
      spot.col = Math.max(...next.slice(first, last));
      next.fill(spot.col + 1, first, last);
    }
    cols = Math.max(from + 2, ...next);
    return { chapter, from, to: cols };
  });
  const spots = reached.flatMap(([, list]) => list.sort((a, b) => a.col - b.col));
  return { spots, chapters, hidden: groups.size - reached.length, cols };
}
