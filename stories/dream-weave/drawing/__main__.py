"""Draws all pictures of The Dream Weave: `python stories/dream-weave/drawing [FOLDER]`.

Goes in: the modules beside this one. Comes out: SVG files under the names that the script uses, in
the story's folder, or in another one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pictures import pictures

HOME = Path(__file__).resolve().parent.parent


def main(folder: Path = HOME) -> None:
    """Writes every picture that is not there as it should be."""
    for name, text in pictures():
        path = folder / "art" / f"{name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
