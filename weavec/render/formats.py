"""Findings for programs: JSON of our own, SARIF 2.1.0, and GitHub's annotations.

Goes in: diagnostics, and for our own form the proof. Comes out: one text. Lines and columns count
from 1, columns in code points; an end is the column after the last character. Escapes are written
out, as on a terminal, because what reads these often shows them on one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from weavec.diagnostics import Diagnostic
from weavec.prove.result import Answer, Ending, Proof
from weavec.render.visible import visible
from weavec.render.way import in_a_row, length
from weavec.source import Span
from weavec.walk import Walk


def as_json(
    story_id: str | None,
    title: str,
    diagnostics: Sequence[Diagnostic],
    proof: Proof | None = None,
) -> str:
    """The findings as the object that `check --format json` prints; `proof`: if one was made."""
    found: dict[str, Any] = {
        "version": 1,
        "story": {"id": story_id and visible(story_id), "title": visible(title)},
        "diagnostics": [_finding(item) for item in diagnostics],
        "summary": {
            f"{severity}s": sum(item.severity == severity for item in diagnostics)
            for severity in ("error", "warning", "note")
        },
    }
    if proof is not None:
        found["proof"] = proved(proof)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _finding(item: Diagnostic) -> dict[str, Any]:
    line, column = item.span.file.position(item.span.start)
    end_line, end_column = item.span.file.position(item.span.end)
    return {
        "code": item.code.number,
        "name": item.name,
        "severity": item.severity,
        "verdict": item.verdict,
        "file": visible(item.span.file.path),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": visible(item.message),
        "hint": None if item.hint is None else visible(item.hint),
        "labels": [_label(label.span, label.message) for label in item.labels],
        "witness": None if item.witness is None else witness(item.witness),
    }


def _label(span: Span, message: str) -> dict[str, Any]:
    line, column = span.file.position(span.start)
    path = visible(span.file.path)
    return {"file": path, "line": line, "column": column, "message": visible(message)}


# ------------------------------------------------------------------ proofs

VERDICTS: Final[dict[Answer, str]] = {True: "proved", False: "unreachable", None: "undecided"}
"""What is said of an ending that can be reached, that cannot, and where it is not known."""


def witness(walk: Walk) -> dict[str, Any]:
    """A walk as JSON. `choices`: the entries of a walk file."""
    return {"choices": [visible(entry) for entry in walk.entries], "beats": walk.beats}


def proved(proof: Proof) -> dict[str, Any]:
    """What a proof found out about the whole story."""
    return {
        "scenes": _counts(proof.scenes),
        "lines": _counts(proof.lines),
        "options": _counts(proof.options),
        "endings": {visible(name): _ending(each) for name, each in proof.endings.items()},
        "undecided": [visible(each) for each in proof.undecided],
    }


def _counts(answers: Mapping[str, Answer]) -> dict[str, int]:
    found = Counter(answers.values())
    return {"reachable": found[True], "unreachable": found[False], "unknown": found[None]}


def _ending(ending: Ending) -> dict[str, Any]:
    way = {"choices": None, "beats": None} if ending.walk is None else witness(ending.walk)
    return {"verdict": VERDICTS[ending.reached], "sure": ending.sure, **way}


# ------------------------------------------------------------------ SARIF


def as_sarif(diagnostics: Sequence[Diagnostic], version: str, prefix: str = "") -> str:
    """The findings as a SARIF log. `version`: weavec's; `prefix`: put before files' paths."""
    codes = sorted({item.code.number: item.code for item in diagnostics}.items())
    places = {number: index for index, (number, _) in enumerate(codes)}
    rules = [
        {
            "id": code.number,
            "name": code.name,
            "shortDescription": {"text": code.title},
            "help": {"text": f"weavec explain {code.number}"},
            "defaultConfiguration": {"level": code.severity},
        }
        for _, code in codes
    ]
    driver = {"name": "weavec", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, places[item.code.number], prefix) for item in diagnostics],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _result(item: Diagnostic, rule: int, prefix: str) -> dict[str, Any]:
    text = visible(item.message)
    if item.hint:
        text += f". Hint: {visible(item.hint)}"
    result: dict[str, Any] = {
        "ruleId": item.code.number,
        "ruleIndex": rule,
        "level": item.severity,
        "message": {"text": text},
        "locations": [_location(item.span, prefix)],
    }
    if item.labels:
        result["relatedLocations"] = [
            {"id": number, **_location(label.span, prefix), "message": {"text": said}}
            for number, label in enumerate(item.labels)
            for said in [visible(label.message)]
        ]
    properties: dict[str, Any] = {}
    if item.verdict is not None:
        properties["verdict"] = item.verdict
    if item.witness is not None:
        properties["witness"] = witness(item.witness)
    return result | {"properties": properties} if properties else result


def _location(span: Span, prefix: str) -> dict[str, Any]:
    line, column = span.file.position(span.start)
    end_line, end_column = span.file.position(span.end)
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    uri = quote((prefix + span.file.path).encode("utf-8", "backslashreplace"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


# ------------------------------------------------------------------ GitHub

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(diagnostics: Sequence[Diagnostic], prefix: str = "") -> str:
    """The findings as workflow commands, one a line. `prefix`: put before files' paths."""
    return "".join(_command(item, prefix) for item in diagnostics)


def _command(item: Diagnostic, prefix: str) -> str:
    line, column = item.span.file.position(item.span.start)
    end_line, end_column = item.span.file.position(item.span.end)
    places: dict[str, object] = {"file": prefix + item.span.file.path, "line": line}
    places |= {"endLine": end_line, "title": f"{item.code.number} {item.name}"}
    if line == end_line:  # columns of different lines are refused
        places |= {"col": column, "endColumn": end_column}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in places.items())
    said = _data(visible(item.message))
    if item.hint:
        said += f"%0A{_data(f'hint: {visible(item.hint)}')}"
    if item.witness is not None:
        way = in_a_row(item.witness)
        said += f"%0A{_data(length(item.witness) + (f': {way}' if way else ''))}"
    return f"::{_LEVELS[item.severity]} {given}::{said}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
