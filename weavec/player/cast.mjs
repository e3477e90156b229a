export function paintCast(book, stage, seen, look, speaker, moving) {}
