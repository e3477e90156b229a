"""What a story brings, as a page carries it: each file once, as text, packed where that pays.

Goes in: the program and its `Assets`. Comes out: a `Carried` for each file, in the order of their
keys. The same files give the same text.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from weavec.assets.letters import INTERFACE, TYPED, asks, letters_of
from weavec.assets.model import FONTS, Assets, Taken
from weavec.ir import Program
from weavec.node import node

Tables: TypeAlias = Mapping[str, Mapping[str, str]]
"""What the page itself says in other languages than English, by language."""
NONE: Final[Tables] = MappingProxyType({})

PAYS: Final = 0.9
"""A file is packed if that makes it smaller than this part of what it was."""


@node
class Carried:
    """A file in a page. `keys`: what asks for it, with blanks between; `text`: in base64."""

    keys: str
    type: str
    text: str
    packed: bool
    wide: bool


def carried(program: Program, assets: Assets, words: Tables = NONE) -> tuple[Carried, ...]:
    """Every file of a story as its page carries it. `words`: what the page itself says."""
    return tuple(_carried(file) for file in _with_small_fonts(program, assets, words))


def whole(assets: Assets) -> tuple[Carried, ...]:
    """Every file of a story, fonts with all their letters: for pages whose words still change."""
    return tuple(_carried(file) for file in assets.files)


def _carried(file: Taken) -> Carried:
    data, packed = file.data, _gzip(file.data)
    pays = len(packed) < PAYS * len(data)
    text = b64encode(packed if pays else data).decode()
    wide = file.face is not None and file.face.wide
    return Carried(" ".join(file.keys), file.type, text, pays, wide)


def _gzip(data: bytes) -> bytes:
    """Packed, with no time and no name in it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _with_small_fonts(program: Program, assets: Assets, words: Tables) -> list[Taken]:
    fonts = [file for file in assets.files if file.type in FONTS.values()]
    if not fonts:
        return list(assets.files)
    from weavec.emit.subset import smaller  # fonts are seldom

    letters = letters_of(program) | set(INTERFACE) | set(TYPED if asks(program) else "")
    for table in words.values():
        letters |= set("".join(table.values()))
    return [smaller(file, letters) if file in fonts else file for file in assets.files]

