"""Phrases: texts that stand alone, in no line of a script.

Goes in: what a translator wrote. Comes out: its `Text`, and what is wrong with its marks. The marks
are those of the script; nothing that begins a line there means anything here.
"""

from __future__ import annotations

from weavec.syntax import tree
from weavec.syntax.engine import NoParseError
from weavec.syntax.explain import explain
from weavec.syntax.hidden import controls
from weavec.syntax.limits import too_deep
from weavec.syntax.parse import sentences
from weavec.syntax.textslips import Slip


def read_phrase(text: str, verse: bool) -> tuple[tree.Text, tuple[Slip, ...]]:
    """A text and its slips, with offsets from its start. `verse`: its line ends are kept."""
    slips = [
        Slip(name, start, end, message, hint)
        for name, start, end, message, hint in controls(text)[1]
    ]
    if not verse and "\n" in text:
        at = text.index("\n")
        message = "only a verse has line ends, and this is none"
        slips.append(Slip("bad-text-mark", at, at + 1, message, "write a blank in place of it"))
    if slips:
        return text, tuple(slips)
    parts: list[tree.Inline] = []
    at = 0
    for number, row in enumerate(text.split("\n")):
        if number:
            parts.append(tree.Break())
        made, found = _row(row, at)
        slips += found
        parts += ((made,) if made else ()) if isinstance(made, str) else made
        at += len(row) + 1
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0], tuple(slips)
    return tuple(parts), tuple(slips)


def _row(row: str, at: int) -> tuple[tree.Text, list[Slip]]:
    """One line of a text that begins at `at`."""
    parser = sentences()
    slip = too_deep(row, "narration")
    if slip is not None:
        return row, [_moved(slip, at)]
    parser.builder._begin(at, [], at, at + len(row))
    try:
        made: tree.Text = parser.grammar.parse(row, "quoted")
    except NoParseError as error:
        parser.faults()
        parser.take_broken()
        return row, [_moved(explain(row, "quoted", error), at)]
    faults = [Slip(f.name, f.at, f.end, f.message, f.hint) for f in parser.faults()]
    parser.take_broken()
    return made, faults


def _moved(slip: Slip, by: int) -> Slip:
    return Slip(slip.name, slip.start + by, slip.end + by, slip.message, slip.hint)
