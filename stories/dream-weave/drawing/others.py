"""Everybody else: each a few choices from the rig's wardrobe, and a shape of head."""

from __future__ import annotations

from typing import Final, TypeAlias

from jax import JAX_MERCER
from lights import DUSK, ELENA, FAULT, JAX, NORA, ORION
from rig.color import Colors
from rig.details import age, freckles, headset, moustache, nick, square_glasses
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import apron, hoodie, overcoat, sash, suit, towel, tunic, uniform, work_jacket
from rig.hair import bob, cropped, crown, curls, swept, tuft
from rig.hands import raised
from rig.hats import flat_cap, headscarf, kerchief, service_cap

Five: TypeAlias = tuple[str, str, str, str, str]
PALE: Final[Five] = ("#77454f", "#b57a74", "#dfab98", "#f3cfb9", "#fff0e0")
ROSE: Final[Five] = ("#7d3d42", "#b96a62", "#e29c86", "#f5c3aa", "#ffe7d2")
SAND: Final[Five] = ("#6f4232", "#a6704e", "#cf9c70", "#e8c092", "#fbe0b8")
BROWN: Final[Five] = ("#55291f", "#844634", "#b06f4e", "#d29a70", "#f0c79b")
DEEP: Final[Five] = ("#2f171c", "#552b28", "#7d4636", "#a3664a", "#cf9468")
EBONY: Final[Five] = ("#20121b", "#3d2227", "#5f3730", "#855240", "#b37c58")


def big_hand(s: Sitter) -> Layers:
    """A hand that has opened lock gates for fifty years."""
    return Layers(hands=raised(s, 188, 240, 6, size=1.14))


