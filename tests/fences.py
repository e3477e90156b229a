"""The fenced blocks of a Markdown text: its text goes in, the blocks come out, in order."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FENCE: Final = re.compile(r"^(`{3,})([^`\n]*)\n(.*?)^\1[ \t]*$", re.M | re.S)


class Block(NamedTuple):
    """A fenced block. `info`: what follows its opening fence. `line`: of its first line of text."""

    info: str
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    """The blocks whose info begins with the word `weave`."""
    found = []
    for match in _FENCE.finditer(text):
        info = " ".join(match[2].split())
        if info.split(" ")[0] == "weave":
            line = text.count("\n", 0, match.start(3)) + 1
            found.append(Block(info, match[3], line))
    return found
