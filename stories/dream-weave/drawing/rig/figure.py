"""Somebody, whole. Goes in: a person, as a value, and a mood. Comes out: an SVG file of their bust.

A person is a geometry, colours, a light, and what they wear: functions that take a `Sitter` and
give `Layers`. From back to front: what lies behind all, hair behind the head, the body, the face
with what lies in its skin, what is worn over it, hair in front, hands. Head and hair tilt together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from rig.color import Colors, Light, tones
from rig.face import Geometry, Mood, Sitter, face
from rig.moods import MOODS
from rig.pen import FINE
from rig.sheet import Sheet, group, moved, sheaf

BOX = (-310, -290, 620, 786)
"""What a bust shows: the frame of the page's own people, cut off where the stage ends."""


@dataclass(frozen=True)
class Layers:
    """Parts of a bust, from back to front."""

    behind: str = ""
    back: str = ""
    body: str = ""
    skin: str = ""
    over: str = ""
    front: str = ""
    hands: str = ""

    def __add__(self, other: Layers) -> Layers:
        return Layers(
            self.behind + other.behind,
            self.back + other.back,
            self.body + other.body,
            self.skin + other.skin,
            self.over + other.over,
            self.front + other.front,
            self.hands + other.hands,
        )


Wear: TypeAlias = Callable[[Sitter], Layers]
"""Hair, clothes, or a detail."""


@dataclass(frozen=True)
class Person:
    """Somebody. `wide`: their shoulders; `flip`: lit from the other side.

    `moods`: what they do otherwise than everybody; `gestures`: what their hands do, by moods.
    """

    name: str
    geometry: Geometry
    colors: Colors
    light: Light
    wear: tuple[Wear, ...]
    wide: float = 1
    flip: bool = False
    moods: dict[str, Mood] = field(default_factory=dict)
    gestures: dict[str, Wear] = field(default_factory=dict)


def sitter(person: Person, mood: str, sheet: Sheet, light: Light | None = None) -> Sitter:
    """Somebody on a sheet, in a light, their own if no other is named."""
    look = person.moods.get(mood) or MOODS[mood]
    return Sitter(sheet, person.geometry, tones(person.colors, light or person.light), look)


def figure(person: Person, mood: str, sheet: Sheet, light: Light | None = None) -> str:
    """A bust, as elements whose origin lies between the eyes."""
    s = sitter(person, mood, sheet, light)
    worn = Layers()
    gesture = person.gestures.get(mood)
    for wear in (*person.wear, gesture) if gesture else person.wear:
        worn += wear(s)
    tilt = f"rotate({FINE.num(s.mood.tilt)} 0 120)" if s.mood.tilt else None
    body = moved(0, s.mood.lift, worn.body)
    if person.wide != 1:
        body = group(body, transform=f"scale({person.wide:g} 1)")
    whole = sheaf(
        moved(0, s.mood.lift, worn.behind),
        group(worn.back, transform=tilt),
        body,
        group(face(s, worn.skin), worn.over, worn.front, transform=tilt),
        worn.hands,
    )
    return group(whole, transform="scale(-1 1)") if person.flip else whole


def bust(person: Person, mood: str) -> str:
    """The file of somebody in a mood."""
    sheet = Sheet()
    body = figure(person, mood, sheet)
    return sheet.svg(BOX, body)
