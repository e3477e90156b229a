"""The tables of the grammars: kept ones equal made ones, and our engine reads as Lark does."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lark import Lark
from lark.exceptions import UnexpectedInput

from weavec.syntax import tables
from weavec.syntax.engine import Grammar, NoParseError
from weavec.syntax.linebuilder import Builder

LINES = {
    "keyword_line": [
        'story "T"',
        "start a as b",
        'dreamer e "E"',
        "moods a, b , c",
        "memory d: -3..5 = -1",
        "var s: a | b = a",
        'var n: text = "x"',
        'let x = "y"',
        'draft scene a "T" as b, c',
        "time 21:40",
        'choice "Q"',
        "hub",
        "if a or b and not c == 2 - d * -3",
        "else if (a or b) is not c",
        "else",
        "seen by a, b",
        "set a.b += count(a, b) + visits(.x)",
        "end a",
        'dream-merge m "T" chorus',
        "reveal a.b to c",
        "show e (calm, left) with fade",
        "effect x 3",
        "effect x off",
        "effect off",
        "todo",
        "todo a b c",
        "wake -> a.b as c",
        "perspective",
        "set x",
        "if perspective is not e",
    ],
    "option": [
        "* Text {if a: b|c} -> .m as e",
        '* (once, if a >= 2, needs b "why") e (calm): Hi *there*',
        "* \\(text) a",
        '* (mark m, otherwise) "Who" thinks: x',
        "* (say) x",
        "* a -> b c",
        "*",
    ],
    "jump": ["-> a", "-> .b as c", "-> a.b", "->"],
    "speech": ["e: x", 'e thinks (a, "b"): {x}', "e (a: x"],
    "voice": ['"A": x', "„A“ thinks: *x*"],
    "narration": [
        "{if a: b|if c: *d*|e}",
        "{seen by a: b|seen by c: d}",
        "{first: a|then: b|then: }",
        "a | b - c",
        "{either: a||b}",
        "{ruby: a|b}{pause 0.5}",
        "***a*** **b** *c* 2 * 3",
        "\\Note \\* \\\\",
        "*a",
        "a}",
    ],
    "quoted": ["", " a ", "{x} *b*"],
}


class Recorder:
    """A builder that makes plain tuples of whatever it is told."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not name.islower():
            raise AttributeError(name)
        return lambda parts: (name, [bare(part) for part in parts])


def bare(part: Any) -> Any:
    if isinstance(part, str):
        return (part.type, str(part), part.start_pos)  # type: ignore[attr-defined]
    return part


def accepted(error: UnexpectedInput) -> set[str]:
    """What Lark would have taken."""
    parser: Any = error.interactive_parser
    found: set[str] = parser.accepts()
    return found


def mutated(chance: random.Random, line: str) -> str:
    at = chance.randint(0, len(line))
    odd = chance.choice(
        ["{", "}", "*", "|", "\\", "->", ":", "(", ")", " ", "if ", "a", "é", "=", ",", '"']
    )
    return line[:at] + odd + line[at + chance.randint(0, 2) :]


def test_the_engine_reads_as_lark_does() -> None:
    lark = tables.lark_of("sentences", transformer=Recorder())
    ours = Grammar(tables.make()["sentences"], Recorder())
    chance = random.Random(3)
    good = bad = 0
    for rule, lines in LINES.items():
        for line in lines + [mutated(chance, line) for line in lines * 40]:
            try:
                wanted = lark.parse(line, rule)
            except UnexpectedInput as error:
                with pytest.raises(NoParseError) as refused:
                    ours.parse(line, rule)
                assert refused.value.expected == sorted(accepted(error)), line
                bad += 1
            else:
                assert ours.parse(line, rule) == wanted, line
                good += 1
    assert good > 500 and bad > 500


def test_kept_tables_are_used_only_for_their_grammar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tables.make()
    kept = tmp_path / "tables.json"
    monkeypatch.setattr(tables, "KEPT", kept)
    assert tables.write_tables() == kept
    assert tables.load() == made

    def stop() -> Any:
        raise AssertionError("made anew")

    monkeypatch.setattr(tables, "make", stop)
    assert tables.load() == made
    kept.write_text(json.dumps({**made, "hash": "other"}))
    with pytest.raises(AssertionError):
        tables.load()
    kept.write_text("{")
    with pytest.raises(AssertionError):
        tables.load()


def test_tables_are_the_same_bytes_everywhere() -> None:
    code = (
        "import hashlib, json; from weavec.syntax import tables; "
        "print(hashlib.sha256(json.dumps(tables.make(), sort_keys=True).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            text=True,
            check=True,
            capture_output=True,
            cwd=Path(tables.__file__).parents[2],
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_no_conflict_is_settled_silently(caplog: pytest.LogCaptureFixture) -> None:
    def conflicts() -> int:
        return sum("conflict" in record.getMessage().lower() for record in caplog.records)

    with caplog.at_level("DEBUG", logger="lark"):
        for which in ("sentences", "blocks"):
            tables.lark_of(which, debug=True)
        assert conflicts() == 0
        Lark('start: "a" start? | start "b"', parser="lalr", debug=True)
        assert conflicts() > 0


def test_every_rule_has_its_method() -> None:
    quiet = set()
    for rule in tables.make()["sentences"]["rules"]:
        origin, name, size, single, _, _ = rule
        if name.startswith("_") or (single and size == 1):
            continue
        if not hasattr(Builder(), name):
            quiet.add(name)
        assert origin
    assert quiet == set()


def test_lark_is_not_needed_where_tables_are_kept(tmp_path: Path) -> None:
    tables_file = tmp_path / "tables.json"
    code = (
        "import sys; from pathlib import Path; from weavec.syntax import tables; "
        f"tables.KEPT = Path({str(tables_file)!r}); "
        "tables.write_tables() if len(sys.argv) > 1 else None; "
        "from weavec.syntax.parse import parse; from weavec.source import SourceFile; "
        "parse(SourceFile('a', 'scene a\\n  -> *b\\n')); print('lark' in sys.modules)"
    )
    root = Path(tables.__file__).parents[2]
    for extra, wanted in ((["write"], "True\n"), ([], "False\n")):
        done = subprocess.run(
            [sys.executable, "-c", code, *extra],
            text=True,
            check=True,
            capture_output=True,
            cwd=root,
        )
        assert done.stdout == wanted
