"""The story in `stories/dream-weave` as a reader meets it: compiled, opened from disk, and played
from the title to an ending by keys alone, through its first act by clicks alone on a phone, and
into it in German; and, for those who hear it, by roles, names and the live region alone, with
`pytest --full` to an ending, else for a hundred steps.
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


HEARD = """(most) => {
  const all = (root, role) => [...root.querySelectorAll("main,h1,h2,h3,p,button,input,[role]")]
    .filter((one) => one.computedRole === role);
  const named = (root, name) => all(root, "button")
    .find((one) => one.computedName.toLowerCase() === name);
  const [main] = all(document, "main");
  const [log] = all(document, "log");
  if (log.getAttribute("aria-live") !== "polite") return "no log";
  let before = null;
  for (let i = 0; i < most; i += 1) {
    const said = log.lastElementChild;
    const asked = all(main, "textbox")[0];
    if (said === before && document.activeElement !== asked) return `nothing is said at step ${i}`;
    before = said;
    const group = all(main, "group")[0];
    const end = all(main, "heading").find((one) => !group?.contains(one));
    if (end) return end.computedName;
    if (group && !(group.computedName && said.textContent.includes(group.computedName)))
      return `what is asked is not said: ${said.textContent}`;
    if (asked && !asked.computedName) return "a question without a name";
    if (asked) asked.value = "Ada";
    const way = group ? all(group, "button").find((one) => !one.disabled)
      : named(main, asked ? "say it" : "go on");
    if (!way) return `no way on after ${said.textContent}`;
    way.click();
  }
  return "";
}"""
"""Reads on by what a screen reader is told, as Chromium works it out, and returns the heading that
the story ends with, what is missing, or nothing if there is more."""


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


def test_it_can_be_read_by_ear(browser: Browser, built: Path, full: bool) -> None:
    with reading(browser, DESKTOP) as reader:
        reader.open(built).begin()
        found = reader.page.evaluate(HEARD, STEPS if full else 100)
        assert found == ("ONE SHORE" if full else "")
        assert reader.complaints() == QUIET


def test_a_german_reader_begins_in_german(browser: Browser, built: Path) -> None:
    with reading(browser, DESKTOP, locale="de-DE") as reader:
        reader.open(built).begin()
        line = reader.page.locator("[data-weave-line]").last
        assert (line.text_content() or "").startswith("In der Kornbörse wird seit hundert Jahren")
        assert line.evaluate("(one) => one.closest('[lang]').lang") == "de"
        assert reader.complaints() == QUIET
