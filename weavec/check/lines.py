"""Lines: where in the source an operation of the program stands.

Goes in: an operation's place, perhaps an option of it. Comes out: the `Span` to report it at.
"""

from __future__ import annotations

from collections.abc import Sequence

from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.source import Span
from weavec.symbols import SceneSymbol


def line_of(
    scenes: Sequence[SceneSymbol], lowered: Lowered, place: Place, option: int | None = None
) -> Span:
    """The line of an operation or of an option; the scene's heading if it has none of its own.

    `scenes`: all scenes of the story, in order.
    """
    scene, op = place
    site = lowered.sites[scene]
    if option is not None:
        options = lowered.option_places[scene].get(op, ())
        if option < len(options):
            return site.span(*options[option])
    at = lowered.places[scene][op]
    if at is not None:
        return site.span(*at)
    decl = scenes[scene].decl
    return site.span(decl.at, decl.end)
