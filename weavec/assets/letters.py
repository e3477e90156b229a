"""The letters that a story needs, and those that its fonts lack.

Goes in: the program, the files of the story, the fonts. Comes out: sets of characters, and findings
about what a font does not have. The browser fills such gaps from a font of the system, so a page is
readable all the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from weavec.assets.model import Taken
from weavec.diagnostics import Label, Sink
from weavec.ir import Nodes, Program
from weavec.naming import listed
from weavec.source import SourceFile, Span

INTERFACE: Final = "".join(map(chr, range(0x20, 0x7F))) + "‘’“”–—…·×"
"""What the page itself may say, in whatever font the story wears."""

TYPED: Final = "".join(map(chr, range(0xC0, 0x100)))
"""Letters that a reader may type where a story asks for words, a name above all."""

MOST_NAMED: Final = 8
SKIPPED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs", "So", "Sk"})
"""Classes of characters that fonts for reading need not have: blanks, signs, what is not seen."""


def letters_of(program: Program) -> frozenset[str]:
    """Every character that the texts of a story can show, in both cases."""
    found: set[str] = set()
    for texts in program.texts.values():
        for nodes in texts.values():
            found.update(*_words(nodes))
    for var in program.vars:
        if isinstance(var.init, str):
            found.update(var.init)
    return frozenset(found | set("".join(found).upper()) | set("".join(found).lower()))


def asks(program: Program) -> bool:
    """Whether a reader can put letters of her own into the story."""
    return any(var.type == "text" for var in program.vars)


def _words(nodes: Nodes) -> Iterator[str]:
    """The words in a text, with those in its branches."""
    todo: list[Nodes] = [nodes]
    while todo:
        for item in todo.pop():
            match item:
                case str():
                    yield item
                case ("em" | "strong" | "ruby", *inner):
                    todo += inner
                case ("if", arms, last):
                    todo += [inner for _, inner in arms]
                    todo.append(last)
                case ("either" | "first", arms):
                    todo += arms
                case _:
                    pass  # numbers are of the page's own letters; words and texts have keys


def missing(
    font: Taken, letters: frozenset[str], files: tuple[SourceFile, ...], sink: Sink
) -> None:
    """Report which letters of the story a font lacks, and where the first of them stand."""
    has = font.face.letters if font.face is not None else None
    if has is None:
        return
    gaps = sorted(
        letter for letter in letters
        if ord(letter) not in has and unicodedata.category(letter) not in SKIPPED
    )  # fmt: skip
    if not gaps:
        return
    places = {letter: _place(letter, files) for letter in gaps[:MOST_NAMED]}
    seen = [(letter, span) for letter, span in places.items() if span is not None]
    seen.sort(key=lambda each: (each[1].file.path, each[1].start))
    if not seen:  # only the other case of a letter is missing
        return
    names = listed([letter for letter, _ in seen], "and")
    rest = len(gaps) - MOST_NAMED
    if rest > 0:
        names = f"{names.replace(' and ', ', ')} and {rest} more"
    sink.report(
        "missing-letters", seen[0][1],
        f"the font `{font.path}` has no {names}",
        "take a font that has them, or let the reader's system fill them in",
        tuple(Label(span, f"`{letter}` here") for letter, span in seen[1:4]),
    )  # fmt: skip


def _place(letter: str, files: tuple[SourceFile, ...]) -> Span | None:
    """Where a character stands first, comments left out."""
    for file in files:
        at = file.text.find(letter)
        while at >= 0:
            number, _ = file.position(at)
            if not file.line(number).lstrip().startswith("# "):
                return Span(file, at, at + 1)
            at = file.text.find(letter, at + 1)
    return None
