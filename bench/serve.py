"""How soon a saved line is on the page: `weavec serve` and Chromium, from the write to the DOM.

    python bench/serve.py [EDITS] [flagship] [long]

plays a few lines of the flagship, and of `bench/story.py 1000` (29,000 lines), in a real browser.
Then it changes the line on screen, again and again at random moments, and takes the time from just
before the file is written until the line is in the document with its new words. Proofs run as
they always do.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "tests" / "player")]

from browser import AT_ONCE, chromium, reading  # noqa: E402
from serving import ROOT, served  # noqa: E402
from story import main as write_story  # noqa: E402

TARGETS = {"flagship": (100, 200), "long": (250, None)}
LINE = "[data-weave-line]"
SOON = """(words) => {
  window.soon = new Promise((tell) => {
    const look = () => document.querySelector("[data-weave-line]")?.textContent.includes(words)
      && (watch.disconnect(), tell(Date.now()));
    const watch = new MutationObserver(look);
    watch.observe(document.body, {subtree: true, childList: true, characterData: true});
    look();
  });
}"""
DONE = "() => Promise.race([window.soon, new Promise((tell) => setTimeout(() => tell(0), 10000))])"


def stories(folder: Path) -> dict[str, Path]:
    """Copies of the stories."""
    shutil.copytree(ROOT / "stories" / "dream-weave", folder / "flagship")
    long = folder / "long"
    long.mkdir()
    sys.argv = ["story.py", "1000", str(long / "story.weave"), str(folder / "story.ink")]
    write_story()
    return {"flagship": folder / "flagship", "long": long}


def holding(folder: Path, words: str) -> Path:
    """The file in which a line stands."""
    paths = sorted(folder.rglob("*.weave"))
    return next(path for path in paths if words in path.read_text("utf-8"))


def measure(folder: Path, edits: int, chance: random.Random) -> dict[str, Any]:
    """The times of so many edits, in milliseconds."""
    times: list[float] = []
    with (
        served(folder) as preview,
        chromium() as browser,
        reading(browser, before=AT_ONCE) as reader,
    ):
        page = reader.page
        page.goto(f"http://127.0.0.1:{preview.port}/?seed=7")
        page.wait_for_selector("[data-weave-title]")
        reader.begin()
        for _ in range(2):
            reader.on_by_key()
        words = page.locator(LINE).first.inner_text()
        path = holding(folder, words[:40])
        text = path.read_text("utf-8")
        for number in range(edits):
            page.evaluate(SOON, f"({number}.)")
            time.sleep(0.15 + chance.random() * 0.4)
            fresh = text.replace(words, f"{words} ({number}.)", 1)
            began = time.time() * 1000
            path.write_text(fresh, encoding="utf-8")
            done = page.evaluate(DONE)
            assert done, f"edit {number} did not come: {preview.said} {reader.complaints()}"
            times.append(done - began)
        trouble = page.evaluate("window.complaints")
        assert not trouble, trouble
        ended = preview.stop()
    times.sort()
    at = {name: times[min(len(times) - 1, int(len(times) * part))]
          for name, part in (("median", 0.5), ("95 %", 0.95), ("most", 1.0))}  # fmt: skip
    return {**at, "ended": ended}


def main() -> None:
    """Measure, and say."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    wanted = [each for each in sys.argv[1:] if each in TARGETS] or list(TARGETS)
    edits = numbers[0] if numbers else 200
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        for name, folder in stories(Path(place)).items():
            if name not in wanted:
                continue
            load = os.getloadavg()[0]
            found = measure(folder, edits, chance)
            print(
                f"{name}: {edits} edits, median {found['median']:.0f} ms,"
                f" 95 % {found['95 %']:.0f} ms, most {found['most']:.0f} ms;"
                f" Ctrl-C {found['ended']:.2f} s;"
                f" load {load:.1f} before, {os.getloadavg()[0]:.1f} after"
            )


if __name__ == "__main__":
    main()
