"""The reader's shell in a browser: what readers of visual novels expect of menus, keys, pads,
fingers, saves, preferences and history. Each row of `ROWS` is shown by a test; several rows share a
page load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

import sample_program
from browser import AT_ONCE, DESKTOP, PHONE, Reader, find_chromium, reading
from playwright.sync_api import Browser

from weavec import __version__
from weavec.emit.page import document, page
from weavec.ir import program_json

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

QUIET: list[str] = []
ELSEWHERE = {
    "test_the_first_push_completes_a_line", "test_locked_options_and_keys_at_a_choice",
    "test_back_and_forward_are_exact", "test_skip_stops_at_what_is_new_and_at_choices",
    "test_history_goes_back_after_a_question", "test_panels_hold_and_return_the_focus",
    "test_continue_goes_on_at_the_autosave", "test_full_storage_loses_no_good_save",
}  # fmt: skip
ROWS = {
    "the first push completes a line, the second goes on": "test_the_first_push_completes_a_line",
    "names in boxes only where there is a speaker; the mark": "a_line_is_said",
    "Space picks nothing; chosen before; arrows and numbers":
        "test_locked_options_and_keys_at_a_choice",
    "order of the quick menu; lit auto": "menus_keep_their_order",
    "order of the menu; Esc and right click; Return last": "menus_keep_their_order",
    "title: Continue is grey without an autosave": "menus_keep_their_order",
    "alternate click on Skip and > ask, then go to the next choice": "skip_to_the_next_choice",
    "skipping after choices; the sign of skipping": "skip_to_the_next_choice",
    "Ctrl held": "test_skip_stops_at_what_is_new_and_at_choices",
    "Page Up, Page Down, wheel": "test_back_and_forward_are_exact",
    "H, F, F11, Alt+Enter, V, Shift+A, F1, Q, L": "keys",
    "Tab: skip on the stage alone, else the focus": "keys",
    "Ctrl with another key, a window that loses the focus": "keys",
    "single keys can be switched off": "keys",
    "gamepad": "gamepad",
    "tap, long press, two fingers, swipes": "fingers",
    "wheel up: back or history": "preferences_change_the_page",
    "pages A, Q, 1 to 9; names; Delete; wheel; thumbnail; time": "pages_of_saves",
    "questions before losing anything; the safe answer has the focus": "pages_of_saves",
    "preferences: every value, its effect, that it lasts": "preferences_change_the_page",
    "volumes with Test; mute": "preferences_change_the_page",
    "export and import of all saves; erasing": "all_saves_travel_in_a_file",
    "access before anything else; R": "access_comes_first",
    "self-voicing": "the_page_speaks",
    "history: name column, newest last, go back": "test_history_goes_back_after_a_question",
    "history: hear again, strand filter, unweave": "history_by_strand_and_voice",
    "toast: 3.25 seconds": "preferences_change_the_page",
    "hide the words: H, middle click": "keys",
    "Continue": "test_continue_goes_on_at_the_autosave",
    "errors: apology, back one line, export": "test_a_fault_is_no_end",
    "help and about": "help_and_about",
    "dialogs are modal": "test_panels_hold_and_return_the_focus",
}  # fmt: skip


def test_every_row_has_its_test() -> None:
    here = {name for name in globals() if name.startswith("test_")}
    walked = {part.__name__ for _, _, parts in WALKS.values() for part in parts}
    assert set(ROWS.values()) <= here | walked | ELSEWHERE
    assert walked <= set(ROWS.values())
    there = (Path(__file__).parent / "test_page.py").read_text(encoding="utf-8")
    assert all(f"def {name}(" in there for name in ELSEWHERE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's page on disk."""
    path = tmp_path_factory.mktemp("shell") / "sample.html"
    path.write_bytes(page(sample_program.program()).encode())
    return path


def command(reader: Reader, name: str) -> None:
    """Push a button of the quick menu."""
    reader.page.evaluate("(n) => document.querySelector(`[data-command=${n}]`).click()", name)


def panel(reader: Reader) -> str | None:
    """The name of the panel on top."""
    found: str | None = reader.page.evaluate(
        "[...document.querySelectorAll('dialog[open]')].at(-1)?.dataset.weavePanel ?? null"
    )
    return found


