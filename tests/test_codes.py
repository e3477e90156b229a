"""The pages of the findings: each finding has one, and what it shows is so.

A page's `weave fails` blocks give its finding once, and no other error or warning but those that
the page names; its `weave mended` blocks give neither error nor warning. A block without a `story`
line is a story whose head the test adds.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from expecting import BEYOND_TEXT, found, names, read_sample
from fences import Block, blocks

import weavec
from weavec.codes import CODES
from weavec.compiler import Compilation

PAGES = Path(weavec.__file__).parent / "codes"


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def compiled(block: Block) -> Compilation:
    whole = any(line.startswith("story ") for line in block.text.split("\n"))
    return found(read_sample(block.text, "whole" if whole else "story"), proved=True)


def test_each_finding_has_a_page_and_each_page_a_finding() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(CODES)


@pytest.mark.parametrize("name", CODES)
def test_page(name: str) -> None:
    code, text = CODES[name], page(name)
    assert text.startswith(f"# {code.number} {name}\n\n")
    found_blocks = blocks(text)
    kinds = {block.info for block in found_blocks}
    if name in BEYOND_TEXT:
        assert not found_blocks
        return
    assert kinds == {"weave fails", "weave mended"}
    for block in found_blocks:
        compilation = compiled(block)
        said = [f"{d.name}: {d.message}" for d in compilation.diagnostics]
        if block.info == "weave mended":
            assert not names(compilation, "error", "warning"), said
            assert not names(compilation, code.severity)[name], said
        else:
            assert names(compilation, code.severity)[name] == 1, said
            others = names(compilation, "error", "warning").keys() - {name}
            assert all(f"`{other}`" in text for other in others), said
