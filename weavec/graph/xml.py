"""Elements of an SVG, safe against any text.

Goes in: names and texts. Comes out: markup in which a text can be nothing else.
"""

from __future__ import annotations

import re
from typing import Final

_REFUSED: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, however they are written."""


def text(words: str) -> str:
    """A text between tags."""
    clean = _REFUSED.sub("\ufffd", words)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(words: str) -> str:
    """A text between double quotation marks."""
    return text(words).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def element(name: str, words: str, **attributes: str | float) -> str:
    """An element that holds a text. `class_` stands for `class`."""
    told = "".join(f' {key.rstrip("_")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{text(words)}</{name}>"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return attribute(value)
    return f"{value:.1f}".removesuffix(".0")
