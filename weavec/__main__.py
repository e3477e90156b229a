"""`python -m weavec`: the same as the `weavec` command."""

from __future__ import annotations

import sys

from weavec.cli import main

if __name__ == "__main__":
    sys.exit(main())
