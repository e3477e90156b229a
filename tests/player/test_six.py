"""A story of six dreamers, some with long names, and a scene with a long title: nothing lies on
anything else, nothing is cut off, and easier types reach all of the page.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import AT_ONCE, DESKTOP, PHONE, Reader, find_chromium, prefers, reading
from expecting import World
from playwright.sync_api import Browser

from weavec.compiler import compile as compile_story
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

LONG = "Wolfeschlegelsteinhausenbergerdorff"
NAMES = {
    "ana": "Elizabeth Harrington", "bo": LONG, "cy": "Marguerite Duval", "dee": "Bartholomew Vance",
    "eli": "Alexandra Petrova", "fay": "Wilhelmina Brandt",
}  # fmt: skip
DREAMERS = "".join(f'dreamer {name} "{called}"\n' for name, called in NAMES.items())
STRANDS = "".join(f"    strand {name}\n      The sea has gone a long way off.\n" for name in NAMES)
STORY = f"""story "Six"
  id 1f3c6b52-8a0e-4c35-9b8e-2d9a6f0f7c66
  author "Somebody"
  start harbour

{DREAMERS}
chapter "I. The Harbour, Where Nobody Has Come In From The Sea"

scene harbour "The Lighthouse That Nobody Has Kept For A Thousand Nights" as ana
  backdrop harbour
  show ana
  ana thinks: Nobody *waits*.
  choice "Where to?"
    * Down.
  keepsake shell "A shell"
  -> dream

scene dream "The Dream" as {", ".join(NAMES)}
  dream-merge one "One" woven
{STRANDS}  dream-merge two "Two" chorus
{STRANDS}  end over
"""
APART = """(two) => {
  const [a, b] = two.map((which) => document.querySelector(which).getBoundingClientRect());
  return a.width > 0 && b.width > 0
    && (a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top); }"""
WHOLE = """(all) => all.flatMap((one) => {
  const node = one.firstChild, range = document.createRange();
  return [...node.data.matchAll(/[^ ]+/g)].filter((word) => {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    return new Set([...range.getClientRects()].map((row) => row.top)).size > 1;
  }).map((word) => word[0]); })"""
"""The words that are broken, in the first text of each."""
LIE_ON = """(all) => { const boxes = all.map((one) => one.getBoundingClientRect());
  return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 0.5
    && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)); }"""
CUT = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).length"
STILL_FANCY = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const {fontFamily, fontStyle, letterSpacing, textTransform} = getComputedStyle(one);
  const own = [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
  return own && one.getClientRects().length && !one.closest("script, style, option, .line")
    && (!/^(system-ui|OpenDyslexic)/.test(fontFamily) || fontStyle !== "normal"
      || textTransform !== "none" || letterSpacing !== "normal");
}).map((one) => one.className + ": " + one.textContent)"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = compile_story(World((("six.weave", STORY),)))
    assert made.program is not None, made.diagnostics
    path = tmp_path_factory.mktemp("six") / "six.html"
    path.write_bytes(page(made.program).encode())
    return path


def command(reader: Reader, name: str) -> None:
    """Push a button of the quick menu."""
    reader.page.evaluate("(n) => document.querySelector(`[data-command=${n}]`).click()", name)


def test_there_is_room_for_six_on_a_desk(browser: Browser, story: Path) -> None:
    with reading(browser, DESKTOP, AT_ONCE) as reader:
        reader.open(story).begin()
        spans = reader.page.locator(".place span")
        first, last = (one.bounding_box() for one in spans.all())
        assert first
        assert last
        assert first["x"] + first["width"] <= last["x"]
        dot = "(one) => getComputedStyle(one, '::before').content"
        assert "·" in spans.last.evaluate(dot), "it stands in what is never cut"
        reader.upto(".chord-columns")
        reader.page.wait_for_selector(".unweave")
        assert reader.page.evaluate(APART, [".rail", ".unweave"])
        command(reader, "quicksave")
        assert reader.page.evaluate(APART, [".rail", ".toast"])
        reader.press("m")
        heads = reader.page.locator(".map-name")
        assert not heads.evaluate_all(LIE_ON)
        assert heads.locator("span:first-child").evaluate_all(WHOLE) == []
        assert [one.get_attribute("title") for one in heads.locator("[dir]").all()] == [
            *NAMES.values()]  # fmt: skip
        assert reader.complaints() == []


def test_there_is_room_for_long_names_on_a_phone(browser: Browser, story: Path) -> None:
    with reading(browser, PHONE, AT_ONCE) as reader:
        reader.open(story).begin()
        assert reader.page.locator(".place").inner_text().startswith("THE LIGHTHOUSE")
        reader.press("h")
        feet = "(one) => one.getBoundingClientRect().top + one.offsetHeight * 0.873"
        assert reader.page.locator(".person").evaluate(feet) >= PHONE[1] - 1, "nobody floats"
        reader.press("h")
        reader.upto(".clause .owner")
        while reader.page.text_content(".clause:not(.echo) .owner") != LONG:
            reader.on_by_key()
        assert reader.page.locator(".said, .clause, .clause *").evaluate_all(CUT) == 0
        reader.upto(".chord-columns")
        assert reader.page.locator(".chord-part .owner").evaluate_all(CUT) == 0
        reader.press("m")
        heads = reader.page.locator(".map-name")
        assert not heads.evaluate_all(LIE_ON)
        assert heads.locator("span:first-child").evaluate_all(WHOLE) == []
        reader.press("Escape")
        command(reader, "history")
        assert reader.page.locator(".panel-body, .past-words").evaluate_all(CUT) == 0
        assert reader.complaints() == []


def test_easier_types_reach_all_of_the_page(browser: Browser, story: Path) -> None:
    with reading(browser, DESKTOP, prefers(speed=0, type="easy", motion="still")) as reader:

        def look() -> None:
            for kind in ("plain", "easy"):
                reader.page.evaluate("(to) => (document.documentElement.dataset.type = to)", kind)
                assert reader.page.evaluate(STILL_FANCY) == []

        reader.open(story)
        look()
        reader.begin()
        italic = "(one) => getComputedStyle(one).fontStyle"
        stressed = reader.page.locator(".said em").evaluate(italic)
        assert stressed == "italic", "what the story says so stays"
        reader.upto("button[data-weave-option]")
        look()
        command(reader, "save")
        reader.page.click("[data-slot='1']")
        look()
        reader.press("Escape")
        reader.upto(".chord-columns")
        look()
        for name in ("history", "prefs", "map"):
            command(reader, name)
            look()
            reader.press("Escape")
        assert reader.complaints() == []
