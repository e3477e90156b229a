"""How wide words are, without a font: measured generously, so that no text is cut in any.

Goes in: text and a size. Comes out: widths and lines. The widths are those of DejaVu Serif, the
widest of the common faces that the pictures may be shown in.
"""

from __future__ import annotations

from typing import Final

from weavec.render.visible import cells

_ASCII: Final = bytes([
    32, 40, 46, 84, 64, 95, 89, 28, 39, 39, 50, 84, 32, 34, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 72, 73, 77, 80, 73, 69, 80, 87, 40, 40, 75, 66, 102, 88,
    82, 67, 82, 75, 69, 67, 84, 72, 103, 71, 66, 69, 39, 34, 39, 84, 50, 50, 62, 64, 56, 64, 62,
    38, 64, 64, 32, 31, 61, 32, 98, 64, 61, 64, 64, 48, 52, 40, 64, 59, 86, 59, 59, 53, 64, 34,
    64, 84,
])  # fmt: skip
"""Hundredths of the size, from the blank to the tilde."""
_NARROW: Final = {"…": 100, "“": 52, "”": 52, "‘": 32, "’": 32, "–": 50, "—": 100, "·": 32}


def width(text: str, size: float) -> float:
    """How wide a text is at most."""
    whole = 0
    for char in text:
        if " " <= char <= "~":
            whole += _ASCII[ord(char) - 32]
        elif char in _NARROW:
            whole += _NARROW[char]
        else:
            whole += (0, 74, 104)[cells(char)]
    return whole * size / 100


def lines(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """A text in lines no wider than `room`, `most` of them; if it is longer, the last ends in …"""
    made: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            made.append(line)
        while width(word, size) > room and len(made) <= most:
            head = _fitting(word, size, room)
            made.append(head)
            word = word[len(head) :]
        line = word
        if len(made) > most:
            break
    if line:
        made.append(line)
    if len(made) <= most:
        return tuple(made)
    return (*made[: most - 1], _cut(made[most - 1], size, room))


def even(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The same lines as few, but of about the same length each."""
    made = lines(text, size, room, most)
    if len(made) < 2 or made[-1].endswith("…"):
        return made
    narrow = room
    while (narrow := narrow - 8) > room / 3:
        tried = lines(text, size, narrow, len(made))
        if tried[-1].endswith("…") or "".join(tried).count(" ") != "".join(made).count(" "):
            break
        made = tried
    return made


def _fitting(word: str, size: float, room: float) -> str:
    """As much of a word as fits, at least one character; what belongs to one stays with it."""
    end = 1
    while end < len(word) and width(word[: end + 1], size) <= room:
        end += 1
    while 1 < end < len(word) and cells(word[end]) == 0:
        end -= 1
    return word[:end]


def _cut(line: str, size: float, room: float) -> str:
    while line and width(f"{line} …", size) > room:
        shorter = line.rpartition(" ")[0]
        line = shorter or line[:-1]
    return f"{line} …" if line else "…"
