"""The page in a browser: played by keys alone and by clicks alone, on a desk and on a phone; its
policy, its saves, its history; and whatever an author may write, shown as written.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

import sample_program
from browser import (
    AT_ONCE,
    DESKTOP,
    PHONE,
    Reader,
    fills,
    find_chromium,
    json_file,
    prefers,
    reading,
)
from playwright.sync_api import Browser

from weavec.emit.page import document, page
from weavec.ir import program_json

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

QUIET: list[str] = []


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's page on disk."""
    return written(tmp_path_factory.mktemp("page") / "sample.html", page(sample_program.program()))


def written(path: Path, text: str) -> Path:
    """A page as the compiler writes it."""
    path.write_bytes(text.encode())
    return path


def reload(reader: Reader) -> None:
    """Open the page anew, as a reader does who comes back to it."""
    reader.page.wait_for_selector("dialog", state="detached")
    reader.page.reload()
    reader.page.wait_for_selector("[data-weave-title]")


# ------------------------------------------------------------------ to the end


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_keys_alone_reach_the_end(browser: Browser, sample: Path, size: tuple[int, int]) -> None:
    with reading(browser, size) as reader:
        reader.open(sample)
        assert reader.page.evaluate("document.documentElement.dataset.weave") == "ready"
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line]")
        reader.keys_upto("[data-weave-ending='hybrid']")
        assert reader.page.evaluate("document.documentElement.dataset.weave") == "ended"
        assert reader.complaints() == QUIET


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_clicks_alone_reach_the_end(browser: Browser, sample: Path, size: tuple[int, int]) -> None:
    with reading(browser, size, has_touch=size == PHONE) as reader:
        reader.open(sample)
        reader.page.click("[data-way=start]")
        reader.page.wait_for_selector("[data-weave-line]")
        reader.click_upto("[data-weave-ending]")
        assert reader.ids("[data-weave-ending]", "weaveEnding") == ["hybrid"]
        reader.page.click(".card-screen .primary")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l1']")
        assert reader.complaints() == QUIET


@pytest.mark.parametrize("count", [4, 6])
def test_every_merge_of_any_cast(browser: Browser, tmp_path: Path, count: int) -> None:
    path = written(tmp_path / "p.html", page(sample_program.program(count, (None,) * 6)))
    with reading(browser) as reader:
        reader.open(path).begin()
        reader.upto(".chord-columns")
        assert reader.page.locator("[data-weave-line]").count() == count
        reader.upto("[data-weave-ending]", pick=1)
        assert reader.complaints() == QUIET


def test_a_hole_is_an_end_that_says_so(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-line='shore/p3']")
        reader.upto("button[data-weave-option='2']:not([disabled])")
        reader.press("2")
        reader.page.wait_for_selector("[data-weave-hole]")
        assert "not written further" in reader.page.inner_text("[data-weave-hole]")


# ------------------------------------------------------------------ lines and hooks


