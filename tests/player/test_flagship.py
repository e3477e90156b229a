"""The story in `stories/dream-weave` as a reader meets it: compiled, opened from disk, its first
act played from the title to its ending, by keys alone and by clicks alone, on a desk and
on a phone.
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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_the_first_act_is_played_to_its_end(
    browser: Browser, built: Path, by: str, size: tuple[int, int]
) -> None:
    with reading(browser, size) as reader:
        reader.open(built)
        assert reader.page.locator("html[data-weave=ready]").count() == 1
        if by == "keys":
            reader.press("Enter")
            reader.keys_upto(".card-screen")
        else:
            reader.page.click("[data-way=start]")
            reader.click_upto(".card-screen")
        assert reader.page.locator("html[data-weave=ended]").count() == 1
        assert reader.ids("[data-weave-ending]", "weaveEnding") == ["act_one"]
        assert reader.complaints() == QUIET
