"""How much work a proof may be.

Goes in: what the author allows. Comes out: `Limits`, which the engine asks on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from weavec.node import node

Progress: TypeAlias = Callable[[int, int], None]
"""Told now and then: how many places of the story are done, and how many there are."""


@node
class Limits:
    """What a proof may take before the rest is left undecided.

    `seconds`: of wall time. `megabytes`: of memory, 1,000,000 bytes each, for the whole process.
    """

    seconds: float = 20
    megabytes: int = 2000
