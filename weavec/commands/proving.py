"""The process in which `weavec serve` proves what was written: see `preview/prover.py`."""

from __future__ import annotations

import sys
from contextlib import suppress

from weavec.commands.keeping import shelf
from weavec.preview.prover import answer

if __name__ == "__main__":
    with suppress(BrokenPipeError, EOFError):
        answer(shelf("--no-cache" in sys.argv))
