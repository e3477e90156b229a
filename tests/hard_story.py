"""Small random stories of the kinds that are hard to prove.

In goes the name of a kind and a number; out comes the text of a story, always the same for the
same ones. Ranges are moved in every scene and live to the end. Options and endings `compared` ask
for one range against another, `sums` for what two come to together, `live` for one range or flag
after the other. `bench/proof_story.py` writes such stories in sizes that nobody can go through
state by state; these the oracle can.
"""

from __future__ import annotations

import random
from typing import Final

KINDS: Final = ("compared", "sums", "live")
OPERATORS: Final = ("<", "<=", "==", "!=", ">=", ">")


def asked(kind: str, c: random.Random, ranges: list[str], flags: list[str]) -> str:
    """A condition of a kind."""
    one, other = c.sample(ranges, 2)
    match kind:
        case "compared":
            found = f"{one} {c.choice(OPERATORS)} {other}"
        case "sums":
            more = c.choice([other, f"{other} + {c.choice(ranges)}", f"2 * {other}"])
            found = f"{one} + {more} {c.choice(OPERATORS)} {c.randint(1, 4)}"
        case _:
            found = f"{one} {c.choice(OPERATORS)} {c.randint(0, 2)}"
    if c.random() < 0.3:
        found += f" {c.choice(['and', 'or'])} {c.choice(['', 'not '])}{c.choice(flags)}"
    return found


def moved(kind: str, c: random.Random, ranges: list[str], flags: list[str]) -> str:
    """What an option does."""
    one, other = c.sample(ranges, 2)
    if c.random() < 0.25:
        return f"set {c.choice(flags)} = {asked(kind, c, ranges, flags)}"
    if kind != "live" and c.random() < 0.25:
        return f"set {one} = {other}" if kind == "compared" else f"set {one} = {one} - {other}"
    return f"set {one} {c.choice(['+=', '+=', '-='])} {c.randint(1, 2)}"


def story(kind: str, seed: int) -> str:
    """The text of a small story that is hard to prove."""
    c = random.Random(f"{kind} {seed}")
    ranges = [f"r{i}" for i in range(c.choice([3, 3, 4]))]
    flags = ["known", "told"]
    scenes = c.randint(3, 5)
    out = ['story "A hard story"', "  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e78", "  start room0"]
    out += [f"var {name}: 0..2 = {c.randint(0, 2)}" for name in ranges]
    out += [f"var {name} = false" for name in flags]
    for scene in range(scenes):
        out += [f"scene room{scene}", f"  Room {scene}.", "  choice"]
        for option in range(c.randint(2, 3)):
            gate = f"(if {asked(kind, c, ranges, flags)}) " if c.random() < 0.4 else ""
            out.append(f"    * {gate}Option {option}.")
            out += [f"      {moved(kind, c, ranges, flags)}" for _ in range(c.randint(1, 2))]
            if c.random() < 0.3:
                last = min(scene + c.randint(0, 2), scenes)
                out.append(f"      -> {f'room{last}' if last < scenes else 'finale'}")
        out.append(f"  -> {f'room{scene + 1}' if scene + 1 < scenes else 'finale'}")
    out += ["scene finale", "  The end comes."]
    for ending in range(4):
        gates = " and ".join(asked(kind, c, ranges, flags) for _ in range(c.randint(1, 3)))
        out += [f"  if {gates}", f"    end number{ending}"]
    out.append("  end last")
    return "\n".join(out) + "\n"
