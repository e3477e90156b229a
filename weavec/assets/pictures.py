"""Pictures as bytes: whether a file is whole, and how large the picture is.

Goes in: the bytes of a PNG, JPEG, WebP or AVIF file. Comes out: its width and height, read off its
structure; nothing is decoded. Each look takes time in proportion to the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Final

from weavec.assets.model import BadFileError

LONGEST_SIDE: Final = 16_384
MOST_PIXELS: Final = 50_000_000
SAVE_AGAIN: Final = "save it again from the program that made it"


def cut_short() -> BadFileError:
    """The file ends before it should."""
    return BadFileError("is cut short: its end is missing", "copy it again, or " + SAVE_AGAIN)


def damaged() -> BadFileError:
    """Something in the file is not as it must be."""
    return BadFileError("is damaged", "copy it again, or " + SAVE_AGAIN)


def look_at_picture(kind: str, data: bytes) -> tuple[int, int]:
    """Width and height of a picture; raises `BadFileError` if it cannot be shown.

    `kind`: png, jpg, webp or avif, what its first bytes say.
    """
    look = {"png": _png, "jpg": _jpeg, "webp": _webp, "avif": _avif}[kind]
    try:
        width, height = look(data)
    except (StructError, IndexError) as error:
        raise cut_short() from error
    if width <= 0 or height <= 0:
        raise BadFileError("is a picture without any points", SAVE_AGAIN)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise BadFileError(
            f"is {width:,} by {height:,} points large",
            f"make it smaller: up to {LONGEST_SIDE:,} a side and {MOST_PIXELS // 1_000_000} million"
            " in all can be shown everywhere",
            "asset-too-large",
        )
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    size: tuple[int, int] | None = None
    at = 8
    while True:
        (length,) = unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        end = at + 8 + length
        (check,) = unpack_from(">I", data, end)
        if zlib.crc32(memoryview(data)[at + 4 : end]) != check:
            raise damaged()
        if size is None:
            if kind != b"IHDR" or length != 13:
                raise damaged()
            size = unpack_from(">II", data, at + 8)
        if kind == b"IEND":
            return size
        at = end + 4


def _jpeg(data: bytes) -> tuple[int, int]:
    size = None
    at = 2
    while True:
        if data[at] != 0xFF:
            raise damaged()
        while data[at] == 0xFF:
            at += 1
        mark = data[at]
        at += 1
        if mark == 0x01 or 0xD0 <= mark <= 0xD8:
            continue
        (length,) = unpack_from(">H", data, at)
        if length < 2 or mark == 0xD9:
            raise damaged()
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = unpack_from(">HH", data, at + 3)
            size = (width, height)
        at += length
        if mark == 0xDA:
            break
    if size is None:
        raise damaged()
    if data.find(b"\xff\xd9", at) < 0:
        raise cut_short()
    return size


def chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a RIFF file: name, where each begins and ends."""
    while at + 8 <= end:
        name = data[at : at + 4]
        (length,) = unpack_from("<I", data, at + 4)
        if at + 8 + length > end:
            raise cut_short()
        yield name, at + 8, at + 8 + length
        at += 8 + length + (length & 1)


def _webp(data: bytes) -> tuple[int, int]:
    (length,) = unpack_from("<I", data, 4)
    if length + 8 > len(data) + 1:  # a last byte of padding may be missing
        raise cut_short()
    size = None
    for name, at, _end in chunks(data, 12, min(len(data), length + 8)):
        if size is not None:
            continue
        if name == b"VP8X":
            flags_and_size = data[at + 4 : at + 10]
            if len(flags_and_size) < 6:
                raise damaged()
            width = int.from_bytes(flags_and_size[:3], "little") + 1
            size = (width, int.from_bytes(flags_and_size[3:], "little") + 1)
        elif name == b"VP8L":
            (bits,) = unpack_from("<I", data, at + 1)
            if data[at] != 0x2F:
                raise damaged()
            size = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        elif name == b"VP8 ":
            if data[at + 3 : at + 6] != b"\x9d\x01\x2a":
                raise damaged()
            width, height = unpack_from("<HH", data, at + 6)
            size = (width & 0x3FFF, height & 0x3FFF)
        else:
            raise damaged()
    if size is None:
        raise cut_short()
    return size


def boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an MP4 or AVIF file: name, where each begins and ends."""
    while at < end:
        length, head = unpack_from(">I", data, at)[0], 8
        name = data[at + 4 : at + 8]
        if length == 1:
            length, head = unpack_from(">Q", data, at + 8)[0], 16
        elif length == 0:
            length = end - at
        if length < head:
            raise damaged()
        if at + length > end:
            raise cut_short()
        yield name, at + head, at + length
        at += length


def _avif(data: bytes) -> tuple[int, int]:
    size = (0, 0)
    seen = set()
    for name, at, end in boxes(data, 0, len(data)):
        seen.add(name)
        if name == b"meta":
            found = data.find(b"ispe", at, end)
            while found >= 0:
                width, height = unpack_from(">II", data, found + 8)
                size = max(size, (width, height))
                found = data.find(b"ispe", found + 4, end)
    if not seen & {b"mdat", b"idat"} and b"meta" in seen and size == (0, 0):
        raise damaged()
    if b"meta" not in seen:
        raise cut_short()
    return size
