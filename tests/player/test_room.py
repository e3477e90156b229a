"""Stories on screens that are small for them: what a reader needs takes the room first, and what is
longer than its place can be scrolled, by every hand, without anything else happening.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import AT_ONCE, DESKTOP, PHONE, Reader, find_chromium, prefers, reading
from expecting import World
from playwright.sync_api import Browser

from weavec.compiler import compile as compile_story
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

WAVE = "Then the {}th wave came in over the sand, and nobody counted."
LONG = " ".join(WAVE.format(i) for i in range(60))
SAID = "The rail is cold and then it is warm, and nobody said which of the two came first."
STORY = f"""story "Room"
  id 1f3c6b52-8a0e-4c35-9b8e-2d9a6f0f7c44
  start pier

dreamer ada "Ada"
dreamer ben "Ben"
dreamer cleo "Cleo"
dreamer dov "Dov"
var who: text = "nobody"

scene pier as ada
  {SAID} {SAID}
  choice "Where to?"
    * To the pier, where the last ferry lies.
    * To the square.
    * To the back of the hall, behind the column.
    * Nowhere.
  ask who "Your name?"
  {LONG}
  ada: كان يا ما كان في قديم الزمان
  -> deck

scene deck as ada
  dream-merge one "One" woven
    strand ada
      {SAID}
      {SAID}
    strand ben
      {SAID}
      {SAID}
    sync bell
      The bell rings for all of them.
  dream-merge two "Two" chorus
    strand ada
      {SAID}
    strand ben
      {SAID}
    strand cleo
      {SAID}
    strand dov
      {SAID}
  -> leaf

scene leaf as ada
  layout page
  First.
  {LONG}
  choice
    * On.
    * Off.
  end over
