"""The Python machine on programs written by hand: one rule of `weavec/semantics.md` a test.

Ids of lines are short names, and `told` writes a play as a row of them, so that an expected order
of beats reads like the text that it comes from: `~x` is a sync, `[a|b]` a chord, `?` a pick.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from weavec import ir, values
from weavec.machine import State, canonical, inputs, render, start, step

ELENA, JAX, NORA = 0, 1, 2
NEXT = {"do": "next"}


# ------------------------------------------------------------------ programs by hand


def line(name: str, who: int | None = None) -> ir.Line:
    return ir.Line(name, "narrate" if who is None else "say", who)


def scene(name: str, *ops: ir.Op, **fields: Any) -> ir.Scene:
    return ir.Scene(name, fields.pop("minds", ()), (*ops, ir.Off()), (), (), **fields)


def program(*scenes: ir.Scene, **fields: Any) -> ir.Program:
    """A story with three dreamers and one person; every id that has no text is its own text."""
    texts = {op.id: (op.id,) for one in scenes for op in one.ops if isinstance(op, ir.Line)}
    given: dict[str, Any] = {
        "story": ir.Story(None, "en"),
        "start": (0, None),
        "minds": tuple(ir.Mind(name, None, ()) for name in ("elena", "jax", "nora")),
        "people": (ir.Person("mina", None, ()),),
        "vars": (),
        "lets": (),
        "counts": (),
        "words": (),
        "was": ir.Was(),
    } | fields
    given["texts"] = {"en": texts | fields.get("texts", {})}
    return ir.Program(scenes=scenes, **given)


def number(name: str, lo: int, hi: int, init: int) -> ir.Var:
    return ir.Var(name, "range", lo, hi, init)


def flag(name: str) -> ir.Var:
    return ir.Var(name, "flag", 0, 1, 0)


def merged(mode: str, *parts: Any, after: tuple[ir.Op, ...] = (), at: int = 0) -> list[ir.Op]:
    """The operations of a merge that begins at index `at`.

    A part is a section, a list of (mind, operations of its strand), or (name, block) for a sync
    between sections. Targets inside a strand are counted from the strand's first operation.
    """
    last: dict[int, int] = {}
    sections = [part for part in parts if isinstance(part, list)]
    for index, section in enumerate(sections):
        last |= {mind: index for mind, _ in section}
    ops: list[ir.Op] = [ir.Merge("dream", mode, tuple(last.items()))]
    for part in parts:
        if not isinstance(part, list):
            name, block = part
            ops += [ir.Meet(name), *block]
            continue
        here = len(ops)
        body: list[ir.Op] = []
        strands: list[ir.Strand] = []
        syncs: dict[str, list[int]] = {}
        for which, (mind, strand) in enumerate(part):
            begin = at + here + 1 + len(body)
            strands.append(ir.Strand(mind, begin))
            body += [_moved(op, begin) for op in strand] + [ir.Done()]
            for op in strand:
                if isinstance(op, ir.Sync):
                    syncs.setdefault(op.name, []).append(which)
        named = tuple((name, tuple(who)) for name, who in syncs.items())
        ops += [ir.Strands(tuple(strands), named, at + here + 1 + len(body)), *body]
    return [*ops, ir.Unmerge(), *after]


def _moved(op: ir.Op, by: int) -> ir.Op:
    match op:
        case ir.Branch(cond, to):
            return ir.Branch(cond, to + by)
        case ir.Goto(to):
            return ir.Goto(to + by)
        case ir.Choice(name, hub, options, after, shown):
            moved = tuple(
                ir.Option(o.id, o.to + by, o.cond, o.needs, o.once, o.otherwise, o.count)
                for o in options
            )
            return ir.Choice(name, hub, moved, after + by, shown)
    return op


def told(story: ir.Program, seed: int = 0, dice: tuple[int, ...] = (), picks: str = "") -> str:
    """A whole play as a row of names; `picks` says which input is taken where there are several.

    Holds every state to the purity of `step` and `render` on the way.
    """
    state, events = start(story, seed, dice)
    row: list[str] = []
    choices = iter(picks)
    while True:
        row += [word for event in events if (word := _word(event))]
        rest = events[-1]
        if state is None or rest["e"] == "fault":
            return " ".join(row)
        assert render(story, state) == rest
        allowed = inputs(rest, "Ada")
        if not allowed or len(row) > 200:
            return " ".join(row)
        which = int(next(choices, "0")) if len(allowed) > 1 else 0
        before = copy.deepcopy(state)
        kept, (state, events) = state, step(story, state, allowed[which])
        assert kept == before
        assert json.loads(canonical(state)) == state


def _word(event: dict[str, Any]) -> str:
    match event["e"]:
        case "line" | "choice" | "ask" | "end":
            return str(event["id"])
        case "chord":
            return "[" + "|".join(part["id"] for part in event["parts"]) + "]"
        case "pick":
            return "?"
        case "sync":
            return "~" + str(event["name"])
        case "merge-end":
            return "wake" if event["how"] == "wake" else ""
        case "fault":
            return "!" + str(event["name"])
    return ""


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
    state, events = start(story, 0)
    minds = []
    for _ in range(6):
        minds.append(events[-1]["mind"])
        assert state is not None
        state, events = step(story, state, NEXT)
    assert minds == [ELENA, JAX, NORA, NORA, ELENA, ELENA]
    assert state is not None and state["main"] == {"at": [3, 0], "stack": [], "mind": ELENA}


def test_as_block_is_a_perspective_of_operations() -> None:
    story = program(
        scene("s", line("a"), line("b"), ir.Visit("v", 1), line("c"), ir.Jump((2, 0)),
              inside=(-1, JAX, JAX, JAX, JAX, -1)),
        scene("v", line("v"), ir.Return()),
        scene("end", ir.End("over", "over")),
        start=(0, ELENA),
    )  # fmt: skip
    state, events = start(story, 0)
    minds = []
    for _ in range(5):
        minds.append(events[-1]["mind"])
        assert state is not None
        state, events = step(story, state, NEXT)
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
        "music": None,
        "cast": [[0, "calm", "off", 0], [3, "sad", None, 0]],
        "effects": [["snow", 1]],
    }
    state, events = step(story, state, NEXT)
    assert events[0] == {"e": "effect", "name": None, "strength": 0}
    assert state["stage"]["effects"] == []


# ------------------------------------------------------------------ dream-merges

DOUBT, COHERENCE = 0, 1


def breach(mode: str, doubt: int) -> ir.Program:
    """Two minds, one sync with a block; in the second section one lowers coherence, one wakes."""
    parts = (
        [(ELENA, [line("E1")]), (JAX, [line("J1"), line("J2")])],
        ("scream", [line("S")]),
        [
            (ELENA, [line("E2", ELENA), ir.Set(COHERENCE, ("-", ("var", COHERENCE), 3))]),
            (
                JAX,
                [
                    ir.Branch((">=", ("var", DOUBT), 2), 3),
                    ir.Line("J3", "think", JAX),
                    ir.Jump((1, 0)),
                ],
            ),
        ],
    )
    return program(
        scene("chambers", *merged(mode, *parts), ir.Jump((1, 0))),
        scene("rally", ir.Branch(("<=", ("var", COHERENCE), 6), 2), line("low"), ir.End("e", "e")),
        vars=(number("doubt", 0, 5, doubt), number("coherence", 0, 10, 8)),
    )


# A branch to op 2 skips "low", so the row says whether coherence was lowered.
@pytest.mark.parametrize(
    ("mode", "doubt", "dice", "row"),
    [
        ("woven", 0, (), "E1 J1 J2 ~scream S E2 low e"),
        ("woven", 3, (), "E1 J1 J2 ~scream S E2 J3 wake low e"),
        ("chorus", 0, (), "[E1|J1] J2 ~scream S E2 low e"),
        ("chorus", 3, (), "[E1|J1] J2 ~scream S [E2|J3] wake low e"),
        ("fragmented", 0, (0,), "E1 J1 J2 ~scream S E2 low e"),
        ("fragmented", 0, (1, 0, 0), "J1 E1 J2 ~scream S E2 low e"),
        ("fragmented", 0, (1, 1, 0), "J1 J2 E1 ~scream S E2 low e"),
        ("fragmented", 3, (0, 0), "E1 J1 J2 ~scream S E2 J3 wake low e"),
        ("fragmented", 3, (0, 1), "E1 J1 J2 ~scream S J3 wake e"),
        ("drifting", 0, (), "? E1 J1 J2 ~scream S ? E2 low e"),
        ("drifting", 3, (), "? E1 J1 J2 ~scream S ? E2 J3 wake low e"),
    ],
)
def test_breach(mode: str, doubt: int, dice: tuple[int, ...], row: str) -> None:
    assert told(breach(mode, doubt), 0, dice) == row


def test_breach_drifting_the_other_way() -> None:
    assert told(breach("drifting", 3), picks="11") == "? J1 J2 E1 ~scream S ? J3 wake e"
    assert told(breach("drifting", 0), picks="11") == "? J1 J2 E1 ~scream S ? E2 low e"


def test_woven_rounds_and_a_sync_inside() -> None:
    parts = [
        (ELENA, [line("a1"), ir.Sync("x"), line("a2")]),
        (JAX, [line("b1"), ir.Sync("x"), line("b2")]),
        (NORA, [line("c1"), line("c2"), line("c3")]),
    ]
    assert told(program(scene("s", *merged("woven", parts), ir.End("e", "e")))) == (
        "a1 b1 c1 ~x a2 b2 c2 c3 e"
    )
    assert told(program(scene("s", *merged("chorus", parts), ir.End("e", "e")))) == (
        "[a1|b1|c1] ~x [a2|b2|c2] c3 e"
    )
    assert told(program(scene("s", *merged("drifting", parts), ir.End("e", "e"))), picks="210") == (
        "? c1 c2 c3 ? b1 a1 ~x ? a2 b2 e"
    )


def test_rail_and_clarity() -> None:
    ops = merged(
        "woven",
        [(ELENA, [line("a1"), ir.Sync("x"), line("a2")]), (JAX, [line("b1"), line("b2"), ir.Sync("x")])],
        ("y", [line("S")]),
        [(ELENA, [line("a3")]), (NORA, [line("c1")])],
    )  # fmt: skip
    first = ops[0]
    assert isinstance(first, ir.Merge)
    ops[0] = ir.Merge(first.id, first.mode, first.members, (("*", 2, ("var", 0)), 0, 20))
    story = program(scene("s", *ops, line("z")), vars=(number("x", 0, 10, 3),), start=(0, NORA))
    state, events = start(story, 0)
    rails = []
    while (rest := events[-1])["id"] != "z":
        assert rest["merge"] == "dream" and rest["clarity"] == [6, 0, 20]
        states = "".join(where[0] for _, where in rest["rail"])
        rails.append(f"{rest['id']} {states} {rest['mind']}")
        assert [mind for mind, _ in rest["rail"]] == [ELENA, JAX, NORA]
        assert state is not None
        state, events = step(story, state, NEXT)
    # ready, waits, awake: for elena, jax and nora
    assert rails == [
        "a1 rrw 0",
        "b1 wrw 1",
        "b2 wrw 1",
        "a2 raw 0",
        "S waw 2",
        "a3 rar 0",
        "c1 aar 2",
    ]
    assert not {"merge", "clarity", "rail"} & rest.keys()
    assert state is not None and state["merge"] is None and rest["mind"] == NORA


def test_chorus_choices_come_after_the_lines_one_at_a_time() -> None:
    choice = ir.Choice("c", False, (ir.Option("o", 1),), 1)
    hub = ir.Choice("h", True, (ir.Option("p", 0, cond=("not", ("var", 0))),), 1)
    parts = [
        (ELENA, [choice, ir.Set(0, 1), line("a2")]),
        (JAX, [hub, line("b2")]),
        (NORA, [line("c1"), line("c2")]),
    ]
    story = program(scene("s", *merged("chorus", parts), ir.End("e", "e")), vars=(flag("f"),))
    # Elena's answer closes Jax's hub, which was open when the round began: his strand goes on to
    # its next beat in his turn.
    assert told(story) == "c1 c b2 [a2|c2] e"


def test_a_chord_shows_one_state_and_its_tails_run_before_a_wake() -> None:
    parts = [
        (ELENA, [line("a"), ir.Jump((1, 0), JAX)]),
        (JAX, [ir.Set(0, 5), line("b"), ir.Set(0, 7)]),
    ]
    story = program(
        scene("s", *merged("chorus", parts)),
        scene("t", line("z")),
        vars=(number("x", 0, 9, 0),),
        texts={"a": (("show", ("var", 0), None),)},
    )
    state, events = start(story, 0)
    assert state is not None
    assert [part["text"] for part in events[-1]["parts"]] == [["5"], ["b"]]
    assert not any("rail" in part for part in events[-1]["parts"])
    assert events[-1]["mind"] is None and events[-1]["rail"] == [[0, "ready"], [1, "ready"]]
    state, events = step(story, state, NEXT)
    assert events[:2] == [
        {"e": "merge-end", "how": "wake"},
        {"e": "scene", "scene": 1, "mind": JAX},
    ]
    assert state["vars"] == [7] and state["merge"] is None and state["n"] == 1
    assert state["main"] == {"at": [1, 0], "stack": [], "mind": JAX}


def test_a_wake_in_a_silent_run_leaves_the_round_unread() -> None:
    parts = [(ELENA, [ir.Set(0, 5), line("a")]), (JAX, [ir.Jump((1, 0))])]
    for mode, read, stored in (("chorus", "", 5), ("woven", "a ", 5)):
        story = program(
            scene("s", *merged(mode, parts)),
            scene("t", ir.End("e", "e")),
            vars=(number("x", 0, 9, 0),),
        )
        assert told(story) == read + "wake e"
        state, _ = start(story, 0)
        assert state is not None and state["vars"] == [stored]


def test_strands_visit_on_stacks_of_their_own() -> None:
    parts = [(ELENA, [ir.Visit("v", 1), line("a")]), (JAX, [ir.Visit("w", 1), line("b")])]
    story = program(
        scene("s", *merged("woven", parts), ir.End("e", "e")),
        scene("v", line("v1"), line("v2"), ir.Return(), count=0),
        counts=(ir.Counter("visits v", 99),),
    )
    assert told(story) == "v1 v1 v2 v2 a b e"
    state, events = start(story, 0)
    minds = []
    for _ in range(6):
        minds.append(events[-1]["mind"])
        assert state is not None
        state, events = step(story, state, NEXT)
    assert minds == [ELENA, JAX, ELENA, JAX, ELENA, JAX]
    assert state is not None and state["counts"] == [2] and state["main"]["mind"] is None


def test_fragmented_draws_only_among_several() -> None:
    parts = [(ELENA, [line("a")]), (JAX, [line("b")])]
    story = program(scene("s", *merged("fragmented", parts), ir.End("e", "e")))
    state, _ = start(story, 9, (1,))
    assert state is not None and state["dice"] == []
    state, events = step(story, state, NEXT)
    assert events[-1]["id"] == "a" and state["rng"] == 9  # one was left: nothing was drawn


def test_a_pick_takes_the_mind_of_a_ready_strand() -> None:
    parts = [
        (ELENA, [line("a"), ir.Sync("x"), line("a2")]),
        (JAX, [line("b"), ir.Sync("x")]),
        (NORA, [ir.Sync("alone"), line("c")]),
    ]
    story = program(
        scene("s", *merged("drifting", parts), ir.End("e", "e")),
        texts={"@merge/dream": ("Whose?",)},
    )
    state, events = start(story, 0)
    assert state is not None
    assert events[-2] == {"e": "sync", "name": "alone"}
    assert events[-1] == {
        "e": "pick",
        "title": ["Whose?"],
        "strands": [{"mind": mind, "label": None} for mind in (0, 1, 2)],
        "mind": None,
        "merge": "dream",
        "clarity": None,
        "rail": [[0, "ready"], [1, "ready"], [2, "ready"]],
    }
    assert step(story, state, NEXT)[1] == [{"e": "refused", "why": "input"}]
    assert step(story, state, {"do": "enter", "mind": 3})[1] == [{"e": "refused", "why": "mind"}]
    state, _ = step(story, state, {"do": "enter", "mind": 0})
    assert state["n"] == 1 and state["merge"] is not None and state["merge"]["now"] == [0]
    state, events = step(story, state, NEXT)
    assert [strand["mind"] for strand in events[-1]["strands"]] == [1, 2]
    assert step(story, state, {"do": "enter", "mind": 0})[1] == [{"e": "refused", "why": "mind"}]
