/**
 * The Dream Map. In: the book, the reader's memory, and where the reading stands. Out: a panel with a thread for each
 * dreamer, scenes as knots on it, merges where threads meet, and the endings; every scene that was read can be entered
 * again. What was not reached is counted and drawn, and has no name.
 *
 * @import {Book} from "./book.mjs"
 * @import {Chart, Spot, Standing} from "./chart.mjs"
 * @import {Memory} from "./memory.mjs"
 * @import {Session} from "./session.mjs"
 */

import { personArt } from "./art.mjs";
import { lookFor } from "./book.mjs";
import { chartOf, findsOf } from "./chart.mjs";
import { el, setStyles, stroke, svg } from "./dom.mjs";
import { endingList, endingMark, endingsFound, endingTally, keepsakeGallery } from "./finds.mjs";
import { d, disc, group, rosette } from "./ink.mjs";
import { button, openPanel, tabRow } from "./panels.mjs";
import { here } from "./session.mjs";
import { thumbnail } from "./thumb.mjs";
import { headText, mindName } from "./title.mjs";
import { chartedAt, entryOf, openEntry } from "./trail.mjs";
import { fill, WORDS } from "./words.mjs";

/** @returns {Record<string, string>} how a scene can stand to the reader, in words */
function standings() {
  const [read, now, open, locked, far] = WORDS.standing.split("|");
  return { read, here: now, open, locked, far };
}

/** @typedef {"threads" | "endings" | "keepsakes"} MapTab */
/** @typedef {[number, number]} At along the threads and across them; or, once turned, x and y; in sixteenths of a rem */
/**
 * @typedef {object} Loom
 * @property {Book} book
 * @property {Memory} memory
 * @property {Session | null} session
 * @property {Chart} chart
 * @property {HTMLElement} view
 * @property {boolean} tall threads run down the page and not across
 * @property {(scene: string) => void} enter
 * @property {() => void} close
 */

const TALL = "(max-width: 760px), (max-aspect-ratio: 4/5)";
const DARK = "#07040f";
const MAP_GROUND = "#0b0616";
const GOLD = "#ffcf7a";

// ------------------------------------------------------------------ signs

/**
 * The signs of all scenes of one colour that stand alike. A dot is a line of no length with round ends, so that a
 * thousand of them are one element.
 * @param {Standing} state
 * @param {string} color
 * @param {At[]} places
 * @returns {SVGElement[]}
 */
function signsOf(state, color, places) {
  const data = (/** @type {(x: number, y: number) => string} */ one) => places.map(([x, y]) => one(x, y)).join("");
  const dot = (/** @type {string} */ tone, /** @type {number} */ size, opacity = 1) => stroke(data((x, y) => d`M${x} ${y}h0`), tone, size, { opacity });
  if (state === "read") return [dot(DARK, 24), dot(color, 19), stroke(data((x, y) => d`M${x - 5} ${y - 1.5}q5 5 10 0`), "#140820", 2)];
  if (state === "here") return [dot(color, 52, 0.22), dot("#fff0dc", 36), dot(DARK, 32), dot(color, 22), dot("#140820", 8)];
  if (state === "open") return [dot(color, 20.6), dot(MAP_GROUND, 15.4)];
  const r = state === "locked" ? 12 : 7.5;
  const lozenge = stroke(data((x, y) => d`M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`), color, r / 6, { fill: MAP_GROUND, "stroke-dasharray": "3 2.4", "stroke-linecap": "butt", opacity: r / 12 });
  return state === "locked" ? [lozenge, dot(color, 6)] : [lozenge];
}

/**
 * The sign of a merge.
 * @param {Spot} spot
 * @param {At} at
 * @param {number} size
 */
function knotSign({ state, known }, [x, y], size) {
  const tone = state === "far" ? "#6d5a78" : "#ffe7c4";
  return group({ transform: d`translate(${x} ${y})scale(${size})` }, disc(0, 0, state === "here" ? 40 : 31, state === "here" ? "#4a3a33" : MAP_GROUND), disc(0, 0, 29, known ? "#483833" : MAP_GROUND, { stroke: tone, "stroke-width": state === "here" ? 4 : 1.6, "stroke-dasharray": known || state === "open" ? undefined : "4 3" }),
    rosette(24, 8, 3, tone, 0.6, 0, known ? 1.5 : 1), state === "here" ? disc(0, 0, 6, GOLD) : null);
}

