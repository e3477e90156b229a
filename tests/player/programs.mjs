/**
 * Programs by hand, for tests of the machine.
 *
 * Goes in: operations with labels in place of indices. Comes out: programs as the compiler writes them,
 * read back from JSON text, with a rest key wherever a cursor can stand, and frozen to the bottom, so that a
 * machine that changes anything fails.
 *
 * A scene is a list of operations and labels: the string "x:" names the operation after it, and `to`,
 * `next`, `otherwise`, `choice`, `start` may say "x".
 */

/** @typedef {string | Record<string, any>} Item */

let made = 0;

/** @param {string} id @param {Record<string, any>} [more] @returns {Item} */
export const line = (id, more = {}) => ({ k: "line", id, kind: "narrate", ...more });
/** @param {number} at @param {any} to @returns {Item} */
export const set = (at, to) => ({ k: "set", var: at, to });
/** @param {string} to @returns {Item} */
export const goto = (to) => ({ k: "goto", to });
/** @param {any} cond @param {string} otherwise @returns {Item} */
export const branch = (cond, otherwise) => ({ k: "branch", cond, otherwise });
/** @param {number} scene @param {Record<string, any>} [more] @returns {Item} */
export const jump = (scene, more = {}) => ({ k: "jump", to: [scene, 0], enters: true, ...more });
/** @param {string} name @returns {Item} */
export const end = (name) => ({ k: "end", id: `${name}/end`, name });
/** @param {string} name @returns {Item} */
export const sync = (name) => ({ k: "sync", name });
/** @param {number} n @param {string} name @param {number} lo @param {number} hi @param {number} [init] */
export const range = (n, name, lo, hi, init = lo) => ({ name, type: "range", lo, hi, init, n });

/**
 * A choice or hub with bodies: after each, the flow goes on behind it (a hub: comes back to it).
 * @param {string} id
 * @param {[Record<string, any>, Item[]][]} options each with its body
 * @param {{hub?: boolean, above?: Item[]}} [more]
 * @returns {Item[]}
 */
export function choice(id, options, { hub = false, above = [] } = {}) {
  made += 1;
  const own = `c${made}`;
  const heads = options.map(([option], i) => ({ to: `${own}.${i}`, ...option }));
  return [
    `${own}.back:`,
    ...(above.length > 0 ? [{ k: "round", choice: `${own}.op` }, ...above] : []),
    `${own}.op:`,
    { k: "choice", id, hub, options: heads, next: `${own}.next` },
    ...options.flatMap(([, body], i) => [`${own}.${i}:`, ...body, goto(hub ? `${own}.back` : `${own}.next`)]),
    `${own}.next:`,
  ];
}

/**
 * A dream-merge.
 * @param {string} id
 * @param {string} mode
 * @param {(([number, Item[], string?])[] | {sync: string, block: Item[]})[]} parts sections (each strand its
 *   mind, its operations, its label) and the syncs between them
 * @param {Record<string, any>} [more]
 * @returns {Item[]}
 */
export function merge(id, mode, parts, more = {}) {
  made += 1;
  const own = `m${made}`;
  /** @type {Map<number, number>} */
  const members = new Map();
  /** @type {Item[]} */
  const body = [];
  let section = 0;
  for (const [p, part] of parts.entries()) {
    if (!Array.isArray(part)) {
      body.push({ k: "meet", name: part.sync }, ...part.block);
      continue;
    }
    const strands = part.map(([mind, , label], i) => ({ mind, start: `${own}.${p}.${i}`, ...(label ? { label } : {}) }));
    /** @type {Map<string, number[]>} */
    const syncs = new Map();
    part.forEach(([mind, items], i) => {
      members.set(mind, section);
      for (const item of items) {
        if (typeof item !== "string" && item.k === "sync") syncs.set(item.name, [...(syncs.get(item.name) ?? []), i]);
      }
    });
    body.push({ k: "strands", strands, syncs: [...syncs], next: `${own}.${p}.next` });
    part.forEach(([, items], i) => body.push(`${own}.${p}.${i}:`, ...items, { k: "done" }));
    body.push(`${own}.${p}.next:`);
    section += 1;
  }
  return [{ k: "merge", id, mode, members: [...members], ...more }, ...body, { k: "unmerge" }];
}

/**
 * @param {Item[]} items
 * @returns {any[]}
 */
