"""Findings for programs: JSON of our own, SARIF 2.1.0, and GitHub's annotations.

Goes in: diagnostics. Comes out: one text. Lines and columns count from 1, columns in code points;
an end is the column after the last character. Escapes are written out, as on a terminal, because
what reads these often shows them on one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from weavec.diagnostics import Diagnostic
from weavec.render.visible import visible
from weavec.source import Span


def as_json(story_id: str | None, title: str, diagnostics: Sequence[Diagnostic]) -> str:
    """The findings as the object that `check --format json` prints."""
    found = {
        "version": 1,
        "story": {"id": story_id and visible(story_id), "title": visible(title)},
        "diagnostics": [_finding(item) for item in diagnostics],
        "summary": {
            f"{severity}s": sum(item.severity == severity for item in diagnostics)
            for severity in ("error", "warning", "note")
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _finding(item: Diagnostic) -> dict[str, Any]:
    line, column = item.span.file.position(item.span.start)
    end_line, end_column = item.span.file.position(item.span.end)
    return {
        "code": item.code.number,
        "name": item.name,
        "severity": item.severity,
        "verdict": None,
        "file": visible(item.span.file.path),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": visible(item.message),
        "hint": None if item.hint is None else visible(item.hint),
        "labels": [_label(label.span, label.message) for label in item.labels],
        "witness": None,
    }


def _label(span: Span, message: str) -> dict[str, Any]:
    line, column = span.file.position(span.start)
    path = visible(span.file.path)
    return {"file": path, "line": line, "column": column, "message": visible(message)}


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
    return result


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
    return f"::{_LEVELS[item.severity]} {given}::{said}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