// ------------------------------------------------------------------ the panel

/**
 * @param {Book} book
 * @param {Memory} memory
 * @param {Session | null} session
 * @param {MapTab} tab shown first
 * @param {(scene: string) => void} enter a scene again
 */
export function openMap(book, memory, session, tab, enter) {
  const { keepsakes } = findsOf(book.program);
  const chart = chartOf(book.program, memory, session ? chartedAt(book, session, session.at) : -1);
  const view = el("div", { class: "map-view" });
  const count = el("p", { class: "map-count" });
  const endings = endingsFound(book, memory);
  const found = endingTally(endings);
  /** @type {[MapTab, string, string, number][]} */
  const all = [["threads", WORDS.threads, `${fill(WORDS.scenesOf, chart.scenes.read, chart.scenes.of)}, ${found}`, 1], ["endings", WORDS.endings, found, endings.length],
    ["keepsakes", WORDS.keepsakes, fill(WORDS.keepsakesOf, [...keepsakes.keys()].filter((name) => memory.keepsakes.has(name)).length, keepsakes.size), keepsakes.size]];
  const tabs = all.filter((one) => one[3]);
  const media = matchMedia(TALL);
  const dialog = openPanel("map", WORDS.map, [view], el("div", { class: "map-head" }, count, tabRow(WORDS.map, tabs, tab, (key) => {
    const row = view.querySelector(".map-scroll");
    if (row) left = { map: /** @type {Element} */ (view.firstElementChild), x: row.scrollLeft, y: view.parentElement?.scrollTop };
    tab = /** @type {MapTab} */ (key);
    refill();
    return tab === "threads" ? left?.y : 0;
  })));
  /** @type {{map: Element, x: number, y?: number} | null} the threads as they were left for another tab */
  let left = null;
  const refill = () => {
    const [, words, tally] = all.find(([name]) => name === tab) ?? all[0];
    count.textContent = tally;
    /** @type {Element} */ (dialog.querySelector("h1")).textContent = tab === "threads" ? WORDS.map : words;
    if (tab === "threads" && left) {
      view.replaceChildren(left.map);
      view.querySelector(".map-scroll")?.scrollTo(left.x, 0);
    } else if (tab === "threads") drawThreads({ book, memory, session, chart, view, tall: media.matches, enter, close: () => dialog.close() });
    else view.replaceChildren(tab === "endings" ? endingList(book, memory) : keepsakeGallery(book, memory));
  };
  refill();
  media.onchange = () => {
    left = null;
    refill();
  };
  dialog.addEventListener("close", () => (media.onchange = null));
  const first = /** @type {HTMLElement | null} */ (view.querySelector(".map-spot[tabindex='0'], .keep"));
  first?.scrollIntoView({ block: "center", inline: "center" });
  first?.focus({ preventScroll: true });
}

/**
 * Where everything lies.
 * @param {Chart} chart
 * @param {boolean} tall
 */
function measure({ minds, chapters, hidden, cols }, tall) {
  const bands = hidden ? [...chapters, { chapter: -1, from: cols, to: cols + 2 }] : chapters;
  const last = bands[bands.length - 1].to;
  const gap = Math.min(tall ? 96 : 124, 328 / minds.length);
  const step = tall ? 58 : Math.max(60, Math.min(148, 736 / last));
  const edge = (/** @type {number} */ col) => 14 + step * col + (tall ? 34 : 0) * bands.filter((one) => one.from < col).length;
  const along = (/** @type {number} */ col) => edge(col + 1) - step / 2;
  const across = (/** @type {number} */ lane) => (tall ? 176 - (gap * minds.length) / 2 : 44) + gap * (lane + 0.5);
  const turn = (/** @type {At} */ [a, b]) => /** @type {At} */ (tall ? [b, a] : [a, b]);
  const middle = across((minds.length - 1) / 2);
  /** @type {(col: number, lane: number) => At} a place on a thread, which is never quite straight */
  const on = (col, lane) => [along(col), across(lane) + 7 * Math.sin(col * 1.9 + lane * 2)];
  /** @type {(spot: Spot) => At} */
  const place = ({ lanes, col }) => (lanes.length === 1 ? on(col, lanes[0]) : [along(col), lanes.length ? lanes.reduce((sum, lane) => sum + across(lane), 0) / lanes.length : middle - (minds.length % 2 ? gap / 2 : 0)]);
  const curve = (/** @type {At[]} */ points) => points.map((at, i) => {
    if (!i) return d`M${turn(at).join(" ")}`;
    const half = Math.max(18, Math.abs(at[0] - points[i - 1][0]) / 2);
    return `C${[turn([points[i - 1][0] + half, points[i - 1][1]]), turn([at[0] - half, at[1]]), turn(at)].flat().map((one) => one.toFixed(1)).join(" ")}`;
  }).join("");
  return { bands, last, gap, edge, along, across, turn, middle, on, place, curve, room: gap * minds.length, end: edge(last) };
}

