"""What is wrong with the marks of a text that does not parse.

Goes in: a text. Comes out: the first slip of its marks, or none if the marks are in order (then it
is an expression in braces that is not, and `explain` has the words for that).
"""

from __future__ import annotations

import re
from typing import Final

from weavec.node import node

_TOKEN: Final = re.compile(
    r"\\(?P<escape>.)?|(?P<open>\{)|(?P<close>\})|(?P<stars>\*+)|(?P<bar>\|)|(?P<arrow>->)"
)
_FORM: Final = re.compile(
    r"\{ *+(?:(?P<ask>if(?!\w)|seen +by(?!\w))|(?P<list>either|first|ruby) *+[:：]"
    r"|(?P<pause>pause(?!\w))|(?P<other>\w++) *+[:：]|(?P<empty>\}))"
)
_LABEL: Final = re.compile(r" *+(?:(?P<ask>if(?!\w)|seen +by(?!\w))|(?P<then>then *+[:：]))")
_FOREIGN: Final = re.compile(r" *+(?:else +|el)if(?!\w)")
_WORD: Final = re.compile(r"\{ *(if|either|first|ruby|seen)(?!\w)", re.IGNORECASE)
_SECONDS: Final = re.compile(r" *+[0-9]++(?:\.[0-9]++)? *+\}")
FORMS: Final = (
    "`{name}`, `{if …: …|…}`, `{seen by …: …}`, `{either: …|…}`, `{first: …|then: …}`, "
    "`{ruby: …|…}`, `{pause 0.5}`"
)


@node
class Slip:
    """What is wrong from `start` to `end` of a text, and what mends it."""

    name: str
    start: int
    end: int
    message: str
    hint: str | None


class _Open:
    """Braces that are open, or the text itself. `mark`: the stars that are open in this branch."""

    __slots__ = ("at", "bars", "form", "mark", "mark_at", "plain")

    def __init__(self, at: int, form: str) -> None:
        self.at = at
        self.form = form
        self.mark = 0
        self.mark_at = 0
        self.bars = 0
        self.plain = False


def _slip(at: int, end: int, message: str, hint: str | None) -> Slip:
    return Slip("bad-text-mark", at, end, message, hint)


def text_slip(text: str, start: int, arrows: bool) -> Slip | None:
    """The first slip of marks from `start` on. `arrows`: one outside of braces ends the text."""
    stack = [_Open(start, "")]
    pos = start
    while True:
        found = _TOKEN.search(text, pos)
        if found is None:
            break
        at, pos = found.span()
        top = stack[-1]
        kind = found.lastgroup
        if kind == "escape" or kind is None:
            letter = found.group("escape")
            if letter is None or (
                letter != "_" and letter.isalnum() and not _first(text, at, start)
            ):
                return _slip(
                    at,
                    pos,
                    "`\\` stands before a mark, and this is none",
                    "remove the `\\`, or write `\\\\` to show one",
                )
        elif kind == "open":
            slip = _opened(text, at, stack)
            if slip:
                return slip
            pos = _condition_end(text, at, stack[-1])
            if pos < 0:
                return _no_colon(text, at)
        elif kind == "close":
            if len(stack) == 1:
                return _slip(at, pos, "nothing opens this `}`", "write `\\}` to show it")
            slip = _left_open(top) or _too_few(top, at)
            if slip:
                return slip
            stack.pop()
        elif kind == "bar" and len(stack) > 1:
            slip = _left_open(top) or _bar(text, at, top)
            if slip:
                return slip
            label = _LABEL.match(text, pos)
            if label and label.group("ask") and top.form == "ask":
                pos = _colon(text, label.end())
                if pos < 0:
                    return _no_colon(text, at)
        elif kind == "arrow":
            if arrows and len(stack) == 1:
                break
            return _arrow(text, start, at)
        elif kind == "stars":
            slip = _stars(text, at, pos, top)
            if slip:
                return slip
    return _at_end(stack)


def _first(text: str, at: int, start: int) -> bool:
    """Whether a place is the first of its text or branch."""
    return at == start or re.search(r"(?:[|:：] *|\{)\Z", text[max(0, at - 20) : at]) is not None


def _opened(text: str, at: int, stack: list[_Open]) -> Slip | None:
    form = _FORM.match(text, at)
    if form is None:
        stack.append(_Open(at, "value"))
        return None
    if form.group("empty"):
        return _slip(at, form.end(), "nothing stands in these braces", f"there are {FORMS}")
    other = form.group("other")
    if other == "then":
        return _slip(at, form.end(), "`then:` follows a `{first: …`", "write `{first: …|then: …}`")
    if other:
        return _slip(at, form.end(), f"`{other}` is not a form of braces", f"there are {FORMS}")
    if form.group("pause") and not _SECONDS.match(text, form.end()):
        return _slip(at, form.end(), "`{pause}` needs seconds", "write them like `{pause 0.5}`")
    stack.append(_Open(at, "ask" if form.group("ask") else form.group("list") or "value"))
    return None


