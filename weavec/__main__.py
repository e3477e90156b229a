"""Where the `weavec` command, and `python -m weavec`, begin."""

from __future__ import annotations

import gc
import sys

from weavec import __version__


def main() -> int:
    """Carry out the command line of this process and return its exit code."""
    # Starting up and compiling makes millions of small values and no rings of them worth looking
    # for; whoever goes on after compiling turns collecting on again.
    gc.disable()
    if sys.argv[1:] == ["--version"]:  # scripts and editors ask often: no need to import click
        print(f"weavec {__version__}")
        return 0
    try:
        from weavec.cli import main as carry_out

        return carry_out()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
