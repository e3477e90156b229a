"""Access to the page: axe finds nothing on any screen, whole stories are read by keyboard alone,
and what assistive technology is told (roles, names, what is announced) is enough to read by.

axe-core is fetched beside TypeScript by `weavec.bootstrap test`; `WEAVE_AXE` names another copy.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

import sample_program
from browser import DESKTOP, PHONE, Reader, find_chromium, reading
from playwright.sync_api import Browser

from weavec.cli import main as weavec
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
QUIET: list[str] = []
STORIES = sorted((ROOT / "stories" / "first-light").iterdir())
AXE = Path(
    os.environ.get("WEAVE_AXE", ROOT / ".venv/node/node_modules/axe-core/axe.min.js")
)  # fmt: skip
CHECK = """axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) =>
    [one.id, ...node.target, node.failureSummary].join(" "))))"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's page on disk."""
    path = tmp_path_factory.mktemp("access") / "sample.html"
    path.write_bytes(page(sample_program.program()).encode())
    return path


def push(reader: Reader, selector: str) -> None:
    """A click from within, wherever the control is."""
    reader.page.evaluate("(selector) => document.querySelector(selector).click()", selector)


@pytest.mark.skipif(
    not AXE.is_file() and not os.environ.get("CI"), reason="no axe-core here: set WEAVE_AXE to one"
)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, sample: Path, size: tuple[int, int]) -> None:
    found: dict[str, list[str]] = {}
    # The page's policy lets no script in, axe included: here it is put aside.
    with reading(browser, size, bypass_csp=True) as reader:
        reader.open(sample)
        reader.page.evaluate(AXE.read_text(encoding="utf-8") + ";0")

        def check(screen: str) -> None:
            found[screen] = reader.page.evaluate(CHECK)

        check("title")
        push(reader, "[data-way=load]")
        check("load on the title")
        reader.press("Escape")
        reader.begin()
        check("line")
        reader.upto("button[data-weave-option]")
        check("choice")
        push(reader, "[data-command=save]")
        push(reader, "[data-slot='1']")
        reader.page.wait_for_selector("[data-slot='1'] .thumb")
        check("save")
        push(reader, ".slot-erase")
        check("confirm")
        reader.press("Escape")
        push(reader, ".slot-rename")
        check("naming")
        reader.press("Escape")
        push(reader, "[data-tab=load]")
        push(reader, "[data-page=a]")
        check("load")
        reader.press("Escape")
        reader.upto("[data-weave-ask]")
        check("ask")
        reader.upto("[data-weave-line='auditorium/l7']")
        check("paper")
        reader.upto(".chord-columns")
        check("chord")
        reader.upto("[data-weave-line='fragmented/both']")
        check("merge")
        push(reader, "[data-command=history]")
        reader.page.locator("[data-unweave]").last.click()
        check("history")
        reader.press("Escape")
        push(reader, "[data-command=prefs]")
        for tab in ("reading", "sound", "access", "data") if size == DESKTOP else ("all",):
            if size == DESKTOP:
                push(reader, f"[data-tab={tab}]")
            check(f"preferences: {tab}")
        reader.press("Escape", "Escape")
        check("menu")
        push(reader, "[data-menu=about]")
        check("about")
        reader.press("Escape", "F1")
        check("help")
        reader.press("Escape", "Shift+A")
        check("accessibility")
        reader.page.check("#pref-contrast")
        check("high contrast")
        reader.press("Escape")
        reader.upto("[data-weave-ending]")
        check("ending")
        push(reader, "[data-command=map]")
        check("map")
        for tab in ("endings", "keepsakes"):
            push(reader, f"[data-tab={tab}]")
            check(tab)
        push(reader, "[data-tab=threads]")
        reader.page.locator(".map-spot").first.focus()
        check("map: a scene that was read")
        reader.press("Escape")
        push(reader, ".card-screen button:nth-child(2)")
        check("title with endings")
    assert {screen: faults for screen, faults in found.items() if faults} == {}
    assert len(found) >= 24


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    if not AXE.is_file() and not os.environ.get("CI"):
        pytest.skip("no axe-core here: set WEAVE_AXE to one")
    bad = tmp_path / "bad.html"
    bad.write_text("<title>x</title><button></button><p style='color:#ccc'>pale", encoding="utf-8")
    with reading(browser) as reader:
        reader.page.goto(bad.as_uri())
        reader.page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        faults = " ".join(reader.page.evaluate(CHECK))
        assert "button-name" in faults
        assert "color-contrast" in faults