/** @typedef {ReturnType<typeof measure>} Measures */

/** @param {Loom} loom */
function drawThreads(loom) {
  const { book, chart, view, tall } = loom;
  if (!chart.chapters.length) {
    view.replaceChildren(el("p", { class: "past-none" }, WORDS.noMap));
    return;
  }
  const m = measure(chart, tall);
  const under = chart.taken.filter(([a, b]) => !a.lanes.some((lane) => b.lanes.includes(lane))).map(([a, b]) => stroke(m.curve([m.place(a), m.place(b)]), GOLD, 1.4, { opacity: 0.5 }));
  const over = chart.minds.flatMap((_, lane) => threadOf(loom, m, lane, under));
  /** @type {Map<string, At[]>} */
  const alike = new Map();
  const spots = chart.spots.map((spot) => {
    const at = m.turn(m.place(spot));
    const key = `${spot.state} ${spot.lanes.length === 1 ? lookFor(book, book.looks.length ? spot.lanes[0] : null).thread : GOLD}`;
    if (spot.knot) over.push(knotSign(spot, at, tall ? 0.66 : 1));
    else alike.set(key, alike.get(key) ?? []).get(key)?.push(at);
    return spot.state === "far" ? null : spotButton(loom, spot, at);
  });
  for (const [key, places] of alike) over.push(...signsOf(/** @type {Standing} */ (key.split(" ")[0]), key.split(" ")[1], places));
  const ends = endingFan(loom, m, under);
  const bands = m.bands.map(({ chapter, from, to }) => {
    const words = chapter === -1 ? `+${chart.hidden}` : chapter === null ? "" : headText(book, `@chapter/${chapter}`);
    const band = el("div", { class: "map-band" }, words ? el("h2", { dir: "auto" }, words, chapter === -1 ? el("span", { class: "unseen" }, ` ${WORDS.chaptersLeft}`) : null) : null);
    setStyles(band, { [tall ? "top" : "left"]: rem(m.edge(from)), [tall ? "height" : "width"]: rem(m.edge(to) - m.edge(from)) });
    return band;
  });
  const [width, height] = m.turn([m.end + (tall ? 104 : 260), tall ? 352 : m.room + 54]);
  const field = el("div", { class: "map-field", onkeydown: (/** @type {KeyboardEvent} */ event) => walkThread(loom, event) }, svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, under, over), bands, spots, ends);
  setStyles(field, { width: rem(width), height: rem(height) });
  const heads = el("ul", { class: "map-heads" }, book.program.minds.map((_, lane) => headElement(loom, lane)));
  setStyles(heads, { "--gap": rem(m.gap) });
  const legend = el("p", { class: "map-legend", "aria-hidden": "true" }, Object.entries(standings()).map(([state, words]) =>
    el("span", null, svg("svg", { viewBox: "-27 -27 54 54" }, signsOf(/** @type {Standing} */ (state), GOLD, [[0, 0]])), words)));
  view.replaceChildren(el("div", { class: "map" }, el("div", { class: "map-scroll" }, heads, field), legend, el("section", { class: "map-card", "aria-label": WORDS.details })));
  const current = chart.spots.find((spot) => spot.state === "here") ?? chart.spots.filter((spot) => spot.known).at(-1);
  if (current) select(loom, current);
}

