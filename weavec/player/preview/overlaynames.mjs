/**
 * What a story's values are called. In: the program. Out: the values in groups, each with words that a writer knows: the
 * name in the script, or the line or option that is counted.
 *
 * @import {Program, Source, Var} from "../types"
 */

/**
 * A value. `name`: in the program, the same as long as the value is; `index`: in `list`; `kept`: what it may be.
 * @typedef {{name: string, label: string, list: "vars" | "counts", index: number, kept: {type: string, lo: number, hi: number, words?: readonly string[] | null}}} Value
 */
/** @typedef {{id: string, title: string, values: Value[]}} Group */

/**
 * @param {Program} program
 * @returns {Group[]} those that hold something
 */
export function valueGroups(program) {
  const some = (/** @type {(kept: Var) => boolean} */ wanted) => program.vars.flatMap((kept, index) =>
    (wanted(kept) ? [{ name: kept.name, label: varLabel(program, kept.name), list: /** @type {const} */ ("vars"), index, kept }] : []));
  const revealed = (/** @type {Var} */ { name }) => name.startsWith("reveal ");
  return [
    { id: "vars", title: "Variables", values: some((kept) => !revealed(kept) && (kept.owner ?? null) === null) },
    ...program.minds.map(({ id }, i) => ({ id: `mind ${id}`, title: `Memories of ${calledIn(program, `@cast/${id}`, id)}`, values: some(({ owner }) => owner === i) })),
    { id: "revealed", title: "What was revealed", values: some(revealed) },
    ...countGroups(program),
  ].filter(({ values }) => values.length);
}

/**
 * @param {Program} program
 * @param {string} name
 */
function varLabel(program, name) {
  const [, whose, memory, to] = /^reveal ([^.]+)\.(\S+) (\S+)$/.exec(name) ?? [];
  const called = (/** @type {string} */ id) => calledIn(program, `@cast/${id}`, id);
  return memory ? `${called(whose)}’s ${memory} is known to ${called(to)}` : name;
}

/**
 * Visits, and what is counted in each scene.
 * @param {Program} program
 * @returns {Group[]}
 */
function countGroups(program) {
  const labels = new Map(program.scenes.flatMap(({ ops }) => countLabels(program, ops)));
  /** @type {Group} */
  const visits = { id: "visits", title: "Visits", values: [] };
  const scenes = new Map(program.scenes.map(({ id }) => [id, /** @type {Group} */ ({ id: `scene ${id}`, title: `In ${calledIn(program, `@scene/${id}`, id)}`, values: [] })]));
  program.counts.forEach(({ name, max }, index) => {
    const [, visited] = /^@visits\/(.*)$/.exec(name) ?? [];
    const scene = name.replace(/^@shown\//, "").split("/")[0];
    const label = visited ? `visits(${visited})` : labels.get(index) ?? name;
    const group = visited ? visits : scenes.get(scene) ?? visits;
    group.values.push({ name, label, list: "counts", index, kept: { type: "number", lo: 0, hi: max } });
  });
  return [visits, ...scenes.values()];
}

/**
 * What the operations of a scene count, by the counts' indices.
 * @param {Program} program
 * @param {Program["scenes"][number]["ops"]} ops
 * @returns {[number, string][]}
 */
function countLabels(program, ops) {
  const words = (/** @type {string} */ id) => writtenText(program, id);
  const first = (/** @type {number} */ from) => {
    for (let at = from; at < ops.length; at += 1) {
      const op = ops[at];
      if ((op.k === "line" || op.k === "choice") && words(op.id)) return words(op.id);
    }
    return "";
  };
  return ops.flatMap((op) => {
    /** @type {[number, string][]} */
    const found = [];
    if (op.k === "first") found.push([op.count, `turns taken: ${first(op.to[0])}`]);
    if (op.k === "choice") {
      for (const { count, id } of op.options) if (count !== undefined && count !== null) found.push([count, `times chosen: ${words(id)}`]);
    }
    if ("shown" in op && op.shown !== undefined && op.shown !== null) {
      found.push([op.shown, `times shown: ${words(op.id) || (op.k === "choice" ? op.options.map(({ id }) => words(id)).join(" / ") : "")}`]);
    }
    return found;
  });
}

/**
 * @param {Program} program
 * @param {string} key of a name
 * @param {string} otherwise
 */
function calledIn(program, key, otherwise) {
  return writtenText(program, key) || otherwise;
}

/**
 * A text without its marks, in the language in which it was written; what the story's state decides is `…`.
 * @param {Program} program
 * @param {string} key
 */
function writtenText({ texts, story }, key) {
  return plainly(texts[story.language]?.[key] ?? []).trim();
}

/**
 * @param {Source} nodes
 * @returns {string}
 */
function plainly(nodes) {
  return nodes.map((node) => {
    if (typeof node === "string") return node;
    if (["em", "strong", "ruby"].includes(node[0])) return plainly(node[1]);
    return node[0] === "br" ? " " : node[0] === "pause" ? "" : "…";
  }).join("");
}
