"""What a single line may hold.

Goes in: the text of a line, before it is parsed. Comes out: what is to be said if it is longer or
deeper than Weave reads; nothing that walks a tree has to fear its depth afterwards.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.syntax.textslips import Slip

LONGEST_LINE: Final = 20_000
"""Characters of a line that is more than plain prose."""

DEEPEST: Final = 20
"""Brackets, braces, `not` and `-` inside each other."""

LONGEST_CHAIN: Final = 100
"""Operators in a row."""

_QUOTES: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"')
_RUN: Final = re.compile(rf"(?:(?:not(?!\w)|-) *+){{{DEEPEST + 1}}}")
_BRACKETS: Final = re.compile(r"\\.|[{}()]", re.DOTALL)
_OPERATOR: Final = re.compile(r"[-+*]")
_INSIDE: Final = re.compile(r"\{[^{}|]*")


def too_deep(text: str, rule: str) -> Slip | None:
    """What is too long or too deep in a text that is to be read by a rule."""
    size = len(text)
    if size <= DEEPEST:
        return None
    if size > LONGEST_LINE:
        return Slip("bad-line", 0, size, f"this line is longer than {LONGEST_LINE:,} characters",
                    "make several lines of it")  # fmt: skip
    prose = rule not in ("keyword_line", "option")
    if text.count("(") + text.count("{") > DEEPEST:
        at = _nested(text)
        if at >= 0:
            return _deep(at, "brackets stand")
    if size > 2 * DEEPEST and ("not" in text or "--" in text or "- " in text):
        for part, start in _parts(text, prose):
            run = _RUN.search(part)
            if run:
                return _deep(start + run.start(), "`not` and `-` stand")
    if size > 2 * LONGEST_CHAIN:
        for part, start in _parts(text, prose):
            if len(_OPERATOR.findall(_QUOTES.sub("", part))) > LONGEST_CHAIN:
                return Slip(
                    "too-deep",
                    start,
                    size,
                    f"more than {LONGEST_CHAIN} operators in a row",
                    "take a part of it out into a `let`",
                )
    return None


def _parts(text: str, prose: bool) -> list[tuple[str, int]]:
    """The parts of a text that may be expressions, with their places."""
    if not prose:
        return [(text, 0)]
    return [(found.group(), found.start()) for found in _INSIDE.finditer(text)]


def _nested(text: str) -> int:
    """The place of the first bracket that is too deep, or -1."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        mark = found.group()
        if mark in "({":
            depth += 1
            if depth > DEEPEST:
                return found.start()
        elif mark in ")}":
            depth = max(0, depth - 1)
    return -1


def _deep(at: int, what: str) -> Slip:
    return Slip("too-deep", at, at + 1, f"{what} more than {DEEPEST} deep inside each other here",
                "take a part of it out into a `let`")  # fmt: skip
