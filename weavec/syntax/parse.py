"""Parsing: from the text of a file to its tree, the front half of the compiler.

Goes in: a `SourceFile`, and the names of the cast if they are known. Comes out: a `FileTree` of all
that could be read, and what is wrong with the rest. Nothing an author writes raises an exception.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from weavec.codes import CODES
from weavec.diagnostics import Diagnostic
from weavec.source import SourceFile, Span
from weavec.syntax import tables, tree
from weavec.syntax.blocks import Blocks
from weavec.syntax.engine import NoParseError
from weavec.syntax.explain import direction_slip, explain
from weavec.syntax.frequent import OTHER, frequent
from weavec.syntax.guess import meant
from weavec.syntax.hidden import clean, controls, without_hidden
from weavec.syntax.limits import LONGEST_LINE, too_deep
from weavec.syntax.nesting import Nest
from weavec.syntax.reader import LINE, Line, Reader
from weavec.syntax.salvage import salvage
from weavec.syntax.sentences import RULES, TYPES, Sentences
from weavec.syntax.textslips import Slip
from weavec.syntax.words import NAME, OPENING, SOFT, composed

MOST_MESSAGES: Final = 1000
"""Messages about one file; the rest is counted."""

MOST_GUESSES: Final = 200
"""Lines of a file for which it is asked what was meant."""

_ELSE_IF: Final = re.compile(r"else +if(?!\w)")
_NO_PROSE: Final = re.compile(r"[=<>]|->")
_CAST: Final = re.compile(rf"^(?:dreamer|character) +({NAME})", re.MULTILINE)
_CAST_SLIP: Final = re.compile(
    rf"({NAME}) *(?:\(|(?!thinks *(?:\(|:|：)){NAME} *(?:\([^()]*\) *)?(?=[:：](?!//)))"
)
_PROSE_END: Final = ".!?…,;—–-)\"'”’»」"


@cache
def _tables() -> tables.Tables:
    return tables.load()


@cache
def sentences() -> Sentences:
    """The parser of lines, made once."""
    return Sentences(_tables()["sentences"])


@cache
def blocks() -> Blocks:
    """The parser of blocks, made once."""
    return Blocks(_tables()["blocks"])


def declared_cast(file: SourceFile) -> frozenset[str]:
    """The names of the cast that a file declares, for `parse` of all files of its story."""
    return frozenset(composed(found) for found in _CAST.findall(file.text))


def parse(
    file: SourceFile, cast: frozenset[str] = frozenset()
) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
    """The tree of a file and what is wrong with it.

    `cast`: the names of the cast that the story's other files declare; with them, slips in the
    heads of speech are told from prose.
    """
    return FileParser(file, cast).parse()


class FileParser:
    """One run over one file, or over some items of one. `head`: what stands above, at the margin:
    the type of its line; after the run, of the last of its own. `left`: whether a comment allows
    something of a line that did not come."""

    def __init__(self, file: SourceFile, cast: frozenset[str], head: str = "") -> None:
        self.file = file
        self.cast = cast
        self.head = head
        self.left = False
        self.sentences = sentences()
        self.found: list[Diagnostic] = []
        self.guesses = 0
        self.more = 0
        self.last: Span | None = None

    def parse(self) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
        text, problems = controls(self.file.text)
        reader = Reader(text)
        reader.read()
        for problem in problems + reader.problems:
            self._report(*problem)
        self.left = reader.waits
        lines = reader.lines
        self._read_all(lines)
        items = self._nest(lines)
        if any(found.name == "tab-indent" for found in self.found):
            # how deep a line stands is not known before its tabs are spaces
            self.found = [found for found in self.found if found.name != "bad-indent"]
        if self.more and self.last is not None:
            message = f"and {self.more} more in this file"
            self.found.append(
                Diagnostic(CODES["bad-line"], self.last, message, "mend those above first")
            )
        return tree.FileTree(tuple(items), tuple(reader.allows)), tuple(self.found)

    def _nest(self, lines: list[Line]) -> list[tree.Item]:
        items = []
        nest = Nest(blocks(), self._report)
        first = 0
        count = len(lines)
        margin = lines[0].indent if lines else 0
        if margin:
            lines[0].bad = True
        if margin and self.file.text[lines[0].item + lines[0].at - 1] != "\t":
            self._whole(
                lines[0],
                "bad-indent",
                "nothing stands above this line, so it cannot be indented",
                "remove the blanks before it",
            )
        for i in range(1, count + 1):
            if i == count or lines[i].indent <= margin:
                margin = lines[i].indent if i < count else 0
                made = nest.item(lines[first:i])
                if made is not None:
                    items.append(tree.Item(lines[first].item, made))
                first = i
        return items

    # -------------------------------------------------------------- messages

    def _report(
        self, name: str, start: int, end: int, message: str, hint: str | None = None
    ) -> None:
        """Add a finding at offsets of the file."""
        span = Span(self.file, start, max(end, start))
        if len(self.found) >= MOST_MESSAGES:
            self.more += 1
            self.last = span
            return
        self.found.append(Diagnostic(CODES[name], span, message, hint))

    def _say(self, line: Line, slip: Slip, inner: int = 0) -> None:
        """Report a slip in the text of a line. `inner`: where the slip's text begins in it."""
        line.bad = True
        place = self.sentences.builder._place
        self.sentences.builder._inner = inner
        start = line.item + place(slip.start)
        end = line.item + place(max(slip.end - 1, slip.start)) + 1
        self.sentences.builder._inner = 0
        self._report(slip.name, start, end, slip.message, slip.hint)

    def _whole(self, line: Line, name: str, message: str, hint: str | None) -> None:
        """Report something about a whole line."""
        line.bad = True
        self._report(name, line.item + line.at, line.item + line.end, message, hint)

    # -------------------------------------------------------------- lines

    def _read_all(self, lines: list[Line]) -> None:
        """Read every line: set its type and value."""
        self.cast |= {
            composed(found.group(1)) for line in lines
            if line.word in ("dreamer", "character") and (found := _CAST.match(line.text))
        }  # fmt: skip
        hidden = clean(self.file.text)
        head = self.head
        below = -1
        for line in reversed(lines):
            line.opens = below > line.indent
            below = line.indent
        for line in lines:
            if hidden is not None:
                self._uncover(line)
            if line.type and self._suspicious(line):
                self._suspect(line, head)
            if not line.type:
                self._read(line, head)
            if not line.indent:
                head = line.type
        self.head = head

    def _suspicious(self, line: Line) -> bool:
        """Whether a line that is plain prose should be looked at twice."""
        if line.kind != "plain":
            return False
        text = line.text
        return (
            line.opens or not line.indent or text[0] in "#/"
            or (len(text) <= 60 and text[-1] not in _PROSE_END)
            or text.split(" ", 1)[0] in self.cast
        )  # fmt: skip

    def _suspect(self, line: Line, head: str) -> None:
        """Look for slips in a line of prose that parses."""
        text = line.text
        if text[0] == "#":
            self._whole(line, "bad-line", "`#` begins a comment only before a blank",
                        "write `# ` for a comment, `\\#` for text")  # fmt: skip
            return
        if text.startswith("//"):
            self._whole(line, "bad-line", "a comment begins with `#` and a blank",
                        "write `# `, or begin the line with \\ if it is prose")  # fmt: skip
            return
        found = _CAST_SLIP.match(text)
        if found and composed(found.group(1)) in self.cast:
            name = found.group(1)
            mend = "mend what stands before the colon"
            if text[-1] == ")" and not re.search("[:：]", text):
                mend = f"write the colon and the words, or `show {text}` if nothing is said"
            self._whole(
                line,
                "undefined-speaker",
                f"a line of {name} begins `{name}:`, `{name} (mood):` or `{name} thinks:`",
                f"{mend}, or begin it with \\ if it is prose",
            )
            return
        self._guess(line, head)

    def _guess(self, line: Line, head: str) -> None:
        """Read a line of prose as the keyword line that it was probably meant to be."""
        if self.guesses >= MOST_GUESSES:
            return
        word = meant(line, head)
        if word is None:
            return
        keyword, size = word
        text = keyword + line.text[size:]
        joints = [(len(keyword), size - len(keyword))]
        trial = Line("key", line.indent, line.item, line.at, line.end, text, keyword.split(" ")[0])
        trial.joints = joints
        if keyword == "->":
            trial.kind, trial.word = "jump", ""
        self.guesses += 1
        rule = "jump" if keyword == "->" else "keyword_line"
        if not self.sentences.parses(trial, rule):
            trial.text = text = text.rstrip(":： ")
            if not self.sentences.parses(trial, rule):
                return
        hint = f"did you mean `{keyword}`?"
        message = f"`{line.text[:size]}` is not a keyword"
        if not line.opens and line.indent:
            message += ", so this line would be shown as prose"
            hint += " If it is prose, begin it with \\"
        start = line.item + line.at
        self._report("bad-line", start, start + size, message, hint)
        line.kind, line.word, line.text, line.joints = trial.kind, trial.word, text, joints
        line.type, line.value = "", None
        line.bad = True

    def _uncover(self, line: Line) -> None:
        """Report a character that hides a keyword or mark, and read the line without it."""
        bare = without_hidden(line)
        if bare is None:
            return
        text, joints, slip = bare
        found = LINE.match(text)
        assert found is not None
        kind = found.lastgroup or "rich"
        self.sentences.builder._begin(line.at, line.joints, line.at, line.end)
        self._say(line, slip)
        line.kind = {"plain": "rich", "speech": "talk"}.get(kind, kind)
        line.word = found.group(3) if kind == "key" else ""
        line.text, line.joints = text, joints
        line.type, line.value = "", None
        if kind == "note":
            line.type, line.value = "LINE", None

    def _read(self, line: Line, head: str) -> None:
        """Read one line with the grammar."""
        if line.kind == "key":
            self._read_keyword(line)
            return
        line.type = "OPTION" if line.kind == "option" else "LINE"
        made = self._attempt(line, self._rule(line))
        if line.kind == "option":
            line.type = "OPTION_TO" if made is not None and made.target else "OPTION"
            slip = None if line.bad else direction_slip(line.text)
            if slip:
                self._say(line, slip)
        elif line.kind == "jump":
            if made is not None:
                made = tree.JumpLine(made[0], made[1], False, line.at, line.end)
        elif line.verse is not None:
            made = self._verse(line, made.speaker if made is not None else None)
        elif line.kind == "talk" and made is not None and made.text == "" and not line.bad:
            self._whole(line, "bad-indent", "nothing is indented under this speaker line",
                        "write the words after the `:`, or indent them below")  # fmt: skip
        line.value = made
        doubtful = line.kind == "rich" and not line.bad
        if doubtful and (line.text[0] in "#/" or line.opens or not line.indent):
            self._suspect(line, head)
            if not line.type:
                self._read(line, head)

    def _rule(self, line: Line) -> str:
        if line.kind == "talk":
            return "voice" if line.text[0] in OPENING else "speech"
        return RULES[line.kind]

    def _read_keyword(self, line: Line) -> None:
        word = line.word
        line.type = TYPES.get(word, "LINE")
        if word == "else" and _ELSE_IF.match(line.text):
            line.type = "ELSE_IF"
        soft = word in SOFT and not line.opens and not line.bad and not _never_prose(line)
        if soft and not self.sentences.parses(line, "keyword_line"):
            if line.type in ("ELSE", "ELSE_IF", "THEN", "OR"):
                line.fallback = self._attempt(line, "narration")
            else:
                line.type = "LINE"
                line.value = self._attempt(line, "narration")
            return
        line.value = self._attempt(line, "keyword_line")
        if line.verse is not None:
            line.value = self._verse(line, None)
            line.type = "LINE"
        elif word == "verse" and not line.bad:
            self._whole(line, "bad-indent", "nothing is indented under this `verse`",
                        "indent its lines, or begin it with \\ if it is prose")  # fmt: skip

    def _verse(self, line: Line, speaker: tree.Speaker | None) -> tree.Say:
        """The node of a verse; a row that does not parse is reported and left out."""
        parts: list[tree.Inline] = []
        for i, row in enumerate(line.verse or []):
            if i:
                parts.append(tree.Break())
            if not row.text:
                continue
            place = Line("rich", 0, line.item, row.at, row.at + len(row.text), row.text, "")
            place.joints = row.joints
            place.type = "LINE"
            place.bad = line.bad
            if len(row.text) > LONGEST_LINE or self.sentences.rich(row.text):
                made = self._attempt(place, "narration")
                line.bad = place.bad
                text = made.text if made is not None else row.text
                parts += (text,) if isinstance(text, str) else text
            else:
                parts.append(row.text)
        return tree.Say(speaker, tuple([p for p in parts if p != ""]), True, line.at, line.end)

    def _attempt(self, line: Line, rule: str) -> Any:
        """What a line becomes by a rule; where it does not parse, that is reported."""
        builder = self.sentences.builder
        builder._begin(line.at, line.joints, line.at, line.end)
        slip = too_deep(line.text, rule)
        if slip is not None:
            self._say(line, slip)
            return salvage(line)
        made: Any = OTHER if line.joints else frequent(line.text, rule, line.at, line.end)
        if made is not OTHER:
            return made
        try:
            made = self.sentences.grammar.parse(line.text, rule)
        except NoParseError as error:
            self.sentences.faults()
            self.sentences.take_broken()
            if not line.bad:
                self._explain(line, line.text, rule, error, 0)
            return salvage(line)
        for fault in self.sentences.faults():
            line.bad = True
            start = line.item + fault.at
            self._report(fault.name, start, line.item + fault.end, fault.message, fault.hint)
        for text, inner, refused in self.sentences.take_broken():
            self._explain(line, text, "quoted", refused, inner)
        return made

    def _explain(self, line: Line, text: str, rule: str, error: NoParseError, inner: int) -> None:
        """Report why a text does not parse."""
        if len(self.found) < MOST_MESSAGES:
            self._say(line, explain(text, rule, error), inner)
        else:
            self._whole(line, "bad-line", "this line does not parse", None)


def _never_prose(line: Line) -> bool:
    """Whether a line that begins with a soft keyword shows that it is no prose."""
    rest = line.text[len(line.word) :]
    if rest[:1] in (":", "：") or _NO_PROSE.search(rest):
        return True
    rest = rest.lstrip(" ")
    return rest != "" and rest[0] in OPENING
