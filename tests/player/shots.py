"""Pictures of the page at the places that matter, for people to look at.

    python tests/player/shots.py [PAGE.html] [FOLDER]
    python tests/player/shots.py --minds
    python tests/player/shots.py --readme

In: a page (left out, the sample story's), a folder (left out, `build/shots`). Out: one PNG for each
stop at each size. Nothing is compared: look at them. With `--minds`, the cast, the fonts and the
pictures of "The Dream Weave" are seen in a story made for it: the page in each of the four minds,
each mode of a merge torn, frayed and whole, and every page of the reader's shell. With `--readme`,
the picture that README.md shows is made anew from the story it belongs to.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import sample_program  # noqa: E402
from browser import DESKTOP, PHONE, Reader, chromium, prefers, reading  # noqa: E402

from weavec.emit.page import page  # noqa: E402

SIZES = {"desk": (1280, 720), "wide": (1920, 1080), "phone": (390, 844)}
STOPS = {
    "line": "[data-weave-line='auditorium/l2']",
    "choice": "button[data-weave-option='3']",
    "ask": "[data-weave-ask]",
    "paper": "[data-weave-line='auditorium/l7']",
    "slab": "[data-weave-line='auditorium/l8']",
    "frame": "[data-weave-line='auditorium/l9']",
    "chord": ".chord-columns",
    "woven": "[data-weave-line='woven/s03']",
    "fragmented": "[data-weave-line='fragmented/both']",
    "pick": ".ribbon-owner",
    "page": "[data-weave-line='shore/p3']",
    "ending": "[data-weave-ending]",
}
PANELS = ("history", "save", "prefs", "menu")
AT_ONCE = prefers(speed=0, plain=False)


def shoot_sample(reader: Reader, folder: Path, prefix: str) -> None:
    """Every stop of the sample story, then the panels."""
    for name, stop in STOPS.items():
        reader.upto(stop)
        reader.page.wait_for_timeout(1300)
        reader.page.screenshot(path=folder / f"{prefix}-{name}.png")
    for name in PANELS:
        reader.page.evaluate(f"document.querySelector('[data-command={name}]').click()")
        reader.page.wait_for_timeout(300)
        reader.page.screenshot(path=folder / f"{prefix}-{name}-panel.png")
        reader.press("Escape")


def shoot_walk(reader: Reader, folder: Path, prefix: str, steps: int = 24) -> None:
    """The first beats of any other story."""
    for step in range(steps):
        reader.page.wait_for_timeout(900)
        reader.page.screenshot(path=folder / f"{prefix}-{step:02}.png")
        if reader.page.locator(".card-screen").count():
            break
        reader.on_by_key()


STORY = ROOT / "stories" / "dream-weave"
PLACES = {"elena": "auditorium", "jax": "stall", "orion": "plaza", "nora": "cellar"}
MIND = """
scene mind_{name} as {name}
  backdrop {place}
  show {name} (calm, left)
  show {other} (calm, right)
  {other}: Nobody asks a tide for its opinion. They will say that of tonight when it is over.
  {name} thinks: Four thousand and one of them in the rain, and to each I had promised a dry place.
  The lamp over the door has been counting us in, one by one, and has not once been thanked for it.
  choice "What now?"
    * Go in.
    * Wait for the others, who said that they would be here by nine.
    * (needs hall >= 11 "Not before the hall is still.") Ask the door its name.
  hide {name}
  hide {other}
"""
MERGE = """
scene {mode}_{hall}
  set hall = {hall}
  backdrop shore
  dream-merge m_{mode}_{hall} "The First Dream" {mode}
    clarity hall
    strand elena
      We have come out on the sand, and the sea has gone a long way off to give us room.
      We look for the end of us, to the left, to the right.
    strand jax
      sky twice. once up, once underfoot, and me the line between
      my hands. everything I ever got wrong about them
    strand orion
      Cold feet. Proper cold. Nobody's told me to like it.
      I've a boy to ask after. I've asked nine people.
    strand nora
      1. Sand. The ripples are one hand apart.
      2. Present, all. Also, a dog.
    sync lamp
      Far out, where the wet sand stops, is an island you could carry home under one arm.
