"""Edits of a story while somebody reads a dream-merge of it in a preview.

    python tests/serve_edits.py EDITS [--seed N]

reads the flagship in Chromium, up to where dreams merge, and takes its text through EDITS random
edits, most of them near the lines on screen, a few steps of reading between them. What is right is
known from the edits alone: every line bears a number for life. After each edit the reader must
stand at the same line, or be told that it is gone; every strand of the merge must be where it was;
and no value may have changed, since nothing was read. Values and places are taken from a quick
save. Prints what came out as JSON; exit status 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent / "player"))

from browser import AT_ONCE, Reader, chromium, reading
from editing import Author, edit
from save_edits import Files, Text, beats_of, compiled, flagship
from serving import served

CHAIN = 25
"""Edits after which the text is again what it was at first."""
HEARD = """
window.heard = [];
window.notices = [];
const Wire = WebSocket;
window.WebSocket = class extends Wire {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => setTimeout(() => {
      const {type, hash, state} = JSON.parse(data);
      window.heard.push([type, hash ?? state]);
    }));
  }
};
new MutationObserver((all) => {
  for (const {addedNodes} of all) for (const node of addedNodes)
    if (node.classList?.contains("toast")) window.notices.push(node.textContent);
}).observe(document, {subtree: true, childList: true});
"""
SAVED = """() => {
  document.querySelector("[data-command=quicksave]").click();
  const slots = Object.keys(localStorage).filter((key) => key.includes("/slot-q"))
    .map((key) => JSON.parse(localStorage.getItem(key).replace(/^[^{]*/, "")));
  return slots.sort((a, b) => (a.when < b.when ? 1 : -1))[0].save.now;
}"""
MERGED = """(seed) => {
  let said = "there";
  for (let i = 0; i < 5000; i += 1) {
    const again = document.querySelector(".card-screen .primary");
    if (document.querySelector(".stage.merging") && !again) return said;
    const options = document.querySelectorAll("button[data-weave-option]:not(:disabled)");
    const form = document.querySelector("form.asking");
    if (again) {
      again.click();
      said = "again";
    } else if (options.length) {
      seed = (seed * 1103515245 + 12345) % 2147483648; // in no step with the rounds of a hub
      options[Math.floor((seed / 2147483648) * options.length)].click();
    } else if (form) form.requestSubmit();
    else document.querySelector("[data-weave-stage]").dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
  }
  return "";
}"""
HASH = """(hash) => new Promise((tell) => {
  const began = performance.now();
  const look = () => {
    const told = window.heard.filter(([type]) => type === "story").at(-1);
    if (told?.[1] === hash) tell(true);
    else if (performance.now() - began > 8000) tell(false);
    else setTimeout(look, 5);
  };
  look();
})"""


class Where:
    """Where a reader stands: the numbers of the lines under the cursors, shown and waiting; values
    and how many beats were finished."""

    def __init__(self, text: Text, saved: dict[str, Any]) -> None:
        program = json.loads(text.program)
        scenes = {scene["id"]: i for i, scene in enumerate(program["scenes"])}

        def number(at: list[str], merge: bool = False) -> int | None:
            scene = scenes[at[0]]
            rests = dict(program["scenes"][scene]["rests"])
            # where a strand waits is told by the line that it has read, or as a place of the merge
            if ">" in at[1] and not merge:
                return None
            key = at[1].removesuffix("+")
            return text.origins[scene][rests[key if key in rests else at[1]]]

        merge = saved["merge"]
        self.merged = merge is not None and bool(merge["strands"])
        strands = [(each["mind"], number(each["at"])) for each in merge["strands"]] if merge else []
        now = set(merge["now"]) if merge else set()
        self.shown = [at for who, at in strands if who in now]
        self.waiting = [at for who, at in strands if who not in now]
        # the first line of a strand may be told as that strand's beginning
        self.first = [number(each["at"], True) for each in merge["strands"]] if merge else []
        self.main = number(saved["main"]["at"])
        self.values = dict(map(tuple, saved["vars"]))
        self.n = saved["n"]


class Run:
    """A reading under edits, and what came of it."""

    def __init__(self, reader: Reader, folder: Path, base: Text, seed: int) -> None:
        self.reader = reader
        self.page = reader.page
        self.folder = folder
        self.base = self.text = base
        self.chance = random.Random(seed)
        self.author = self._author()
        self.counts = Counter[str]()
        self.kinds = Counter[str]()
        self.bad: list[Any] = []
        self.values: dict[int, dict[str, Any]] = {}

    def _author(self) -> Author:
        return Author(self.chance, beats_of(self.base), last=10_000)

    # -------------------------------------------------------------- the text

    def write(self, text: Text) -> None:
        """Save the files that changed."""
        for file in Files(text.lines).files():
            path = self.folder / file.path
            if not path.exists() or path.read_text("utf-8") != file.text:
                path.write_text(file.text, encoding="utf-8")

    def near(self, shown: list[int | None]) -> set[int]:
        """The numbers of beats around what is shown, now and then of all."""
        beats = beats_of(self.text)
        rows = [i for i, line in enumerate(self.text.lines) if line.number in shown]
        if not rows or self.chance.random() < 0.3:
            return beats
        around = {line.number for line in self.text.lines[max(0, rows[0] - 8) : rows[-1] + 9]}
        return beats & around or beats

    def next(self, number: int, shown: list[int | None]) -> tuple[str, Text]:
        """Another text: the next of the chain, or the first one again."""
        if number % CHAIN == CHAIN - 1:
            self.author = self._author()
            return "as at first", self.base
        self.author.beats = self.near(shown)
        for _ in range(50):
            name, lines = edit(self.author, self.text.lines)
            made = compiled(lines) if lines is not self.text.lines else None
            if made is not None and made.program != self.text.program:
                return name, made
        return "as at first", self.base

    # -------------------------------------------------------------- the reading

    def where(self) -> Where:
        """Where the reader stands."""
        return Where(self.text, self.page.evaluate(SAVED))

    def into_merge(self) -> None:
        """Read on until dreams merge; after an ending from the start."""
        found = self.page.evaluate(MERGED, self.chance.randrange(1000))
        assert found, "no dreams merge"
        if found == "again":
            self.values.clear()

    def read(self) -> None:
        """A few steps on, or back."""
        self.into_merge()
        for _ in range(self.chance.randrange(4)):
            if self.chance.random() < 0.2:
                self.reader.press("PageUp")
            elif self.page.locator("button[data-weave-option]:not(:disabled)").count():
                self.page.locator("button[data-weave-option]:not(:disabled)").first.click()
            else:
                self.reader.press("Enter")
        self.into_merge()

    # -------------------------------------------------------------- one edit

    def step(self, number: int) -> None:
        """Read, edit, and hold what is seen against what must be."""
        self.read()
        before = self.where()
        self.values[before.n] = before.values
        self.page.evaluate("window.notices.length = 0")
        name, text = self.next(number, before.shown)
        self.kinds[name] += 1
        self.write(text)
        wanted = json.loads(text.program)["hash"]
        if not self.page.evaluate(HASH, wanted):
            self.bad.append([number, name, "the page did not get it"])
        old, self.text = self.text, text
        notices = [each for each in self.page.evaluate("window.notices") if "gone" in each]
        after = self.where()
        self.judge(number, name, old, before, after, notices)
        pressed = self.page.locator("[data-command=auto][aria-pressed=true]").count()
        trouble = self.reader.trouble + self.page.evaluate("window.complaints")
        if trouble or pressed:
            self.bad.append([number, name, trouble[:3], pressed])
            self.reader.trouble.clear()
            self.page.evaluate("window.complaints.length = 0")

    def judge(
        self, number: int, name: str, old: Text, before: Where, after: Where, notices: list[str]
    ) -> None:
        """Whether the reader stands where they must."""
        left = {line.number for line in self.text.lines}
        copies = {**old.copies, **self.text.copies}
        moved = after.n != before.n
        kept = not moved and all(_among(at, after.shown, copies) for at in before.shown)
        if kept:
            self.counts["kept"] += 1
            astray = [at for at in before.waiting if at in left
                      and not _among(at, after.waiting + after.first, copies)]  # fmt: skip
            if astray:
                self.counts["strands elsewhere"] += 1
                self.bad.append([number, name, "strands", astray, before.waiting, after.waiting])
        elif notices:
            self.counts["notice"] += 1
        elif not moved and set(before.shown) - left:
            self.counts["another line in its place"] += 1
        else:
            self.counts["neither"] += 1
            self.bad.append([number, name, "place", before.shown, after.shown, before.n, after.n])
        was = before.values if not moved else self.values.get(after.n, {})
        changed = {one for one in was.keys() & after.values.keys() if was[one] != after.values[one]}
        if changed and name not in ("bounds", "as at first"):
            self.bad.append([number, name, "values", sorted(changed), moved])
            self.counts["values changed"] += 1


def _among(was: int | None, now: list[int | None], copies: dict[int, int]) -> bool:
    """Whether a line is among those of now, or one that says the same."""
    if was is None or was in now:
        return True
    return any(at is not None and (copies.get(at) == was or copies.get(was) == at) for at in now)


def measure(edits: int, seed: int) -> dict[str, Any]:
    """Take so many edits."""
    base = flagship(False)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in Files(base.lines).files():
            (folder / file.path).write_text(file.text, encoding="utf-8")
        with (
            served(folder, "--no-proof") as preview,
            chromium() as browser,
            reading(browser, before=AT_ONCE + HEARD) as reader,
        ):
            reader.page.goto(f"http://127.0.0.1:{preview.port}/?seed=7")
            reader.page.wait_for_selector("[data-weave-title]")
            reader.begin()
            run = Run(reader, folder, base, seed)
            for number in range(edits):
                run.step(number)
            return {"counts": dict(run.counts), "edits": dict(run.kinds), "bad": run.bad[:20],
                    "wrong": len(run.bad)}  # fmt: skip


def main() -> int:
    """Measure, and say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("edits", type=int)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    found = measure(given.edits, given.seed)
    print(json.dumps(found, indent=1))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