/** @param {number} value */
function rem(value) {
  return `${value / 16}rem`;
}

/**
 * A dreamer's thread: dim all the way, and bright as far as it was read.
 * @param {Loom} loom
 * @param {Measures} m
 * @param {number} lane
 * @param {SVGElement[]} under takes the dim one
 * @returns {SVGElement[]} the bright one
 */
function threadOf({ book, chart }, m, lane, under) {
  const { thread } = book.looks[lane] ?? book.house;
  const own = new Map(chart.spots.filter((spot) => spot.lanes.includes(lane)).map((spot) => [spot.col, spot]));
  /** @type {At[]} */
  const points = [[0, m.across(lane)]];
  let [first, from, to] = [true, 0, 0];
  for (let col = 0; col < m.last; col += 1) {
    const spot = own.get(col);
    // Between two merges the threads part for a moment.
    if (spot && spot.lanes.length > 1 && (own.get(col - 1)?.lanes.length ?? 0) > 1) points.push([m.along(col) / 2 + m.along(col - 1) / 2, m.middle + (m.across(lane) - m.middle) * 0.7]);
    points.push(spot ? m.place(spot) : m.on(col, lane));
    if (spot?.known) {
      if (!to && !first) from = points.length - 1;
      to = points.length;
    }
    if (spot) first = false;
  }
  points.push([m.end + 24, m.middle]);
  under.push(stroke(m.curve(points), thread, 2.2, { opacity: 0.4 }));
  const bright = m.curve(points.slice(from, to));
  return to ? [stroke(bright, DARK, 7, { opacity: 0.7 }), stroke(bright, thread, 3.4)] : [];
}

/**
 * The endings, fanned out behind the last chapter; of many, those that were found first.
 * @param {Loom} loom
 * @param {Measures} m
 * @param {SVGElement[]} under takes the drawing
 * @returns {HTMLElement[]} names
 */
function endingFan({ book, memory, tall }, m, under) {
  const shown = endingsFound(book, memory).sort((a, b) => Number(a.title === null) - Number(b.title === null)).slice(0, 8);
  return shown.map(({ title }, i) => {
    const lost = title === null;
    const tip = /** @type {At} */ ([m.end + (tall ? 74 : 104), m.middle + (i - (shown.length - 1) / 2) * Math.min(61, (tall ? 352 : m.room) / shown.length)]);
    const [x, y] = m.turn(tip);
    under.push(stroke(m.curve([[m.end + 24, m.middle], [tip[0] - 15, tip[1]]]), lost ? "#a794b0" : GOLD, lost ? 1.1 : 2, { opacity: lost ? 0.6 : 0.9 }), group({ transform: d`translate(${x} ${y})` }, endingMark(!lost)));
    const node = el("span", { class: lost ? "map-ending lost" : "map-ending", dir: "auto" }, title ?? WORDS.unfound);
    setStyles(node, { left: rem(x), top: rem(y) });
    return node;
  });
}

/**
 * A dreamer's face, name and count; of whom nothing was read, the count alone.
 * @param {Loom} loom
 * @param {number} lane
 */
function headElement({ book, chart }, lane) {
  const { read, of } = chart.minds[lane];
  const look = book.looks[lane];
  const node = el("li", { class: read ? "map-mind" : "map-mind lost" }, el("span", { class: "map-face", "aria-hidden": "true" }, read ? personArt(book, lane, look, "calm", "-150 -190 300 300") : null),
    el("span", { class: "map-name" }, el("span", { dir: "auto", title: read && mindName(book, lane) }, read ? mindName(book, lane) : "?"), el("span", { class: "map-tally" }, fill(WORDS.countOf, read, of))));
  setStyles(node, { "--thread": look.thread, "--tint": look.tint, "--r1": look.ramp[1] });
  return node;
}

/**
 * A scene's title; without one, that of the merge in it.
 * @param {Book} book
 * @param {number} scene
 */
function titleOf(book, scene) {
  const { id, ops } = book.program.scenes[scene];
  return headText(book, `@scene/${id}`) || ops.map((op) => (op.k === "merge" ? headText(book, `@merge/${op.id}`) : "")).find(Boolean) || WORDS.merged;
}

