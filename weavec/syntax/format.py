"""Texts and expressions written back in their one canonical form.

Goes in: a text or an expression of the tree. Comes out: the source that an author would write for
it: marks, escapes where they are needed and nowhere else, one blank around operators, parentheses
only where they change something. Reading that source gives the same canonical form again; the
identity of beats rests on it.
"""

from __future__ import annotations

import re
from typing import Final, assert_never

from weavec.syntax import tree

_MARKS: Final = re.compile(r"[\\{}*]|->")
_BRANCH_MARKS: Final = re.compile(r"[\\{}*|]|->")
_LABEL: Final = re.compile(r" *(?:if(?!\w)|seen(?= +by(?!\w)))")

_STRENGTH: Final = {
    "or": 1, "and": 2, "not": 3, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6,
}  # fmt: skip
_SIGN: Final = 7
_ATOM: Final = 8


# ------------------------------------------------------------------ expressions


def target_source(target: tree.Target) -> str:
    """`hall`, `.door`, `hall.door`."""
    scene = target.scene.text if target.scene else ""
    return f"{scene}.{target.mark.text}" if target.mark else scene


def condition_source(condition: tree.Condition) -> str:
    """A condition with its first word: `if coherence >= 2`, `seen by elena`."""
    if isinstance(condition, tree.SeenBy):
        return "seen by " + ", ".join(name.text for name in condition.names)
    return "if " + expr_source(condition)


def expr_source(expr: tree.Expr) -> str:
    """The canonical source of an expression."""
    return _expr(expr)[0]


def _expr(expr: tree.Expr) -> tuple[str, int]:
    """The source of an expression and how strongly it holds together."""
    match expr:
        case tree.Number(value=value):
            return str(value), _ATOM
        case tree.Flag(value=flag):
            return "true" if flag else "false", _ATOM
        case tree.Name(text=text):
            return text, _ATOM
        case tree.Member(owner=owner, name=name):
            return f"{owner.text}.{name.text}", _ATOM
        case tree.Unary(op="not", value=value):
            return "not " + _held(value, 3), 3
        case tree.Unary(value=value):
            return "-" + _held(value, _ATOM), _SIGN
        case tree.Binary(op=op, left=left, right=right):
            own = _STRENGTH[op]
            return f"{_held(left, own + (own == 4))} {op} {_held(right, own + 1)}", own
        case tree.Many(op=op, parts=parts):
            own = _STRENGTH[op]
            return f" {op} ".join(_held(part, own) for part in parts), own
        case tree.Counted(parts=parts):
            return f"count({', '.join(expr_source(part) for part in parts)})", _ATOM
        case tree.Visits(target=target, asked=asked):
            return f"{'visited' if asked else 'visits'}({target_source(target)})", _ATOM
        case tree.Chosen(name=name):
            return f"chosen({name.text})", _ATOM
        case tree.PerspectiveIs(mind=mind, negated=negated):
            return f"perspective {'is not' if negated else 'is'} {mind.text}", 4
        case _:
            assert_never(expr)


def _held(expr: tree.Expr, least: int) -> str:
    """The source of a part, in parentheses if it holds together less than `least`."""
    source, own = _expr(expr)
    return source if own >= least else f"({source})"


# ------------------------------------------------------------------ text


def text_source(text: tree.Text) -> str:
    """The canonical source of a text; the lines of a verse are joined by line ends."""
    if isinstance(text, str):
        if "*" in text or "{" in text or "\\" in text or "}" in text or "->" in text:
            text = _escaped(text, _MARKS)  # a search of the pattern would cost more than these
        return _edges(text)
    rows: list[list[tree.Inline]] = [[]]
    for part in text:
        if isinstance(part, tree.Break):
            rows.append([])
        else:
            rows[-1].append(part)
    if len(rows) == 1:
        return _edges(_inline(text, _MARKS))
    return "\n".join(_trailing(_inline(tuple(row), _MARKS)) for row in rows)


