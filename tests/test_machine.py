"""The Python machine on programs written by hand: one rule of `weavec/semantics.md` a test.

Dream-merges have a file of their own, `test_machine_merge.py`.
"""

from __future__ import annotations

from typing import Any

import pytest
from programs import (
    ELENA,
    JAX,
    NEXT,
    NORA,
    flag,
    line,
    merged,
    minds_told,
    number,
    program,
    scene,
    told,
)

from weavec import ir, values
from weavec.machine import State, inputs, render, start, step

# ------------------------------------------------------------------ values and chance


@pytest.mark.parametrize(
    ("seed", "mixed", "sixes", "inline"),
    [
        (0, [1684164658, 3653269916, 2939563536], "2542453353", ["25", "32", "34"]),
        (2145, [1420799612, 4251987740, 2690223155], "1534203513", ["14", "43", "15"]),
        (4294967295, [3950124170, 4293442868, 1302505678], "5513423141", ["51", "53", "12"]),
    ],
)
def test_generator(seed: int, mixed: list[int], sixes: str, inline: list[str]) -> None:
    states = [(seed + values.GOLDEN * k) & values.WORD for k in (1, 2, 3)]
    assert [values.mix(rng) for rng in states] == mixed
    rng, drawn = seed, ""
    for _ in range(10):
        rng, one = values.draw(rng, 6)
        drawn += str(one)
    assert drawn == sixes
    for n, pair in enumerate(inline):
        assert "".join(str(values.textdraw(seed, n, j, 6)) for j in (0, 1)) == pair


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada  ", "Ada"),
        ("\u202eAda\u202c\u0007", "Ada"),
        (" \u200e  ", ""),
        ("\ud83dA\udc00", "A"),
        ("x" * 41, "x" * 40),
        ("\U0001f600" * 41, "\U0001f600" * 40),
        ("x" * 39 + " y", "x" * 39),
        ("a\u3000b\u00a0", "a\u3000b\u00a0"),
        ("a\tb", "ab"),
        ("\u061c\u200f\u2028\u2029\u2066\u2069\ufeff\x7f\x85Ada\u200b", "Ada\u200b"),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert values.clean(typed) == kept


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (7, 7),
        (("var", 0), 4),
        (("let", 0), 0),
        (("count", 0), 2),
        (("mind",), -1),
        (("sum", 1, 0, ("==", ("var", 0), 4)), 2),
        (("not", 0), 1),
        (("neg", ("var", 0)), -4),
        (("-", ("*", 2, ("var", 0)), 3), 5),
        (("+", ("var", 0), ("neg", 9)), -5),
        (("and", 1, 0), 0),
        (("or", 1, 0), 1),
        (("and", ("not", 0), ("or", 0, 1)), 1),
        (("<", 1, 1), 0),
        (("<=", 1, 1), 1),
        ((">", 2, 1), 1),
        ((">=", 1, 2), 0),
        (("!=", 1, 2), 1),
    ],
)
def test_expressions(expr: Any, value: int) -> None:
    assert values.evaluate(expr, [4], [("<", ("var", 0), 4)], [2], values.NOBODY) == value


@pytest.mark.parametrize(("x", "stored"), [(4, 4), (1, 0), (3, 3), (2, 1)])
def test_a_value_is_clamped_once_when_it_is_stored(x: int, stored: int) -> None:
    change = ir.Set(0, ("-", ("*", 2, ("var", 0)), 3))
    story = program(scene("s", change, line("a")), vars=(number("x", 0, 4, x),))
    state, _ = start(story, 0)
    assert state is not None and state["vars"] == [stored]


# ------------------------------------------------------------------ flow


def test_start_enters_the_scene_and_the_state_has_its_shape() -> None:
    story = program(
        scene("s", ir.Backdrop("hall", "fade"), line("a", ELENA), count=0),
        start=(0, ELENA),
        counts=(ir.Counter("visits s", 99),),
        vars=(number("x", 0, 9, 3), ir.Var("name", "text", 0, 0, "you")),
    )
    state, events = start(story, 2145, [1, 0])
    assert state == {
        "main": {"at": [0, 1], "stack": [], "mind": ELENA},
        "merge": None,
        "vars": [3, "you"],
        "counts": [1],
        "rng": 2145,
        "dice": [1, 0],
        "n": 0,
        "stage": {"backdrop": "hall", "music": None, "cast": [], "effects": []},
    }
    assert events == [
        {"e": "scene", "scene": 0, "mind": ELENA},
        {"e": "backdrop", "name": "hall", "trans": "fade"},
        {
            "e": "line",
            "id": "a",
            "kind": "say",
            "who": ELENA,
            "name": None,
            "text": ["a"],
            "mind": ELENA,
        },
    ]


