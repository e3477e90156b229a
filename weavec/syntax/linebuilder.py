"""The builder of lines: speech, prose, options, and all lines with a keyword.

Goes in: for each rule of lines.lark, what its parts became. Comes out: the final node of `tree`, or
for a line that heads a block what the block grammar needs to make one: a condition, a prompt, a
`SceneHead`, a `NamedHead`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from weavec.node import node
from weavec.syntax import tree
from weavec.syntax.builder import Children, TextBuilder
from weavec.syntax.engine import Token


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


KINDS: Final = {
    **dict.fromkeys(("flag", "bool", "boolean"), "a flag has no type: write `var met = false`"),
    **dict.fromkeys(("number", "int", "integer"), "write the lowest and the highest: `0..10`"),
    **dict.fromkeys(("string", "str"), "write `text`"),
}  # fmt: skip
"""Words that name a kind of value elsewhere, and what to write here."""


class Builder(TextBuilder):
    """Callbacks of the sentences."""

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

    # -------------------------------------------------------------- keywords: heads

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
            hint = KINDS.get(word, "write `0..10`, words like `calm | torn`, or `text`")
            self._fault(at, at + len(word), f"`{word}` is no kind of value", hint)
            return tree.WordsType((), at, at + len(word))
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

    # -------------------------------------------------------------- keywords: statements

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
        return tree.TodoLine("" if c[0] is None else c[0].strip(" :："), self._at, self._end)
