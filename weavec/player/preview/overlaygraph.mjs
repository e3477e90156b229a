/**
 * The story's graph. In: what `weavec graph --format json` says, with its places. Out: the same picture over the page, in
 * which every scene and ending can be gone to, with what was found on it.
 *
 * @import {Context, GraphMessage} from "./types"
 */

import { el, setAttrs, svg } from "../dom.mjs";
import { button, openPanel } from "../panels.mjs";
import { sceneOf } from "../session.mjs";

/** @typedef {Record<string, any>} Json */

const NEUTRAL = "#a08db3";
const MARGIN = 30;
const STEPS = [0.15, 0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.4, 2];
/** @type {Record<string, (y: number, i: number) => string>} a thread that is `y` below the middle */
const THREADS = {
  woven: (y) => `M0 ${8 + y}c7 0 7 ${-2 * y} 14 ${-2 * y}s7 ${2 * y} 14 ${2 * y}`, chorus: (y) => `M0 ${8 + y}h28`,
  fragmented: (y, i) => `M${(i % 2) * 5} ${8 + y}h6m4 0h4m5 0h4`, drifting: (y) => `M0 8c10 0 14 ${y} 28 ${y}`,
};

/**
 * @param {Context} context
 * @param {(to: string, words: string, done?: () => void) => void} go asks for a way
 * @returns {{open: (found?: any) => void, forget: (broken: boolean) => void, wired: (tied: boolean) => void}} `found`: the
 *   finding to look at; `forget`: the graph at hand is old, or the only one as long as the story is `broken`
 */
export function graphPage(context, go) {
  /** @type {GraphMessage | null} */
  let last = null;
  /** @type {HTMLElement | null} */
  let body = null;
  let scale = 0;
  let wanted = false;
  let stale = true;
  let fresh = false;
  let broken = false;
  let tied = true;
  let aim = ""; // the node that is to be seen
  /** @type {{code: string, file: string, line: number} | null} the finding that is to be seen */
  let sought = null;
  const age = el("p", { class: "author-age", role: "status", hidden: true });
  const draw = () => {
    if (!body) return;
    showAge();
    const graph = last?.graph;
    if (!graph) {
      const why = !tied ? "There is no connection to the preview, so no graph can be drawn."
        : wanted ? "The graph is being drawn." : "There is no graph of the story as it stands.";
      body.replaceChildren(el("p", { class: "author-none", role: "status" }, why));
      return;
    }
    if (sought) aim = graph.nodes.find((/** @type {Json} */ node) => node.findings.some((/** @type {Json} */ each) => sameFinding(each, sought)))?.id ?? "";
    sought = null;
    const room = body.clientWidth - 2 * MARGIN;
    if (!scale) scale = [1, 0.85].find((step) => step * graph.width <= room) ?? 0.7;
    const drawn = graphElement(graph, scale, hereId(context), (node) => go(node.id, node.title ?? node.name, () => {
      body?.closest("dialog")?.close();
      const { root } = context.play.view.stage; // and not the button that opened it
      /** @type {HTMLElement} */ (root.querySelector("#answer, .card-screen .primary") ?? root).focus({ preventScroll: true });
    }));
    const focused = aim || document.activeElement?.getAttribute("data-node") || "";
    body.replaceChildren(drawn);
    showNode(drawn, focused, focused !== "" || fresh);
    aim = "";
    fresh = false;
  };
  const showAge = () => {
    age.textContent = !last?.graph ? "" : !tied ? "There is no connection to the preview: this is the story as it was."
      : broken ? "Something is wrong with what was written last: this is the story as it was before." : "";
    age.hidden = !age.textContent;
  };
  const ask = () => {
    wanted = context.send({ type: "graph" });
    stale = !wanted;
  };
  context.on("graph", (message) => {
    wanted = false;
    stale = !message.graph;
    last = message;
    draw();
  });
  const zoom = (/** @type {number} */ by) => {
    const at = STEPS.findIndex((step) => step >= scale);
    const before = scale;
    scale = STEPS[Math.max(0, Math.min(STEPS.length - 1, (at < 0 ? STEPS.length - 1 : at) + by))];
    if (body) resize(body, last?.graph, before, scale);
  };
  return {
    open(found) {
      sought = found ?? null;
      fresh = true;
      const tools = el("div", { class: "author-zoom" }, button("−", () => zoom(-1), { class: "author-button", "aria-label": "Smaller" }),
        button("+", () => zoom(1), { class: "author-button", "aria-label": "Larger" }));
      body = el("div", { class: "author-graph", tabindex: -1 });
      const dialog = openPanel("graph", "Graph", [age, body], tools);
      dialog.addEventListener("keydown", (event) => event.stopPropagation());
      /** @type {HTMLElement} */ (body.parentElement).tabIndex = -1;
      dialog.addEventListener("close", () => {
        body = null;
      });
      if (stale && !broken) ask();
      draw();
    },
    forget(is) {
      broken = is;
      stale ||= !is;
      showAge();
      if (body && !is) ask();
    },
    wired(is) {
      tied = is;
      showAge();
      if (body && !last?.graph) draw();
      if (body && is && stale && !broken) ask();
    },
  };
}

