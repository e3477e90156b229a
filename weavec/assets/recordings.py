"""Music and sounds as bytes: whether a file is whole.

Goes in: the bytes of an Ogg, MP3, M4A or WAV file. Comes out: nothing, or `BadFileError`. Nothing
is decoded; each look takes time in proportion to the file.
"""

from __future__ import annotations

from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Final

from weavec.assets.model import BadFileError
from weavec.assets.pictures import SAVE_AGAIN, boxes, chunks, cut_short, damaged

CODES: Final = {1: "PCM", 3: "float", 6: "A-law", 7: "mu-law", 0xFFFE: "extensible"}
"""Ways of writing sound into a WAV file that browsers read."""

RATES: Final = ((44100, 48000, 32000), (22050, 24000, 16000), (11025, 12000, 8000))
BITS: Final = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
TAG_SLACK: Final = 8192
"""How far behind its tags an MP3 file may begin to sound."""


def look_at_recording(kind: str, data: bytes) -> None:
    """Refuse a recording that cannot be played. `kind`: ogg, mp3, m4a or wav, as it begins."""
    look = {"ogg": _ogg, "mp3": _mp3, "m4a": _m4a, "wav": _wav}[kind]
    try:
        look(data)
    except (StructError, IndexError) as error:
        raise cut_short() from error


def _ogg(data: bytes) -> None:
    at = 0
    while at < len(data):
        if data[at : at + 4] != b"OggS":
            raise cut_short() if len(data) - at < 4 else damaged()
        parts = data[at + 26]
        if at + 27 + parts > len(data):
            raise cut_short()
        start = at + 27 + parts
        end = start + sum(data[at + 27 : start])
        if at == 0 and not data.startswith((b"OpusHead", b"\x01vorbis", b"\x7fFLAC"), start):
            raise BadFileError("holds no sound that a page can play", "save it as Opus or Vorbis")
        if end > len(data):
            raise cut_short()
        at = end


def _frame(data: bytes, at: int) -> int:
    """How long the MP3 frame at a place is, or 0 if there is none."""
    if at + 4 > len(data):
        return 0
    word = int.from_bytes(data[at : at + 4], "big")
    version, layer = word >> 19 & 3, word >> 17 & 3
    bits, rate = word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or version == 1 or layer != 1 or bits in (0, 15) or rate == 3:
        return 0
    first = version == 3
    hertz = RATES[0 if first else 1 if version == 2 else 2][rate]
    kilobits = BITS[0 if first else 1][bits]
    return (144 if first else 72) * kilobits * 1000 // hertz + (word >> 9 & 1)


def mp3_start(data: bytes) -> int:
    """Where an MP3 file begins to sound, or -1 if it is none."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        a, b, c, d = data[at + 6 : at + 10]
        at += 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if data[at + 5] & 16 else 0)
    for start in range(at, min(at + (TAG_SLACK if at else 1), len(data))):
        length = _frame(data, start)
        if length and (_frame(data, start + length) or start + length >= len(data)):
            return start
    return -1


def _mp3(data: bytes) -> None:
    if mp3_start(data) < 0:
        raise cut_short()


def _m4a(data: bytes) -> None:
    names = {name for name, _, _ in boxes(data, 0, len(data))}
    if not {b"moov", b"mdat"} <= names:
        raise cut_short()


def _wav(data: bytes) -> None:
    (length,) = unpack_from("<I", data, 4)
    seen = set()
    for name, at, end in chunks(data, 12, len(data)):
        seen.add(name)
        if name == b"fmt ":
            (code,) = unpack_from("<H", data, at)
            if code not in CODES:
                raise BadFileError("is written as browsers do not read it", "save it as PCM")
        if name == b"data" and end == at:
            raise BadFileError("holds no sound", SAVE_AGAIN)
    if not {b"fmt ", b"data"} <= seen or length + 8 > len(data) + 1:
        raise cut_short()