def focused(reader: Reader, what: str = "textContent") -> Any:
    """A property of what has the focus."""
    return reader.page.evaluate("(what) => document.activeElement[what]", what)


def to_title(reader: Reader) -> None:
    """Close what is open and leave the story."""
    while panel(reader):
        reader.page.evaluate("[...document.querySelectorAll('dialog[open]')].at(-1).close()")
    if reader.page.locator("[data-weave-title]").count() == 0:
        command(reader, "menu")
        reader.page.click("[data-menu=title]")
        reader.page.click("[data-confirm]")


def slots(reader: Reader) -> list[str]:
    """The slots of this story that hold something."""
    names = reader.page.evaluate("Object.keys(localStorage)")
    found = {name.split("/slot-")[1].rstrip("~") for name in names if "/slot-" in name}
    return sorted(found)  # each is kept twice


def menus_keep_their_order(reader: Reader, _: Path) -> None:
    ways = reader.ids(".ways [data-way]", "way")
    assert ways == ["resume", "start", "load", "prefs", "about", "help"] or (
        [way for way in ways if way != "map"] == ways[:3] + ways[4:]
    )
    assert reader.page.locator("[data-way=resume]").is_disabled()
    assert focused(reader) == "Begin"
    reader.press("ArrowRight")
    assert focused(reader) == "Load"
    reader.press("ArrowLeft", "Enter")
    reader.page.wait_for_selector("[data-weave-line]")
    commands = [name for name in reader.ids(".quick [data-command]", "command") if name != "map"]
    assert commands == [
        "back", "history", "skip", "auto", "save", "quicksave", "quickload", "prefs", "menu",
    ]  # fmt: skip
    boxes = reader.page.locator(".quick button").evaluate_all(
        "(all) => all.map((one) => [one.offsetWidth, one.offsetHeight])")  # fmt: skip
    assert min(min(box) for box in boxes) >= 32
    reader.press("Escape")
    menu = [name for name in reader.ids(".menu-ways [data-menu]", "menu") if name != "map"]
    assert menu == [
        "history", "save", "load", "prefs", "access", "title", "about", "help", "return",
    ]  # fmt: skip
    assert focused(reader) == "History"
    reader.press("ArrowDown")
    assert focused(reader) == "Save"
    reader.page.click("[data-menu=return]")
    assert panel(reader) is None
    reader.page.mouse.click(640, 200, button="right")
    assert panel(reader) == "menu"
    reader.page.mouse.click(640, 600, button="right")
    assert panel(reader) is None
    command(reader, "auto")
    assert reader.page.locator("[data-command=auto][aria-pressed=true]").count() == 1
    reader.press("Escape")
    reader.page.click("[data-menu=title]")
    assert focused(reader) == "Stay"
    reader.page.click("[data-confirm]")
    assert reader.page.locator("[data-way=resume]").is_enabled()
    assert focused(reader).startswith("Continue")


def a_line_is_said(reader: Reader, _: Path) -> None:
    reader.begin()
    assert reader.page.locator(".name").count() == 0
    reader.on_by_key()
    assert reader.page.inner_text(".name").lower() == "elena trask"
    name = reader.page.evaluate("getComputedStyle(document.querySelector('.name')).color")
    line = reader.page.evaluate("getComputedStyle(document.querySelector('.line')).color")
    assert name != line
    assert reader.page.locator(".stage.waiting .mark").is_visible()


def skip_to_the_next_choice(reader: Reader, _: Path) -> None:
    reader.begin()
    reader.page.click("[data-command=skip]", button="right")
    assert (panel(reader), focused(reader)) == ("question", "Stay")
    reader.press("Escape")
    assert reader.here() == ["auditorium/l1"]
    reader.press(">")
    reader.page.click("[data-confirm]")
    assert reader.page.locator("button[data-weave-option='1']").count() == 1
    assert reader.here() == ["auditorium/l4"]
    reader.press("PageUp")
    assert reader.here() == ["auditorium/l4"], "every line on the way can be gone back to"
    reader.press("PageUp")
    assert reader.here() == ["auditorium/l3"]
    command(reader, "prefs")
    reader.page.check("#pref-skip-all")
    reader.page.check("#pref-after")
    reader.press("Escape")
    command(reader, "skip")
    reader.page.wait_for_selector("button[data-weave-option='1']")
    reader.press("1")
    reader.page.wait_for_selector("[data-weave-ask]")
    assert reader.page.locator("[data-command=skip][aria-pressed=true]").count() == 1
    assert reader.page.inner_text(".badge").lower().startswith("skipping")


