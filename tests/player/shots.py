"""Pictures of the page at the places that matter, for people to look at.

    python tests/player/shots.py [PAGE.html] [FOLDER]
    python tests/player/shots.py --readme

In: a page (left out, the sample story's), a folder (left out, `build/shots`). Out: one PNG for each
stop at each size. Nothing is compared: look at them. With `--readme`, the picture that README.md
shows is made anew from the story it belongs to.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import sample_program  # noqa: E402
from browser import DESKTOP, Reader, chromium, prefers, reading  # noqa: E402

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
