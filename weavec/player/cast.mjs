/**
 * People on the stage. In: who is seen where, who speaks, the light. Out: busts in their places; the speaker is large
 * and bright, the others stand back.
 *
 * @import {Seen} from "./types"
 * @import {Book} from "./book.mjs"
 * @import {Look} from "./look.mjs"
 * @import {Stage} from "./stage.mjs"
 */

import { imageOr } from "./assets.mjs";
import { el, setStyles } from "./dom.mjs";
import { personOf, portrait } from "./people.mjs";

/** @type {Record<string, number>} middle of a person, in hundredths of the stage's width */
const PLACES = { far_left: 14, left: 31, center: 50, right: 69, far_right: 86 };
const FREE = ["left", "right", "center", "far_left", "far_right"];

/**
 * Where everybody stands: as the author wrote, the rest in what is free.
 * @param {readonly Seen[]} seen
 */
function placed(seen) {
  const visible = seen.filter(([, , place, on]) => on && place !== "off");
  const taken = new Set(visible.map(([, , place]) => place).filter((place) => place !== null && place in PLACES));
  return visible.map(([who, mood, place]) => {
    let name = place !== null && place in PLACES ? place : null;
    if (name === null) {
      name = (visible.length === 1 ? ["center"] : FREE).find((free) => !taken.has(free)) ?? "center";
      taken.add(name);
    }
    return { who, mood, x: PLACES[name] };
  });
}

/**
 * Crowds leave room for each other, whatever places they were given.
 * @param {{x: number}[]} people
 */
function spread(people) {
  const order = [...people].sort((a, b) => a.x - b.x);
  for (let i = 1; i < order.length; i += 1) {
    const gap = order.length > 3 ? 18 : 22;
    if (order[i].x - order[i - 1].x < gap) order[i].x = order[i - 1].x + gap;
  }
  const over = order.length ? order[order.length - 1].x - 90 : 0;
  if (over > 0) for (const one of order) one.x -= over;
}

/**
 * @param {Book} book
 * @param {Stage} stage
 * @param {readonly Seen[]} seen
 * @param {Look} look
 * @param {number | null} speaker
 * @param {Map<number, string | null> | null} moves who came or went just now, by which transition; null if nothing may move
 */
export function paintCast(book, stage, seen, look, speaker, moves) {
  const people = placed(seen);
  spread(people);
  const kept = new Map([...stage.cast.children].map((node) => [/** @type {HTMLElement} */ (node).dataset.key, /** @type {HTMLElement} */ (node)]));
  const gone = new Set([...kept.values()].filter((node) => !node.classList.contains("leaving")));
  const size = people.length > 3 ? 0.78 : people.length === 3 ? 0.88 : 1;
  const nodes = people.map(({ who, mood, x }) => {
    const being = book.cast[who];
    const key = `${who} ${mood} ${look.ink}${look.rim}`;
    let node = kept.get(key);
    if (!node || node.classList.contains("leaving")) {
      const own = who < book.looks.length ? book.looks[who].thread : (being.color ?? null);
      node = el("div", { class: "person", "data-key": key, "data-who": being.id },
        imageOr(`people/${being.id}`, mood, () => portrait(personOf(being), look, mood, own)));
      const before = [...kept.values()].some((old) => old.dataset.who === being.id);
      if (moves && !before) move(node, "arriving", moves.get(who));
    }
    gone.delete(node);
    node.classList.toggle("speaking", who === speaker);
    node.classList.toggle("listening", speaker !== null && who !== speaker);
    setStyles(node, { "--x": x, "--big": (size * (who === speaker || speaker === null ? 1 : 0.88)).toFixed(3) });
    return node;
  });
  nodes.sort((a, b) => Number(a.classList.contains("speaking")) - Number(b.classList.contains("speaking")));
  for (const node of moves ? gone : []) {
    const who = book.cast.findIndex((being) => being.id === node.dataset.who);
    if (!moves?.has(who) || people.some((one) => one.who === who)) continue;
    move(node, "leaving", moves.get(who));
    nodes.unshift(node);
    setTimeout(() => node.classList.contains("leaving") && node.remove(), 700);
  }
  stage.cast.replaceChildren(...nodes);
}

/**
 * @param {HTMLElement} node
 * @param {string} way
 * @param {string | null | undefined} how
 */
function move(node, way, how) {
  node.classList.remove("arriving");
  node.classList.add(way);
  node.dataset.how = how ?? (way === "arriving" ? "step" : "dissolve");
}
