"""`weavec play`: a story read in the terminal, by a person, a pipe, a list, or at random."""

from __future__ import annotations

import random
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any

import click

from weavec import ir, machine
from weavec.commands.common import (
    Refusal,
    Settings,
    columns_of,
    compile_story,
    errors_in,
    find_story,
    is_terminal,
    put,
    refuse,
    runnable,
    settings_of,
    settings_options,
    story_argument,
    tell,
    working,
)
from weavec.commands.saving import read_walk
from weavec.following import Follower, MisfitError
from weavec.render.paint import Paint
from weavec.render.reading import Reading, static
from weavec.render.visible import visible
from weavec.render.way import counted, phrase
from weavec.walks import LONGEST, Coverage, coverage, offers, random_walk

_STOPS = {
    "end": "reached an ending",
    "hole": "came to a place that is not written yet",
    "stuck": "came to a choice without an open option",
    "long": f"gave up after {LONGEST:,} beats",
}


@click.command("play")
@story_argument
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Where the story's chances begin; without it, anywhere.",
)
@click.option(
    "--choices",
    metavar="1,2,1",
    help="The answers to give, in order: an option's number or its words.",
)
@click.option(
    "--walk",
    type=click.Path(exists=True, dir_okay=False),
    help="A walk file to follow, as `weavec paths --save` writes: a JSON list of what is picked,"
    " option by option, `random: 1 of 3` for a draw, `say: Ada` where the story asks.",
)
@click.option(
    "--random",
    "count",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Play N walks at random and report what they met.",
)
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    seed: int | None,
    choices: str | None,
    walk: str | None,
    count: int | None,
    color: str | None,
    quiet: bool,
) -> int:
    """Read a story in the terminal. Enter goes on, a number picks, b goes back, q leaves.

    From a pipe, each line of input answers one choice or question. The stage (backdrops, music,
    effects) is not shown. A story with errors is played as long as it can be read: up to where a
    reader is stuck, say.

    \b
    Examples:
      weavec play stories/dream-weave
      weavec play --choices 1,2,1 --seed 7
      printf '1\\n2\\n' | weavec play story.weave
      weavec play --random 1000
      weavec play --walk walks/ending-over.json
    """
    settings = settings_of(ctx, color, quiet)
    if count is not None and (choices is not None or walk is not None):
        raise click.UsageError("--random makes its own choices: leave out --choices and --walk")
    entries = read_walk(walk) if walk is not None else None
    answers = tuple(choices.split(",") if choices else ())
    program = _playable(story, settings)
    if count is not None:
        return _at_random(program, count, seed or 0, settings)
    paint = settings.paint(sys.stdout)
    if entries is not None:  # texts that chance words are as they were when it was written
        chance = seed or 0
    else:
        chance = random.SystemRandom().randrange(2**32) if seed is None else seed
    player = _Player(program, Follower(program, entries or ()), answers, paint, settings)
    try:
        return player.play(chance)
    except MisfitError as misfit:
        assert entries is not None
        raise Refusal(
            f"{walk} does not fit the story, at entry {misfit.entry} of {len(entries)}: {misfit}\n"
            "  = hint: the story was changed after the walk was written; `weavec paths` and"
            " `weavec check` find walks that fit"
        ) from misfit


def _playable(path: str, settings: Settings) -> ir.Program:
    """A story's program, if it can be read: whoever mends it plays to where it is wrong."""
    story = find_story(path)
    result = compile_story(story, settings)
    program = runnable(result)
    if program is None:
        refuse(result, story, settings)
    errors = errors_in(result)
    if errors and not settings.quiet:
        tell(f"note: the story has {counted(errors, 'error')}, which `weavec check` shows")
    return program


# ------------------------------------------------------------------ one play