"""
LOW, PLAIN_PHONE = (844, 390), (640, 360)
WHERE = """(one) => { const box = one.getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom]; }"""
TOP = "document.querySelector('{}').scrollTop"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = compile_story(World((("room.weave", STORY),))).program
    assert program is not None
    path = tmp_path_factory.mktemp("room") / "room.html"
    path.write_bytes(page(program).encode())
    return path


def where(reader: Reader, selector: str) -> list[float]:
    """Left, top, right, bottom of the last that fits."""
    found: list[float] = reader.page.locator(selector).last.evaluate(WHERE)
    return found


def top(reader: Reader, selector: str) -> Any:
    return reader.page.evaluate(TOP.format(selector))


def words_in(reader: Reader, selector: str) -> str:
    """The last row of words that can be seen of a part that scrolls."""
    found: str = reader.page.evaluate(
        """(which) => { const box = document.querySelector(which).getBoundingClientRect();
        const at = document.caretRangeFromPoint(box.left + 40, box.bottom - 40);
        return at.startContainer.data.slice(at.startOffset, at.startOffset + 70); }""", selector)
    return found


@pytest.mark.parametrize(
    ("size", "letters", "seen"),
    [(DESKTOP, 100, 4), (PHONE, 100, 4), (LOW, 100, 4), (PLAIN_PHONE, 100, 3), (DESKTOP, 200, 2)],
)
def test_options_take_the_room_first(
    browser: Browser, story: Path, size: tuple[int, int], letters: int, seen: int
) -> None:
    with reading(browser, size, prefers(speed=0, size=letters, motion="still")) as reader:
        reader.open(story).begin()
        reader.upto("button[data-weave-option]")
        _, low, _, high = where(reader, ".answers")
        whole = reader.page.locator("button[data-weave-option]").evaluate_all(
            f"(all) => all.filter((one) => {{ const [, a,, b] = ({WHERE})(one);"
            f" return a >= {low} - 1 && b <= {high} + 1; }}).length"
        )
        assert whole >= seen
        said, asked = where(reader, ".said"), where(reader, ".answers")
        assert said[3] - said[1] > 40, "the line keeps some of it"
        apart = said[2] <= asked[0] or said[3] <= asked[1] or said[1] >= asked[3]
        assert apart
        fades = "getComputedStyle(document.querySelector('.answers')).maskImage != 'none'"
        reader.page.wait_for_timeout(100)
        assert reader.page.evaluate(fades) == (whole < 4), "what goes on fades, also in stillness"
        reader.press("End")
        reader.page.wait_for_timeout(100)
        assert where(reader, "button[data-weave-option='4']")[3] <= high + 1
        assert not reader.page.evaluate(fades), "the end is the end"
        if letters > 100:  # browsers let the focus come to what scrolls
            reader.page.evaluate("document.querySelector('.said').focus()")
            reader.press("ArrowDown")
            assert top(reader, ".said") > 0
        reader.press("4")
        reader.page.wait_for_selector("[data-weave-ask]")
        said, asked = where(reader, ".said"), where(reader, ".asking")
        assert said[2] <= asked[0] or said[3] <= asked[1] or said[1] >= asked[3]


def test_a_line_longer_than_its_box_is_read_to_its_end(browser: Browser, story: Path) -> None:
    with reading(browser, LOW, AT_ONCE) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-ask]")
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line='pier/66a93mp5']")
        assert top(reader, ".said") == 0
        seen = words_in(reader, ".said")
        reader.press("Enter")
        assert reader.here() == ["pier/66a93mp5"], "a push shows more first"
        assert top(reader, ".said") > 0
        shown = reader.page.evaluate(
            """(words) => { const said = document.querySelector(".said").getBoundingClientRect();
            const text = document.querySelector(".said .line").firstChild;
            const at = document.createRange(), from = text.data.indexOf(words);
            at.setStart(text, from); at.setEnd(text, from + 9);
            const row = at.getBoundingClientRect();
            return row.top > said.top && row.bottom < said.bottom; }""", seen)
        assert shown, "what was cut at the edge is whole now"
        at = top(reader, ".said")
        reader.press("ArrowUp")
        assert top(reader, ".said") < at
        for _ in range(60):
            reader.press("ArrowDown")
        at = top(reader, ".said")
        assert at > 500
        reader.press("ArrowDown")
        assert (top(reader, ".said"), reader.here()) == (at, ["pier/66a93mp5"])
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line='pier/3ks7c70x']")
        reader.press("PageUp")
        assert top(reader, ".said") == 0
        for _ in range(60):
            reader.press("ArrowDown")
        reader.press("PageUp")
        faded = "getComputedStyle(document.querySelector('.said')).maskImage != 'none'"
        reader.page.wait_for_timeout(100)
        assert (top(reader, ".said"), reader.page.evaluate(faded)) == (0, False), "as it was"
        assert reader.complaints() == []


def test_the_view_goes_with_what_is_typed(browser: Browser, story: Path) -> None:
    near = """(which) => { const row = document.querySelector(".unsaid").getClientRects()[0];
      const box = document.querySelector(which).getBoundingClientRect();
      return row.top >= box.top - 2 && row.bottom <= box.bottom; }"""
    with reading(browser, LOW, prefers(speed=200, motion="still")) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='pier/66a93mp5']")
        reader.page.wait_for_timeout(2500)
        assert top(reader, ".said") > 0
        assert reader.page.evaluate(near, ".said")
        reader.upto("[data-weave-line='leaf/xt2afnbp']")
        reader.upto("[data-weave-line='leaf/66a93mp5']")
        reader.page.wait_for_timeout(200)
        assert top(reader, ".page") < 200, "a long entry begins at its beginning"
        assert reader.page.evaluate(near, ".page")
        reader.page.wait_for_timeout(3500)
        assert reader.page.evaluate(near, ".page")


SWIPE = """([which, from, to]) => {
  const node = document.querySelector(which), send = (type, y) => {
    const touch = new Touch({identifier: 1, target: node, clientX: 300, clientY: y});
    node.dispatchEvent(new TouchEvent(type, {bubbles: true, changedTouches: [touch],
      touches: type === "touchend" ? [] : [touch]}));
  };
  send("touchstart", from); send("touchmove", to); send("touchend", to);
  return document.querySelector("dialog[open]")?.dataset.weavePanel ?? null; }"""


def test_a_swipe_that_scrolls_is_no_gesture(browser: Browser, story: Path) -> None:
    with reading(browser, LOW, AT_ONCE, has_touch=True) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='pier/66a93mp5']")
        assert reader.page.evaluate(SWIPE, [".said", 300, 200]) is None, "it scrolls down"
        assert reader.page.evaluate(SWIPE, [".said", 200, 300]) == "menu", "nothing to scroll up"
        reader.press("Escape")
        reader.page.evaluate("document.querySelector('.said').scrollTop = 1e6")
        assert reader.page.evaluate(SWIPE, [".said", 200, 300]) is None
        assert reader.page.evaluate(SWIPE, [".said", 300, 200]) == "history"


def test_a_finger_scrolls_and_draws_and_never_leaves_the_page(
    browser: Browser, story: Path
) -> None:
    """Drawn with the browser's own fingers: what it makes of them itself is what is asked."""
    with reading(browser, PHONE, AT_ONCE, has_touch=True, is_mobile=True) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='pier/66a93mp5']")
        fingers = reader.page.context.new_cdp_session(reader.page)

        def touch(kind: str, when: float, *points: dict[str, float]) -> None:
            fingers.send("Input.dispatchTouchEvent", {
                "type": kind, "touchPoints": list(points), "timestamp": when,
            })  # fmt: skip

        def draw(*path: tuple[int, int]) -> None:
            when = time.time()  # what a gesture may take is told by its events, not by the clock
            for i, (x, y) in enumerate(path):
                for part in range(1 if i == 0 else 8):
                    ax, ay = path[i - 1] if i else (x, y)
                    at = {"x": ax + (x - ax) * (part + 1) / 8, "y": ay + (y - ay) * (part + 1) / 8}
                    kind = "touchMove" if i else "touchStart"
                    when += 0.012
                    touch(kind, when, at)
            touch("touchEnd", when)

        draw((200, 700), (200, 560))
        reader.until("document.querySelector('.said').scrollTop > 0")
        draw((20, 700), (370, 700))
        reader.page.wait_for_selector("[data-weave-ask]")
        draw((40, 420), (190, 130), (350, 420))
        reader.page.wait_for_selector("[data-weave-panel=access]")
        reader.press("Escape")
        draw((200, 300), (200, 600))
        reader.page.wait_for_selector("[data-weave-panel=menu]")
        zooms = "(one) => getComputedStyle(one).touchAction.includes('pinch-zoom')"
        assert reader.page.locator(".stage").evaluate(zooms)
        assert reader.complaints() == []


