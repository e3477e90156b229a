"""The story in `stories/dream-weave` as a reader meets it: compiled, opened from disk, and played
from the title to an ending by keys alone, through its first act by clicks alone on a phone, and
into it in German.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import DESKTOP, PHONE, find_chromium, reading
from playwright.sync_api import Browser

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
QUIET: list[str] = []
STEPS = 2_000
"""More than any way through the story has beats."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that the command line makes of the story."""
    path = tmp_path_factory.mktemp("flagship") / "dream-weave.html"
    command = [sys.executable, "-m", "weavec", "build", "stories/dream-weave", "-o", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return path


def test_the_whole_page_stays_under_a_megabyte(built: Path) -> None:
    assert built.stat().st_size < 1_000_000


def test_all_five_acts_are_played_to_an_end(browser: Browser, built: Path) -> None:
    """By keys, the first option each time: no choice opens with one that may be locked."""
    with reading(browser, DESKTOP) as reader:
        reader.open(built)
        assert reader.page.locator("html[data-weave=ready]").count() == 1
        reader.press("Enter")
        reader.keys_upto(".card-screen", steps=STEPS)
        assert reader.page.locator("html[data-weave=ended]").count() == 1
        assert reader.ids("[data-weave-ending]", "weaveEnding") == ["one_shore"]
        assert reader.complaints() == QUIET


def test_the_first_act_is_played_by_clicks_on_a_phone(browser: Browser, built: Path) -> None:
    with reading(browser, PHONE) as reader:
        reader.open(built)
        reader.page.click("[data-way=start]")
        reader.click_upto("[data-weave-line^='evening/']")
        assert reader.complaints() == QUIET


def test_a_german_reader_begins_in_german(browser: Browser, built: Path) -> None:
    with reading(browser, DESKTOP, locale="de-DE") as reader:
        reader.open(built).begin()
        line = reader.page.locator("[data-weave-line]").last
        assert (line.text_content() or "").startswith("In der Kornbörse wird seit hundert Jahren")
        assert line.evaluate("(one) => one.closest('[lang]').lang") == "de"
        assert reader.complaints() == QUIET
