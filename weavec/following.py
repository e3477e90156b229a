"""Following a walk file through a story, and telling where the two part.

Goes in: a program and the entries of a walk file (`walk.py` says what they are). Comes out: the
inputs for the machine, one after the other, or a `MisfitError` that says where the walk no longer
fits.

Every draw is held to what the file says of it. The machine does not tell how many outcomes a draw
has, so it is asked: an outcome that is not there is a fault, `bad-dice`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from weavec import ir, machine
from weavec.machine import Event, Input, State
from weavec.render.visible import visible
from weavec.transcript import plain
from weavec.walk import drawn, picked, said
from weavec.walks import offers

Outcome: TypeAlias = tuple[State | None, list[Event]]
Move: TypeAlias = Callable[[Sequence[int]], Outcome]
"""A start or a step, taken with some outcomes for its first draws."""

_MOST_WAYS: Final = 1000
"""Outcomes of a draw that are tried before it is said only that there are others."""


class MisfitError(Exception):
    """A walk does not fit the story. `entry`: the number of the entry, from 1; the message: why."""

    def __init__(self, entry: int, why: str) -> None:
        super().__init__(why)
        self.entry = entry


class Follower:
    """Follows one walk file. Entries are used up from the first to the last."""

    def __init__(self, program: ir.Program, entries: Sequence[str]) -> None:
        self.program = program
        self.entries = tuple(entries)
        self.used = 0
        self.draws = any(drawn(entry) for entry in entries)

    @property
    def over(self) -> bool:
        """Whether all entries are used up."""
        return self.used == len(self.entries)

    def start(self, seed: int) -> Outcome:
        """`machine.start`, with the draws that the walk lists first."""
        return self._move(lambda dice: machine.start(self.program, seed, dice), seed)

    def step(self, state: State, given: Input) -> tuple[State, list[Event]]:
        """`machine.step`, with the draws that the walk lists next."""

        def go(dice: Sequence[int]) -> Outcome:
            loaded: State = {**state, "dice": list(dice)}
            return machine.step(self.program, loaded, given)

        following, events = self._move(go, state["rng"])
        assert following is not None
        return following, events

    def answer(self, rest: Event) -> Input | None:
        """The input for a rest event; none if the walk says no more.

        Raises:
            MisfitError: the walk goes on with what is not there.
        """
        kind = rest["e"]
        if kind in ("line", "chord"):
            return {"do": "next"}
        if self.over:
            return None
        entry = self.entries[self.used]
        if kind == "ask":
            words = "" if not entry.strip() else said(entry)
            if words is not None:
                self.used += 1
            elif drawn(entry):
                raise self._no_draw(entry, "asks for words")
            return {"do": "say", "value": words or ""}
        if kind in ("end", "hole"):
            here = "ends here" if kind == "end" else "is not written further here"
            left = len(self.entries) - self.used
            more = f"{left} entries" if left > 1 else "an entry"
            raise self._misfit(f"the story {here}, and {more} of the walk {_are(left)} left")
        return self._picked(entry, rest)

    # -------------------------------------------------------------- choices

    def _picked(self, entry: str, rest: Event) -> Input:
        shown = offers(self.program, rest)
        words = [visible(each) for each, _ in shown]
        index = picked(visible(entry), words)
        if index is not None:
            same = [taken for each, taken in zip(words, shown, strict=True) if each == words[index]]
            by_words = visible(entry).strip() == words[index].strip()
            wanted = [taken for _, taken in same] if by_words else [shown[index][1]]
            given = next((taken for taken in wanted if taken is not None), None)
            if given is None:
                raise self._misfit(f"`{words[index]}` is locked here{_why(rest, index)}")
            self.used += 1
            return given
        if drawn(entry):
            raise self._no_draw(entry, "lets the reader choose")
        if said(entry) is not None:
            raise self._misfit("the walk gives words here, but the story lets the reader choose")
        there = ", ".join(f"{number} {each}" for number, each in enumerate(words, start=1))
        raise self._misfit(f"`{visible(entry)}` answers nothing here; there are: {there}")

    # -------------------------------------------------------------- draws

    def _move(self, go: Move, rng: int) -> Outcome:
        """Take a start or a step with the draws at the head of what is left."""
        listed = []
        for entry in self.entries[self.used :]:
            found = drawn(entry)
            if found is None:
                break
            listed.append(found)
        dice = [outcome for outcome, _ in listed]
        state, events = go(dice)
        taken = 0 if state is None else len(dice) - len(state["dice"])
        faulty = events[-1] == {"e": "fault", "name": "bad-dice"}
        for index in range(len(dice) if faulty else taken):
            ways = listed[index][1]
            if _asks(go, dice[:index], ways - 1) or not _asks(go, dice[:index], ways):
                raise self._other_ways(go, dice[:index], index)
        self.used += taken
        if state is not None:
            if state["rng"] != rng and self.draws and not self.over:
                raise self._misfit("the story draws before this, and the walk does not say what")
            state = {**state, "dice": []}
        return state, events

    def _other_ways(self, go: Move, before: Sequence[int], index: int) -> MisfitError:
        self.used += index
        entry = self.entries[self.used]
        ways = next((n for n in range(1, _MOST_WAYS) if _asks(go, before, n)), None)
        if ways is None:
            return self._misfit(f"`{entry}`: the story draws one of another number here")
        return self._misfit(f"`{entry}`: the story draws one of {ways} here")

    # -------------------------------------------------------------- what is said

    def _no_draw(self, entry: str, does: str) -> MisfitError:
        return self._misfit(f"`{entry}`: the story draws nothing here, it {does}")

    def _misfit(self, why: str) -> MisfitError:
        return MisfitError(min(self.used, len(self.entries) - 1) + 1, why)


def _asks(go: Move, before: Sequence[int], outcome: int) -> bool:
    """Whether a draw is made after some others that has no such outcome."""
    _, events = go([*before, outcome])
    return bool(events[-1] == {"e": "fault", "name": "bad-dice"})


def _why(rest: Event, index: int) -> str:
    if rest["e"] != "choice" or not rest["options"][index]["why"]:
        return ""
    return f": {visible(plain(rest['options'][index]['why']))}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
