"""The builder: makes the nodes of one line while it is read.

Goes in: for each rule of lines.lark and inline.lark, what its parts became. Comes out: the final
node of `tree`, or for a line that heads a block what the block grammar needs to make one: a
condition, a prompt, a `Head`. Each method is named after a rule or alias; attributes have a leading
underscore, because any attribute that is named like a rule is taken for its callback.

Before each line the owner calls `_begin` to say where the line stands. What is wrong although it
parses (a keyword as a name) goes into `_faults`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from weavec.node import node
from weavec.syntax import tree
from weavec.syntax.engine import Token
from weavec.syntax.words import RESERVED, composed, is_name

RICH: Final = re.compile(r"[\\{}*]|->")
"""What makes a text more than its characters."""

MOST_DIGITS: Final = 12
LONGEST_PAUSE: Final = 600_000
"""Milliseconds: ten minutes."""

Children = list[Any]


@node
class Fault:
    """Something wrong in a line that parsed. Places are the item's."""

    name: str
    at: int
    end: int
    message: str
    hint: str | None


@node
class SceneHead:
    """`draft scene name "Title" as minds`."""

    draft: bool
    name: tree.Name
    title: tree.Quoted | None
    minds: tuple[tree.Name, ...]


@node
class NamedHead:
    """A name, a quoted text and a word: heads of cast, merges and strands."""

    name: tree.Name
    title: tree.Quoted | None
    word: str | None


