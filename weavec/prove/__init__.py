"""The proofs: what can be reached in a story, how, and where a reader would be stuck.

Goes in: a lowered program. Comes out: `Proofs`: findings for the author and the `Proof`, over every
choice, every draw and every order of a dream-merge. `result.py` says what a proof holds. How it is
done, from the bottom up:

    graph build strands     control: locations, and edges between them
    domains values live arrange     which values there are, which matter where; in which order
    diagrams explore        all reachable states, exactly
    escape loops verdicts   what they say
    search replay ways      walks that show it
    later shown inside      what a reader can notice of it
    free turns sections races   strands whose order decides something
    engine summary report   all of it in order; for programs, for authors
    skeleton anchors retold cache   what was proved before, told of a story with other words
    units control cuts cutfile      what is known at the borders of a story's parts
    piece window patched edited     a part that was edited, proved between them
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from weavec.check.lines import line_of
from weavec.check.unreached import unreachable_option
from weavec.check.uses import Suspect
from weavec.diagnostics import Diagnostic, Sink
from weavec.lower.program import Lowered
from weavec.node import node, replace
from weavec.prove.limits import Limits, Progress
from weavec.prove.result import Proof
from weavec.symbols import Symbols

if TYPE_CHECKING:
    from weavec.prove.engine import Study
    from weavec.prove.fallback import Partial
    from weavec.prove.reasons import Reasons

MORE: Final = (
    "allow more with `--time-limit` and `--memory-limit`, or ask for fewer numbers at once"
)


@node
class Proofs:
    """What came of the proofs. `seen`: what they know of control, none if it is nothing;
    `reasons`: why it is so."""

    found: tuple[Diagnostic, ...]
    proof: Proof
    seen: Study | Partial | None
    reasons: Reasons | None = None

    def settled(self) -> bool:
        """Whether everything was decided, in all detail: more time would change nothing."""
        from weavec.prove.engine import Study

        if self.proof.undecided or not isinstance(self.seen, Study):
            return False
        graph, verdicts = self.seen.graph, self.seen.verdicts
        return not graph.collapsed or all(bad is None for bad in verdicts.bad)


def proofs(
    symbols: Symbols,
    lowered: Lowered,
    suspects: Collection[Suspect],
    limits: Limits,
    progress: Progress | None = None,
) -> Proofs:
    """Prove a story whose control is understood.

    Args:
        symbols: its declarations.
        lowered: its program.
        suspects: operations that break a rule as far as control can tell.
        limits: what the work may take.
        progress: told now and then how far it is.
    """
    from oxidd.util import DDMemoryError

    from weavec.prove.choices import choice_findings
    from weavec.prove.engine import EXACT, out_of_memory, remember, study
    from weavec.prove.graph import TooMuch, TooWide
    from weavec.prove.marks import mark_findings
    from weavec.prove.race_report import race_findings
    from weavec.prove.reasons import Reasons
    from weavec.prove.report import findings
    from weavec.prove.stores import store_findings
    from weavec.prove.summary import is_small, proof_of, undecided

    seen: Study | Partial | None
    made: Study | None = None
    try:
        made = study(lowered.program, limits, progress, suspects)
        remember(lowered.program, made)
        reasons = Reasons(made)
        found = (
            *findings(symbols, lowered, made, reasons), *race_findings(symbols, lowered, made),
            *store_findings(symbols, lowered, made), *choice_findings(symbols, lowered, made),
            *mark_findings(symbols, lowered, made),
        )  # fmt: skip
        return Proofs(found, proof_of(made, is_small(made), ways_in=False), made, reasons)
    except (TooMuch, DDMemoryError) as much:
        what = str(much) if isinstance(much, TooMuch) else str(out_of_memory(limits))
        hint = MORE
        much.__traceback__ = much.__context__ = None  # they hold diagrams, and these much memory
        seen, proof = None, undecided(lowered.program, what)
        sink = Sink()
        if made is not None:  # all is known but what some findings ask for
            seen, proof = made, replace(proof_of(made, walks=False), undecided=(what,))
        elif isinstance(much, TooMuch) and much.known is not None:
            from weavec.prove.explore import Watch
            from weavec.prove.fallback import Partial

            graph, values, explored = much.known
            seconds = limits.time(len(lowered.program.scenes))
            watch = Watch(seconds * (1 - EXACT), progress)
            seen = Partial(graph, values, watch, explored)
            if isinstance(much, TooWide):
                what = f"the values of {much} are too many to be told apart"
                hint = f"give {much} a range of fewer numbers, or count in larger steps"
            else:
                what = f"{seen.heavy()} ({much})"
            proof = seen.proof(what)
            scenes = list(symbols.scenes.values())
            for place, number in seen.closed(proof):
                if not scenes[place[0]].decl.draft:
                    unreachable_option(sink, line_of(scenes, lowered, place, number))
        head, site = symbols.head, symbols.head_site
        if head is not None and site is not None:
            sink.report(
                "undecided", site.span(head.at, head.end),
                f"not everything about this story could be decided: {what}{told(proof)}",
                hint, verdict="undecided",
            )  # fmt: skip
        return Proofs(tuple(sink.found), proof, seen)


def told(proof: Proof) -> str:
    """How much is decided all the same, as a sentence's end."""
    parts = []
    endings = {name: ending.reached for name, ending in proof.endings.items()}
    for what, some in (
        ("scenes", proof.scenes), ("lines", proof.lines), ("options", proof.options),
        ("endings", endings),
    ):  # fmt: skip
        known = sum(said is not None for said in some.values())
        if known < len(some):
            parts.append(f"{known:,} of {len(some):,} {what}")
    if not parts:
        return ""
    *first, last = parts
    return f"; decided are {', '.join(first)}{' and ' if first else ''}{last}"
