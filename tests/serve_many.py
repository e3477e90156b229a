"""Many pages of one preview at once.

    python tests/serve_many.py [--clients N] [--edits N] [--tabs N]

edits a story while clients come and go, some of them slow to listen while there are edits: two
seconds after the last edit each must have the last version. Then tabs of a real browser show the
story, which is edited a few times more: each must show the last words. Prints what came out as
JSON; exit status 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent / "player"))

from browser import AT_ONCE, WATCH, chromium
from serving import ROOT, Follower, Served, served

from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.ir import program_json

STORY = ROOT / "stories" / "dream-weave"


SHOWN = """(words) => new Promise((tell) => {
  const began = performance.now();
  const look = () => {
    const there = document.querySelector("[data-weave-line]").textContent.includes(words);
    if (there || performance.now() - began > 9000) tell(there);
    else setTimeout(look, 20);
  };
  look();
})"""


class Client(threading.Thread):
    """A page that listens, and now and then goes and comes back."""

    def __init__(self, preview: Served, seed: int) -> None:
        super().__init__(daemon=True)
        self.preview = preview
        self.chance = random.Random(seed)
        self.over = False
        self.awake = False
        self.at = ""
        self.came = 0.0
        self.opened = 0
        self.trouble: list[str] = []

    def run(self) -> None:
        while not self.over:
            try:
                self.visit()
            except (OSError, AssertionError) as error:
                self.trouble.append(repr(error))

    def visit(self) -> None:
        """Load the page and listen for a while."""
        page = Follower(self.preview)
        self.opened += 1
        stay = self.chance.choice((1e9, 1e9, 3 + 5 * self.chance.random()))
        slow = self.chance.random() < 0.2
        began = time.monotonic()
        while not self.over and time.monotonic() - began < stay:
            if page.program["hash"] != self.at:
                self.at, self.came = page.program["hash"], time.monotonic()
            page.hear(0.1)
            if slow and not self.awake and self.chance.random() < 0.1:
                time.sleep(self.chance.random())
        page.close()


def edited(folder: Path, number: int, chance: random.Random) -> float:
    """Save another line of some file; when."""
    paths = sorted(path for path in folder.rglob("*.weave") if path.parent != folder)
    path = chance.choice(paths)
    rows = path.read_text("utf-8").split("\n")
    plain = [i for i, row in enumerate(rows) if row.startswith("  ") and row.endswith(".")
             and row.strip()[0].isupper() and "{" not in row]  # fmt: skip
    if plain:
        at = chance.choice(plain)
        rows[at] = rows[at][: len(rows[at]) - len(rows[at].lstrip(" "))] + f"It is {number} now."
        path.write_text("\n".join(rows), encoding="utf-8")
    return time.monotonic()


def last_hash(folder: Path) -> str:
    """The hash of a clean build."""
    program = compile(open_story(str(folder))).program
    assert program is not None
    return str(program_json(program)["hash"])


def many(preview: Served, folder: Path, clients: int, edits: int) -> dict[str, Any]:
    """Clients that follow edits."""
    chance = random.Random(1)
    all_ = [Client(preview, seed) for seed in range(clients)]
    for each in all_:
        each.start()
    time.sleep(1)
    for number in range(edits):
        done = edited(folder, number, chance)
        time.sleep(chance.random() * 0.1)
    for each in all_:
        each.awake = True  # who was slow has heard little of what was sent, and all of it waits
    wanted = last_hash(folder)
    time.sleep(max(0.0, done + 2 - time.monotonic()))
    there = [each for each in all_ if each.at == wanted]
    late = max((each.came - done for each in there), default=0)
    for each in all_:
        each.over = True
    for each in all_:
        each.join(5)
    return {
        "clients": clients, "edits": edits, "have the last": len(there), "visits":
        sum(each.opened for each in all_), "last of them s": round(late, 2),
        "trouble": [one for each in all_ for one in each.trouble][:5],
    }  # fmt: skip


def tabs(preview: Served, folder: Path, count: int) -> dict[str, Any]:
    """Tabs of a browser that follow edits."""
    with chromium() as browser:
        context = browser.new_context()
        context.add_init_script(WATCH)
        context.add_init_script(AT_ONCE)
        pages = [context.new_page() for _ in range(count)]
        for page in pages:
            page.goto(f"http://127.0.0.1:{preview.port}/?seed=7")
            page.locator("[data-way=start]").click()
            page.wait_for_selector("[data-weave-line]")
        words = pages[0].locator("[data-weave-line]").first.inner_text()
        path = next(p for p in folder.rglob("*.weave") if words[:40] in p.read_text("utf-8"))
        text = path.read_text("utf-8")
        for number in range(5):
            path.write_text(text.replace(words, f"{words} ({number}.)"), encoding="utf-8")
            time.sleep(0.3)
        done = time.monotonic()
        there = 0
        for page in pages:
            there += page.evaluate(SHOWN, "(4.)")
        took = time.monotonic() - done
        trouble = [one for page in pages for one in page.evaluate("window.complaints")]
        return {"tabs": count, "show the last": there, "s": round(took, 2), "trouble": trouble[:5]}


def main() -> int:
    """Measure, and say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clients", type=int, default=50)
    asked.add_argument("--edits", type=int, default=200)
    asked.add_argument("--tabs", type=int, default=20)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "story")
        shutil.copytree(STORY, folder)
        with served(folder, "--no-proof") as preview:
            clients = many(preview, folder, given.clients, given.edits)
            shown = tabs(preview, folder, given.tabs)
            ended = preview.stop()
            said = [line for line in preview.said[1:] if line.strip() not in ("", "no findings")]
    print(json.dumps({"clients": clients, "tabs": shown, "said": said, "ended": ended}, indent=1))
    good = clients["have the last"] == given.clients and shown["show the last"] == given.tabs
    return 0 if good and not clients["trouble"] and not shown["trouble"] and not said else 1


if __name__ == "__main__":
    sys.exit(main())