@pytest.mark.parametrize("letters", [100, 200])
def test_a_merge_shows_its_newest_line(browser: Browser, story: Path, letters: int) -> None:
    with reading(browser, LOW, prefers(speed=0, size=letters, motion="still")) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='deck/m1x0p54r-4of8']")
        said, owner = where(reader, ".said"), where(reader, ".clause:not(.echo) .owner")
        assert said[1] <= owner[1] < owner[3] <= said[3]
        assert owner[3] + 20 < said[3], "there is room for words below it"
        reader.upto(".chord-columns")
        for part in reader.page.locator(".chord-part").all():
            _, begins, _, ends = part.evaluate(WHERE)
            _, first, _, last = part.locator(".clause").evaluate(WHERE)
            assert begins <= first < last <= ends, "no column is cut"
        columns, menu = where(reader, ".chord-columns"), where(reader, ".quick")
        assert columns[3] <= menu[1], "no thread comes out below the menu"
        reader.page.evaluate("document.querySelector('.chord-columns').scrollTop = 1e6")
        _, _, _, words = where(reader, ".chord-part .line")
        _, above, _, _ = where(reader, ".quick")
        assert words <= above


def test_the_mark_lies_on_no_words(browser: Browser, story: Path) -> None:
    clear = """() => { const mark = document.querySelector(".mark .glyph").getBoundingClientRect();
      return [...document.querySelectorAll("[data-weave-line]")].every((line) => {
        const words = document.createRange(); words.selectNodeContents(line);
        return [...words.getClientRects()].every((row) => row.right <= mark.left
          || row.left >= mark.right || row.bottom <= mark.top + 1 || row.top >= mark.bottom);
      }); }"""
    with reading(browser, DESKTOP, AT_ONCE) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='pier/3ks7c70x']")
        assert reader.page.evaluate(clear)
        mark, line = where(reader, ".mark"), where(reader, ".said .line")
        assert mark[2] < (line[0] + line[2]) / 2, "it stands where the line ends: left"
        reader.upto(".chord-columns")
        reader.page.locator(".chord-part").last.evaluate(
            "(one) => { one.querySelector('.line').textContent += ' And on.'.repeat(24); }")
        assert reader.page.evaluate(clear)


