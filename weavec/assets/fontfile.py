"""Fonts as bytes: whether a file is whole, and which letters it has.

Goes in: the bytes of a WOFF2, WOFF, TrueType or OpenType file. Comes out: a `Face`. Only the tables
of characters and names are read. A WOFF2 file is packed with Brotli; without the package of that
name its structure is checked, and its letters stay unknown.
"""

from __future__ import annotations

import zlib
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Final

from weavec.assets.model import BadFileError, Face
from weavec.assets.pictures import cut_short, damaged

LARGEST: Final = 60_000_000
"""How many bytes the tables of a font may have unpacked."""
MOST_MAPS: Final = 16
WANTED: Final = ("cmap", "name", "fvar")

# The tables that WOFF2 names by a number.
KNOWN: Final = (
    "cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt", "fpgm", "glyf", "loca",
    "prep", "CFF", "VORG", "EBDT", "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea",
    "vmtx", "BASE", "GDEF", "GPOS", "GSUB", "EBSC", "JSTF", "MATH", "CBDT", "CBLC", "COLR",
    "CPAL", "SVG", "sbix", "acnt", "avar", "bdat", "bloc", "bsln", "cvar", "fdsc", "feat", "fmtx",
    "fvar", "gvar", "hsty", "just", "lcar", "mort", "morx", "opbd", "prop", "trak", "Zapf",
    "Silf", "Glat", "Gloc", "Feat", "Sill",
)  # fmt: skip


def look_at_font(kind: str, data: bytes) -> Face:
    """What a font has; raises `BadFileError` if it is none. `kind`: woff2, woff, ttf or otf."""
    unpack = {"woff2": _woff2, "woff": _woff}.get(kind, _plain)
    try:
        names, tables = unpack(data)
        if "cmap" not in names or "name" not in names:
            raise damaged()
        if tables is None:
            return Face(None, "fvar" in names, False)
        return Face(_letters(tables["cmap"]), "fvar" in names, _reserved(tables["name"]))
    except (StructError, IndexError) as error:
        raise cut_short() from error


Tables = tuple[frozenset[str], dict[str, bytes] | None]
"""The names of all tables of a font, and those that are wanted, if they could be unpacked."""


def _plain(data: bytes) -> Tables:
    (count,) = unpack_from(">H", data, 4)
    names, tables = set(), {}
    for i in range(count):
        tag, _, at, length = unpack_from(">4sIII", data, 12 + 16 * i)
        if at + length > len(data):
            raise cut_short()
        name = tag.decode("latin-1").strip()
        names.add(name)
        if name in WANTED:
            tables[name] = data[at : at + length]
    return frozenset(names), tables


def _woff(data: bytes) -> Tables:
    length, count = unpack_from(">IH", data, 8)
    if length > len(data):
        raise cut_short()
    names, tables = set(), {}
    for i in range(count):
        tag, at, packed, plain, _ = unpack_from(">4sIIII", data, 44 + 20 * i)
        if at + packed > len(data):
            raise cut_short()
        name = tag.decode("latin-1").strip()
        names.add(name)
        if name not in WANTED:
            continue
        part = data[at : at + packed]
        if packed < plain:
            part = _inflated(part, plain)
        tables[name] = part
    return frozenset(names), tables


def _inflated(part: bytes, length: int) -> bytes:
    if length > LARGEST:
        raise damaged()
    try:
        made = zlib.decompressobj().decompress(part, length)
    except zlib.error as error:
        raise damaged() from error
    if len(made) != length:
        raise damaged()
    return made


