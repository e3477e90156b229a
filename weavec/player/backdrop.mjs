/**
 * Backdrops. In: a name and the look of the mind that sees it. Out: a picture behind the stage; the same name in the
 * same light is always the same picture, and another mind sees the same place in its own light.
 *
 * @import {Look} from "./look.mjs"
 * @import {Stage} from "./stage.mjs"
 */

import { imageOr } from "./assets.mjs";
import { diceOf } from "./dice.mjs";
import { svg } from "./dom.mjs";
import { newInk } from "./ink.mjs";
import { HIGH, WIDE } from "./kit.mjs";
import { drawPlace } from "./views.mjs";

/**
 * @param {string} name
 * @param {Look} look
 */
export function pictureOf(name, look) {
  return imageOr(`backdrops/${name}`, look.id, () => drawn(name, look));
}

/**
 * @param {string} name
 * @param {Look} look
 */
function drawn(name, look) {
  const ink = newInk();
  const parts = drawPlace(name, { ink, look, ramp: look.ramp, dice: diceOf(`place ${name}`) });
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "xMidYMid slice", "data-place": name }, ink.defs, parts);
}

/**
 * Shows a backdrop; the one before it lies under it until it has arrived.
 * @param {Stage} stage
 * @param {string | null} name
 * @param {Look} look
 * @param {boolean} moving
 * @param {string | null} how the transition as the author named it
 */
export function paintBackdrop(stage, name, look, moving, how) {
  const key = name === null ? "" : `${name}|${look.ramp.join()}`;
  if (stage.backdrops.dataset.key === key) return;
  const first = stage.backdrops.dataset.key === undefined;
  stage.backdrops.dataset.key = key;
  const old = stage.backdrops.lastElementChild;
  for (const node of [...stage.backdrops.children]) if (node !== old) node.remove();
  const picture = pictureOf(name ?? "drift dream", look);
  stage.backdrops.append(picture);
  if (!old) return;
  if (!moving || first || how === "cut" || how === "weave") {
    old.remove();
    return;
  }
  picture.classList.add("arriving");
  if (how) picture.dataset.how = how;
  setTimeout(() => old.remove(), 900);
}
