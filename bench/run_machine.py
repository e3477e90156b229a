"""Measures the player's machine against inkjs: `python bench/run_machine.py [SCENES] [RUNS]`.

In goes the number of scenes (1,000) and of paired runs (7); out comes one line a way of measuring.
The story is compiled by this checkout and by inkjs; `machine.mjs` says what is measured, and
measures nothing unless both walks read the same text.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from scratch import INKJS, ROOT, folder, ink_compiler, stories

sys.path.insert(0, str(ROOT))

from weavec.compiler import compile as compile_story
from weavec.ir import program_json
from weavec.source import SourceFile, Unreadable

WAYS = (("each rest composed once", ()), ("each rest composed twice", ("--render",)))


class OneFile:
    """A story of one file."""

    def __init__(self, path: Path) -> None:
        self.file = SourceFile(path.name, path.read_text(encoding="utf-8"))

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        """The file."""
        return (self.file,)


def main() -> None:
    """Compile, measure, print."""
    scenes, runs = (int(given) for given in (*sys.argv[1:], *("1000", "7")[len(sys.argv) - 1 :]))
    place = folder()
    weave, ink = stories(place, scenes)
    program, compiled = place / f"program-{scenes}.json", place / f"ink-{scenes}.json"
    found = compile_story(OneFile(weave)).program
    if found is None:
        sys.exit("the story does not compile")
    program.write_text(json.dumps(program_json(found), ensure_ascii=False), encoding="utf-8")
    subprocess.run(ink_compiler(place, ink, compiled), check=True)
    for name, flags in WAYS:
        command = ["node", str(ROOT / "bench/machine.mjs"), str(program), str(compiled), str(place)]
        told = subprocess.run([*command, str(runs), *flags], check=True, capture_output=True)
        read = json.loads(told.stdout)
        print(
            f"{name}: {read['lines']:,} lines a walk; Weave {read['weave']:,} lines/s,"
            f" inkjs {INKJS} {read['ink']:,} lines/s; ratio {read['ratio']}"
        )


if __name__ == "__main__":
    main()
