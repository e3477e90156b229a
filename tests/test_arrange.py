"""The order of variables in diagrams: what goes together lies together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from small_words import program_of

from weavec.prove.arrange import arranged
from weavec.prove.engine import study


def order(widths: list[int], *together: tuple[int, ...]) -> list[int]:
    """The order of variables that each share their bits with no other."""
    sets = [sum(1 << each for each in some) for some in together]
    return arranged(widths, {each: each for each in range(len(widths))}, sets)


def test_every_one_is_placed_once() -> None:
    assert order([]) == []
    assert sorted(order([1, 4, 2, 1], (0, 3), (1, 2, 3))) == [0, 1, 2, 3]
    assert sorted(order([1, 1, 1])) == [0, 1, 2]


def test_pairs_lie_side_by_side() -> None:
    pairs = [(each, each + 6) for each in range(6)]
    found = order([2] * 12, *pairs)
    assert all(abs(found.index(one) - found.index(other)) == 1 for one, other in pairs)


def test_a_chain_is_laid_out_as_it_is() -> None:
    chain = [3, 0, 5, 1, 4, 2]
    found = order([1] * 6, *pairwise(chain))
    assert found in (chain, chain[::-1])


def test_what_is_asked_more_often_lies_nearer() -> None:
    found = order([1] * 3, (0, 1), (0, 2), (0, 2), (1, 2), (1, 2))
    assert found[1] == 2


def test_many_values_lie_below_two() -> None:
    assert order([4, 1, 1], (0, 1), (1, 2)) == [2, 1, 0]
    assert order([1, 1, 4], (0, 1), (1, 2)) == [0, 1, 2]


MATCHING = """story "Matching"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e79
  start room
{variables}
scene room
{choices}
{alike}
  end unlike
"""


@pytest.mark.parametrize("count", [6, 9])
def test_pairs_that_are_compared_at_the_end_take_few_nodes(count: int) -> None:
    """With all of one kind above all of the other they take more than twice as many a pair."""
    choices = [
        f"  choice\n    * Up.\n      set {kind}{i} = 1\n    * More.\n      set {kind}{i} = 2\n"
        "    * Stay."
        for kind in "ab" for i in range(count)
    ]  # fmt: skip
    text = MATCHING.format(
        variables="\n".join(f"var {kind}{i}: 0..2 = 0" for kind in "ab" for i in range(count)),
        choices="\n".join(choices),
        alike="\n".join(
            [f"{'  ' * (i + 1)}if a{i} == b{i}" for i in range(count)]
            + [f"{'  ' * (count + 1)}end alike"]
        ),
    )
    made = study(program_of(text))
    slots = made.layout.slots
    place = {made.graph.terms.variables[var].name: at for var, (at, _) in slots.items()}
    apart = [abs(place[f"a{i}"] - place[f"b{i}"]) for i in range(count)]
    assert apart == [2] * count
    assert made.figures["nodes"] < 3000 * count
