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

import { lookFor } from "./book.mjs";
import { chartOf, findsOf } from "./chart.mjs";
import { el, setStyles, svg } from "./dom.mjs";
import { endingList, endingMark, endingsFound, keepsakeGallery } from "./finds.mjs";
import { d, disc, group, shape, stroke } from "./ink.mjs";
import { rosette } from "./kit.mjs";
import { button, openPanel, tabRow } from "./panels.mjs";
import { personOf, portrait } from "./people.mjs";
import { here, sceneOf } from "./session.mjs";
import { openSlot } from "./shelf.mjs";
import { plain } from "./text.mjs";
import { thumbnail } from "./thumb.mjs";
import { headText } from "./title.mjs";
import { entryOf } from "./trail.mjs";
import { WORDS } from "./words.mjs";

/** @typedef {"threads" | "endings" | "keepsakes"} MapTab */
/** @typedef {[number, number]} At along the threads and across them, in sixteenths of a rem */

const TALL = "(max-width: 760px), (max-aspect-ratio: 4/5)";
const DARK = "#07040f";
const GROUND = "#0b0616";

/**
 * @param {Standing} state
 * @param {boolean} knot
 * @param {string} color
 * @returns {SVGElement} the sign of a scene, around the origin
 */
function signOf(state, knot, color) {
  const known = state === "read" || state === "here";
  const halo = state === "here" ? disc(0, 0, knot ? 40 : 26, color, { opacity: 0.22 }) : null;
  const ring = (/** @type {number} */ r, /** @type {string} */ tone, /** @type {number} */ width, /** @type {boolean} */ dashed) =>
    disc(0, 0, r, "none", { stroke: tone, "stroke-width": width, "stroke-dasharray": dashed ? "4 3" : undefined });
  if (knot) {
    const tone = state === "far" ? "#6d5a78" : "#ffe7c4";
    return group(null, halo, disc(0, 0, 31, GROUND), known ? disc(0, 0, 29, "#ffcf7a", { opacity: 0.25 }) : null, rosette(24, 8, 3, tone, 0.6, 0, known ? 1.5 : 1),
      ring(29, state === "here" ? "#fff0dc" : tone, state === "here" ? 2.6 : 1.6, !known && state !== "open"), state === "here" ? disc(0, 0, 6, color) : null);
  }
  if (state === "read") return group(null, disc(0, 0, 12, DARK), disc(0, 0, 9.5, color), stroke("M-5 -1.5q5 5 10 0", "#140820", 2));
  if (state === "here") return group(null, halo, disc(0, 0, 17, DARK), ring(17, "#fff0dc", 2, false), disc(0, 0, 11, color), disc(0, 0, 4, "#140820"));
  if (state === "open") return group(null, disc(0, 0, 10, GROUND), ring(9, color, 2.6, false));
  const r = state === "locked" ? 12 : 7.5;
  return group(null, shape(d`M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`, GROUND, { stroke: color, "stroke-width": state === "locked" ? 2 : 1.5, "stroke-dasharray": "3 2.4", "stroke-opacity": state === "locked" ? 1 : 0.75 }),
    state === "locked" ? disc(0, 0, 3, color) : null);
}

/**
 * A scene's title; without one, the first words of it that were read.
 * @param {Book} book
 * @param {Memory} memory
 * @param {number} scene
 */
function titleOf(book, memory, scene) {
  const { id, ops } = book.program.scenes[scene];
  const first = () => ops.flatMap((op) => (op.k === "line" && memory.lines.has(op.id) ? [plain(book.tables.texts.get(op.id)?.fixed ?? null)] : [])).find(Boolean);
  const words = headText(book, `@scene/${id}`) || first() || `${WORDS.scene} ${scene + 1}`;
  return words.length > 60 ? `${words.slice(0, 56)}…` : words;
}

/**
 * The map as the keys and the pointer use it.
 * @param {Book} book
 * @param {Memory} memory
 * @param {Session | null} session
 * @param {MapTab} tab shown first
 * @param {(scene: string) => void} enter a scene again
 */