def test_refusals_leave_the_very_state() -> None:
    choice = ir.Choice(
        "c", False, (ir.Option("o", 2), ir.Option("p", 2, needs=0), ir.Option("q", 2, cond=0)), 2
    )
    story = program(scene("s", line("a"), choice, ir.Ask("ask", 0), ir.End("e", "over")), vars=(
        ir.Var("name", "text", 0, 0, "you"),
    ))  # fmt: skip

    def refused(state: State, given: Any) -> str:
        after, events = step(story, state, given)
        assert after is state and len(events) == 1 and events[0]["e"] == "refused"
        return str(events[0]["why"])

    state, _ = start(story, 0)
    assert state is not None
    for given in ({"do": "choose", "option": "o"}, {"do": "enter", "mind": 0}, {"do": "hm"}, {}, 5):
        assert refused(state, given) == "input"
    state, _ = step(story, state, NEXT)
    assert refused(state, NEXT) == "input"
    for option in ("p", "q", "r"):
        assert refused(state, {"do": "choose", "option": option}) == "option"
    assert refused(state, {"do": "choose", "option": 0}) == "input"
    state, _ = step(story, state, {"do": "choose", "option": "o"})
    assert refused(state, {"do": "say", "value": 5}) == "input"
    state, _ = step(story, state, {"do": "say", "value": " "})
    assert state["vars"] == ["you"]
    assert refused(state, NEXT) == "over"


@pytest.mark.parametrize(
    ("used", "needs", "shown"),
    [
        ([0, 0], 1, ["once+", "needs+"]),
        ([1, 0], 1, ["needs+"]),
        ([0, 0], 0, ["once+", "needs-"]),
        ([1, 0], 0, ["needs-", "rest+"]),
    ],
)
def test_options_hidden_locked_and_otherwise(used: list[int], needs: int, shown: list[str]) -> None:
    options = (
        ir.Option("once", 1, once=True, count=0),
        ir.Option("needs", 1, needs=("var", 0)),
        ir.Option("rest", 1, otherwise=True),
    )
    story = program(
        scene("s", ir.Choice("c", False, options, 1), line("a")),
        counts=(ir.Counter("once", 1), ir.Counter("spare", 1)),
        vars=(flag("f"),),
        texts={"needs!": ("Not yet.",)},
    )
    state, _ = start(story, 0)
    assert state is not None
    state["counts"], state["vars"] = used, [needs]
    event = render(story, state)
    assert [o["id"] + "-+"[o["open"]] for o in event["options"]] == shown
    for option in event["options"]:
        assert option["why"] == (None if option["open"] else ["Not yet."])


def test_hub_runs_its_lines_until_nothing_is_open() -> None:
    options = (
        ir.Option("x", 3, once=True, count=0),
        ir.Option("y", 5, once=True, count=1),
        ir.Option("z", 5, needs=0),
    )
    story = program(
        scene(
            "s", ir.Round(2), line("above"), ir.Choice("hub", True, options, 6), line("x1"),
            ir.Goto(0), ir.Goto(0), line("after"),
        ),
        counts=(ir.Counter("x", 1), ir.Counter("y", 1)),
    )  # fmt: skip
    assert told(story) == "above hub x1 above hub after !runs-off-scene"


def test_choice_without_open_option_rests() -> None:
    story = program(scene("s", ir.Choice("c", False, (ir.Option("o", 1, needs=0),), 1)))
    state, events = start(story, 0)
    assert state is not None and inputs(events[-1]) == []
    assert step(story, state, {"do": "choose", "option": "o"})[1] == [
        {"e": "refused", "why": "option"}
    ]


def test_first_stays_with_its_last_arm_and_counts_stop() -> None:
    story = program(
        scene("s", ir.First(0, (1, 3)), line("a"), ir.Goto(0), ir.Count(1), line("b"), ir.Goto(0)),
        counts=(ir.Counter("first", 1), ir.Counter("mark", 3)),
    )
    assert told(story).split()[:5] == ["a", "b", "b", "b", "b"]
    state, _ = start(story, 0)
    for _ in range(9):
        assert state is not None
        state, _ = step(story, state, NEXT)
    assert state is not None and state["counts"] == [1, 3]


def test_either_draws_and_dice_come_first() -> None:
    story = program(
        scene("s", ir.Either((1, 3, 5)), line("a"), ir.Goto(0), line("b"), ir.Goto(0), line("c"),
              ir.Goto(0)),
    )  # fmt: skip
    rng, expected = 7, []
    for _ in range(20):
        rng, one = values.draw(rng, 3)
        expected.append("abc"[one])
    assert told(story, 7).split()[:20] == expected
    assert told(story, 7, (2, 2, 0)).split()[:6] == ["c", "c", "a", *expected[:3]]
    assert told(story, 7, (1, 3)) == "b !bad-dice"
    lone = program(scene("s", ir.Either((1,)), line("a")))
    state, _ = start(lone, 7, (5,))
    assert state is not None and state["dice"] == [5] and state["rng"] == 7


