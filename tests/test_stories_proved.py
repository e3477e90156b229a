"""The stories that ship are proved. A story that locks its readers in is not; mended, it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from first_reading import walk

from weavec import ir, machine
from weavec.check.reach import Reach
from weavec.compiler import Compilation
from weavec.compiler import compile as compiled
from weavec.disk import open_story
from weavec.i18n.texts import units_of
from weavec.prove.limits import Limits
from weavec.prove.paths import cover, lines_of, walk_to_ending, with_walks
from weavec.survey import survey

ROOT = Path(__file__).parent.parent
SHIPPED = [ROOT / "stories" / "dream-weave", *sorted((ROOT / "stories" / "first-light").iterdir())]
STUDY = Path(__file__).parent / "stories" / "the_locked_study.weave"
MENDED = Path(__file__).parent / "stories" / "the_locked_study_mended.weave"


def proved(path: Path) -> Compilation:
    return compiled(open_story(str(path)), Limits())


@pytest.mark.parametrize("path", [path for path in SHIPPED if path.is_dir()], ids=lambda p: p.name)
def test_every_ending_of_a_story_that_ships_is_proved(path: Path) -> None:
    made = proved(path)
    assert [each.message for each in made.diagnostics if each.severity != "note"] == []
    assert made.program is not None
    assert made.proof is not None
    proof = with_walks(made.program, made.proof, Limits())
    assert proof.endings
    for name, ending in proof.endings.items():
        assert ending.reached, name
        assert ending.walk is not None, name
    assert all(proof.lines.values())
    assert all(proof.options.values())


def test_walks_that_together_meet_every_line_of_the_flagship() -> None:
    made = proved(SHIPPED[0])
    assert made.program is not None
    assert made.proof is not None
    walks = cover(made.program, made.proof, Limits())
    met = {line for walk in walks for line in lines_of(made.program, walk)}
    assert met == made.proof.lines.keys()
    assert len(walks) <= 30


def test_the_flagship_is_long_and_even_and_a_first_reading_leaves_more_than_half() -> None:
    made = compiled(open_story(str(SHIPPED[0])))
    assert made.program is not None
    assert made.lowered is not None
    counted = survey(Reach(made.lowered))
    whole = counted.total.words
    assert whole >= 20_000
    assert counted.endings == 6
    assert all(each.words >= 0.15 * whole for each in counted.minds)
    modes = {
        op.mode for scene in made.program.scenes for op in scene.ops if isinstance(op, ir.Merge)
    }
    assert modes == {"woven", "chorus", "fragmented", "drifting"}
    share = [sum(walk(made.program, seed)[0].values()) / whole for seed in range(30)]
    assert 1 / 3 <= sum(share) / len(share) <= 1 / 2


def test_the_first_act_of_the_flagship_is_there_in_german_without_a_hole() -> None:
    story = open_story(str(SHIPPED[0]))
    made = compiled(story, translations=story)
    assert [(each.name, each.severity) for each in made.diagnostics] == [("untranslated", "note")]
    assert made.program is not None
    assert made.symbols is not None
    assert made.lowered is not None
    german = made.program.texts["de"]
    units = units_of(made.symbols, made.lowered)
    later = ("act-2/", "act-3/", "act-4/", "act-5/")
    first = [each for each in units if not each.written.span.file.path.startswith(later)]
    assert {"act-1/1-doors.weave", "act-1/8-house-lights.weave", "dream-weave.weave"} <= {
        each.written.span.file.path for each in first
    }
    assert [each.context for each in first if each.key not in german] == []
    own = made.program.texts["en"]
    same = {own[each.key] for each in first if german[each.key] == own[each.key]}
    names = {own[each.key] for each in first if each.context.startswith("@cast/")}
    assert same - names == {("The Weave Company",), ("Davi.",), ("Miss Trask?",)}


def test_a_reader_is_locked_in_after_nine_choices_and_no_fewer() -> None:
    made = proved(STUDY)
    errors = [each for each in made.diagnostics if each.severity == "error"]
    assert [each.name for each in errors] == ["softlock"]
    walk = errors[0].witness
    assert walk is not None
    assert (walk.decisions, walk.shortest) == (9, True)
    assert made.lowered is not None
    state, events = machine.start(made.lowered.program, 0, walk.dice)
    picked = 0
    for given in walk.inputs:
        assert state is not None
        picked += given["do"] == "choose"
        state, events = machine.step(made.lowered.program, state, given)
        assert events[-1]["e"] not in ("refused", "fault")
    assert picked == 9


def test_with_one_more_option_nobody_is() -> None:
    made = proved(MENDED)
    assert [each.name for each in made.diagnostics if each.severity == "error"] == []
    assert made.program is not None
    assert made.proof is not None
    assert all(ending.reached for ending in made.proof.endings.values())
    assert walk_to_ending(made.program, next(iter(made.proof.endings)), Limits()) is not None