export function openMap(book, memory, session, tab, enter) {
  const finds = findsOf(book.program);
  const chart = chartOf(book.program, memory, session ? sceneOf(here(session).state) : -1);
  const view = el("div", { class: "map-view" });
  const titles = { threads: WORDS.map, endings: WORDS.endings, keepsakes: WORDS.keepsakes };
  const counts = { threads: [WORDS.countOf(chart.scenes.read, chart.scenes.of, WORDS.scenes), WORDS.countOf(finds.endings.filter((name) => memory.endings.has(name)).length, finds.endings.length, WORDS.endings)].join(", "),
    endings: "", keepsakes: WORDS.countOf([...finds.keepsakes.keys()].filter((name) => memory.keepsakes.has(name)).length, finds.keepsakes.size, WORDS.keepsakes) };
  const count = el("p", { class: "map-count" });
  const media = matchMedia(TALL);
  const fill = () => {
    count.textContent = counts[tab] || counts.threads.split(", ")[1];
    const title = dialog?.querySelector("h1");
    if (title) title.textContent = titles[tab];
    if (tab === "threads") drawThreads({ book, memory, session, chart, view, tall: media.matches, enter, close: () => dialog?.close() });
    else view.replaceChildren(tab === "endings" ? endingList(book, memory) : keepsakeGallery(book, memory));
  };
  const names = /** @type {[MapTab, string][]} */ ([["threads", WORDS.threads], ["endings", WORDS.endings], ["keepsakes", WORDS.keepsakes]]).filter(([name]) => name === "threads" || (name === "endings" ? finds.endings.length : finds.keepsakes.size));
  let dialog = /** @type {HTMLDialogElement | null} */ (null);
  fill();
  dialog = openPanel("map", titles[tab], [view], el("div", { class: "map-head" }, count, tabRow(WORDS.map, names, tab, (key) => {
    tab = /** @type {MapTab} */ (key);
    fill();
  })));
  dialog.addEventListener("close", () => media.removeEventListener("change", fill));
  media.addEventListener("change", fill);
  const first = /** @type {HTMLElement | null} */ (view.querySelector("[data-spot][tabindex='0'], .keep"));
  first?.scrollIntoView({ block: "center", inline: "center" });
  first?.focus({ preventScroll: true });
}

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

