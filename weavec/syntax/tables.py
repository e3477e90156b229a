"""The grammars, and the Lark parsers made of them.

Goes in: the grammar files, from the package or else from the checkout. Comes out: the two parsers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lark import Lark

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


def sentences(builder: Any) -> Lark:
    """The parser of lines; it calls `builder`."""
    return Lark(
        grammar_text("lines.lark", "inline.lark"), parser="lalr", lexer="contextual",
        start=list(SENTENCES), maybe_placeholders=True, transformer=builder,
    )  # fmt: skip


def blocks(builder: Any) -> Lark:
    """The parser of blocks, to be fed with lines; it calls `builder`."""
    return Lark(
        grammar_text("blocks.lark"), parser="lalr", lexer="basic", start=list(BLOCKS),
        maybe_placeholders=True, transformer=builder,
    )  # fmt: skip