def test_visits_restore_the_perspective_and_jumps_drop_them() -> None:
    story = program(
        scene("s", line("a"), ir.Visit("v", 1, JAX), line("b"), ir.Visit("w", 2), line("c")),
        scene("t", line("t"), ir.Shift(NORA), ir.Visit("x", 2), line("u"), ir.Return()),
        scene("w", ir.Branch(("==", ("mind",), NORA), 3), line("n"), ir.Return(), line("e"),
              ir.Jump((3, 0), None)),
        scene("end", ir.End("over", "over")),
        start=(0, ELENA),
    )  # fmt: skip
    assert told(story) == "a t n u b e over"
    minds, state = minds_told(story, 6)
    assert minds == [ELENA, JAX, NORA, NORA, ELENA, ELENA]
    assert state["main"] == {"at": [3, 0], "stack": [], "mind": ELENA}


def test_as_block_is_a_perspective_of_operations() -> None:
    story = program(
        scene("s", line("a"), line("b"), ir.Visit("v", 1), line("c"), ir.Jump((2, 0)),
              inside=(-1, JAX, JAX, JAX, JAX, -1)),
        scene("v", line("v"), ir.Return()),
        scene("end", ir.End("over", "over")),
        start=(0, ELENA),
    )  # fmt: skip
    minds, _ = minds_told(story, 5)
    assert minds == [ELENA, JAX, JAX, JAX, ELENA]


@pytest.mark.parametrize("enters", [True, False])
def test_jump_counts_an_entry_only_if_it_is_one(enters: bool) -> None:
    story = program(
        scene("s", line("a"), ir.Jump((1, 0), JAX, enters)),
        scene("t", line("b"), count=0),
        counts=(ir.Counter("visits t", 99),),
    )
    state, _ = start(story, 0)
    assert state is not None
    state, events = step(story, state, NEXT)
    assert state["counts"] == [int(enters)]
    assert events[0] == {"e": "scene", "scene": 1, "mind": JAX} if enters else len(events) == 1
    assert state["main"]["mind"] == JAX


def test_start_refuses_what_is_no_seed() -> None:
    story = program(scene("s", line("a")))
    for seed in (-1, 2**32, 1.0, "7", None, True):
        assert start(story, seed) == (None, [{"e": "refused", "why": "seed"}])  # type: ignore[arg-type]
    assert start(story, 2**32 - 1)[0] is not None
    assert start(story, 0, (1, -1)) == (None, [{"e": "refused", "why": "dice"}])


def test_faults() -> None:
    loop = program(scene("s", line("a"), ir.Goto(1)))
    assert told(loop) == "a !silent-loop"
    state, _ = start(loop, 0)
    assert state is not None and step(loop, state, NEXT)[0] is state
    assert start(program(scene("s", ir.Goto(0))), 0) == (
        None,
        [{"e": "fault", "name": "silent-loop"}],
    )
    assert told(program(scene("s", line("a"), ir.Return()))) == "a !stray-return"
    crossed = merged(
        "woven", [(0, [ir.Sync("x"), ir.Sync("y")]), (1, [ir.Sync("y"), ir.Sync("x")])]
    )
    assert told(program(scene("s", *crossed))) == "!merge-deadlock"


@pytest.mark.parametrize(("gotos", "row"), [(9_999, "a b"), (10_000, "a !silent-loop")])
def test_ten_thousand_silent_operations_a_step(gotos: int, row: str) -> None:
    ops: list[ir.Op] = [
        line("a"),
        *(ir.Goto(i + 2) for i in range(gotos)),
        ir.Branch(1, 0),
        line("b"),
    ]
    story = program(scene("s", *ops, ir.End("e", "e")))
    assert told(story).startswith(row)
    assert told(story).endswith("e" if row == "a b" else "silent-loop")


# ------------------------------------------------------------------ text