// ------------------------------------------------------------------ choosing

/** @type {WeakMap<Spot, HTMLElement>} */
const spotNodes = new WeakMap();

/**
 * @param {Loom} loom
 * @param {Spot} spot
 * @param {At} at
 */
function spotButton(loom, spot, [x, y]) {
  const { book } = loom;
  const { known, scene, state, lanes } = spot;
  const label = [known ? titleOf(book, scene) : WORDS.scene, standings()[state], ...(known && book.looks.length ? lanes.map((lane) => mindName(book, lane)) : [])].join(", ");
  const node = el("button", { type: "button", class: "map-spot", "data-spot": known ? book.program.scenes[scene].id : "", "data-state": state, "aria-label": label, tabindex: -1,
    onfocus: () => select(loom, spot), onclick: () => {
      select(loom, spot);
      /** @type {HTMLElement | null} */ (loom.view.querySelector(".map-card button"))?.focus();
    } });
  setStyles(node, { left: rem(x), top: rem(y) });
  spotNodes.set(spot, node);
  return node;
}

/**
 * Arrows along the threads lead from scene to scene of the same dreamer, through merges; others are left to the panel.
 * @param {Loom} loom
 * @param {KeyboardEvent} event
 */
function walkThread({ chart, tall }, event) {
  const by = (tall ? ["ArrowUp", "", "ArrowDown"] : ["ArrowLeft", "", "ArrowRight"]).indexOf(event.key) - 1;
  const shown = chart.spots.filter((spot) => spot.state !== "far");
  let at = shown.findIndex((spot) => spotNodes.get(spot) === event.target);
  if (by < -1 || at < 0) return;
  const { lanes } = shown[at];
  do at += by;
  while (shown[at]?.lanes.length && lanes.length && !shown[at].lanes.some((lane) => lanes.includes(lane)));
  if (!shown[at]) return;
  spotNodes.get(shown[at])?.focus();
  event.preventDefault();
}

/**
 * Shows on the card what is known of a scene, and what can be done there.
 * @param {Loom} loom
 * @param {Spot} spot
 */
function select({ book, session, view, tall, enter, close }, spot) {
  const node = spotNodes.get(spot);
  if (node?.tabIndex === 0) return;
  view.querySelector(".map-spot[tabindex='0']")?.setAttribute("tabindex", "-1");
  node?.setAttribute("tabindex", "0");
  const { known, state, lanes, locks, untaken } = spot;
  const { id, ops, time, chapter } = book.program.scenes[spot.scene];
  const mind = (state === "here" && session ? here(session).rest.mind : lanes.length === 1 && book.looks.length ? lanes[0] : null) ?? -1;
  const entry = known ? entryOf(book, id) : null;
  const shut = entry ? openEntry(book, entry) : WORDS.noEntry;
  const lines = [standings()[state] + (known && mind >= 0 ? ` ${WORDS.as} ${mindName(book, mind)}.` : "."), ...locks.map((why) => `${WORDS.lockedBy}: ${why}`),
    ...(known ? [untaken ? `${WORDS.untaken}: ${untaken}` : "", typeof shut === "string" ? shut : "", [typeof chapter === "number" ? headText(book, `@chapter/${chapter}`) : "", time].filter(Boolean).join(" · ")] : [])];
  const card = /** @type {HTMLElement} */ (view.querySelector(".map-card"));
  const place = ops.flatMap((op) => (op.k === "backdrop" ? [op.name] : []))[0] ?? null;
  card.replaceChildren(...(known && !tall ? [thumbnail(book, mind, place)] : []),
    el("div", { class: "map-words" }, known ? el("h2", { dir: "auto" }, titleOf(book, spot.scene)) : null, lines.filter(Boolean).map((words) => el("p", { dir: "auto" }, words))),
    el("div", { class: "map-deeds" }, state === "here" ? button(WORDS.goOn, close, { class: "button primary" }) : null, typeof shut === "string" ? null : button(WORDS.readAgain, () => enter(id), { "data-enter": id })));
  setStyles(card, { "--thread": lookFor(book, mind).thread });
}
