"""The reader: cuts a file into lines and tells what each is by its first word or mark.

Goes in: the text of a file. Comes out: a `Line` for every line that says something, with its
indentation, its kind and its words, lines that end in a backslash joined to the next; and the
allowances of comments. Plain prose and plain speech, which are most of a story, are nodes already;
`sentences` reads the others with the grammar.
"""

from __future__ import annotations

import re
from typing import Any, Final

from weavec.syntax import tree
from weavec.syntax.words import HARD, NAME, RESERVED, SOFT, composed, is_name

QUOTED: Final = (
    r'(?:"(?:[^"\\\n]++|\\.)*+"|[“„](?:[^“”\\\n]++|\\.)*+[“”]'
    r"|«(?:[^»\\\n]++|\\.)*+»|「(?:[^」\\\n]++|\\.)*+」)"
)
_MANNER: Final = r'\((?:[^()"“„«「\n]++|"[^"\n]*+"|[“„][^“”\n]*+[“”]|«[^»\n]*+»|「[^」\n]*+」)*+\)'
_PLAIN: Final = r"(?:[^\\{}*\n-]++|-(?!>))++"
_KEY: Final = "|".join(sorted((*SOFT, *HARD), key=lambda word: (-len(word), word)))

LINE: Final = re.compile(
    r"( *+)(?:"
    r"(?=\n|\Z)"
    rf"|(?P<key>({_KEY})(?=[ :：(\"“„«「\n]|\Z)[^\n]*+)"
    rf"|(?P<speech>({NAME}) *+(thinks(?!\w) *+)?+(?:\(([^()\"“„«「\n]*+)\) *+)?+"
    rf"[:：](?!//) *+({_PLAIN})(?=\n|\Z))"
    rf"|(?P<talk>(?:{NAME}|{QUOTED}) *+(?:thinks(?!\w) *+)?+(?:{_MANNER} *+)?+"
    r"(?::(?!//)|：)[^\n]*+)"
    r"|(?P<option>\*(?:(?= )[^\n]*+|(?=\n|\Z)))"
    r"|(?P<jump>->[^\n]*+)"
    r"|(?P<note>#(?:(?= )[^\n]*+|(?=\n|\Z)))"
    rf"|(?P<plain>{_PLAIN})(?=\n|\Z)"
    r"|(?P<rich>[^\n]*+))"
)
"""One physical line. Without a named group: a blank line."""

_ALLOW: Final = re.compile(r"# +allow: *([\w-]*)(?: +(?:-|–|—) *(.*))?")
_TALK_HEAD: Final = re.compile(
    rf"(?:{NAME}|{QUOTED}) *+(?:thinks(?!\w) *+)?+(?:{_MANNER} *+)?+[:：] *+\Z"
)
_NEXT: Final = re.compile(r"(?: *+\n)*+( *+)[^ \n]")


WIDE: Final = "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""Blanks that look like spaces; before prose that is indented they may be meant."""

STRANGE: Final = f" \t{WIDE}"


class Line:
    """One line of a story, joined lines as one.

    `type`: what the block grammar calls it, known once it has been read. `value`: what it became.
    `kind`: the reader's group that matched. `word`: its keyword, or empty. `text`: what it says.
    `item`: the offset of its item in the file; `at`, `end`: its extent from there. `joints`: see
    `Builder._place`. `verse`: the lines of a verse under it, each with its place and blanks.
    `opens`: whether the next line is indented deeper. `fallback`: what a line is as prose that may
    also be a part of the block above it. `bad`: whether something about it has been reported.
    """

    __slots__ = (
        "at", "bad", "end", "fallback", "indent", "item", "joints", "kind", "opens", "text", "type",
        "value", "verse", "word",
    )  # fmt: skip

    def __init__(
        self, kind: str, indent: int, item: int, at: int, end: int, text: str, word: str
    ) -> None:
        self.kind = kind
        self.indent = indent
        self.item = item
        self.at = at
        self.end = end
        self.text = text
        self.word = word
        self.type = ""
        self.value: Any = None
        self.joints: list[tuple[int, int]] = []
        self.verse: list[VerseLine] | None = None
        self.fallback: Any = None
        self.opens = False
        self.bad = False


class VerseLine:
    """One line of a verse: its text with deeper blanks, its place in the item, its joints."""

    __slots__ = ("at", "joints", "text")

    def __init__(self, text: str, at: int, joints: list[tuple[int, int]]) -> None:
        self.text = text
        self.at = at
        self.joints = joints


