"""Walk files: written by `paths` and `check`, read by `play`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from weavec.commands.common import Refusal, refusal
from weavec.diagnostics import Diagnostic
from weavec.disk import DiskError, write_atomically
from weavec.render.visible import typed, visible
from weavec.walk import Walk


def read_walk(path: str) -> tuple[str, ...]:
    """The entries of a walk file; raises `Refusal` if it is none."""
    try:
        data: Any = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refusal(f"{path} is not a JSON list of texts: {error}") from error
    if not isinstance(data, list) or not all(isinstance(entry, str) for entry in data):
        raise Refusal(f"{path} is not a JSON list of texts")
    return tuple(data)


def playing(story: str, path: str) -> str:
    """The command that plays a walk of a story. `story`: as it was given."""
    return f"weavec play {'' if story == '.' else typed(story) + ' '}--walk {typed(path)}"


def write_walks(folder: str, walks: Mapping[str, Walk]) -> None:
    """Write each walk as `NAME.json` into a folder, which is made if it is not there."""
    for name, walk in walks.items():
        entries = [visible(entry) for entry in walk.entries]
        text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
        try:
            write_atomically(Path(folder, f"{name}.json"), text.encode())
        except DiskError as error:
            raise refusal(error) from error


def witnesses(found: Sequence[Diagnostic]) -> dict[str, Walk]:
    """The ways of findings, by names that say what and where: `softlock-acts-2-line-14`."""
    walks: dict[str, Walk] = {}
    for item in found:
        if item.witness is None:
            continue
        line = item.span.line
        file = re.sub(r"[^\w.-]+", "-", item.span.file.path.removesuffix(".weave"))
        name = base = f"{item.name}-{file}-line-{line}"
        number = 1
        while name in walks:
            number += 1
            name = f"{base}-{number}"
        walks[name] = item.witness
    return walks
