"""The tables of both grammars, made by Lark or read from where they were kept.

Goes in: the grammar files, from the package or else from the checkout. Comes out: plain data for
`engine.Grammar`. Lark takes a tenth of a second to make it, so building a wheel writes it to
`tables.json` beside this file, with the hash of the grammar; if the hash differs or the file is
missing, the tables are made anew: slower, never wrong. The file is the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from pathlib import Path
from typing import Any, Final

SENTENCES: Final = ("keyword_line", "option", "jump", "speech", "voice", "narration", "quoted")
BLOCKS: Final = ("item",)
FORM: Final = 1
"""The version of this module's data."""

KEPT: Final = Path(__file__).with_name("tables.json")

Tables = dict[str, Any]


def grammar_folder() -> Path:
    """Where the grammar files are: in the installed package, or next to it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "grammar"
    return inside if inside.is_dir() else package.parent / "grammar"


def grammar_text(*names: str) -> str:
    """Grammar files joined, in the given order."""
    folder = grammar_folder()
    return "".join(
        (folder / name).read_bytes().decode("utf-8").replace("\r\n", "\n") for name in names
    )


def lark_of(which: str, **options: Any) -> Any:
    """Lark's parser of `sentences` or `blocks`."""
    from lark import Lark, lexer

    # with interegular installed, Lark spends seconds on a check that tests do better
    checks = lexer.has_interegular
    lexer.has_interegular = False
    try:
        if which == "sentences":
            return Lark(
                grammar_text("lines.lark", "inline.lark"),
                parser="lalr",
                lexer="contextual",
                start=list(SENTENCES),
                maybe_placeholders=True,
                **options,
            )
        return Lark(grammar_text("blocks.lark"), parser="lalr", lexer="basic", start=list(BLOCKS),
                    maybe_placeholders=True, **options)  # fmt: skip
    finally:
        lexer.has_interegular = checks


def load() -> Tables:
    """The tables of both grammars."""
    mark = _hash()
    try:
        kept: Tables = json.loads(KEPT.read_bytes())
        if kept.get("hash") == mark:
            return kept
    except (OSError, ValueError, AttributeError):
        pass
    return make()


def write_tables() -> Path:
    """Make the tables and keep them beside this module; where they are."""
    KEPT.write_bytes(json.dumps(make(), separators=(",", ":"), sort_keys=True).encode() + b"\n")
    return KEPT


def make() -> Tables:
    """The tables, made by Lark."""
    made: Tables = {which: _plain(lark_of(which)) for which in ("sentences", "blocks")}
    made["hash"] = _hash()
    return made


def _hash() -> str:
    text = grammar_text("lines.lark", "inline.lark", "blocks.lark")
    return hashlib.sha256(f"{FORM}\n{text}".encode()).hexdigest()


# ------------------------------------------------------------------ from Lark


def _plain(lark: Any) -> dict[str, Any]:
    """What Lark made of a grammar, as data that does not depend on the order of its sets."""
    table = lark.parser.parser._parse_table
    order, actions = _numbered(table)
    rules = sorted(lark.rules, key=_rule_key)
    numbers = {rule: i for i, rule in enumerate(rules)}
    states = [
        {
            kind: order[arg] if isinstance(arg, int) else -1 - numbers[arg]
            for kind, arg in sorted(actions[old].items())
        }
        for old in order
    ]
    terminals = sorted(lark.terminals, key=_terminal_key)
    names = [terminal.name for terminal in terminals]
    lexers: list[list[int]] = []
    lexer = []
    for state in states:
        wanted = [i for i, name in enumerate(names) if name in state]
        if wanted not in lexers:
            lexers.append(wanted)
        lexer.append(lexers.index(wanted))
    return {
        "starts": {
            str(name): [order[start], order[table.end_states[name]]]
            for name, start in sorted(table.start_states.items())
        },
        "states": states,
        "rules": [_rule(rule) for rule in rules],
        "terminals": [
            [terminal.name, "" if _declared(terminal) else terminal.pattern.to_regexp()]
            for terminal in terminals
        ],
        "lexers": lexers,
        "lexer": lexer,
    }  # fmt: skip


def _declared(terminal: Any) -> bool:
    """Whether a terminal has a name only, as those of the block grammar."""
    return terminal.pattern is None


def _terminal_key(terminal: Any) -> tuple[int, int, int, str]:
    """The order in which Lark's lexer tries terminals."""
    if _declared(terminal):
        return (0, 0, 0, terminal.name)
    pattern = terminal.pattern
    return (-terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name)


def _rule_key(rule: Any) -> tuple[str, list[str], str]:
    return (str(rule.origin.name), [str(part.name) for part in rule.expansion], str(rule.alias))


def _numbered(table: Any) -> tuple[dict[int, int], dict[int, dict[str, Any]]]:
    """New numbers for the states, breadth first, and what each does: a state or a rule."""
    actions = {
        state: {str(kind): arg for kind, (_, arg) in does.items()}
        for state, does in table.states.items()
    }
    order: dict[int, int] = {}
    waiting = deque(table.start_states[name] for name in sorted(table.start_states))
    while waiting:
        state = waiting.popleft()
        if state in order:
            continue
        order[state] = len(order)
        does = actions[state]
        waiting.extend(does[kind] for kind in sorted(does) if isinstance(does[kind], int))
    return order, actions


def _rule(rule: Any) -> list[Any]:
    """A rule as `engine.Rule` takes it: what Lark's tree builder would do with its parts."""
    missing = _missing(rule)
    take = []
    waiting = 0
    for i, part in enumerate(rule.expansion):
        waiting += missing[i]
        if not (part.is_term and part.filter_out):
            opened = not part.is_term and part.name.startswith("_")
            take.append([i, opened, waiting])
            waiting = 0
    tail = waiting + missing[-1]
    same = not tail and all(one == [i, False, 0] for i, one in enumerate(take))
    whole = same and len(take) == len(rule.expansion)
    name = str(rule.alias or rule.options.template_source or rule.origin.name)
    single = bool(rule.options.expand1 and not rule.alias)
    return [str(rule.origin.name), name, len(rule.expansion), single, None if whole else take, tail]


def _missing(rule: Any) -> list[int]:
    """How many absent optional parts stand before each part, and after the last."""
    empty = rule.options.empty_indices
    if not empty:
        return [0] * (len(rule.expansion) + 1)
    return [len(run) for run in "".join("1" if gone else "0" for gone in empty).split("0")]