def test_hooks_name_line_speaker_and_perspective(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        seen = []
        for _ in range(4):
            seen.append(
                tuple(
                    reader.page.locator("[data-weave-line]").evaluate(
                        "(p) => ((d) =>"
                        " [d.weaveLine, d.weaveSpeaker, d.weavePerspective])(p.dataset)"
                    )
                )
            )
            reader.on_by_key()
        assert seen == [
            ("auditorium/l1", "", "elena"), ("auditorium/l2", "elena", "elena"),
            ("auditorium/l3", "elena", "elena"), ("auditorium/l4", "A voice in row nine", "elena"),
        ]  # fmt: skip


def test_the_first_push_completes_a_line(browser: Browser, sample: Path) -> None:
    with reading(browser, before=prefers(speed=4, plain=False)) as reader:
        reader.open(sample).begin()
        line = reader.page.locator("[data-weave-line='auditorium/l1']")
        hidden = "(p) => [...p.querySelectorAll('.unsaid')].map((one) => one.textContent).join('')"
        assert len(line.evaluate(hidden)) > 10
        assert line.text_content() == "Eleven thousand people breathe in the dark."
        assert reader.page.locator(".stage.waiting").count() == 0
        reader.press("Enter")
        assert line.evaluate(hidden) == ""
        assert reader.here() == ["auditorium/l1"]
        assert reader.page.locator(".stage.waiting").count() == 1
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l2']")


def test_locked_options_and_keys_at_a_choice(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("button[data-weave-option]")
        third = reader.page.locator("button[data-weave-option='3']")
        assert third.is_disabled()
        assert "2 of 4 nights heard" in third.inner_text()
        assert reader.here() == ["auditorium/l4"], "the line before stays while a choice is open"
        before = reader.snapshot()
        reader.press("3", " ", "Enter", "9")
        reader.press("ArrowDown")
        assert reader.page.evaluate("document.activeElement.dataset.weaveOption") == "1"
        reader.press("ArrowDown", "ArrowDown")
        assert reader.page.evaluate("document.activeElement.dataset.weaveOption") == "4"
        reader.press(" ")
        assert reader.snapshot() == before, "Space never picks"
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l5']")
        reader.press("PageUp")
        reader.page.wait_for_selector("button[data-weave-option='4'] .glyph-eye")


def test_an_answer_is_kept_and_shown_as_written(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-ask]")
        reader.page.fill("[data-weave-ask]", "<b>Ada & 'co'</b>")
        reader.press("Enter")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l6']")
        assert "Then wake up, <b>Ada & 'co'</b>." in (reader.page.text_content(".line") or "")
        assert reader.page.locator(".line ruby rt").inner_text() == "ゆめ"


def test_a_chord_is_side_by_side_or_stacked(browser: Browser, sample: Path) -> None:
    for size in (DESKTOP, PHONE):
        with reading(browser, size) as reader:
            reader.open(sample).begin()
            reader.upto(".chord-columns")
            minds = reader.ids("[data-weave-line]", "weavePerspective")
            assert minds == ["elena", "jax", "orion", "nora"]
            boxes: list[Any] = reader.page.locator(".chord-part").evaluate_all(
                "(all) => all.map((one) => { const r = one.getBoundingClientRect();"
                " return [Math.round(r.left), Math.round(r.top)]; })")  # fmt: skip
            across, down = len({x for x, _ in boxes}), len({y for _, y in boxes})
            assert (across, down) == ((4, 1) if size == DESKTOP else (1, 4))
            colors = reader.page.locator(".chord-part .owner").evaluate_all(
                "(all) => all.map((one) => getComputedStyle(one).color)")  # fmt: skip
            assert len(set(colors)) == 4


def test_plain_reading_names_and_stacks(browser: Browser, sample: Path) -> None:
    with reading(browser, before="", reduced_motion="reduce") as reader:
        reader.open(sample).begin()
        for _ in range(80):
            if len(reader.here()) == 4:
                break
            reader.press("Enter", "1")
            reader.page.wait_for_timeout(20)
        assert reader.page.locator(".chord-columns").count() == 0
        assert reader.page.locator(".stage .cloth > *").count() == 0
        owners = [text.lower() for text in reader.page.locator(".owner").all_inner_texts()]
        assert owners == ["elena trask", "jax mercer", "orion vast", "nora patel"]
        running = reader.page.evaluate(  # a fade that goes with the reader's own scrolling may
            "document.getAnimations().filter((one) => one.timeline === document.timeline).length")
        assert running == 0
        assert reader.complaints() == QUIET


MOVING = prefers(speed=0, plain=False, motion="full")
# Goes on and looks in the same breath, so that no slow machine can miss what moves.
RUNS = """(parts) => {
  document.querySelector("[data-weave-stage]").dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
  return parts.map((part) => [...document.querySelectorAll(part)].flatMap((one) =>
    one.getAnimations().map((move) => move.animationName ?? "change of style")));
}"""


@pytest.mark.parametrize(
    ("how", "picture", "person"),
    [
        ("cut", [], []), ("fade", ["dark"], ["dark"]), ("dissolve", ["reveal"], ["reveal"]),
        ("slide", ["slide"], ["slide"]), ("iris", ["iris"], ["iris"]), ("weave", [], ["warp-in"]),
    ],
)  # fmt: skip
def test_transitions_differ_and_can_be_stilled(
    browser: Browser, tmp_path: Path, how: str, picture: list[str], person: list[str]
) -> None:
    data = program_json(sample_program.program())
    hall = data["scenes"][0]
    for op in hall["ops"]:
        if op["k"] == "shift":
            op["mind"] = 0  # a change of mind draws threads of its own
        if op["k"] in ("backdrop", "show"):
            op["trans"] = how
    path = written(tmp_path / "p.html", document(json.dumps(data), "en", "x"))
    for before in (MOVING, AT_ONCE):
        with reading(browser, before=before) as reader:
            reader.open(path).begin()
            reader.upto("[data-weave-line='auditorium/l7']")
            moves = before == MOVING
            parts = [".backdrops > :last-child", ".under > *", ".person[data-who=orion]", ".scene"]
            here, old, came, woven = reader.page.evaluate(RUNS, parts)
            assert here == (picture if moves else [])
            assert came == (person if moves else [])
            assert woven == (["weave"] if moves and how == "weave" else [])
            assert old == []
            reader.page.wait_for_selector("[data-weave-line='auditorium/l8']")
            assert reader.complaints() == QUIET


# ------------------------------------------------------------------ back, forward, saves


def test_back_and_forward_are_exact(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        seen = [reader.snapshot()]
        while not reader.page.locator("[data-weave-line='drifting/both']").count():
            reader.on_by_key()
            seen.append(reader.snapshot())
        assert len(seen) > 35
        for wanted in reversed(seen[:-1]):
            reader.press("PageUp")
            assert reader.snapshot() == wanted
        reader.press("PageUp")
        assert reader.snapshot() == seen[0]
        for wanted in seen[1:]:
            reader.press("PageDown")
            assert reader.snapshot() == wanted
        reader.page.mouse.move(640, 300)
        reader.page.mouse.wheel(0, -120)
        reader.page.wait_for_timeout(200)
        assert reader.snapshot() == seen[-2]


def test_the_seed_decides_the_order(browser: Browser, sample: Path) -> None:
    orders = []
    for seed in (5, 5, 6, 8, 9):
        with reading(browser) as reader:
            reader.open(sample, seed).begin()
            reader.upto("[data-weave-line^='fragmented/']")
            order = []
            for _ in range(9):
                order += reader.here()
                reader.on_by_key()
            orders.append(order)
        if len(orders) > 2 and orders[-1] != orders[0]:
            break
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) > 1


def test_a_save_outlives_the_page(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-line='woven/s02']")
        kept = reader.snapshot()
        reader.page.click("[data-command=save]")
        reader.page.click("[data-slot='3']")
        reader.page.wait_for_selector("[data-slot='3'] .slot-time")
        reader.press("Escape")
        reload(reader)
        reader.page.click("[data-way=load]")
        reader.page.click("[data-slot='3']")
        reader.page.wait_for_selector("[data-weave-line='woven/s02']")
        assert reader.snapshot() == kept
        reader.press("PageUp")
        assert reader.here() == ["woven/s01"]
        assert reader.complaints() == QUIET


def test_continue_goes_on_at_the_autosave(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        assert reader.page.locator("[data-way=resume]").count() == 0
        reader.upto("button[data-weave-option]")
        reload(reader)
        reader.page.focus("[data-way=resume]")
        reader.press("Enter")
        reader.page.wait_for_selector("button[data-weave-option='1']")
        assert reader.here() == ["auditorium/l4"]


def test_what_another_tab_saves_is_seen_and_not_overwritten(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.page.click("[data-command=save]")
        first = reader.page
        assert first.locator("[data-slot='1'].slot-empty").count() == 1
        second = first.context.new_page()
        second.goto(first.url)
        second.wait_for_selector("[data-weave-title]")
        second.click("[data-way=start]")
        second.wait_for_selector("[data-weave-line]")
        second.click("[data-command=save]")
        second.click("[data-slot='1']")
        second.wait_for_selector("[data-slot='1'] .slot-time")
        first.wait_for_selector("[data-slot='1'] .slot-time")
        first.click("[data-slot='1']")
        first.wait_for_selector("[data-confirm]")
        assert reader.complaints() == QUIET


FULL = AT_ONCE + fills()


def test_full_storage_loses_no_good_save(browser: Browser, sample: Path) -> None:
    with reading(browser, before=FULL) as reader:
        reader.open(sample).begin()
        reader.page.click("[data-command=save]")
        reader.page.click("[data-slot='1']")
        reader.press("Escape")
        key = next(
            k for k in reader.page.evaluate("Object.keys(localStorage)") if k.endswith("slot-1")
        )
        good = reader.page.evaluate("(key) => localStorage.getItem(key)", key)
        reader.on_by_key()
        reader.page.evaluate("window.full = true")
        reader.page.click("[data-command=save]")
        reader.page.click("[data-slot='1']")
        reader.page.click("[data-confirm]")
        reader.page.wait_for_selector(".toast")
        assert "storage is full" in reader.page.inner_text(".toasts")
        assert reader.page.evaluate("(key) => localStorage.getItem(key)", key) == good
        with reader.page.expect_download() as waiting:
            reader.page.click("[data-export]")
        data = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
        assert data["save"]["weave"] == 1


NO_STORE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); }
});
"""


def test_no_storage_is_said_and_read_on(browser: Browser, sample: Path) -> None:
    with reading(browser, before=NO_STORE) as reader:
        reader.open(sample).begin()
        for _ in range(2):
            reader.press("Enter", "Enter")
            reader.page.wait_for_timeout(60)
        reader.page.click("[data-command=save]")
        reader.page.click("[data-slot='1']")
        reader.page.wait_for_selector(".toast")
        assert "keeps no saves" in reader.page.inner_text(".toasts")


def test_saves_of_other_programs_are_kept_and_explained(
    browser: Browser, sample: Path, tmp_path: Path
) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-line='shore/p1']")
        with reader.page.expect_download() as waiting:
            reader.page.click("[data-command=save]")
            reader.page.click("[data-export]")
        good = Path(waiting.value.path()).read_text(encoding="utf-8")
    other = json.loads(good)
    other["save"]["story"] = "another-story"
    gone = json.loads(good.replace(">", ">>"))  # no place of a merge is called so
    gone["save"] |= {"program": "0" * 64, "beats": []}
    later = json.loads(good)
    later["save"]["weave"] = 2
    cases = [
        (other, "another story"),
        (later, "newer version"),
        ("]]", "cannot be read"),
        ({}, "cannot be read"),
    ]
    with reading(browser) as reader:
        reader.open(sample)
        reader.page.click("[data-way=load]")
        for i, (data, words) in enumerate(cases):
            path = tmp_path / f"{i}.json"
            path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
            reader.page.set_input_files("#import-file", path)
            reader.page.locator(".toast", has_text=words).first.wait_for()
        assert reader.page.locator("[data-weave-title]").count() == 1
        reader.page.set_input_files("#import-file", json_file(tmp_path / "gone.json", gone))
        reader.page.locator(".toast", has_text="you are at the beginning").wait_for()
        assert reader.here() == ["auditorium/l1"]
        reader.page.click("[data-command=save]")
        reader.page.click("[role=tab]:has-text('Load')")
        path = tmp_path / "good.json"
        path.write_text(good, encoding="utf-8")
        reader.page.set_input_files("#import-file", path)
        reader.page.wait_for_selector("[data-weave-line='shore/p1']")
        assert reader.complaints() == QUIET


def test_history_goes_back_after_a_question(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("[data-weave-line='auditorium/l7']")
        reader.page.click("[data-command=history]")
        lines = reader.page.locator(".past .line").all_inner_texts()
        assert lines[0].startswith("Eleven thousand")
        assert lines[-1].startswith("Half of me was awake")
        assert "Say her name" in reader.page.inner_text(".past-answer >> nth=0")
        assert reader.page.evaluate(
            "(() => { const b = document.querySelector('.panel-body');"
            " return b.scrollTop + b.clientHeight >= b.scrollHeight - 2; })()")  # fmt: skip
        reader.page.click(".past-back >> nth=1")
        assert reader.page.evaluate("document.activeElement.textContent") == "Stay"
        reader.press("Escape")
        assert reader.page.locator("[data-weave-panel=history]").count() == 1
        reader.page.click(".past-back >> nth=1")
        reader.page.click("[data-confirm]")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l2']")
        reader.page.wait_for_selector("dialog", state="detached")
        assert reader.page.locator("dialog").count() == 0
        reader.press("PageDown")
        assert reader.here() == ["auditorium/l3"]


# ------------------------------------------------------------------ menus, focus, small screens


def test_panels_hold_and_return_the_focus(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.page.locator("[data-command=prefs]").focus()
        reader.press("Enter")
        for _ in range(30):
            reader.press("Tab")
            inside = reader.page.evaluate(
                "((one) => one === document.body || !!one.closest('dialog'))"
                "(document.activeElement)")  # fmt: skip
            assert inside
        reader.press("Escape")
        assert reader.page.evaluate("document.activeElement.dataset.command") == "prefs"
        reader.page.mouse.click(640, 300, button="right")
        assert reader.page.locator("[data-weave-panel=menu]").count() == 1
        reader.press("Escape")
        before = reader.here()
        reader.press("h")
        assert not reader.page.locator(".foot").is_visible()
        reader.press("Enter")
        assert reader.page.locator(".foot").is_visible()
        assert reader.here() == before


def test_preferences_take_force_and_last(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        size = "parseFloat(getComputedStyle(document.querySelector('.line')).fontSize)"
        small = reader.page.evaluate(size)
        reader.page.click("[data-command=prefs]")
        reader.page.locator("#pref-size").fill("150")
        reader.page.locator("#pref-type-plain").check()
        reader.press("Escape")
        assert reader.page.evaluate(size) > small * 1.3
        face = "getComputedStyle(document.querySelector('.line')).fontFamily"
        assert reader.page.evaluate(face).startswith("system-ui")
        reload(reader)
        reader.page.wait_for_selector("[data-weave-title]")
        assert reader.page.evaluate("document.documentElement.dataset.type") == "plain"


def test_skip_stops_at_what_is_new_and_at_choices(browser: Browser, sample: Path) -> None:
    with reading(browser) as reader:
        reader.open(sample).begin()
        reader.upto("button[data-weave-option]")
        for _ in range(4):
            reader.press("PageUp")
        reader.page.click("[data-command=skip]")
        reader.page.wait_for_selector("button[data-weave-option]")
        assert reader.page.locator("[data-command=skip][aria-pressed=true]").count() == 0
        reader.press("1")
        reader.page.wait_for_selector("[data-weave-line='auditorium/l5']")
        reader.page.keyboard.down("Control")
        reader.page.wait_for_timeout(600)
        reader.page.keyboard.up("Control")
        assert reader.here() == ["auditorium/l5"]


@pytest.mark.parametrize("size", [PHONE, (320, 568), (844, 390), (1920, 1080)])
def test_nothing_leaves_the_screen(browser: Browser, sample: Path, size: tuple[int, int]) -> None:
    wide = """() => [...document.querySelectorAll("button, .line, .name-text, .answer, h1")]
      .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".unseen"))
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([one, r]) => r.width && (r.right > innerWidth + 1 || r.left < -1))
      .map(([one, r]) => one.className + " " + one.textContent.slice(0, 30))"""
    small = """() => [...document.querySelectorAll("button")]
      .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([one, r]) => r.height < 43.5 || r.width < 43.5)
      .map(([one, r]) => one.className + " " + r.width + "x" + r.height)"""
    with reading(browser, size, has_touch=size == PHONE) as reader:
        reader.open(sample)
        found = reader.page.evaluate(wide)
        reader.begin()
        for stop in ("button[data-weave-option]", "[data-weave-ask]", ".chord-columns",
                     ".ribbon-owner", "[data-weave-line='shore/p3']",
                     "[data-weave-ending]"):  # fmt: skip
            reader.upto(stop)
            found += reader.page.evaluate(wide)
            if size == PHONE:
                found += reader.page.evaluate(small)
        assert found == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("title", ["The Nightingales", "Nightingales of Constantinople"])
def test_no_word_of_a_title_is_broken(
    browser: Browser, tmp_path: Path, title: str, size: tuple[int, int]
) -> None:
    data = program_json(sample_program.program())
    data["texts"]["en"]["@story/title"] = [title]
    broken = """() => {
      const text = document.querySelector("#title-words").firstChild;
      const range = document.createRange();
      return [...text.data.matchAll(/\\S+/g)].filter((word) => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map((each) => each.top)).size > 1;
      }).map(String);
    }"""
    with reading(browser, size) as reader:
        reader.open(written(tmp_path / "p.html", document(json.dumps(data), "en", title)))
        assert reader.page.evaluate(broken) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_sign_of_a_place_is_never_empty(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    data = program_json(sample_program.program())
    for scene in data["scenes"]:  # a chapter's name alone
        scene["titled"] = False
    with reading(browser, size) as reader:
        reader.open(written(tmp_path / "p.html", document(json.dumps(data), "en", "S"))).begin()
        assert reader.page.locator(".place").inner_text().upper() == "I. THE PROMISE"


# ------------------------------------------------------------------ whatever an author writes

HOSTILE = (
    "</script><script>window.canary=1</script>", "<!-- <script>window.canary=1//",
    "--> ]]> <![CDATA[",
    "<img src=x onerror=window.canary=1>", "{{ 7*7 }} {% raw %} ${window.canary=1} `",
    "'\"><svg/onload=window.canary=1>",
    "\u2028\u2029\u0000 &lt;b&gt; &amp; \\u003c", "__proto__ constructor toString",
    "javascript:window.canary=1",
    "\u202eright\u202c to left עברית", "A" * 300, "</title></style><style>*{display:none}</style>",
)  # fmt: skip


def hostile(words: str) -> dict[str, Any]:
    """The sample with an author's words in every place that can hold any."""
    data = program_json(sample_program.program())
    texts = data["texts"]["en"]
    for key in texts:
        texts[key] = [words]
    data["texts"]["en"] = {**texts, "__proto__": [words]}
    data["story"]["id"] = words
    data["minds"][0]["id"] = "__proto__"
    data["texts"]["en"]["@cast/__proto__"] = [words]
    data["minds"][1]["id"] = words
    data["texts"]["en"][f"@cast/{words}"] = [words]
    data["minds"][2]["moods"] = [words]
    for scene in data["scenes"]:
        for op in scene["ops"]:
            if op["k"] in ("backdrop", "effect", "keepsake", "end") and op.get("name"):
                op["name"] = words
            if op["k"] == "show":
                op["mood"] = words
                op["place"] = words if op["who"] % 2 else "__proto__"
    data["texts"]["en"][f"@ending/{words}"] = [words]
    return data


