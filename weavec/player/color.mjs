/**
 * Colours. In: `#rrggbb`. Out: `#rrggbb` again, or a number that says how two of them contrast.
 */

/**
 * @param {string} hex
 * @returns {[number, number, number]} red, green, blue, 0..255
 */
export function rgbOf(hex) {
  const text = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const value = Number.parseInt(text.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** @param {number[]} rgb */
function hexOf(rgb) {
  return "#" + rgb.map((v) => Math.round(Math.min(255, Math.max(0, v))).toString(16).padStart(2, "0")).join("");
}

/**
 * `a` moved towards `b` by `t` (0..1).
 * @param {string} a
 * @param {string} b
 * @param {number} t
 */
export function mix(a, b, t) {
  const y = rgbOf(b);
  return hexOf(rgbOf(a).map((v, i) => v + (y[i] - v) * t));
}

/**
 * @param {number} h degrees
 * @param {number} s 0..1
 * @param {number} l 0..1
 */
export function hsl(h, s, l) {
  const a = s * Math.min(l, 1 - l);
  const f = (/** @type {number} */ n) => {
    const k = (n + (((h % 360) + 360) % 360) / 30) % 12;
    return 255 * (l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return hexOf([f(0), f(8), f(4)]);
}

/**
 * @param {string} hex
 * @returns {[number, number, number]} hue in degrees, saturation and lightness 0..1
 */
export function hslOf(hex) {
  const [r, g, b] = rgbOf(hex).map((v) => v / 255);
  const hi = Math.max(r, g, b);
  const d = hi - Math.min(r, g, b);
  const l = hi - d / 2;
  if (d === 0) return [0, 0, l];
  const h = hi === r ? (g - b) / d : hi === g ? 2 + (b - r) / d : 4 + (r - g) / d;
  return [(h * 60 + 360) % 360, d / (1 - Math.abs(2 * l - 1)), l];
}

/** @param {string} hex relative luminance, 0..1 */
function luminance(hex) {
  const [r, g, b] = rgbOf(hex).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * The contrast of two colours, 1..21.
 * @param {string} a
 * @param {string} b
 */
export function contrast(a, b) {
  const x = luminance(a);
  const y = luminance(b);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/**
 * `color`, moved towards white or black as little as needed to be read on `ground`.
 * @param {string} color
 * @param {string} ground
 * @param {number} wanted the contrast, 1..21
 */
export function readable(color, ground, wanted) {
  const end = luminance(ground) > 0.3 ? "#000000" : "#ffffff";
  for (let t = 0; t < 1; t += 0.06) {
    const tried = mix(color, end, t);
    if (contrast(tried, ground) >= wanted) return tried;
  }
  return end;
}

/**
 * How far apart two colours are, 0..441.
 * @param {string} a
 * @param {string} b
 */
export function distance(a, b) {
  const y = rgbOf(b);
  return Math.hypot(...rgbOf(a).map((v, i) => v - y[i]));
}