ILSE: Final = Person(
    "ilse",
    Geometry(
        cheek=91,
        jaw=70,
        chin=25,
        length=131,
        brow_y=-33,
        brow=7,
        eye_h=10,
        slant=6,
        nose_w=17,
        lip_up=6,
        lip_low=8.5,
    ),
    Colors(
        SAND,
        ("#121019", "#252133", "#5d5a72"),
        ("#3a3136", "#6f625f", "#b9aa9b", "#a6433a"),
        "#a8485a",
        "#3a2a1e",
    ),
    ELENA,
    (tunic, bob, age(1), headset),
    wide=0.97,
)
MARISOL: Final = Person(
    "marisol",
    Geometry(
        cheek=88,
        jaw=65,
        chin=26,
        length=136,
        brow_y=-33,
        brow=5.5,
        eye_w=23,
        eye_h=9.4,
        slant=-1,
        lash=3.4,
        nose_y=66,
        nose_w=20,
        mouth_y=92,
        mouth_w=25,
        lip_up=4.8,
        lip_low=7,
    ),
    Colors(
        ROSE,
        ("#5f5a6e", "#a39fae", "#e2dde0"),
        ("#2e1416", "#63302a", "#a55d47", "#e9d3c0"),
        "#a86464",
        "#5b7d92",
    ),
    FAULT,
    (overcoat, crown, age(1.5)),
    wide=0.9,
)
TEO: Final = Person(
    "teo",
    Geometry(
        cheek=88,
        jaw=64,
        chin=25,
        length=130,
        brow_y=-30,
        brow=9,
        eye_w=24.5,
        eye_h=11.8,
        nose_y=60,
        nose_w=20,
        mouth_y=86,
        mouth_w=26,
        lip_up=7,
        lip_low=9.5,
        iris=11.4,
    ),
    Colors(
        ROSE,
        ("#06262d", "#0f4f57", "#2c9a95"),
        ("#15113a", "#2b2470", "#5145b0", "#f6b06a"),
        "#b05f5c",
        "#5b7d92",
    ),
    ORION,
    (hoodie, tuft, freckles),
    wide=0.92,
)
DELL: Final = Person(
    "dell",
    Geometry(
        cheek=93,
        jaw=76,
        chin=33,
        length=142,
        brow_y=-27,
        brow=9,
        eye_h=9.2,
        slant=2,
        lash=3.4,
        nose_y=67,
        nose_w=20,
        mouth_y=95,
        mouth_w=29,
        lip_up=4.6,
        lip_low=7,
    ),
    Colors(
        PALE,
        ("#5b5a70", "#9b9bb0", "#dedbe2"),
        ("#12161f", "#252e3f", "#465573", "#d8dfe8"),
        "#9c5a5a",
        "#4a6a72",
    ),
    ELENA,
    (suit, swept, age(1), square_glasses),
    wide=1.05,
)
JUNO: Final = Person(
    "juno",
    Geometry(
        cheek=89,
        jaw=66,
        chin=25,
        length=131,
        brow_y=-31,
        brow=8,
        eye_w=24.5,
        eye_h=12,
        slant=4,
        nose_y=60,
        nose_w=22,
        mouth_y=87,
        mouth_w=26,
        lip_up=8.5,
        lip_low=10.5,
        iris=11.4,
    ),
    Colors(
        EBONY,
        ("#0e0b12", "#221a22", "#4a3a42"),
        ("#1c2230", "#333e50", "#5f6f86", "#b9c6d8"),
        "#7c3e44",
        "#2c1a12",
    ),
    NORA,
    (tunic, sash, towel, curls),
    wide=0.92,
)
OSRIC: Final = Person(
    "osric",
    Geometry(
        cheek=96,
        jaw=80,
        chin=36,
        length=143,
        brow_y=-26,
        brow=11,
        eye_h=8.8,
        slant=-1,
        lash=3,
        nose_y=69,
        nose_w=25,
        mouth_y=98,
        mouth_w=28,
        lip_up=4.4,
        lip_low=6.6,
    ),
    Colors(
        ROSE,
        ("#6c6878", "#b7b2bb", "#f0ebea"),
        ("#1c2a2c", "#34494a", "#5f7a76", "#d8cbb0"),
        "#a0605a",
        "#5d7f8c",
    ),
    DUSK,
    (work_jacket, flat_cap, age(1.7), moustache),
    wide=1.04,
    gestures={"warm": big_hand},
)
PRIYA: Final = Person(
    "priya",
    Geometry(
        cheek=92,
        jaw=70,
        chin=27,
        length=133,
        brow_y=-31,
        brow=9,
        eye_h=10.8,
        slant=2,
        nose_y=62,
        nose_w=20,
        mouth_y=89,
        mouth_w=28,
        lip_up=7,
        lip_low=10,
    ),
    Colors(
        BROWN,
        ("#120c12", "#281a1e", "#4f343a"),
        ("#3a1a14", "#7c3a26", "#c46a42", "#ecdcc4"),
        "#9c4a50",
        "#3a2416",
    ),
    ORION,
    (apron, kerchief, age(0.35)),
    wide=0.98,
)
HAL: Final = Person(
    "hal",
    Geometry(
        cheek=97,
        jaw=81,
        chin=37,
        length=142,
        brow_y=-27,
        brow=10.5,
        eye_h=9.8,
        slant=1,
        lash=3.6,
        nose_y=66,
        nose_w=26,
        mouth_y=96,
        mouth_w=29,
        lip_up=7,
        lip_low=10,
    ),
    Colors(
        DEEP,
        ("#15131c", "#2c2833", "#615c6c"),
        ("#0d1428", "#1c2a4c", "#364b7c", "#e0bd74"),
        "#8a4646",
        "#4a2c18",
    ),
    ORION,
    (uniform, service_cap, age(1), moustache),
    wide=1.04,
)
BAO: Final = Person(
    "bao",
    Geometry(
        cheek=93,
        jaw=71,
        chin=27,
        length=130,
        brow_y=-31,
        brow=5.5,
        eye_w=23,
        eye_h=8.8,
        slant=5,
        lash=3.2,
        nose_y=62,
        nose_w=20,
        mouth_y=89,
        mouth_w=25,
        lip_up=4.8,
        lip_low=7,
    ),
    Colors(
        SAND,
        ("#6d6a76", "#b0acb4", "#e9e5e4"),
        ("#173329", "#2f5a49", "#5f917a", "#dfe6cf"),
        "#a85a56",
        "#3a2416",
    ),
    NORA,
    (apron, headscarf, age(1.6)),
    wide=0.9,
)
KIT: Final = Person(
    "kit",
    JAX_MERCER.geometry,
    Colors(
        JAX_MERCER.colors.skin,
        ("#4a1a16", "#8f3a22", "#cf6a3a"),
        ("#20232e", "#39404f", "#626c80", "#e9e2d6"),
        "#b5646a",
        "#4b78a8",
    ),
    JAX,
    (overcoat, nick, cropped),
    wide=0.94,
    flip=True,
)

OTHERS: Final = (ILSE, MARISOL, TEO, DELL, JUNO, OSRIC, PRIYA, HAL, BAO, KIT)