/** @param {Loom} loom */
function drawThreads(loom) {
  const { book, chart, view, tall } = loom;
  if (!chart.spots.some((spot) => spot.state !== "far")) {
    view.replaceChildren(el("p", { class: "past-none" }, WORDS.noHistory));
    return;
  }
  const n = chart.minds.length;
  const gap = tall ? Math.min(78, 330 / n) : Math.min(92, 328 / n);
  const chapters = chart.hidden ? [...chart.chapters, { chapter: -1, from: chart.cols, to: chart.cols + 2 }] : chart.chapters;
  const cols = chapters[chapters.length - 1].to;
  const step = tall ? 58 : Math.max(60, Math.min(148, 736 / cols));
  const head = tall ? 34 : 0;
  const edge = (/** @type {number} */ col) => 14 + step * col + head * chapters.filter((one) => one.from < col).length;
  const along = (/** @type {number} */ col) => edge(col + 1) - step / 2;
  const across = (/** @type {number} */ lane) => (tall ? 0 : 44) + gap * (lane + 0.5);
  const middle = across((n - 1) / 2);
  const end = edge(cols);
  const place = (/** @type {Spot} */ spot) => {
    const { lanes } = spot;
    const y = lanes.length === 1 ? across(lanes[0]) + sway(spot.col, lanes[0]) : lanes.length ? lanes.reduce((sum, lane) => sum + across(lane), 0) / lanes.length : middle - (n % 2 ? gap / 2 : 0);
    return /** @type {At} */ ([along(spot.col), y]);
  };
  const turn = (/** @type {At} */ [a, b]) => (tall ? [b, a] : [a, b]);
  const curve = (/** @type {At[]} */ points) => points.map((at, i) => {
    const [x, y] = turn(at);
    if (!i) return d`M${x} ${y}`;
    const half = Math.max(18, Math.abs(at[0] - points[i - 1][0]) / 2);
    const [x1, y1] = turn([points[i - 1][0] + half, points[i - 1][1]]);
    const [x2, y2] = turn([at[0] - half, at[1]]);
    return d`C${x1} ${y1} ${x2} ${y2} ${x} ${y}`;
  }).join("");
  const known = (/** @type {Spot} */ spot) => spot.state === "read" || spot.state === "here";
  const art = /** @type {SVGElement[]} */ ([]);
  const front = /** @type {SVGElement[]} */ ([]);
  for (let lane = 0; lane < n; lane += 1) {
    const { thread } = book.looks[lane] ?? book.house;
    const own = chart.spots.filter((spot) => spot.lanes.includes(lane));
    /** @type {At[]} */
    const points = [[0, across(lane)]];
    let [from, to, at] = [0, 0, 0];
    for (let col = 0; col < cols; col += 1) {
      const spot = own[at]?.col === col ? own[at++] : null;
      const before = points[points.length - 1];
      if (spot && spot.lanes.length > 1 && own[at - 2]?.col === col - 1 && own[at - 2].lanes.length > 1) points.push([(before[0] + along(col)) / 2, middle + (across(lane) - middle) * 0.7]);
      points.push(spot ? place(spot) : [along(col), across(lane) + sway(col, lane)]);
      if (!spot || !known(spot)) continue;
      if (!to && at > 1) from = points.length - 1;
      to = points.length;
    }
    points.push([end + (chart.hidden ? 0 : 24), chart.hidden ? across(lane) : middle]);
    art.push(stroke(curve(points), thread, 2.2, { opacity: 0.32 }), stroke(curve(points.map(([a, b], i) => [a, b + 3 * Math.sin(i * 2.3)])), thread, 0.9, { opacity: 0.3 }));
    if (to) front.push(stroke(curve(points.slice(from, to)), DARK, 7, { opacity: 0.7 }), stroke(curve(points.slice(from, to)), thread, 3.4));
  }
  for (const [a, b] of chart.taken) {
    if (!a.lanes.some((lane) => b.lanes.includes(lane))) art.push(stroke(curve([place(a), place(b)]), "#ffcf7a", 1.4, { opacity: 0.5 }));
  }
  const spots = chart.spots.map((spot) => {
    const sign = signOf(spot.state, spot.knot, spot.lanes.length === 1 ? (book.looks[spot.lanes[0]] ?? book.house).thread : "#ffcf7a");
    const [x, y] = turn(place(spot));
    sign.setAttribute("transform", d`translate(${x} ${y})${spot.knot && tall ? "scale(.66)" : ""}`);
    front.push(sign);
    return spot.state === "far" ? null : spotButton(loom, spot, x, y);
  });
  const [ends, length, breadth] = drawEndings(loom, end, middle, gap * n, turn, curve, art);
  const bands = chapters.map(({ chapter, from, to }) => {
    const words = chapter === -1 ? `+${chart.hidden}` : chapter === null ? "" : headText(book, `@chapter/${chapter}`);
    const band = el("div", { class: "map-band" }, words ? el("h2", { dir: "auto", title: words }, words, chapter === -1 ? el("span", { class: "unseen" }, ` ${WORDS.chaptersLeft}`) : null) : null);
    setStyles(band, { [tall ? "top" : "left"]: rem(edge(from)), [tall ? "height" : "width"]: rem(edge(to) - edge(from)) });
    return band;
  });
  const [w, h] = turn([length, breadth]);
  const field = el("div", { class: "map-field" }, svg("svg", { viewBox: d`0 0 ${w} ${h}`, "aria-hidden": "true" }, art, front), bands, spots, ends);
  setStyles(field, { width: rem(w), height: rem(h) });
  const heads = el("ul", { class: "map-heads" }, book.program.minds.map((mind, lane) => headElement(loom, lane)));
  setStyles(heads, { "--gap": rem(gap), "--top": rem(tall ? 0 : 44) });
  const legend = el("p", { class: "map-legend", "aria-hidden": "true" }, /** @type {[Standing, string][]} */ ([["read", WORDS.mapRead], ["here", WORDS.mapHere], ["open", WORDS.mapOpen], ["locked", WORDS.locked], ["far", WORDS.mapFar]])
    .map(([state, words]) => el("span", null, svg("svg", { viewBox: "-27 -27 54 54" }, signOf(state, false, "#ffcf7a")), words)));
  const card = el("section", { class: "map-card", "aria-label": WORDS.details });
  view.replaceChildren(el("div", { class: tall ? "map tall" : "map" }, el("div", { class: "map-scroll" }, heads, field), legend, card));
  const current = chart.spots.find((spot) => spot.state === "here") ?? chart.spots.filter((spot) => spot.state === "read").at(-1);
  if (current) select(loom, current);
}

