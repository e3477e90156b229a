export function paintCloth(book, stage, rest) {}
export function paintRail(book, stage, rest, state) {}