def test_a_long_story_is_packed_in_its_page(browser: Browser, tmp_path: Path) -> None:
    data = hostile("A long story")
    data["texts"]["en"]["@pad"] = ["".join(map(str, range(30_000)))]
    text = document(json.dumps(data), "en", "Long")
    assert 'id="weave-story" data-packed>' in text
    assert 'id="weave-story">' in document(json.dumps(hostile("Short")), "en", "Short")
    with reading(browser) as reader:
        reader.open(written(tmp_path / "long.html", text)).begin()
        assert reader.page.inner_text(".line") == "A long story"
        assert reader.page.evaluate("document.getElementById('weave-story').text") == ""
        assert reader.complaints() == []


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_stay_words(browser: Browser, tmp_path: Path, words: str) -> None:
    text = document(json.dumps(hostile(words), ensure_ascii=False), "en", words)
    story = text.split('id="weave-story">')[1].split("</script>")[0]
    assert not set("<>&'\u2028\u2029") & set(story)
    path = written(tmp_path / "hostile.html", text)
    with reading(browser) as reader:
        reader.open(path)
        shown = "(sel) => document.querySelector(sel).textContent"
        whole = words.replace("\u0000", "\u0000")
        assert whole in reader.page.evaluate(shown, "#title-words")
        reader.begin()
        assert reader.page.evaluate(shown, ".line") == whole
        reader.upto("button[data-weave-option]")
        assert reader.page.evaluate(shown, ".ribbon-text") == whole
        assert reader.page.evaluate(shown, ".ribbon-why") == whole
        reader.upto(".chord-columns")
        assert reader.page.evaluate(shown, ".owner") == whole
        reader.page.click("[data-command=save]")
        reader.page.click("[data-slot='1']")
        reader.page.wait_for_selector("[data-slot='1'] .slot-time")
        reader.press("Escape")
        reader.page.click("[data-command=history]")
        reader.press("Escape")
        reader.upto(".card-screen")
        assert whole in reader.page.evaluate(shown, ".ending-title")
        assert reader.page.evaluate("window.canary") is None
        assert reader.page.evaluate(
            "({}).polluted === undefined && Object.keys(Object.prototype).length === 0"
        )
        assert reader.complaints() == QUIET


def test_the_policy_stops_what_is_not_the_player(
    browser: Browser, sample: Path, tmp_path: Path
) -> None:
    bad = sample.read_text(encoding="utf-8").replace(
        "</body>",
        "<script>window.canary=1</script><img src=x onerror='window.canary=2'></body>")  # fmt: skip
    with reading(browser) as reader:
        reader.open(written(tmp_path / "bad.html", bad))
        assert reader.page.evaluate("window.canary") is None
        assert any("script-src" in line for line in reader.complaints())
        refused = reader.page.evaluate(
            "(() => { try { document.body.innerHTML = '<b>x</b>'; return false; }"
            " catch (e) { return e instanceof TypeError; } })()")  # fmt: skip
        assert refused, "a string must not become markup"