/**
 * @param {Element} drawn
 * @param {string} id of a node; empty for that in which the reading stands
 * @param {boolean} focus
 */
function showNode(drawn, id, focus) {
  const found = drawn.querySelector(id ? `[data-node="${CSS.escape(id)}"]` : ".here");
  const node = /** @type {SVGElement | null} */ (found ?? drawn.querySelector(".start"));
  node?.scrollIntoView({ block: "center", inline: "center" });
  if (focus) node?.focus({ preventScroll: true });
}

/**
 * Another scale; what is in the middle stays there.
 * @param {HTMLElement} body
 * @param {Json} graph
 * @param {number} before
 * @param {number} scale
 */
function resize(body, graph, before, scale) {
  const drawn = body.querySelector("svg");
  if (!drawn) return;
  const middle = [body.scrollLeft + body.clientWidth / 2, body.scrollTop + body.clientHeight / 2].map((one) => (one * scale) / before);
  setAttrs(drawn, sizeAt(graph, scale));
  body.scrollTo(middle[0] - body.clientWidth / 2, middle[1] - body.clientHeight / 2);
}

/**
 * @param {Json} one
 * @param {Json | null} other
 */
function sameFinding(one, other) {
  return one.code === other?.code && one.file === other?.file && one.line === other?.line;
}

/** @param {Context} context the node in which the reading stands */
function hereId(context) {
  const state = context.state();
  return state ? `scene:${context.story().scenes[sceneOf(state)].id}` : "";
}

/**
 * @param {Json} graph
 * @param {number} scale
 */
function sizeAt(graph, scale) {
  return { width: (graph.width + 2 * MARGIN) * scale, height: (graph.height + 2 * MARGIN) * scale };
}

/**
 * @param {Json} graph
 * @param {number} scale
 * @param {string} here
 * @param {(node: Json) => void} go
 */
function graphElement(graph, scale, here, go) {
  const colors = new Map(graph.dreamers.map((/** @type {Json} */ mind) => [mind.id, mind.color]));
  const wide = graph.width + 2 * MARGIN;
  const high = graph.height + 2 * MARGIN;
  const inner = svg("g", { transform: `translate(${MARGIN} ${MARGIN})` },
    graph.groups.flatMap((/** @type {Json} */ { x, y, width, height, title, inset }) => [svg("rect", { class: "g-panel", x, y, width, height, rx: 6 }),
      title && svg("text", { class: "g-group", x: x + inset, y: y + 26 }, title)]),
    svg("g", { "aria-hidden": "true" }, graph.edges.map((/** @type {Json} */ edge) => edgeElement(edge, colors))),
    svg("g", { "aria-hidden": "true" }, graph.edges.flatMap((/** @type {Json} */ edge) => edge.rows.map((/** @type {Json} */ row) => svg("text", { class: `g-${row.kind} g-halo`, x: row.x, y: row.y }, row.text)))),
    graph.nodes.map((/** @type {Json} */ node) => nodeElement(node, colors, node.id === here, go)));
  const root = svg("svg", { class: "g-svg", viewBox: `0 0 ${wide} ${high}`, ...sizeAt(graph, scale), role: "group", "aria-label": "Scenes and endings; Enter goes there" }, inner);
  const nodes = /** @type {SVGElement[]} */ ([...root.querySelectorAll("[data-node]")]);
  const first = nodes.find((node) => node.classList.contains("here")) ?? nodes[0];
  if (first) setAttrs(first, { tabindex: 0 });
  root.addEventListener("keydown", (event) => walkNodes(nodes, graph.nodes, event));
  root.addEventListener("focusin", ({ target }) => {
    for (const node of nodes) node.setAttribute("tabindex", node === target ? "0" : "-1");
  });
  return root;
}

/** @type {Record<string, [number, number]>} */
const GRAPH_ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Arrows lead to the nearest node on that side.
 * @param {SVGElement[]} elements
 * @param {Json[]} nodes
 * @param {KeyboardEvent} event
 */
