"""The folder in which measurements are made, and inkjs in it.

In goes nothing but, if wanted, the environment's `WEAVE_BENCH`; out comes a folder outside the
project with one pinned version of inkjs, fetched once by npm, and the long story in both languages.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from story import scripts

INKJS = "2.4.0"
ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The scratch folder, with inkjs installed."""
    kept = os.environ.get("WEAVE_BENCH") or os.path.join(tempfile.gettempdir(), "weave-bench")
    place = Path(kept)
    place.mkdir(parents=True, exist_ok=True)
    if not (place / f"inkjs-{INKJS}").exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(place)]
        subprocess.run([*command, f"inkjs@{INKJS}"], check=True, stdout=subprocess.DEVNULL)
        (place / f"inkjs-{INKJS}").touch()
    return place


def stories(place: Path, scenes: int) -> tuple[Path, Path]:
    """The long story as Weave and as ink, written into the folder."""
    weave, ink = place / f"story-{scenes}.weave", place / f"story-{scenes}.ink"
    for path, text in zip((weave, ink), scripts(scenes), strict=True):
        path.write_text(text, encoding="utf-8")
    return weave, ink


def ink_compiler(place: Path, ink: Path, to: Path) -> list[str]:
    """The command that compiles ink."""
    return [str(place / "node_modules/.bin/inkjs-compiler"), str(ink), "-o", str(to)]
