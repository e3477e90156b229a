"""A whole story read through its page: walks that together meet every line, at both sizes.

    python tests/player/cover.py [STORY] [FOLDER]

In: a story (left out, `stories/dream-weave`) and a folder for pictures (left out, `build/cover`).
Its walks come from the proofs (`weavec paths --cover`); for each a seed is looked for with which
the page draws what the walk needs, by the reference machine. Then the page is read along each of
them in Chromium. Out: a PNG of the first line of each scene and of each ending, to be looked at,
and on the terminal every line that was not met, and all that went wrong. Exit status 1 if anything
did.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from browser import AT_ONCE, DESKTOP, PHONE, Reader, chromium, reading  # noqa: E402

from weavec import ir, machine  # noqa: E402
from weavec.compiler import compile  # noqa: A004, E402
from weavec.disk import open_story  # noqa: E402
from weavec.emit.page import page  # noqa: E402
from weavec.prove.limits import Limits  # noqa: E402
from weavec.prove.paths import cover  # noqa: E402
from weavec.prove.summary import prove  # noqa: E402
from weavec.walk import Walk  # noqa: E402
from weavec.walks import offers  # noqa: E402

SEEDS = 40
"""Seeds that are tried for a walk, and for lines that no walk has met."""
SIZES = {"desk": DESKTOP, "phone": PHONE}
LIMITS = Limits(120, 2000)

STEP = """([picks, stops]) => {
  const stage = document.querySelector("[data-weave-stage]");
  const met = new Set();
  let taken = 0;
  for (let i = 0; i < 20000; i += 1) {
    const lines = [...document.querySelectorAll("[data-weave-line]")]
      .map((one) => one.dataset.weaveLine);
    lines.forEach((line) => met.add(line));
    const card = document.querySelector("[data-weave-ending]");
    const told = (where) => ({ where, taken, met: [...met] });
    if (card) return told("ending " + card.dataset.weaveEnding);
    const stop = lines.find((line) => stops.includes(line));
    if (stop) return told(stop);
    const form = document.querySelector("form.asking");
    const options = document.querySelectorAll("button[data-weave-option]");
    if (options.length || form) {
      const pick = picks[taken];
      if (pick === undefined) return told("no pick left");
      taken += 1;
      if (form) {
        form.querySelector("input").value = pick;
        form.requestSubmit();
      } else {
        const option = document.querySelector(`button[data-weave-option="${pick}"]`);
        if (!option || option.disabled) return told("cannot pick " + pick);
        option.click();
      }
    } else if (document.querySelector(".card-screen")) return told("a card without an ending");
    else stage.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }
  return { where: "lost", taken, met: [...met] };
}"""


@dataclass
class Play:
    """A reading that can be made in the page: its seed, what is picked in order, what it meets."""

    seed: int
    picks: list[int | str] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    ending: str | None = None


def played(program: ir.Program, seed: int, wishes: Iterable[dict[str, Any]]) -> Play:
    """A reading to its end with a seed, which takes what is wished for, in order, where it can."""
    found = Play(seed)
    left = list(wishes)
    state, events = machine.start(program, seed)
    while state is not None:
        rest = events[-1]
        for part in rest.get("parts", [rest]):
            if part["e"] == "line":
                found.lines.add(part["id"])
        if rest["e"] in ("end", "hole", "stuck", "fault"):
            found.ending = rest.get("name")
            break
        given = _given(program, rest, left, found)
        state, events = machine.step(program, state, given)
    return found


def _given(
    program: ir.Program, rest: machine.Event, left: list[dict[str, Any]], found: Play
) -> dict[str, Any]:
    """What the reader does at a rest, noted as a pick where the page asks for one."""
    if rest["e"] in ("choice", "pick"):
        open_ones = [taken for _, taken in offers(program, rest) if taken is not None]
        given = next((wish for wish in left if wish in open_ones), open_ones[0])
        if given in left:
            del left[: left.index(given) + 1]
        places = [taken for _, taken in offers(program, rest)]
        found.picks.append(places.index(given) + 1)
        return given
    if rest["e"] == "ask":
        found.picks.append("Ada")
        return {"do": "say", "value": "Ada"}
    return {"do": "next"}


def plays(program: ir.Program, walks: Iterable[Walk], wanted: set[str]) -> Iterator[Play]:
    """Readings that together meet all that is wanted, as far as they are found."""
    left = set(wanted)
    for walk in [*walks] * 3:
        tries = (played(program, seed, walk.inputs) for seed in range(SEEDS if left else 0))
        best = max(tries, key=lambda each: len(each.lines & left), default=None)
        if best is not None and best.lines & left:
            left -= best.lines
            yield best


def firsts(program: ir.Program) -> dict[str, str]:
    """For each scene its first line, by the line's id."""
    found: dict[str, str] = {}
    for scene in program.scenes:
        line = next((op.id for op in scene.ops if isinstance(op, ir.Line)), None)
        if line is not None:
            found[line] = scene.id
    return found


def read(reader: Reader, play: Play, stops: dict[str, str], folder: Path, prefix: str) -> set[str]:
    """Read one way through the page; pictures of scenes that had none. Returns the lines met."""
    met: set[str] = set()
    picks = list(play.picks)
    while True:
        told = reader.page.evaluate(STEP, [picks, list(stops)])
        met |= set(told["met"])
        picks = picks[told["taken"] :]
        name = stops.pop(told["where"], None)
        if name is None:
            break
        shoot(reader, folder / f"{prefix}-{name}.png")
    if told["where"] != f"ending {play.ending}":
        reader.trouble.append(f"seed {play.seed}: came to {told['where']}, not to {play.ending}")
    ending = folder / f"{prefix}-ending-{play.ending}.png"
    if not ending.exists():
        shoot(reader, ending)
    return met


def shoot(reader: Reader, path: Path) -> None:
    """A picture when everything has come to rest, without what was told of so fast a reading."""
    reader.page.wait_for_timeout(900)
    reader.page.evaluate("document.querySelector('.toasts').replaceChildren()")
    reader.page.screenshot(path=path)


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    story = open_story(arguments[0] if arguments else str(ROOT / "stories" / "dream-weave"))
    folder = Path(arguments[1]) if len(arguments) > 1 else ROOT / "build" / "cover"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    made = compile(story, album=story)
    assert made.program is not None, "the story has errors"
    program, proof = made.program, prove(made.program, LIMITS)
    wanted = {line for line, answer in proof.lines.items() if answer}
    found = list(plays(program, cover(program, proof, LIMITS), wanted))
    path = folder / "page.html"
    path.write_bytes(page(program, made.assets).encode())
    wrong = 0
    for prefix, size in SIZES.items():
        stops, met = firsts(program), set[str]()
        for play in found:
            with chromium() as browser, reading(browser, size, before=AT_ONCE) as reader:
                reader.open(path, play.seed).begin()
                met |= read(reader, play, stops, folder, prefix)
                for line in reader.complaints():
                    wrong += 1
                    print(f"{prefix}, seed {play.seed}: {line}")
        for line in sorted(wanted - met):
            wrong += 1
            print(f"{prefix}: {line} was not met")
        endings = {play.ending for play in found}
        print(f"{prefix}: {len(found)} walks, {len(met)} of {len(wanted)} lines, endings {endings}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