function walkNodes(elements, nodes, event) {
  const way = GRAPH_ARROWS[event.key];
  const from = elements.indexOf(/** @type {SVGElement} */ (event.target));
  if (!way || from < 0) return;
  event.preventDefault();
  const middle = (/** @type {Json} */ node) => [node.x + node.width / 2, node.y + node.height / 2];
  const [x, y] = middle(nodes[from]);
  let best = -1;
  let least = Infinity;
  nodes.forEach((node, i) => {
    const [nx, ny] = middle(node);
    const along = (nx - x) * way[0] + (ny - y) * way[1];
    const aside = Math.abs((nx - x) * way[1]) + Math.abs((ny - y) * way[0]);
    if (along > 8 && along + 3 * aside < least) [best, least] = [i, along + 3 * aside];
  });
  elements[best]?.focus();
}

/**
 * @param {Json} edge
 * @param {Map<string, string>} colors
 */
function edgeElement(edge, colors) {
  const color = colors.get(edge.dreamer) ?? NEUTRAL;
  const [hx, hy] = edge.head;
  const [tx, ty] = edge.tail;
  const tip = edge.from === edge.to ? `M${hx} ${hy}l-4 -8h8z` : `M${hx} ${hy}l-9 -4v8z`;
  return svg("g", { class: edge.verdict === "unreachable" ? "g-barred" : null },
    svg("path", { class: `g-line${edge.kind === "visit" ? " g-visit" : edge.locked ? " g-locked" : ""}`, d: edge.path, stroke: color }),
    svg("path", { d: tip, fill: color }), edge.returns && svg("path", { class: "g-line", d: `M${tx + 8} ${ty - 4}L${tx + 2} ${ty}l6 4`, stroke: color }));
}

/**
 * @param {Json} node
 * @param {Map<string, string>} colors
 * @param {boolean} here
 * @param {(node: Json) => void} go
 */
function nodeElement(node, colors, here, go) {
  const { x, y, width, height, dreamers, kind } = node;
  const lost = node.verdict === "unreachable" || node.findings.some((/** @type {Json} */ each) => each.name === "unreachable-scene");
  const wrong = node.findings.some((/** @type {Json} */ each) => each.severity === "error");
  const part = height / Math.max(1, dreamers.length);
  const said = [`${kind} ${node.title ?? node.name}`, here && "you are here", ...node.findings.map((/** @type {Json} */ each) => `${each.severity} ${each.code} ${each.name}`), node.verdict === "unreachable" && "no reader comes here"];
  const root = svg("g", { class: ["g-node", here && "here", node.start && "start", lost && "g-lost", wrong && "g-wrong"].filter(Boolean).join(" "), transform: `translate(${x} ${y})`, role: "button", tabindex: -1, "data-node": node.id, "aria-label": said.filter(Boolean).join(", "),
    onclick: () => go(node), onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      go(node);
    } },
    kind === "ending"
      ? [svg("rect", { class: "g-hit", width, height }), svg("path", { class: "g-gem", d: `M20 ${height / 2 - 15}l15 15l-15 15l-15 -15Z` }), svg("path", { class: "g-gem", d: `M14 ${height / 2 - 1.5}q6 5.5 12 0` })]
      : [node.start && svg("path", { class: "g-gem", d: "M-11 12H0" }), node.start && svg("circle", { class: "g-start", cx: -12, cy: 12, r: 4 }), svg("rect", { class: "g-card", width, height, rx: 4 }),
        ...(dreamers.length ? dreamers.map((/** @type {string} */ id, /** @type {number} */ i) => svg("rect", { width: 6, height: part, y: i * part, fill: colors.get(id) })) : [svg("rect", { width: 2, height, fill: NEUTRAL })])],
    node.rows.flatMap((/** @type {Json} */ row) => [row.merge !== undefined && signElement(node.merges[row.merge], row, colors), svg("text", { class: `g-${row.kind}`, x: row.x, y: row.y }, row.text)]));
  return root;
}

/**
 * The sign of a dream-merge: threads that cross, keep together, are in pieces, or part.
 * @param {Json} merge
 * @param {Json} row
 * @param {Map<string, string>} colors
 */
function signElement({ mode, dreamers }, row, colors) {
  const last = Math.max(1, dreamers.length - 1);
  return svg("g", { transform: `translate(${row.x - 34} ${row.y - 9})`, "aria-hidden": "true" }, dreamers.map((/** @type {string} */ id, /** @type {number} */ i) =>
    svg("path", { class: "g-thread", d: THREADS[mode]((12 * i) / last - 6, i), stroke: colors.get(id) ?? NEUTRAL })));
}
