"""The author's editor: a file opened at a line.

Goes in: the command that the author gave, a file and a line. Comes out: the command with both in
it, started without a shell and left alone.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import Final

JUMPS: Final = {
    "code": ("-g", "{file}:{line}"), "codium": ("-g", "{file}:{line}"), "subl": ("{file}:{line}",),
    "zed": ("{file}:{line}",), "gvim": ("+{line}", "{file}"), "emacsclient": ("+{line}", "{file}"),
    "emacs": ("+{line}", "{file}"), "gedit": ("+{line}", "{file}"),
    "kate": ("-l", "{line}", "{file}"),
}  # fmt: skip
"""How editors are told of a line, by the name of their program."""


def editor_fault(given: str) -> str | None:
    """What is wrong with a command as it is written; none if nothing is."""
    try:
        words = shlex.split(given, posix=os.name != "nt")
    except ValueError:
        return "a quotation mark or a backslash in it has no end"
    for braced in re.findall(r"\{[^{}]*\}?|\}", " ".join(words)):
        if braced not in ("{file}", "{line}"):
            return f"`{braced}` means nothing in it: there are `{{file}}` and `{{line}}`"
    return None


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


def open_in_editor(given: str, file: str, line: int) -> str | None:
    """Start the editor; why that did not work, if it did not."""
    words = editor_command(given, file, line)
    if not words:
        return "there is no command for it"
    try:
        subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError:
        return f"there is no program `{words[0]}`"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None