FULLSCREEN = (
    AT_ONCE
    + """
window.full = 0;
Element.prototype.requestFullscreen = async () => { window.full += 1; };
Object.defineProperty(document, "fullscreenEnabled", {value: true});
"""
)
LIT = "[data-command=skip][aria-pressed=true]"


def keys(reader: Reader, _: Path) -> None:
    reader.begin()
    for key in ("f", "F11", "Alt+Enter"):
        reader.press(key)
    assert reader.page.evaluate("window.full") == 3
    for key, name in {"Shift+A": "access", "F1": "help", "Escape": "menu"}.items():
        reader.press(key)
        assert panel(reader) == name
        reader.press("Escape")
        assert panel(reader) is None
    reader.press("h")
    assert not reader.page.locator(".foot").is_visible()
    reader.page.mouse.click(640, 300, button="middle")
    assert reader.page.locator(".foot").is_visible()
    reader.press("q")
    assert slots(reader) == ["q1"]
    reader.on_by_key()
    reader.press("l")
    reader.page.click("[data-confirm]")
    reader.page.wait_for_selector("[data-weave-line='auditorium/l1']")
    assert panel(reader) is None
    reader.upto("button[data-weave-option]")
    reader.press("Tab")
    assert focused(reader, "className") == "ribbon", "where something is asked, Tab moves"
    reader.press("End")
    assert reader.page.evaluate("document.activeElement.dataset.weaveOption") == "4"
    reader.press("PageUp", "PageUp", "PageUp")
    reader.page.evaluate("window.skips = 0; new MutationObserver(() => { window.skips += 1; })"
        ".observe(document.querySelector('.badge'), {childList: true})")  # fmt: skip
    reader.press("Tab")
    reader.page.wait_for_selector("button[data-weave-option]")
    assert reader.page.evaluate("window.skips") > 0, "over the story alone, it skips"
    reader.press("PageUp", "PageUp", "PageUp")
    reader.press("Shift+Tab")
    assert focused(reader, "tagName") == "BUTTON"
    reader.press("Tab")
    assert reader.page.locator(LIT).count() == 0
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.evaluate("window.skips = 0")
    reader.page.keyboard.down("Control")
    assert reader.page.evaluate("window.skips") == 0, "it may be the first key of a combination"
    reader.until("window.skips > 0")
    reader.page.keyboard.up("Control")
    assert reader.page.locator(LIT).count() == 0
    reader.press("PageUp", "PageUp")
    reader.page.evaluate("""() => { window.skips = 0; dispatchEvent(new KeyboardEvent("keydown"));
      document.dispatchEvent(new KeyboardEvent("keydown", {key: "Control"}));
      dispatchEvent(new Event("blur")); }""")
    reader.page.wait_for_timeout(500)
    assert reader.page.evaluate("window.skips") == 0
    before = reader.here()
    command(reader, "prefs")
    reader.page.click("[data-tab=access]")
    reader.page.uncheck("#pref-keys")
    reader.press("Escape")
    reader.press("h", "f", "v", "q", "l", ">", "Shift+A")
    assert (panel(reader), reader.page.evaluate("window.full")) == (None, 3)
    assert slots(reader).count("q2") == 0
    assert reader.page.locator(".foot").is_visible()
    assert reader.here() == before


PAD = """
window.pad = {index: 0, connected: true, axes: [0, 0, 0, 0],
  buttons: Array.from({length: 17}, () => ({pressed: false}))};
navigator.getGamepads = () => [window.pad];
window.push = (i) => new Promise((done) => {
  pad.buttons[i].pressed = true;
  const frames = (n, go) => n ? requestAnimationFrame(() => frames(n - 1, go)) : go();
  frames(2, () => { pad.buttons[i].pressed = false; frames(2, done); });
});
window.lean = (axis, by) => new Promise((done) => {
  pad.axes[axis] = by;
  const frames = (n, go) => n ? requestAnimationFrame(() => frames(n - 1, go)) : go();
  frames(2, () => { pad.axes[axis] = 0; frames(2, done); });
});
"""


