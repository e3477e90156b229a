"""How much work a proof may be.

Goes in: what the author allows. Comes out: `Limits`, which the engine asks on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from weavec.node import node

Progress: TypeAlias = Callable[[int, int], None]
"""Told now and then: how many places of the story are done, and how many there are."""

SECONDS: Final = 20
EACH: Final = 0.0005
"""What is allowed if an author does not say: what can be decided at all mostly is in that time, and
a very long story takes some time for its length alone."""


@node
class Limits:
    """What a proof may take before the rest is left undecided.

    `seconds`: of wall time; `each`: and so much more for every scene. `megabytes`: of memory,
    1,000,000 bytes each, for the whole process.
    """

    seconds: float = SECONDS
    megabytes: int = 2000
    each: float = 0

    def time(self, scenes: int) -> float:
        """The seconds that a story of so many scenes may take."""
        return self.seconds + self.each * scenes
