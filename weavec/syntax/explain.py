"""Why a line does not parse, in a writer's words.

Goes in: the text, the rule it was read by, and the error. Comes out: a `Slip`: a known slip where
there is one, else the place, what cannot stand there, and what is expected.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.spelling import closest
from weavec.syntax.engine import NoParseError
from weavec.syntax.textslips import Slip, text_slip
from weavec.syntax.words import DIRECTIONS, KEYWORDS, NAME, RESERVED, is_name

LABELS: Final = {
    "STRING": 'a text in "quotes"', "NAME": "a name", "INTEGER": "a number", "WORD": "a word",
    "HEX": "a colour like #f0b95a", "CLOCK": "a time like 21:40", "SECONDS": "a number of seconds",
    "MODE": "`woven`, `chorus`, `fragmented` or `drifting`", "$END": "the end of the line",
    "_COLON": "`:`", "_COMMA": "`,`", "_OPEN": "`(`", "CLOSE": "`)`", "_DOT": "`.`",
    "_DOTS": "`..`", "_EQUALS": "`=`", "STEP": "`+=`, `-=`", "_ARROW": "`->`", "_OR_WORD": "`|`",
    "COMPARE": "a comparison", "PLUS": "`+`", "MINUS": "`-`", "TIMES": "`*`", "BAR": "`|`",
    "RBRACE": "`}`", "LBRACE": "`{`", "REST": "words", "WORDS": "words",
}  # fmt: skip
"""What the marks of the grammar are called."""

SHAPES: Final = {
    "story": 'story "The Dream Weave"', "id": "id 5b0d6a2e-3f61", "author": 'author "A name"',
    "language": "language en", "start": "start hall as elena", "note": 'note "Some words"',
    "dreamer": 'dreamer elena "Elena Trask"', "character": 'character usher "An usher"',
    "color": "color #f0b95a", "moods": "moods calm, shaken", "memory": "memory doubt: 0..5 = 0",
    "var": "var trust: 0..10 = 5", "was": "was old_name", "let": "let torn = trust <= 3",
    "chapter": 'chapter "I. The Promise"', "draft": 'draft scene hall "The Hall" as elena',
    "scene": 'scene hall "The Hall" as elena', "time": "time 21:40", "layout": "layout page",
    "verse": "verse", "choice": 'choice "What now?"', "hub": 'hub "What now?"',
    "if": "if trust >= 3", "else": "else", "first": "first", "then": "then", "either": "either",
    "or": "or", "as": "as jax", "seen": "seen by elena", "set": "set trust += 1",
    "ask": 'ask name "Your name?"', "mark": "mark door", "visit": "visit hall as elena",
    "return": "return", "leave": "leave", "end": 'end dawn "Dawn"', "shift": "shift to jax",
    "reveal": "reveal doubt to jax", "dream-merge": 'dream-merge shore "The Shore" woven',
    "clarity": "clarity trust", "strand": 'strand elena "the dais"', "sync": "sync bell",
    "wake": "wake -> hall", "backdrop": "backdrop hall with fade",
    "show": "show elena (calm, left) with fade", "hide": "hide elena", "music": "music promise",
    "sound": "sound bell", "effect": "effect shake 3", "pause": "pause 0.5",
    "keepsake": 'keepsake page "Page one"', "todo": "todo the storm scene",
}  # fmt: skip
"""One line of each keyword as it should be."""

LIKE: Final = "* (once, if doubt >= 3) Words"
"""An option with directions as it should be."""

NO_PROSE: Final = frozenset((
    "story", "author", "language", "dreamer", "character", "color", "moods", "memory", "var",
    "chapter", "draft", "scene", "dream-merge", "backdrop", "keepsake",
))  # fmt: skip
"""Keywords with which no sentence begins."""

VALUES: Final = frozenset(("NAME", "INTEGER", "TRUE", "FALSE", "NOT", "COUNT", "VISITS", "VISITED",
                           "CHOSEN", "PERSPECTIVE", "_OPEN", "MINUS"))  # fmt: skip
OPERATORS: Final = frozenset(("COMPARE", "PLUS", "MINUS", "TIMES", "_AND", "_OR"))

INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_VARIABLE: Final = re.compile(rf"((?:var|memory) +{NAME}) *[:：] *([^=]*)=?([^=]*)\Z")
_LIMITS: Final = re.compile(r"((-?[0-9]+) *\.\. *-?[0-9]+) *")
_PARTED: Final = re.compile(r"[|,;/]| or ")
_QUOTED: Final = re.compile(r'"[^"]*"|[“„][^“”]*[“”]|«[^»]*»|「[^」]*」')
_THING: Final = re.compile(r"[\w-]*\w|->|[=<>!+*/%&|-]+|.", re.DOTALL)
_SIGNS: Final = (
    (re.compile(r"=>|=<"), "`{0}` is written `{1}`", None),
    (re.compile(r"&&?"), "`{0}` is no operator here", "write `and`"),
    (re.compile(r"\|\|?"), "`{0}` is no operator here", "write `or`"),
    (re.compile(r"!(?!=)"), "`!` is no operator here", "write `not`"),
    (re.compile(r"<>"), "`<>` is no comparison", "write `!=`"),
    (re.compile(r"[%/^]"), "there is no `{0}`", "there are `+`, `-` and `*`"),
)


def explain(text: str, rule: str, error: NoParseError) -> Slip:
    """What to say about a text that does not parse by a rule."""
    at, expected = min(error.at, len(text)), error.expected
    hidden = INVISIBLE.match(text, at)
    if hidden:
        return Slip(
            "bad-character", at, at + 1, hidden_words(text[at]), "type a plain space, or delete it"
        )
    if rule == "keyword_line":
        return _keyword(text, at, expected)
    if rule == "jump":
        return _jump(text, 2, at, expected)
    start = text_start(text, rule, at)
    if start is None:
        return _head(text, rule, at, expected)
    slip = text_slip(text, start, rule == "option")
    if slip is not None:
        return slip
    if rule == "option" and _depth(text, start, at) == 0:
        arrow = text.rfind("->", 0, at + 2)
        if arrow >= start:
            return _jump(text, arrow + 2, at, expected)
    return _renamed(_expression(text, at, expected) or _general(text, at, expected, None))


def hidden_words(letter: str) -> str:
    """What is said about a character that hides."""
    what = "a blank that is no plain space" if letter.isspace() else "an invisible character"
    return f"{what} (U+{ord(letter):04X}) stands beside a keyword or mark"


# ------------------------------------------------------------------ keyword lines


def _keyword(text: str, at: int, expected: list[str]) -> Slip:
    word = re.match(r"[a-z-]+", text)
    key = word.group() if word else ""
    like = "else if trust >= 3" if re.match(r"else +if(?!\w)", text) else SHAPES.get(key)
    shape = f"write it like `{like}`" if like else None
    found = _list(text, at) or _quotes(text, at) or _colon_end(text, at, key)
    if found:
        return found
    if key == "set":
        if text.startswith("==", at):
            return Slip(
                "bad-line", at, at + 2, "`==` compares; `set` needs a single `=`", "write `=`"
            )
        if text.startswith(("++", "--"), at):
            sign = text[at]
            return Slip("bad-line", at, at + 2, f"there is no `{sign}{sign}`",
                        f"write `set trust {sign}= 1`")  # fmt: skip
    if key in ("if", "else", "set", "let", "clarity", "var", "memory"):
        slip = _expression(text, at, expected)
        if slip:
            return slip
    if key == "seen" and at == 0:
        return Slip("bad-line", 0, 4, "`seen` cannot stand here: `by` is expected after it", shape)
    if key not in NO_PROSE and shape:
        shape += ", or begin the line with \\ if it is prose"
    return _general(text, at, expected, shape)


def _list(text: str, at: int) -> Slip | None:
    """A variable or memory whose words are not written as a list; or one that lacks a half."""
    found = _VARIABLE.match(text)
    thing = _THING.match(text, at)
    if found is None or (thing is not None and thing.group() in RESERVED):
        return None
    head, listed, first = found.groups()
    if listed.strip(" ") in ("true", "false") and not first.strip(" "):
        return Slip("bad-line", found.start(2), len(text), "a flag has no type",
                    f"write `{head} = {listed.strip(' ')}`")  # fmt: skip
    limits = _LIMITS.fullmatch(listed)
    if limits is not None and at >= len(text):
        return Slip("bad-line", len(text) - 1, len(text),
                    "the line ends too early: `=` is expected, and the first number",
                    f"write `{head}: {limits.group(1)} = {limits.group(2)}`")  # fmt: skip
    if _QUOTED.fullmatch(listed.strip(" ")) and "=" not in text:
        return Slip("bad-line", found.start(2), len(text), "a text needs its type",
                    f"write `{head}: text = {listed.strip(' ')}`")  # fmt: skip
    words = [_one_word(part) for part in _PARTED.split(listed)]
    if len(words) < 2 or not all(is_name(word) and word not in RESERVED for word in words):
        return None
    begins = _one_word(first)
    begins = begins if begins in words else words[0]
    end = thing.end() if thing is not None else len(text)
    message = "the words of a list are parted by `|`"
    if at >= len(text) or thing is None:
        at, message = len(text) - 1, "the line ends too early: `=` is expected, and the first word"
    elif re.match(r"[\"'“„«「‘’”]", thing.group()):
        message = "a word of a list stands without quotes"
    elif is_name(thing.group()):
        message = "one word stands between two `|`"
    return Slip("bad-line", at, end, message,
                f"write `{head}: {' | '.join(words)} = {begins}`")  # fmt: skip


def _one_word(part: str) -> str:
    """What an author wrote for a word of a list, as one."""
    return re.sub(r"[ -]+", "_", part.strip(" \"'“”„«»「」‘’"))


def _quotes(text: str, at: int) -> Slip | None:
    letter = text[at : at + 1]
    if letter in ("'", "‘", "’", "`"):
        return Slip(
            "bad-line", at, at + 1, f"{letter} does not quote", 'write the text in "quotes"'
        )
    if letter and letter in '"“„«「':
        close = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」"}[letter]
        if text.find(close, at + 1) < 0:
            return Slip("bad-line", at, len(text), "this quote is never closed",
                        f"end the text with {close}")  # fmt: skip
    return None


def _colon_end(text: str, at: int, key: str) -> Slip | None:
    if text[at : at + 1] in (":", "：") and not text[at + 1 :].strip(" "):
        return Slip("bad-line", at, at + 1, "no colon stands at the end of this line",
                    "remove the `:`; what is indented below belongs to it anyway")  # fmt: skip
    return None


def _jump(text: str, start: int, at: int, expected: list[str]) -> Slip:
    rest = text[start:].strip(" ")
    if not rest:
        return Slip(
            "bad-line",
            max(0, start - 2),
            start,
            "the name of a scene is expected after `->`",
            "write it like `-> hall`",
        )
    if re.match(r"[\w.]+ +\w", rest) and not re.match(r"[\w.]+ +as\b", rest):
        words = re.match(r"[\w ]+", rest)
        joined = (words.group() if words else rest).strip().replace(" ", "_").lower()
        return Slip("bad-line", start, len(text), "a place is one word",
                    f"write `{joined}`, or `as` and a dreamer after the place")  # fmt: skip
    stop = re.match(r"\w*\.?\w+ *([.!?…,;]+)\Z", rest)
    if stop:
        end = start + len(text[start:].rstrip(" "))
        sign = stop.group(1)
        return Slip("bad-line", end - len(sign), end, f"no `{sign}` follows the name of a place",
                    f"remove the `{sign}`")  # fmt: skip
    return _general(text, at, expected, "write it like `-> hall`, `-> .door` or `-> hall as elena`")


# ------------------------------------------------------------------ expressions


def _expression(text: str, at: int, expected: list[str]) -> Slip | None:
    """Slips of those who know other languages."""
    for sign, message, hint in _SIGNS:
        found = sign.match(text, at)
        if found:
            thing = found.group()
            return Slip("bad-line", at, found.end(), message.format(thing, thing[::-1]),
                        hint or f"write `{thing[::-1]}`")  # fmt: skip
    letter = text[at : at + 1]
    asked = re.search(rf"chosen *\( *{NAME} *\Z", text[:at]) if letter == "." else None
    option = re.compile(rf"\. *({NAME}) *\)").match(text, at)
    if asked is not None and option is not None:
        return Slip("bad-line", at, option.end(1), "options are asked for by their marks alone",
                    f"write `chosen({option.group(1)})`")  # fmt: skip
    if letter == "=" and "COMPARE" in expected:
        return Slip("bad-line", at, at + 1, "`=` changes a variable; it does not compare",
                    "write `==`")  # fmt: skip
    compared = re.compile(r"[<>]=?|[=!]=|is(?!\w)").match(text, at)
    if compared and "_AND" in expected:
        return Slip("bad-line", at, compared.end(), "only two values can be compared at once",
                    "join two comparisons with `and`")  # fmt: skip
    if letter and letter in '"“„«「' and "STRING" not in expected and VALUES & set(expected):
        end = _QUOTED.match(text, at)
        return Slip("bad-line", at, end.end() if end else len(text),
                    "a text is shown, never tested",
                    "a word of a list is written without quotes")  # fmt: skip
    if letter == "." and re.match(r"[0-9]", text[at + 1 : at + 2]) and text[at - 1 : at].isdigit():
        return Slip("bad-line", at, at + 2, "numbers are whole", "write it without a point")
    return None


# ------------------------------------------------------------------ speech and options


def text_start(text: str, rule: str, at: int) -> int | None:
    """Where the text of a line begins, or none if the error at `at` is before it."""
    if rule in ("narration", "quoted"):
        return 0
    if rule in ("speech", "voice"):
        start = _after_speaker(text, 0)
        return start if at >= start else None
    start = 1
    while text[start : start + 1] == " ":
        start += 1
    if re.compile(rf"\( *(?:{'|'.join(DIRECTIONS)})(?!\w)").match(text, start):
        end = _closing(text, start)
        if end < 0 or at <= end:
            return None
        start = end + 1
    while text[start : start + 1] == " ":
        start += 1
    speaker = _after_speaker(text, start)
    return speaker if speaker > start and at >= speaker else start


_SPEAKER: Final = re.compile(
    r'(?:[^\W\d]\w*|"(?:[^"\\]|\\.)*") *(?:thinks(?!\w) *)?(?:\((?:[^()"]|"[^"]*")*\) *)?[:：] *'
)


def _after_speaker(text: str, start: int) -> int:
    found = _SPEAKER.match(text, start)
    return found.end() if found else start


def _closing(text: str, start: int) -> int:
    """The place of the bracket that closes the one at `start`, or -1. Quotes are stepped over."""
    depth = 0
    for found in re.compile(r'"(?:[^"\\]|\\.)*"|[()]').finditer(text, start):
        if found.group() == "(":
            depth += 1
        elif found.group() == ")":
            depth -= 1
            if not depth:
                return found.start()
    return -1


def _depth(text: str, start: int, at: int) -> int:
    return sum({"{": 1, "}": -1}[found] for found in re.findall(r"[{}]", text[start:at]))


def _head(text: str, rule: str, at: int, expected: list[str]) -> Slip:
    """An error in the head of speech or in the directions of an option."""
    quotes = _quotes(text, at)
    if quotes:
        return quotes
    if rule == "option":
        like = '* (needs doubt >= 3 "Why not") Words' if expected == ["STRING"] else LIKE
        hint = f"write it like `{like}`; if it is text, begin it with \\("
        return _expression(text, at, expected) or _general(text, at, expected, hint)
    return _general(text, at, expected, "write it like `elena (calm, left): Words`")


def direction_slip(text: str) -> Slip | None:
    """An option whose parentheses begin with a misspelt direction."""
    found = re.match(r"\* +\( *([^\W\d]\w*)", text)
    if found is None:
        return None
    word = found.group(1)
    near = closest(word, DIRECTIONS)
    if near is None or near == word:
        return None
    rest = text[found.end(1) :].lstrip(" ")
    if near in ("once", "otherwise") and rest[:1] not in (",", ")"):
        return None
    if near == "mark" and not re.match(r"\w+ *[,)]", rest):
        return None
    if near in ("if", "needs") and not re.match(r"[\w. ]+(?:[<>=,)]|!=)", rest):
        return None
    return Slip("bad-line", found.start(1), found.end(1),
                f"`{word}` is not a direction, so this would be shown as text",
                f"did you mean `{near}`? If it is text, begin it with \\(")  # fmt: skip


# ------------------------------------------------------------------ the expected


def _renamed(slip: Slip) -> Slip:
    return Slip("bad-text-mark", slip.start, slip.end, slip.message, slip.hint)


def _general(text: str, at: int, expected: list[str], hint: str | None) -> Slip:
    wanted = _wanted(expected)
    thing = _THING.match(text, at)
    if at >= len(text) or thing is None:
        start = max(0, len(text) - 1)
        message = "the line ends too early"
        if wanted:
            message += f": {wanted} is expected"
        return Slip("bad-line", start, len(text), message, hint)
    word = thing.group()
    if word in RESERVED and "NAME" in expected and not wanted.startswith("a value"):
        return Slip("bad-line", at, thing.end(), f"`{word}` is a keyword and cannot be a name",
                    f"take another name, like `{word}_1`")  # fmt: skip
    message = f"`{word}` cannot stand here"
    if wanted:
        message += f": {wanted} is expected"
    return Slip("bad-line", at, thing.end(), message, hint)


def _spelled(name: str) -> str:
    """How a word of the grammar is written."""
    return name.strip("_").lower().replace("_", "-")


def _wanted(expected: list[str]) -> str:
    """What could stand at a place, in words; empty if that is too much to say."""
    names = set(expected)
    if len(names) > 1:
        names -= {"_DOT"}
    labels: list[str] = []
    if {"NAME", "INTEGER", "TRUE"} <= names:
        names -= VALUES
        labels.append("a value")
    if len(names & OPERATORS) > 2:
        names -= OPERATORS
    labels += [LABELS.get(name) or f"`{_spelled(name)}`" for name in sorted(names - {"$END"})]
    if "$END" in names:
        labels.append(LABELS["$END"])
    if len(labels) > 5:
        return ""
    if len(labels) < 2:
        return "".join(labels)
    return ", ".join(labels[:-1]) + " or " + labels[-1]


def shapes() -> dict[str, str]:
    """The shape of every keyword; a test reads each of them."""
    assert set(SHAPES) == set(KEYWORDS)
    return SHAPES