def gamepad(reader: Reader, _: Path) -> None:
    reader.page.evaluate("dispatchEvent(new Event('gamepadconnected'))")

    def push(*buttons: int) -> None:
        for button in buttons:
            reader.page.evaluate("(i) => push(i)", button)

    reader.page.focus("[data-way=start]")
    push(0)
    reader.page.wait_for_selector("[data-weave-line='auditorium/l1']")
    for button, line in ((0, "l2"), (7, "l3"), (0, "l4")):
        reader.page.wait_for_selector(".stage.waiting")
        push(button)
        reader.page.wait_for_selector(f"[data-weave-line='auditorium/{line}']")
    push(4, 6, 8)
    assert reader.here() == ["auditorium/l1"]
    push(5)
    assert reader.here() == ["auditorium/l2"]
    push(3)
    assert not reader.page.locator(".foot").is_visible()
    push(3)
    for opened in (1, 9, 16):
        push(opened)
        assert panel(reader) == "menu"
        if opened == 1:
            push(13)
            assert focused(reader) == "Save"
        push(opened)
        assert panel(reader) is None
    reader.upto("button[data-weave-option]")
    reader.page.evaluate("lean(1, 1)")
    assert reader.page.evaluate("document.activeElement.dataset.weaveOption") == "1"
    push(13)
    assert reader.page.evaluate("document.activeElement.dataset.weaveOption") == "2"
    push(0)
    reader.page.wait_for_selector("[data-weave-line='auditorium/l5']")
    reader.upto("[data-weave-ask]")
    push(0)
    assert reader.page.locator("[data-weave-ask]").count() == 0, "what is written there is said"
    reader.upto(".chord-columns")
    command(reader, "history")
    reader.page.focus(".past-filter")
    chosen = "document.activeElement.selectedIndex"
    hidden = reader.page.locator(".past-line[hidden]")
    assert (reader.page.evaluate(chosen), hidden.count()) == (0, 0)
    push(15)
    assert reader.page.evaluate(chosen) == 1
    assert hidden.count() > 0, "and the history heard of it"
    push(14, 14)
    assert (reader.page.evaluate(chosen), hidden.count()) == (0, 0), "a list ends at its first"


TOUCH = """([points, ms]) => {
  const stage = document.querySelector(points.on ?? "[data-weave-stage]");
  const send = (type, list, rest) => stage.dispatchEvent(Object.assign(new TouchEvent(type, {
    bubbles: true, cancelable: true, touches: rest.map((p, i) => at(p, i)),
    changedTouches: list.map((p, i) => at(p, i))}), {}));
  const at = ([x, y], i) => new Touch({identifier: i, target: stage, clientX: x, clientY: y});
  const starts = points.paths.map((path) => path[0]);
  starts.forEach((p, i) => send("touchstart", [p], starts.slice(0, i + 1)));
  const ends = points.paths.map((path) => path.at(-1));
  for (const p of points.paths[0].slice(1)) send("touchmove", [p], [p]);
  return new Promise((done) => setTimeout(() => {
    ends.forEach((p, i) => send("touchend", [p], ends.slice(i + 1)));
    done();
  }, ms));
}"""


def fingers(reader: Reader, _: Path) -> None:
    reader.page.tap("[data-way=start]")
    reader.page.wait_for_selector("[data-weave-line='auditorium/l1']")
    reader.page.touchscreen.tap(200, 300)
    reader.page.wait_for_selector("[data-weave-line='auditorium/l2']")

    def draw(*paths: list[tuple[int, int]], ms: int = 0, on: str | None = None) -> None:
        points = {"paths": paths} | ({"on": on} if on else {})
        reader.page.evaluate(TOUCH, [points, ms])

    draw([(100, 300), (220, 305)])
    assert reader.here() == ["auditorium/l1"]
    draw([(220, 300), (100, 305)])
    assert reader.here() == ["auditorium/l2"]
    draw([(200, 500), (205, 300)])
    assert panel(reader) == "history"
    reader.press("Escape")
    draw([(200, 300), (205, 500)])
    assert panel(reader) == "menu"
    sizes = reader.page.locator("dialog button").evaluate_all(
        "(all) => all.map((one) => Math.min(one.offsetWidth, one.offsetHeight))")  # fmt: skip
    assert min(sizes) >= 44
    assert reader.page.locator(".menu-quick button").count() == 5
    reader.press("Escape")
    draw([(200, 300)], ms=570)
    assert not reader.page.locator(".foot").is_visible()
    draw([(150, 300)], [(260, 330)])
    assert reader.page.locator(".foot").is_visible()
    draw([(60, 600), (180, 200), (330, 610)])
    assert panel(reader) == "access"
    reader.press("Escape")
    assert reader.here() == ["auditorium/l2"]
    draw([(10, 10)], ms=570, on="[data-command=skip]")
    assert panel(reader) == "question"


