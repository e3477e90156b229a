"""What readers' hands do without meaning to, and what must not be lost by it: taps that come too
fast, Ctrl before another key, a panel over what the page says, a second tab.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

import sample_program
from browser import AT_ONCE, DESKTOP, PHONE, Reader, fills, find_chromium, prefers, reading
from playwright.sync_api import Browser

from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

ON_TOP = """(which) => { const box = document.querySelector(which).getBoundingClientRect();
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  return dialog.contains(document.querySelector(which)) && box.width > 0
    && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth; }"""
LETTERS = "parseFloat(getComputedStyle(document.querySelector('.said .line')).fontSize)"
FOCUS = "document.activeElement.className || document.activeElement.tagName"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hands") / "sample.html"
    path.write_bytes(page(sample_program.program()).encode())
    return path


@pytest.fixture
def reader(browser: Browser, sample: Path) -> Iterator[Reader]:
    """A reader at the story's first line; at its end nothing went wrong."""
    with reading(browser) as one:
        one.open(sample).begin()
        yield one
        assert one.complaints() == []


def command(reader: Reader, name: str) -> None:
    """Push a button of the quick menu."""
    reader.page.evaluate("(n) => document.querySelector(`[data-command=${n}]`).click()", name)


def test_a_push_meant_for_the_line_picks_nothing(browser: Browser, sample: Path) -> None:
    with reading(browser, PHONE, AT_ONCE, has_touch=True) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-line='auditorium/l4']")
        picked = "document.querySelectorAll('button[data-weave-option]').length === 0"
        reader.page.touchscreen.tap(200, 500)
        box = reader.page.locator("button[data-weave-option='2']").bounding_box()
        assert box is not None
        at = (box["x"] + 40, box["y"] + 20)
        reader.page.touchscreen.tap(*at)
        assert not reader.page.evaluate(picked), "nobody has read it yet"
        reader.page.wait_for_timeout(450)
        reader.page.touchscreen.tap(*at)
        assert reader.page.evaluate(picked)


def test_ctrl_skips_only_where_it_is_held_alone(reader: Reader) -> None:
    for _ in range(3):
        reader.on_by_key()
    reader.press("PageUp", "PageUp", "PageUp")
    there = reader.here()
    keys = reader.page.keyboard
    keys.down("Control")
    reader.page.wait_for_timeout(150)
    keys.press("c")
    reader.page.wait_for_timeout(500)
    keys.up("Control")
    assert reader.here() == there, "a combination"
    reader.page.mouse.move(600, 300)
    keys.down("Control")
    reader.page.mouse.wheel(0, -100)
    reader.page.wait_for_timeout(500)
    keys.up("Control")
    assert reader.here() == there, "the page made larger"
    reader.page.locator(".said .line").select_text()
    keys.down("Control")
    reader.page.wait_for_timeout(500)
    keys.up("Control")
    assert reader.here() == there, "words to be copied"
    reader.page.evaluate("getSelection().removeAllRanges()")
    keys.down("Control")
    reader.page.wait_for_timeout(500)
    assert reader.here() != there
    keys.up("Control")


def test_keys_that_are_held_go_on_once(reader: Reader) -> None:
    repeat = """(key) => document.querySelector("[data-weave-stage]").dispatchEvent(
      new KeyboardEvent("keydown", {key, repeat: true, bubbles: true}))"""
    there = reader.here()
    for key in ("Enter", " "):
        reader.page.evaluate(repeat, key)
        assert reader.here() == there


def test_skip_says_why_it_does_not_skip(reader: Reader) -> None:
    command(reader, "skip")
    assert "new" in reader.page.inner_text(".toast")
    reader.upto("button[data-weave-option]")
    command(reader, "skip")
    assert reader.page.locator(".toast").count() == 1


