"""Tiny pictures, recordings and fonts, made here: each the smallest whole file of its kind."""

from __future__ import annotations

import struct
import zlib

SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'


def png(width: int = 2, height: int = 2, color: tuple[int, int, int] = (255, 0, 0)) -> bytes:
    """A picture in one colour; a browser shows it."""

    def part(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    row = b"\0" + bytes(color) * min(width, 4096)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + part(b"IDAT", zlib.compress(row * min(height, 4096)))
        + part(b"IEND", b"")
    )


def svg(inner: str = '<rect width="8" height="8" fill="#0f0"/>') -> bytes:
    """A drawing around some markup."""
    return f"{SVG_HEAD}{inner}</svg>".encode()


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """The frame of a JPEG picture: whole in structure, of no points."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    scan = b"\1\1\0\0\x3f\0"
    return (
        b"\xff\xd8" + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame
        + b"\xff\xda" + struct.pack(">H", len(scan) + 2) + scan + b"\0\xff\0\xff\xd9"
    )  # fmt: skip


def riff(form: bytes, *parts: tuple[bytes, bytes]) -> bytes:
    """A RIFF file of some chunks."""
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + form + body


def webp(width: int = 2, height: int = 2) -> bytes:
    """The frame of a WebP picture."""
    bits = (width - 1) | (height - 1) << 14
    return riff(b"WEBP", (b"VP8L", b"\x2f" + struct.pack("<I", bits) + b"\0\0\0"))


def wav(seconds: float = 0.01, rate: int = 8000) -> bytes:
    """Silence; a browser plays it."""
    layout = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    return riff(b"WAVE", (b"fmt ", layout), (b"data", bytes(2 * max(1, int(seconds * rate)))))


def box(name: bytes, data: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I", len(data) + 8) + name + data


def avif(width: int = 2, height: int = 2) -> bytes:
    """The frame of an AVIF picture."""
    extent = box(b"ispe", struct.pack(">III", 0, width, height))
    meta = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", extent)))
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + meta + box(b"mdat", b"\0\0")


def m4a() -> bytes:
    """The frame of an M4A recording."""
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", b"") + box(b"mdat", b"\0")


def ogg(head: bytes = b"OpusHead") -> bytes:
    """An Ogg recording of one page."""
    data = head + bytes(11)
    return b"OggS\0\2" + bytes(20) + bytes([1, len(data)]) + data


def mp3(frames: int = 3) -> bytes:
    """Frames of silence, MPEG 1 layer III, 128 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def cmap(codes: list[int]) -> bytes:
    """A table of characters, in groups of one."""
    body = b"".join(struct.pack(">III", code, code, i + 1) for i, code in enumerate(sorted(codes)))
    form = struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(codes)) + body
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + form


def names(words: str = "") -> bytes:
    """A table of names with one licence text."""
    data = words.encode("utf-16-be")
    head = struct.pack(">HHH", 0, 1, 18) + struct.pack(">HHHHHH", 3, 1, 0x409, 13, len(data), 0)
    return head + data


def font(letters: str = "abc", licence: str = "", extra: bytes = b"") -> bytes:
    """A TrueType file with only the tables that are looked at. A browser takes it for no font."""
    tables = {b"cmap": cmap([ord(each) for each in letters]), b"name": names(licence)}
    if extra:
        tables[b"glyf"] = extra
    at = 12 + 16 * len(tables)
    heads, bodies = b"", b""
    for tag, data in tables.items():
        heads += tag + struct.pack(">III", 0, at + len(bodies), len(data))
        bodies += data
    return b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0) + heads + bodies