def test_what_belongs_to_all_is_nobodys(browser: Browser, story: Path) -> None:
    with reading(browser, DESKTOP, AT_ONCE) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='deck/m1x0p54r-4of8']")
        reader.page.wait_for_selector(".clause:not(.echo) .owner")
        reader.on_by_key()
        assert reader.page.inner_text(".clause:not(.echo)") == "The bell rings for all of them."
        assert reader.page.locator(".strand-now").count() == 0
        heard = reader.page.inner_text("[role=log] p:last-child")
        assert heard == "The bell rings for all of them."
        reader.page.evaluate("document.querySelector('[data-command=history]').click()")
        assert reader.page.locator(".past-name").last.inner_text() == ""
        reader.page.click("[data-unweave]")
        assert reader.page.locator(".past-strand").all_inner_texts() == ["Ada", "Ben", "Everyone"]
        reader.page.select_option(".past-filter", label="Ben")
        shown = reader.page.locator(".past-merge li.past-line:visible .line").all_inner_texts()
        assert shown == [SAID, SAID, "The bell rings for all of them."]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, LOW, PLAIN_PHONE])
def test_options_lie_on_no_page(browser: Browser, story: Path, size: tuple[int, int]) -> None:
    with reading(browser, size) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='leaf/66a93mp5']")
        reader.page.evaluate("document.querySelector('.page').scrollTop = 1e6")
        mark = where(reader, ".mark .glyph")
        left, _, right, _ = where(reader, ".page .line")
        assert mark[0] >= right or mark[2] <= left, "nor does the mark"
        reader.press("Enter")
        reader.page.wait_for_selector("button[data-weave-option]")
        page, asked = where(reader, ".page"), where(reader, ".ribbons")
        assert page[2] <= asked[0] or page[3] <= asked[1]
        reader.press("1")


@pytest.mark.parametrize("size", [PHONE, LOW, PLAIN_PHONE])
def test_a_rail_lies_on_no_words(browser: Browser, story: Path, size: tuple[int, int]) -> None:
    with reading(browser, size, prefers(speed=0, size=200, motion="still")) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line='deck/m1x0p54r-4of8']")
        assert where(reader, ".rail")[3] <= where(reader, ".said")[1] + 1


def test_a_choice_moves_no_line(browser: Browser, story: Path) -> None:
    with reading(browser, DESKTOP) as reader:
        reader.open(story).begin()
        for dress in ("veil", "slab"):
            reader.page.evaluate(
                "(dress) => { document.querySelector('.stage').dataset.dress = dress; }", dress)
            before = where(reader, ".said .line")
            stage = "document.querySelector('.stage')"
            reader.page.evaluate(f"{stage}.classList.add('choosing')")
            assert where(reader, ".said .line") == before, dress
            reader.page.evaluate(f"{stage}.classList.remove('choosing')")
