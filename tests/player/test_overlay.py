"""The author's overlay in a browser, over a story that `weavec serve` shows: findings and their
ways, values, the graph, the place in the script; by mouse and by keyboard, on a desk and a phone.

A reader's page holds nothing of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")
pytest.importorskip("websockets")

from browser import AT_ONCE, DESKTOP, PHONE, Reader, find_chromium, reading
from playwright.sync_api import Browser

from weavec import ir
from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.emit.player import PREVIEW, player
from weavec.preview.guard import Place, message
from weavec.preview.prover import _on_line
from weavec.preview.studio import Studio
from weavec.preview.watch import Watch

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("WEAVE_AXE", ROOT / ".venv/node/node_modules/axe-core/axe.min.js"))
CHECK = """axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) =>
    [one.id, ...node.target, node.failureSummary].join(" "))))"""

STORY = """\
story "The Locked <b>House</b>"
  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11
  language en

dreamer elena "Elena <script>alert(1)</script>"
  color #ecb566
  memory doubt = false
dreamer jax "Jax"

var trust: 0..5 = 0
var mood: calm | afraid = calm
var name: text = "nobody"

scene gate "The Gate" as elena
  A gate, and {if trust >= 3: a friend|a stranger}.
  choice "Where?"
    * In. -> hall
    * Fall. -> pit
    * Wait.
      set trust += 1
      Nothing.
  end out "Outside"

scene hall "The Hall & Co." as elena
  A hall. {if visits(hall) >= 3: Again.|It is new.}
  if doubt
    elena thinks: I know this place.
  -> gate

scene pit "The Pit" as jax
  It is dark.
  choice "Out?"
    * (needs trust >= 9 - 4 "Not yet.") Up. -> hall as elena

scene attic "The Attic" as jax
  Nobody comes here.
  end never
"""


class Served:
    """A story on disk with its preview."""

    def __init__(self, path: Path, address: str) -> None:
        self.path = path
        self.address = address


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The story above, served to the tests of this file."""
    path = tmp_path_factory.mktemp("served") / "house.weave"
    path.write_text(STORY, "utf-8")
    with serving(path) as found:
        yield found


@contextmanager
def serving(path: Path, *args: str) -> Iterator[Served]:
    """A preview for as long as the block runs."""
    port = () if "--port" in args else ("--port", "0")
    command = [sys.executable, "-m", "weavec", "serve", str(path), *port, *args]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        try:
            yield Served(path, found[0])
        finally:
            process.terminate()


class Author(Reader):
    """A reader with the overlay."""

    def visit(self, served: Served) -> Author:
        """Open the preview and wait until everything is proved."""
        self.page.goto(served.address)
        self.page.wait_for_selector("[data-weave-title]")
        self.page.wait_for_selector(".author-proof[data-state=proved]")
        return self

    def read(self, served: Served) -> Author:
        """Open the preview, and begin to read."""
        self.visit(served).begin()
        return self

    def words(self, selector: str) -> str:
        """The text of an element."""
        return self.page.locator(selector).first.inner_text()

    def wrong(self) -> list[str]:
        """What the page complained about, but for the requests of a preview."""
        return [*self.trouble, *self.page.evaluate("window.complaints")]


@contextmanager
def author(
    browser: Browser, size: tuple[int, int] = DESKTOP, **options: Any
) -> Iterator[Author]:
    with reading(browser, size, AT_ONCE, **options) as reader:
        yield Author(reader.page)


LINE = "(end) => document.querySelector('[data-author=copy]')?.textContent.endsWith(end)"


def at_line(made: Author, number: int) -> None:
    """Wait until the bar says that the reading stands at a line."""
    made.page.wait_for_function(LINE, arg=f"house.weave:{number}")


