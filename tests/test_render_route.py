"""A way through a story, scene by scene, as rows of text."""

from __future__ import annotations

import re

import pytest
from programs import line, program, scene

from weavec.journey import Journey, Leg, Step
from weavec.render.paint import colored, plain
from weavec.render.route import route
from weavec.render.visible import width

STORY = program(
    *(scene(f"s{number}", line(f"s{number}/a")) for number in range(20)),
    texts={"@scene/s1": ("The \x1b[31mHall",), "@cast/elena": ("Elena",)},
)


def told(*legs: Leg, columns: int = 60, longest: int | None = None) -> list[str]:
    return route(STORY, Journey(legs, frozenset(), None), plain, columns, longest)


def test_every_kind_of_step() -> None:
    steps = (
        Step("option", "Go.", "Which way?"),
        Step("draw", drawn=(1, 3)),
        Step("option", "Stay.", "Which way?"),
        Step("draw", drawn=(0, 0)),
        Step("words", "Ada", "Who are you?"),
        Step("words", "", "Who are you?"),
        Step("strand", "The rail", "On Deck"),
        Step("option", "Wake."),
    )
    assert told(Leg(1, 0, steps)) == [
        "s1 “The \\x1b[31mHall”, as Elena",
        "  Which way?",
        "  1. Go.",
        "     by chance: 2 of 3",
        "  2. Stay.",
        "     by chance: 1",
        "  Who are you?",
        "     say “Ada”",
        "     say anything",
        "  On Deck",
        "  3. into the mind of: The rail",
        "  4. Wake.",
    ]


def test_a_question_is_repeated_in_another_scene() -> None:
    step = Step("option", "Go.", "Where?")
    assert told(Leg(2, None, (step,)), Leg(3, 1, (step,))) == [
        "s2", "  Where?", "  1. Go.", "s3, as jax", "  Where?", "  2. Go.",
    ]  # fmt: skip


def test_scenes_that_are_only_passed() -> None:
    passed = [Leg(number, None, ()) for number in range(20)]
    step = Step("option", "Go.")
    assert told(passed[0]) == ["s0"]
    assert told(*passed[2:5], Leg(5, None, (step,)), passed[1]) == [
        "s2, s3, s4", "s5", "  1. Go.", "s1 “The \\x1b[31mHall”",
    ]  # fmt: skip
    assert told(*passed) == ["s0, s1, s2, s3, (12 more), s16, s17, s18, s19"]
    assert told() == []


def test_a_long_way_is_shown_in_part() -> None:
    steps = tuple(Step("option", f"Go {number}.") for number in range(1, 100))
    whole = told(Leg(2, None, steps))
    assert len(whole) == 100
    part = told(Leg(2, None, steps), longest=20)
    assert part == [*whole[:10], "… 81 more rows …", *whole[-9:]]
    assert told(Leg(2, None, steps[:19]), longest=20) == whole[:20]


@pytest.mark.parametrize("columns", [30, 60])
def test_rows_fit(columns: int) -> None:
    long = Step("option", "夢の中で会う " * 20, "words " * 30)
    steps = (long, Step("words", "x" * 200, "y" * 99))
    rows = told(Leg(2, None, steps), columns=columns)
    assert max(map(width, rows)) <= columns
    assert sum(row.count("夢") for row in rows) == 20


def test_colour_only_adds_codes() -> None:
    way = Journey((Leg(1, 0, (Step("option", "Go.", "Where?"),)),), frozenset(), None)
    bare = [re.sub(r"\x1b\[[0-9;]*m", "", row) for row in route(STORY, way, colored, 60)]
    assert bare == route(STORY, way, plain, 60)


def test_nothing_acts() -> None:
    bad = "a\x1b[2J\u202eb\n"
    steps = tuple(Step(kind, bad, bad, (0, 2)) for kind in ("option", "strand", "words", "draw"))
    shown = "".join(told(Leg(1, 0, steps)))
    assert not [char for char in shown if char != " " and not char.isprintable()]
