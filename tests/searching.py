"""A search through all states of a tiny story, with the reference machine alone.

`searched` says of a small program what a proof says of any, by meeting every state that there is;
`walks` gives a shortest walk to whatever a test asks for. Nothing here is shared with the prover.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from weavec import ir
from weavec.machine import canonical, inputs, start, step
from weavec.node import node
from weavec.prove.result import Answer, Ending, Proof
from weavec.walk import Walk, draw_entry, pick_entry, say_entry
from weavec.walks import offers

Go = Callable[[Sequence[int]], tuple[Any, list[dict[str, Any]]]]


@node
class Met:
    """A state that was met: how, and the events on the last step to it."""

    walk: Walk
    state: Any
    events: tuple[Any, ...]


def draws(go: Go, rng: int) -> Iterator[tuple[list[tuple[int, int]], Any, list[Any]]]:
    """Every outcome of a start or a step: its draws as (outcome, ways), the state, the events."""
    waiting: list[list[tuple[int, int]]] = [[]]
    while waiting:
        made = waiting.pop()
        dice = [outcome for outcome, _ in made]
        state, events = go(dice)
        if state is None or state["rng"] == rng:
            yield made, state, events
            continue
        ways = 1
        while go([*dice, ways])[1][-1] != {"e": "fault", "name": "bad-dice"}:
            ways += 1
        waiting += [[*made, (outcome, ways)] for outcome in reversed(range(ways))]


def walks(program: ir.Program, most: int = 20_000) -> Iterator[Met]:
    """Every state of a story, with the fewest decisions first, then the fewest beats."""
    number = count()
    heap: list[Any] = []
    begun = Walk((), (), (), 0, 0, True)

    def put(before: Walk, go: Go, rng: int, given: Any, entry: str | None) -> None:
        for made, state, events in draws(go, rng):
            if state is None:
                continue
            decided = given is not None and given["do"] in ("choose", "enter")
            walk = Walk(
                (*before.inputs, given) if given else (),
                (*before.dice, *(outcome for outcome, _ in made)),
                (*before.entries, *([entry] if entry else []), *(draw_entry(*d) for d in made)),
                before.decisions + decided,
                before.beats + (given is not None),
                True,
            )
            heapq.heappush(heap, (walk.decisions, walk.beats, next(number), walk, state, events))

    put(begun, lambda dice: start(program, 0, dice), 0, None, None)
    seen: set[str] = set()
    while heap:
        *_, walk, state, events = heapq.heappop(heap)
        key = canonical({**state, "rng": 0, "n": 0, "dice": [], "stage": None})
        if key in seen:
            continue
        seen.add(key)
        assert len(seen) < most
        yield Met(walk, state, tuple(events))
        rest = events[-1]
        shown = offers(program, rest) if rest["e"] in ("choice", "pick") else []
        for given in inputs(rest, "Ada"):
            entry = say_entry("Ada") if given["do"] == "say" else None
            if shown:
                index = next(n for n, (_, taken) in enumerate(shown) if taken == given)
                entry = pick_entry([words for words, _ in shown], index)

            def go(dice: Sequence[int], state: Any = state, given: Any = given) -> Any:
                return step(program, state | {"dice": list(dice)}, given)

            put(walk, go, state["rng"], given, entry)


def searched(program: ir.Program) -> Proof:
    """What there is to say of a story, by meeting all of it."""
    met = list(walks(program))
    scenes: dict[str, Answer] = {scene.id: False for scene in program.scenes}
    lines: dict[str, Answer] = {}
    options: dict[str, Answer] = {}
    endings: dict[str, Ending] = {}
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Line():
                    lines[op.id] = False
                case ir.Choice():
                    options.update(dict.fromkeys((option.id for option in op.options), False))
                case ir.End():
                    endings.setdefault(op.name, Ending(op.name, False, False, None))
    places = set()
    for one in met:
        for event in one.events:
            for part in event.get("parts", (event,)):
                match part["e"]:
                    case "scene":
                        scenes[program.scenes[part["scene"]].id] = True
                        places.add((part["scene"], 0))
                    case "line":
                        lines[part["id"]] = True
                    case "choice":
                        options |= {each["id"]: True for each in part["options"] if each["open"]}
        rest = one.events[-1]
        if rest["e"] == "end" and endings[rest["name"]].walk is None:
            sure = not one.walk.dice  # enough for the stories of these tests
            endings[rest["name"]] = Ending(rest["name"], True, sure, one.walk)
    return Proof(
        scenes, lines, options, endings, {}, frozenset(places), (), (), (), {}
    )  # fmt: skip
