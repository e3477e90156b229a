/**
 * The loom weaves the cloth of a merge on the graphics card. In: an element to hang it in, who is in the dream, how clear
 * it is. Out: the cloth in motion where that is cheap, else a still of it; where there is no WebGL, or it fails, the
 * drawing. The page has one context at most.
 *
 * @import {Book} from "./book.mjs"
 */

import { personArt } from "./art.mjs";
import { rgbOf } from "./color.mjs";
import { diceOf } from "./dice.mjs";
import { el } from "./dom.mjs";
import { drawnCloth } from "./draughtsman.mjs";
import { FRAGMENT, HEAD_BOX, HEADS, VERTEX } from "./threads.mjs";

/**
 * @typedef {object} Cloth what to weave
 * @property {Book} book
 * @property {readonly number[]} members minds
 * @property {string} name of the merge
 * @property {number} clarity 0 torn to 1 whole
 * @property {boolean} moving
 * @property {boolean} title it hangs on the title, with room for the lettering
 */
/** @typedef {{canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, program: WebGLProgram, frame: WebGLFramebuffer, heads: string}} Loom */
/** @typedef {{host: HTMLElement, cloth: Cloth, from: number, since: number}} Hanging a cloth, how clear it was, since when not */

/** A still is woven in so many strips, so that nothing else waits for long. */
const STRIPS = 8;
/** How often there may be no context, or none any more, until the page asks for no other. */
const LOSSES = 3;
/** Milliseconds that a frame in motion may take. */
const FRAME = 16;

/** @type {Loom | null} */
let loom = null;
/** @type {Promise<Loom> | null} while its program is compiled */
let opening = null;
let losses = 0;
/** Counts the cloths, so that late work knows that it is late. */
let turn = 0;
/** @type {Hanging | null} */
let hanging = null;
let moves = false;
/** Milliseconds that a pixel takes, as measured. */
let pace = 0;
/** The cloth's own time in seconds. It stands while the cloth does. */
let time = 9;
let timer = 0;

const passed = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
const density = () => Math.min(2, devicePixelRatio);

/** A cloth that stands is woven in the new size. One in motion takes it with its next frame. */
function resized() {
  clearTimeout(timer);
  timer = setTimeout(() => hanging?.host.isConnected && !moves && weave(hanging.host, hanging.cloth), 250);
}

/** @returns {Promise<Loom>} with its program compiled */
async function openLoom() {
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", null));
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
  if (!gl) throw new Error("no WebGL");
  const program = gl.createProgram();
  for (const [kind, text] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  const later = gl.getExtension("KHR_parallel_shader_compile");
  while (later && !gl.getProgramParameter(program, later.COMPLETION_STATUS_KHR)) await passed(9);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "");
  gl.useProgram(program);
  canvas.addEventListener("webglcontextlost", () => {
    if (loom?.canvas !== canvas) return;
    loom = null;
    losses += 1;
    if (hanging) weave(hanging.host, hanging.cloth);
  });
  addEventListener("resize", resized);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.bindRenderbuffer(gl.RENDERBUFFER, gl.createRenderbuffer());
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, gl.getParameter(gl.RENDERBUFFER_BINDING));
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  return { canvas, gl, program, frame, heads: "" };
}

/**
 * Puts the heads of the dreamers on the sheet, asleep in one row and alarmed in the other.
 * @param {Loom} at
 * @param {Cloth} cloth
 */
