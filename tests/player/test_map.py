"""The Dream Map in a browser: what was read, what was not, and scenes entered again exactly as they
were first read; endings and keepsakes beside it. The story is small and is compiled once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import AT_ONCE, DESKTOP, PHONE, Reader, fills, find_chromium, reading
from playwright.sync_api import Browser

from weavec import ir
from weavec.cli import main as weavec
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

QUIET: list[str] = []
STORY = """
story "Two Rooms"
  id 0f8d2c3e-77c2-4a1f-8d0e-5b1f6c7d8e91
  start gate

dreamer ada "Ada Vale"
  color #ecb566

dreamer bo "Bo Finn"
  color #598cf5

var nerve: 0..9 = 0

chapter "I. Evening"

scene gate "The Gate"
  Nobody waits. Nerve: {nerve}.
  choice "Where to?"
    * To the hall.
      set nerve += 2
      -> hall as ada
    * (needs nerve >= 5 "The yard wants nerve.") To the yard. -> yard as bo
    * Round the back. -> lane

scene lane
  if nerve > 8
    -> attic as ada
  else
    -> cellar as bo

scene hall "The Hall" as ada
  Nerve {nerve}, visit {visits(hall)}. {either: Rain.|Wind.|Hail.|Snow.|Fog.|Sun.|Dusk.|Dawn.}
  {either: One.|Two.|Three.|Four.|Five.|Six.|Seven.|Eight.} Then {either: a|b|c|d|e|f|g|h}.
  keepsake coin "A bent coin"
  choice
    * On.
      set nerve += 1
      On she goes.
    * Back. -> gate
    * (needs nerve >= 5 "Too dark to look.") Look again.
      It is a hall.
  -> deep

scene yard "The Yard" as bo
  keepsake key "The yard key"
  The yard.
  end dug "Dug Under"

scene cellar "The Cellar" as bo
  The cellar.
  -> deep

scene attic "The Attic" as ada
  The attic.
  -> deep

scene deep
  dream-merge under "Under the Ice" woven
    strand ada
      Ada counts. {either: 1|2|3|4|5|6|7|8}
      set nerve += 1
    strand bo
      Bo counts too.
      Bo stops.
  -> shore as bo

chapter "II. Morning"

scene shore "The Shore" as bo
  Bo wakes at the shore.
  choice
    * Stay.
      end stayed "Those Who Stayed {nerve}"
    * Go. -> train

chapter "III. Noon"

scene train "The Train" as bo
  The train.
  end gone "Gone by Train"
