"""What a story brings, as a page carries it: each file once, as text, packed where that pays.

Goes in: the program and its `Assets`. Comes out: a `Carried` for each file, in the order of their
keys; drawings that are much alike, such as somebody in several moods, share one. The same files
give the same text.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from weavec.assets.letters import INTERFACE, TYPED, asks, letters_of
from weavec.assets.model import FONTS, PICTURES, Assets, Taken
from weavec.ir import Program
from weavec.node import node
from weavec.sealed import Store

Tables: TypeAlias = Mapping[str, Mapping[str, str]]
"""What the page itself says in other languages than English, by language."""
NONE: Final[Tables] = MappingProxyType({})

DENSE: Final = frozenset({
    "image/webp", "image/avif", "image/png", "image/jpeg", "audio/ogg", "audio/mpeg", "audio/mp4",
    "font/woff2", "font/woff",
})  # fmt: skip
"""Types whose files are packed already."""

LONG: Final = 2_000_000
"""Bytes from which on something is packed in less time."""
PAYS: Final = 0.9
"""A file is packed if that makes it smaller than this part of what it was."""
PAYS_TOGETHER: Final = 0.85
"""A drawing joins the one before it if it then takes less than this part of its room alone."""

MOST_TOGETHER: Final = 2_000_000
"""How many bytes drawings may have that are carried together."""
BETWEEN: Final = "\0"
"""Stands between drawings that are carried together: no drawing can hold it."""


@node
class Carried:
    """A file in a page, or several drawings. `text`: in base64.

    `keys`: what asks for it, with blanks between; `|` between those of several drawings.
    """

    keys: str
    type: str
    text: str
    packed: bool
    wide: bool


def carried(
    program: Program, assets: Assets, words: Tables = NONE, store: Store | None = None
) -> tuple[Carried, ...]:
    """Every file of a story as its page carries it.

    `words`: what the page itself says. `store`: where cut fonts are kept.
    """
    return tuple(map(_carried, _together(_with_small_fonts(program, assets, words, store))))


def whole(assets: Assets) -> tuple[Carried, ...]:
    """Every file of a story, fonts with all their letters: for pages whose words still change."""
    return tuple(_carried([file]) for file in assets.files)


def _together(files: list[Taken]) -> list[list[Taken]]:
    """Drawings behind one another where the one before is worth having at hand."""
    found: list[list[Taken]] = []
    before = 0  # what the last drawing takes alone
    for file in files:
        alone = len(_gzip(file.data)) if file.type == PICTURES["svg"] else 0
        last = found[-1] if found else []
        size = sum(len(one.data) for one in last) + len(file.data)
        drawings = before and alone and _of_one_folder(last[-1], file)
        if (
            drawings
            and size <= MOST_TOGETHER
            and len(_gzip(last[-1].data + file.data)) - before < alone * PAYS_TOGETHER
        ):
            last.append(file)
        else:
            found.append([file])
        before = alone
    return found


def _of_one_folder(one: Taken, two: Taken) -> bool:
    return one.path.rpartition("/")[0] == two.path.rpartition("/")[0]


def _carried(files: list[Taken]) -> Carried:
    file = files[0]
    if len(files) > 1:
        text = packed(BETWEEN.encode().join(one.data for one in files))
        return Carried("|".join(" ".join(one.keys) for one in files), file.type, text, True, False)
    data = file.data
    less = data if file.type in DENSE else _gzip(data)
    pays = len(less) < PAYS * len(data)
    text = b64encode(less if pays else data).decode()
    wide = file.face is not None and file.face.wide
    return Carried(" ".join(file.keys), file.type, text, pays, wide)


def packed(data: bytes) -> str:
    """Data as a page carries it, packed."""
    return b64encode(_gzip(data)).decode()


def _gzip(data: bytes) -> bytes:
    """Packed, with no time and no name in it; what is long, in less time by a few in a hundred
    bytes more: a story of 145,000 lines takes a third of a second, not one."""
    packer = zlib.compressobj(9 if len(data) < LONG else 6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _with_small_fonts(
    program: Program, assets: Assets, words: Tables, store: Store | None
) -> list[Taken]:
    fonts = [file for file in assets.files if file.type in FONTS.values()]
    if not fonts:
        return list(assets.files)
    from weavec.emit.subset import smaller  # fonts are seldom

    letters = letters_of(program) | set(INTERFACE) | set(TYPED if asks(program) else "")
    for table in words.values():
        letters |= set("".join(table.values()))
    return [smaller(file, letters, store) if file in fonts else file for file in assets.files]