def _arrow(text: str, start: int, at: int) -> Slip:
    """An arrow where text is: a longer one than that of a jump, or a jump behind words."""
    before, place = text[start:at].strip(" "), text[at + 2 :].strip(" ")
    if before.strip("-=~<") == "" and before:
        return _slip(start, at + 2, "a jump is written with `->`",
                     f"write `-> {place}`, or `\\->` to show an arrow")  # fmt: skip
    return _slip(at, at + 2, "an arrow in a text: a jump stands on its own line",
                 "move it to the next line, or write `\\->` to show an arrow")  # fmt: skip


def _condition_end(text: str, at: int, top: _Open) -> int:
    """Where the text of a form begins, or -1 where its colon is missing."""
    if top.form == "value":
        return at + 1
    return _colon(text, at + 1)


def _colon(text: str, at: int) -> int:
    """The place after the next colon, or -1 if a bar, a brace or the end comes first."""
    found = re.compile(r"[:：|{}]").search(text, at)
    return found.end() if found and found.group() in ":：" else -1


def _no_colon(text: str, at: int) -> Slip:
    end = re.compile(r"[|{}]|\Z").search(text, at + 1)
    assert end is not None
    return _slip(at, end.start(), "a `:` is expected after the condition",
                 "write it like `{if doubt >= 2: one|other}`")  # fmt: skip


def _bar(text: str, at: int, top: _Open) -> Slip | None:
    top.bars += 1
    label = _LABEL.match(text, at + 1)
    if top.form == "value":
        word = _WORD.match(text, top.at)
        if word and word.group(1).lower() not in ("if", "seen"):
            mend = f"write it like `{{{word.group(1).lower()}: …|…}}`"
            return _slip(top.at, word.end(), "a `:` is expected after this word", mend)
        if word and word.group(1) == "seen":
            return _slip(top.at, word.end(), "`by` is expected after `seen`",
                         "write it like `{seen by elena: …|…}`")  # fmt: skip
        if word:
            return _slip(top.at, word.end(), f"`{word.group(1)}` is written in small letters",
                         f"write `{word.group(1).lower()}`")  # fmt: skip
        return _slip(at, at + 1, "a `|` parts branches, and these braces have none",
                     f"there are {FORMS}")  # fmt: skip
    if top.form == "first" and not (label and label.group("then")):
        return _slip(at, at + 1, "the next branch of `{first:}` begins with `then:`",
                     "write `{first: …|then: …}`")  # fmt: skip
    if top.form == "ruby" and top.bars > 1:
        return _slip(at, at + 1, "`{ruby:}` has two parts", "write `{ruby: 夢|ゆめ}`")
    if top.form == "ask":
        label_at = _FOREIGN.match(text, at + 1)
        if label_at:
            return _slip(at + 1, label_at.end(), "a branch with a condition begins with `if`",
                         "write it like `{if doubt >= 2: one|if calm: two|other}`")  # fmt: skip
        if top.plain:
            return _slip(at, at + 1, "the branch without a condition is the last one",
                         "give it a condition, or move it to the end")  # fmt: skip
        top.plain = not (label and label.group("ask"))
    return None


def _too_few(top: _Open, at: int) -> Slip | None:
    if top.form == "ruby" and not top.bars:
        return _slip(top.at, at + 1, "`{ruby:}` needs a reading", "write `{ruby: 夢|ゆめ}`")
    return None


def _stars(text: str, at: int, pos: int, top: _Open) -> Slip | None:
    before, after = text[at - 1 : at] if at else " ", text[pos : pos + 1] or " "
    if before == " " and after == " ":
        return None
    size = pos - at
    if size > 3:
        return _slip(at, pos, f"{size} stars in a row mean nothing", "write `*`, `**` or `***`")
    if not top.mark:
        top.mark, top.mark_at = size, at
        return None
    if top.mark == size:
        if at == top.mark_at + size:
            return _slip(top.mark_at, pos, "nothing stands between these stars", "remove them")
        top.mark = 0
        return None
    return _slip(at, pos, "marks do not stand inside each other",
                 f"close the `{'*' * top.mark}` first, or write `***both***`")  # fmt: skip


def _left_open(top: _Open) -> Slip | None:
    if not top.mark:
        return None
    mark = "*" * top.mark
    end = top.mark_at + top.mark
    message = f"this `{mark}` opens emphasis that is never closed"
    if top.form:
        message += " in its branch"
    if not top.mark_at:
        return _slip(
            0, end, message, f"close it with `{mark}`; an option needs a blank after its `*`"
        )
    return _slip(top.mark_at, end, message,
                 f"close it with `{mark}`, or write `\\*` to show a star")  # fmt: skip


def _at_end(stack: list[_Open]) -> Slip | None:
    for top in stack:
        if top.form:
            return _slip(top.at, top.at + 1, "this `{` is never closed",
                         "close it with `}`, or write `\\{` to show it")  # fmt: skip
        slip = _left_open(top)
        if slip:
            return slip
    return None
