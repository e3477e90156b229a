"""Tiny stories and what the proofs find in them, for the tests of what nobody notices.

`findings` takes the lines of a story below its head; `said` tells the findings of one kind by the
source that they are about.
"""

from __future__ import annotations

from weavec.diagnostics import Diagnostic
from weavec.lower.program import Lowered, lower
from weavec.prove.choices import choice_findings
from weavec.prove.engine import Study, study
from weavec.prove.limits import Limits
from weavec.prove.marks import mark_findings
from weavec.prove.stores import store_findings
from weavec.resolve import resolve
from weavec.source import SourceFile
from weavec.symbols import Symbols
from weavec.syntax.parse import declared_cast, parse

HEAD = """story "Small"
  id 00000000-0000-4000-8000-000000000003
  start room

dreamer elena
  memory doubt: 0..3 = 0
dreamer jax
var trust: 0..5 = 2
var other: 0..5 = 2
var lamp = false
var door = false
var mood_of: calm | glad | wild = calm
var name: text = "you"
let bright = lamp and door
let address = "{if lamp: dear|poor} {name}"

scene attic
  {trust} {other} {mood_of} {name} {address} {if lamp or door or bright: lit}.
  end nowhere

"""
"""What all stories share. Nobody comes to the attic, where everything is named."""


def proved(text: str) -> tuple[Symbols, Lowered, Study]:
    """A story's declarations, its program, and the proof of it. `text`: without its head."""
    file = SourceFile("small.weave", HEAD + text.strip() + "\n")
    tree, found = parse(file, declared_cast(file))
    symbols, more = resolve([(file, tree)])
    lowered, last = lower(symbols)
    assert not [each.message for each in (*found, *more, *last) if each.severity == "error"]
    return symbols, lowered, study(lowered.program, Limits(seconds=20, megabytes=500))


def findings(text: str) -> tuple[Diagnostic, ...]:
    """All that is found of what nobody notices, and of ranges."""
    made = proved(text)
    return (*store_findings(*made), *choice_findings(*made), *mark_findings(*made))


def said(text: str, name: str) -> list[str]:
    """The source of each finding of a name, in order of places."""
    found = [each for each in findings(text) if each.name == name]
    spans = sorted((each.span.start, each.span.end) for each in found)
    whole = HEAD + text.strip() + "\n"
    return [whole[start:end] for start, end in spans]
