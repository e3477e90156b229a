"""Numbers and strings, by their shortest text."""

from __future__ import annotations

import re
from typing import Final

# What a string does not show as itself: controls, blanks and marks that are not seen, halves of a
# pair, and what would end a line or a script.
HIDDEN: Final = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]"
)
NAMED: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
PLAIN: Final = re.compile(r"(\d*)(?:\.(\d*))?")


def quoted(value: str) -> str:
    """A string of JavaScript in the quotes of which it has fewer."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    text = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    text = HIDDEN.sub(lambda match: NAMED.get(match[0]) or _code(match[0]), text)
    text = re.sub(r"<(/script|!--)", r"<\\\1", text, flags=re.IGNORECASE)
    return f"{quote}{text}{quote}"


def _code(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"


def number(text: str) -> str:
    """The shortest way to write a number."""
    if text[:2].lower() in ("0x", "0b", "0o"):
        value = str(int(text, 0))
        if int(value) > 1 << 53 or len(value) > len(text):
            return text
        text = value
    match = PLAIN.fullmatch(text)
    if match is None or (len(text) > 1 and text.isdigit() and text[0] == "0"):
        return text
    whole, part = match[1].lstrip("0"), (match[2] or "").rstrip("0")
    if part:
        return f"{whole}.{part}"
    bare = whole.rstrip("0")
    zeros = len(whole) - len(bare)
    return f"{bare}e{zeros}" if zeros > 2 else whole or "0"