def test_text_is_composed_from_the_state() -> None:
    nodes = (
        "He", "", "llo ", ("em", ("x", ("show", ("neg", ("var", 0)), None))), ("text", 1), ", ",
        ("strong", ()), ("if", ((("==", ("var", 0), 1), ("no",)),), ("yes",)),
        ("show", ("var", 2), 0), ("let", "@let/l"), ("ruby", ("a",), ("b",)), ("pause", 500),
        ("br",),
    )  # fmt: skip
    story = program(
        scene("s", ir.Line("a", "verse", 3, "@name/x")),
        vars=(number("x", 0, 9, 3), ir.Var("name", "text", 0, 0, "*you*"),
              ir.Var("w", "words", 0, 1, 1, words=("one", "two"))),
        words=(("@word/w/0", "@word/w/1"),),
        texts={"a": nodes, "@name/x": ("The ", ("text", 1)), "@word/w/1": ("two",),
               "@let/l": (" and ", ("show", ("var", 0), None))},
    )  # fmt: skip
    _, events = start(story, 0)
    assert events[-1] == {
        "e": "line", "id": "a", "kind": "verse", "who": 3, "name": ["The *you*"], "mind": None,
        "text": ["Hello ", ["em", ["x-3"]], "*you*, ", ["strong", []], "yestwo and 3",
                 ["ruby", ["a"], ["b"]], ["pause", 500], ["br"]],
    }  # fmt: skip


def test_inline_draws_follow_seed_beat_and_place() -> None:
    dice = ("either", (("0",), ("1",), ("2",), ("3",), ("4",), ("5",)))
    text = (dice, " ", ("if", ((0, (dice,)),), ()), ("either", ((dice,),)))
    story = program(scene("s", line("a"), ir.Goto(0)), texts={"a": text})
    state, events = start(story, 2145)
    for n in range(5):
        assert state is not None
        # The arm of one that holds the second is a draw of its own.
        first, second = (values.textdraw(2145, n, j, 6) for j in (0, 2))
        assert events[-1]["text"] == [f"{first} {second}"]
        assert state["rng"] == 2145 and state["n"] == n
        state, events = step(story, state, NEXT)


def test_inline_first_counts_showings_of_its_beat() -> None:
    arms = ("first", (("one",), ("two",), ("three",)))
    loop = (
        ir.Line("a", "narrate", shown=0),
        ir.Choice("c", True, (ir.Option("o", 0),), 2, shown=1),
    )
    story = program(
        scene("s", *loop), counts=(ir.Counter("a", 99), ir.Counter("c", 99)),
        texts={"a": (arms,), "c": (arms,), "o": (arms,)},
    )  # fmt: skip
    state, events = start(story, 0)
    seen = []
    for _ in range(8):
        rest = events[-1]
        seen.append(rest["text"] if rest["e"] == "line" else rest["options"][0]["text"])
        assert state is not None
        state, events = step(story, state, inputs(rest)[0])
    assert [one for (one,) in seen] == ["one", "one", "two", "two", *["three"] * 4]


# ------------------------------------------------------------------ the stage


def test_the_stage_keeps_what_lasts() -> None:
    ops = (
        ir.Show(ELENA, "calm", "left", 1, "fade"),
        ir.Show(3, "sad", None, None),
        ir.Show(ELENA, None, "off", None),
        line("a"),
        ir.Effect("rain", 3, True),
        ir.Effect("flash", 9, False),
        ir.Effect("snow", 1, True),
        ir.Effect("rain", 5, True),
        ir.Music("theme"),
        ir.Sound("bell"),
        ir.Pause(500),
        ir.Keepsake("ticket"),
        line("b"),
        ir.Backdrop("hall", None),
        ir.Effect("rain", 0, True),
        ir.Effect("fog", 0, True),
        ir.Music(None),
        line("c"),
        ir.Effect(None, 0, True),
        ir.End("e", "e"),
    )
    story = program(scene("s", *ops))
    state, events = start(story, 0)
    assert events[1:3] == [
        {"e": "show", "who": 0, "mood": "calm", "place": "left", "on": 1, "trans": "fade"},
        {"e": "show", "who": 3, "mood": "sad", "place": None, "on": None, "trans": None},
    ]
    assert state is not None
    assert state["stage"]["cast"] == [[0, "calm", "off", 1], [3, "sad", None, 0]]
    state, events = step(story, state, NEXT)
    assert events[:-1] == [
        {"e": "effect", "name": "rain", "strength": 3},
        {"e": "effect", "name": "flash", "strength": 9},
        {"e": "effect", "name": "snow", "strength": 1},
        {"e": "effect", "name": "rain", "strength": 5},
        {"e": "music", "name": "theme"},
        {"e": "sound", "name": "bell"},
        {"e": "pause", "ms": 500},
        {"e": "keepsake", "name": "ticket"},
    ]
    assert state["stage"]["effects"] == [["rain", 5], ["snow", 1]]
    assert state["stage"]["music"] == "theme"
    state, events = step(story, state, NEXT)
    assert state["stage"] == {
        "backdrop": "hall",
        "music": "off",
        "cast": [[0, "calm", "off", 0], [3, "sad", None, 0]],
        "effects": [["snow", 1]],
    }
    state, events = step(story, state, NEXT)
    assert events[0] == {"e": "effect", "name": None, "strength": 0}
    assert state["stage"]["effects"] == []
