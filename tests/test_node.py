"""The classes that everything is made of."""

from __future__ import annotations

import pytest

from weavec.node import fields, node, replace


@node
class Point:
    """Two numbers, the second with a default."""

    x: int
    y: int = 7


@node
class Nothing:
    """No field at all."""


def test_fields_are_given_in_order_or_by_name() -> None:
    assert Point(1, 2) == Point(1, y=2) == Point(y=2, x=1)
    assert Point(1) == Point(1, 7)
    assert Point(1) != Point(1, 2)
    assert Nothing() == Nothing()
    assert repr(Point(1)) == "Point(x=1, y=7)"
    assert hash(Point(1, 2)) == hash(Point(1, 2))


@pytest.mark.parametrize(
    ("args", "given"),
    [((), {}), ((), {"y": 1}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1})],
)
def test_a_field_missing_or_too_many_is_an_error(
    args: tuple[int, ...], given: dict[str, int]
) -> None:
    with pytest.raises(TypeError):
        Point(*args, **given)


def test_a_node_does_not_change() -> None:
    point = Point(1, 2)
    with pytest.raises(AttributeError):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    assert replace(point, y=5) == Point(1, 5)
    assert fields(point) == ("x", "y")
    assert not hasattr(point, "__dict__")


def test_nodes_of_two_classes_are_never_equal() -> None:
    @node
    class Other:
        x: int
        y: int

    assert Point(1, 2) != Other(1, 2)  # type: ignore[comparison-overlap]


def test_match_takes_fields_by_place() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
