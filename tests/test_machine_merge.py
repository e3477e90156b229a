"""Dream-merges on the Python machine: one rule of `weavec/semantics.md` a test."""

from __future__ import annotations

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

from weavec import ir
from weavec.machine import start, step

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
        [
            (ELENA, [line("a1"), ir.Sync("x"), line("a2")]),
            (JAX, [line("b1"), line("b2"), ir.Sync("x")]),
        ],
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
    minds, state = minds_told(story, 6)
    assert minds == [ELENA, JAX, ELENA, JAX, ELENA, JAX]
    assert state["counts"] == [2] and state["main"]["mind"] is None


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
