"""Text on a terminal: which characters may be sent, and how many columns they take.

Goes in: any string. Comes out: the same with every control, bidi and invisible character written as
an escape; its width in columns; its lines when it is wrapped.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import Final
from unicodedata import category, combining, east_asian_width

_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _escape(match: re.Match[str]) -> str:
    return escape(match[0])


def escape(char: str) -> str:
    """One character as `\\x1b`, `\\u202e` or `\\U000e0001`."""
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """`text` with every character that acts instead of showing written as an escape.

    These are C0 and C1 controls (line ends and tabs too), DEL, soft hyphens, bidi controls,
    U+2028/9, zero-width blanks, byte order marks, tags and lone surrogates.
    """
    return _UNSAFE.sub(_escape, text)


def typed(path: str) -> str:
    """A path as it is typed into a shell, in quotes if it needs them."""
    if re.fullmatch(r"[\w@%+=:,./-]+", path):
        return visible(path)
    odd = r'["$`!]' if os.name == "nt" else r'["$`!\\]'
    return visible(shlex.quote(path) if re.search(odd, path) else f'"{path}"')


def shows(char: str) -> bool:
    """Whether a character may be sent as it is."""
    return _UNSAFE.match(char) is None


def cells(char: str) -> int:
    """How many columns one visible character takes: 0, 1 or 2."""
    if char < "\u0300":
        return 1
    if combining(char) or category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """How many columns a visible text takes."""
    return len(text) if text.isascii() else sum(map(cells, text))


_PIECES: Final = re.compile(r"\n| +|[^ \n]+")


def wrap(text: str, columns: int) -> list[str]:
    """The lines of `text`, none wider than `columns` (at least 2).

    Breaks at blanks, between wide characters (which scripts without blanks use), and inside a word
    only if it fills a line alone. Line ends in the text are kept.
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in _PIECES.findall(text):
        if piece == "\n":
            lines.append(line.rstrip(" "))
            line, used = "", 0
            continue
        for part in _breakable(piece, columns):
            size = width(part)
            if used + size > columns and line:
                lines.append(line.rstrip(" "))
                line, used = "", 0
                if part.isspace():
                    continue
            line += part
            used += size
    return [*lines, line.rstrip(" ")]


def _breakable(piece: str, columns: int) -> list[str]:
    """A word in parts between which a line may end."""
    if piece.isascii() and len(piece) <= columns:
        return [piece]
    parts: list[str] = []
    used, wide = 0, True
    for char in piece:
        size = cells(char)
        if size and (size == 2 or wide or used + size > columns):
            parts.append("")
            used = 0
        if size:
            wide = size == 2
        if not parts:
            parts.append("")
        parts[-1] += char
        used += size
    return parts