@pytest.mark.parametrize("story", STORIES, ids=[one.name for one in STORIES])
def test_first_light_by_keyboard_alone(browser: Browser, tmp_path: Path, story: Path) -> None:
    path = tmp_path / "story.html"
    assert weavec(["build", str(story), "-o", str(path)]) == 0
    with reading(browser) as reader:
        reader.open(path)
        reader.press("Enter")
        before, way, there = reader.settled("", ".card-screen")
        while not there:
            reader.press(*(("ArrowUp", "Enter") if way == 0 else ("Enter",)))
            before, way, there = reader.settled(before, ".card-screen")
        assert len(reader.ids("[data-weave-ending]", "weaveEnding")) == 1
        reader.press("ArrowLeft", "Enter")
        reader.page.wait_for_selector("[data-weave-title]")
        assert reader.complaints() == QUIET


def test_roles_and_names_are_enough_to_read_by(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        page_ = reader.page
        reader.open(sample)
        page_.get_by_role("heading", name="The Dream Weave", level=1).wait_for()
        assert page_.get_by_role("button", name="Continue").is_disabled()
        page_.get_by_role("navigation").get_by_role("button", name="Begin").click()
        main = page_.get_by_role("main", name="The Dream Weave")
        log = page_.get_by_role("log")
        assert log.get_attribute("aria-live") == "polite"
        assert page_.locator("[aria-live]").count() == 1, "one live region tells the story"
        main.get_by_role("button", name="Go on").click()
        heard = log.locator("p").all_inner_texts()
        assert heard[-3:] == [
            "Now in the mind of Elena Trask", "Eleven thousand people breathe in the dark.",
            "Elena Trask: Every night you close your eyes alone. I am asking you what it would be"
            " like, just once, not to.",
        ]  # fmt: skip
        reader.upto("button[data-weave-option]")
        group = page_.get_by_role("group", name="What does she answer?")
        assert main.get_by_role("button", name="Go on").count() == 0, "here something is asked"
        names = [one.inner_text().split("\n") for one in group.get_by_role("button").all()]
        assert [name[1] for name in names] == [
            "Say her name, and nothing else.",
            "Tell her about your mother’s kitchen, where nobody ever slept alone.",
            "Show her the list of the eleven.", "Hold the door. Wait.",
        ]  # fmt: skip
        assert log.locator("p").last.inner_text() == "What does she answer? (4)"
        locked = group.get_by_role("button", name="Show her the list")
        assert locked.is_disabled()
        assert "locked" in (locked.text_content() or "")
        group.get_by_role("button", name="Hold the door").press("Enter")
        reader.upto("[data-weave-ask]")
        page_.get_by_role("textbox", name="What do they call you?").fill("Ada")
        page_.get_by_role("button", name="Say it").click()
        main.get_by_role("navigation", name="Quick menu").get_by_role(
            "button", name="Prefs").click()  # fmt: skip
        dialog = page_.get_by_role("dialog", name="Preferences")
        tabs = dialog.get_by_role("tab")
        assert tabs.all_inner_texts() == ["READING", "SOUND", "ACCESS", "DATA"] or json.dumps(
            tabs.all_text_contents()) == '["Reading", "Sound", "Access", "Data"]'  # fmt: skip
        assert tabs.first.get_attribute("aria-selected") == "true"
        assert dialog.get_by_role("slider", name="Text size").get_attribute("aria-valuetext")
        assert dialog.get_by_role("radiogroup", name="Typefaces").count() == 1
        tabs.nth(2).click()
        assert not dialog.get_by_role("switch", name="High contrast").is_checked()
        page_.keyboard.press("Escape")
        reader.upto(".chord-columns")
        said = log.locator("p").all_inner_texts()[-4:]
        assert [line.split(":")[0] for line in said] == [
            "Elena Trask", "Jax Mercer", "Orion Vast", "Nora Patel",
        ], "whose strand a line is, is said and not by colour alone"  # fmt: skip
        rail = page_.get_by_role("list", name="In the dream")
        assert len(rail.get_by_role("listitem").all()) == 4
        page_.keyboard.press("Escape")
        page_.get_by_role("dialog", name="Menu").get_by_role("button", name="Title").click()
        question = page_.get_by_role("alertdialog", name="Return to the title screen?")
        assert question.get_by_role("button", name="Stay").evaluate(
            "(one) => one === document.activeElement")  # fmt: skip
        assert reader.complaints() == QUIET