class _Player:
    """One play. Answers come from a walk, those given, then from the terminal or a pipe."""

    def __init__(
        self,
        program: ir.Program,
        walk: Follower,
        answers: Sequence[str],
        paint: Paint,
        settings: Settings,
    ) -> None:
        self.program = program
        self.walk = walk
        self.given = deque(answers)
        self.listed = bool(answers)
        self.live = is_terminal(sys.stdin) and is_terminal(sys.stdout)
        self.settings = settings
        self.reading = Reading(program, paint, min(columns_of(sys.stdout), 80))
        self.past: list[machine.State] = []

    def play(self, seed: int) -> int:
        """Play from the start to an ending, or until answers run out."""
        state, events = self.walk.start(seed)
        code = 0
        while True:
            put("".join(f"{paragraph}\n\n" for paragraph in self.reading.tell(events)))
            rest = events[-1]
            if state is None or rest["e"] in ("end", "hole", "fault"):
                if not self.walk.over and rest["e"] != "fault":
                    self.walk.answer(rest)
                code = 1 if rest["e"] == "fault" else 0
                if self.given and not code:
                    left = ", ".join(visible(each) for each in self.given)
                    raise Refusal(f"the story ends here, and --choices goes on: {left}")
                break
            answer = self._answer(rest)
            if answer is None:
                break
            if answer == "back":
                if self.past:
                    state = self.past.pop()
                events = [machine.render(self.program, state)]
                continue
            self.past.append(state)
            state, events = self.walk.step(state, answer)
        if not self.settings.quiet:
            tell(f"seed {seed}")
        return code

    def _answer(self, rest: machine.Event) -> Any:
        """The input for a beat, `back`, or none to leave."""
        kind = rest["e"]
        if kind in ("line", "chord"):
            by_itself = self.given or not self.walk.over or not self.live
            return {"do": "next"} if by_itself else self._next()
        if not self.walk.over:
            return self._walked(rest)
        shown = [] if kind == "ask" else offers(self.program, rest)
        if kind != "ask" and all(taken is None for _, taken in shown):
            tell("the story cannot go on here: no option is open")
            return None
        while True:
            said = self._said(kind == "ask" and bool(self.walk.entries))
            if said is None:
                return None
            if self.live and said == "b":
                return "back"
            if kind == "ask":
                return {"do": "say", "value": said}
            found, trouble = _picked(said, shown)
            if found is not None:
                return found
            if not self.live or self.listed:
                raise Refusal(trouble)
            tell(trouble)

    def _next(self) -> Any:
        said = _line_of_input("")
        if said is None or said.strip() == "q":
            return None
        return "back" if said.strip() == "b" else {"do": "next"}

    def _walked(self, rest: machine.Event) -> Any:
        """The input that the walk file gives."""
        before = self.walk.used
        answer = self.walk.answer(rest)
        said = self.walk.entries[before] if self.walk.used > before else ""
        put(f"> {phrase(said)}\n\n")
        return answer

    def _said(self, silent: bool) -> str | None:
        """The next answer, or none if there is no more. `silent`: nothing is an answer too."""
        if self.given:
            said = self.given.popleft().strip()
            put(f"> {visible(said)}\n\n")
            return said
        self.listed = False
        said_or_end = _line_of_input("> " if self.live else "")
        if said_or_end is None:
            if silent and not self.live:
                return ""
            if not self.settings.quiet:
                tell("the story waits for an answer here")
            return None
        said = said_or_end.strip()
        if self.live:
            put("\n")
            return None if said == "q" else said
        put(f"> {visible(said)}\n\n")
        return said


def _line_of_input(prompt: str) -> str | None:
    """A line from standard input without its end, or none at its end."""
    if prompt:
        put(prompt)
    if sys.stdin is None:
        return None
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _picked(said: str, shown: Sequence[tuple[str, Any]]) -> tuple[Any, str]:
    """The input that an answer means, or none and why."""
    by_words = [taken for words, taken in shown if words == said]
    if by_words:
        taken = next((each for each in by_words if each is not None), None)
    elif said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= len(shown):
        taken = shown[int(said[:6]) - 1][1]
    else:
        offered = ", ".join(f"{n} {words}" for n, (words, _) in enumerate(shown, start=1))
        return None, f"`{visible(said)}` answers nothing here; there are: {visible(offered)}"
    return taken, "" if taken is not None else f"`{visible(said)}` is locked"


# ------------------------------------------------------------------ many plays


def _at_random(program: ir.Program, count: int, seed: int, settings: Settings) -> int:
    with working(f"walking {count:,} times", settings):
        walks = [random_walk(program, (seed + number) % 2**32) for number in range(count)]
    covered = coverage(program, walks)
    put(_report(program, covered, settings.paint(sys.stdout)))
    bad = set(covered.stops()) - {"end", "hole", "long"}
    return 1 if bad else 0


def _named(program: ir.Program, kind: str, name: str) -> str:
    """What was missed, so that an author finds it: a line or an option by its words."""
    words = static(program, name) if kind in ("lines", "options") else None
    if words is None:
        return visible(name)
    words = words.replace("\n", " / ")
    return f"{visible(name.partition('/')[0])}: {words if len(words) <= 72 else words[:71] + '…'}"


def _report(program: ir.Program, covered: Coverage, paint: Paint) -> str:
    out = []
    for stopped, times in covered.stops().most_common():
        words = _STOPS.get(stopped, f"ended with the fault {stopped}")
        line = f"{times:,} walk{'' if times == 1 else 's'} {words}"
        if stopped not in ("end", "hole", "long"):
            first = next(walk.seed for walk in covered.walks if walk.stopped == stopped)
            line = paint("error", f"{line}; the first: --random 1 --seed {first}")
        out.append(line)
    out.append("")
    for kind in ("scenes", "lines", "options", "endings"):
        total = len(getattr(covered, kind))
        met = total - len(covered.missed(kind))
        share = f" ({100 * met / total:.1f} %)" if total else ""
        out.append(f"{kind:<8} {met:,} of {total:,}{share}")
    for kind in ("endings", "scenes", "options", "lines"):
        missed = covered.missed(kind)
        if missed:
            out += ["", paint("strong", f"{kind} that no walk met")]
            out += [f"  {_named(program, kind, each)}" for each in missed[:20]]
            if len(missed) > 20:
                out.append(f"  and {len(missed) - 20:,} more")
    return "\n".join(out) + "\n"