def pages_of_saves(reader: Reader, _: Path) -> None:
    reader.begin()
    command(reader, "quicksave")
    reader.upto("button[data-weave-option]")
    reader.press("1")
    command(reader, "quicksave")
    reader.upto("[data-weave-ask]")
    assert slots(reader) == ["a1", "a2", "q1", "q2"], "an autosave at every question"
    reader.upto("[data-weave-line='auditorium/l6']")
    command(reader, "save")
    pages = reader.ids(".pages [data-page]", "page")
    assert pages == ["<", "A", "Q", *"123456789", ">", "name"] or pages == [
        "<", "a", "q", *"123456789", ">", "name"]  # fmt: skip
    boxes: list[list[int]] = reader.page.locator(".slot").evaluate_all(
        "(all) => all.map((one) => { const r = one.getBoundingClientRect();"
        " return [Math.round(r.left), Math.round(r.top)]; })")  # fmt: skip
    assert (len({x for x, _ in boxes}), len({y for _, y in boxes})) == (3, 2)
    reader.page.click("[data-slot='2']")
    slot = reader.page.locator("[data-slot='2']")
    slot.locator(".thumb svg").first.wait_for()
    assert any(day in slot.locator(".slot-time").inner_text()
               for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))  # fmt: skip
    reader.page.click(".slot-rename")
    reader.page.fill("#asked", "Before <the> fall")
    reader.press("Enter")
    assert slot.locator(".slot-place").inner_text() == "Before <the> fall"
    reader.page.click("[data-page=name]")
    reader.page.fill("#asked", "First night")
    reader.press("Enter")
    assert "First night" in reader.page.inner_text("[data-page=name]")
    slot.click()
    assert (panel(reader), focused(reader)) == ("question", "Cancel")
    reader.press("Escape")
    reader.page.wait_for_selector("[data-weave-panel=question]", state="detached")
    reader.page.mouse.move(640, 400)
    reader.page.mouse.wheel(0, 120)
    reader.page.wait_for_selector("[data-slot='7']")
    reader.page.click("[data-page='<']")
    reader.page.click("[data-page='<']")
    assert reader.page.locator("[data-slot]").first.get_attribute("data-slot") == "q2"
    reader.page.click("[data-page='>']")
    slot.hover()
    reader.press("Delete")
    assert panel(reader) == "question"
    reader.press("Escape")
    assert "2" in slots(reader)
    slot.focus()
    reader.press("Delete")
    reader.page.click("[data-confirm]")
    assert "2" not in slots(reader)
    reader.page.click("[data-tab=load]")
    reader.page.click("[data-page='q']")
    reader.page.click("[data-slot='q1']")
    assert (panel(reader), focused(reader)) == ("question", "Stay")
    reader.page.click("[data-confirm]")
    reader.page.wait_for_selector("[data-weave-line='auditorium/l1']")
    assert "a3" in slots(reader), "the place that was left is kept"


PREFS: dict[str, tuple[str, object, str]] = {
    "size": ("reading", 150, "getComputedStyle(document.querySelector('.line')).fontSize"),
    "lead": ("reading", 150, "getComputedStyle(document.querySelector('.line')).lineHeight"),
    "track": ("reading", 10, "getComputedStyle(document.querySelector('.line')).letterSpacing"),
    "box": ("reading", 70, "getComputedStyle(document.querySelector('.box'), '::before').opacity"),
    "type": ("reading", "easy", "getComputedStyle(document.querySelector('.line')).fontFamily"),
    "contrast": ("access", True, "getComputedStyle(document.querySelector('.stage')).color"),
    "motion": ("access", "full", "document.documentElement.classList.contains('still')"),
    "shake": ("access", False, "document.documentElement.classList.contains('calm')"),
}
KEPT_ONLY: dict[str, tuple[str, object]] = {
    "speed": ("reading", 60), "auto": ("reading", 3), "skip": ("reading", "all"),
    "after": ("reading", True), "trans": ("reading", False), "wheel": ("reading", "history"),
    "main": ("sound", 30), "music": ("sound", 20), "sound": ("sound", 10), "voices": ("sound", 5),
    "ui": ("sound", 25), "mute": ("sound", True), "mono": ("sound", True),
    "plain": ("access", True), "rate": ("access", 150), "drop": ("access", 20),
    "wait": ("access", False), "keys": ("access", False),
}  # fmt: skip


