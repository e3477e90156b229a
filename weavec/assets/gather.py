"""Gather what a story brings: find its files, read them, look at each.

Goes in: the story's symbols and program, and an `Album`. Comes out: `Assets`, every file that the
page is to carry, and findings about those that are missing, too large or not what they should be.
Only files that the story names are opened. What is found depends on names and bytes alone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

from weavec.assets.drawing import look_at_drawing
from weavec.assets.fontfile import look_at_font
from weavec.assets.letters import letters_of, missing
from weavec.assets.match import Match, match
from weavec.assets.model import (
    FONTS,
    PICTURES,
    TYPES,
    Assets,
    BadFileError,
    Face,
    Room,
    Taken,
)
from weavec.assets.pictures import look_at_picture
from weavec.assets.recordings import look_at_recording, mp3_start
from weavec.assets.wanted import head_of, wishes
from weavec.diagnostics import Diagnostic, Sink
from weavec.lower.program import Lowered
from weavec.source import Album, Listed, SourceFile, Span, Unread
from weavec.symbols import Symbols

HEAVY_FONT: Final = 40_000
"""From how many bytes on it is worth a word that a font is carried whole."""

LICENCES: Final = ("licence", "license", "ofl", "copying", "copyright", "credits", "notice")
MOST_WORDS: Final = 500_000

MAGIC: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"), (0, b"\xff\xd8\xff", "jpg"), (0, b"GIF8", "gif"),
    (8, b"WEBP", "webp"), (8, b"WAVE", "wav"), (4, b"ftypavif", "avif"), (4, b"ftypavis", "avif"),
    (4, b"ftypmif1", "avif"), (4, b"ftypM4A", "m4a"), (4, b"ftypM4B", "m4a"),
    (4, b"ftypmp4", "m4a"), (4, b"ftypiso", "m4a"), (4, b"ftypdash", "m4a"), (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"), (0, b"wOF2", "woff2"), (0, b"wOFF", "woff"), (0, b"OTTO", "ttf"),
    (0, b"\0\1\0\0", "ttf"), (0, b"true", "ttf"), (0, b"ttcf", "ttc"), (0, b"BM", "bmp"),
)  # fmt: skip
SAME: Final = {"jpeg": "jpg", "opus": "ogg", "otf": "ttf"}
"""Ends of names that mean the same."""


def gather(
    symbols: Symbols, lowered: Lowered, files: tuple[SourceFile, ...], album: Album, room: Room
) -> tuple[Assets, tuple[Diagnostic, ...]]:
    """All that a story brings beside its words.

    Args:
        symbols: what the story declares.
        lowered: the program with its places.
        files: the scripts, to show where a letter stands.
        album: where the files are.
        room: how much may be taken.
    """
    names = album.names()
    if not names:
        return Assets(), ()
    sink = Sink()
    head = head_of(symbols, lowered)
    matches = match(wishes(symbols, lowered), names, head, sink)
    taken = _read(matches, album, room, sink)
    fonts = [file for file in taken if file.type in FONTS.values()]
    if fonts:
        letters = letters_of(lowered.program)
        for font in fonts:
            missing(font, letters, files, sink)
            _whole(font, head, sink)
    licences = _licences(names, taken, album, head, sink)
    return Assets(taken, licences), tuple(sink.found)


def _read(matches: tuple[Match, ...], album: Album, room: Room, sink: Sink) -> tuple[Taken, ...]:
    """The files of some matches, each read once however often it is used."""
    left = room.whole
    uses: dict[str, list[Match]] = {}
    for each in matches:
        uses.setdefault(each.file.path, []).append(each)
    same: dict[tuple[str, bytes], Taken] = {}
    for path in sorted(uses):
        use = uses[path][0]
        if use.file.trouble is not None:
            hint = "put a plain file in its place"
            sink.report("bad-asset", use.span, f"`{path}` is not read: {use.file.trouble}", hint)
            continue
        data = album.bytes_of(path, min(room.file, left))
        if isinstance(data, Unread):
            _unread(path, data, use.span, left < room.file, room, sink)
            if data.too_large and left < room.file:
                break
            continue
        left -= len(data)
        try:
            end, face = look(path, data)
        except BadFileError as error:
            sink.report(error.code, use.span, f"`{path}` {error.reason}", error.hint)
            continue
        keys = tuple(each.key for each in uses[path])
        other = same.get((end, data))
        if other is not None:
            keys = (*other.keys, *keys)
        same[end, data] = Taken(keys, path if other is None else other.path, end, data, face)
    return tuple(sorted(same.values(), key=lambda file: file.path))


def _unread(
    path: str, why: Unread, span: Span, whole: bool, room: Room, sink: Sink
) -> None:
    if not why.too_large:
        sink.report("bad-asset", span, f"`{path}` is not read: {why.reason}", why.hint)
        return
    most = f"{(room.whole if whole else room.file) / 1_000_000:,.0f} MB"
    sink.report(
        "asset-too-large", span,
        f"with `{path}`, the files of this story come to more than {most}"
        if whole else f"`{path}` has more than {most}",
        "make it smaller, or allow more with `--asset-limit`",
    )  # fmt: skip


# ------------------------------------------------------------------ one file


def kind_of(data: bytes) -> str | None:
    """What a file is by its first bytes: the usual end of its name, or none if it is nothing."""
    for at, magic, kind in MAGIC:
        if data.startswith(magic, at) and (at != 8 or data.startswith(b"RIFF")):
            return "heic" if kind == "avif" and b"avi" not in data[8:64] else kind
    start = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").lower()
    if start.startswith(b"<"):
        return "html" if start.startswith((b"<!doctype html", b"<html")) else "svg"
    return "mp3" if data[:3] == b"ID3" or mp3_start(data) == 0 else None


def look(path: str, data: bytes) -> tuple[str, Face | None]:
    """The type of a file, and for a font what it has; raises `BadFileError` if it is no good."""
    end = path.rpartition(".")[2].lower()
    wanted, is_ = SAME.get(end, end), kind_of(data)
    if not data:
        raise BadFileError("is empty", "copy it again")
    if wanted == "svg" and data[:2] in (b"\x1f\x8b",):
        raise BadFileError("is packed", "unpack it: the page packs drawings itself")
    if is_ is None:
        raise BadFileError(
            f"is not what its name says: it does not begin as {_named(wanted)} does",
            "save it again from the program that made it",
        )
    if is_ != wanted:
        hint = f"name it `{path.rpartition('/')[2].rpartition('.')[0]}.{is_}`"
        if is_ not in TYPES:
            hint = f"save it as {_named(wanted)}"
        raise BadFileError(f"is {_named(is_)} by what is in it", hint)
    if wanted == "svg":
        look_at_drawing(data)
    elif end in PICTURES:
        look_at_picture(wanted, data)
    elif end in FONTS:
        return FONTS[end], look_at_font(wanted, data)
    else:
        look_at_recording(wanted, data)
    return TYPES[end], None


def _named(kind: str) -> str:
    names: dict[str, str] = {
        "svg": "an SVG drawing", "html": "a web page", "jpg": "a JPEG picture",
        "webp": "a WebP picture", "ogg": "an Ogg recording", "mp3": "an MP3 recording",
        "ttf": "a TrueType or OpenType font", "ttc": "a collection of fonts",
        "flac": "a FLAC recording",
    }  # fmt: skip
    what = "recording" if kind in ("wav", "m4a") else "font" if "woff" in kind else "picture"
    article = "an" if kind[0] in "am" else "a"
    return names.get(kind, f"{article} {kind.upper()} {what}")


# ------------------------------------------------------------------ fonts and licences


def _whole(font: Taken, head: Span, sink: Sink) -> None:
    """Say that a large font is carried with letters that nobody needs, and why."""
    if len(font.data) < HEAVY_FONT:
        return
    size = f"`{font.path}` is carried whole, {len(font.data) / 1000:,.0f} KB"
    if font.face is not None and font.face.reserved:
        hint = "its licence keeps its name for the font as it is, so it is not made smaller"
        sink.report("whole-font", head, size, hint)
    elif not can_subset():
        hint = "`pip install weavec[fonts]` lets the page carry only the letters that it needs"
        sink.report("whole-font", head, size, hint)


def can_subset() -> bool:
    """Whether fonts can be made smaller here."""
    has: Callable[[str], bool] = lambda name: find_spec(name) is not None  # noqa: E731
    return has("fontTools") and has("brotli")


def _licences(
    names: tuple[Listed, ...], taken: tuple[Taken, ...], album: Album, head: Span, sink: Sink
) -> str:
    """The texts that lie in the top folders of the files that are taken: licences and credits."""
    tops = {file.path.partition("/")[0] for file in taken}
    texts: list[str] = []
    for each in names:
        top, _, name = each.path.partition("/")
        stem, end = name.lower().partition(".")[0], name.lower().rpartition(".")[2]
        if top not in tops or "/" in name or end in TYPES:
            continue
        if not (end == "txt" or (stem.startswith(LICENCES) and end in ("md", stem))):
            continue
        data = each.trouble or album.bytes_of(each.path, MOST_WORDS)
        if isinstance(data, Unread) and data.too_large:
            sink.report(
                "asset-too-large", head, f"`{each.path}` has more than {MOST_WORDS // 1000} KB",
                "keep the words of a licence and no others",
            )  # fmt: skip
        elif isinstance(data, bytes):
            words = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").strip()
            if words and words not in texts:
                texts.append(words)
        else:
            why = data if isinstance(data, str) else data.reason
            hint = "put a plain file in its place"
            sink.report("bad-asset", head, f"`{each.path}` is not read: {why}", hint)
    return "\n\n\n".join(texts)