/**
 * Threads are never quite straight.
 * @param {number} col
 * @param {number} lane
 */
function sway(col, lane) {
  return 7 * Math.sin(col * 1.9 + lane * 2);
}

/** @param {number} value */
function rem(value) {
  return `${Math.round(value) / 16}rem`;
}

/**
 * @param {Loom} loom
 * @param {number} lane
 */
function headElement({ book, chart, memory }, lane) {
  const mind = book.program.minds[lane];
  const { read, of } = chart.minds[lane];
  const look = book.looks[lane];
  const node = el("li", { class: read ? "map-mind" : "map-mind lost" }, el("span", { class: "map-face", "aria-hidden": "true" }, read ? portrait(personOf(mind), look, "calm", look.thread, "-150 -190 300 300") : null),
    el("span", { class: "map-name" }, el("span", { dir: "auto" }, read ? mindName(book, lane) : "?"), el("span", { class: "map-tally" }, WORDS.countOf(read, of, ""))));
  setStyles(node, { "--thread": look.thread, "--tint": look.tint, "--r1": look.ramp[1] });
  return node;
}

/**
 * @param {Book} book
 * @param {number} lane
 */
function mindName(book, lane) {
  const { id } = book.program.minds[lane];
  return headText(book, `@cast/${id}`) || id;
}

/**
 * @param {Loom} loom
 * @param {Spot} spot
 * @param {number} x
 * @param {number} y
 */
function spotButton(loom, spot, x, y) {
  const { book, memory } = loom;
  const known = spot.state === "read" || spot.state === "here";
  const label = [known ? titleOf(book, memory, spot.scene) : WORDS.scene, { read: WORDS.mapRead, here: WORDS.mapHere, open: WORDS.mapOpen, locked: WORDS.locked, far: "" }[spot.state],
    ...(known && book.looks.length ? spot.lanes.map((lane) => mindName(book, lane)) : [])].join(", ");
  const node = el("button", { type: "button", class: "map-spot", "data-spot": known ? book.program.scenes[spot.scene].id : "", "data-state": spot.state, "aria-label": label, tabindex: -1,
    onfocus: () => select(loom, spot, node), onclick: () => {
      select(loom, spot, node);
      /** @type {HTMLElement | null} */ (loom.view.querySelector(".map-card button"))?.focus();
    } });
  setStyles(node, { left: rem(x), top: rem(y) });
  spotNodes.set(spot, node);
  return node;
}

/** @type {WeakMap<Spot, HTMLElement>} */
const spotNodes = new WeakMap();

/**
 * Shows on the card what is known of a scene, and what can be done there.
 * @param {Loom} loom
 * @param {Spot} spot
 * @param {HTMLElement} [node]
 */
