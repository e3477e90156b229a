"""Fonts cut down to the letters that a story needs.

Goes in: a font and some letters. Comes out: a WOFF2 font of these letters alone, with the words of
its makers kept, or the font as it was: where fontTools is not installed, where a licence keeps the
name for the whole, and where cutting fails or saves nothing.

Cutting nine fonts takes a second of the processor, so what was cut is kept, if there is a `Store`,
under a key that knows the font, the letters, this file and fontTools' version. What is read back is
held against its sum.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from weavec.assets.gather import can_subset
from weavec.assets.model import FONTS, Taken
from weavec.node import replace
from weavec.sealed import Store, opened, sealed

KIND: Final = b"weavec font 1 "
NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14)
"""Names that stay in a font: its own, and those of its makers and its licence."""

FEATURES: Final = (
    "kern", "liga", "calt", "clig", "rlig", "ccmp", "locl", "mark", "mkmk", "onum", "lnum", "init",
    "medi", "fina", "isol", "curs", "abvm", "blwm", "vert", "vrt2", "akhn", "rphf", "half", "pres",
    "abvs", "blws", "psts", "haln", "nukt", "pref", "pstf", "rkrf", "vatu", "cjct", "ljmo", "vjmo",
    "tjmo", "dist",
)  # fmt: skip
"""What letters do beside each other, in the scripts that need it. Fractions and ornaments go."""


def smaller(font: Taken, letters: frozenset[str], store: Store | None = None) -> Taken:
    """A font with no more than these letters. `store`: where cut fonts are kept."""
    if font.face is None or font.face.reserved or not can_subset():
        return font
    made = _subset(font.data, letters) if store is None else _kept(font.data, letters, store)
    if made is None or len(made) >= len(font.data):
        return font
    return replace(font, data=made, type=FONTS["woff2"])


def _kept(data: bytes, letters: frozenset[str], store: Store) -> bytes | None:
    """The cut font, from the store if it is there."""
    parts = (_cutter(), data, "".join(sorted(letters)).encode("utf-8", "surrogatepass"))
    key = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
    found = store.get(key)
    body = None if found is None else opened(KIND, key, found)
    if body is not None:
        return body
    made = _subset(data, letters)
    if made is not None:
        store.put(key, sealed(KIND, key, made))
    return made


@cache
def _cutter() -> bytes:
    """What cuts: this file, and the version of fontTools."""
    from fontTools import version

    return Path(__file__).read_bytes() + str(version).encode()


@lru_cache(maxsize=64)
def _subset(data: bytes, letters: frozenset[str]) -> bytes | None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = Options(
        name_IDs=NAMES, layout_features=FEATURES, notdef_outline=True, hinting=False,
        desubroutinize=True, flavor="woff2", recalc_timestamp=False, glyph_names=False,
    )  # fmt: skip
    try:
        font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
        cutter = Subsetter(options)
        cutter.populate(unicodes=sorted(map(ord, letters)))
        cutter.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out, reorderTables=None)
    except Exception:  # whatever a font holds, a page can carry it as it is
        return None
    return out.getvalue()
