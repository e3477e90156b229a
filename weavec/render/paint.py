"""Colour for terminals, as plain SGR codes.

Goes in: text and the name of a role. Comes out: the text, wrapped in codes if colour is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

Paint: TypeAlias = Callable[[str, str], str]
"""`paint(role, text)`: the text as that role looks."""

_ROLES: Final = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "other": "1;34",
    "gutter": "34",
    "hint": "1;32",
    "strong": "1",
    "emphasis": "3",
    "dim": "2",
}


def plain(role: str, text: str) -> str:
    """No colour at all."""
    return text


def colored(role: str, text: str) -> str:
    """`text` in the colour of a role, or of `#rrggbb`."""
    if not text:
        return text
    if role.startswith("#") and len(role) == 7:
        red, green, blue = (int(role[at : at + 2], 16) for at in (1, 3, 5))
        code = f"1;38;2;{red};{green};{blue}"
    else:
        code = _ROLES[role]
    return f"\x1b[{code}m{text}\x1b[0m"


def wants_color(choice: str, environment: Mapping[str, str], terminal: bool) -> bool:
    """Whether to colour. `choice`: auto, always or never; NO_COLOR wins over FORCE_COLOR."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and environment.get("TERM") != "dumb"
