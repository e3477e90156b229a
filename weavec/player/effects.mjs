export function paintEffects(stage, effects, moving) {}
export function playEffect(stage, name, strength) {}
