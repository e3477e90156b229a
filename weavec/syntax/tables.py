"""The grammars, and the Lark parsers made of them.

Goes in: the grammar files, from the package or else from the checkout. Comes out: the two parsers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lark import Lark, lexer

SENTENCES: Final = ("keyword_line", "option", "jump", "speech", "voice", "narration", "quoted")
BLOCKS: Final = ("item",)


def grammar_folder() -> Path:
    """Where the grammar files are: in the installed package, or next to it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "grammar"
    return inside if inside.is_dir() else package.parent / "grammar"


def grammar_text(*names: str) -> str:
    """Grammar files joined, in the given order."""
    folder = grammar_folder()
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)


@contextmanager
def _uncompared() -> Iterator[None]:
    """Keep Lark from comparing every two terminals of every lexer state.

    It does so wherever `interegular` happens to be installed, and for this grammar that takes half
    a minute; which terminals overlap is a test's concern.
    """
    installed = lexer.has_interegular
    lexer.has_interegular = False
    try:
        yield
    finally:
        lexer.has_interegular = installed


def sentences(builder: Any) -> Lark:
    """The parser of lines; it calls `builder`."""
    with _uncompared():
        return Lark(
            grammar_text("lines.lark", "inline.lark"), parser="lalr", lexer="contextual",
            start=list(SENTENCES), maybe_placeholders=True, transformer=builder,
        )  # fmt: skip


def blocks(builder: Any) -> Lark:
    """The parser of blocks, to be fed with lines; it calls `builder`."""
    with _uncompared():
        return Lark(
            grammar_text("blocks.lark"), parser="lalr", lexer="basic", start=list(BLOCKS),
            maybe_placeholders=True, transformer=builder,
        )  # fmt: skip
