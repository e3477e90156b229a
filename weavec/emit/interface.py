"""What the player itself says, in the languages of a story.

Goes in: tags of languages. Comes out: for each of them its table of `weavec/languages`, if there is
one. English stands in the player's script. A page carries the tables of its own languages alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files


def interface(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """The tables for some languages. One that has none of its own takes that of its first part."""
    folder = files("weavec") / "languages"
    made: dict[str, dict[str, str]] = {}
    for tag in languages:
        for name in (tag, tag.split("-")[0]):
            file = folder / f"{name}.json"
            if file.is_file():
                made[tag] = json.loads(file.read_text(encoding="utf-8"))
                break
    return made
