"""What a proof says: facts about every part of a story, and walks that show them.

All keys are ids of the program: of scenes, beats, options; an operation is a `Place`, its scene's
index and its own. `True` is proved, `False` is refuted, `None` undecided: a stated limit was hit.
"""

from __future__ import annotations

from weavec.ir import Place
from weavec.node import node
from weavec.walk import Walk

__all__ = ["Answer", "Asked", "Ending", "Proof", "Stuck", "Walk"]

Answer = bool | None


@node
class Ending:
    """An ending. `sure`: the reader can come to it whatever is drawn; None: not decided."""

    name: str
    reached: Answer
    sure: Answer
    walk: Walk | None


@node
class Stuck:
    """A place where some reader is stuck.

    `kind`: dead-end, softlock, silent-loop. `at`: where the reader rests (for a loop, an operation
    of it). `last`: for a softlock, the last choice from which an ending could still be reached, and
    `picked`, the index of the option there that loses it.
    """

    kind: str
    at: Place
    walk: Walk | None
    last: Place | None = None
    picked: int | None = None


@node
class Asked:
    """A condition that has only one answer in all reachable states.

    `part`: "if" for a branch and the `if` of an option, "needs" for a lock, "text" for a mark in
    the text. `option`: the index of the option. `why`: for each variable that it reads, its name
    and the values that it can have there, as written; empty if there is no short reason.
    """

    at: Place
    part: str
    option: int | None
    answer: bool
    why: tuple[tuple[str, str], ...]


@node
class Proof:
    """Everything that was found out about a program.

    `scenes`, `lines`, `options` by id; `endings` by name. `entries`: for each scene's index, the
    minds in which it is entered. `places`: the operations that are reached. `undecided`: what was
    too much, in words for an author; empty if everything was decided. `figures`: sizes and seconds
    of the parts of the work, for benchmarks.
    """

    scenes: dict[str, Answer]
    lines: dict[str, Answer]
    options: dict[str, Answer]
    endings: dict[str, Ending]
    entries: dict[int, frozenset[int]]
    places: frozenset[Place]
    stuck: tuple[Stuck, ...]
    constant: tuple[Asked, ...]
    undecided: tuple[str, ...]
    figures: dict[str, float]
