"""What the drawing looks like: one sheet for dark rooms, and what is other in light ones.

Goes in: the dreamers' colours. Comes out: the style sheet of an SVG. There are no custom
properties in it, which viewers other than browsers do not know; what they make of it is the dark
picture, whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SERIF: Final = (
    '"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,Georgia,'
    '"Liberation Serif","DejaVu Serif",serif'
)
PLAIN: Final = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif'

_SHEET: Final = """
svg{font-family:%(plain)s}
text{white-space:pre}
.serif,.title,.dream{font-family:%(serif)s}
.head{font-size:26px;letter-spacing:4px}
.count{font-size:14px}
.panel-title{font-size:14px;letter-spacing:2.5px}
.title{font-size:15px}
.name{font-size:11.5px}.minds{font-size:11.5px}.dream{font-size:12px}
.mode,.error,.warning,.note,.more{font-size:11px}
.label,.mark{font-size:11.5px}
.mark{font-style:italic}
.key{font-size:12.5px}
.line{fill:none;stroke-width:1.7;stroke-linecap:round}
.visit{stroke-dasharray:.1 5;stroke-width:2.4}
.locked{stroke-dasharray:7 5;stroke-linecap:butt}
.barred{opacity:.5}
.away{fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.card{stroke-width:1}
.lost .card{stroke-dasharray:4 3}
.wrong .card{stroke-width:1.6}
.halo{stroke-width:5;stroke-linejoin:round;paint-order:stroke}
.thread{fill:none;stroke-width:1.8;stroke-linecap:round}
""".strip()

_COLORS: Final = {
    ".ground": ("fill", "#0b0616", "#fbf6ec"),
    ".panel": ("fill", "#150d24", "#f3ebdd"),
    ".card": ("fill", "#1e1430", "#fffdf8"),
    ".edge-of-card": ("stroke", "#4a3a52", "#c9b8a4"),
    ".wrong .card": ("stroke", "#ff7a70", "#c02a1f"),
    ".lost .card": ("fill", "#150d24", "#f3ebdd"),
    ".head,.panel-title": ("fill", "#ffcf7a", "#7a4a00"),
    ".title": ("fill", "#fff0dc", "#24112f"),
    ".name,.minds,.mode,.more,.note,.mark,.count,.key": ("fill", "#cdb6c6", "#5e4a66"),
    ".dream,.label": ("fill", "#f0dcd2", "#3a2545"),
    ".lost .title,.lost .name,.lost .minds,.lost .mode,.lost .dream": (
        "fill", "#a79bb0", "#6b606f",
    ),
    ".error": ("fill", "#ff9a92", "#a81f16"),
    ".warning": ("fill", "#ffd27a", "#7d4f00"),
    ".line,.away,.thread": ("stroke", "#a08db3", "#7c6a88"),
    ".tip,.band": ("fill", "#a08db3", "#7c6a88"),
    ".halo": ("stroke", "#150d24", "#f3ebdd"),
    ".gold": ("stroke", "#ffcf7a", "#8a5a00"),
    ".gold-fill": ("fill", "#ffcf7a", "#8a5a00"),
    ".gem": ("fill", "#1e1430", "#fffdf8"),
    ".lost .gold": ("stroke", "#a79bb0", "#756a7a"),
}  # fmt: skip


def sheet(colors: Sequence[str]) -> str:
    """The style sheet. `colors`: of each dreamer, as `#rrggbb`; the lines of dreamer 1 have the
    class `s1`, areas `f1`."""
    dark, light = [], []
    for names, (what, night, day) in _COLORS.items():
        dark.append(f"{names}{{{what}:{night}}}")
        light.append(f"{names}{{{what}:{day}}}")
    for number, color in enumerate(colors):
        for into, ground, end in ((dark, "#150d24", "#ffffff"), (light, "#f3ebdd", "#000000")):
            tone = readable(color, ground, end)
            into.append(f".s{number}{{stroke:{tone}}}.f{number}{{fill:{tone}}}")
    rest = _SHEET % {"plain": PLAIN, "serif": SERIF}
    day = "".join(light)
    return f"{rest}\n{''.join(dark)}\n@media (prefers-color-scheme:light){{{day}}}"


def readable(color: str, ground: str, end: str, wanted: float = 3.2) -> str:
    """A colour, moved towards `end` as little as needed to be told from its ground."""
    for step in range(21):
        tried = _mix(color, end, step / 20)
        if _contrast(tried, ground) >= wanted:
            return tried
    return end


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _mix(color: str, other: str, share: float) -> str:
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _contrast(color: str, other: str) -> float:
    high, low = sorted((_light(color), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(color: str) -> float:
    """Relative luminance, as WCAG has it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
