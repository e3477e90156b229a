"""Saves: the modules under Node, and short forms of the scripts that hold them against the worst.

The long forms are run by hand: `save_edits.py` and `save_points.py` beside this folder,
`save_mutants.mjs` and `save_faults.mjs` in it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import save_edits
import save_points

HERE = Path(__file__).resolve().parent
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="no node")


def node(*words: str) -> str:
    """What Node says."""
    done = subprocess.run([str(NODE), *words], cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    return done.stdout


def test_the_modules_that_save_and_load() -> None:
    node("--test", "saves.test.mjs", "shelf.test.mjs")


@pytest.mark.parametrize("repeats", [False, True])
def test_an_edited_story_puts_nobody_at_a_wrong_place_without_a_word(
    repeats: bool, full: bool
) -> None:
    chains, saves = (400, 10) if full else (5, 60)
    counts: dict[str, int] = save_edits.measure(9000, chains, saves, repeats)["counts"]
    assert counts["pairs"] == chains * saves
    assert "silent" not in counts
    assert "unusable" not in counts
    assert counts["exact"] >= 0.97 * counts["survives"], counts  # 0.99 of ten thousand
    assert counts["survives"] > 0.9 * counts["pairs"]


def test_after_loading_a_play_goes_on_as_it_would_have(full: bool) -> None:
    stories, points, parted = save_points.measure(7000, 40 if full else 4, 8 if full else 2)
    assert parted == []
    assert points > stories * 40


def test_a_save_that_was_tampered_with_does_no_harm(full: bool) -> None:
    found: dict[str, Any] = json.loads(
        node("save_mutants.mjs", "5000000", "100000" if full else "3000")
    )
    assert found["harm"] == []
    assert found["opened"] > 300
    assert found["refused"] > 1000