def test_the_bar_says_where_the_reading_stands(browser: Browser, served: Served) -> None:
    with author(browser, permissions=["clipboard-read", "clipboard-write"]) as made:
        made.read(served)
        at_line(made, 15)
        made.page.click("[data-author=copy]")
        made.page.wait_for_selector(".toast")
        assert made.page.evaluate("navigator.clipboard.readText()") == "house.weave:15"
        made.page.keyboard.press("Escape")
        made.page.locator("[data-weave-stage]").focus()
        made.press("Enter")
        at_line(made, 16)
        assert made.wrong() == []


def test_what_was_found_leads_to_where_it_happens(browser: Browser, served: Served) -> None:
    with author(browser) as made:
        made.visit(served)
        said = made.page.get_attribute(".author-proof", "aria-label")
        assert said == "Proved: 5 errors, 4 warnings"
        made.page.click("[data-author=findings]")
        assert "2 of 4 scenes" not in made.words(".author-state")
        assert "3 of 4 scenes and 1 of 2 endings" in made.words(".author-state")
        dead = made.page.locator("[data-code=E407]")
        rows = dead.locator("pre").inner_text().split("\n")
        at = next(i for i, row in enumerate(rows) if row.startswith("32 |"))
        assert rows[at].endswith('choice "Out?"')
        assert rows[at + 1].strip(" |") == "^" * len('choice "Out?"')
        dead.locator("[data-author=witness]").click()
        made.page.wait_for_selector("[data-weave-option='1']:disabled")
        at_line(made, 32)
        made.page.locator("[data-code=E401] [data-author=see]").click()
        made.page.wait_for_selector("[data-node='scene:attic']:focus")
        made.press("Escape")
        made.page.locator("[data-code=E403] [data-author=see], [data-code=E402] [data-author=see]")
        assert made.wrong() == []


def test_values_are_changed_as_far_as_they_may_be(browser: Browser, served: Served) -> None:
    with author(browser) as made:
        made.read(served)
        made.until("document.querySelector('[data-weave-line]').textContent.includes('stranger')")
        made.page.click("[data-author=values]")
        for wrong in ("9", "-1", "2.5", "two", ""):
            made.page.fill("#author-trust", wrong)
            made.press("Tab")
            assert made.page.get_attribute("#author-trust", "aria-invalid") == "true", wrong
            assert made.words(".author-value:has(#author-trust) .author-why") != ""
            assert "stranger" in made.words("[data-weave-line]")
        made.page.fill("#author-trust", "3")
        made.press("Tab")
        made.until("document.querySelector('[data-weave-line]').textContent.includes('friend')")
        assert made.page.get_attribute("#author-trust", "aria-invalid") == "false"
        made.page.select_option("#author-mood", label="afraid")
        made.page.fill("#author-name", "h q m Ada")  # letters that are commands while one reads
        made.page.check("[id='author-elena.doubt']")
        made.page.fill("[id='author-visits(hall)']", "2")
        made.press("Tab")
        made.page.locator("[data-weave-stage]").focus()
        made.press("Enter")
        made.page.click("button[data-weave-option='1']")
        made.until("document.querySelector('[data-weave-line]').textContent.includes('Again.')")
        made.press("Enter")
        made.until("document.querySelector('[data-weave-line]').textContent.includes('I know')")
        assert made.page.input_value("[id='author-visits(hall)']") == "3"
        assert made.page.input_value("#author-name") == "h q m Ada"
        assert made.wrong() == []


