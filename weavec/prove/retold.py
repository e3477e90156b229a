"""Walks that are kept: a reader's way in numbers, told again in the words of a story.

Goes in: walks and the program that they lead through, or what was kept of them and a program with
the same skeleton. Comes out: the other. A kept walk names what is picked by operation and number,
so it holds when words and ids change. Where the words of an option depend on the state, or where
two options have the same words, the walk is played again on the reference machine to tell it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any, Final

from weavec import ir, machine
from weavec.transcript import plain
from weavec.walk import Walk, draw_entry, drawn, numbered, pick_entry
from weavec.walks import offers

NEXT: Final = {"do": "next"}
SILENT: Final = {"do": "say", "value": ""}
MOST_BEATS: Final = 4_000_000
"""Beats of all walks that are kept together."""
MOST: Final = 1 << 53
"""More than any number in a walk."""
STRAND, WORDS = -1, -2
"""In place of a scene: a strand is picked, or words are asked for and none are given."""
STATIC: Final = frozenset({"em", "strong", "ruby", "pause", "br"})
"""Marks of texts that are always the same."""


class UnfitError(ValueError):
    """Something that was kept does not belong to this story, or is none of ours."""


def whole(value: Any, below: int, least: int = 0) -> int:
    """A number that must lie in a range; raises `UnfitError` for anything else."""
    if type(value) is not int or not least <= value < below:
        raise UnfitError
    return value


def rows(value: Any) -> list[Any]:
    """A list that must be one; raises `UnfitError` for anything else."""
    if type(value) is not list:
        raise UnfitError
    return value


# ------------------------------------------------------------------ what is kept


def keep_walks(program: ir.Program, walks: Sequence[Walk]) -> dict[str, Any]:
    """Walks as JSON.

    `picked`: what is picked in any of them: scene, operation, option and its number as shown, which
    is 0 where its words were told; or `STRAND`, a mind, 0, 0; or `WORDS`, 0, 0, 0. `walks`: for
    each its `way`, in which n is an index into `picked` and -n stands for n beats that go on; its
    `draws`: the picks before it, the outcome, how many there are; and `sizes`.

    Raises:
        UnfitError: they cannot be kept.
    """
    wanted = {
        given["option"] for walk in walks for given in walk.inputs if given["do"] == "choose"
    }
    if sum(len(walk.inputs) for walk in walks) > MOST_BEATS:
        raise UnfitError
    places = _places(program, wanted)
    index: dict[tuple[int, int, int, int], int] = {}
    made = [_keep_walk(walk, places, index) for walk in walks]
    return {"picked": list(index), "walks": made}


def _places(program: ir.Program, wanted: set[str]) -> dict[str, tuple[int, int, int]]:
    """Where options stand."""
    if not wanted:
        return {}
    return {
        option.id: (scene, at, number)
        for scene, each in enumerate(program.scenes)
        for at, op in enumerate(each.ops)
        if isinstance(op, ir.Choice)
        for number, option in enumerate(op.options)
        if option.id in wanted
    }


def _keep_walk(
    walk: Walk,
    places: dict[str, tuple[int, int, int]],
    index: dict[tuple[int, int, int, int], int],
) -> dict[str, Any]:
    picks: list[str] = []
    draws: list[tuple[int, int, int]] = []
    for entry in walk.entries:
        found = drawn(entry)
        if found is None:
            picks.append(entry)
        else:
            draws.append((len(picks), *found))
    way: list[int] = []
    left = iter(picks)
    try:
        for given in walk.inputs:
            match given["do"]:
                case "next":
                    if way and way[-1] < 0:
                        way[-1] -= 1
                    else:
                        way.append(-1)
                    continue
                case "choose":
                    key = (*places[given["option"]], numbered(next(left)) or 0)
                case "enter":
                    next(left)
                    key = STRAND, given["mind"], 0, 0
                case "say" if given["value"] == "":
                    key = WORDS, 0, 0, 0
                case _:
                    raise UnfitError
            way.append(index.setdefault(key, len(index)))
    except (KeyError, StopIteration):
        raise UnfitError from None
    if any(True for _ in left) or tuple(each[1] for each in draws) != walk.dice:
        raise UnfitError
    return {"way": way, "draws": draws, "sizes": [walk.decisions, walk.beats, walk.shortest]}


# ------------------------------------------------------------------ told again


def tell_walks(program: ir.Program, kept: Any) -> list[Walk]:
    """The walks that were kept, in the words of a program.

    Raises:
        UnfitError: they are no walks through it.
    """
    if type(kept) is not dict or kept.keys() != {"picked", "walks"}:
        raise UnfitError
    telling = _Telling(program)
    picked = [telling.pick(each) for each in rows(kept["picked"])]
    return [telling.walk(each, picked) for each in rows(kept["walks"])]


Pick = tuple[dict[str, Any], str | None, bool]
"""An input; its entry if it is known without playing; whether it has one."""


class _Telling:
    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.texts = program.texts.get(program.story.language, {})
        self.beats = 0

    def words(self, key: str) -> str | None:
        """A text as it is told in an entry; none if it depends on the state or on chance."""
        nodes = self.texts.get(key, ())
        if len(nodes) == 1 and isinstance(nodes[0], str):
            return nodes[0]
        return plain(list(nodes)) if _static(nodes) else None

    def pick(self, kept: Any) -> Pick:
        """Something that is picked."""
        if len(rows(kept)) != 4:
            raise UnfitError
        scene, at, number, shown = (whole(each, MOST, WORDS) for each in kept)
        if scene == STRAND:
            return {"do": "enter", "mind": whole(at, len(self.program.minds))}, None, True
        if scene == WORDS:
            return SILENT, None, False
        scenes = self.program.scenes
        ops = scenes[whole(scene, len(scenes))].ops
        choice = ops[whole(at, len(ops))]
        if not isinstance(choice, ir.Choice):
            raise UnfitError
        whole(number, len(choice.options))
        whole(shown, len(choice.options) + 1)
        given = {"do": "choose", "option": choice.options[number].id}
        return given, self.entry(choice, number, shown), True

    def entry(self, choice: ir.Choice, number: int, shown: int) -> str | None:
        """The entry for an option, if it is the same whichever others are shown."""
        words: list[str] = []
        for option in choice.options:
            text = self.words(option.id)
            if text is None:
                return None
            words.append(text)
        entry = pick_entry(words, number)
        if numbered(entry) is None:
            return entry
        unclear = numbered(pick_entry([words[number]], 0)) is not None
        return f"option: {shown}" if unclear and shown else None

    def walk(self, kept: Any, picked: list[Pick]) -> Walk:
        """One walk."""
        if type(kept) is not dict or kept.keys() != {"way", "draws", "sizes"}:
            raise UnfitError
        inputs: list[dict[str, Any]] = []
        entries: list[str | None] = []
        for step in rows(kept["way"]):
            if whole(step, len(picked), -MOST_BEATS) < 0:
                self.beats -= step
                if self.beats > MOST_BEATS:
                    raise UnfitError
                inputs += repeat(NEXT, -step)
                continue
            given, entry, told = picked[step]
            inputs.append(given)
            if told:
                entries.append(entry)
        draws = [_draw(each, len(entries)) for each in rows(kept["draws"])]
        dice = tuple(outcome for _, outcome, _ in draws)
        known = [each for each in entries if each is not None]
        if len(known) < len(entries):
            known = self.played(inputs, dice)
        sizes = rows(kept["sizes"])
        if len(sizes) != 3 or type(sizes[2]) is not bool or len(known) != len(entries):
            raise UnfitError
        decisions, beats = (whole(each, MOST) for each in sizes[:2])
        return Walk(tuple(inputs), dice, _woven(known, draws), decisions, beats, sizes[2])

    def played(self, inputs: list[dict[str, Any]], dice: tuple[int, ...]) -> list[str]:
        """The entries of a walk without its draws, as the reference machine tells them."""
        entries: list[str] = []
        try:
            state, events = machine.start(self.program, 0, dice)
            for given in inputs:
                if given["do"] in ("choose", "enter"):
                    shown = offers(self.program, events[-1])
                    at = next(i for i, (_, leads) in enumerate(shown) if leads == given)
                    entries.append(pick_entry([words for words, _ in shown], at))
                assert state is not None
                state, events = machine.step(self.program, state, given)
        except Exception as error:  # it was made for ways that are possible; this may be any
            raise UnfitError from error
        return entries


def _static(nodes: Sequence[Any]) -> bool:
    """Whether a text is always the same."""
    return all(
        isinstance(each, str)
        or (each[0] in STATIC and all(_static(part) for part in each[1:] if type(part) is tuple))
        for each in nodes
    )


def _draw(kept: Any, picks: int) -> tuple[int, int, int]:
    if len(rows(kept)) != 3:
        raise UnfitError
    before, outcome, ways = kept
    return whole(before, picks + 1), whole(outcome, whole(ways, 10_000_000, 1)), ways


def _woven(entries: list[str], draws: list[tuple[int, int, int]]) -> tuple[str, ...]:
    """The entries of picks, with those of draws where they are made."""
    if not draws:
        return tuple(entries)
    found: list[str] = []
    done = 0
    for before, outcome, ways in draws:
        if before < done:
            raise UnfitError
        found += entries[done:before]
        found.append(draw_entry(outcome, ways))
        done = before
    return (*found, *entries[done:])
