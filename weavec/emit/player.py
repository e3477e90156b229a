"""The player as a page carries it: one script and one style sheet.

Goes in: the modules and style sheets of `weavec/player`. Comes out: their texts. There are two
scripts: one with the draughtsman, which draws the people and places that have no image of their
own, and one without, for pages on which there is nothing to draw. Linking takes a moment, so
installing the package writes what comes out to `player.json` beside this
file, with the hash of everything that went in, the linker included; if the hash differs or the file
is missing, the player is linked anew: slower, never wrong.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from weavec.node import node

ENTRY: Final = "main.mjs"
HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE.parent / "player"
LINKER: Final = (
    "link.py",
    "style.py",
    *(f"script/{path.name}" for path in sorted(HERE.glob("script/*.py"))),
)
UNDRAWN: Final = {"draughtsman.mjs": "undrawn.mjs", "loom.mjs": "unwoven.mjs"}
"""Modules that draw, and those that export the same functions and draw nothing."""
KEPT: Final = HERE / "player.json"


@node
class Player:
    """The texts that a page carries, lines ending in LF."""

    script: str
    undrawn: str
    style: str

    def script_for(self, drawn: bool) -> str:
        """The script of a page, with the draughtsman or without."""
        return self.script if drawn else self.undrawn


@cache
def player() -> Player:
    """The player, linked or from where it was kept."""
    sources = _sources()
    mark = _hash(sources)
    try:
        kept = json.loads(KEPT.read_bytes())
        if kept["hash"] == mark:
            return Player(kept["script"], kept["undrawn"], kept["style"])
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return _linked(sources)


def write_player() -> Path:
    """Link the player and keep it beside this module; where it is."""
    sources = _sources()
    made = _linked(sources)
    data = {
        "hash": _hash(sources),
        "script": made.script,
        "undrawn": made.undrawn,
        "style": made.style,
    }
    KEPT.write_bytes(json.dumps(data, ensure_ascii=False).encode() + b"\n")
    return KEPT


def _sources() -> dict[str, str]:
    """The player's files by name."""
    found = sorted(path for path in SOURCES.iterdir() if path.suffix in (".mjs", ".css"))
    return {path.name: path.read_bytes().decode().replace("\r\n", "\n") for path in found}


def _linked(sources: dict[str, str]) -> Player:
    from weavec.emit.link import link  # seldom needed
    from weavec.emit.style import short_properties, strip_style

    modules = {name: text for name, text in sources.items() if name.endswith(".mjs")}
    styles = "\n".join(text for name, text in sources.items() if name.endswith(".css"))
    properties = short_properties(styles)
    script = link(modules, ENTRY, properties)
    bare = {name: modules[other] for name, other in UNDRAWN.items()}
    undrawn = link({**modules, **bare}, ENTRY, properties)
    return Player(script, undrawn, strip_style(styles, properties))


def _hash(sources: dict[str, str]) -> str:
    """The hash of all that decides what the player is."""
    digest = hashlib.sha256()
    linker = {name: (HERE / name).read_bytes().decode().replace("\r\n", "\n") for name in LINKER}
    for name, text in {**linker, **sources}.items():
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()
