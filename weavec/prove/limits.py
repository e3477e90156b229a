"""How much work a proof may be.

Goes in: what the author allows. Comes out: `Limits`, which the engine asks on its way.
"""

from __future__ import annotations

from weavec.node import node


@node
class Limits:
    """What a proof may take before the rest is left undecided.

    `seconds`: of wall time. `megabytes`: of memory, 1,000,000 bytes each, for the whole process.
    """

    seconds: float = 60
    megabytes: int = 2000
