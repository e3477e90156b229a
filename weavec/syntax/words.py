"""Words, names and marks of the language, as the reader and the messages need them.

Data only: the keywords that begin a line, the words that cannot be names, quotation marks, and what
a name is. `tests/test_lexer_overlap.py` holds the keywords to those of the grammar.
"""

from __future__ import annotations

import unicodedata
from typing import Final

SOFT: Final = (
    "if", "else", "first", "then", "either", "or", "as", "seen", "choice", "hub", "strand",
    "dream-merge", "verse",
)  # fmt: skip
"""Words that open a block: keywords only where the line parses or a block follows."""

HARD: Final = (
    "story", "id", "author", "language", "start", "note", "dreamer", "character", "color", "moods",
    "memory", "var", "was", "let", "chapter", "draft", "scene", "time", "layout", "set", "ask",
    "mark", "visit", "return", "leave", "end", "shift", "reveal", "clarity", "sync", "wake",
    "backdrop", "show", "hide", "music", "sound", "effect", "pause", "keepsake", "todo",
)  # fmt: skip
"""Words that make their line a keyword line, whatever follows."""

KEYWORDS: Final = frozenset(SOFT + HARD)

RESERVED: Final = KEYWORDS | frozenset((
    "and", "not", "is", "true", "false", "count", "visits", "visited", "chosen", "perspective",
    "woven", "chorus", "fragmented", "drifting", "off",
))  # fmt: skip
"""Words that cannot be names."""

DIRECTIONS: Final = ("once", "if", "needs", "otherwise", "mark")

OPENING: Final = '"“„«「'
"""Quotation marks that open."""

MARKS: Final = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711"
    r"\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0897-\u0963\u0981-\u0df3"
    r"\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u0f18-\u0fbc\u102b-\u109d\u135d-\u135f\u1712-\u1734"
    r"\u1752-\u1773\u17b4-\u17dd\u180b-\u180f\u18a9\u1920-\u193b\u1a17-\u1aff\u1b00-\u1c37"
    r"\u1cd0-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099"
    r"\u309a\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802-\ua827\ua880-\ua8f1\ua926-\ua953"
    r"\ua980-\ua9c0\ua9e5-\uabed\ufb1e\ufe20-\ufe2f"
)
"""The inside of a character class: the blocks that hold marks which `\\w` does not know."""

NAME: Final = rf"[^\W\d][\w{MARKS}]*+"
"""What looks like a name; `is_name` has the last word."""


def is_name(word: str) -> bool:
    """Whether the characters of a word (NFC) may make a name; reserved words are not looked at."""
    if word.isascii():
        return word.isidentifier()
    for i, letter in enumerate(word):
        kind = unicodedata.category(letter)
        if (
            kind[0] == "L"
            or letter == "_"
            or (i and (kind in ("Mn", "Mc") or letter in "0123456789"))
        ):
            continue
        return False
    return bool(word)


def composed(word: str) -> str:
    """The word in NFC."""
    return word if word.isascii() else unicodedata.normalize("NFC", word)