def _woff2(data: bytes) -> Tables:
    length, count, _, _, packed = unpack_from(">IHHII", data, 8)
    if length > len(data):
        raise cut_short()
    at = 48
    places: dict[str, tuple[int, int]] = {}
    begin = 0
    for _ in range(count):
        flags = data[at]
        at += 1
        if flags & 63 == 63:
            name = data[at : at + 4].decode("latin-1").strip()
            at += 4
        else:
            name = KNOWN[flags & 63]
        size, at = _number(data, at)
        changed = (flags >> 6 != 3) if name in ("glyf", "loca") else flags >> 6 != 0
        if changed:
            size, at = _number(data, at)
        places[name] = (begin, begin + size)
        begin += size
    if at + packed > len(data):
        raise cut_short()
    whole = _unpacked(data[at : at + packed], begin)
    if whole is None:
        return frozenset(places), None
    found = {name: places[name] for name in WANTED if name in places}
    return frozenset(places), {name: whole[a:b] for name, (a, b) in found.items()}


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of WOFF2, and where the next one begins."""
    value = 0
    for i in range(5):
        byte = data[at + i]
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at + i + 1
    raise damaged()


def _unpacked(packed: bytes, length: int) -> bytes | None:
    """What Brotli packed, `length` bytes; none if the package for it is missing."""
    if length > LARGEST:
        raise BadFileError("is larger than any font", "take another one", "asset-too-large")
    try:
        import brotli
    except ImportError:
        return None
    unpacker = brotli.Decompressor()
    parts, got, part = [], 0, packed
    try:
        while got <= length and not unpacker.is_finished():
            made = unpacker.process(part, output_buffer_limit=1 << 20)
            if not made and unpacker.can_accept_more_data() and not part:
                break
            part = b""
            parts.append(made)
            got += len(made)
    except TypeError:  # an old one, which cannot be held to a limit
        return None
    except brotli.error as error:
        raise damaged() from error
    if got != length:
        raise damaged()
    return b"".join(parts)


# ------------------------------------------------------------------ the tables


def _letters(cmap: bytes) -> frozenset[int] | None:
    """The characters of a font: of the tables for Unicode that it has, all together."""
    (count,) = unpack_from(">H", cmap, 2)
    found: set[int] = set()
    known = False
    places = {unpack_from(">HHI", cmap, 4 + 8 * i) for i in range(count)}
    if len({at for _, _, at in places}) > MOST_MAPS:
        raise damaged()
    for platform, encoding, at in sorted(places):
        if (platform == 0 and encoding != 5) or (platform == 3 and encoding in (1, 10)):
            (form,) = unpack_from(">H", cmap, at)
            read = {4: _form4, 6: _form6, 12: _form12}.get(form)
            if read is not None:
                known = True
                found |= read(cmap, at)
    return frozenset(found) if known else None


def _form4(cmap: bytes, at: int) -> set[int]:
    (double,) = unpack_from(">H", cmap, at + 6)
    count = double // 2
    ends = unpack_from(f">{count}H", cmap, at + 14)
    starts = unpack_from(f">{count}H", cmap, at + 16 + double)
    deltas = unpack_from(f">{count}H", cmap, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = unpack_from(f">{count}H", cmap, offsets_at)
    found = set()
    if sum(max(0, end - start) for start, end in zip(starts, ends, strict=True)) > 0x10000:
        raise damaged()
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                place = offsets_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = unpack_from(">H", cmap, place)
                if glyph == 0:
                    continue
            if (glyph + deltas[i]) & 0xFFFF:
                found.add(code)
    return found


def _form6(cmap: bytes, at: int) -> set[int]:
    first, count = unpack_from(">HH", cmap, at + 6)
    glyphs = unpack_from(f">{count}H", cmap, at + 10)
    return {first + i for i, glyph in enumerate(glyphs) if glyph}


def _form12(cmap: bytes, at: int) -> set[int]:
    (count,) = unpack_from(">I", cmap, at + 12)
    found: set[int] = set()
    room = 0x110000
    for i in range(count):
        start, end, glyph = unpack_from(">III", cmap, at + 16 + 12 * i)
        room -= end - start
        if end < start or end > 0x10FFFF or room < 0:
            raise damaged()
        found.update(range(start + (glyph == 0), end + 1))
    return found


def _reserved(name: bytes) -> bool:
    """Whether a font's own words keep its name to itself, as some licences have it."""
    _, count, strings = unpack_from(">HHH", name, 0)
    for i in range(count):
        platform, _, _, what, length, at = unpack_from(">HHHHHH", name, 6 + 12 * i)
        part = name[strings + at : strings + at + length]
        words = part.decode("latin-1" if platform == 1 else "utf-16-be", "replace")
        if what in (0, 13) and "with reserved font name" in words.lower():
            return True
    return False
