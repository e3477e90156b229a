"""Plays written down (`tests/play/*.play`) on every machine.

The transcript of each play must be what the file says, on the Python machine, on the player's, and
on the script of a page that `emit` wrote; and the states and events of all three must be the same
to the byte. `pytest --update` rewrites the transcripts from the Python machine; what it writes is
to be read, not believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from transcript import JavaScript, Python, compile_text, perform, read, write

from weavec.emit.page import page
from weavec.ir import program_json

PLAYS = sorted((Path(__file__).parent / "play").glob("*.play"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[JavaScript, ...]]:
    """The player's machine: its modules, and the script of a page."""
    story, _ = read(PLAYS[0])
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page(compile_text(story)), "utf-8", newline="\n")
    with JavaScript() as modules, JavaScript(path) as linked:
        yield modules, linked


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
def test_play(path: Path, others: tuple[JavaScript, ...], update: bool) -> None:
    story, plays = read(path)
    program = compile_text(story)
    data = program_json(program)
    runs = [perform(play, Python(program), data) for play in plays]
    if update:
        write(path, story, [(play, run.lines) for play, run in zip(plays, runs, strict=True)])
    for machine in others:
        machine.open(data)
        for play, run in zip(plays, runs, strict=True):
            assert update or run.lines == list(play.lines), play.head
            other = perform(play, machine, data)
            assert other.lines == run.lines, play.head
            assert other.trace == run.trace, play.head
