"""What a story names that can have a file.

Goes in: the symbols and the program. Comes out: a `Wish` for each name, with the line where it
stands first.
"""

from __future__ import annotations

from weavec.assets.model import FACES
from weavec.diagnostics import whole_file
from weavec.ir import Backdrop, Music, Sound
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.source import Span
from weavec.symbols import Symbols


@node
class Wish:
    """A name that can have a file. `kind`: of `KINDS`; `name`: as its file is called.

    `variants`: what may follow a `-` in the name of a file, in order.
    """

    kind: str
    name: str
    span: Span
    variants: tuple[str, ...] = ()


def wishes(symbols: Symbols, lowered: Lowered) -> tuple[Wish, ...]:
    """Everything in a story that can have a file, kind by kind, in the order of the script."""
    head = head_of(symbols, lowered)
    return (
        Wish("title", "title", head),
        *_staged(symbols, lowered),
        *(
            Wish(
                "people", name, member.site.of(member.decl.name),
                tuple(mood.text for mood in member.decl.moods),
            )
            for name, member in symbols.cast.items()
        ),
        *(
            Wish("keepsakes", name, site.of(line.name))
            for name, (line, site) in symbols.keepsakes.items()
        ),
        *(
            Wish("endings", name, site.of(line.name))
            for name, (line, site) in symbols.endings.items()
        ),
        Wish("fonts", "default", head, FACES),
        *(
            Wish("fonts", mind.decl.name.text, mind.site.of(mind.decl.name), FACES)
            for mind in symbols.minds
        ),
    )


def head_of(symbols: Symbols, lowered: Lowered) -> Span:
    """The place of what concerns the story as a whole: its head."""
    head, site = symbols.head, symbols.head_site
    if head is None or site is None:
        return whole_file(lowered.sites[0].file)
    return site.span(head.title.at, head.title.end)


def _staged(symbols: Symbols, lowered: Lowered) -> list[Wish]:
    """Backdrops, music and sounds; a mind may see a backdrop in its own way."""
    minds = tuple(mind.decl.name.text for mind in symbols.minds)
    found: dict[tuple[str, str], Wish] = {}
    for scene, places, site in zip(
        lowered.program.scenes, lowered.places, lowered.sites, strict=True
    ):
        for op, place in zip(scene.ops, places, strict=True):
            match op:
                case Backdrop(name=name):
                    kind = "backdrops"
                case Music(name=str(name)):
                    kind = "music"
                case Sound(name=name):
                    kind = "sounds"
                case _:
                    continue
            if place is not None and (kind, name) not in found:
                variants = minds if kind == "backdrops" else ()
                found[kind, name] = Wish(kind, name, site.span(*place), variants)
    return list(found.values())

