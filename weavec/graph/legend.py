"""The legend: who is who, and what the lines and signs mean; of these, those that occur.

Goes in: a picture and how wide it is. Comes out: SVG elements as text, and where they end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from weavec.graph.layout import Picture
from weavec.graph.measure import width
from weavec.graph.model import Graph
from weavec.graph.signs import away, beginning, dream, gem, tip
from weavec.graph.xml import element

SIZE: Final = 12.5
STEP: Final = 26
MODES: Final = {
    "woven": "minds in turn", "chorus": "minds at once", "fragmented": "minds in pieces",
    "drifting": "minds to wander through",
}  # fmt: skip

Sign = Callable[[float, float], str]


def people(graph: Graph, room: float, top: float) -> tuple[str, float]:
    """The dreamers with their colours, in lines."""

    def disc(number: int) -> Sign:
        return lambda x, y: (
            f'<circle class="f{number}" cx="{x + 6:.1f}" cy="{y:.1f}" r="5.5"/>'
        )

    return _flow(
        [(mind.name, 18.0, disc(number)) for number, mind in enumerate(graph.minds)], room, top
    )


def legend(picture: Picture, room: float) -> tuple[str, float]:
    """What occurs in a picture."""
    graph = picture.graph
    edges = graph.edges
    keys: list[tuple[str, float, Sign]] = [
        ("the story begins", 24.0, lambda x, y: beginning(x + 18, y))
    ]
    keys.append(("goes on", 42.0, lambda x, y: _stroke("line", x, y) + tip(x + 34, y, "")))
    if any(edge.locked for edge in edges):
        keys.append(("locked at first", 42.0,
                     lambda x, y: _stroke("line locked", x, y) + tip(x + 34, y, "")))  # fmt: skip
    if any(edge.returns for edge in edges):
        keys.append(("visits, and comes back", 42.0,
                     lambda x, y: away(x - 2, y, "") + _stroke("line visit", x, y)
                     + tip(x + 34, y, "")))  # fmt: skip
    if any(edge.kind == "visit" and not edge.returns for edge in edges):
        keys.append(("visits, and does not come back", 42.0,
                     lambda x, y: _stroke("line visit", x, y) + tip(x + 34, y, "")))  # fmt: skip
    if any(node.kind == "ending" for node in graph.nodes):
        keys.append(("an ending", 28.0, lambda x, y: gem(x + 10, y, 10)))
    modes = {each.mode for node in graph.nodes for each in node.dreams}
    keys += [(f"{mode}: {told}", 38.0, _dream(mode)) for mode, told in MODES.items()
             if mode in modes]  # fmt: skip
    if any(node.lost for node in graph.nodes):
        keys.append(("no reader comes here", 34.0,
                     lambda x, y: '<g class="lost"><rect class="card edge-of-card" width="26" '
                                  f'height="14" rx="3" x="{x:.1f}" y="{y - 7:.1f}"/></g>'))
    return _flow(keys, room, 14)


def _dream(mode: str) -> Sign:
    return lambda x, y: dream(mode, (), x, y - 8)


def _stroke(kind: str, x: float, y: float) -> str:
    return f'<path class="{kind}" d="M{x:.1f} {y:.1f}h27"/>'


def _flow(keys: list[tuple[str, float, Sign]], room: float, top: float) -> tuple[str, float]:
    """Signs with their words, one behind the other, in as many lines as it takes."""
    x, y, out = 0.0, top, []
    for words, wide, sign in keys:
        long = wide + width(words, SIZE) + 26
        if x and x + long > room:
            x, y = 0.0, y + STEP
        out.append(sign(x, y + 8))
        out.append(element("text", words, class_="key", x=x + wide, y=y + 12.5))
        x += long
    return "\n".join(out) + "\n", y + (STEP if keys else 0)