function select(loom, spot, node = spotNodes.get(spot)) {
  const { book, memory, session, view, tall } = loom;
  if (node?.getAttribute("aria-current")) return;
  for (const old of view.querySelectorAll(".map-spot[tabindex='0']")) {
    old.setAttribute("tabindex", "-1");
    old.removeAttribute("aria-current");
  }
  node?.setAttribute("tabindex", "0");
  node?.setAttribute("aria-current", "true");
  const known = spot.state === "read" || spot.state === "here";
  const { id, ops, time, chapter } = book.program.scenes[spot.scene];
  const state = session ? here(session) : null;
  const mind = spot.state === "here" ? (state?.rest.mind ?? -1) : spot.lanes.length === 1 && book.looks.length ? spot.lanes[0] : -1;
  const place = ops.flatMap((op) => (op.k === "backdrop" ? [op.name] : []))[0] ?? null;
  const entry = known ? entryOf(book, id) : null;
  const opened = entry ? openSlot(book, entry) : WORDS.noEntry;
  const as = known && mind >= 0 ? ` ${WORDS.as} ${mindName(book, mind)}` : "";
  const lines = [known ? `${spot.state === "here" ? WORDS.youAreHere : WORDS.readOnce}${as}.` : spot.state === "open" ? WORDS.openWhy : WORDS.lockedWhy,
    ...spot.locks.map((why) => `${WORDS.lockedBy}: ${why}`), spot.untaken && known ? `${WORDS.untaken}: ${spot.untaken}` : "", known && typeof opened === "string" ? opened : ""];
  const meta = known ? [typeof chapter === "number" ? headText(book, `@chapter/${chapter}`) : "", time].filter(Boolean).join(" · ") : "";
  const card = /** @type {HTMLElement} */ (view.querySelector(".map-card"));
  card.replaceChildren(...(known && !tall ? [thumbnail(book, mind, place)] : []),
    el("div", { class: "map-words" }, known ? el("h2", { dir: "auto" }, titleOf(book, memory, spot.scene)) : null, lines.filter(Boolean).map((words) => el("p", { dir: "auto" }, words)), meta ? el("p", { class: "map-tally", dir: "auto" }, meta) : null),
    el("div", { class: "map-deeds" }, spot.state === "here" ? button(WORDS.goOn, loom.close, { class: "button primary" }) : null,
      typeof opened === "string" ? null : button(WORDS.readAgain, () => loom.enter(id), { "data-enter": id })));
  setStyles(card, { "--thread": lookFor(book, mind).thread });
}

/**
 * The endings, fanned out behind the last chapter.
 * @param {Loom} loom
 * @param {number} end
 * @param {number} middle
 * @param {number} room across
 * @param {(at: At) => number[]} turn
 * @param {(points: At[]) => string} curve
 * @param {SVGElement[]} art takes the drawing
 * @returns {[HTMLElement[], number, number]} names, how long and how broad the whole is
 */
function drawEndings({ book, memory, tall }, end, middle, room, turn, curve, art) {
  const all = endingsFound(book, memory);
  const shown = all.length > 8 ? [...all].sort((a, b) => Number(b.title !== null) - Number(a.title !== null)).slice(0, 8) : all;
  const gap = Math.min(tall ? 60 : 62, (tall ? 374 : room) / Math.max(1, shown.length));
  const names = shown.map(({ title }, i) => {
    const y = middle + (i - (shown.length - 1) / 2) * gap;
    const tip = end + (tall ? 74 : 104);
    art.push(stroke(curve([[end + 24, middle], [tip - 15, y]]), title === null ? "#a794b0" : "#ffcf7a", title === null ? 1.1 : 2, { opacity: title === null ? 0.6 : 0.9 }));
    const mark = endingMark(title !== null);
    const [x, top] = turn([tip, y]);
    mark.setAttribute("transform", d`translate(${x} ${top})`);
    art.push(mark);
    const node = el("span", { class: title === null ? "map-ending lost" : "map-ending", dir: "auto" }, title ?? WORDS.unfound);
    setStyles(node, { left: rem(x), top: rem(top) });
    return node;
  });
  return [names, end + (tall ? 104 : 260), room + (tall ? 0 : 54)];
}