def quoted_source(quoted: tree.Quoted) -> str:
    """A quoted text with its quotation marks."""
    inside = quoted.text if isinstance(quoted.text, tuple) else (quoted.text,)
    source = _inline(inside, _MARKS)
    return '"' + re.sub(r'(\\.)|(")', lambda m: m.group(1) or '\\"', source, flags=re.DOTALL) + '"'


def seconds_source(ms: int) -> str:
    """Milliseconds as seconds, with as many decimals as needed."""
    whole, part = divmod(ms, 1000)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".")


def _escaped(words: str, marks: re.Pattern[str]) -> str:
    """Words with a backslash before what would be a mark. A star between blanks is none."""
    if not marks.search(words):
        return words

    start = end = 0  # of the run of stars that was looked at last

    def escape(found: re.Match[str]) -> str:
        nonlocal start, end
        if found.group() != "*":
            return "\\" + found.group()
        if found.start() >= end:
            start, end = found.span()
            while end < len(words) and words[end] == "*":
                end += 1
        lone = words[start - 1 : start] == " " and words[end : end + 1] == " "
        return "*" if lone else "\\*"

    return marks.sub(escape, words)


def _edges(source: str) -> str:
    """A source whose blanks at both ends survive reading."""
    return _trailing("\\" + source if source[:1] == " " else source)


def _trailing(source: str) -> str:
    """A source whose last blank survives reading, if the text ends in one."""
    if not source.endswith(" "):
        return source
    return source if _escape_ends(source) else source[:-1] + "\\ "


def _escape_ends(source: str) -> bool:
    """Whether the last blank of a source is escaped already."""
    before = source[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _inline(parts: tuple[tree.Inline, ...], marks: re.Pattern[str]) -> str:
    return "".join([_escaped(p, marks) if isinstance(p, str) else _node(p, marks) for p in parts])


def _node(part: tree.Inline, marks: re.Pattern[str]) -> str:
    """The source of what is no plain string."""
    match part:
        case str():
            return _escaped(part, marks)
        case tree.Em(nodes=nodes):
            return _marked("*", nodes, marks)
        case tree.Strong(nodes=(tree.Em(nodes=nodes),)):
            return _marked("***", nodes, marks)
        case tree.Strong(nodes=nodes):
            return _marked("**", nodes, marks)
        case tree.Shown(value=value):
            return "{" + expr_source(value) + "}"
        case tree.IfText(arms=arms, otherwise=otherwise):
            written = [f"{condition_source(asked)}: {_labelled(arm)}" for asked, arm in arms]
            if otherwise is not None:
                written.append(_unlabelled(otherwise))
            return "{" + "|".join(written) + "}"
        case tree.EitherText(arms=arms_):
            return "{either: " + "|".join([_labelled(arms_[0]), *map(_branch, arms_[1:])]) + "}"
        case tree.FirstText(arms=arms_):
            return "{first: " + "|then: ".join(map(_labelled, arms_)) + "}"
        case tree.Ruby(base=base, reading=reading):
            return "{ruby: " + _labelled(base) + "|" + _branch(reading) + "}"
        case tree.PauseText(ms=ms):
            return "{pause " + seconds_source(ms) + "}"
        case tree.Break():
            return "\n"
        case _:
            assert_never(part)


def _marked(mark: str, nodes: tuple[tree.Inline, ...], marks: re.Pattern[str]) -> str:
    inside = _inline(nodes, marks)
    return mark + ("\\" if inside[:1] == " " else "") + inside + mark


def _branch(parts: tuple[tree.Inline, ...]) -> str:
    return _inline(parts, _BRANCH_MARKS)


def _labelled(parts: tuple[tree.Inline, ...]) -> str:
    """A branch after a label, whose first blanks would not be text."""
    source = _branch(parts)
    return "\\" + source if source[:1] == " " else source


def _unlabelled(parts: tuple[tree.Inline, ...]) -> str:
    """A branch without a label, which must not look as if it had one."""
    source = _branch(parts)
    return "\\" + source if _LABEL.match(source) else source
