"""The cases: `tests/cases/**.weave`, tiny scripts that say what the compiler must find in them.

How a case is written stands in `tests/README.md`; how it is read, in `expecting`. Any finding
without an expectation fails its case, and so does an expectation without its finding.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from expecting import BEYOND_TEXT, KINDS, STANDARD, Sample, read_sample, settle

from weavec.codes import CODES

CASES = Path(__file__).parent / "cases"
_KIND = re.compile(r"# in: (\w+)\n")


def paths() -> list[Path]:
    return sorted(CASES.rglob("*.weave"))


def read(path: Path) -> tuple[Sample, str]:
    """A case and its kind, which its first line says."""
    text = path.read_text(encoding="utf-8")
    match = _KIND.match(text)
    kind = match[1] if match else "whole"
    assert kind in KINDS, f"{path}: no such kind: {kind}"
    return read_sample(text, kind), kind


def name_of(path: Path) -> str:
    """A case as `pytest -k` knows it: `family/what_it_shows`."""
    return str(path.relative_to(CASES).with_suffix(""))


@pytest.mark.parametrize("path", paths(), ids=name_of)
def test_case(path: Path) -> None:
    sample, kind = read(path)
    ignored = frozenset({"unused-name"} if kind == "top" else ())
    assert settle(sample, ignored, proved=path.is_relative_to(CASES / "proofs")) == []


def test_the_standard_story_is_clean() -> None:
    assert settle(read_sample("The lights go down.\n", "scene"), proved=True) == []
    alone = STANDARD.replace("-> case as elena", "-> hall")
    alone = alone.replace("-> case.case_over as elena", "-> hall")
    assert settle(read_sample(alone), proved=True) == []


def test_cases_are_tiny() -> None:
    assert median(path.read_text(encoding="utf-8").count("\n") for path in paths()) <= 10


def test_each_finding_has_a_case() -> None:
    expected = Counter(item.name for path in paths() for item in read(path)[0].expected)
    assert expected.keys() <= CODES.keys()
    assert CODES.keys() - expected.keys() == BEYOND_TEXT


def test_half_of_the_cases_are_near_misses_or_clean() -> None:
    """A compiler that finds something everywhere must fail as often as one that finds nothing."""
    loud = sum(bool(read(path)[0].expected) for path in paths())
    assert 0.4 < loud / len(paths()) < 0.75


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("The lights go down.\n-> moon\n", "unexpected case.weave:2: error: undefined-scene"),
        ("# error: undefined-scene\n-> hall\n", "missing case.weave:2: error: undefined-scene"),
        ("# error: undefined-mark\n-> moon\n", "missing case.weave:2: error: undefined-mark"),
        ("# warning: undefined-scene\n-> moon\n", "missing case.weave:2: warning"),
        ('# error: undefined-scene "no such words"\n-> moon\n', "missing case.weave:2: error"),
        ("# error @1: undefined-scene\n-> moon\n", "missing case.weave:1: error"),
    ],
)
def test_a_difference_is_told(text: str, difference: str) -> None:
    assert any(line.startswith(difference) for line in settle(read_sample(text, "scene")))


def test_a_misspelt_expectation_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_sample("# error undefined-scene\n-> moon\n")
