"""The lines that a story has most of, read without the grammar.

Goes in: the text of a line and the rule that it is read by. Comes out: the node that the grammar
would make of it, or `OTHER` where the line is of no form that is known here: then the grammar
reads it. What is known here is well formed, so there is nothing to report about it. Plain prose and
plain speech are the reader's; here are jumps, options, `set`, `if`, `scene` and bare keywords.
`tests/test_fast_path.py` compares every form with the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import Any, Final

from weavec.syntax import tree
from weavec.syntax.builder import first_of, last_of
from weavec.syntax.linebuilder import SceneHead
from weavec.syntax.words import RESERVED

OTHER: Final = object()
"""Stands for a line that the grammar must read; None is what it makes of a bare `choice`."""

_WORD: Final = r"[A-Za-z_][A-Za-z0-9_]*+"
_WAY: Final = rf"-> *+({_WORD})?+(?:\.({_WORD}))?+(?: ++as ++({_WORD}))?+"
_JUMP: Final = re.compile(_WAY)
_OPTION: Final = re.compile(
    r"\* ++(?:\((?=once|if )(?:(once)(?:, *+(?=if )|(?=\))))?+"
    r"(?:if ++([^()\"“„«「,，、]++))?+\) *+)?+"
    r"((?![( ])(?:[^\\{}*|:：-]++|-(?!>))++)"
    rf"(?:{_WAY})?+"
)
_SET: Final = re.compile(rf"set ++({_WORD}) *+(\+=|-=|=(?!=)) *+(?:([0-9]{{1,6}})|(true|false))")
_SCENE: Final = re.compile(
    rf"scene ++({_WORD})(?: *+(\"[^\"\\{{}}*|-]*+\"))?+(?: ++as ++({_WORD}))?+"
)
_TESTED: Final = re.compile(
    rf"(not ++)?+({_WORD})(?:\.({_WORD}))?+"
    rf"(?: *+(==|!=|<=|>=|<|>) *+(?:([0-9]{{1,6}})|({_WORD})))?+(?: ++and ++(?=[A-Za-z_])| *+\Z)"
)


def frequent(text: str, rule: str, at: int, end: int) -> Any:
    """What a line becomes.

    Args:
        text: the line's words, without blanks around them.
        rule: the start symbol by which the grammar would read it.
        at: where the line begins in its item.
        end: where it ends.
    """
    match rule:
        case "option":
            return _option(text, at, end)
        case "jump":
            found = _JUMP.fullmatch(text)
            return OTHER if found is None else _way(found, 1, at) or OTHER
        case "keyword_line":
            read = _KEYWORDS.get(text.partition(" ")[0])
            return OTHER if read is None else read(text, at, end)
    return OTHER


def _name(found: re.Match[str], group: int, at: int) -> tree.Name | None:
    """A name, or none if nothing or a reserved word stands there."""
    word = found[group]
    if word is None or word in RESERVED:
        return None
    return tree.Name(intern(word), at + found.start(group))  # a story says its names often


def _way(found: re.Match[str], group: int, at: int) -> tuple[tree.Target, tree.Name | None] | None:
    """A target and whose mind it is entered with; the groups of `_WAY` begin with `group`."""
    scene, mark = _name(found, group, at), None
    if scene is None and found[group] is not None:
        return None
    last = scene
    if found[group + 1] is not None:
        last = mark = _name(found, group + 1, at)
    mind = _name(found, group + 2, at)
    if last is None or (mind is None and found[group + 2] is not None):
        return None
    first = scene.at if scene is not None else last.at - 1
    return tree.Target(scene, mark, first, last.at + len(last.text)), mind


def _option(text: str, at: int, end: int) -> Any:
    found = _OPTION.fullmatch(text)
    if found is None:
        return OTHER
    once, asked, words = found[1], found[2], found[3]
    cond = None
    if asked is not None:
        cond = _condition(asked, at + found.start(2))
        if cond is None:
            return OTHER
    target = mind = None
    if found.end(3) < len(text):
        way = _way(found, 4, at)
        if way is None:
            return OTHER
        target, mind = way
    return tree.OptionLine(
        once is not None, False, cond, None, None, None, None, words.rstrip(" "), target, mind,
        (), at, end,
    )  # fmt: skip


def _condition(text: str, at: int) -> tree.Expr | None:
    """Names, perhaps negated or compared, joined by `and`; none if it is anything else."""
    parts: list[tree.Expr] = []
    place, size = 0, len(text)
    while place < size:
        found = _TESTED.match(text, place)
        if found is None:
            return None
        part = _tested(found, at)
        if part is None:
            return None
        parts.append(part)
        place = found.end()
    if len(parts) < 2:
        return parts[0] if parts else None
    return tree.Many("and", tuple(parts), first_of(parts[0]), last_of(parts[-1]))


def _tested(found: re.Match[str], at: int) -> tree.Expr | None:
    one = _name(found, 2, at)
    if one is None:
        return None
    left: tree.Expr = one
    if found[3] is not None:
        member = _name(found, 3, at)
        if member is None:
            return None
        left = tree.Member(one, member)
    if found[4] is not None:
        right: tree.Expr | None = _name(found, 6, at)
        if found[5] is not None:
            right = tree.Number(int(found[5]), at + found.start(5), at + found.end(5))
        if right is None:
            return None
        left = tree.Binary(found[4], left, right, one.at, last_of(right))
    if found[1] is not None:
        return tree.Unary("not", left, at + found.start(1), last_of(left))
    return left


# ------------------------------------------------------------------ keywords


def _bare(text: str, at: int, end: int) -> Any:
    return None if " " not in text else OTHER


def _leave(text: str, at: int, end: int) -> Any:
    return tree.LeaveLine(at, end) if text == "leave" else OTHER


def _return(text: str, at: int, end: int) -> Any:
    return tree.ReturnLine(at, end) if text == "return" else OTHER


def _if(text: str, at: int, end: int) -> Any:
    asked = text[2:].lstrip(" ")
    cond = _condition(asked, at + len(text) - len(asked))
    return OTHER if cond is None else cond


def _set(text: str, at: int, end: int) -> Any:
    found = _SET.fullmatch(text)
    name = None if found is None else _name(found, 1, at)
    if found is None or name is None:
        return OTHER
    value: tree.Expr
    if found[3] is not None:
        value = tree.Number(int(found[3]), at + found.start(3), at + found.end(3))
    else:
        value = tree.Flag(found[4] == "true", at + found.start(4), at + found.end(4))
    return tree.SetLine(name, found[2], value, at, end)


def _scene(text: str, at: int, end: int) -> Any:
    found = _SCENE.fullmatch(text)
    name = None if found is None else _name(found, 1, at)
    if found is None or name is None:
        return OTHER
    title = None
    if found[2] is not None:
        title = tree.Quoted(found[2][1:-1], at + found.start(2), at + found.end(2))
    mind = _name(found, 3, at)
    if found[3] is not None and mind is None:
        return OTHER
    return SceneHead(False, name, title, () if mind is None else (mind,))


_KEYWORDS: Final[dict[str, Callable[[str, int, int], Any]]] = {
    **dict.fromkeys(("choice", "hub", "else", "first", "then", "either", "or"), _bare),
    "if": _if, "leave": _leave, "return": _return, "scene": _scene, "set": _set,
}  # fmt: skip
