/**
 * Files that the story brings: pictures, recordings, fonts. In: a name. Out: a picture, or bytes. Each stands in a block of
 * the page, drawings that are alike in the same one, and is decoded when it is first wanted, or a little before, when there is time.
 *
 * @import {Program} from "./types"
 */

import { el } from "./dom.mjs";

/** @typedef {{block: HTMLScriptElement, at: number}} Part a file: the block it stands in, and how many stand before it there */

/** @type {Map<string, Part> | undefined} by key: `backdrops/hall`, `people/elena-shaken`, `title` */
let parts;
/** @type {WeakMap<Element, Promise<Blob[]>>} */
const opened = new WeakMap();
/** @type {WeakMap<Part, HTMLImageElement>} for each the picture that all others of it are made from */
const pictures = new WeakMap();
/** The scene whose pictures were opened last. */
let ahead = -1;

function partsOf() {
  return (parts ??= new Map(typeof document === "undefined" ? [] : /** @type {HTMLScriptElement[]} */ ([...document.querySelectorAll("script[data-file]")])
    .flatMap((block) => String(block.dataset.file).split("|").flatMap((keys, at) => {
      const part = { block, at };
      return keys.split(" ").map((key) => /** @type {[string, Part]} */ ([key, part]));
    }))));
}

/**
 * What a block of the page holds, packed or not; the block is empty afterwards.
 * @param {HTMLScriptElement} block
 */
export async function unpack(block) {
  const letters = atob(block.text);
  block.replaceChildren();
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  const { type, dataset } = block;
  const whole = "packed" in dataset ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))) : new Response(bytes);
  return (dataset.file?.includes("|") ? (await whole.text()).split("\0") : [await whole.blob()]).map((file) => new Blob([file], { type }));
}

/** @param {Part} part */
async function blobOf({ block, at }) {
  let files = opened.get(block);
  if (!files) opened.set(block, (files = unpack(block)));
  return (await files)[at];
}

/**
 * The bytes of a file, if the story brings it.
 * @param {string} kind `music`, `sounds`, `fonts`
 * @param {string} name
 * @returns {Promise<ArrayBuffer> | null}
 */
export function fileFor(kind, name) {
  const part = partsOf().get(`${kind}/${name}`);
  return part ? blobOf(part).then((blob) => blob.arrayBuffer()) : null;
}

/**
 * @param {string} key
 * @param {string | null | undefined} variant a mood, or the mind that sees it
 */
function partFor(key, variant) {
  return partsOf().get(`${key}-${variant}`) ?? partsOf().get(key);
}

/** @param {Part} part */
function pictureIn(part) {
  let picture = pictures.get(part);
  if (!picture) {
    const made = (picture = /** @type {HTMLImageElement} */ (el("img", { alt: "", draggable: "false", decoding: "sync" })));
    pictures.set(part, made);
    blobOf(part).then(URL.createObjectURL, () => "data:,").then((url) => (made.src = url));
  }
  return picture;
}

/**
 * The author's picture of something, or what is drawn in its place; also if the picture turns out to be none.
 * @template {Element} T
 * @param {string} key
 * @param {string | null | undefined} variant
 * @param {() => T} draw
 * @returns {T | HTMLImageElement}
 */
export function imageOr(key, variant, draw) {
  const part = partFor(key, variant);
  if (!part) return draw();
  const first = pictureIn(part);
  const image = /** @type {HTMLImageElement} */ (first.cloneNode());
  image.className = key.startsWith("people/") ? "image bust" : "image";
  image.onerror = () => image.replaceWith(draw());
  if (!image.src) {
    first.addEventListener("load", () => (image.src = first.src));
    first.addEventListener("error", () => image.onerror?.(""));
  }
  return image;
}

/**
 * Opens the pictures of a scene and of those that it leads to, when there is time.
 * @param {Program} program
 * @param {number} index of the scene
 */
export function lookAhead(program, index) {
  if (index === ahead || !partsOf().size) return;
  ahead = index;
  const cast = [...program.minds, ...program.people];
  const soon = window.requestIdleCallback ?? setTimeout;
  const scenes = new Set([index]);
  for (const op of program.scenes[index].ops) if (op.k === "jump") scenes.add(op.to[0]);
  for (const op of [...scenes].flatMap((scene) => program.scenes[scene].ops)) {
    const part = op.k === "backdrop" ? partFor(`backdrops/${op.name}`, "") : op.k === "show" ? partFor(`people/${cast[op.who].id}`, op.mood) : null;
    if (part && !pictures.has(part)) soon(() => pictureIn(part));
  }
}

/** Takes the story's fonts into use: `jax` for what is read in that mind, `jax-name` for its names, `default` for the rest. */
export function loadFonts() {
  for (const [key, { block: { dataset } }] of partsOf()) {
    const [kind, name] = key.split("/");
    if (kind !== "fonts") continue;
    const [who, role] = name.split("-");
    fileFor(kind, name)?.then((bytes) => new FontFace(role === "name" ? `w-${name}` : `w-${who}`, bytes, {
      style: role === "italic" ? role : "normal", weight: role === "name" || "wide" in dataset ? "1 1000" : role === "bold" ? "600 1000" : "1 599",
    }).load()).then((face) => face && document.fonts.add(face), () => {});
  }
}

/**
 * The fonts of a mind, to stand before others in a list of families; its own, else the story's, else `initial`.
 * @param {string} who
 */
export function facesOf(who) {
  const first = (/** @type {string[]} */ ...names) => {
    const name = names.find((each) => partsOf().has(`fonts/${each}`));
    return name ? `"w-${name}",` : "initial";
  };
  return { face: first(who, "default"), faceName: first(`${who}-name`, who, "default-name", "default") };
}
