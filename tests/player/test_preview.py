"""The preview in a browser: an edit is on the page at once, and the reader stays where they are."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from browser import AT_ONCE, Reader, reading
from media import png
from playwright.sync_api import Browser
from serving import Served, served

from weavec.emit.player import write_preview

STORY = """story "Two"
  id 2a6f0f7c-8a0e-4c35-9b8e-1f3c6b529d11

dreamer ada "Ada"
dreamer ben "Ben"

var steps: 0..9 = 0

scene door as ada
  backdrop hall
  A door.
  set steps += 1
  A stair, and {steps} step.
  -> dream

scene dream as ada, ben
  dream-merge deck
    strand ada
      The rail is cold.
      set steps += 1
      The rail is warm.
      It sings.
    strand ben
      A hand lies there.
      A hand waits.
  That makes {steps}.
  choice
    * Stay.
      Morning.
    * Go.
      Night.
  end over "Over"
"""
LINE = "[data-weave-line]"
COUNT = """
window.told = 0;
const Wire = WebSocket;
window.WebSocket = class extends Wire {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => setTimeout(() => {
      const {type, state} = JSON.parse(data);
      if (type === "story" || state === "broken") window.told += 1;
    }));
  }
};
"""
TOLD = """(before) => new Promise((tell) => {
  const began = performance.now();
  const look = () => {
    if (window.told > before) tell(true);
    else if (performance.now() - began > 5000) tell(false);
    else setTimeout(look, 5);
  };
  look();
})"""
SHOWS = """(words) => new Promise((tell) => {
  const began = performance.now();
  const look = () => {
    const seen = [...document.querySelectorAll("[data-weave-line], .author-text, .toast, .ribbon")];
    if (seen.some((one) => one.textContent.includes(words) && one.checkVisibility())) tell(true);
    else if (performance.now() - began > 5000) tell(seen.map((one) => one.textContent).join("|"));
    else setTimeout(look, 5);
  };
  look();
})"""


class Author:
    """Somebody who writes while the page is open."""

    def __init__(self, preview: Served, reader: Reader) -> None:
        self.file = preview.story / "two.weave"
        self.reader = reader
        self.text = STORY

    def write(self, old: str, new: str, shows: str | None = None) -> None:
        """Save the story with other words, and wait until the page shows some."""
        assert old in self.text
        self.text = self.text.replace(old, new)
        before = self.reader.page.evaluate("window.told")
        self.file.write_text(self.text)
        if shows is not None:
            self.sees(shows)
        assert self.reader.page.evaluate(TOLD, before), "the page was told nothing"

    def sees(self, words: str) -> None:
        assert self.reader.page.evaluate(SHOWS, words) is True, words

    def lines(self) -> list[str]:
        return self.reader.page.locator(LINE).all_inner_texts()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    write_preview()
    folder = tmp_path_factory.mktemp("preview")
    (folder / "two.weave").write_text(STORY)
    with served(folder) as made:
        yield made


@pytest.fixture
def author(preview: Served, browser: Browser) -> Iterator[Author]:
    (preview.story / "two.weave").write_text(STORY)
    time.sleep(0.2)
    with reading(browser, before=AT_ONCE + COUNT) as reader:
        reader.page.goto(f"http://127.0.0.1:{preview.port}/?seed=7")
        reader.page.wait_for_selector("[data-weave-title]")
        reader.begin()
        yield Author(preview, reader)
        assert reader.page.evaluate("window.complaints") == []
        assert [each for each in reader.trouble if "404" not in each] == []
        assert {url.split("/")[2] for url in reader.requests if url.startswith("http")} == {
            f"127.0.0.1:{preview.port}"
        }


def upto(author: Author, words: str) -> None:
    """Read on to a line."""
    for _ in range(20):
        if any(words in line for line in author.lines()):
            return
        author.reader.on_by_key()
    raise AssertionError(words)


def test_the_line_on_screen_changes_and_nothing_happens_twice(author: Author) -> None:
    upto(author, "The rail is warm.")
    author.write("The rail is warm.", "The rail is hot.", "The rail is hot.")
    author.write("      It sings.", "      It hums.\n      It sings.")
    author.write("  A door.", "  A door.\n  A bell.\n  set steps += 3")
    author.write("The rail is cold.", "The rail was cold.")
    author.write("The rail is hot.", "The rail is red.", "The rail is red.")
    upto(author, "It hums.")
    upto(author, "That makes 2.")
    author.write("That makes {steps}.", "It makes {steps} now.", "It makes 2 now.")
    upto(author, "It makes 2 now.")
    author.reader.on_by_key()
    author.write("* Go.", "* Go away.", "Go away.")
    author.write("    * Stay.", "    * Look.\n      Nothing.\n    * Stay.", "Look.")
    assert author.reader.page.locator("[data-command=auto][aria-pressed=true]").count() == 0
    author.reader.press("PageUp", "PageUp", "PageUp", "PageUp")
    assert any("The rail is red." in line or "A hand" in line for line in author.lines())


def test_a_line_that_is_gone_and_a_story_that_is_broken(author: Author) -> None:
    upto(author, "A stair")
    author.write("  A stair, and {steps} step.\n", "", "This place is gone from the story")
    assert author.lines() == ["A door."]
    note = author.reader.page.locator("[data-weave-note]")
    author.write("-> dream", "-> draem", "there is no scene named `draem`")
    assert "did you mean `dream`?" in note.inner_text()
    assert author.lines() == ["A door."]
    author.reader.on_by_key()  # what was read last can be read on
    assert author.lines() != ["A door."]
    author.write("-> draem", "-> dream")
    note.wait_for(state="hidden")


def test_a_line_is_known_by_its_words(author: Author) -> None:
    """It is changed, the one before it is gone, and a new one comes after it: only its words tell
    which of the two new lines it is."""
    upto(author, "A hand lies there.")
    author.write("      A hand lies there.\n", "      Something from a dream.\n"
                 "      A hand lies here.\n", shows="A hand lies here.")  # fmt: skip
    author.write("      Something from a dream.\n      A hand lies here.\n",
                 "      A hand lies there.\n      It is a large one.\n",
                 shows="A hand lies there.")  # fmt: skip
    assert author.reader.page.locator(".toast").count() == 0


def test_auto_reading_does_not_begin(author: Author) -> None:
    auto = author.reader.page.locator("[data-command=auto]")
    author.write("  A door.", "  A gate.", "A gate.")
    assert auto.get_attribute("aria-pressed") == "false"
    author.reader.page.locator("[data-command=auto]").click()
    author.write("  A gate.", "  A low gate.", "A low gate.")
    assert auto.get_attribute("aria-pressed") == "false"


def test_a_picture_that_comes_later(author: Author, preview: Served) -> None:
    upto(author, "A stair")
    before = author.reader.page.locator(".backdrops img").count()
    path = preview.story / "art" / "backdrops" / "hall.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(png(16, 9))
    author.reader.page.locator(".backdrops img").wait_for(state="attached")
    assert before == 0
    author.sees("A stair, and 1 step.")
    path.unlink()
    author.reader.page.locator(".backdrops img").wait_for(state="detached")
    author.sees("A stair, and 1 step.")


def test_what_a_page_was_told_of_findings(author: Author) -> None:
    """The seam of the overlay: messages that come before anybody listens are not lost."""
    told: dict[str, Any] = json.loads(
        author.reader.page.locator("#weave-preview").text_content() or "{}"
    )
    assert told["files"] == ["two.weave"]
    assert len(told["token"]) > 30


