"""The file of cuts: what is known at a story's borders, as bytes.

Goes in: `Cuts` with what tells the story's parts from edited ones. Come out: bytes; and from bytes
the same again, or nothing if they are damaged or none of ours. Locations, values that are stored
and nodes of diagrams stand in tables, once each. So do long numbers, each by what it differs in
from the one before it: in neighbouring parts of a story they are nearly the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final, TypeVar

from weavec.node import node
from weavec.prove.control import Crossings
from weavec.prove.cuts import START, Cuts, Group, Key, Known, Pair, Passed, Rest
from weavec.prove.retold import UnfitError, rows, whole
from weavec.prove.stores import Saturation
from weavec.sealed import opened, sealed

MAGIC: Final = b"weavec cuts 2 "
WORD: Final = 64
MOST_BITS: Final = 1 << 24
MOST_CHECKED: Final = 2_000_000
T = TypeVar("T", bound=Hashable)


@node
class Filed:
    """Cuts with the story that they were made of.

    `head`: what belongs to no part, as a number; `parts`: the same for each part. `said`: the key
    of what was said of that story.
    """

    head: str
    parts: tuple[str, ...]
    said: str
    cuts: Cuts


# ------------------------------------------------------------------ writing


def written(key: str, filed: Filed, checked: bool = True) -> bytes | None:
    """Cuts as bytes; none if they would not be the same again.

    `checked`: that is looked at, unless they are so many that it would take much memory.
    """
    body = json.dumps(
        _Writing(filed.cuts).made(filed), separators=(",", ":"), check_circular=False
    ).encode()
    data = sealed(MAGIC, key, body)
    if not checked or len(data) > MOST_CHECKED:
        return data
    again = read(key, data)
    return data if again is not None and _same(again, filed) else None


def _same(one: Filed, other: Filed) -> bool:
    """Whether two are the same, numbers of nodes aside, which are given anew."""
    if (one.head, one.parts, one.said) != (other.head, other.parts, other.said):
        return False
    a, b = one.cuts, other.cuts
    return (
        a.of, a.groups, a.domains, a.slots, a.tops, a.all_tops, a.leads, a.ranges, a.crossings
    ) == (
        b.of, b.groups, b.domains, b.slots, b.tops, b.all_tops, b.leads, b.ranges, b.crossings
    ) and a.pairs.keys() == b.pairs.keys() and a.rests.keys() == b.rests.keys() and all(
        (each.sources, each.into.keys(), each.facts, each.touches, each.stores)
        == (b.pairs[pair].sources, b.pairs[pair].into.keys(), b.pairs[pair].facts,
            b.pairs[pair].touches, b.pairs[pair].stores)
        for pair, each in a.pairs.items()
    )  # fmt: skip


class _Table(dict[T, int]):
    """Things in a row, once each."""

    def at(self, thing: T) -> int:
        """The number of a thing."""
        return self.setdefault(thing, len(self))


class _Writing:
    def __init__(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.keys: _Table[Key] = _Table()
        self.values: _Table[int] = _Table()
        self.active: _Table[int] = _Table()
        self.live: _Table[int] = _Table()
        self.stores: _Table[Any] = _Table()
        self.domains: _Table[tuple[int, ...]] = _Table()
        self.nodes: list[int] = []
        self.known: dict[Known, Known] = {0: 0, 1: 1}

    def node(self, number: Known) -> Known:
        """The new number of a node; what it leads to stands before it."""
        found = self.known.get(number)
        if found is None:
            var, bit, yes, no = self.cuts.nodes[number - 2]
            self.nodes += (var, bit, self.node(yes), self.node(no))
            found = self.known[number] = len(self.nodes) // 4 + 1
        return found

    def made(self, filed: Filed) -> dict[str, Any]:
        """All of it as JSON."""
        cuts, at = self.cuts, self.keys.at
        pairs = [
            [
                *pair,
                [[at(key), self.active.at(active), self.live.at(live)]
                 for key, (active, live) in each.sources.items()],
                [[at(key), self.values.at(values), self.node(states)]
                 for key, (values, states) in each.into.items()],
                sorted(each.facts, key=repr), sorted(each.touches),
                [*map(self.stores.at, each.stores)],
            ]
            for pair, each in cuts.pairs.items()
        ]  # fmt: skip
        rests = [
            [
                at(key), self.values.at(each.values), self.active.at(each.active),
                self.live.at(each.live),
                -1 if each.states is None else self.node(each.states), each.said,
            ]
            for key, each in cuts.rests.items()
        ]  # fmt: skip
        groups = [
            [each.size, sorted(map(at, each.guests)), sorted(each.endings), each.hole]
            for each in cuts.groups
        ]
        return {
            "head": filed.head, "parts": filed.parts, "said": filed.said, "of": cuts.of,
            "groups": groups, "pairs": pairs, "rests": rests, "nodes": self.nodes,
            "keys": list(self.keys),
            "numbers": [_sparse(each) for each in (self.values, self.active, self.live)],
            "stores": list(self.stores),
            "domains": [self.domains.at(each) for each in cuts.domains],
            "sorts": list(self.domains), "slots": [[k, *v] for k, v in cuts.slots.items()],
            "tops": [[*each.items()] for each in cuts.tops], "all": [*cuts.all_tops.items()],
            "leads": cuts.leads,
            "ranges": [[*each.place, each.name, each.end, each.asked] for each in cuts.ranges],
            "out": [sorted(each) for each in cuts.crossings.out],
            "back": [sorted(each) for each in cuts.crossings.back],
        }  # fmt: skip


def _sparse(numbers: Iterable[int]) -> list[str]:
    """Numbers as the words in which each differs from the one before, and where these are."""
    found: list[str] = []
    before = 0
    for number in numbers:
        rest, at = number ^ before, 0
        before = number
        words: list[str] = []
        while rest:
            further = ((rest & -rest).bit_length() - 1) // WORD * WORD
            rest >>= further
            at += further
            words.append(f"{at:x}:{rest & (1 << WORD) - 1:x}")
            rest >>= WORD
            at += WORD
        found.append(" ".join(words))
    return found


def _full(kept: Any) -> list[int]:
    """The numbers again."""
    found: list[int] = []
    number = 0
    for each in rows(kept):
        for word in each.split():
            at, _, bits = word.partition(":")
            number ^= int(bits, 16) << whole(int(at, 16), MOST_BITS)
        found.append(number)
    return found


def _at(numbers: list[int], number: Any) -> int:
    return numbers[whole(number, len(numbers))]


# ------------------------------------------------------------------ reading


def read(key: str, data: bytes) -> Filed | None:
    """What was written under a key; none if the bytes are not that."""
    body = opened(MAGIC, key, data)
    if body is None:
        return None
    try:
        return _Reading(json.loads(body)).made()
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):  # and UnfitError
        return None


def _tupled(kept: Any) -> Any:
    return tuple(map(_tupled, kept)) if type(kept) is list else kept


class _Reading:
    def __init__(self, kept: Any) -> None:
        if type(kept) is not dict:
            raise UnfitError
        self.kept: dict[str, Any] = kept
        self.keys: list[Key] = [_tupled(each) for each in rows(kept["keys"])]
        self.values, self.active, self.live = map(_full, rows(kept["numbers"]))
        self.stores = [_tupled(each) for each in rows(kept["stores"])]
        nodes = rows(kept["nodes"])
        self.nodes = [*zip(nodes[::4], nodes[1::4], nodes[2::4], nodes[3::4], strict=True)]
        for number, each in enumerate(self.nodes):
            whole(each[2], number + 2)
            whole(each[3], number + 2)

    def key(self, number: Any) -> Key:
        return self.keys[whole(number, len(self.keys))]

    def states(self, number: Any) -> Known | None:
        number = whole(number, len(self.nodes) + 2, -1)
        return None if number < 0 else number

    def some(self, kept: Any) -> Known:
        return whole(kept, len(self.nodes) + 2)

    def made(self) -> Filed:
        """All that was written."""
        kept = self.kept
        parts = tuple(str(each) for each in rows(kept["parts"]))
        groups = tuple(
            Group(size, frozenset(map(self.key, guests)), frozenset(endings), hole)
            for size, guests, endings, hole in rows(kept["groups"])
        )
        of = tuple(whole(each, len(groups)) for each in rows(kept["of"]))
        values: list[tuple[int, ...]] = [_tupled(each) for each in rows(kept["sorts"])]
        cuts = Cuts(
            of, groups, dict(self.pair(each, len(groups)) for each in rows(kept["pairs"])),
            {self.key(each[0]): self.rest(each) for each in rows(kept["rests"])}, self.nodes,
            [values[whole(each, len(values))] for each in rows(kept["domains"])],
            {var: (at, width) for var, at, width in rows(kept["slots"])},
            tuple(dict(map(_tupled, each)) for each in rows(kept["tops"])),
            dict(map(_tupled, rows(kept["all"]))),
            tuple(tuple(map(_tupled, each)) for each in rows(kept["leads"])),
            tuple(
                Saturation((scene, op), name, end, asked)
                for scene, op, name, end, asked in rows(kept["ranges"])
            ),
            Crossings(self.sets(kept["out"]), self.sets(kept["back"])),
        )  # fmt: skip
        if not len(of) == len(parts) == len(cuts.tops) == len(cuts.leads):
            raise UnfitError
        if not len(of) == len(cuts.crossings.out) == len(cuts.crossings.back):
            raise UnfitError
        return Filed(str(kept["head"]), parts, str(kept["said"]), cuts)

    def pair(self, kept: Any, groups: int) -> tuple[Pair, Passed]:
        own, to, sources, into, facts, touches, stores = rows(kept)
        return (whole(own, groups, START), whole(to, groups)), Passed(
            {
                self.key(key): (_at(self.active, active), _at(self.live, live))
                for key, active, live in rows(sources)
            },
            {
                self.key(key): (_at(self.values, values), self.some(states))
                for key, values, states in rows(into)
            },
            frozenset(map(_tupled, rows(facts))), frozenset(rows(touches)),
            frozenset(self.stores[whole(each, len(self.stores))] for each in rows(stores)),
        )  # fmt: skip

    def rest(self, kept: Any) -> Rest:
        _, values, active, live, states, said = rows(kept)
        if said is not None and type(said) is not bool:
            raise UnfitError
        return Rest(
            _at(self.values, values), _at(self.active, active), _at(self.live, live),
            self.states(states), said,
        )  # fmt: skip

    def sets(self, kept: Any) -> tuple[frozenset[Any], ...]:
        make: Callable[[Any], frozenset[Any]] = lambda each: frozenset(map(_tupled, rows(each)))  # noqa: E731
        return tuple(make(each) for each in rows(kept))
