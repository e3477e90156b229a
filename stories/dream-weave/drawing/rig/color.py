"""Colours. Goes in: hex colours. Comes out: mixtures; lights, and tones in a light.

Shadows take the hue of the place, lit planes that of the lamp: which holds both together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def mix(a: str, b: str, part: float) -> str:
    """A colour on the way from `a` to `b`."""
    pairs = zip(_parts(a), _parts(b), strict=True)
    text = "".join(f"{round(x + (y - x) * part):02x}" for x, y in pairs)
    return f"#{text}"


def short(color: str) -> str:
    """A colour in three digits where that is the same."""
    if len(color) == 7 and color[1::2] == color[2::2]:
        return "#" + color[1::2]
    return color


def _parts(color: str) -> tuple[int, int, int]:
    digits = color[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


@dataclass(frozen=True)
class Light:
    """A light. `ink`: the darkest; `amb` tints shadows, `key` lit planes; `rim`: on edges;

    `acc`: a second accent; `ramp`: five colours of a place, from dark to light.
    """

    ink: str
    amb: str
    key: str
    rim: str
    acc: str
    ramp: tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Colors:
    """What somebody is made of: skin (5), hair (3), cloth (4), each from dark to light."""

    skin: tuple[str, str, str, str, str]
    hair: tuple[str, str, str]
    cloth: tuple[str, str, str, str]
    lip: str
    iris: str


@dataclass(frozen=True)
class Tones:
    """Somebody's colours in a light. s: skin, h: hair, c: cloth, from dark to light."""

    ink: str
    amb: str
    key: str
    rim: str
    acc: str
    s0: str
    s1: str
    s2: str
    s3: str
    s4: str
    glow: str
    h0: str
    h1: str
    h2: str
    c0: str
    c1: str
    c2: str
    c3: str
    white: str
    shade: str
    glint: str
    iris: str
    brow: str
    lip0: str
    lip1: str


def tones(colors: Colors, light: Light) -> Tones:
    """The colours of somebody in a light."""
    s, h, c = colors.skin, colors.hair, colors.cloth
    ink, amb, key = light.ink, light.amb, light.key
    return Tones(
        ink=ink,
        amb=amb,
        key=key,
        rim=light.rim,
        acc=light.acc,
        s0=mix(mix(s[0], amb, 0.5), ink, 0.2),
        s1=mix(s[1], amb, 0.42),
        s2=mix(s[2], key, 0.06),
        s3=mix(s[3], key, 0.16),
        s4=mix(s[4], key, 0.3),
        glow=mix(s[2], "#e0412e", 0.5),
        h0=mix(h[0], amb, 0.22),
        h1=mix(h[1], amb, 0.22),
        h2=mix(h[2], key, 0.12),
        c0=c[0],
        c1=c[1],
        c2=c[2],
        c3=c[3],
        white=mix(mix("#f4ece4", amb, 0.12), s[3], 0.12),
        shade=mix(mix("#f4ece4", amb, 0.5), s[0], 0.2),
        glint=mix("#ffffff", key, 0.3),
        iris=colors.iris,
        brow=mix(h[0], ink, 0.4),
        lip0=mix(mix(colors.lip, ink, 0.34), amb, 0.18),
        lip1=mix(colors.lip, s[2], 0.25),
    )


def relit(drawing: str, light: Light, much: float = 0.75) -> str:
    """A whole drawing in another light: each colour moves towards that of its brightness there."""
    steps = sorted((brightness(color), color) for color in light.ramp)

    def change(found: re.Match[str]) -> str:
        color = found[0]
        bright = brightness(color)
        below = max((each for each in steps if each[0] <= bright), default=steps[0])
        above = min((each for each in steps if each[0] >= bright), default=steps[-1])
        part = (bright - below[0]) / (above[0] - below[0] or 1)
        return short(mix(color, mix(below[1], above[1], min(1, max(0, part))), much))

    return re.sub(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b(?=\")", change, drawing)


def brightness(color: str) -> float:
    """How bright a colour looks, 0 to 1."""
    r, g, b = _parts(color)
    return (0.3 * r + 0.59 * g + 0.11 * b) / 255
