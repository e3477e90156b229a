"""What can be kept of a line that does not parse, so that one slip does not bring others about.

Goes in: a line that was reported. Comes out: a value of the kind that a good line would have had,
made of the parts that can be recognised: above all its name, so that what refers to it is found.
"""

from __future__ import annotations

import re
from typing import Any, Final

from weavec.syntax import tree
from weavec.syntax.limits import LONGEST_LINE
from weavec.syntax.linebuilder import NamedHead, SceneHead
from weavec.syntax.reader import Line
from weavec.syntax.words import NAME, RESERVED, composed, is_name

_NAMED: Final = re.compile(rf"(?:draft +)?[a-z-]+ +({NAME})")
_AS: Final = re.compile(rf"(?<= )as +({NAME}(?: *, *{NAME})*)\Z")
_WORD: Final = re.compile(NAME)
_NUMBER: Final = re.compile(r"-?[0-9]{1,7}(?![0-9])")
_TARGET: Final = re.compile(rf"-> *({NAME})?(?:(\.)({NAME}))? *(?:as +({NAME}) *)?\Z")
_SPEAKER: Final = re.compile(rf"({NAME}) *(thinks(?!\w) *)?(?:\([^()]*\) *)?[:：]")


def salvage(line: Line) -> Any:
    """The value that a broken line keeps, or none."""
    kind = line.type
    if kind in ("OPTION", "OPTION_TO"):
        return _option(line)
    if kind == "LINE":
        return None if line.word or line.kind == "jump" else _say(line)
    if kind == "STORY":
        return tree.Quoted("", line.at, line.end)
    name = _name(line, _NAMED)
    if name is None:
        return None
    match kind:
        case "SCENE":
            return SceneHead(line.word == "draft", name, None, _minds(line))
        case "DREAMER" | "CHARACTER" | "MERGE" | "STRAND":
            return NamedHead(name, None, None)
        case "SYNC" | "AS" | "WAS":
            return name
        case "VAR" | "MEMORY":
            return _variable(line, name)
        case "LET":
            return tree.LetDecl(name, tree.Name("", line.at), line.at, line.end)
    return None


def _name(line: Line, pattern: re.Pattern[str], group: int = 1) -> tree.Name | None:
    found = pattern.match(line.text)
    if found is None or found.group(group) is None:
        return None
    return _as_name(found.group(group), line.at + found.start(group))


def _as_name(word: str, at: int) -> tree.Name | None:
    word = composed(word)
    return tree.Name(word, at) if is_name(word) and word not in RESERVED else None


def _minds(line: Line) -> tuple[tree.Name, ...]:
    found = _AS.search(line.text)
    if found is None:
        return ()
    start = line.at + found.start(1)
    names = [_as_name(m.group(), start + m.start()) for m in _WORD.finditer(found.group(1))]
    return tuple([name for name in names if name is not None])


def _variable(line: Line, name: tree.Name) -> tree.VarDecl:
    """A variable of the kind that its line resembles."""
    rest = line.text[name.at - line.at + len(name.text) :]
    at, end = line.at, line.end
    numbers = [int(number) for number in _NUMBER.findall(rest.replace("-", " -"))]
    if "|" in rest.partition("=")[0]:
        words = [_as_name(m.group(), at) for m in _WORD.finditer(rest.partition("=")[0])]
        good = tuple(dict.fromkeys(word for word in words if word is not None))
        if good:
            return tree.VarDecl(name, tree.WordsType(good, at, end), good[0], (), at, end)
    if '"' in rest:  # a text that shows something: what shows it is not wrong
        return tree.VarDecl(name, tree.TextType(at, end), tree.Quoted("…", at, end), (), at, end)
    if numbers:
        low, high = min(numbers), max(max(numbers), min(numbers) + 1)
        kind = tree.RangeType(low, high, at, end)
        return tree.VarDecl(name, kind, tree.Number(max(low, 0), at, end), (), at, end)
    return tree.VarDecl(name, tree.WordsType((), at, end), tree.Flag(False, at, end), (), at, end)


def _say(line: Line) -> tree.Say:
    """Prose or speech with its marks as they are, as much of it as a line may hold."""
    speaker: tree.Speaker | None = None
    text = line.text[:LONGEST_LINE]
    found = _SPEAKER.match(text) if line.kind in ("speech", "talk") else None
    if found:
        name = _as_name(found.group(1), line.at)
        if name is not None:
            end = line.at + found.end() - 1
            speaker = tree.Speaker(name, bool(found.group(2)), (), line.at, end)
            text = text[found.end() :].strip(" ")
    return tree.Say(speaker, text, False, line.at, line.end)


def _option(line: Line) -> tree.OptionLine:
    """An option with its text as it is, and its target if it seems to have one."""
    target: tree.Target | None = None
    mind: tree.Name | None = None
    found = _TARGET.search(line.text)
    if found and (found.group(1) or found.group(3)):
        at = line.at + found.start() + 2
        scene = _as_name(found.group(1), at) if found.group(1) else None
        mark = _as_name(found.group(3), at) if found.group(3) else None
        mind = _as_name(found.group(4), at) if found.group(4) else None
        if scene is not None or mark is not None:
            target = tree.Target(scene, mark, at, line.end)
    text = line.text[1:LONGEST_LINE].strip(" ") or "…"
    return tree.OptionLine(
        False, False, None, None, None, None, None, text, target, mind, (), line.at, line.end
    )