function assemble(items) {
  /** @type {Map<string, number>} */
  const labels = new Map();
  /** @type {any[]} */
  const ops = [];
  for (const item of items) {
    if (typeof item === "string") labels.set(item.slice(0, -1), ops.length);
    else ops.push(item);
  }
  /** @param {any} target @returns {any} */
  const find = (target) => {
    if (typeof target !== "string") return target;
    const index = labels.get(target);
    if (index === undefined) throw new Error(`no label ${target}`);
    return index;
  };
  /** @param {any} op @returns {any} */
  const settle = (op) => {
    const next = { ...op };
    if (op.k !== "set" && op.k !== "jump" && "to" in op) next.to = Array.isArray(op.to) ? op.to.map(find) : find(op.to);
    for (const field of ["next", "otherwise", "choice", "start"]) if (field in op) next[field] = find(op[field]);
    for (const field of ["options", "strands"]) if (field in op) next[field] = op[field].map(settle);
    return next;
  };
  return [...ops.map(settle), { k: "off" }];
}

/**
 * Where the flow stands after what belongs to a beat.
 * @param {any[]} ops
 * @param {number} at
 * @returns {number}
 */
function afterTail(ops, at) {
  for (let hops = 0; hops <= ops.length; hops += 1) {
    if (ops[at].k === "set") at += 1;
    else if (ops[at].k === "goto") at = ops[at].to;
    else break;
  }
  return at;
}

/**
 * The keys of all places where a cursor can rest.
 * @param {any[]} ops
 * @param {any[]} minds
 * @returns {[string, number][]}
 */
function restsOf(ops, minds) {
  /** @type {[string, number][]} */
  const rests = [];
  const bare = (/** @type {string} */ id) => id.slice(id.indexOf("/") + 1); // as the compiler writes keys
  let opened = "";
  let weft = "";
  ops.forEach((op, i) => {
    if (["line", "choice", "ask", "end", "hole"].includes(op.k)) rests.push([bare(op.id), i]);
    if (op.k === "line" || op.k === "ask") rests.push([`${bare(op.id)}+`, afterTail(ops, i + 1)]);
    if (op.k === "visit") rests.push([bare(op.id), i + 1], [`${bare(op.id)}+`, afterTail(ops, i + 1)]);
    for (const option of op.options ?? []) rests.push([`${bare(option.id)}+`, afterTail(ops, option.to)]);
    if (op.k === "merge") [weft, opened] = [op.id, ""];
    if (op.k === "meet") opened = op.name;
    if (op.k !== "strands") return;
    rests.push([`${weft}>${opened}`, i]);
    for (const strand of op.strands) {
      const key = `${weft}>${opened}/${minds[strand.mind].id}`;
      rests.push([key, strand.start]);
      let at = strand.start;
      for (; ops[at].k !== "done"; at += 1) {
        if (ops[at].k === "sync") rests.push([`${key}@${ops[at].name}`, at], [`${key}>${ops[at].name}`, at + 1]);
      }
      rests.push([`${key}.`, at]);
    }
  });
  return rests;
}

/**
 * A program; every id of a beat or option that has no text reads as itself.
 * @param {Record<string, any>} given scenes: [{id, items, ...}]; vars, counts, lets, texts, words, minds, people
 * @returns {any} frozen
 */
export function program(given) {
  const minds = given.minds ?? [{ id: "elena", moods: [] }, { id: "jax", moods: [] }, { id: "nora", moods: [] }];
  /** @type {Map<string, any>} */
  const texts = new Map(minds.map((/** @type {any} */ mind) => [`@cast/${mind.id}`, [mind.id]]));
  const scenes = given.scenes.map((/** @type {any} */ scene) => {
    const { items, ...rest } = scene;
    const ops = assemble(items);
    const spoken = ops.filter((op) => op.k === "line" || op.k === "choice");
    for (const op of spoken) for (const { id } of [...(op.k === "line" ? [op] : op.options)]) texts.set(id, [id]);
    const beats = ops.filter((op) => ["line", "choice", "ask", "end", "hole"].includes(op.k)).map((op) => op.id);
    return { minds: [], titled: false, ops, beats, rests: restsOf(ops, minds), ...rest };
  });
  for (const [key, nodes] of given.texts ?? []) texts.set(key, nodes);
  const body = {
    ir: 1, hash: "0".repeat(64), story: { id: "test", language: "en", notes: 0, chapters: 0 },
    start: given.start ?? [0, null], minds, people: given.people ?? [],
    vars: (given.vars ?? []).map((/** @type {any} */ { n, ...kept }) => kept), lets: given.lets ?? [],
    counts: given.counts ?? [], words: given.words ?? [], scenes, texts: { en: {} },
    was: { scenes: [], vars: [], minds: [] }, ...(given.head ?? {}),
  };
  // as text, so that a key like __proto__ becomes a property of its own, as in a page
  const entries = [...texts].map(([key, nodes]) => `${JSON.stringify(key)}:${JSON.stringify(nodes)}`);
  return deepFreeze(JSON.parse(JSON.stringify(body).replace('"texts":{"en":{}}', () => `"texts":{"en":{${entries.join(",")}}}`)));
}

