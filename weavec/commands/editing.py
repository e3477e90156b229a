"""The author's editor: a file opened at a line.

Goes in: the command that the author gave, a file and a line. Comes out: the command with both in
it, started without a shell and left alone.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from contextlib import suppress
from typing import Final

JUMPS: Final = {
    "code": ("-g", "{file}:{line}"), "codium": ("-g", "{file}:{line}"), "subl": ("{file}:{line}",),
    "zed": ("{file}:{line}",), "gvim": ("+{line}", "{file}"), "emacsclient": ("+{line}", "{file}"),
    "emacs": ("+{line}", "{file}"), "gedit": ("+{line}", "{file}"),
    "kate": ("-l", "{line}", "{file}"),
}  # fmt: skip
"""How editors are told of a line, by the name of their program."""


def editor_command(given: str, file: str, line: int) -> list[str]:
    """The words of the command; none if there is no command."""
    try:
        words = shlex.split(given, posix=os.name != "nt")
    except ValueError:
        return []
    if not words:
        return []
    if not any("{file}" in word for word in words[1:]):
        name = os.path.basename(words[0]).lower().removesuffix(".exe").removesuffix(".cmd")
        words += JUMPS.get(name, ("{file}",))
    filled = [word.replace("{line}", str(line)).replace("{file}", file) for word in words[1:]]
    return [words[0], *filled]


def open_in_editor(given: str, file: str, line: int) -> bool:
    """Start the editor; whether that worked."""
    words = editor_command(given, file, line)
    if not words:
        return False
    with suppress(OSError):
        subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        return True
    return False
