export function paintBackdrop(stage, name, look, moving) {}
