"""Fonts cut down to the letters that a story needs.

Goes in: a font and some letters. Comes out: a WOFF2 font of these letters alone, with the words of
its makers kept, or the font as it was: where fontTools is not installed, where a licence keeps the
name for the whole, and where cutting fails or saves nothing.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from io import BytesIO
from typing import Final

from weavec.assets.gather import can_subset
from weavec.assets.model import FONTS, Taken
from weavec.node import replace

NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14)
"""Names that stay in a font: its own, and those of its makers and its licence."""

FEATURES: Final = (
    "kern", "liga", "calt", "clig", "rlig", "ccmp", "locl", "mark", "mkmk", "onum", "lnum", "init",
    "medi", "fina", "isol", "curs", "abvm", "blwm", "vert", "vrt2", "akhn", "rphf", "half", "pres",
    "abvs", "blws", "psts", "haln", "nukt", "pref", "pstf", "rkrf", "vatu", "cjct", "ljmo", "vjmo",
    "tjmo", "dist",
)  # fmt: skip
"""What letters do beside each other, in the scripts that need it. Fractions and ornaments go."""


def smaller(font: Taken, letters: frozenset[str]) -> Taken:
    """A font with no more than these letters."""
    if font.face is None or font.face.reserved or not can_subset():
        return font
    made = _subset(font.data, letters)
    if made is None or len(made) >= len(font.data):
        return font
    return replace(font, data=made, type=FONTS["woff2"])


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
