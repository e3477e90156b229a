"""Prose that was probably meant as something else, told by the names that the story declares.

Goes in: a line of narration and the builder of its scene. Comes out: a finding if it begins with
the shown name of somebody and a colon, changes a value without `set`, jumps with another arrow or
in words, thinks without a colon, or asks for a value in front of a colon; and one for an option
that holds directions where its text is. What begins with a backslash is text.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.lower.builder import SceneBuilder
from weavec.syntax.tree import OptionLine, Say
from weavec.syntax.words import DIRECTIONS, NAME

_SIGN: Final = re.compile(r"[:：=→⇒⟶➔>（+\-\"“„«「『'‘]")
_SHOWN: Final = re.compile(r"(\S[^:：(（\"]{0,60}?) *(?:[(（][^()（）]*[)）] *)?[:：](?!//)")
_WIDE: Final = re.compile(rf"({NAME}) *(?:thinks *)?（[^（）]*）? *[:：]")
_SCRIPT: Final = re.compile(
    rf"({NAME}) *(?:\"[^\"]*\"|[“„][^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』)\Z"
)
_SINGLE: Final = re.compile(r"(?:'[^':：]*'|‘[^’:：]*’|『[^』:：]*』) *[:：]")
_UNEQUAL: Final = re.compile(r"(?:\"[^\"“”:：]*[“”]|[“„][^\"“”:：]*\") *[:：]")
_STEP: Final = re.compile(
    rf"({NAME}(?:\.{NAME})?) *(?:(\+\+|--) *\Z|([+-]?=|=[+-])(?=[ \w]|\Z))"
)
_ARROW: Final = re.compile(
    rf"(?<!\\)(?:→|⇒|⟶|➔|[=—–]>|- +>) *(\.?{NAME}(?:\.{NAME})?)(?: +as +{NAME})? *\Z"
)
_ASKED: Final = re.compile(
    rf"(?:else +)?if +(?:not +)?({NAME})(?:\.{NAME})? *(?:(?:is|and|or) [^:：]*)?[:：]"
)
_WORDED: Final = re.compile(
    rf"(?:jump|go|skip|divert|switch|change) +(?:in)?to +(?P<place>\.?{NAME}(?:\.{NAME})?) *\Z"
    rf"|(?P<who>{NAME}) +thinks +[^:：]*\Z"
    r"|(?:break|exit|continue) *\Z"
)
_WIDE_OPTION: Final = re.compile(rf"（ *(?:{'|'.join(DIRECTIONS)})(?!\w)")
_DIRECTION: Final = (
    rf"(?:(?:once|otherwise|mark +{NAME})(?= *[,)\]])"
    rf"|(?:if|needs) +(?:not +)?(?P<value>{NAME}))(?:[^()\[\]]|\([^()]*\))*"
)
_SQUARE: Final = re.compile(rf"\* *(?P<all>\[ *{_DIRECTION}\])")
_BEHIND: Final = re.compile(
    rf"(?<=[^\\*( ]) *(?P<all>\( *{_DIRECTION}\)) *(?:->[^()]*)?\Z"
)
_OPTION_ASKS: Final = re.compile(
    rf"\* *(?P<all>(?:if|needs) +(?:not +)?(?P<value>{NAME})(?:\.{NAME})?"
    r"(?: *(?:[<>=!]|(?:is|and|or) )[^:：]*)? *[:：])"
)
ASKED: Final = frozenset(("visits", "visited", "chosen", "count", "perspective"))
"""Words with which conditions begin that are no values."""

_BARE: Final = re.compile(rf"[.!?…] +(\.?{NAME}(?:\.{NAME})?)\Z")
_SECOND: Final = re.compile(rf"\) *(\( *(?:{'|'.join(DIRECTIONS)})(?!\w))")

Words = tuple[str, int, int, str, str]
"""A finding: its name, from where to where in the text, its message, its hint."""


def look(b: SceneBuilder, s: Say) -> None:
    """Report a line of narration that is probably none."""
    text = s.text if isinstance(s.text, str) else s.text[0] if s.text else ""
    if not isinstance(text, str):
        return
    whole = isinstance(s.text, str)
    found = _worded(b, text) if whole else None
    if found is None and _SIGN.search(text) is not None:
        found = _speech(b, text) or _step(b, text) or _asked(b, text)
        if found is None and whole:
            found = _script(b, text) or arrow(b, text)
    site = b.symbol.site
    if found is not None and not site.file.text.startswith("\\", site.base + s.at):
        name, start, end, message, hint = found
        span = site.span(s.at + start, min(s.at + end, s.end))
        b.program.sink.report(name, span, message, f"{hint}; if it is prose, begin it with \\")


def arrow(b: SceneBuilder, text: str) -> Words | None:
    """A place behind an arrow that is not `->`, up to the end of the text."""
    for found in _ARROW.finditer(text):
        if _place(b, found.group(1)):
            start, target = found.start(), text[found.start(1) : found.end()].strip(" ")
            return ("bad-line", start, found.end(), "a jump is written with `->`",
                    f"write `-> {target}`")  # fmt: skip
    return None


def _place(b: SceneBuilder, name: str) -> bool:
    """Whether a name is that of a scene, or written like one of a mark."""
    scene, dot, _mark = name.partition(".")
    return scene in b.program.symbols.scenes or (dot != "" and not scene)


def _worded(b: SceneBuilder, text: str) -> Words | None:
    """A jump, a shift, a thought or a way out of a hub that is written as a sentence."""
    found = _WORDED.match(text)
    if found is None:
        return None
    place, who = found.group("place"), found.group("who")
    cast = b.program.symbols.cast
    if place is not None:
        if place in cast and cast[place].decl.dreamer:
            return ("bad-line", 0, found.end(), "a change of mind is written with `shift to`",
                    f"write `shift to {place}`")  # fmt: skip
        if not _place(b, place):
            return None
        return ("bad-line", 0, found.end(), "a jump is written with `->`", f"write `-> {place}`")
    if who is not None:  # where the name is a word like others, `Ann thinks so.` is prose
        if who not in cast or not who[0].islower():
            return None
        end = text.index("thinks") + len("thinks")
        return ("undefined-speaker", 0, end, "a colon stands between a thinker and the thought",
                f"write `{who} thinks: …`")  # fmt: skip
    if not b.hubs or b.hubs[-1] is None:
        return None
    word = text.rstrip(" ")
    mend = "to go on below the hub write `leave`"
    if word == "continue":
        mend = "remove it: a hub comes back by itself"
    return ("bad-line", 0, len(word), f"`{word}` is no keyword, so it would be shown", mend)


def _speech(b: SceneBuilder, text: str) -> Words | None:
    cast = b.program.symbols.cast
    found = _SHOWN.match(text)
    if found is not None:
        for name, member in cast.items():
            if member.decl.title is not None and member.decl.title.text == found.group(1):
                return ("undefined-speaker", 0, found.end(),
                        f"`{found.group(1)}` is the name that is shown of `{name}`",
                        f"write `{name}:`")  # fmt: skip
    found = _WIDE.match(text)
    if found is not None and found.group(1) in cast:
        return ("undefined-speaker", 0, found.end(), "directions stand in `( )`, not in `（ ）`",
                f"write `{found.group(1)} (…):`")  # fmt: skip
    found = _UNEQUAL.match(text)
    if found is not None:
        return ("bad-line", 0, found.end(), "these quotation marks do not go together",
                'write "plain" ones')  # fmt: skip
    found = _SINGLE.match(text)
    if found is not None:
        return ("bad-line", 0, found.end(), f"{text[0]} does not quote the name of a speaker",
                'write the name in "quotes"')  # fmt: skip
    return None


def _script(b: SceneBuilder, text: str) -> Words | None:
    found = _SCRIPT.match(text)
    if found is None or found.group(1) not in b.program.symbols.cast:
        return None
    name = found.group(1)
    return ("undefined-speaker", 0, len(name), f"a colon stands between `{name}` and the words",
            f"write `{name}: …`")  # fmt: skip


def _step(b: SceneBuilder, text: str) -> Words | None:
    found = _STEP.match(text)
    if found is None or not _value(b, found.group(1)):
        return None
    name, one, sign = found.groups()
    if sign in ("=+", "=-"):
        sign = sign[::-1]
    wanted = f"set {name} {one[0]}= 1" if one else f"set {name} {sign} …"
    return ("bad-line", 0, found.end(), "a line that changes a value begins with `set`",
            f"write `{wanted}`")  # fmt: skip


def _asked(b: SceneBuilder, text: str) -> Words | None:
    found = _ASKED.match(text)
    if found is None or not _value(b, found.group(1)):
        return None
    return ("bad-line", 0, found.end(), "what an `if` holds stands on the lines below it",
            "leave the colon out, and indent the rest below by two more spaces")  # fmt: skip


def _value(b: SceneBuilder, name: str) -> bool:
    """Whether a name is that of a value, a memory or somebody who has one."""
    symbols = b.program.symbols
    bare = name.partition(".")[0]
    if "." in name:
        return name in symbols.values
    return bare in symbols.values or bare in symbols.lets or bare in symbols.memories


def look_at_option(b: SceneBuilder, line: OptionLine) -> None:
    """Report an option whose text holds what was meant as a target or as directions."""
    text = line.text if isinstance(line.text, str) else line.text[0] if line.text else ""
    site = b.symbol.site
    source = site.file.text[site.base + line.at : site.base + line.end]
    found = _direction(b, source)
    if found is None and line.target is not None and not (
        isinstance(text, str) and text[:1] in ("（", "(")
    ):
        return  # most options: a target, and nothing that could be directions
    directed = line.once or line.otherwise or line.cond or line.needs or line.mark
    if isinstance(text, str) and _WIDE_OPTION.match(text):
        at = source.index("（")
        found = ("bad-line", at, at + 1, "directions stand in `( )`, not in `（ ）`",
                 "write `(`; if it is text, begin it with \\")  # fmt: skip
    if directed and isinstance(text, str) and text.startswith("("):
        second = _SECOND.search(source)
        if second is not None:
            found = ("bad-line", second.start(1), second.end(),
                     "directions stand together in one pair of parentheses",
                     "write them with commas, like `(once, if lamp)`")  # fmt: skip
    if found is None and line.target is None and _SIGN.search(source):
        found = arrow(b, source)
    if found is None and line.target is None:
        found = _bare(b, source)
    if found is not None:
        name, start, end, message, hint = found
        b.program.sink.report(name, site.span(line.at + start, line.at + end), message, hint)


def _direction(b: SceneBuilder, source: str) -> Words | None:
    """Directions of an option that stand elsewhere than at its head, in parentheses."""
    for shape in (_OPTION_ASKS, _SQUARE, _BEHIND):
        found = shape.search(source) if shape is _BEHIND else shape.match(source)
        if found is None:
            continue
        value = found.group("value")
        if value is not None and not _value(b, value) and value not in ASKED:
            continue
        inside = found.group("all").strip("[]() :：")
        if inside.startswith("needs") and '"' not in inside:
            inside += ' "why not"'
        return ("bad-line", found.start("all"), found.end("all"),
                "directions stand in parentheses at the head of an option",
                f"write `* ({inside}) …`; if it is text, put a \\ before it")  # fmt: skip
    return None


def _bare(b: SceneBuilder, source: str) -> Words | None:
    """A place at the end of an option, behind a sentence, without its arrow."""
    found = _BARE.search(source)
    if found is None or not found.group(1).strip(".")[0].islower() or not _place(b, found.group(1)):
        return None
    return ("bad-line", found.start(1), found.end(1), "a place to go to stands behind `->`",
            f"write `-> {found.group(1)}`; if it is text, end it with a full stop")  # fmt: skip
