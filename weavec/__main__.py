"""Where the `weavec` command, and `python -m weavec`, begin."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from weavec import __version__


def main() -> int:
    """Carry out the command line of this process and return its exit code."""
    # Starting up and compiling makes millions of small values and no rings of them worth looking
    # for; whoever goes on after compiling turns collecting on again.
    gc.disable()
    if sys.argv[1:] == ["--version"]:  # scripts and editors ask often: no need to import click
        with suppress(OSError):  # what goes wrong with the output, the others tell
            print(f"weavec {__version__}", flush=True)
            return 0
    try:
        from weavec.cli import main as carry_out

        return carry_out()
    except KeyboardInterrupt:
        return 130


def process() -> NoReturn:
    """The command as a process of its own.

    It ends without taking down what it built: after a story of 100,000 scenes that takes as long
    as reading it. All that is to be written has been by then, and closed by whoever wrote it.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # nobody reads it any more
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    process()