"""
HALLS = {0: "torn", 5: "frayed", 10: "whole"}
MODES = ("chorus", "woven", "fragmented", "drifting")
SHELL = ("history", "save", "load", "prefs", "menu", "map", "help", "about", "access")


def minds_story(folder: Path) -> None:
    """A story with everything that a story of this cast can look like."""
    cast = (STORY / "dream-weave.weave").read_text("utf-8").partition("\nvar ")[0]
    cast = re.sub(r"start \w+", "start mind_elena", cast).rpartition("\n#")[0]
    others = [*list(PLACES)[1:], "elena"]
    scenes = [
        MIND.format(name=name, place=place, other=other)
        for (name, place), other in zip(PLACES.items(), others, strict=True)
    ] + [MERGE.format(mode=mode, hall=hall) for mode in MODES for hall in HALLS]
    names = [scene.split()[1] for scene in scenes]
    ways = [f"  -> {name}\n" for name in names[1:]] + ['  end home "Home"\n']
    text = "\nvar hall: 0..10 = 5\n" + "".join(map("".join, zip(scenes, ways, strict=True)))
    (folder / "minds.weave").write_text(cast + text, "utf-8")
    for each in ("fonts", "art"):
        if (STORY / each).is_dir():
            shutil.copytree(STORY / each, folder / each)


def shoot_minds() -> None:
    """Each mind, each mode of a merge at three clarities, and the shell, at both sizes."""
    folder = ROOT / "build" / "shots" / "minds"
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / "minds.html"
    with tempfile.TemporaryDirectory() as made:
        minds_story(Path(made))
        command = [sys.executable, "-m", "weavec", "build", made, "-o", str(built), "--no-proof"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for prefix, size in (("desk", DESKTOP), ("phone", PHONE)):
        with chromium() as browser, reading(browser, size, before=AT_ONCE) as reader:

            def shoot(name: str) -> None:
                reader.page.wait_for_timeout(1500)
                reader.page.screenshot(path=folder / f"{prefix}-{name}.png")  # noqa: B023

            reader.open(built)
            shoot("title")
            reader.begin()
            for name in PLACES:
                for part in ("says", "thinks", "tells"):
                    shoot(f"{name}-{part}")
                    reader.on_by_key()
                shoot(f"{name}-choice")
                reader.press("1")
                reader.page.wait_for_timeout(300)
            for mode in MODES:
                for hall, word in HALLS.items():
                    reader.upto(f"[data-weave-line^='{mode}_{hall}/'], .choices")
                    shoot(f"{mode}-{word}")
                    while "Far out" not in reader.page.inner_text("[data-weave-stage]"):
                        reader.on_by_key()
                    shoot(f"{mode}-{word}-sync")
            for name in SHELL:
                reader.press("Escape")
                reader.page.wait_for_selector(".menu-ways")
                if name != "menu":
                    reader.page.click(f"[data-menu={name}]")
                if name == "save":
                    reader.page.click(".slot >> nth=0")
                    reader.page.click(".slot >> nth=1")
                shoot(name)
                while reader.page.locator("dialog[open]").count():
                    reader.press("Escape")
            for line in reader.complaints():
                print(f"{prefix}: {line}", file=sys.stderr)


TWO_AND_A_LINE = """() => document.querySelectorAll(".person").length === 2
  && document.querySelectorAll(".person.speaking").length === 1
  && document.querySelector(".line").textContent.length > 100"""
LARGEST = 400_000


def shoot_readme() -> None:
    """`page.png` beside the story: the first long line that somebody says to somebody."""
    folder = ROOT / "build" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    built, shot, kept = folder / "dream-weave.html", folder / "readme.png", STORY / "page.png"
    command = [sys.executable, "-m", "weavec", "build", str(STORY), "-o", str(built)]
    subprocess.run(command, cwd=ROOT, check=True)
    with chromium() as browser, reading(browser, DESKTOP, before=AT_ONCE) as reader:
        reader.open(built).begin()
        while not reader.page.evaluate(TWO_AND_A_LINE):
            reader.on_by_key()
        reader.page.wait_for_timeout(1300)
        reader.page.screenshot(path=shot)
    tool = shutil.which("magick") or shutil.which("convert")
    if tool is None:
        raise SystemExit("ImageMagick is needed to make the picture small")
    small = ["+dither", "-colors", "200", "-define", "png:compression-level=9", "-strip"]
    subprocess.run([tool, str(shot), *small, f"PNG8:{kept}"], check=True)
    size = kept.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{kept.name} has {size} bytes; {LARGEST} are allowed")
    print(f"{kept.relative_to(ROOT)}: {size} bytes")


def main(arguments: list[str]) -> None:
    """Run from the command line."""
    if arguments == ["--readme"]:
        shoot_readme()
        return
    if arguments == ["--minds"]:
        shoot_minds()
        return
    folder = Path(arguments[1]) if len(arguments) > 1 else ROOT / "build" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(arguments[0]).resolve() if arguments else folder / "sample.html"
    if not arguments:
        path.write_bytes(page(sample_program.program()).encode())
    with chromium() as browser:
        for prefix, size in SIZES.items():
            with reading(browser, size, before=AT_ONCE) as reader:
                reader.open(path)
                reader.page.screenshot(path=folder / f"{prefix}-title.png")
                reader.begin()
                (shoot_walk if arguments else shoot_sample)(reader, folder, prefix)
                for line in reader.complaints():
                    print(f"{prefix}: {line}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
