"""Every fenced `weave` block of every Markdown file is a sample, and does what its text says.

The word after `weave` says what the block is: nothing for a whole story, `scene` for the lines of a
scene, `top` for declarations, `story` for a story without its head. `fails` and `mended` blocks
belong to the pages of the findings (`test_codes`). Notes are not counted; nor, in declarations,
are names that nothing uses.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from expecting import KINDS, read_sample, settle
from fences import Block, blocks

from weavec.compiler import BEARABLE
from weavec.symbols import EFFECTS, LASTING_EFFECTS, MODES, PLACES, TRANSITIONS
from weavec.syntax.words import KEYWORDS, RESERVED

ROOT = Path(__file__).parent.parent
OUTSIDE = {"build", "node_modules"}
REFERENCE = ROOT / "grammar" / "README.md"


def markdown_files() -> list[Path]:
    """The project's Markdown files, those of tools and of hidden folders left out."""
    found = []
    for path in sorted(ROOT.rglob("*.md")):
        parts = path.relative_to(ROOT).parts
        if not any(part.startswith(".") or part in OUTSIDE for part in parts):
            found.append(path)
    return found


def samples() -> list[object]:
    items: list[object] = []
    for path in markdown_files():
        for block in blocks(path.read_text(encoding="utf-8")):
            where = f"{path.relative_to(ROOT)}:{block.line}"
            if block.info not in ("weave fails", "weave mended"):
                items.append(pytest.param(block, id=where))
    return items


@pytest.mark.parametrize("block", samples())
def test_example(block: Block) -> None:
    kind = block.info.removeprefix("weave").strip() or "whole"
    assert kind in KINDS, f"no such kind of example: {kind}"
    ignored = {"note", "unused-name"} if kind == "top" else {"note"}
    assert settle(read_sample(block.text, kind), frozenset(ignored), proved=True) == []


def test_the_reference_is_found() -> None:
    assert REFERENCE in markdown_files()
    assert len(blocks(REFERENCE.read_text(encoding="utf-8"))) > 20


def test_fails_and_mended_stand_only_in_pages_of_findings() -> None:
    for path in markdown_files():
        kinds = {block.info for block in blocks(path.read_text(encoding="utf-8"))}
        if kinds & {"weave fails", "weave mended"}:
            assert path.parent == ROOT / "weavec" / "codes"


def section(heading: str) -> str:
    """The part of the reference under a heading."""
    text = REFERENCE.read_text(encoding="utf-8")
    start = text.index(f"\n## {heading}")
    end = text.find("\n## ", start + 1)
    return text[start:end] if end > 0 else text[start:]


def listed(text: str) -> list[list[str]]:
    """The words of each passage that is indented as code."""
    return [passage.split() for passage in re.findall(r"(?:^    \S.*\n)+", text, re.M)]


def row(text: str, start: str) -> list[str]:
    """The words in backticks of the last cell of a table's row."""
    line = next(line for line in text.split("\n") if line.startswith(f"| {start}"))
    return re.findall(r"`([^`]+)`", line.split("|")[2])


def test_the_lists_of_keywords_are_the_parsers() -> None:
    assert sorted(listed(section("20."))[0]) == sorted(KEYWORDS)
    assert sorted(listed(section("2."))[0]) == sorted(RESERVED - KEYWORDS)


def test_the_lists_of_the_stage_are_the_compilers() -> None:
    text = section("15.")
    assert row(text, "places") == list(PLACES)
    assert row(text, "transitions") == list(TRANSITIONS)
    assert row(text, "effects that last") == list(LASTING_EFFECTS)
    assert row(text, "effects that happen once") == [e for e in EFFECTS if e not in LASTING_EFFECTS]
    modes = re.findall(r"^\| `(\w+)`", section("14."), re.M)
    assert modes == list(MODES)


def test_the_errors_that_can_be_allowed_are_the_compilers() -> None:
    passage = section("19.").split("Warnings and notes can be allowed", 1)[1].split("Without", 1)[0]
    assert set(re.findall(r"`([a-z-]+)`", passage)) == BEARABLE
