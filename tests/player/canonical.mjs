/**
 * Canonical JSON, so that traces of two machines can be compared as text.
 *
 * Goes in: data of arrays, objects, strings, integers, booleans and null. Comes out: one line of JSON with
 * keys in order of code points, no blanks, and every character but the necessary escapes as itself; the
 * same as Python's `json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`.
 */

/**
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return scalar(value);
  const keys = Object.keys(value).sort(); // all keys are ASCII: code units and code points agree
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/**
 * @param {any} value
 * @returns {string}
 */
function scalar(value) {
  if (typeof value === "number" && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
    throw new Error(`not an integer: ${Object.is(value, -0) ? "-0" : value}`);
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  throw new Error(`canonical JSON has no ${typeof value}`);
}