def preferences_change_the_page(reader: Reader, _: Path) -> None:
    reader.begin()
    reader.page.evaluate("window.gone = 0; window.came = performance.now()")
    command(reader, "quicksave")
    reader.page.evaluate("""new MutationObserver((all, self) => {
      if (document.querySelector('.toast')) return;
      window.gone = performance.now() - window.came; self.disconnect();
    }).observe(document.querySelector('.toasts'), {childList: true})""")
    assert reader.page.inner_text(".toast") == "Quick save complete"
    stored = "JSON.parse(localStorage['weave/prefs'].replace(/^[0-9]+ /, ''))"
    command(reader, "prefs")
    everything = {key: (tab, value, "") for key, (tab, value) in KEPT_ONLY.items()} | PREFS
    kept = reader.page.evaluate(
        "JSON.stringify([...document.querySelectorAll('.prefs [id^=pref-]')].map((o) => o.id))")
    assert {name.split("-")[1] for name in json.loads(kept)} == {*everything, "speech", "voice"}
    for key, (tab, value, effect) in everything.items():
        reader.page.click(f"[data-tab={tab}]")
        before = reader.page.evaluate(effect) if effect else None
        if isinstance(value, bool):
            reader.page.locator(f"#pref-{key}").set_checked(value)
        elif isinstance(value, str):
            reader.page.check(f"#pref-{key}-{value}")
        else:
            reader.page.locator(f"#pref-{key}").fill(str(value))
        assert reader.page.evaluate(f"{stored}[{key!r}]") == value, key
        if effect:
            assert reader.page.evaluate(effect) != before, key
    reader.page.click("[data-tab=reading]")
    assert "OpenDyslexic" in reader.page.evaluate(
        "getComputedStyle(document.querySelector('.preview .line')).fontFamily")  # fmt: skip
    reader.page.click("[data-tab=sound]")
    assert reader.ids("[data-test]", "test")[:5] == ["main", "music", "sound", "voices", "ui"]
    reader.page.click("[data-test=music]")
    reader.press("Escape")
    reader.page.mouse.move(640, 300)
    reader.page.mouse.wheel(0, -120)
    reader.page.wait_for_selector("[data-weave-panel=history]")
    reader.press("Escape")
    command(reader, "prefs")
    reader.page.click("[data-defaults]")
    again = reader.page.evaluate(stored)
    changed = [key for key, (_, value, _) in everything.items() if again[key] == value]
    assert changed == ["motion"], "all but motion, which was still before the test"
    reader.page.wait_for_selector(".toast", state="detached")
    assert reader.page.evaluate("window.gone") >= 3250


def all_saves_travel_in_a_file(reader: Reader, tmp_path: Path) -> None:
    reader.begin()
    for slot in ("1", "8"):
        command(reader, "save")
        reader.page.click(f"[data-page='{2 if slot == '8' else 1}']")
        reader.page.click(f"[data-slot='{slot}']")
        reader.press("Escape")
        reader.on_by_key()
    full = slots(reader)
    assert {"1", "8"} <= set(full)
    command(reader, "prefs")
    reader.page.click("[data-tab=data]")
    with reader.page.expect_download() as waiting:
        reader.page.click("[data-export-all]")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    reader.page.click("[data-erase-all]")
    assert f"Saves: {len(full)}," in reader.page.inner_text("[data-weave-panel=question]")
    assert focused(reader) == "Keep them"
    reader.page.click("[data-confirm]")
    assert slots(reader) == []
    for broken in ("]]", "{}", text.replace('"auditorium/', '"nowhere/'), text):
        path = tmp_path / "saves.json"
        path.write_text(broken, encoding="utf-8")
        reader.page.set_input_files("#import-all", path)
        words = f"Saves brought in: {len(full)}" if broken == text else "no save of this story"
        reader.page.locator(".toast", has_text=words).last.wait_for()
    assert slots(reader) == full
    reader.page.set_input_files("#import-all", path)
    reader.until("document.querySelectorAll('.toast').length === 3")
    assert len(slots(reader)) == 2 * len(full), "what is there stays"


