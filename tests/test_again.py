"""Reading and lowering a story again after an edit comes to the same as doing so from nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from weavec.compiler import Draft, Drafts, draft
from weavec.disk import StoryOnDisk, open_story
from weavec.ir import program_text
from weavec.preview.prover import Snapshot
from weavec.preview.studio import Studio
from weavec.preview.version import Version, version
from weavec.preview.watch import Watch
from weavec.source import SourceFile

STORY = Path(__file__).resolve().parent.parent / "stories" / "dream-weave"
LINES = (
    "Nobody speaks.", "# a comment", "# allow: fake-choice - it is meant", "Somebody waits \\",
    "    set doubt += 1", "mark again", "-> .again", "  \tA tab.", "  {first: Once.|Twice.} More.",
    "dreamer zoe \"Zoe\"", "  {either: this|that}", "scene new_one", "  end here", "character bo",
    "  end nowhere \"Nowhere\"", "  keepsake tag \"A tag\"", "  * (once) Go on.", "  visit aside",
    "  \"A guard\": Stop.", "  {name}", "let high = doubt > 2", "  return", "verse", "  verse",
    "  {visits again}", "  {if visits opening > 1: again}", "\\dreamer of dreams", "  nora: Yes.",
)  # fmt: skip


def mutated(chance: random.Random, text: str) -> str:
    """The text with a line changed, moved, copied, put in or taken out, or two of them."""
    rows = text.split("\n")
    for _ in range(chance.choice((1, 1, 1, 2))):
        at = chance.randrange(len(rows))
        match chance.randrange(7):
            case 0 | 1:
                rows[at] += " More."
            case 2:
                indent = rows[at][: len(rows[at]) - len(rows[at].lstrip(" "))]
                rows.insert(at, indent + chance.choice(LINES).lstrip(" "))
            case 3:
                rows.insert(at, chance.choice(LINES))
            case 4:
                del rows[at]
            case 5:
                rows.insert(chance.randrange(len(rows)), rows[at])
            case _:
                rows.insert(chance.randrange(len(rows)), rows.pop(at))
    return "\n".join(rows or [""])


def same(made: Draft, whole: Draft) -> None:
    """Hold a draft against one that was made from nothing."""
    assert made.found == whole.found
    assert [tree for _, tree in made.trees] == [tree for _, tree in whole.trees]
    assert made.symbols.used == whole.symbols.used
    assert (made.lowered is None) == (whole.lowered is None)
    if made.lowered is None or whole.lowered is None:
        return
    assert made.lowered.program == whole.lowered.program
    assert made.lowered.places == whole.lowered.places
    assert made.lowered.option_places == whole.lowered.option_places
    assert made.lowered.sites == whole.lowered.sites
    assert made.lowered.wakes == whole.lowered.wakes
    assert made.lowered.merged == whole.lowered.merged


def chain(seed: int, steps: int) -> int:
    """Take the flagship through edits; how many of its texts could be read."""
    chance = random.Random(seed)
    good = [each for each in open_story(str(STORY)).files() if isinstance(each, SourceFile)]
    files, drafts = good, Drafts()
    before: Version | None = None
    read = 0
    for _ in range(steps):
        made, whole = draft(Snapshot(tuple(files)), drafts=drafts), draft(Snapshot(tuple(files)))
        same(made, whole)
        if made.lowered is not None and whole.lowered is not None:
            before = version(1, made.lowered.program, "", (), before)
            assert before.text() == program_text(whole.lowered.program)
        if not any(each.severity == "error" for each in made.found):
            good, read = files, read + 1
        at = chance.randrange(len(good))
        changed = mutated(chance, good[at].text)
        files = [*good[:at], SourceFile(good[at].path, changed), *good[at + 1 :]]
    return read


@pytest.mark.parametrize("seed", range(2))
def test_a_story_again_is_the_same_story(seed: int, pytestconfig: pytest.Config) -> None:
    steps = 400 if pytestconfig.getoption("full") else 25
    assert chain(seed, steps) > steps // 4


# ------------------------------------------------------------------ in several languages


def test_translations_hold_for_what_has_not_changed(tmp_path: Path) -> None:
    """What a preview shows in another language is what it would show if it had just begun."""
    lesson = Path(__file__).parent.parent / "stories" / "first-light" / "3-time"
    shutil.copytree(lesson, tmp_path / "cat")
    story = open_story(str(tmp_path / "cat"))
    script = tmp_path / "cat" / "three-days-with-the-cat.weave"
    catalogue = tmp_path / "cat" / "i18n" / "de.po"
    words = script.read_text("utf-8")
    studio = Studio(story)
    for text in (
        words,
        words.replace("Back on Sunday", "Back on Monday"),  # a translated line changes,
        words,  # and is again what it was,
        words.replace("  mark morning\n", "  mark morning\n  Rain.\n"),  # another comes in
        words.replace("var trust", "var fog = false\nvar trust").replace("if tame:", "if fog:"),
        words.replace("scene kitchen", "scene larder"),
        words.replace("  ask cat", "  ask cat_of_nobody"),  # broken
        words,
    ):
        script.write_text(text, "utf-8")
        assert tongues(studio, story) == tongues(Studio(story), story)
    catalogue.write_text(catalogue.read_text("utf-8").replace("Sonntag", "Samstag"), "utf-8")
    after = tongues(studio, story)
    assert "Samstag" in str(after)
    assert after == tongues(Studio(story), story)


def tongues(studio: Studio, story: StoryOnDisk) -> Any:
    """The texts of all languages that a studio makes of a story as it lies on the disk."""
    made = studio.take(Watch(story).seen).version
    return None if made is None else made.texts
