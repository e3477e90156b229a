"""Which file belongs to which name.

Goes in: what a story wishes for, and the files that lie in its folders. Comes out: a `Match` for
each file that is used, and findings about names without a file and files a slip away from one.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from weavec.assets.model import KINDS, TYPES, Kind
from weavec.assets.wanted import Wish
from weavec.diagnostics import Sink
from weavec.naming import listed
from weavec.node import node
from weavec.source import Listed, Span

FOLDERS: Final = tuple(dict.fromkeys(kind.folder for kind in KINDS.values()))
MOST_NAMED: Final = 6
FOREIGN: Final = frozenset({
    "gif", "bmp", "tif", "tiff", "heic", "psd", "kra", "xcf", "svgz", "jxl", "ico", "tga",
    "flac", "aif", "aiff", "wma", "aac", "mid", "midi", "oga", "weba", "mp4", "ttc", "eot", "otc",
})  # fmt: skip
"""Ends of names of pictures, recordings and fonts that a page cannot carry."""


@node
class Match:
    """A file for a name. `key`: what the page asks for."""

    key: str
    kind: Kind
    file: Listed
    span: Span


Free = dict[str, dict[str, Wish]]
"""The names of files that would be taken if they were there: by kind, then by name."""


@node
class _Lying:
    """A file as it lies: `folder`, `stem` and `end` of its name, in the letters of the script."""

    file: Listed
    folder: str
    stem: str
    end: str


def match(
    wanted: tuple[Wish, ...], files: tuple[Listed, ...], head: Span, sink: Sink
) -> tuple[Match, ...]:
    """The files that are used, in the order of their keys. `head`: the place of the whole story."""
    lying = tuple(_apart(file) for file in files)
    _folders(lying, head, sink)
    places: dict[tuple[str, str], list[_Lying]] = {}
    for each in lying:
        places.setdefault((each.folder, each.stem), []).append(each)
    matches: dict[str, Match] = {}
    free: Free = {}
    for wish in wanted:
        kind = KINDS[wish.kind]
        for stem in (wish.name, *(f"{wish.name}-{variant}" for variant in wish.variants)):
            found = [
                each for each in places.get((kind.folder, stem), ()) if each.end in kind.types
            ]  # fmt: skip
            if not found:
                free.setdefault(kind.name, {})[stem] = wish
                continue
            if len(found) > 1:
                paths = listed([each.file.path for each in found], "and")
                sink.report(
                    "bad-asset", wish.span, f"there is more than one file for `{stem}`: {paths}",
                    "keep one of them in this folder",
                )  # fmt: skip
            key = stem if kind.name == "title" else f"{kind.name}/{stem}"
            matches[key] = Match(key, kind, found[0].file, wish.span)
    used = {found.file.path for found in matches.values()}
    rest = [each for each in lying if each.file.path not in used]
    told = _slips(rest, free, head, sink)
    _missing(wanted, lying, free, told, sink)
    _stand_ins(wanted, matches)
    return tuple(matches[key] for key in sorted(matches))


def _apart(file: Listed) -> _Lying:
    folder, _, name = file.path.rpartition("/")
    stem, dot, end = name.rpartition(".")
    if not dot:
        stem, end = name, ""
    return _Lying(file, folder, unicodedata.normalize("NFC", stem), end.lower())


def _folders(lying: tuple[_Lying, ...], head: Span, sink: Sink) -> None:
    """Folders that cannot be looked into, and those that nothing looks into for a slip."""
    told: set[str] = set()
    for each in lying:
        path, trouble = each.file.path, each.file.trouble
        top = path in FOLDERS or path == "art"
        if trouble is not None and (top or trouble.startswith("there are more")):
            sink.report(
                "bad-asset", head, f"`{path}` is not looked into: {trouble}",
                "put the files themselves into the story's folder, and no others",
            )  # fmt: skip
        elif each.end in TYPES and each.folder not in (*FOLDERS, *told):
            near = sink.near(each.folder, FOLDERS)
            told.add(each.folder)
            if near is not None:
                sink.report(
                    "missing-asset", head, f"nothing is taken from the folder `{each.folder}`",
                    f"did you mean `{near}`?",
                )  # fmt: skip


def _slips(rest: list[_Lying], free: Free, head: Span, sink: Sink) -> set[tuple[str, str]]:
    """Files that were probably meant for a name that has none; those names, with their kinds."""
    told: set[tuple[str, str]] = set()

    def tell(kind: Kind, stem: str, message: str, hint: str) -> None:
        told.add((kind.name, stem))
        sink.report("missing-asset", free[kind.name][stem].span, message, hint)

    for each in rest:
        path, unused = each.file.path, f"nothing uses the file `{each.file.path}`"
        for kind in (kind for kind in KINDS.values() if kind.folder == each.folder):
            stems = free.get(kind.name, {})
            if each.end in FOREIGN and each.stem in stems:
                what = f"a page cannot carry a {kind.what} like `{path}`"
                tell(kind, each.stem, what, f"save it as {listed(kind.types)}")
            elif each.end in kind.types and (near := sink.near(each.stem, stems)):
                tell(kind, near, unused, f"did you mean `{near}.{each.end}`?")
            elif each.end in kind.types and kind.name == "fonts":
                sink.report(
                    "missing-asset", head, f"nothing uses the font `{path}`",
                    f"call it `default.{each.end}`, or after a dreamer",
                )  # fmt: skip
        for kind in KINDS.values():
            top = kind.folder.partition("/")[0]
            if each.folder == top != kind.folder and each.stem in free.get(kind.name, {}):
                stem = each.stem
                tell(kind, stem, unused, f"did you mean `{kind.folder}/{stem}.{each.end}`?")
    return told


def _missing(
    wanted: tuple[Wish, ...],
    lying: tuple[_Lying, ...],
    free: Free,
    told: set[tuple[str, str]],
    sink: Sink,
) -> None:
    """One note for each kind of which some have a file and some have none."""
    there = {each.folder for each in lying if each.end in TYPES}
    known = {(kind, stem.partition("-")[0]) for kind, stem in told}
    for kind in KINDS.values():
        if kind.name in ("title", "fonts") or kind.folder not in there:
            continue
        gaps = free.get(kind.name, {})
        without = [
            wish for wish in wanted
            if wish.kind == kind.name and wish.name in gaps and (kind.name, wish.name) not in known
            and (kind.name != "people" or all(f"{wish.name}-{v}" in gaps for v in wish.variants))
        ]  # fmt: skip
        if not without:
            continue
        names = listed([wish.name for wish in without[:MOST_NAMED]], "and")
        if len(without) > MOST_NAMED:
            names = f"{names.replace(' and ', ', ')} and {len(without) - MOST_NAMED} more"
        sink.report(
            "missing-asset", without[0].span,
            f"there is no {kind.what} of the {kind.one if len(without) == 1 else kind.many} {names}"
            if kind.what == "picture" else f"there is no {kind.what} for {names}",
            f"add `{kind.folder}/{without[0].name}.{kind.types[0]}`, or leave it to the page",
        )  # fmt: skip


def _stand_ins(wanted: tuple[Wish, ...], matches: dict[str, Match]) -> None:
    """Who has no plain picture is shown by that of the first mood which has one."""
    for wish in wanted:
        plain = f"{wish.kind}/{wish.name}"
        if wish.kind != "people" or plain in matches:
            continue
        moods = (matches.get(f"{plain}-{variant}") for variant in wish.variants)
        other = next((each for each in moods if each is not None), None)
        if other is not None:
            matches[plain] = Match(plain, other.kind, other.file, other.span)
