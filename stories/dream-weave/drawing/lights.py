"""The lights of The Dream Weave: one for each mind, and those of places that are nobody's."""

from __future__ import annotations

from typing import Final

from rig.color import Light

ELENA: Final = Light(
    "#170a22",
    "#4a1c5e",
    "#ffd9a6",
    "#ffcf7a",
    "#e5738f",
    ("#120724", "#3b1455", "#8d2f6b", "#e2776a", "#ffd08a"),
)
JAX: Final = Light(
    "#150c16",
    "#5c1230",
    "#ffe9d0",
    "#ff5836",
    "#3f57ff",
    ("#1b0f16", "#7a1020", "#ff4b2e", "#d9c3a8", "#f4e9d6"),
)
ORION: Final = Light(
    "#0a1026",
    "#1d2f6b",
    "#ffc58a",
    "#ffa046",
    "#5b8cff",
    ("#0b1338", "#27407f", "#c7725a", "#ffb45e", "#fff2cf"),
)
NORA: Final = Light(
    "#03151a",
    "#0b4a55",
    "#d6fff0",
    "#5ef5dc",
    "#c8f560",
    ("#020d12", "#0a3d47", "#1c8f8e", "#a6fbe4", "#e9fff6"),
)
DUSK: Final = Light(
    "#120d26",
    "#3a2f74",
    "#ffd7c0",
    "#f3b6ff",
    "#ffb36b",
    ("#110c26", "#2d2562", "#6a4fa3", "#d98fb4", "#ffdcc0"),
)
DAWN: Final = Light(
    "#1a1230",
    "#54437e",
    "#fff0cf",
    "#ffe1a0",
    "#7fe3d0",
    ("#1b1440", "#56458f", "#d77d8c", "#ffc285", "#fff6dc"),
)
FAULT: Final = Light(
    "#070d12",
    "#1c3a4a",
    "#f2efe4",
    "#ff6b57",
    "#5ef5dc",
    ("#05090d", "#10252c", "#2c5157", "#86b0ac", "#eafff8"),
)
GREY: Final = Light(
    "#0b0a14",
    "#33323f",
    "#f2efe8",
    "#c8c4c8",
    "#9a98a8",
    ("#0a0912", "#383743", "#74727f", "#aeacb4", "#eeebe6"),
)

THREADS: Final = ("#ffc975", "#ff5433", "#5480ff", "#5cf2d9")
"""The colours of Elena, Jax, Orion and Nora in the cloth."""
