/**
 * Effects. In: the lasting ones of a state, or one that happens once. Out: layers over the picture. Nothing flashes more
 * than three times a second, and with still motion nothing moves at all.
 *
 * @import {Stage} from "./stage.mjs"
 */

import { diceOf } from "./dice.mjs";
import { el, setStyles } from "./dom.mjs";

const FALLING = ["rain", "snow", "mist", "embers"];
/** How many things fall at full strength. */
const COUNTS = /** @type {Record<string, number>} */ ({ rain: 90, snow: 80, mist: 6, embers: 46 });

/**
 * @param {string} name
 * @param {number} strength 0..10
 */
function layerOf(name, strength) {
  const dice = diceOf(`effect ${name}`);
  const count = Math.ceil(((COUNTS[name] ?? 0) * strength) / 10);
  const bits = Array.from({ length: count }, () => {
    const bit = el("i", null);
    setStyles(bit, { "--x": (dice.next() * 104 - 2).toFixed(1), "--y": (dice.next() * 100).toFixed(1), "--s": dice.span(0.5, 1).toFixed(2), "--d": dice.next().toFixed(2) });
    return bit;
  });
  const layer = el("div", { class: `effect effect-${name}`, "data-effect": name }, bits);
  setStyles(layer, { "--strength": strength / 10 });
  return layer;
}

/**
 * The lasting effects: rain, snow, mist and embers are layers; dim, blur and glitch change the picture.
 * @param {Stage} stage
 * @param {readonly (readonly [string, number])[]} effects
 * @param {boolean} moving
 */
export function paintEffects(stage, effects, moving) {
  const key = `${JSON.stringify(effects)} ${moving}`;
  if (stage.effects.dataset.key === key) return;
  stage.effects.dataset.key = key;
  const strength = new Map(effects.map(([name, value]) => [name, value]));
  setStyles(stage.scene, { "--dim": (strength.get("dim") ?? 0) / 10, "--blur": (strength.get("blur") ?? 0) / 10 });
  stage.scene.classList.toggle("glitch", moving && strength.has("glitch"));
  stage.effects.classList.toggle("frozen", !moving);
  stage.effects.replaceChildren(...effects.filter(([name]) => FALLING.includes(name)).map(([name, value]) => layerOf(name, value)));
}

/**
 * Something that happens once: shake, flash, pulse. A name that the player does not know passes by.
 * @param {Stage} stage
 * @param {string} name
 * @param {number} strength
 */
export function playEffect(stage, name, strength) {
  if (!["shake", "flash", "pulse"].includes(name)) return;
  stage.scene.classList.remove(`once-${name}`);
  void stage.scene.offsetWidth;
  setStyles(stage.scene, { "--strength": strength / 10 });
  stage.scene.classList.add(`once-${name}`);
  setTimeout(() => stage.scene.classList.remove(`once-${name}`), 1200);
}