def access_comes_first(reader: Reader, _: Path) -> None:
    first = reader.page.evaluate(
        "document.querySelector('.title-screen').querySelector('a, button, input').textContent")
    assert first == "Accessibility"
    reader.press("Shift+A")
    assert panel(reader) == "access"
    reader.page.locator("#pref-size").fill("200")
    reader.page.locator("#pref-size").blur()
    reader.press("r")
    prefs = reader.page.evaluate("JSON.parse(localStorage['weave/prefs'].replace(/^[0-9]+ /, ''))")
    assert (prefs["size"], prefs["speech"]) == (100, True)
    assert reader.page.locator("#pref-speech").is_checked()


SPEECH = (
    AT_ONCE
    + """
window.said = []; window.cancelled = 0; window.all = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{name: "Ada", lang: "en"}, {name: "Bea", lang: "en"}],
  speak: (one) => { said.push([one.text, one.rate]); all.push(one); },
  cancel: () => { window.cancelled += 1; },
}});
Object.defineProperty(SpeechSynthesisUtterance.prototype, "voice",
  {set(one) { window.voiceUsed = one && one.name; }});
"""
)


def the_page_speaks(reader: Reader, _: Path) -> None:
    reader.begin()

    def said() -> list[str]:
        return [text for text, _ in reader.page.evaluate("window.said")]

    assert said() == [], "off by default"
    reader.press("v")
    command(reader, "prefs")
    reader.page.locator("#pref-auto").fill("0")
    reader.page.click("[data-tab=access]")
    reader.page.locator("#pref-rate").fill("200")
    reader.page.select_option("#pref-voice", "Bea")
    assert any("Voice speed" in text for text in said()), "what gets the focus is said"
    reader.page.check("#pref-contrast")
    assert said()[-1] == "High contrast: On"
    reader.page.uncheck("#pref-contrast")
    reader.press("Escape")
    reader.on_by_key()
    assert said()[-1] == reader.page.inner_text("[role=log] p:last-child")
    assert said()[-1].startswith("Elena Trask: Every night you close your eyes")
    assert reader.page.evaluate("window.said.at(-1)[1]") == 2
    assert reader.page.evaluate("window.voiceUsed") == "Bea"
    stops = reader.page.evaluate("window.cancelled")
    reader.press("Escape")
    assert reader.page.evaluate("window.cancelled") == stops + 1
    assert panel(reader) is None, "Esc stops the voice before it opens anything"
    reader.upto("button[data-weave-option]")
    assert any("Hold the door" in text for text in said()[-4:]), "so are the answers"
    reader.press("PageUp", "PageUp")
    line = reader.here()
    command(reader, "auto")
    reader.page.wait_for_timeout(1000)
    assert reader.here() == line, "auto waits for the voice"
    reader.page.evaluate("all.forEach((one) => one.onend())")
    reader.page.wait_for_selector("[data-weave-line='auditorium/l4']")


def history_by_strand_and_voice(reader: Reader, _: Path) -> None:
    reader.begin()
    reader.upto("[data-weave-line^='shore/']")
    command(reader, "history")
    columns = "(one) => getComputedStyle(one).gridTemplateColumns.split(' ').length"
    assert reader.page.locator(".past-words").first.evaluate(columns) == 2
    reader.page.locator(".past-listen").nth(1).click()
    assert reader.page.evaluate("window.said.at(-1)[0]").startswith("Elena Trask: Every night")
    merge = reader.page.locator(".past-merge").first
    before = merge.locator(".line").all_inner_texts()
    merge.locator("[data-unweave]").click()
    heads = merge.locator(".past-strand").all_inner_texts()
    assert heads == ["Elena Trask", "Jax Mercer", "Orion Vast", "Nora Patel", "Everyone"]
    after = merge.locator(".line").all_inner_texts()
    assert sorted(after) == sorted(before), "it regroups and changes nothing"
    owners = merge.locator("li.past-line").evaluate_all(
        "(all) => all.map((one) => one.dataset.mind ?? 'all')")  # fmt: skip
    assert owners == sorted(owners)
    merge.locator("[data-unweave]").click()
    assert merge.locator(".line").all_inner_texts() == before
    reader.page.select_option(".past-filter", label="Nora Patel")
    shown = merge.locator("li.past-line:visible").evaluate_all(
        "(all) => all.map((one) => one.dataset.mind)")  # fmt: skip
    assert set(shown) == {"3", None}, "what belongs to all is always there"
    reader.press("Escape")
    for _step in range(60):
        if reader.page.locator(".unweave:visible").count():
            break
        reader.press("PageUp")
    reader.page.click(".unweave")
    assert reader.page.locator("[data-unweave][aria-pressed=true]").count() == 1


