"""Identity: what a beat's id is made of, and where a save can find its place again."""

from __future__ import annotations

from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.identity import core, numbered
from weavec.ir import Choice, Hole, Line, Program
from weavec.source import SourceFile

HEAD = """story "Ids"
  id 0b7f5b6e-1d07-4d5c-8a07-6b1f1d0a5f01

dreamer elena "Elena"
  moods calm
dreamer jax "Jax"

"""


class Written:
    """A world of one file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def files(self) -> tuple[SourceFile, ...]:
        return (SourceFile("story.weave", self.text),)


def program(scene: str) -> Program:
    done: Compilation = compile(Written(HEAD + scene))
    assert done.program is not None, [each.message for each in done.diagnostics]
    return done.program


def line_ids(made: Program, scene: int = 0) -> list[str]:
    return [op.id for op in made.scenes[scene].ops if isinstance(op, Line)]


def test_a_core_is_made_of_kind_speaker_and_words() -> None:
    assert core("line", "", "Eleven thousand people breathe in the dark.") == "72ggf060"
    assert core("line", "elena", "We have never been *less* alone.") == "f8a6rn57"
    assert core("line", "", "a  b ") == core("line", "", "a b")
    assert core("line", "", "e\u0301") == core("line", "", "\u00e9")
    assert core("line", "", "a b") != core("think", "", "a b")


def test_equals_are_told_apart_by_place_and_number() -> None:
    assert numbered(["a", "b", "a", "a"]) == ["a-1of3", "b", "a-2of3", "a-3of3"]
    assert numbered(["a", "b"]) == ["a", "b"]


def test_moods_places_and_conditions_are_no_part_of_an_id() -> None:
    plain = program("scene hall as elena\n  elena: Here.\n  end over\n")
    moody = program(
        "scene hall as elena\n  if visits(hall) > 0\n    elena (calm, left): Here.\n  end over\n"
    )
    assert line_ids(plain) == line_ids(moody)


def test_three_equal_lines() -> None:
    made = program("scene hall\n  Rain.\n  Rain.\n  Sun.\n  Rain.\n  end over\n")
    rain, sun = core("line", "", "Rain."), core("line", "", "Sun.")
    assert line_ids(made) == [
        f"hall/{rain}-1of3", f"hall/{rain}-2of3", f"hall/{sun}", f"hall/{rain}-3of3",
    ]  # fmt: skip
    assert made.scenes[0].beats[:4] == (rain, rain, sun, rain)
    assert set(line_ids(made)) <= set(made.texts["en"])


def test_equal_lines_of_two_pieces_of_a_strand_are_numbered_as_written() -> None:
    made = program(
        "scene hall as elena\n  dream-merge one\n    strand elena\n      Rain.\n"
        "    strand jax\n      Rain.\n    strand elena\n      Rain.\n  end over\n"
    )
    rain = core("line", "", "Rain.")
    # elena's strand holds the first and the third as written, jax's the second
    assert line_ids(made) == [f"hall/{rain}-{k}of3" for k in (1, 3, 2)]


def test_an_option_is_known_by_its_words_or_its_mark() -> None:
    made = program(
        "scene hall\n  choice\n    * (mark left) Go left.\n    * Go right.\n    * Go right.\n"
        "  if chosen(left)\n    Left it is.\n  end over\n"
    )
    choice = made.scenes[0].ops[0]
    assert isinstance(choice, Choice)
    right = core("option", "", "Go right.")
    assert [option.id for option in choice.options] == [
        "hall/.left", f"hall/{right}-1of2", f"hall/{right}-2of2",
    ]  # fmt: skip
    assert made.counts[choice.options[0].count or 0].name == "hall/.left"


def test_the_counts_of_a_story_are_named_after_what_they_count() -> None:
    made = program(
        "scene hall\n  hub\n    mark top\n    * (once) In.\n      first\n        One.\n"
        "      then\n        Two.\n    * (if visits(.top) > 1 and visited(hall)) Out.\n"
        "      leave\n  {first: a|then: b} c.\n  -> more\n\nscene more\n  end over\n"
    )
    one = core("line", "", "One.")
    shown = core("line", "", "{first: a|then: b} c.")
    assert {count.name for count in made.counts} == {
        "@visits/hall.top", "@visits/hall", f"hall/{core('option', '', 'In.')}",
        f"hall/first-{one}", f"@shown/hall/{shown}",
    }  # fmt: skip


def test_every_place_where_a_cursor_can_rest_in_a_merge_has_a_key() -> None:
    made = program(
        "scene hall as elena\n  dream-merge one\n    strand elena\n      A.\n      sync s\n"
        "      B.\n    strand jax\n      C.\n      sync s\n    sync t\n    strand elena\n"
        "      D.\n  end over\n"
    )
    keys = {key for key, _ in made.scenes[0].rests}
    assert {
        "one>", "one>/elena", "one>/elena@s", "one>/elena>s", "one>/elena.", "one>/jax",
        "one>/jax@s", "one>/jax>s", "one>/jax.", "one>t", "one>t/elena", "one>t/elena.",
    } <= keys  # fmt: skip
    assert f"{core('line', '', 'A.')}+" in keys


def test_a_todo_is_a_hole_only_where_nothing_but_the_scene_s_end_comes_after() -> None:
    made = program(
        "scene hall\n  todo the speech\n  Rain.\n  choice\n    * Stay.\n      todo staying\n"
        "    * Go. -> street\n\nscene street\n  end over\n"
    )
    holes = [op for op in made.scenes[0].ops if isinstance(op, Hole)]
    assert [hole.id for hole in holes] == [f"hall/{core('hole', '', 'staying')}"]


RENAMED = """story "Ids"
  id 0b7f5b6e-1d07-4d5c-8a07-6b1f1d0a5f01

dreamer ellen "Elena"
  was elena
  was helen
  memory dread: 0..3 = 0
    was fear
dreamer jax "Jax"

var answer: text = "x"
  was name

scene hall as ellen
  reveal dread to jax
  ellen: Here.
  ellen thinks: Here.
  ask answer "Who?"
  end over
"""


def test_ids_are_made_with_the_first_of_old_names() -> None:
    """A renamed speaker's lines keep their ids: seen lines, voices and saves stay theirs."""
    done = compile(Written(RENAMED)).program
    assert done is not None
    assert done.scenes[0].beats[:3] == (
        core("line", "elena", "Here."), core("think", "elena", "Here."), core("ask", "name", "Who?")
    )  # fmt: skip


def test_all_names_that_a_value_ever_had_lead_to_it() -> None:
    done = compile(Written(RENAMED)).program
    assert done is not None
    olds = dict(done.was.vars)
    assert olds["elena.fear"] == olds["ellen.fear"] == olds["helen.dread"] == "ellen.dread"
    assert olds["name"] == "answer"
    assert olds["reveal helen.fear jax"] == "reveal ellen.dread jax"
    assert "ellen.dread" not in olds