"""
SPOILERS = ("The Yard", "The Cellar", "The Attic", "The Shore", "The Train", "Morning", "Noon",
            "Dug Under", "Gone by Train", "yard key", "Bo Finn")  # fmt: skip
SEEN = """[...document.body.querySelectorAll(':scope > :not(script)')].map((one) => one.outerHTML)
  .join(' ')"""


def build(folder: Path, text: str, name: str = "story") -> Path:
    """The story's page."""
    source = folder / f"{name}.weave"
    source.write_text(text, encoding="utf-8")
    out = folder / f"{name}.html"
    assert weavec(["build", str(source), "-o", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the story above."""
    return build(tmp_path_factory.mktemp("map"), STORY)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desk", "phone"])
def reader(browser: Browser, request: Any) -> Iterator[Reader]:
    """A reader of either size, about whom there are no complaints."""
    with reading(browser, request.param) as one:
        yield one
        assert one.complaints() == QUIET


def open_map(reader: Reader, tab: str = "threads") -> None:
    """Open the map by its key."""
    reader.page.wait_for_selector("dialog", state="detached")
    reader.press("m")
    reader.page.wait_for_selector("[data-weave-panel=map][open]")
    if tab != "threads":
        reader.page.click(f"[data-tab={tab}]")


def spots(reader: Reader) -> dict[str, str]:
    """What the map's scenes are called, and how they stand."""
    script = "(all) => all.map((one) => [one.getAttribute('aria-label'), one.dataset.state])"
    return dict(reader.page.locator("[data-spot]").evaluate_all(script))


def card(reader: Reader) -> str:
    """The words on the card."""
    return reader.page.inner_text(".map-words")


def pick(reader: Reader, option: int) -> None:
    """On to the next choice, and this answer."""
    reader.upto(f"button[data-weave-option='{option}']:not(:disabled)", -1)
    reader.page.click(f"button[data-weave-option='{option}']")


def test_the_map_shows_what_was_read_and_counts_the_rest(reader: Reader, story: Path) -> None:
    reader.open(story)
    assert reader.page.locator("[data-way=map]").count() == 0, "nothing is on it yet"
    reader.begin()
    open_map(reader)
    assert spots(reader) == {
        "The Gate, you are here": "here", "Scene, open": "open",
    }, "what the choice offers is known when it was offered"  # fmt: skip
    reader.press("Escape")
    reader.upto("button[data-weave-option]")
    open_map(reader)
    found = reader.page.locator("[data-spot]").evaluate_all("(l) => l.map((o) => o.dataset.state)")
    assert sorted(found) == ["here", "locked", "open", "open", "open"], (
        "the hall, and behind a scene without title the cellar and the attic; the yard is locked"
    )
    assert reader.page.inner_text(".map-count") == "1 of 8 scenes, 0 of 3 endings"
    assert reader.page.locator(".map-band h2").all_text_contents() == [
        "I. Evening", "+2 chapters not reached",
    ]  # fmt: skip
    reader.page.focus("[data-state=locked]")
    assert "Locked: The yard wants nerve." in card(reader)
    assert reader.page.locator(".map-deeds button").count() == 0
    assert [word for word in SPOILERS if word in reader.page.evaluate(SEEN)] == []
    assert "Ada Vale" not in reader.page.evaluate(SEEN), "nobody whose mind was not entered"
    reader.press("Escape")
    reader.page.click("button[data-weave-option='1']")
    reader.upto("button[data-weave-option='2']", -1)
    open_map(reader)
    assert "Locked: Too dark to look." in card(reader), "a lock that leads nowhere else"
    assert spots(reader)["The Hall, you are here, Ada Vale"] == "here"
    assert spots(reader)["The Gate, read"] == "read"
    assert reader.page.locator(".map-tally").all_inner_texts()[:2] == ["1 of 3", "0 of 5"]
    assert [word for word in SPOILERS if word in reader.page.evaluate(SEEN)] == []
    reader.press("Escape")
    reader.press("1")
    reader.upto("[data-weave-line^='shore/']", -1)
    assert reader.page.locator(".seam:visible").count() == 1, "the map is offered at a new chapter"
    reader.page.click(".seam")
    assert spots(reader)["Under the Ice, read, Ada Vale, Bo Finn"] == "read"
    assert spots(reader)["The Shore, you are here, Bo Finn"] == "here"
    assert "Ways from here not taken: 1" in card(reader), "the train, of which nothing is shown"
    left = [word for word in SPOILERS if word in reader.page.evaluate(SEEN)]
    assert left == ["The Shore", "Morning", "Bo Finn"]
    reader.press("Escape")
    reader.upto("button[data-weave-option]", -1)
    assert reader.page.locator(".seam:visible").count() == 0


def stored(story: str, values: dict[str, str]) -> str:
    """A script that puts a story's values into the browser's storage."""
    kept = {f"weave/{story}/{key}": value for key, value in values.items()}
    return f"Object.assign(localStorage, {json.dumps(kept)});"


def way(reader: Reader) -> list[str]:
    """What is read from the hall to the shore, going on."""
    seen = [reader.snapshot()]
    for _ in range(40):
        if reader.page.locator("[data-weave-line^='shore/']").count():
            return seen
        reader.on_by_key()
        seen.append(reader.snapshot())
    raise AssertionError("the shore was not reached")


def keys(reader: Reader, part: str) -> int:
    """How many keys of the browser's storage have this in their name."""
    script = (
        "(part) => Object.keys(localStorage)"
        ".filter((one) => one.includes(part) && !one.endsWith('~')).length"
    )
    return int(reader.page.evaluate(script, part))


def saved(reader: Reader, newest: str = "q") -> Any:
    """The state of the newest quick save."""
    reader.page.evaluate("document.querySelector('[data-command=quicksave]').click()")
    return reader.page.evaluate(
        """(page) => Object.keys(localStorage)
          .filter((key) => key.includes("/slot-" + page) && !key.endsWith("~"))
          .map((key) => localStorage[key])
          .map((text) => JSON.parse(text.slice(text.indexOf(" ") + 1)))
          .sort((one, two) => one.when < two.when ? -1 : 1).at(-1).save.now""",
        newest,
    )


def test_a_scene_is_entered_again_as_it_was_first_read(reader: Reader, story: Path) -> None:
    reader.open(story, seed=11).begin()
    pick(reader, 1)
    state = saved(reader)
    first = way(reader)
    reader.upto(".card-screen", 1)
    autosaves = keys(reader, "/slot-a")
    reader.page.click(".card-screen .primary")
    pick(reader, 1)
    pick(reader, 2)
    assert "Nerve: 2." in reader.page.inner_text(".line"), "by now the hall would be another one"
    pick(reader, 1)
    assert saved(reader)["vars"] != state["vars"]
    open_map(reader)
    reader.page.focus("[data-spot=hall]")
    reader.page.click("[data-enter=hall]")
    assert reader.page.evaluate("document.activeElement.textContent") == "Stay"
    assert reader.page.inner_text("[data-confirm]").lower() == "read again"
    reader.page.click("[data-confirm]")
    assert reader.page.locator("dialog[open]").count() == 0
    assert saved(reader) == state, "variables, visits, draws, stage: all of it"
    assert way(reader) == first, "and it goes on as it did"
    assert keys(reader, "/slot-a") > autosaves, "the place that was left is kept"
    open_map(reader)
    reader.page.click("[data-spot=deep]")
    reader.page.click("[data-enter=deep]")
    reader.page.click("[data-confirm]")
    assert reader.snapshot() == next(one for one in first if "Ada counts" in one), "merges too"
    reader.press("Escape")
    reader.page.click("[data-menu=title]")
    reader.page.click("[data-confirm]")
    reader.page.click("[data-way=map]")
    assert "here" not in spots(reader).values()
    reader.page.click("[data-spot=gate]")
    reader.page.click("[data-enter=gate]")
    assert "Nerve: 0." in reader.page.inner_text(".line"), "from the title, nothing would be lost"


def test_by_keyboard_alone(browser: Browser, story: Path) -> None:
    with reading(browser) as reader:
        reader.open(story).begin()
        reader.keys_upto("[data-weave-line^='shore/']")
        open_map(reader)
        focus = "[document.activeElement.dataset.spot, document.activeElement.dataset.state]"
        assert reader.page.evaluate(focus) == ["shore", "here"]
        walked = []
        for key in ("Left", "Left", "Left", "Left", "Right", "Down", "Up"):
            reader.press(f"Arrow{key}")
            walked.append(reader.page.evaluate(focus))
        assert walked == [
            ["deep", "read"], ["", "open"], ["hall", "read"], ["gate", "read"], ["hall", "read"],
            ["", "locked"], ["hall", "read"],
        ], "along the thread to the merge and on; across to the other thread"  # fmt: skip
        assert "THE HALL" in card(reader).upper(), "the card follows the focus"
        reader.press("Tab")
        assert reader.page.evaluate("document.activeElement.textContent") == "Read again"
        reader.press("Shift+Tab")
        assert reader.page.evaluate(focus)[0] == "hall", "one stop of Tab for all scenes"
        reader.press("Enter")
        assert reader.page.evaluate("document.activeElement.dataset.enter") == "hall"
        reader.press("Escape")
        assert reader.page.locator("dialog[open]").count() == 0
        open_map(reader)
        reader.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter", "Enter")
        reader.press("ArrowRight", "Enter")
        assert reader.here()[0].startswith("hall/")
        assert reader.complaints() == QUIET


def test_endings_and_keepsakes_are_counted(reader: Reader, story: Path) -> None:
    reader.open(story).begin()
    reader.upto(".card-screen", 1)
    assert reader.page.inner_text(".card-screen .ending-row") == "1 of 3 endings"
    reader.page.click(".card-screen button >> text=Dream Map")
    reader.page.click("[data-tab=endings]")
    names = [text.split("\n")[0] for text in reader.page.locator(".find").all_inner_texts()]
    assert names == ["Unfound", "Those Who Stayed 4", "Unfound"], "as it was titled when found"
    assert reader.page.locator(".find-when").inner_text() != ""
    reader.page.click("[data-tab=keepsakes]")
    assert reader.page.inner_text(".map-count") == "1 of 2 keepsakes"
    assert reader.page.locator(".keep-grid li").all_inner_texts() == ["A bent coin", "face down"]
    assert reader.page.inner_text(".keep-open").upper() == "A BENT COIN\nFOUND IN: THE HALL"
    assert [word for word in SPOILERS[-5:-1] if word in reader.page.evaluate(SEEN)] == []
    reader.press("Escape")
    reader.page.click(".card-screen button >> text=Title screen")
    assert reader.page.inner_text(".way-endings") == "1 of 3 endings"
    reader.page.click(".way-endings")
    assert reader.page.inner_text("[data-weave-panel=map] h1").upper() == "ENDINGS"
    reader.page.click("[data-tab=keepsakes]")
    reader.page.locator(".keep").press("Enter")
    assert reader.page.locator(".keep[aria-pressed=true]").count() == 1


def test_after_the_story_was_edited(browser: Browser, story: Path, tmp_path: Path) -> None:
    edited = (
        STORY.replace("Nobody waits. Nerve: {nerve}.", "Somebody waits. Nerve: {nerve}.")
        .replace("  keepsake coin", "  A cold draught.\n  keepsake coin")
        .replace('scene cellar "The Cellar"', 'scene cellar "The Pit"')
        .replace("set nerve += 2", "set nerve += 5")
    )
    with reading(browser) as reader:
        reader.open(story).begin()
        reader.upto("[data-weave-line^='shore/']", 1)
        reader.page.evaluate("dispatchEvent(new Event('pagehide'))")
        build(tmp_path, edited)
        kept = story.read_bytes()
        try:
            story.write_bytes((tmp_path / "story.html").read_bytes())
            reader.open(story)
            reader.page.click("[data-way=map]")
            reader.page.click("[data-spot=gate]")
            assert reader.page.locator("[data-enter=gate]").count() == 1, "only its words changed"
            reader.page.focus("[data-spot=hall]")
            reader.page.click("[data-enter=hall]")
            assert "Nerve 2, visit 1." in reader.page.inner_text(".line"), "as it was then"
            reader.press("Escape")
            reader.page.click("[data-menu=title]")
            reader.page.click("[data-confirm]")
            reader.begin()
            reader.press("m")
            assert reader.page.locator("[data-enter=gate]").count() == 1, "kept anew"
        finally:
            story.write_bytes(kept)
        assert reader.complaints() == QUIET


ENTRIES = 'Object.keys(localStorage).some((one) => one.includes("/entry/"))'
FULL = AT_ONCE + fills(unless=f'!{ENTRIES} && !key.includes("/entry/")')


def test_saves_come_before_the_map_when_storage_is_full(browser: Browser, story: Path) -> None:
    with reading(browser, before=FULL) as reader:
        reader.open(story).begin()
        pick(reader, 1)
        assert keys(reader, "/entry/") == 2
        reader.page.evaluate("window.full = true")
        reader.press("q")
        assert reader.page.inner_text(".toast") == "Quick save complete"
        open_map(reader)
        reader.page.focus("[data-spot=gate]")
        assert "was not kept, so it cannot be entered again" in card(reader)
        assert reader.page.locator("[data-enter]").count() == 0


@pytest.mark.parametrize("kept", ["[]", "7", '{"scenes": 3, "notes": [1], "ways": ["x", "a>b"]}',
    '{"scenes": ["nowhere", "gate", null], "ways": ["gate>nowhere", "gate>gate", "gate"],'
    ' "notes": {"__proto__": "x", "@ending/dug": 4}, "endings": ["nothing"]}'])  # fmt: skip
def test_memory_is_trusted_in_nothing(browser: Browser, story: Path, kept: str) -> None:
    with reading(browser, before=AT_ONCE + stored("0f8d2c3e-77c2-4a1f-8d0e-5b1f6c7d8e91", {
        "memory": kept, "entry/gate": '{"weave": 1, "now": {}}'})) as reader:  # fmt: skip
        reader.open(story)
        open_map(reader)
        if "gate" in kept:
            assert "It was left as it is." in card(reader)
        reader.press("Escape")
        reader.begin()
        open_map(reader)
        assert spots(reader)["The Gate, you are here"] == "here"
        assert reader.page.locator("[data-enter=gate]").count() == 1
        assert reader.complaints() == QUIET


def large(count: int) -> ir.Program:
    """Four dreamers, many scenes in five chapters, each with an option into the next but one."""
    texts: dict[str, ir.Nodes] = {"@story/title": ("Large",)}
    scenes = []
    for i in range(count):
        name = f"s{i}"
        texts[f"@scene/{name}"] = (f"Scene number {i}",)
        ops: list[ir.Op] = []
        for j in range(12):
            texts[f"{name}/l{j}"] = ("A line.",)
            ops.append(ir.Line(id=f"{name}/l{j}", kind="narrate"))
        if i % 25 == 24:
            ops.insert(0, ir.Merge(id=name, mode="woven", members=((0, 0), (1, 0), (2, 0), (3, 0))))
        options = tuple(ir.Option(id=f"{name}/c{k}", to=len(ops) + 1 + k) for k in range(2))
        ops.append(ir.Choice(id=f"{name}/c", hub=False, options=options, next=len(ops) + 1))
        ops += [ir.Jump(to=(min(i + k, count - 1), 0)) for k in (1, 2)]
        ops.append(ir.End(id=f"{name}/e", name="end"))
        keys = tuple((f"{name}/{j}", j) for j in range(len(ops)))
        scenes.append(ir.Scene(id=name, minds=(i % 4,), ops=tuple(ops), beats=(), rests=keys,
                               chapter=i * 5 // count, titled=True))  # fmt: skip
    minds = tuple(ir.Mind(id=f"m{i}", color=None, moods=()) for i in range(4))
    return ir.Program(
        story=ir.Story(id="large", language="en", chapters=5), start=(0, 0), minds=minds,
        people=(), vars=(), lets=(), counts=(), words=(), scenes=tuple(scenes),
        texts={"en": texts}, was=ir.Was(),
    )  # fmt: skip


def test_a_thousand_scenes_open_at_once(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(page(large(1000)).encode())
    memory = {"scenes": [f"s{i}" for i in range(1000)], "lines": [], "picks": [],
              "ways": [f"s{i}>s{i + 1 + i % 2}" for i in range(998)]}  # fmt: skip
    before = AT_ONCE + stored("large", {"memory": json.dumps(memory)})
    with reading(browser, before=before) as reader:
        reader.open(path).begin()
        devtools = reader.page.context.new_cdp_session(reader.page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

        def worked() -> Any:
            """How long the page's thread has worked, in ms: others may keep the machine busy."""
            metrics = devtools.send("Performance.getMetrics")["metrics"]
            return 1000 * next(one["value"] for one in metrics if one["name"] == "ThreadTime")

        begun = worked()
        reader.page.evaluate(
            "() => { document.querySelector('[data-command=map]').click();"
            " document.querySelector('.map-scroll').getBoundingClientRect(); }")  # fmt: skip
        took = worked() - begun
        assert 10 < took < 300
        assert reader.page.locator("[data-spot]").count() == 1000
        before = reader.page.evaluate("document.activeElement.dataset.spot")
        reader.press("ArrowRight")
        assert reader.page.evaluate("document.activeElement.dataset.spot") not in (before, None)
        at = "document.querySelector('.map-scroll').scrollLeft"
        reader.page.evaluate(f"{at} = 5000")
        reader.page.click("[data-tab=endings]")
        reader.page.click("[data-tab=threads]")
        assert reader.page.evaluate(at) == 5000, "another tab does not lose the place"
        assert reader.complaints() == QUIET
