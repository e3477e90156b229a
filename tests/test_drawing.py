"""The pictures of The Dream Weave and the sources that draw them: the sources still give the files
that are kept, every file can be shown, and a painting is made of whatever pages there are.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "stories" / "dream-weave" / "drawing"))
from pictures import pictures
from piece import ALL, SHARDS, cells, piece
from rig.pen import FINE, PEN, knots
from rig.sheet import Sheet

from weavec.assets.drawing import look_at_drawing

DRAWING = Path(sys.path[-1])
ART = DRAWING.parent / "art"
SIZES = {"people": "620 786", "backdrops": "1280 720", "endings": "1280 720",
         "keepsakes": "160 160"}  # fmt: skip


def test_the_sources_give_the_files_that_are_kept() -> None:
    made = {f"{name}.svg": text.encode() for name, text in pictures()}
    kept = {path.relative_to(ART).as_posix(): path.read_bytes() for path in ART.rglob("*.svg")}
    assert sorted(kept) == sorted(made)
    other = [name for name in kept if kept[name] != made[name]]
    assert other == [], "draw them anew: python stories/dream-weave/drawing"


def test_every_picture_can_be_shown() -> None:
    for path in sorted(ART.rglob("*.svg")):
        data = path.read_bytes()
        look_at_drawing(data)
        size = re.match(rb'<svg xmlns="[^"]*" width="(\d+)" height="(\d+)"', data)
        assert size and b" ".join(size.groups()).decode() == SIZES[path.parent.name], path.name
        names = re.findall(rb'id="([^"]*)"', data)
        asked = set(re.findall(rb'url\(#([^)]*)\)|href="#([^"]*)"', data))
        assert len(names) == len(set(names)), path.name
        assert {one or two for one, two in asked} == set(names), path.name
        assert len(data) < 90_000, path.name


def test_a_painting_is_made_of_the_pages_that_there_are() -> None:
    few, some = ("page_dog", "page_pane"), ("page_dog", "page_lamp", "page_pane", "page_table")
    drawn = {pages: piece(Sheet(), pages) for pages in ((), few, some, ALL)}
    # Each shard is cut out of the whole, on a shadow of its own.
    shards = [text.count('transform="translate(7 10)"') for text in drawn.values()]
    assert shards == [0, 2, 4, 12]
    assert piece(Sheet(), tuple(reversed(some))) == drawn[some], "whichever was found first"


def test_the_shards_of_a_painting_fill_it_once() -> None:
    def size(poly: list[tuple[float, float]]) -> float:
        pairs = zip(poly, poly[1:] + poly[:1], strict=True)
        return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2

    whole = cells()
    assert set(whole) == set(ALL) == set(SHARDS)
    assert all(size(poly) > 15_000 for poly in whole.values())
    assert 0.6 < sum(size(poly) for poly in whole.values()) / (1000 * 640) < 0.75


def test_paths_are_short_and_do_not_drift() -> None:
    assert PEN.facet("0 0, 10 0, 10 -4, 0 -4") == "M0 0h10v-4h-10z"
    assert PEN.edge("0.4 0, 1.4 1, 2.4 2") == "M0 0l1 1 1 1"
    assert FINE.edge("0 0, 0.25 -0.75") == "M0 0l.2-.8"
    assert PEN.trail("0 0!, 9 9!") == "M0 0l9 9"
    far = PEN.edge([(i / 3, i / 3) for i in range(301)])
    ends = [sum(map(int, re.findall(r"-?\d+", part))) for part in re.findall(r"l[^a-z]*", far)]
    assert sum(ends) == 200
    curve = PEN.loop("0 0, 90 0, 90 90, 0 90")
    assert curve.count("c") == 1 and curve.endswith("z")
    assert knots("1 2!")[0] == (1, 2, True)


@pytest.mark.parametrize("path", sorted(DRAWING.rglob("*.py")), ids=lambda path: path.stem)
def test_sources_are_small_and_the_rig_knows_no_story(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 500
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef) and part.end_lineno is not None:
            assert part.end_lineno - part.lineno < 60, part.name
        if path.parent.name == "rig" and isinstance(part, ast.ImportFrom):
            module = str(part.module).partition(".")[0]
            assert module == "rig" or module in sys.stdlib_module_names


def test_what_the_readme_shows_draws_somebody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "art" / "people").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    shown = (DRAWING / "README.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    exec(shown, {})
    drawn = sorted(tmp_path.rglob("*.svg"))
    assert [path.stem for path in drawn] == ["ada-alarm", "ada-calm", "ada-dream", "ada-warm"]
    for path in drawn:
        look_at_drawing(path.read_bytes())
