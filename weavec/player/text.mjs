/**
 * Composed text on the page. In: nodes as the machine composed them (words, em, strong, ruby, pause, br, lang). Out: DOM
 * whose full text is there from the start, and a typewriter that uncovers it.
 */

import { el } from "./dom.mjs";
import { keepInSight } from "./scroll.mjs";

/** @typedef {readonly any[]} Composed */
/**
 * @typedef {object} Piece a run of letters, or a wait
 * @property {Text} [shown]
 * @property {Text} [rest]
 * @property {string[]} [letters]
 * @property {number} [wait] milliseconds
 */

/**
 * The words alone, for labels, slots and the live region.
 * @param {Composed | null | undefined} nodes
 * @returns {string}
 */
export function plain(nodes) {
  if (!nodes) return "";
  return nodes.map((node) => {
    if (typeof node === "string") return node;
    if (node[0] === "br") return "\n";
    if (node[0] === "pause") return "";
    return plain(node[1]);
  }).join("");
}

/**
 * @param {string} text
 * @returns {string[]} what a reader calls letters
 */
function lettersOf(text) {
  if (typeof Intl === "object" && "Segmenter" in Intl) {
    return Array.from(new Intl.Segmenter().segment(text), (part) => part.segment);
  }
  return Array.from(text);
}

/** Languages that are written from right to left. */
const RTL = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)(?!-Latn)\b|-(Arab|Hebr|Thaa)\b/i;

/**
 * Puts nodes into a parent. If the parent's direction is open, the language decides it where letters could be wrong.
 * @param {HTMLElement} parent
 * @param {Composed} nodes
 * @param {Piece[]} [pieces] filled for the typewriter; left out, everything shows at once
 */
export function write(parent, nodes, pieces) {
  if (nodes.length === 1 && nodes[0][0] === "lang") {
    parent.lang = nodes[0][2];
    nodes = nodes[0][1];
  }
  if (parent.dir === "auto" && RTL.test(parent.lang || document.documentElement.lang)) parent.dir = "rtl";
  for (const node of nodes) {
    if (typeof node === "string") writeWords(parent, node, pieces);
    else if (node[0] === "br") parent.append(el("br", null));
    else if (node[0] === "pause") pieces?.push({ wait: node[1] });
    else if (node[0] === "ruby") {
      const base = el("ruby", null);
      write(base, node[1], pieces);
      const reading = el("rt", null);
      write(reading, node[2]);
      base.append(reading);
      parent.append(base);
    } else {
      const inner = node[0] === "lang" ? el("span", { lang: node[2], dir: "auto" }) : el(node[0], null);
      write(inner, node[1], pieces);
      parent.append(inner);
    }
  }
}

/**
 * @param {Element} parent
 * @param {string} words
 * @param {Piece[] | undefined} pieces
 */
function writeWords(parent, words, pieces) {
  if (!pieces) {
    parent.append(words);
    return;
  }
  const shown = document.createTextNode("");
  const rest = document.createTextNode(words);
  parent.append(shown, el("span", { class: "unsaid" }, rest));
  pieces.push({ shown, rest, letters: lettersOf(words) });
}

/** @typedef {{finish: () => void, stop: () => void, done: () => boolean}} Typing */

/**
 * Uncovers pieces letter by letter.
 * @param {Piece[]} pieces
 * @param {number} speed letters a second; 0 uncovers all at once, but still waits where the author wrote a pause
 * @param {() => void} after called once, when everything is uncovered
 * @returns {Typing}
 */
export function typewrite(pieces, speed, after) {
  let index = 0;
  let used = 0;
  let owed = 0;
  let last = 0;
  let frame = 0;
  let over = false;

  const show = (/** @type {Piece} */ piece, /** @type {number} */ upto) => {
    if (!piece.letters || !piece.shown || !piece.rest) return;
    piece.shown.data = piece.letters.slice(0, upto).join("");
    piece.rest.data = piece.letters.slice(upto).join("");
  };
  const finish = () => {
    if (over) return;
    over = true;
    cancelAnimationFrame(frame);
    for (const piece of pieces) show(piece, piece.letters ? piece.letters.length : 0);
    after();
  };
  const tick = (/** @type {number} */ now) => {
    owed += Math.min(120, Math.max(0, now - last));
    last = now;
    while (index < pieces.length) {
      const piece = pieces[index];
      if (piece.wait !== undefined) {
        if (owed < piece.wait) break;
        owed -= piece.wait;
        index += 1;
        continue;
      }
      const letters = piece.letters ?? [];
      const count = speed > 0 ? Math.floor((owed * speed) / 1000) : letters.length;
      const upto = Math.min(letters.length, used + count);
      if (speed > 0) owed -= ((upto - used) * 1000) / speed;
      used = upto;
      show(piece, upto);
      if (piece.rest?.parentElement) keepInSight(piece.rest.parentElement);
      if (upto < letters.length) break;
      index += 1;
      used = 0;
    }
    if (index >= pieces.length) finish();
    else frame = requestAnimationFrame(tick);
  };

  if (speed <= 0 && !pieces.some((piece) => piece.wait !== undefined)) {
    finish();
  } else {
    last = performance.now();
    frame = requestAnimationFrame(tick);
  }
  return {
    finish,
    stop: () => {
      over = true;
      cancelAnimationFrame(frame);
    },
    done: () => over,
  };
}
