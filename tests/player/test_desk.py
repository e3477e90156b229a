"""The author's overlay while the story is being written: what an author has in hand survives a
save, nothing lies over anything, and what the page says of itself is so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
pytest.importorskip("websockets")

from browser import DESKTOP, find_chromium
from media import png
from playwright.sync_api import Browser
from test_overlay import LINE, STORY, Author, Served, at_line, author, serving

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

FOCUS = "document.activeElement.id"


class Desk:
    """A story that is written while its page is open."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.text = STORY

    def save(self, made: Author, old: str, new: str) -> None:
        """Save the story with other words, and wait until the page has been told of it."""
        assert old in self.text
        self.write(made, self.text.replace(old, new))

    def write(self, made: Author, text: str) -> None:
        self.text = text
        before = made.page.evaluate("window.saves ??= 0")
        self.served.path.write_text(text, "utf-8")
        made.page.wait_for_function("(before) => window.saves > before", arg=before)
        made.page.wait_for_selector(".author-proof:not([data-state=checking])")


COUNT = """
const Wire = WebSocket;
window.saves = 0;
window.WebSocket = class extends Wire {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => setTimeout(() => {
      const {type, state} = JSON.parse(data);
      if (type === "findings" && state !== "checking") window.saves += 1;
    }));
  }
};
"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("desk") / "house.weave"
    path.write_text(STORY, "utf-8")
    with serving(path) as found:
        yield found


@pytest.fixture
def desk(preview: Served) -> Desk:
    preview.path.write_text(STORY, "utf-8")
    return Desk(preview)


def opened(made: Author, desk: Desk) -> Author:
    made.page.add_init_script(COUNT)
    return made.read(desk.served)


# ------------------------------------------------------------------ a save while one works


def test_a_save_leaves_alone_what_is_being_entered(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        made.page.click("[data-author=values]")
        made.page.fill("#author-trust", "77")
        made.press("Tab")  # it may not be 77, which is said
        made.page.fill("#author-name", "Hal and the door")
        made.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
        line = made.words("[data-weave-line]")
        desk.save(made, "A gate,", "A high gate,")
        made.until("document.querySelector('[data-weave-line]').textContent.includes('high')")
        desk.save(made, "var mood", "var lantern = false\nvar mood")  # a row before it
        assert made.page.locator("#author-lantern").count() == 1
        assert made.page.evaluate(FOCUS) == "author-name"
        made.press("q", "2")  # nothing of it is the story's
        assert made.page.input_value("#author-name") == "Hal and the q2door"
        assert made.page.input_value("#author-trust") == "77"
        assert "0 to 5" in made.words(".author-value:has(#author-trust) .author-why")
        assert made.words("[data-weave-line]") == line.replace("A gate", "A high gate")
        made.page.fill("#author-name", "Hal")
        desk.save(made, "trust: 0..5", "trust: 0..7")
        assert made.words(".author-value:has(#author-trust) .author-hint") == "0 to 7"
        assert made.wrong() == []


def test_a_field_that_is_gone_leaves_the_keys_where_they_were(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        made.page.click("[data-author=values]")
        made.page.fill("#author-name", "half")
        line = made.words("[data-weave-line]")
        desk.save(made, 'var name: text = "nobody"\n', "")
        assert made.page.locator("#author-name").count() == 0
        made.press("Enter", "Enter", " ")
        assert made.words("[data-weave-line]") == line
        assert made.page.evaluate("document.activeElement.closest('.author') !== null")
        assert made.wrong() == []


def test_a_question_of_the_story_takes_no_focus_from_the_overlay(
    browser: Browser, desk: Desk
) -> None:
    with author(browser) as made:
        opened(made, desk)
        made.page.click("[data-author=values]")
        made.page.fill("#author-name", "half")
        line = "  A gate, and {if trust >= 3: a friend|a stranger}.\n"
        desk.save(made, line, '  ask name "Who?"\n')
        made.page.wait_for_selector("[data-weave-ask]")
        assert made.page.evaluate(FOCUS) == "author-name"
        assert made.page.input_value("#author-name") == "half"
        assert made.page.input_value("[data-weave-ask]") == "nobody"
        assert made.wrong() == []


def test_a_half_written_answer_outlives_another_prompt(browser: Browser, desk: Desk) -> None:
    text = STORY.replace("  A gate, and", '  ask name "Who?"\n  A gate, and')
    desk.served.path.write_text(text, "utf-8")
    desk.text = text
    with author(browser) as made:
        opened(made, desk)
        made.page.wait_for_selector("[data-weave-ask]:focus")
        made.page.keyboard.type("Zoe")  # in the place of what stood there
        assert made.page.input_value("[data-weave-ask]") == "Zoe"
        desk.save(made, '"Who?"', '"Who are you, at this hour?"')
        made.until("document.querySelector('.prompt').textContent.includes('hour')")
        made.page.keyboard.type("!")
        assert made.page.input_value("[data-weave-ask]") == "Zoe!"
        assert made.wrong() == []


def test_findings_stay_where_they_are(browser: Browser, desk: Desk) -> None:
    with author(browser, (1280, 420)) as made:
        opened(made, desk)
        made.page.click("[data-author=findings]")
        dead = made.page.locator("[data-code=E407] [data-author=witness]")
        dead.focus()
        page = "document.querySelector('.author-page')"
        top = made.page.evaluate(f"{page}.scrollTop")
        assert top > 0
        desk.save(made, "A gate,", "A high gate,")
        desk.save(made, "  It is dark.", "  It is dark.\n  It is cold.")
        assert made.page.evaluate(f"{page}.scrollTop") == pytest.approx(top, abs=2)
        focused = "document.activeElement"
        assert made.page.evaluate(f"{focused}.dataset.author") == "witness"
        assert made.page.evaluate(f"{focused}.closest('li').dataset.code") == "E407"
        assert made.wrong() == []


# ------------------------------------------------------------------ what is said


def test_errors_come_first_and_are_counted(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        unused = "".join(f"var unused{n} = false\n" for n in range(6))
        text = STORY.replace("var mood", unused + "var mood")
        desk.write(made, text.replace("is dark", "*is dark"))
        note = made.page.locator("[data-weave-note]")
        assert note.locator(".author-text").inner_text().startswith("error[E006]")
        assert note.locator(".author-many").inner_text() == "3 errors, 8 warnings"
        assert made.wrong() == []


def test_an_error_that_does_not_stop_the_page_is_said_once(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        assert made.page.locator(".toast").count() == 0  # what was there before is in the bar
        desk.save(made, "scene attic", "scene cellar\n  Dust.\n  -> gate as elena\n\nscene attic")
        made.page.wait_for_selector(".toast")
        assert "E401" in made.words(".toast") and "cellar" in made.words(".toast")
        made.page.wait_for_selector(".toast", state="detached")
        desk.save(made, "  Dust.", "  More dust.")
        assert made.page.locator(".toast").count() == 0
        assert made.wrong() == []


def test_a_value_out_of_its_range_is_not_said_to_begin_anew(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        made.page.click("[data-author=values]")
        made.page.fill("#author-trust", "4")
        made.press("Tab")
        made.page.select_option("#author-mood", label="afraid")
        made.page.wait_for_selector("[data-weave-line]:has-text('friend')")
        text = STORY.replace("trust: 0..5", "trust: 0..3").replace("calm | afraid", "calm | angry")
        desk.write(made, text)
        assert made.page.input_value("#author-trust") == "3"
        said = made.page.locator(".toast").all_inner_texts()
        assert "Begun anew: mood. Out of range, now the nearest value: trust." in said
        assert made.wrong() == []


def test_only_what_stands_in_the_story_has_a_place_to_be_shown(
    browser: Browser, desk: Desk
) -> None:
    with author(browser) as made:
        opened(made, desk)
        desk.save(made, "var mood", "var unused = false\nvar mood")
        made.page.click("[data-author=findings]")
        deeds = {
            code: made.page.locator(f"[data-code={code}]").first.locator("[data-author]")
            .evaluate_all("(all) => all.map((one) => one.dataset.author)")
            for code in ("W108", "E401", "E403", "E407")
        }  # fmt: skip
        assert deeds == {
            "W108": ["open"], "E401": ["see", "open"], "E403": ["show", "see", "open"],
            "E407": ["witness", "show", "open"],
        }  # fmt: skip
        made.page.locator("[data-code=E403] [data-author=show]").first.click()
        made.page.wait_for_selector("[data-weave-option='1']:disabled")
        assert made.wrong() == []


def test_counts_have_the_words_of_the_story(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "house.weave"
    path.write_text(STORY.replace("    * Wait.", "    * (once) Wait, *please*.").replace(
        "  A hall. {if", "  reveal doubt to jax\n  {first: One.|then: Two.}\n  first\n    A bat.\n"
        "  then\n    A cat.\n  A hall. {if"), "utf-8")  # fmt: skip
    with serving(path) as served, author(browser) as made:
        made.read(served)
        made.page.click("[data-author=values]")
        labels = made.page.locator(".author-value label").all_inner_texts()
        assert "times chosen: Wait, please." in labels
        assert "turns taken: A bat." in labels
        assert "times shown: …" in labels
        assert any(each.endswith("’s doubt is known to Jax") for each in labels)
        legends = made.page.locator(".author-values legend").all_inner_texts()
        assert "In The Gate" in legends and "In The Hall & Co." in legends
        assert made.wrong() == []


def test_what_became_of_a_line_that_is_opened_is_said(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "house.weave"
    path.write_text(STORY, "utf-8")
    with serving(path, "--editor", "no-such-editor") as served, author(browser) as made:
        made.read(served)
        made.page.wait_for_selector("[data-author=pen]:not([hidden])")
        made.page.click("[data-author=pen]")
        said = "could not be started: there is no program `no-such-editor`"
        made.page.wait_for_function(
            "(said) => document.querySelector('.toast')?.textContent.includes(said)", arg=said
        )


def test_the_number_of_a_line_is_never_cut(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "acts" / "the-first-act-of-a-long-story-with-a-long-name.weave"
    path.parent.mkdir()
    path.write_text(STORY, "utf-8")
    with serving(tmp_path) as served:
        for size in ((390, 844), (900, 700), DESKTOP):
            with author(browser, size) as made:
                made.read(served)
                place = made.page.locator("[data-author=copy] span").last
                place.wait_for()
                made.page.wait_for_function(LINE, arg=":15")
                box = place.bounding_box()
                assert box is not None and box["x"] + box["width"] <= size[0]
                assert box["width"] > 15


def test_the_place_is_said_again_after_the_title(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        at_line(made, 15)
        made.press("Escape")
        made.page.click("[data-menu=title]")
        made.page.click("[data-confirm]")
        made.page.wait_for_selector("[data-author=copy]", state="hidden")
        made.page.click("[data-way=resume]")
        made.page.wait_for_selector("[data-author=copy]:not([hidden])")
        at_line(made, 15)
        assert made.wrong() == []


# ------------------------------------------------------------------ nothing lies over anything

SEEN = """(some) => [...document.querySelectorAll(some)].filter((one) => {
  const {left, right, top, bottom, width} = one.getBoundingClientRect();
  if (!width) return false;
  const at = [[left + 2, top + 2], [right - 6, bottom - 6],
    [(left + right) / 2, (top + bottom) / 2]];
  return !at.every(([x, y]) => {
    const there = document.elementsFromPoint(x, y);
    const over = there.slice(0, there.findIndex((each) => one.contains(each)));
    return there.includes(one) && !over.some((each) => each.closest(".author, .panel"));
  });
}).map((one) => one.className + " " + JSON.stringify(one.getBoundingClientRect()))"""
SIZES = ((1280, 720), (900, 700), (761, 600), (390, 844))


@pytest.mark.parametrize("size", SIZES, ids=[str(wide) for wide, _ in SIZES])
def test_the_drawer_leaves_the_story_in_sight(
    browser: Browser, desk: Desk, size: tuple[int, int]
) -> None:
    with author(browser, size) as made:
        opened(made, desk)
        made.page.click("[data-author=findings]")
        assert made.page.evaluate(SEEN, "[data-weave-line]") == []
        made.press("Escape")
        made.page.locator("[data-weave-stage]").focus()
        made.press("Enter")
        made.page.wait_for_selector("button[data-weave-option]")
        made.page.click("[data-author=values]")
        made.page.wait_for_timeout(500)  # before, options let no hand touch them
        assert made.page.evaluate(SEEN, "button[data-weave-option], .prompt") == []
        assert made.page.evaluate(SEEN, ".quick-button") == []
        made.page.click("[data-author=values]")
        made.page.click("[data-author=findings]")
        made.page.evaluate("document.querySelector('.toasts').style.pointerEvents = 'auto'")
        made.page.locator("[data-code=E403] [data-author=show]").first.click()
        made.page.click("[data-author=copy]")
        made.page.wait_for_selector(".toast")
        assert made.page.evaluate(SEEN, ".toast") == []
        assert made.wrong() == []


def test_the_note_lies_over_an_open_panel(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        for way in ("[data-author=graph]", "[data-command=history]"):
            made.page.click(way)
            shown = "[data-node='scene:pit']" if "graph" in way else "dialog[open]"
            made.page.wait_for_selector(shown)
            desk.save(made, "-> pit", "-> pitt")
            top = """() => {
              const box = document.querySelector(".author-note").getBoundingClientRect();
              return document.elementFromPoint(box.x + 30, box.y + 30)?.closest(".author-note")
                !== null && box.y > innerHeight / 2;
            }"""
            made.page.wait_for_function(top)
            if "graph" in way:
                assert "the story as it was before" in made.words(".author-age")
                assert made.page.locator("[data-node='scene:pit']").count() == 1
            made.press("Escape")
            made.page.wait_for_selector("dialog", state="detached")
            assert made.page.is_visible("body > [data-weave-note]")
            desk.save(made, "-> pitt", "-> pit")
            made.page.wait_for_selector("[data-weave-note]", state="hidden")
        assert made.wrong() == []


def test_an_open_map_has_the_names_of_the_story(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        made.page.click("[data-command=map]")
        made.page.wait_for_selector(".panel-map")
        assert "THE GATE" in made.words(".panel-map")
        desk.save(made, "The Gate", "The High Gate")
        made.page.wait_for_function(
            "() => document.querySelector('.panel-map')?.innerText.includes('THE HIGH GATE')"
        )
        assert made.page.locator("dialog").count() == 1
        assert made.wrong() == []


# ------------------------------------------------------------------ keys


def test_keys_lead_to_the_overlay_and_back(browser: Browser, desk: Desk) -> None:
    with author(browser) as made:
        opened(made, desk)
        stage = "document.activeElement.matches('[data-weave-stage]')"
        line = made.words("[data-weave-line]")
        made.press("F2")
        assert made.page.evaluate("document.activeElement.dataset.author") == "findings"
        made.press("F2")
        assert made.page.evaluate(stage)
        made.press("F2", "Enter")
        assert made.page.is_visible(".author-drawer")
        made.press("Escape")
        assert not made.page.is_visible(".author-drawer")
        made.press("Escape")
        assert made.page.evaluate(stage)
        assert made.page.locator("dialog").count() == 0
        made.press("Shift+F2")
        assert not made.page.is_visible(".author-bar")
        made.press("Shift+F2")
        assert made.page.is_visible(".author-bar")
        assert made.words("[data-weave-line]") == line
        made.page.click("[data-author=graph]")
        made.page.locator("[data-node='scene:pit']").focus()
        made.press("Enter")
        made.page.wait_for_selector("dialog", state="detached")
        assert made.page.evaluate(stage)
        made.press("Enter")
        made.page.wait_for_selector("[data-weave-option='1']:disabled")
        assert made.wrong() == []


# ------------------------------------------------------------------ there and gone


def test_a_preview_that_is_started_again_is_found(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "house.weave"
    path.write_text(STORY, "utf-8")
    with author(browser) as made:
        with serving(path) as served:
            made.read(served)
            made.press("Enter")
            made.page.wait_for_selector("button[data-weave-option]")
            port = served.address.rstrip("/").rpartition(":")[2]
            made.page.evaluate("window.stays = true")
        made.page.wait_for_selector(".author-lost:not([hidden])")
        assert "Start `weavec serve` again" in made.words(".author-lost")
        assert made.page.get_attribute(".author-proof", "aria-label") == "No connection"
        made.page.click("[data-author=graph]")
        assert "no connection" in made.words(".author-graph")
        made.press("Escape")
        other = path.with_name("other.weave")
        other.write_text(STORY.replace("0d9d7f6e", "1d9d7f6e"), "utf-8")
        with serving(other, "--port", port):
            said = "() => document.querySelector('.author-lost').innerText.includes('another')"
            made.page.wait_for_function(said)
            assert made.page.evaluate("window.stays")
        with serving(path, "--port", port):
            made.page.wait_for_function("() => !window.stays")
            made.page.wait_for_selector(".author-proof[data-state=proved]")
            assert made.page.locator("button[data-weave-option='2']").count() == 1
            made.page.reload()
            made.page.wait_for_selector("button[data-weave-option='2']")


# ------------------------------------------------------------------ the phone


def test_the_phone_stays_where_a_fresh_page_is_needed(browser: Browser, tmp_path: Path) -> None:
    """A picture comes, another run of the preview, and the picture goes."""
    path, art = tmp_path / "house.weave", tmp_path / "art" / "backdrops"
    path.write_text(STORY.replace("  It is dark.", "  backdrop hallway\n  It is dark."), "utf-8")
    art.mkdir(parents=True)
    with author(browser) as made:
        phone = made.page.frame_locator("iframe.author-phone")
        with serving(tmp_path) as served:
            port = served.address.rstrip("/").rpartition(":")[2]
            made.read(served)
            made.press("Enter")
            made.page.click("[data-author=frame]")
            phone.locator("button[data-weave-option='2']").click()
            phone.locator("[data-weave-perspective=jax]").first.wait_for()
            made.page.evaluate("window.stays = true")
            (art / "hallway.png").write_bytes(png(16, 9))
            phone.locator(".backdrops img").first.wait_for(state="attached")
            phone.locator(".author-proof[data-state=proved]").wait_for()
        phone.locator(".author-lost:not([hidden])").wait_for()
        with serving(tmp_path, "--port", port):
            phone.locator(".author-proof[data-state=proved]").wait_for()
            (art / "hallway.png").unlink()
            phone.locator(".backdrops img").first.wait_for(state="detached")
            phone.locator("[data-weave-perspective=jax]").first.wait_for()
            assert made.page.evaluate("window.stays")
            made.page.click("[data-author=unframe]")
            made.page.wait_for_selector("body > .author .author-proof[data-state=proved]")
            made.page.wait_for_selector("[data-weave-perspective=jax]")
            assert made.page.locator("iframe").count() == 0
        assert [each for each in made.wrong() if "CONNECTION_REFUSED" not in each] == []
