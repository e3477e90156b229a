"""The process in which `weavec serve` proves what was written: see `preview/prover.py`."""

from __future__ import annotations

import sys
from contextlib import suppress

from weavec.commands.common import limits_of
from weavec.commands.keeping import shelf
from weavec.preview.prover import answer

NO_CACHE, NO_PROOF = "--no-cache", "--no-proof"


def proving_command(
    seconds: float | None, megabytes: int, unproved: bool, uncached: bool
) -> list[str]:
    """What starts the process."""
    given = [str(seconds or ""), str(megabytes)]
    flags = [NO_PROOF] * unproved + [NO_CACHE] * uncached
    return [sys.executable, "-m", "weavec.commands.proving", *given, *flags]


def main(seconds: str, megabytes: str, *flags: str) -> None:
    """Answer what the preview asks, until it is gone."""
    limits = limits_of(float(seconds) if seconds else None, int(megabytes), NO_PROOF in flags)
    with suppress(BrokenPipeError, EOFError):
        answer(limits, shelf(NO_CACHE in flags))


if __name__ == "__main__":
    main(*sys.argv[1:])