def test_toasts_lie_over_panels(browser: Browser, sample: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("]]", encoding="utf-8")
    with reading(browser, before=AT_ONCE + fills()) as reader:
        reader.open(sample).begin()
        reader.page.evaluate("window.full = true")
        command(reader, "save")
        reader.page.click("[data-slot='1']")
        reader.page.wait_for_selector(".toast")
        assert reader.page.evaluate(ON_TOP, ".toast"), "and what is outside of it is not heard"
        reader.page.click("[data-tab=load]")
        for _ in range(4):
            reader.page.set_input_files("#import-file", broken)
        reader.page.wait_for_timeout(300)
        assert reader.page.locator(".toast").count() == 3, "never a wall of them"
        reader.press("Escape")
        reader.page.wait_for_selector("body > .toasts > .toast")
        command(reader, "prefs")
        assert reader.page.evaluate(ON_TOP, ".toast")
        assert reader.complaints() == []


def test_what_is_typed_takes_the_place_of_what_stood_there(reader: Reader) -> None:
    field = "document.querySelector('[data-weave-ask]').value"
    reader.upto("[data-weave-ask]")
    reader.page.keyboard.type("Anna")
    assert reader.page.evaluate(field) == "Anna"
    reader.press("PageUp", "PageDown")
    assert reader.page.evaluate(field) == "Anna", "it is there after a look back"
    reader.press("Enter")
    reader.settled("")
    reader.press("PageUp")
    assert reader.page.evaluate(field) == "Anna", "so is an answer"


def test_hiding_the_words_stops_what_runs(browser: Browser, sample: Path) -> None:
    with reading(browser, before=prefers(speed=0, auto=0, motion="still")) as reader:
        reader.open(sample).begin()
        command(reader, "auto")
        reader.press("h")
        there = reader.here()
        reader.page.wait_for_timeout(3500)
        assert reader.here() == there
        assert reader.page.locator(".stage.bare").count() == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_auto_shows_that_it_runs(browser: Browser, sample: Path, size: tuple[int, int]) -> None:
    with reading(browser, size) as reader:
        reader.open(sample).begin()
        command(reader, "auto")
        signs = reader.page.locator(".badge, [data-command=auto][aria-pressed=true]")
        assert [one.inner_text()[:4].lower() for one in signs.all() if one.is_visible()] == ["auto"]
        command(reader, "auto")
        assert reader.page.inner_text(".badge") == ""


def test_the_focus_outlasts_a_change_of_a_save(reader: Reader) -> None:
    command(reader, "save")
    reader.page.click("[data-slot='1']")
    reader.page.locator(".slot-rename").focus()
    reader.press("Enter")
    reader.page.keyboard.type("x")
    reader.press("Enter")
    assert reader.page.evaluate(FOCUS) == "slot-button"
    reader.page.locator(".slot-erase").focus()
    reader.press("Enter", "ArrowRight", "Enter")
    assert "slot-button" in reader.page.evaluate(FOCUS)
    reader.page.click("[data-slot='1']")
    reader.page.click("[data-tab=load]")
    reader.page.locator("[data-slot='1']").focus()
    reader.press("Delete", "ArrowRight", "Enter")
    assert reader.page.evaluate(FOCUS) == "page-button", "an empty slot cannot have it there"


def test_delete_erases_what_the_reader_was_at_last(reader: Reader) -> None:
    asked = reader.page.locator("#question-title")
    command(reader, "save")
    reader.page.click("[data-slot='1']")
    reader.page.click("[data-slot='2']")
    reader.page.hover("[data-slot='1']")
    reader.press("Delete")
    assert asked.inner_text().startswith("ERASE THIS SAVE: 1,")
    reader.press("Escape")
    reader.page.wait_for_selector("[data-weave-panel=question]", state="detached")
    reader.page.locator("[data-slot='3']").focus()
    reader.press("ArrowLeft", "Delete")
    assert asked.inner_text().startswith("ERASE THIS SAVE: 2,"), "where the keys have led"
    reader.press("Escape")
    reader.page.wait_for_selector("[data-weave-panel=question]", state="detached")
    reader.page.hover("[data-slot='1'] .slot-place")
    reader.press("Delete")
    reader.page.click("[data-confirm]")
    assert reader.page.locator(".slot-button:not(.slot-empty)").count() == 1
    assert reader.page.locator("[data-slot='1'].slot-empty").count() == 1


def test_the_title_offers_what_is_kept_now(reader: Reader, sample: Path, tmp_path: Path) -> None:
    reader.on_by_key()
    reader.page.evaluate("""Object.defineProperty(document, "hidden", {get: () => true});
      document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));""")
    other = Reader(reader.page.context.new_page()).open(sample)
    resume = other.page.locator(".way-resume")
    assert resume.is_enabled(), "the background may be the end of it"
    reader.upto(".chord-columns")
    reader.page.evaluate("dispatchEvent(new Event('pagehide'))")
    other.until("document.querySelector('.way-where').textContent.startsWith('We said')")
    other.page.click("[data-way=prefs]")
    other.page.click("[data-tab=data]")
    with other.page.expect_download() as waiting:
        other.page.click("[data-export-all]")
    file = tmp_path / "saves.json"
    waiting.value.save_as(file)
    other.page.click("[data-erase-all]")
    other.page.click("[data-confirm]")
    other.press("Escape")
    other.until("document.querySelector('.way-resume').disabled")
    assert other.page.evaluate("document.activeElement.dataset.way") == "prefs"
    assert other.page.locator("[data-way=map]").count() == 0
    reader.on_by_key()
    reader.page.evaluate("dispatchEvent(new Event('pagehide'))")
    kept = reader.page.evaluate("""Object.entries(localStorage)
      .find(([key]) => key.endsWith("/memory"))[1].replace(/^[0-9]+ /, "")""")
    assert len(json.loads(kept)["lines"]) < 6, "nothing that was erased comes back"
    other.page.click("[data-way=load]")
    other.page.click("[data-page=a]")
    other.page.click(".slot-erase")
    other.page.click("[data-confirm]")
    other.press("Escape")
    other.until("document.querySelector('.way-resume').disabled")
    other.page.click("[data-way=prefs]")
    other.page.click("[data-tab=data]")
    other.page.set_input_files("#import-all", file)
    other.page.wait_for_selector(".toast")
    other.press("Escape")
    other.until("!document.querySelector('.way-resume').disabled")
    other.page.click(".way-resume")
    other.page.wait_for_selector(".chord-columns")
    assert other.complaints() == []


def test_two_tabs_keep_each_others_preferences(reader: Reader, sample: Path) -> None:
    before = reader.page.evaluate(LETTERS)
    other = reader.page.context.new_page()
    other.goto(sample.as_uri())
    other.wait_for_selector("[data-weave-title]")
    other.click("[data-way=prefs]")
    other.locator("#pref-size").fill("150")
    command(reader, "prefs")
    reader.page.wait_for_timeout(300)
    assert reader.page.evaluate(LETTERS) > 1.4 * before
    reader.page.locator("#pref-lead").fill("120")
    kept = reader.page.evaluate("JSON.parse(localStorage['weave/prefs'].replace(/^[0-9]+ /, ''))")
    assert (kept["size"], kept["lead"]) == (150, 120)


def test_times_are_told_in_the_language_that_is_read(reader: Reader) -> None:
    reader.page.evaluate("document.documentElement.lang = 'ja'")
    command(reader, "save")
    reader.page.click("[data-slot='1']")
    assert "月" in reader.page.inner_text(".slot-time")
    reader.page.evaluate("""Object.keys(localStorage).filter((key) => key.includes("slot-1"))
      .forEach((key) => { localStorage[key] = "x"; });""")
    reader.press("Escape")
    reader.page.wait_for_selector("dialog", state="detached")
    command(reader, "save")
    name, words = (reader.page.locator(f".slot {one}").first.bounding_box()
                   for one in (".slot-name", ".slot-words"))  # fmt: skip
    assert name is not None
    assert words is not None
    assert words["y"] >= name["y"] + name["height"], "a slot's number covers no message"


def test_another_tab_of_a_panel_begins_at_its_top(browser: Browser, sample: Path) -> None:
    with reading(browser, (844, 390)) as reader:
        reader.open(sample).begin()
        command(reader, "prefs")
        reader.page.evaluate("document.querySelector('.panel-body').scrollTop = 200")
        assert reader.page.evaluate("document.querySelector('.panel-body').scrollTop") > 0
        reader.page.click("[data-tab=access]")
        assert reader.page.evaluate("document.querySelector('.panel-body').scrollTop") == 0


@pytest.mark.parametrize("width", [320, 390])
def test_the_saves_fit_a_narrow_phone(browser: Browser, sample: Path, width: int) -> None:
    with reading(browser, (width, 568)) as reader:
        reader.open(sample).begin()
        command(reader, "save")
        reader.page.evaluate(
            "for (const one of document.querySelectorAll('.tab')) one.textContent = 'Übernehmen'")
        close = reader.page.locator("dialog .close").bounding_box()
        assert close is not None
        assert close["x"] + close["width"] <= width


def test_a_long_title_stays_on_the_screen(browser: Browser, sample: Path) -> None:
    with reading(browser, (844, 390)) as reader:
        reader.open(sample).begin()
        box = reader.page.evaluate("""() => { const place = document.querySelector(".place");
          for (const one of place.children) one.textContent = "Rindfleischetikettierung".repeat(9);
          const {left, height} = place.getBoundingClientRect();
          const ends = [...place.children].map((one) => one.getBoundingClientRect().right);
          return [left, Math.max(...ends), height]; }""")
        assert box[0] >= 0
        assert box[1] <= 844
        assert box[2] < 50