def test_a_fault_is_no_end(browser: Browser, tmp_path: Path) -> None:
    data = program_json(sample_program.program())
    hall = data["scenes"][0]["ops"]
    at = next(i for i, op in enumerate(hall) if op["k"] == "line" and op["id"] == "auditorium/l3")
    hall[at] = {"k": "goto", "to": at}
    data["scenes"][0]["rests"] = [rest for rest in data["scenes"][0]["rests"] if rest[1] != at]
    path = tmp_path / "p.html"
    path.write_bytes(document(json.dumps(data), "en", "x").encode())
    with reading(browser) as reader:
        reader.open(path).begin()
        reader.on_by_key()
        assert reader.here() == ["auditorium/l2"]
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-panel=fault]")
        assert focused(reader) == "Go back one line"
        with reader.page.expect_download() as waiting:
            reader.page.click("[data-fault=save]")
        kept = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
        assert kept["save"]["weave"] == 1
        reader.page.click("[data-fault=back]")
        assert reader.here() == ["auditorium/l1"]
        reader.on_by_key()
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-panel=fault]")
        reader.page.click("[data-fault=title]")
        reader.page.wait_for_selector("[data-way=resume]:not(:disabled)")
        assert reader.complaints() == QUIET
        reader.page.evaluate("dispatchEvent(new ErrorEvent('error', {message: 'a mistake'}))")
        assert (panel(reader), focused(reader)) == ("fault", "Title screen")
        assert "a mistake" in (reader.page.text_content("[data-weave-panel=fault]") or "")


def help_and_about(reader: Reader, _: Path) -> None:
    reader.page.click("[data-way=help]")
    words = reader.page.inner_text("[data-weave-panel=help]")
    for key in ("Page Up", "Ctrl held", "Shift+A", "F11", "LB", "two-finger", "screenshot"):
        assert key in words
    if reader.page.evaluate("innerWidth") < 500:
        reader.page.locator(".panel-body").focus()
        reader.press("End")
        reader.until("document.querySelector('.panel-body').scrollTop > 0")
    reader.press("Escape")
    reader.page.click("[data-way=about]")
    words = reader.page.inner_text("[data-weave-panel=about]")
    assert f"Made with weavec {__version__}" in words
    assert "The Weave Company" in words
    assert "Content note" in words


WALKS: dict[str, tuple[tuple[int, int], str, tuple[Callable[[Reader, Path], None], ...]]] = {
    "menus": (DESKTOP, AT_ONCE, (
        menus_keep_their_order, help_and_about, a_line_is_said, skip_to_the_next_choice)),
    "keys": (DESKTOP, FULLSCREEN + PAD, (keys, gamepad)),
    "saves": (DESKTOP, AT_ONCE, (pages_of_saves, all_saves_travel_in_a_file)),
    "preferences": (DESKTOP, AT_ONCE, (preferences_change_the_page,)),
    "voice": (DESKTOP, SPEECH, (
        the_page_speaks, history_by_strand_and_voice, access_comes_first)),
    "phone": (PHONE, AT_ONCE, (help_and_about, fingers)),
}  # fmt: skip


@pytest.mark.parametrize("walk", WALKS)
def test_walk(browser: Browser, sample: Path, tmp_path: Path, walk: str) -> None:
    size, before, parts = WALKS[walk]
    with reading(browser, size, before, has_touch=size == PHONE) as reader:
        reader.open(sample)
        for part in parts:
            to_title(reader)
            part(reader, tmp_path)
            assert reader.complaints() == QUIET, part.__name__