async function loadHeads(at, { book, members }) {
  const { gl } = at;
  const heads = members.join();
  if (at.heads === heads) return;
  const w = Math.min(512, Math.floor(4096 / members.length));
  const h = Math.round((w * HEAD_BOX[3]) / HEAD_BOX[2]);
  const sheet = /** @type {HTMLCanvasElement} */ (el("canvas", { width: w * members.length, height: 2 * h }));
  const ink = sheet.getContext("2d");
  await Promise.all(members.flatMap((mind, i) => ["dream", "alarm"].map(async (mood, row) => {
    const art = personArt(book, mind, book.looks[mind], mood, HEAD_BOX.join(" "));
    const image = /** @type {HTMLImageElement} */ (art.matches("img") ? art : el("img", { width: w, height: h }));
    if (image !== art) {
      art.setAttribute("width", `${w}`);
      art.setAttribute("height", `${h}`);
      image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(art))}`;
    }
    if (!image.naturalWidth) await new Promise((done) => ["load", "error"].forEach((kind) => image.addEventListener(kind, done)));
    const part = Math.min(image.naturalWidth, (image.naturalHeight * w) / h) * 0.806; // as much as of the page's own people
    if (part) ink?.drawImage(image, (image.naturalWidth - part) / 2, part / 50, part, (part * h) / w, i * w, row * h, w, h);
  })));
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, sheet);
  gl.generateMipmap(gl.TEXTURE_2D);
  at.heads = heads;
}

/**
 * Weaves what lies in the viewport.
 * @param {Loom} at
 * @param {Cloth} cloth
 * @param {number[]} size of the whole, in pixels
 * @param {number} clarity
 * @param {[number, number]} rows the first, and whether they go down (1) or up (-1)
 */
function draw({ gl, program }, { book, members, name, title }, [w, h], clarity, rows) {
  const n = members.length;
  const tall = h > w * 1.1;
  const middle = tall ? [w / 2, h * (title ? 0.23 : 0.36), w / 540] : title ? [w * 0.24, h * 0.48, h / 540] : [w / 2, h * 0.4, h / 640];
  const at = (/** @type {string} */ what) => gl.getUniformLocation(program, what);
  gl.uniform4fv(at("Q"), [w, h, ...middle, clarity, time, Math.floor(diceOf(`cloth ${name}`).next() * 997), ...rows, n, 0]);
  gl.uniform3fv(at("P"), members.flatMap((mind) => rgbOf(book.looks[mind].thread).map((v) => v / 255)));
  gl.uniform2fv(at("D"), members.flatMap((_, i) => {
    const a = 2 * Math.PI * (-0.25 + (i - 0.5) / n);
    return [Math.cos(a), Math.sin(a)];
  }));
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/**
 * Waits until what was drawn is there.
 * @param {WebGL2RenderingContext} gl
 * @returns {Promise<number>} how long that took
 */
async function finished(gl) {
  const began = performance.now();
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  do await passed(0); while (fence && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED);
  gl.deleteSync(fence);
  return performance.now() - began;
}

/**
 * Weaves a still, strip by strip and out of sight, and learns how fast this machine is.
 * @param {Loom} at
 * @param {HTMLElement} host
 * @param {Cloth} cloth
 * @returns {Promise<Element | null>} null if another cloth was asked for meanwhile
 */
async function still(at, host, cloth) {
  const { gl } = at;
  const mine = turn;
  const w = Math.ceil(host.clientWidth * density()) || 1;
  const h = Math.ceil(host.clientHeight * density()) || 1;
  const strip = Math.ceil(h / STRIPS);
  const picture = /** @type {HTMLCanvasElement} */ (el("canvas", { width: w, height: h }));
  const pixels = new ImageData(w, strip);
  let fastest = Infinity;
  // A still that was begun before may not be read back yet, and its buffer must keep its size until it is.
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bindFramebuffer(gl.FRAMEBUFFER, at.frame);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, w, strip);
  gl.viewport(0, 0, w, strip);
  for (let y = 0; y < h; y += strip) {
    draw(at, cloth, [w, h], cloth.clarity, [y, 1]);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, pixels.data.length, gl.STREAM_READ);
    gl.readPixels(0, 0, w, strip, gl.RGBA, gl.UNSIGNED_BYTE, 0);
    fastest = Math.min(fastest, await finished(gl));
    if (mine !== turn || !host.isConnected) break;
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, pixels.data);
    picture.getContext("2d")?.putImageData(pixels, 0, y);
  }
  gl.deleteBuffer(buffer);
  if (mine !== turn || !host.isConnected) return null;
  pace = Math.max(pace, (fastest - 5) / (w * strip));
  return picture;
}

/** @param {Element} host @returns {number} pixels of the canvas for one of the page, in motion; 0 where that is too slow */
function scaleFor(host) {
  const cost = pace * host.clientWidth * host.clientHeight;
  return [1, 0.5, 0.25].map((part) => part * density()).find((scale) => scale >= 0.5 && cost * scale * scale <= FRAME) ?? 0;
}

/** How clear a cloth in motion is just now: what changed comes about within most of a second. @param {Hanging} what */
function clarityOfMoving({ cloth, from, since }) {
  const t = Math.min(1, (performance.now() - since) / 800);
  return from + (cloth.clarity - from) * t * t * (3 - 2 * t);
}

/**
 * Lets the cloth move until it is taken down, thirty times a second at most, never faster than it is woven.
 * @param {Loom} at
 * @param {HTMLElement} host
 */
function run(at, host) {
  const { canvas, gl } = at;
  const mine = turn;
  let read = performance.now();
  let slow = 0;
  let busy = false;
  moves = true;
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  const frame = () => {
    if (mine !== turn || !hanging || !host.isConnected) return;
    requestAnimationFrame(frame);
    const now = performance.now();
    const scale = document.documentElement.matches(".still") ? 0 : scaleFor(host);
    if (!scale) weave(host, { ...hanging.cloth, moving: false });
    if (!scale || busy || now - read < 30) return;
    time += Math.min(0.1, (now - read) / 1000);
    read = now;
    canvas.width = Math.ceil(host.clientWidth * scale);
    canvas.height = Math.ceil(host.clientHeight * scale);
    gl.viewport(0, 0, canvas.width, canvas.height);
    draw(at, hanging.cloth, [canvas.width, canvas.height], clarityOfMoving(hanging), [canvas.height, -1]);
    if (!canvas.parentNode) host.replaceChildren(canvas);
    busy = true;
    finished(gl).then((took) => {
      busy = false;
      slow = took > 2 * FRAME ? slow + 1 : 0;
      if (slow > 8) pace = took / (canvas.width * canvas.height);
    });
  };
  frame();
}

/**
 * Hangs a picture over what hangs there.
 * @param {HTMLElement} host
 * @param {Element} art
 */
function hang(host, art) {
  const old = host.lastElementChild;
  for (const node of [...host.children]) if (node !== old) node.remove();
  art.classList.add("arriving");
  host.append(art);
  if (old) setTimeout(() => old.remove(), 900);
}

/**
 * Weaves a cloth into an element; another call, or `unweave`, takes it down.
 * @param {HTMLElement} host
 * @param {Cloth} asked
 */
export async function weave(host, asked) {
  const cloth = { ...asked, members: asked.members.slice(0, HEADS) };
  if (hanging && moves && cloth.moving && hanging.host === host && `${hanging.cloth.members}` === `${cloth.members}`) {
    hanging = { host, cloth, from: clarityOfMoving(hanging), since: performance.now() };
    return;
  }
  if (hanging && hanging.host !== host) unweave(hanging.host);
  const mine = (turn += 1);
  moves = false;
  hanging = { host, cloth, from: cloth.clarity, since: 0 };
  await passed(cloth.title ? 150 : 0);
  if (mine !== turn || !host.isConnected) return;
  try {
    if (losses < LOSSES) loom ??= await (opening ??= openLoom());
    opening = null;
    if (loom) await loadHeads(loom, cloth);
  } catch {
    losses = LOSSES;
  }
  const at = losses < LOSSES ? loom : null;
  const picture = at && mine === turn ? await still(at, host, cloth) : null;
  if (mine !== turn || !host.isConnected) return;
  hang(host, picture ?? drawnCloth(cloth.book, cloth.members, cloth.name, cloth.clarity));
  if (!at) return;
  if (cloth.title) {
    loom = null;
    at.gl.getExtension("WEBGL_lose_context")?.loseContext();
  } else if (cloth.moving && scaleFor(host)) {
    await passed(900);
    if (mine === turn) run(at, host);
  }
}

/** @param {HTMLElement} host the cloth is taken down */
export function unweave(host) {
  turn += 1;
  moves = false;
  hanging = null;
  host.replaceChildren();
  delete host.dataset.key;
}
