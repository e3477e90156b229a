"""The builder of what stands in lines: names, expressions, texts.

Goes in: for each rule of inline.lark and each expression, what its parts became. Comes out: the
node of `tree`. `linebuilder` adds the lines themselves. Each method is named after a rule or alias;
attributes have a leading underscore, because any attribute that is named like a rule is taken for
its callback.

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


class TextBuilder:
    """Callbacks of names, expressions and texts, and where the line that is being read stands."""

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

    def _fault(
        self, at: int, end: int, message: str, hint: str | None, name: str = "bad-line"
    ) -> None:
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
            mend = f"take another name, like `{word}_1`"
            if word == "end":
                mend = "an ending is a line of its own, `end` and a name; else " + mend
            self._fault(at, at + len(word), f"`{word}` is a keyword and cannot be a name", mend)
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
                        "numbers lie between -1,000,000 and 1,000,000")  # fmt: skip
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
        return tree.PauseText(self._milliseconds(c[1], "bad-text-mark"), *self._braces(c))

    def _milliseconds(self, token: Token, name: str = "bad-line") -> int:
        digits = token.rstrip(" ")
        at = self._place(token.start_pos)
        whole, _, part = digits.partition(".")
        if len(part) > 3:
            self._fault(at, at + len(digits), "a pause has three decimals at most",
                        f"write `{whole}.{part[:3]}`", name)  # fmt: skip
        value = LONGEST_PAUSE + 1 if len(whole) > 6 else int(whole) * 1000 + int(f"{part:0<3}"[:3])
        if value > LONGEST_PAUSE:
            self._fault(at, at + len(digits), "a pause lasts ten minutes at most",
                        "write seconds, like `pause 0.5`", name)  # fmt: skip
            value = LONGEST_PAUSE
        return value


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
