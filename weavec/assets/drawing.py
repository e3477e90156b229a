"""Drawings: whether an SVG file can do no more than be looked at.

Goes in: the bytes of an SVG file. Comes out: nothing, or `BadFileError`. A page shows a drawing as
an image only, where nothing in it runs and nothing is fetched; so what is refused here would not
work anyway, and refusing it says so to the author before a reader finds out. The parser expands no
entities and opens nothing.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from weavec.assets.model import BadFileError

SVG: Final = "http://www.w3.org/2000/svg"
XHTML: Final = "http://www.w3.org/1999/xhtml"
BARRED: Final = frozenset({
    "script", "foreignObject", "iframe", "object", "embed", "audio", "video", "canvas", "handler",
    "listener",
})  # fmt: skip
MOVING: Final = frozenset({"animate", "set", "animateMotion", "animateTransform"})
DEEPEST: Final = 200

_WITHIN = re.compile(r"\s*(#|data:image/(png|jpeg|webp|gif|avif)[;,])", re.IGNORECASE)
_URL = re.compile(r"(?:url|src|image|image-set)\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)


def look_at_drawing(data: bytes) -> None:
    """Refuse an SVG file that is none, or that wants to do more than be looked at."""
    check = _Check()
    parser = expat.ParserCreate(namespace_separator=" ")
    check.parser = parser
    parser.StartElementHandler = check.start
    parser.EndElementHandler = check.end
    parser.CharacterDataHandler = check.words
    parser.StartDoctypeDeclHandler = check.doctype
    parser.EntityDeclHandler = check.entity
    parser.SkippedEntityHandler = check.entity
    parser.ProcessingInstructionHandler = check.instruction
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise BadFileError(
            f"is not a whole SVG drawing: line {error.lineno}, {said}",
            "save it again from the program that drew it",
        ) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise BadFileError("is in an unknown encoding", "save it as UTF-8") from error


class _Check:
    """What is seen while a drawing is read."""

    def __init__(self) -> None:
        self.parser: expat.XMLParserType
        self.depth = 0
        self.style: list[str] | None = None

    def refuse(self, what: str, hint: str) -> BadFileError:
        return BadFileError(f"{what} (line {self.parser.CurrentLineNumber})", hint)

    def doctype(self, name: str, system: str | None, public: str | None, inner: int) -> None:
        if inner:
            raise self.refuse("declares entities", "save it as plain SVG, without a DOCTYPE")

    def entity(self, *_: object) -> None:
        raise self.refuse("uses entities of its own", "save it as plain SVG, without a DOCTYPE")

    def instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise self.refuse("asks for a style sheet", "put its style into the drawing")

    def start(self, full: str, attrs: dict[str, str]) -> None:
        space, _, name = full.rpartition(" ")
        self.depth += 1
        if self.depth == 1 and (space, name) != (SVG, "svg"):
            raise self.refuse(
                f"is no drawing: its first element is `{name[:40]}`"
                if name != "svg" else "does not say that it is SVG",
                f'its first element must be `svg` with xmlns="{SVG}"',
            )  # fmt: skip
        if self.depth > DEEPEST:
            raise self.refuse(f"nests more than {DEEPEST} deep", "flatten its groups")
        if space == XHTML or (space in (SVG, "") and name in BARRED):
            raise self.refuse(
                f"holds a `{name[:40]}`, which a picture cannot have", "draw it without"
            )
        for key, value in attrs.items():
            self.attribute(name, key.rpartition(" ")[2], value)
        if space == SVG and name == "style":
            self.style = []

    def attribute(self, element: str, name: str, value: str) -> None:
        low = name.lower()
        if low.startswith("on"):
            raise self.refuse(f"holds `{name[:40]}`, which would run something", "draw it without")
        if low in ("href", "src", "base") and not _WITHIN.match(value):
            raise self.refuse(
                f"asks for something outside of it, by `{name}`",
                "put the picture into the drawing, or leave it out",
            )
        if low == "attributename" and element in MOVING:
            moved = value.strip().lower().rpartition(":")[2]
            if moved.startswith("on") or moved == "href":
                raise self.refuse(f"moves the attribute `{value[:40]}`", "draw it without")
        self.css(value)

    def words(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def end(self, full: str) -> None:
        self.depth -= 1
        if self.style is not None and full == f"{SVG} style":
            self.css("".join(self.style))
            self.style = None

    def css(self, text: str) -> None:
        """Refuse style that asks for something outside, however it is spelled."""
        if "(" not in text and "@" not in text and "\\" not in text:
            return
        text = _ESCAPE.sub(_letter, _COMMENT.sub("", text))
        if "@import" in text.lower():
            raise self.refuse("asks for a style sheet", "put its style into the drawing")
        for found in _URL.finditer(text):
            if not _WITHIN.match(found[1]):
                raise self.refuse(
                    "asks for something outside of it, in its style", "put it into the drawing"
                )


def _letter(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
