"""The moods that everybody has. A new one is a line."""

from __future__ import annotations

from typing import Final

from rig.face import Mood

MOODS: Final[dict[str, Mood]] = {
    "calm": Mood(tilt=-3),
    "resolve": Mood(open=0.7, squint=0.5, gaze_x=2, brow=5, inner=9, curve=-0.25, wide=0.96, turn=3, lift=-4),
    "warm": Mood(
        open=0.66, squint=0.75, gaze_x=-2, brow=-6, inner=-1, curve=1.05, gape=0.16, wide=1.2, teeth=0.8,
        tilt=-6, turn=-2, flush=0.6,
    ),
    "alarm": Mood(
        open=1.3, squint=-0.3, gaze_x=-3, brow=-12, inner=-6, curve=-0.35, gape=0.72, wide=0.84, teeth=0.4,
        tilt=3, lift=-10,
    ),
    "sorrow": Mood(
        open=0.58, squint=0.1, gaze_y=4, brow=-3, inner=-13, curve=-1, wide=0.9, tilt=6, turn=-5,
        lift=7, wet=1,
    ),
    "dream": Mood(open=0, brow=-4, inner=-2, curve=0.35, wide=0.95, tilt=-8),
    "wry": Mood(open=0.66, squint=0.4, gaze_x=4, brow=-2, inner=2, cock=9, curve=0.5, skew=1.2, wide=1.04, tilt=4, turn=3),
    "wary": Mood(open=0.68, squint=0.35, gaze_x=7, brow=2, inner=3, cock=3, curve=-0.2, wide=0.92, tilt=3, turn=-4),
    "fervent": Mood(open=0.96, gaze_x=1, brow=-5, inner=4, curve=0.2, gape=0.42, wide=1.04, teeth=0.7, tilt=-2, turn=3, flush=0.5, lift=-5),
    "shaken": Mood(open=1.08, gaze_x=-4, gaze_y=2, brow=-7, inner=-9, curve=-0.4, gape=0.22, wide=0.88, tilt=4, turn=-3, wet=1),
}  # fmt: skip
