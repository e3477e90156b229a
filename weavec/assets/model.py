"""What a story brings, as values: where files lie, which kinds there are, what was taken.

A file belongs to a *key*: `backdrops/hall`, `people/elena-shaken`, `title`, `music/promise`,
`fonts/jax-name`. The page looks for files by these keys.
"""

from __future__ import annotations

from typing import Final

from weavec.node import node

PICTURES: Final = {
    "svg": "image/svg+xml", "webp": "image/webp", "avif": "image/avif", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg",
}  # fmt: skip
RECORDINGS: Final = {
    "ogg": "audio/ogg", "opus": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "wav": "audio/wav",
}  # fmt: skip
FONTS: Final = {
    "woff2": "font/woff2", "woff": "font/woff", "ttf": "font/ttf", "otf": "font/otf",
}  # fmt: skip
TYPES: Final = {**PICTURES, **RECORDINGS, **FONTS}
"""Every kind of file that a page can carry, by the end of its name."""


@node
class Kind:
    """A kind of thing that can have a file. `one`, `many`: what it is called; `what`: its file."""

    name: str
    folder: str
    one: str
    many: str
    what: str
    types: tuple[str, ...]


def _kind(name: str, folder: str, one: str, many: str, what: str, types: dict[str, str]) -> Kind:
    return Kind(name, folder, one, many, what, tuple(types))


KINDS: Final = {
    kind.name: kind
    for kind in (
        _kind("title", "art", "title", "titles", "picture", PICTURES),
        _kind("backdrops", "art/backdrops", "backdrop", "backdrops", "picture", PICTURES),
        _kind("people", "art/people", "member of the cast", "cast members", "picture", PICTURES),
        _kind("keepsakes", "art/keepsakes", "keepsake", "keepsakes", "picture", PICTURES),
        _kind("endings", "art/endings", "ending", "endings", "picture", PICTURES),
        _kind("music", "music", "music", "music", "recording", RECORDINGS),
        _kind("sounds", "sounds", "sound", "sounds", "recording", RECORDINGS),
        _kind("fonts", "fonts", "font", "fonts", "font", FONTS),
    )
}
"""The kinds, by the first part of their keys."""

FACES: Final = ("name", "italic", "bold")
"""What may follow the `-` in the name of a font."""


@node
class Face:
    """What is known of a font. `letters`: those it has, or none if it could not be looked into.

    `wide`: it holds many weights. `reserved`: its name may not be kept when it is changed.
    """

    letters: frozenset[int] | None
    wide: bool
    reserved: bool


@node
class Taken:
    """A file that the page carries. `keys`: all that it is shown or played for."""

    keys: tuple[str, ...]
    path: str
    type: str
    data: bytes
    face: Face | None = None


@node
class Assets:
    """All that a story brings. `licences`: the texts that lie beside its fonts."""

    files: tuple[Taken, ...] = ()
    licences: str = ""

    def keys(self) -> frozenset[str]:
        """Everything that has a file."""
        return frozenset(key for file in self.files for key in file.keys)


@node
class Room:
    """How much there is room for: in one file, in all together, in bytes."""

    file: int = 50_000_000
    whole: int = 200_000_000


class BadFileError(Exception):
    """A file is not what it should be. `reason`: a phrase that follows its name; `hint`: a mend."""

    def __init__(self, reason: str, hint: str, code: str = "bad-asset") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.code = code
