"""The four dreamers. Goes in: their modules. Comes out: all of them, in the order of the cast."""

from __future__ import annotations

from typing import Final

from elena import ELENA_TRASK
from jax import JAX_MERCER
from nora import NORA_PATEL
from orion import ORION_VAST

LEADS: Final = (ELENA_TRASK, JAX_MERCER, ORION_VAST, NORA_PATEL)
