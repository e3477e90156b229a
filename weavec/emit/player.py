"""The player as a page carries it: one script and one style sheet.

Goes in: the modules and style sheets of `weavec/player`. Comes out: their texts. There are two
scripts: one with the draughtsman, which draws the people and places that have no image of their
own, and one without, for pages on which there is nothing to draw. Linking takes a moment, so
installing the package writes what comes out to `player.json` beside this
file, with the hash of everything that went in, the linker included; if the hash differs or the file
is missing, the player is linked anew: slower, never wrong.

Pages that `weavec serve` shows while a story is being written carry more: the modules and sheets of
`weavec/player/preview`, and of the player's own modules the lines that begin with
`// in previews: `, which are comments in every other page. They stand in `preview.json`.
"""

from __future__ import annotations

import hashlib
import json
import re
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
KEPT_PREVIEW: Final = HERE / "preview.json"
PREVIEW: Final = SOURCES / "preview"
IN_PREVIEWS: Final = re.compile(r"^( *)// in previews: ", re.MULTILINE)


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
    kept = _kept(KEPT, _hash(sources))
    return _linked(sources) if kept is None else kept


@cache
def preview_player() -> Player:
    """The player of previews, linked or from where it was kept. It always draws."""
    sources = _sources(PREVIEW)
    kept = _kept(KEPT_PREVIEW, _hash(sources))
    return _linked_preview(sources) if kept is None else kept


def write_player() -> Path:
    """Link the player and keep it beside this module; where it is."""
    sources = _sources()
    return _keep(KEPT, _hash(sources), _linked(sources))


def write_preview() -> Path:
    """Link the player of previews and keep it beside this module, unless it is there; where."""
    sources = _sources(PREVIEW)
    mark = _hash(sources)
    if _kept(KEPT_PREVIEW, mark) is None:
        _keep(KEPT_PREVIEW, mark, _linked_preview(sources))
    return KEPT_PREVIEW


def _kept(path: Path, mark: str) -> Player | None:
    """What was kept, if it was made of the same files."""
    try:
        kept = json.loads(path.read_bytes())
        if kept["hash"] == mark:
            return Player(kept["script"], kept["undrawn"], kept["style"])
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


def _keep(path: Path, mark: str, made: Player) -> Path:
    data = {"hash": mark, "script": made.script, "undrawn": made.undrawn, "style": made.style}
    path.write_bytes(json.dumps(data, ensure_ascii=False).encode() + b"\n")
    return path


def _sources(*more: Path) -> dict[str, str]:
    """The player's files by name, with those of other folders."""
    return {
        path.name: path.read_bytes().decode().replace("\r\n", "\n")
        for folder in (SOURCES, *more)
        for path in sorted(folder.iterdir())
        if path.suffix in (".mjs", ".css")
    }


def _linked(sources: dict[str, str]) -> Player:
    from weavec.emit.link import link  # seldom needed
    from weavec.emit.style import short_properties, strip_style

    modules, styles = _parted(sources)
    properties = short_properties(styles)
    script = link(modules, ENTRY, properties)
    bare = {name: modules[other] for name, other in UNDRAWN.items()}
    undrawn = link({**modules, **bare}, ENTRY, properties)
    return Player(script, undrawn, strip_style(styles, properties))


def _linked_preview(sources: dict[str, str]) -> Player:
    from weavec.emit.link import link
    from weavec.emit.style import short_properties, strip_style

    modules, styles = _parted(sources)
    modules = {
        name: IN_PREVIEWS.sub(r"\1", text).replace('from "../', 'from "./')
        for name, text in modules.items()
    }
    properties = short_properties(styles)
    return Player(link(modules, ENTRY, properties), "", strip_style(styles, properties))


def _parted(sources: dict[str, str]) -> tuple[dict[str, str], str]:
    """The modules by name, and the sheets as one."""
    modules = {name: text for name, text in sources.items() if name.endswith(".mjs")}
    return modules, "\n".join(text for name, text in sources.items() if name.endswith(".css"))


def _hash(sources: dict[str, str]) -> str:
    """The hash of all that decides what the player is."""
    digest = hashlib.sha256()
    linker = {name: (HERE / name).read_bytes().decode().replace("\r\n", "\n") for name in LINKER}
    for name, text in {**linker, **sources}.items():
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()