class Reader:
    """Reads one file. Call `read` once, then take `lines`, `allows` and `problems`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.allows: list[tree.Allow] = []
        self._waiting: list[tuple[str, str, int, int]] = []
        self.problems: list[tuple[str, int, int, str, str | None]] = []
        self._pasted: list[tuple[int, int]] = []
        self._item = 0
        self._number = 1
        self._counted = 0

    @property
    def waits(self) -> bool:
        """Whether an allowance waits for a line."""
        return bool(self._waiting)

    def read(self) -> None:
        """Cut the text into lines."""
        text = self.text
        match = LINE.match
        lines = self.lines
        pos, size = 0, len(text)
        while pos < size:
            found = match(text, pos)
            assert found is not None
            kind = found.lastgroup
            if kind is None:
                pos = found.end() + 1
                continue
            start, stop = found.end(1), found.end()
            indent = start - pos
            if text[start] == "\t" or (not indent and text[start] in WIDE):
                start, indent = self._strange(pos, stop)
                if start == stop:
                    pos = stop + 1
                    continue
                found = match(text, start)
                assert found is not None
                kind = found.lastgroup or "plain"
            if kind == "note":
                self._note(found.group("note"), start)
                pos = stop + 1
                continue
            if not indent:
                self._item = start
            item = self._item
            if self._waiting:
                self._settle(start)
            if kind == "plain":
                words = found.group("plain").rstrip(" ")
                line = Line(kind, indent, item, start - item, start - item + len(words), words, "")
                line.type = "LINE"
                line.value = tree.Say(None, words, False, line.at, line.end)
                lines.append(line)
                pos = stop + 1
                continue
            words = text[start:stop].rstrip(" ")
            line = Line(kind, indent, item, start - item, start - item + len(words), words, "")
            if kind == "speech" and self._speech(line, found):
                lines.append(line)
                pos = stop + 1
                continue
            if words[-1] == "\\" and odd(text[start:stop]):
                stop = self._join(line, start, stop)
                if not line.text:
                    pos = stop + 1
                    continue
            elif kind == "key":
                line.word = found.group(3)
            lines.append(line)
            if line.kind in ("key", "talk") and self._verse_head(line):
                stop = self._verse(line, stop)
            pos = stop + 1
        self._tell_pasted()

    def _strange(self, pos: int, stop: int) -> tuple[int, int]:
        """Where a line begins that is indented by other blanks than spaces, and by how much: a tab
        or an ideographic space counts as two."""
        start, indent = pos, 0
        while start < stop and self.text[start] in STRANGE:
            indent += 2 if self.text[start] in "\t\u3000" else 1
            start += 1
        if start < stop and self.text[pos] in WIDE:
            self._pasted.append((pos, start))
        return start, indent

    def _tell_pasted(self) -> None:
        """Report blanks that stand in for the spaces of indentation, all at once."""
        if not self._pasted:
            return
        start, end = self._pasted[0]
        more = len(self._pasted) - 1
        code = ord(self.text[start])
        message = f"a blank that is no plain space (U+{code:04X}) indents this line"
        if more:
            message += f" (and {more:,} more line{'s' * (more > 1)})"
        self.problems.append(("bad-character", start, end, message, "type two spaces a level"))

    # -------------------------------------------------------------- plain speech

    def _speech(self, line: Line, found: re.Match[str]) -> bool:
        """Make the node of plain speech, unless something about it is odd."""
        word, manner = found.group(5), found.group(7)
        if word in RESERVED or not word.isascii():
            return False
        who = tree.Name(word, line.at)
        first = found.start(5)
        end = found.end(6) if found.group(6) else found.end(5)
        if found.group(6):
            end = first + len(self.text[first:end].rstrip(" "))
        moods: tuple[tree.Name, ...] = ()
        if manner is not None:
            made = self._manner(manner, found.start(7) - line.item)
            if made is None:
                return False
            moods = made
            end = found.end(7) + 1
        words = found.group(8).rstrip(" ")
        if not words:
            return False
        speaker = tree.Speaker(who, bool(found.group(6)), moods, line.at, end - line.item)
        line.type = "LINE"
        line.value = tree.Say(speaker, words, False, line.at, line.end)
        return True

    def _manner(self, inside: str, at: int) -> tuple[tree.Name, ...] | None:
        names = []
        for part in inside.split(","):
            word = part.strip(" ")
            if not word.isidentifier() or not word.isascii():
                return None
            if word in RESERVED and word != "off":
                return None
            names.append(tree.Name(word, at + len(part) - len(part.lstrip(" "))))
            at += len(part) + 1
        return tuple(names)

    # -------------------------------------------------------------- joined lines

    def _join(self, line: Line, start: int, stop: int) -> int:
        """Join the physical lines after this one to it; tell where the last of them stops."""
        joined, joints, stop = self._joined(start, stop)
        found = LINE.match(joined)
        assert found is not None
        line.kind = found.lastgroup or "rich"
        if line.kind in ("plain", "speech", "note"):
            line.kind = "talk" if line.kind == "speech" else "rich"
        line.word = found.group(3) if line.kind == "key" else ""
        line.text = joined.rstrip(" ")
        line.joints = joints
        line.end = stop - line.item
        return stop

    def _joined(self, start: int, stop: int) -> tuple[str, list[tuple[int, int]], int]:
        text = self.text
        parts: list[str] = []
        joints: list[tuple[int, int]] = []
        length = 0
        begin = start
        while True:
            piece = text[begin:stop]
            if not odd(piece):
                parts.append(piece)
                break
            if stop >= len(text) or not text[stop + 1 : stop + 2].strip("\n"):
                self.problems.append(
                    (
                        "bad-line",
                        stop - 1,
                        stop,
                        "this `\\` joins the line to the next, and there is none",
                        "remove the `\\`",
                    )
                )
                parts.append(piece[:-1])
                break
            parts.append(piece[:-1])
            length += len(piece) - 1
            begin = stop + 1
            stop = text.find("\n", begin)
            if stop < 0:
                stop = len(text)
            while begin < stop and text[begin] == " ":
                begin += 1
            joints.append((length, begin - start - length))
        return "".join(parts), joints, stop

    # -------------------------------------------------------------- verse

    def _verse_head(self, line: Line) -> bool:
        if line.kind == "key":
            return line.text == "verse"
        return line.text[-1] in ":：" and _TALK_HEAD.match(line.text) is not None

    def _verse(self, line: Line, stop: int) -> int:
        """Gather the lines under a verse's head; tell where the last of them stops."""
        text = self.text
        found: list[tuple[int, int, str, list[tuple[int, int]]]] = []
        pos, last = stop + 1, stop
        gaps: list[tuple[int, int, str, list[tuple[int, int]]]] = []
        while pos < len(text):
            end = text.find("\n", pos)
            if end < 0:
                end = len(text)
            content = pos
            while content < end and text[content] == " ":
                content += 1
            if content == end:
                gaps.append((content, -1, "", []))
                pos = end + 1
                continue
            if content - pos <= line.indent:
                break
            found += gaps
            gaps = []
            words, joints, end = self._joined(content, end)
            found.append((content, content - pos, words.rstrip(" "), joints))
            last = end
            pos = end + 1
        if not found:
            return stop
        first = next(i for i, row in enumerate(found) if row[1] >= 0)
        found = found[first:]
        margin = min(indent for _, indent, _, _ in found if indent >= 0)
        line.verse = []
        for at, indent, words, joints in found:
            deeper = max(0, indent - margin)
            line.verse.append(
                VerseLine(
                    " " * deeper + words if words else "",
                    at - deeper - line.item,
                    shifted(joints, deeper),
                )
            )
        return last

    # -------------------------------------------------------------- comments

    def _note(self, words: str, start: int) -> None:
        found = _ALLOW.match(words)
        if found:
            self._waiting.append(
                (
                    found.group(1),
                    (found.group(2) or "").strip(" "),
                    start,
                    start + len(words.rstrip(" ")),
                )
            )

    def _settle(self, start: int) -> None:
        """Give the waiting allowances the line that begins here."""
        self._number += self.text.count("\n", self._counted, start)
        self._counted = start
        number = self._number
        for name, reason, at, end in self._waiting:
            self.allows.append(tree.Allow(name, reason, number, at, end))
        self._waiting = []


def odd(piece: str) -> bool:
    """Whether a text ends in an odd number of backslashes."""
    return (len(piece) - len(piece.rstrip("\\"))) % 2 == 1


def shifted(joints: list[tuple[int, int]], by: int) -> list[tuple[int, int]]:
    """Joints of a text with `by` characters put before it."""
    return [(at + by, gone) for at, gone in joints] if by else joints


def spelled(word: str) -> bool:
    """Whether a word may be a name, reserved words aside."""
    return is_name(composed(word))
