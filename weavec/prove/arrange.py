"""Arranging: in which order the bits of variables lie in a diagram.

Goes in: sets of variables that share bits (*colours*), and for places of a story which variables
are asked and stored together there. Comes out: the colours, uppermost first. A diagram must
remember what lies above until what goes together with it has come, so variables that decide
together, or of which one is stored where another might be, lie near to each other.

The order is the best of some that are found by growing it, each time by the colour that has most
to do with what is placed already, and by drawing every colour to the middle of what it goes
together with (Aloul, Markov, Sakallah, "FORCE: a fast and easy-to-implement variable-ordering
heuristic", 2003). Colours that have nothing to do with each other are arranged on their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import mul, sub
from typing import Final

from weavec.prove.terms import indices

BEGINNINGS: Final = 8
"""Colours from which an order is grown."""
ROUNDS: Final = 15
"""How often all colours are drawn to the middle of what they go together with."""

Bonds = list[list[float]]
"""For two colours, how much they have to do with each other."""


def arranged(
    widths: Sequence[int], colour: dict[int, int], together: Iterable[int]
) -> list[int]:
    """The numbers of colours, uppermost first.

    Args:
        widths: of each colour, its bits.
        colour: of each variable, by its number in sets of variables.
        together: sets of variables that are asked and stored at one place.
    """
    bonds = _bonds(len(widths), colour, together)
    found: list[int] = []
    for part in _parts(bonds):
        ends = sorted(part, key=lambda each: (sum(bonds[each]), each))[:BEGINNINGS]
        orders = [part, *(_grown(bonds, end, part) for end in ends)]
        orders += [_drawn(bonds, order, widths) for order in orders]
        best = min(orders, key=lambda order: _stretch(bonds, order, widths))
        # of an order and its mirror, that which has many values below what has two
        whole = sum(widths[each] for each in best)
        if 2 * sum(widths[each] * i for i, each in enumerate(best)) < whole * (len(best) - 1):
            best.reverse()
        found += best
    return found


def _bonds(count: int, colour: dict[int, int], together: Iterable[int]) -> Bonds:
    """How much each two colours have to do with each other."""
    often: dict[int, int] = {}
    for some in together:
        often[some] = often.get(some, 0) + 1
    bonds = [[0.0] * count for _ in range(count)]
    for some, times in often.items():
        met = {colour[low] for low in indices(some) if low in colour}
        for each in met if len(met) > 1 else ():
            row = bonds[each]
            for other in met:
                if other != each:
                    row[other] += times / (len(met) - 1)
    return bonds


def _parts(bonds: Bonds) -> list[list[int]]:
    """The colours, those apart that have nothing to do with each other."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for first in range(len(bonds)):
        if first in seen:
            continue
        part = [first]
        seen.add(first)
        for each in part:
            for other, bond in enumerate(bonds[each]):
                if bond and other not in seen:
                    seen.add(other)
                    part.append(other)
        found.append(sorted(part))
    return found


def _grown(bonds: Bonds, end: int, part: list[int]) -> list[int]:
    """An order that begins with a colour and goes on with what most belongs to those before."""
    order = [end]
    left = [each for each in part if each != end]
    near = {each: 2 * bonds[end][each] - sum(bonds[each]) for each in left}
    while left:
        best = max(left, key=near.__getitem__)
        left.remove(best)
        order.append(best)
        row = bonds[best]
        for each in left:
            near[each] += 2 * row[each]
    return order


def _middles(order: list[int], widths: Sequence[int]) -> list[float]:
    """Where the middle of each colour lies, by number; 0 for those that are not in the order."""
    found = [0.0] * len(widths)
    at = 0
    for each in order:
        found[each] = at + widths[each] / 2
        at += widths[each]
    return found


def _stretch(bonds: Bonds, order: list[int], widths: Sequence[int]) -> float:
    """How far the colours of an order lie from what they have to do with.

    The sums run in C: this is asked for each order that is looked at.
    """
    middles = _middles(order, widths)
    return sum(
        sum(map(mul, bonds[each], map(abs, map(sub, middles, repeat(middles[each])))))
        for each in order
    )


def _drawn(bonds: Bonds, order: list[int], widths: Sequence[int]) -> list[int]:
    """The best order on the way of drawing all colours to what they have to do with."""
    best = (_stretch(bonds, order, widths), order)
    sums = {each: sum(bonds[each]) for each in order}
    for _ in range(ROUNDS):
        middles = _middles(order, widths)
        pull = {
            each: sum(map(mul, bonds[each], middles)) / all_ if (all_ := sums[each])
            else middles[each]
            for each in order
        }  # fmt: skip
        following = sorted(order, key=pull.__getitem__)
        if following == order:
            break
        order = following
        best = min(best, (_stretch(bonds, order, widths), order))
    return best[1]
