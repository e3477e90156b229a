/**
 * Small helpers that make elements. In: a tag, attributes, children. Out: an element.
 * Text goes in as text nodes only; listeners are functions; styles are set through the CSSOM, because the
 * page's policy allows neither markup from strings nor style attributes.
 */

/** @typedef {string | number | Node | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attrs */

export const SVG_NS = "http://www.w3.org/2000/svg";

/**
 * Sets attributes and listeners. A function is a listener for the event named after `on`; `true` is an empty
 * attribute; `false`, `null` and `undefined` are left out.
 * @param {Element} node
 * @param {Attrs} attrs
 */
export function setAttrs(node, attrs) {
  for (const [name, value] of Object.entries(attrs)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, String(value));
    }
  }
}

/**
 * An HTML element.
 * @param {string} tag
 * @param {Attrs | null} attrs
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, attrs, ...children) {
  const node = document.createElement(tag);
  if (attrs) setAttrs(node, attrs);
  append(node, children);
  return node;
}

/**
 * An SVG element.
 * @param {string} tag
 * @param {Attrs | null} attrs
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function svg(tag, attrs, ...children) {
  const node = /** @type {SVGElement} */ (document.createElementNS(SVG_NS, tag));
  if (attrs) setAttrs(node, attrs);
  append(node, children);
  return node;
}

/**
 * A line with round ends.
 * @param {string} data of the path
 * @param {string} color
 * @param {number} width
 * @param {Attrs} [extra]
 */
export function stroke(data, color, width, extra) {
  return svg("path", { d: data, fill: "none", stroke: color, "stroke-width": Math.round(width * 10) / 10, "stroke-linecap": "round", ...extra });
}

/**
 * The data of a path through points.
 * @param {number} from
 * @param {number} to
 * @param {number} by
 * @param {(at: number) => [number, number]} point x and y
 */
export function pathAlong(from, to, by, point) {
  let data = "";
  for (let at = from; at <= to; at += by) data += `${data ? "L" : "M"}${point(at).map((one) => one.toFixed(1)).join(" ")}`;
  return data;
}

/**
 * @param {Element} node
 * @param {(Child | Child[])[]} children
 */
export function append(node, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
}

/**
 * Sets CSS properties, custom ones included.
 * @param {HTMLElement | SVGElement} node
 * @param {Record<string, string | number>} styles
 */
export function setStyles(node, styles) {
  for (const [name, value] of Object.entries(styles)) node.style.setProperty(name, String(value));
}

const GLYPHS = {
  eye: ["0 0 26 20", "M3 4Q13 16 23 4M7 9l-3 5M13 11v6M19 9l3 5"],
  cross: ["0 0 20 20", "M4 4L16 16M16 4L4 16"],
  menu: ["0 0 24 20", "M2 3H22M2 10H22M2 17H22"],
  back: ["0 0 20 20", "M8 3L3 8L8 13M3 8H12Q17 8 17 12.5T12 17H8"],
  pen: ["0 0 20 20", "M3 17L4 13L14 3L17 6L7 16ZM12 5L15 8"],
  ear: ["0 0 20 20", "M3 8H6L10 4V16L6 12H3ZM13 7Q15 10 13 13M15 4Q19 10 15 16"],
  knot: ["0 0 26 20", "M13 2Q24 10 13 18Q2 10 13 2M3 10Q13 1 23 10Q13 19 3 10M7 4Q19 6 19 16M19 4Q7 6 7 16"],
};

/**
 * A line drawing used in controls; it takes the colour of the text around it.
 * @param {keyof typeof GLYPHS} name
 */
export function glyph(name) {
  const [box, d] = GLYPHS[name];
  return svg("svg", { viewBox: box, class: `glyph glyph-${name}`, "aria-hidden": "true" },
    svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round",
      "stroke-linejoin": "round" }));
}
