"""Diagnostics: what the compiler has to say to an author.

Goes in: the name of a finding and a place. Comes out: a `Diagnostic`, a frozen value that says what
is wrong, where, and how to mend it. A pass collects its own in a `Sink` and returns them; how they
look on a terminal or in JSON is `render`'s concern.
"""

from __future__ import annotations

from collections.abc import Iterable

from weavec.codes import CODES, Code
from weavec.node import node, replace
from weavec.source import SourceFile, Span
from weavec.spelling import closest
from weavec.walk import Walk


@node
class Label:
    """A second place that helps to understand the first."""

    span: Span
    message: str


@node
class Kin:
    """What makes a finding one with others of its name: they are told once, at the first place.

    `key`: the same for all of them. `word`: what is said at its place if another is the first.
    """

    key: str
    word: str


@node
class Diagnostic:
    """One finding. `message`: a phrase in a writer's words, no full stop. `hint`: an action.

    `verdict`: for what a proof says, proved, refuted or undecided. `witness`: a reader's way to
    where it happens. `kin`: if it is told with others.
    """

    code: Code
    span: Span
    message: str
    hint: str | None = None
    labels: tuple[Label, ...] = ()
    verdict: str | None = None
    witness: Walk | None = None
    kin: Kin | None = None

    @property
    def name(self) -> str:
        """The finding's name, as in `# allow: name`."""
        return self.code.name

    @property
    def severity(self) -> str:
        """`error`, `warning` or `note`."""
        return self.code.severity


GUESSES = 200
"""How often a pass looks for what was meant; more slips than that have another cause."""


class Sink:
    """Collects the diagnostics of one pass."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.guesses = GUESSES

    def near(self, word: str, candidates: Iterable[str]) -> str | None:
        """The candidate that `word` was probably meant to be, while guesses are left."""
        if self.guesses == 0:
            return None
        self.guesses -= 1
        return closest(word, candidates)

    def report(
        self,
        name: str,
        span: Span,
        message: str,
        hint: str | None = None,
        labels: tuple[Label, ...] = (),
        verdict: str | None = None,
        witness: Walk | None = None,
        kin: Kin | None = None,
    ) -> None:
        """Add a finding. `name`: one of the catalogue's; `KeyError` for any other."""
        found = Diagnostic(CODES[name], span, message, hint, labels, verdict, witness, kin)
        self.found.append(found)


MOST_KIN = 3
"""How many findings are shown with the one that they are kin to; the others are counted."""


def gathered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings with those that are kin told once: at the first place, with the others' below it."""
    kin: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        if each.kin is not None:
            kin.setdefault((each.name, each.kin.key), []).append(each)
    found = [each for each in diagnostics if each.kin is None]
    for some in kin.values():
        first, *others = sorted(some, key=lambda each: (each.span.file.path, each.span.start))
        labels = dict.fromkeys(
            Label(each.span, each.kin.word) for each in others
            if each.kin is not None and each.span != first.span
        )  # fmt: skip
        more = len(labels) - MOST_KIN
        count = f"; so it is at {more} more place{'s' if more > 1 else ''}" if more > 0 else ""
        found.append(replace(
            first, message=first.message + count,
            labels=(*first.labels, *[*labels][:MOST_KIN]), kin=None,
        ))  # fmt: skip
    return found


def order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, place, number and words; the same finding at the same place once."""
    seen: dict[tuple[str, int, int, str, str], Diagnostic] = {}
    for item in diagnostics:
        span = item.span
        key = (span.file.path, span.start, span.end, item.code.number, item.message)
        seen.setdefault(key, item)
    return tuple(seen[key] for key in sorted(seen))


def whole_file(file: SourceFile) -> Span:
    """The place of a finding that concerns a file as such: its first line."""
    end = file.text.find("\n")
    return Span(file, 0, end if end >= 0 else len(file.text))