class Builder:
    """Callbacks of the sentences, and where the line that is being read stands."""

    def __init__(self) -> None:
        self._base = 0
        self._inner = 0
        self._joints: list[tuple[int, int]] = []
        self._at = 0
        self._end = 0
        self._faults: list[Fault] = []
        self._read_quoted: Callable[[str], tree.Text] = str

    # -------------------------------------------------------------- places

    def _begin(self, base: int, joints: list[tuple[int, int]], at: int, end: int) -> None:
        """Start a line. `base`: the item's offset of the text that is read; `joints`: see `_place`;
        `at`, `end`: the extent of the whole line in the item."""
        self._base = base
        self._inner = 0
        self._joints = joints
        self._at = at
        self._end = end

    def _place(self, offset: int) -> int:
        """The item's offset of an offset in the text that is read.

        A line that is joined to the next has joints: from which character on how many characters
        (backslash, line end, indentation) were left out.
        """
        offset += self._inner
        if self._joints:
            for start, gone in reversed(self._joints):
                if offset >= start:
                    return self._base + offset + gone
        return self._base + offset

    def _stop(self, offset: int) -> int:
        """As `_place`, for the end of something."""
        return self._place(offset - 1) + 1 if offset else self._place(0)

    def _fault(self, at: int, end: int, message: str, hint: str | None, name: str = "bad-line") -> None:
        self._faults.append(Fault(name, at, end, message, hint))

    # -------------------------------------------------------------- names and quoted texts

    def _name(self, token: Token, reserved: bool = True) -> tree.Name:
        word = token.rstrip(" ")
        at = self._place(token.start_pos)
        if not word.isascii():
            word = composed(word)
            if not is_name(word):
                self._fault(at, at + len(word), f"`{word}` is not a name",
                            "names hold letters, the digits 0 to 9 and _")  # fmt: skip
        elif reserved and word in RESERVED:
            self._fault(at, at + len(word), f"`{word}` is a keyword and cannot be a name",
                        f"take another name, like `{word}_1`")  # fmt: skip
        return tree.Name(word, at)

    def _quoted(self, token: Token) -> tree.Quoted:
        raw = token.rstrip(" ")
        start = token.start_pos
        body = raw[1:-1]
        text: tree.Text = body
        if RICH.search(body):
            inner = self._inner
            self._inner = inner + start + 1
            text = self._read_quoted(body)
            self._inner = inner
        return tree.Quoted(text, self._place(start), self._stop(start + len(raw)))

    def _maybe_name(self, token: Token | None) -> tree.Name | None:
        return None if token is None else self._name(token)

    def _maybe_quoted(self, token: Token | None) -> tree.Quoted | None:
        return None if token is None else self._quoted(token)

    def names(self, c: Children) -> tuple[tree.Name, ...]:
        return tuple([self._name(token) for token in c])

    def seen(self, c: Children) -> tree.SeenBy:
        names: tuple[tree.Name, ...] = c[1]
        last, head = names[-1], c[0]
        at = self._place(head.start_pos + head.index("s"))
        return tree.SeenBy(names, at, last.at + len(last.text))

    def place(self, c: Children) -> tree.Target:
        name = self._name(c[0])
        return tree.Target(name, None, name.at, name.at + len(name.text))

    def own_mark(self, c: Children) -> tree.Target:
        name = self._name(c[0])
        return tree.Target(None, name, name.at - 1, name.at + len(name.text))

    def far_mark(self, c: Children) -> tree.Target:
        scene, name = self._name(c[0]), self._name(c[1])
        return tree.Target(scene, name, scene.at, name.at + len(name.text))

    def ref(self, c: Children) -> tree.Name:
        return self._name(c[0])

    def member(self, c: Children) -> tree.Member:
        return tree.Member(self._name(c[0]), self._name(c[1]))

    # -------------------------------------------------------------- expressions

    def any_of(self, c: Children) -> tree.Many:
        return tree.Many("or", tuple(c), first_of(c[0]), last_of(c[-1]))

    def all_of(self, c: Children) -> tree.Many:
        return tree.Many("and", tuple(c), first_of(c[0]), last_of(c[-1]))

    def unary(self, c: Children) -> tree.Unary:
        return tree.Unary(c[0].rstrip(" "), c[1], self._place(c[0].start_pos), last_of(c[1]))

    def binary(self, c: Children) -> tree.Binary:
        sign = c[1].rstrip(" ")
        if sign[0] == "i":
            sign = "==" if sign == "is" else "!="
        return tree.Binary(sign, c[0], c[2], first_of(c[0]), last_of(c[2]))

    def perspective(self, c: Children) -> tree.PerspectiveIs:
        sign = c[1].rstrip(" ")
        at = self._place(c[0].start_pos)
        name = self._name(c[2])
        end = name.at + len(name.text)
        if sign[0] in "<>":
            self._fault(at, end, "a perspective has no order", "write `perspective is elena`")
        return tree.PerspectiveIs(name, sign not in ("is", "=="), at, end)

    def number(self, c: Children) -> tree.Number:
        token = c[0]
        digits = token.rstrip(" ")
        at, end = self._place(token.start_pos), self._stop(token.start_pos + len(digits))
        return tree.Number(self._integer(token), at, end)

    def _integer(self, token: Token) -> int:
        digits = token.rstrip(" ")
        if len(digits) > MOST_DIGITS:
            at = self._place(token.start_pos)
            self._fault(at, at + len(digits), "this number is too large",
                        "numbers lie between -1000000 and 1000000")  # fmt: skip
            digits = digits[:MOST_DIGITS]
        return int(digits)

    def flag(self, c: Children) -> tree.Flag:
        word = c[0].rstrip(" ")
        at = self._place(c[0].start_pos)
        return tree.Flag(word == "true", at, at + len(word))

    def group(self, c: Children) -> tree.Expr:
        inner: tree.Expr = c[0]
        return inner

    def counted(self, c: Children) -> tree.Counted:
        return tree.Counted(tuple(c[1:-1]), self._place(c[0].start_pos), self._closed(c[-1]))

    def visits(self, c: Children) -> tree.Visits:
        asked = c[0].type == "VISITED"
        return tree.Visits(c[1], asked, self._place(c[0].start_pos), self._closed(c[2]))

    def chosen(self, c: Children) -> tree.Chosen:
        return tree.Chosen(self._name(c[1]), self._place(c[0].start_pos), self._closed(c[2]))

    def _closed(self, token: Token) -> int:
        return self._stop(token.start_pos + 1)

    # -------------------------------------------------------------- text

    def _join(self, parts: Children, trim: bool) -> tuple[tree.Inline, ...]:
        """The parts of a text with its strings joined. `trim`: without blanks at its end."""
        out: list[tree.Inline] = []
        run: list[str] = []
        if trim and parts and type(parts[-1]) is Token and parts[-1].type == "WORDS":
            parts[-1] = parts[-1].rstrip(" ")
        for part in parts:
            if isinstance(part, str):
                run.append(part[1] if type(part) is Token and part.type == "ESCAPE" else part)
                continue
            words = "".join(run)
            if words:
                out.append(words)
            run = []
            out.append(part)
        words = "".join(run)
        if words:
            out.append(words)
        return tuple(out)

    def _text(self, parts: Children, trim: bool) -> tree.Text:
        joined = self._join(parts, trim)
        if not joined:
            return ""
        if len(joined) == 1 and isinstance(joined[0], str):
            return joined[0]
        return joined

    def text(self, c: Children) -> Children:
        return c

    def quoted(self, c: Children) -> tree.Text:
        return self._text(c[0], False)

    def branch(self, c: Children) -> tuple[tree.Inline, ...]:
        return self._join(c[1:], False)

    def _marked(self, c: Children) -> tuple[tree.Inline, ...]:
        opening = c[0]
        if isinstance(c[1], str) and c[1][0] == " ":
            at = self._place(opening.start_pos)
            self._fault(at, at + len(opening), f"a blank follows the `{opening}` that opens here",
                        f"remove the blank, or write `\\{opening[0]}` for a star",
                        "bad-text-mark")  # fmt: skip
        return self._join(c[1:-1], False)

    def em(self, c: Children) -> tree.Em:
        return tree.Em(self._marked(c))

    def strong(self, c: Children) -> tree.Strong:
        return tree.Strong(self._marked(c))

    def both_marks(self, c: Children) -> tree.Strong:
        return tree.Strong((tree.Em(self._marked(c)),))

    def shown(self, c: Children) -> tree.Shown:
        return tree.Shown(c[1], *self._braces(c))

    def _braces(self, c: Children) -> tuple[int, int]:
        return self._place(c[0].start_pos), self._closed(c[-1])

    def if_branch(self, c: Children) -> tuple[tree.Condition, tuple[tree.Inline, ...]]:
        return (c[0], c[1])

    def if_text(self, c: Children) -> tree.IfText:
        arms = tuple([part for part in c[1:-2] if type(part) is tuple])
        return tree.IfText(arms, c[-2], *self._braces(c))

    def either_text(self, c: Children) -> tree.EitherText:
        arms = tuple([part for part in c[1:-1] if type(part) is tuple])
        at, end = self._braces(c)
        if len(arms) < 2:
            self._fault(at, end, "`{either:}` has one branch only",
                        "add others after `|`, like `{either: a|b}`", "bad-text-mark")  # fmt: skip
        return tree.EitherText(arms, at, end)

    def first_text(self, c: Children) -> tree.FirstText:
        arms = tuple([part for part in c[1:-1] if type(part) is tuple])
        at, end = self._braces(c)
        if len(arms) < 2:
            self._fault(at, end, "`{first:}` has one branch only",
                        "add others, like `{first: a|then: b}`", "bad-text-mark")  # fmt: skip
        return tree.FirstText(arms, at, end)

    def ruby(self, c: Children) -> tree.Ruby:
        return tree.Ruby(c[1], c[3], *self._braces(c))

    def pause_text(self, c: Children) -> tree.PauseText:
        return tree.PauseText(self._milliseconds(c[1]), *self._braces(c))

    def _milliseconds(self, token: Token) -> int:
        digits = token.rstrip(" ")
        at = self._place(token.start_pos)
        whole, _, part = digits.partition(".")
        if len(part) > 3:
            self._fault(at, at + len(digits), "a pause has three decimals at most",
                        f"write `{whole}.{part[:3]}`")  # fmt: skip
        value = LONGEST_PAUSE + 1 if len(whole) > 6 else int(whole) * 1000 + int(f"{part:0<3}"[:3])
        if value > LONGEST_PAUSE:
            self._fault(at, at + len(digits), "a pause lasts ten minutes at most",
                        "write seconds, like `pause 0.5`")  # fmt: skip
            value = LONGEST_PAUSE
        return value

    # -------------------------------------------------------------- speech, prose, options

    def manner(self, c: Children) -> tuple[tree.Name | tree.Quoted, ...]:
        made: list[tree.Name | tree.Quoted] = []
        shown = 0
        for token in c:
            if token.type != "STRING":
                made.append(self._name(token, token.rstrip(" ") != "off"))
                continue
            other = self._quoted(token)
            made.append(other)
            shown += 1
            if shown == 2:
                self._fault(other.at, other.end, "a speaker is shown under one other name only",
                            "remove one of the quoted names")  # fmt: skip
        return tuple(made)

    def speaker(self, c: Children) -> tree.Speaker:
        token = c[0]
        who: tree.Name | tree.Quoted
        who = self._name(token) if token.type == "SPEAKER" else self._quoted(token)
        if c[3] is not None:
            end = self._closed(c[3])
        elif c[1] is not None:
            end = self._stop(c[1].start_pos + 6)
        else:
            end = self._stop(token.start_pos + len(token.rstrip(" ")))
        return tree.Speaker(who, c[1] is not None, c[2] or (), self._place(token.start_pos), end)

    def speech(self, c: Children) -> tree.Say:
        return tree.Say(c[0], self._text(c[1], True), False, self._at, self._end)

    def narration(self, c: Children) -> tree.Say:
        return tree.Say(None, self._text(c[1], True), False, self._at, self._end)

    def once(self, c: Children) -> tuple[Any, ...]:
        return ("once", True)

    def otherwise(self, c: Children) -> tuple[Any, ...]:
        return ("otherwise", True)

    def if_direction(self, c: Children) -> tuple[Any, ...]:
        return ("if", c[0])

    def needs(self, c: Children) -> tuple[Any, ...]:
        return ("needs", (c[0], self._quoted(c[1])))

    def mark_direction(self, c: Children) -> tuple[Any, ...]:
        return ("mark", self._name(c[0]))

    def option(self, c: Children) -> tree.OptionLine:
        given: dict[str, Any] = {}
        for word, value in c[:-5]:
            if word in given:
                hint = "join the conditions with `and`" if word == "if" else f"remove one `{word}`"
                self._fault(self._at, self._end, f"`{word}` stands twice in this option", hint)
            given[word] = value
        needs, why = given.get("needs", (None, None))
        target, mind = c[-1] or (None, None)
        text = self._text(c[-2], True)
        if not text:
            self._fault(self._at, self._end, "this option has no text",
                        "write what the reader picks after the `*`")  # fmt: skip
        return tree.OptionLine(
            "once" in given, "otherwise" in given, given.get("if"), needs, why, given.get("mark"),
            c[-4], text, target, mind, (), self._at, self._end,
        )  # fmt: skip

    def jump(self, c: Children) -> tuple[tree.Target, tree.Name | None]:
        return (c[0], self._maybe_name(c[1]))

    # -------------------------------------------------------------- lines with a keyword: heads

    def story(self, c: Children) -> tree.Quoted:
        return self._quoted(c[0])

    author = note = story

    def story_id(self, c: Children) -> str:
        return str(c[0].rstrip(" "))

    color = story_id

    def language(self, c: Children) -> str:
        tag = str(c[0].rstrip(" "))
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag):
            at = self._place(c[0].start_pos)
            self._fault(at, at + len(tag), f"`{tag}` is not a language",
                        "write a code like `en` or `pt-BR`")  # fmt: skip
        return tag

    def start_field(self, c: Children) -> tree.StartField:
        return tree.StartField(self._name(c[0]), self._maybe_name(c[1]), self._at, self._end)

    def cast(self, c: Children) -> NamedHead:
        return NamedHead(self._name(c[0]), self._maybe_quoted(c[1]), None)

    strand = cast

    def merge(self, c: Children) -> NamedHead:
        return NamedHead(self._name(c[0]), self._maybe_quoted(c[1]), c[2] and c[2].rstrip(" "))

    def moods(self, c: Children) -> tuple[tree.Name, ...]:
        made: tuple[tree.Name, ...] = c[0]
        return made

    def scene(self, c: Children) -> SceneHead:
        title = self._maybe_quoted(c[2])
        return SceneHead(c[0] is not None, self._name(c[1]), title, c[3] or ())

    def time(self, c: Children) -> str:
        clock = str(c[0].rstrip(" "))
        hour, minute = clock.split(":")
        if len(hour) < 2 or int(hour) > 23 or int(minute) > 59:
            at = self._place(c[0].start_pos)
            self._fault(at, at + len(clock), f"`{clock}` is not a time of day",
                        "write one from `00:00` to `23:59`")  # fmt: skip
        return clock

    def layout(self, c: Children) -> None:
        return None

    verse = bare = layout

    def choice(self, c: Children) -> tree.Quoted | None:
        return self._maybe_quoted(c[0])

    def condition(self, c: Children) -> tree.Condition:
        asked: tree.Condition = c[0]
        return asked

    def as_line(self, c: Children) -> tree.Name:
        return self._name(c[0])

    was = sync = as_line

    def range_type(self, c: Children) -> tree.RangeType:
        first = c[0] or c[1]
        low, high = self._integer(c[1]), self._integer(c[3])
        end = self._stop(c[3].start_pos + len(c[3].rstrip(" ")))
        return tree.RangeType(-low if c[0] else low, -high if c[2] else high,
                              self._place(first.start_pos), end)  # fmt: skip

    def words_type(self, c: Children) -> tree.WordsType | tree.TextType:
        at = self._place(c[0].start_pos)
        word = c[0].rstrip(" ")
        if len(c) == 1 and word == "text":
            return tree.TextType(at, at + 4)
        if len(c) == 1:
            self._fault(at, at + len(word), f"`{word}` is no kind of value",
                        "write `0..10`, words like `calm | torn`, or `text`")  # fmt: skip
        names = self.names(c)
        return tree.WordsType(names, at, names[-1].at + len(names[-1].text))

    def _value(self, part: Any) -> tree.Expr | tree.Quoted:
        made: tree.Expr | tree.Quoted
        made = self._quoted(part) if type(part) is Token else part
        return made

    def var(self, c: Children) -> tree.VarDecl:
        name, value = self._name(c[0]), self._value(c[2])
        return tree.VarDecl(name, c[1], value, (), self._at, self._end)

    def let(self, c: Children) -> tree.LetDecl:
        return tree.LetDecl(self._name(c[0]), self._value(c[1]), self._at, self._end)

    def chapter(self, c: Children) -> tree.ChapterDecl:
        return tree.ChapterDecl(self._quoted(c[0]), self._at, self._end)

    # -------------------------------------------------------------- lines with a keyword: statements

    def store(self, c: Children) -> tree.SetLine:
        return tree.SetLine(c[0], "=", self._value(c[1]), self._at, self._end)

    def step(self, c: Children) -> tree.SetLine:
        sign, value = c[1].rstrip(" "), self._value(c[2])
        return tree.SetLine(c[0], sign, value, self._at, self._end)

    def ask(self, c: Children) -> tree.AskLine:
        return tree.AskLine(self._name(c[0]), self._quoted(c[1]), self._at, self._end)

    def mark(self, c: Children) -> tree.MarkLine:
        return tree.MarkLine(self._name(c[0]), self._at, self._end)

    def wake(self, c: Children) -> tree.JumpLine:
        return tree.JumpLine(c[0], self._maybe_name(c[1]), True, self._at, self._end)

    def visit(self, c: Children) -> tree.VisitLine:
        return tree.VisitLine(self._name(c[0]), self._maybe_name(c[1]), self._at, self._end)

    def return_line(self, c: Children) -> tree.ReturnLine:
        return tree.ReturnLine(self._at, self._end)

    def leave(self, c: Children) -> tree.LeaveLine:
        return tree.LeaveLine(self._at, self._end)

    def end_line(self, c: Children) -> tree.EndLine:
        return tree.EndLine(self._name(c[0]), self._maybe_quoted(c[1]), self._at, self._end)

    def keepsake(self, c: Children) -> tree.KeepsakeLine:
        return tree.KeepsakeLine(self._name(c[0]), self._maybe_quoted(c[1]), self._at, self._end)

    def shift(self, c: Children) -> tree.ShiftLine:
        return tree.ShiftLine(self._name(c[0]), self._at, self._end)

    def reveal(self, c: Children) -> tree.RevealLine:
        return tree.RevealLine(c[0], self._name(c[1]), self._at, self._end)

    def backdrop(self, c: Children) -> tree.BackdropLine:
        return tree.BackdropLine(self._name(c[0]), self._maybe_name(c[1]), self._at, self._end)

    def show(self, c: Children) -> tree.ShowLine:
        trans = self._maybe_name(c[3])
        return tree.ShowLine(self._name(c[0]), True, c[1] or (), trans, self._at, self._end)

    def hide(self, c: Children) -> tree.ShowLine:
        trans = self._maybe_name(c[1])
        return tree.ShowLine(self._name(c[0]), False, (), trans, self._at, self._end)

    def music(self, c: Children) -> tree.MusicLine:
        name = None if c[0].type == "OFF" else self._name(c[0])
        return tree.MusicLine(name, self._at, self._end)

    def sound(self, c: Children) -> tree.SoundLine:
        return tree.SoundLine(self._name(c[0]), self._at, self._end)

    def effect(self, c: Children) -> tree.EffectLine:
        name: tree.Name | None = None
        strength: int | None = None
        off = False
        for token in c:
            if token is None:
                continue
            if token.type == "OFF":
                off = True
            elif token.type == "INTEGER":
                strength = self._integer(token)
            else:
                name = self._name(token)
        return tree.EffectLine(name, strength, off, self._at, self._end)

    def pause(self, c: Children) -> tree.PauseLine:
        return tree.PauseLine(self._milliseconds(c[0]), self._at, self._end)

    def todo(self, c: Children) -> tree.TodoLine:
        return tree.TodoLine("" if c[0] is None else c[0].strip(" "), self._at, self._end)


def first_of(part: tree.Expr) -> int:
    """Where an expression begins."""
    return part.owner.at if isinstance(part, tree.Member) else part.at


def last_of(part: tree.Expr) -> int:
    """Where an expression ends."""
    if isinstance(part, tree.Name):
        return part.at + len(part.text)
    if isinstance(part, tree.Member):
        return part.name.at + len(part.name.text)
    return part.end