/**
 * Freeze a value and all that it holds.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function deepFreeze(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) if (!Object.isFrozen(item)) deepFreeze(item);
  }
  return value;
}

/**
 * The merge of the language's first page: Elena's and Jax's dream breaks, and if she doubted, he wakes.
 * @param {string} mode
 * @param {number} doubt
 * @returns {any}
 */
export function breach(mode, doubt) {
  const items = [
    ...merge("breach", mode, [
      [[0, [line("E1")]], [1, [line("J1"), line("J2")]]],
      { sync: "scream", block: [line("S")] },
      [
        [0, [{ k: "show", who: 0, mood: "shaken", on: 1 }, line("E2", { who: 0, kind: "say" }), set(1, ["-", ["var", 1], 3])]],
        [1, [branch([">=", ["var", 0], 2], "calm"), line("J3", { who: 1, kind: "think" }), jump(1), "calm:"]],
      ],
    ], { clarity: [["var", 1], 0, 10] }),
    jump(1),
  ];
  return program({
    start: [0, 0],
    vars: [range(0, "elena.doubt", 0, 5, doubt), range(1, "coherence", 0, 10, 8)],
    scenes: [{ id: "chambers", items }, { id: "rally", items: [line("R"), end("unwoven")] }],
    texts: [["@ending/unwoven", ["Everyone Dreams Alone"]], ["@merge/breach", ["The Malfunction"]]],
  });
}

/**
 * A story with everything that a save must keep.
 * @param {string} mode
 * @returns {any}
 */
export function everything(mode) {
  const hub = choice("s/h", [
    [{ id: "s/ha", once: true, count: 0 }, [line("s/h1"), set(0, ["+", ["var", 0], 1])]],
    [{ id: "s/hb", once: true, count: 1 }, [{ k: "visit", id: "s/visit-t", scene: 1 }, set(2, 1), line("s/h2")]],
    [{ id: "s/hc" }, [goto("out")]],
  ], { hub: true, above: [line("s/above")] });
  const strands = merge("dream", mode, [
    [
      [0, [line("s/a1"), set(0, ["+", ["var", 0], 1]), { k: "pause", ms: 1 }, line("s/a2"), sync("x"), line("s/a3")]],
      [1, [...choice("s/c", [[{ id: "s/c1" }, [set(1, 1)]], [{ id: "s/c2" }, [line("s/cl")]]]), sync("x"), { k: "visit", id: "s/visit-t-2of2", scene: 1 }]],
    ],
    { sync: "all", block: [line("s/all"), { k: "ask", id: "s/name", var: 3 }] },
    [[1, [line("s/b9"), branch(["==", ["var", 1], 1], "stay"), jump(2), "stay:"]], [2, [line("s/n1"), line("s/n2")]]],
  ], { clarity: [["var", 0], 0, 5] });
  return program({
    start: [0, 0],
    people: [{ id: "mina", moods: [] }],
    vars: [
      range(0, "x", 0, 5), { name: "w", type: "words", lo: 0, hi: 1, init: 0, words: ["unity", "hybrid"] },
      { name: "f", type: "flag", lo: 0, hi: 1, init: 0 }, { name: "t", type: "text", lo: 0, hi: 0, init: "you" },
    ],
    counts: [{ name: "s/ha", max: 1 }, { name: "s/hb", max: 1 }, { name: "visits t", max: 99 }],
    scenes: [
      { id: "s", items: [
        { k: "backdrop", name: "hall" }, { k: "show", who: 3, mood: "calm", on: 1 }, { k: "effect", name: "fog", strength: 2, lasting: true },
        { k: "either", to: ["e1", "e2"] }, "e1:", line("s/one"), goto("on"), "e2:", line("s/two"), "on:",
        ...hub, "out:", ...strands, line("s/after"), jump(2),
      ] },
      { id: "t", count: 2, items: [line("t/1"), line("t/2"), { k: "return" }] },
      { id: "u", items: [line("u/1"), ...choice("u/c", [[{ id: "u/again" }, [jump(0, { mind: 1 })]], [{ id: "u/end" }, [end("z")]]])] },
    ],
  });
}
