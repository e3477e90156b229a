"""What the player itself says, in the languages of a story.

Goes in: tags of languages. Comes out: the tables of `weavec/languages` that a page in them carries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

COMMON: Final = "en"
"""Spoken where there is no table."""


def interface(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """The tables for some languages by their tags. A language that has none of its own takes that
    of its first part; where that has none either, English is there under its own tag."""
    folder = files("weavec") / "languages"
    made: dict[str, dict[str, str]] = {}
    for tag in languages:
        for name, known in ((tag, tag), (tag.split("-")[0], tag), (COMMON, COMMON)):
            file = folder / f"{name}.json"
            if file.is_file():
                made[known] = json.loads(file.read_text(encoding="utf-8"))
                break
    return made