def test_the_graph_leads_to_every_scene_that_can_be_reached(
    browser: Browser, served: Served
) -> None:
    with author(browser) as made:
        made.read(served)
        made.page.click("[data-author=graph]")
        made.page.wait_for_selector("[data-node]")
        nodes = made.page.locator("[data-node]")
        assert nodes.evaluate_all("(all) => all.map((one) => one.dataset.node)") == [
            "scene:gate", "scene:hall", "scene:pit", "scene:attic", "ending:out", "ending:never",
        ]  # fmt: skip
        assert made.page.locator("[data-node='scene:gate'].here").count() == 1
        pit = made.page.get_attribute("[data-node='scene:pit']", "aria-label")
        assert pit is not None
        assert "error E407 dead-end" in pit
        gate = made.page.locator("[data-node='scene:gate']").text_content()
        assert gate is not None
        assert "<script>alert(1)</script>" in gate
        made.page.click("[data-node='scene:pit']")
        made.page.wait_for_selector("[data-weave-perspective=jax]")
        assert made.page.locator("dialog[open]").count() == 0
        made.page.click("[data-author=graph]")
        made.page.wait_for_selector("[data-node='scene:pit']:focus")
        made.page.locator("[data-node='scene:gate']").focus()
        made.press("ArrowRight")
        assert made.page.evaluate("document.activeElement.dataset.node") != "scene:gate"
        made.page.locator("[data-node='ending:out']").focus()
        made.press("Enter")
        made.page.wait_for_selector("[data-weave-ending=out]")
        made.page.click("[data-author=graph]")
        made.page.locator("[data-node='scene:attic']").click()
        made.page.wait_for_selector(".toast")
        assert "No way to The Attic is proved." in made.words(".toast:last-child")
        assert made.wrong() == []


def test_the_overlay_does_not_get_into_the_way(browser: Browser, served: Served) -> None:
    for size in (DESKTOP, PHONE):
        with author(browser, size) as made:
            made.read(served)
            stage = "document.querySelector('.stage').getBoundingClientRect().top"
            bar = "document.querySelector('.author-bar').getBoundingClientRect().bottom"
            assert made.page.evaluate(f"{stage} >= {bar} - 1")
            made.press("F2")
            assert made.page.evaluate("document.activeElement.dataset.author") == "findings"
            made.press("Enter")
            before = made.here()
            made.page.wait_for_selector(".author-drawer:not([hidden])")
            made.press("ArrowDown", "Enter")
            assert made.here() == before  # no key of the overlay turns a page
            made.press("Escape")
            made.page.wait_for_selector(".author-drawer", state="hidden")
            made.page.click("[data-author=fold]")
            assert made.page.evaluate(stage) == 0
            made.page.reload()
            made.page.wait_for_selector("[data-weave-line]")
            assert not made.page.is_visible(".author-bar")
            made.page.keyboard.press("F2")
            assert made.page.is_visible(".author-bar")
            wide = made.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size[0]
            assert made.wrong() == []


def test_the_phone_shows_the_same_place(browser: Browser, served: Served) -> None:
    with author(browser) as made:
        made.read(served)
        made.press("Enter")
        made.page.wait_for_selector("button[data-weave-option]")
        made.page.click("[data-author=frame]")
        phone = made.page.frame_locator("iframe.author-phone")
        phone.locator("button[data-weave-option='2']").click()
        phone.locator("[data-weave-perspective=jax]").first.wait_for()
        size = made.page.frames[1].evaluate("[innerWidth, innerHeight]")
        assert tuple(size) == PHONE
        made.page.click("[data-author=unframe]")
        made.page.wait_for_selector("[data-weave-perspective=jax]")
        assert made.page.locator("iframe").count() == 0
        assert made.wrong() == []


