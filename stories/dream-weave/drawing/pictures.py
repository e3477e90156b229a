"""Everything that is drawn for The Dream Weave, by the names of its files.

Goes in: people, places, keepsakes, endings. Comes out: pairs of a name below `art/`, without its
ending, and the text of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import endings
import keepsakes
import places_baths
import places_dawn
import places_dream
import places_exchange
import places_jax
import places_night
import places_small
import places_society
import places_square
import places_townhall
from leads import LEADS
from lights import ELENA, JAX, NORA
from others import OTHERS
from rig.color import relit
from rig.figure import bust

LEAD_MOODS: Final = ("calm", "resolve", "warm", "alarm", "sorrow", "dream")
"""The moods of the dreamers; *alarm* and *dream* are also their heads in the cloth of a merge."""
MOODS: Final = {
    "ilse": ("calm", "wry", "alarm", "sorrow"),
    "marisol": ("calm", "warm", "sorrow", "alarm"),
    "teo": ("calm", "warm", "sorrow", "alarm"),
    "dell": ("calm", "wry", "warm", "alarm"),
    "juno": ("calm", "warm", "sorrow", "alarm"),
    "osric": ("calm", "wry", "warm", "sorrow"),
    "priya": ("calm", "wry", "sorrow", "alarm"),
    "hal": ("calm", "wry", "alarm", "sorrow"),
    "bao": ("calm", "wry", "warm", "sorrow"),
    "kit": ("calm", "warm", "sorrow", "wry"),
}
"""The moods of everybody else, as the cast declares them."""

BACKDROPS: Final[dict[str, Callable[[], str]]] = {
    "hall": places_exchange.hall,
    "auditorium": places_exchange.auditorium,
    "auditorium-jax": places_exchange.auditorium_jax,
    "plaza": places_square.plaza,
    "square": places_square.square,
    "core": places_exchange.core,
    "street": places_square.street,
    "street_morning": places_square.street_morning,
    "street_winter": places_square.street_winter,
    "shore": places_dream.shore,
    "table": places_dream.table,
    "room": places_dream.room,
    "dawn": places_dawn.dawn,
    "baths": places_baths.baths,
    "chambers": places_society.chambers,
    "chambers_early": places_society.chambers_early,
    "chambers_all": places_society.chambers_all,
    "malfunction": places_society.malfunction,
    "townhall": places_townhall.townhall,
    "townhall_grey": places_townhall.townhall_grey,
    "townhall_empty": places_townhall.townhall_empty,
    "town_step": places_townhall.town_step,
    "safehouse": places_night.safehouse,
    "safehouse_morning": places_night.safehouse_morning,
    "tram": places_night.tram,
    "flat": places_small.flat,
    "stairs": places_small.stairs,
    "studio": places_jax.studio,
    "studio_morning": places_jax.studio_morning,
    "studio_winter": places_jax.studio_winter,
    "gallery": places_jax.gallery,
    "gallery_half": places_jax.gallery_half,
    "gallery_few": places_jax.gallery_few,
    "gallery_before": places_jax.gallery_before,
}

ALSO: Final = {
    "chambers_early": (("jax", JAX),), "malfunction": (("jax", JAX),), "core": (("elena", ELENA),),
    "square": (("elena", ELENA),), "shore": (("nora", NORA),),
    "room": (("jax", JAX), ("nora", NORA)),
}  # fmt: skip
"""Places that somebody else sees, too, in a light of their own."""


def pictures() -> Iterator[tuple[str, str]]:
    """Names and drawings, one after another."""
    for person in LEADS + OTHERS:
        for mood in MOODS.get(person.name, LEAD_MOODS):
            yield f"people/{person.name}-{mood}", bust(person, mood)
    for name, draw in BACKDROPS.items():
        text = draw()
        yield f"backdrops/{name}", text
        for mind, light in ALSO.get(name, ()):
            yield f"backdrops/{name}-{mind}", relit(text, light)
    for name, text in keepsakes.keepsakes():
        yield f"keepsakes/{name}", text
    for name, draw in endings.ENDINGS.items():
        yield f"endings/{name}", draw()
