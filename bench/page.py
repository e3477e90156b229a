"""How soon a page can be read, and whether it grows while it is.

    python bench/page.py [RUNS]

Goes in: how often each page is opened (left out, 7). Comes out, for the flagship and for the bench
story of 29,000 lines: milliseconds from the navigation to the title and to the first line that can
be read, if the story is begun as soon as it can be; and how much the heap grows over 10,000 steps
of a reading, after a first thousand.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from scratch import ROOT, folder, stories

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "player")]

from browser import Reader, chromium, prefers, reading  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402

OPENED = """
window.seen = {};
new MutationObserver(() => {
  const start = document.querySelector("[data-way=start]");
  if (start && !window.seen.title) { window.seen.title = performance.now(); start.click(); }
  if (document.querySelector("[data-weave-line]")) window.seen.line ??= performance.now();
}).observe(document, { childList: true, subtree: true });
"""
STEPS = """async (count) => {
  const stage = document.querySelector("[data-weave-stage]");
  for (let i = 0; i < count; i += 1) {
    const options = document.querySelectorAll("button[data-weave-option]:not(:disabled)");
    const again = document.querySelector(".card-screen .primary");
    const form = document.querySelector("form.asking");
    if (again) again.click();
    else if (options.length) options[i % options.length].click();
    else if (form) form.requestSubmit();
    else stage.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    if (i % 50 === 0) await new Promise((done) => setTimeout(done, 0));
  }
}"""


def built(story: Path, page: Path) -> Path:
    """The page of a story."""
    command = [sys.executable, "-m", "weavec", "build", "--no-proof", str(story), "-o", str(page)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return page


def opened(browser: Browser, page: Path) -> tuple[float, float]:
    """Milliseconds to the title and to the first line of one navigation."""
    with reading(browser, before=prefers(speed=0) + OPENED) as reader:
        reader.page.goto(page.as_uri() + "?seed=7", wait_until="commit")
        reader.page.wait_for_selector("[data-weave-line]")
        seen = reader.page.evaluate("window.seen")
        assert reader.complaints() == []
    return seen["title"], seen["line"]


def heap(reader: Reader) -> float:
    """Megabytes that scripts hold, once nothing is left to throw away."""
    devtools = reader.page.context.new_cdp_session(reader.page)
    devtools.send("HeapProfiler.collectGarbage")
    used: float = devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    devtools.detach()
    return used


def grown(browser: Browser, page: Path) -> tuple[float, float]:
    """Megabytes after a thousand steps, and after ten thousand more."""
    with reading(browser) as reader:
        reader.open(page).begin()
        reader.page.evaluate(STEPS, 1000)
        before = heap(reader)
        for _ in range(10):
            reader.page.evaluate(STEPS, 1000)
        assert reader.complaints() == []
        return before, heap(reader)


def main() -> None:
    """Measure, print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    place = folder()
    pages = {
        "flagship": built(ROOT / "stories" / "dream-weave", place / "dream-weave.html"),
        "29,000 lines": built(stories(place, 1000)[0], place / "long.html"),
    }
    with chromium() as browser:
        for name, page in pages.items():
            times = [opened(browser, page) for _ in range(runs + 1)][1:]
            title, line = (median(each) for each in zip(*times, strict=True))
            print(f"{name}: title after {title:.0f} ms, first line after {line:.0f} ms")
            before, after = grown(browser, page)
            print(f"{name}: {before:.1f} MB, after 10,000 steps {after:.1f} MB", end="")
            print(f", {100 * (after / before - 1):+.0f} %", flush=True)


if __name__ == "__main__":
    main()
