"""Identity: the names by which saves, seen-flags and translations find a beat again.

Goes in: what a beat is made of. Comes out: its core, eight characters. A beat's id is its scene and
its core; of several equals in a scene each is told apart as *2 of 3*, so that adding or mending one
changes the ids of all of them instead of moving them to another line.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from unicodedata import is_normalized, normalize

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
US: Final = "\x1f"

_PAIRS: Final = [a + b for a in ALPHABET for b in ALPHABET]


def core(kind: str, who: str, text: str) -> str:
    """The first forty bits of the SHA-256 of a beat, in letters and digits.

    `kind`: line, think, ask, choice, end, option, hole, first. `who`: the cast id, the quoted name,
    the variable of an ask, or empty. `text`: the canonical source of the words.
    """
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if "  " in text:
        text = " ".join(part for part in text.split(" ") if part)
    digest = sha256(f"{kind}{US}{who}{US}{text.strip(' ')}".encode()).digest()
    bits = int.from_bytes(digest[:5], "big")
    pairs = _PAIRS
    high = pairs[bits >> 30] + pairs[bits >> 20 & 1023]
    return high + pairs[bits >> 10 & 1023] + pairs[bits & 1023]


def numbered(cores: list[str]) -> list[str]:
    """The cores of a scene in source order, equals with their `-kofn`."""
    if len(set(cores)) == len(cores):
        return cores
    total: dict[str, int] = {}
    for each in cores:
        total[each] = total.get(each, 0) + 1
    seen: dict[str, int] = {}
    made = []
    for each in cores:
        if total[each] == 1:
            made.append(each)
            continue
        seen[each] = seen.get(each, 0) + 1
        made.append(f"{each}-{seen[each]}of{total[each]}")
    return made