def test_lines_are_counted_anew_after_an_edit(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "house.weave"
    path.write_text(STORY, "utf-8")
    with serving(path) as served, author(browser) as made:
        made.read(served)
        at_line(made, 15)
        path.write_text("# one\n# two\n" + STORY, "utf-8")
        at_line(made, 17)
        path.write_text(STORY.replace("-> pit", "-> pitt"), "utf-8")
        made.page.wait_for_selector(".author-proof[data-state=broken]")
        made.page.click("[data-author=findings]")
        assert "E101" in made.words(".author-findings h2")
        path.write_text(STORY.replace("scene attic", "scene attic_too"), "utf-8")
        made.page.wait_for_selector(".author-proof[data-state=proved]")
        made.page.click("[data-author=graph]")
        made.page.wait_for_selector("[data-node='scene:attic_too']")
        assert made.wrong() == []


def test_a_page_may_ask_where_a_beat_stands_and_nothing_more_by_it(tmp_path: Path) -> None:
    asked = '{"type": "place", "id": 3, "to": "gate/abc"}'
    assert message(asked, ()) == Place(3, "gate/abc")
    for wrong in (
        asked.replace("3", "-1"), asked.replace("3", "true"), asked.replace('"gate/abc"', "7"),
        asked.replace("}", ', "file": "x"}'), asked.replace('"id": 3, ', ""),
    ):  # fmt: skip
        assert message(wrong, ()) is None, wrong
    (tmp_path / "house.weave").write_text(STORY, "utf-8")
    story = open_story(str(tmp_path))
    studio = Studio(story)
    assert studio.place("gate")["file"] is None  # nothing was taken in yet
    studio.take(Watch(story).seen)
    assert studio.place("gate") == {"file": "house.weave", "line": 14}
    assert studio.place("gate/none") == {"file": "house.weave", "line": 14}
    line = next(op.id for op in studio.now.program.scenes[1].ops if isinstance(op, ir.Line))
    assert studio.place(line) == {"file": "house.weave", "line": 25}
    for odd in ("", "/", "../../etc/passwd", "none/none"):
        assert studio.place(odd) == {"file": None, "line": None}


def test_a_line_leads_to_what_stands_on_it_or_behind_it_in_its_scene(tmp_path: Path) -> None:
    (tmp_path / "house.weave").write_text(STORY, "utf-8")
    lowered = compile(open_story(str(tmp_path))).lowered
    assert lowered is not None

    def stands(where: str) -> list[str]:
        return [
            type(lowered.program.scenes[scene].ops[op]).__name__
            for scene, op in _on_line(lowered, where)
        ]

    assert stands("house.weave:15") == ["Line"]
    assert stands("house.weave:16") == stands("house.weave:17") == ["Choice"]
    assert stands("house.weave:24") == ["Line"]  # the scene's head: its first line
    assert stands("house.weave:22") == ["End"]
    assert stands("house.weave:4") == stands("other.weave:15") == stands("house.weave:") == []


def test_a_line_is_opened_in_the_editor(browser: Browser, tmp_path: Path) -> None:
    path, told = tmp_path / "house.weave", tmp_path / "told"
    path.write_text(STORY, "utf-8")
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nopen({str(told)!r}, 'w').write(' '.join(sys.argv[1:]))\n")
    editor = f"{sys.executable} {script} {{file}} {{line}}"
    with serving(path, "--editor", editor) as served, author(browser) as made:
        made.read(served)
        at_line(made, 15)
        made.page.click("[data-author=pen]")
        until = time.monotonic() + 10
        while not (told.exists() and told.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        assert told.read_text() == f"{path} 15"


@pytest.mark.skipif(
    not AXE.is_file() and not os.environ.get("CI"), reason="no axe-core here: set WEAVE_AXE to one"
)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_overlay(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    found: dict[str, list[str]] = {}
    with author(browser, size, bypass_csp=True) as made:
        made.read(served)
        made.page.evaluate(AXE.read_text("utf-8") + ";0")
        for name in ("bar", "findings", "values"):
            if name != "bar":
                made.page.click(f"[data-author={name}]")
            found[name] = made.page.evaluate(CHECK)
        made.page.fill("#author-trust", "9")
        made.press("Tab")
        found["a value that may not be"] = made.page.evaluate(CHECK)
        made.page.click("[data-author=graph]")
        made.page.wait_for_selector("[data-node]")
        found["graph"] = made.page.evaluate(CHECK)
        made.press("Escape")
        made.page.click("[data-author=fold]")
        found["folded"] = made.page.evaluate(CHECK)
    assert {screen: faults for screen, faults in found.items() if faults} == {}


def test_a_readers_page_holds_nothing_of_the_overlay() -> None:
    made = player()
    for text in (made.script, made.undrawn, made.style):
        for name in ("author-", "weave/author", "weave/preview", "WebSocket", "g-node"):
            assert name not in text
    assert list(PREVIEW.glob("overlay*.mjs"))
