"""Plays written down: reading `.play` files, and playing them on any machine.

A file is a story, then one or more plays. A story that is meant to have errors names them in a
comment, `# broken: runs-off-scene`. A play begins with

    ==== play [name] seed N [dice 1 0]

each followed by what is shown and, in lines that begin with `> `, by what the reader does:

    > 2            picks the second option, or the second mind of a pick, as they are shown
    > say Ada      answers an ask
    > next         goes on from a line; only needed before one of the words below
    > save         keeps the state, written as JSON
    > load         takes the state kept last, shows it again, and goes on from it
    > back         goes back to the rest before, and shows it again
    > try JSON     puts a raw input
    > stop         ends the play here

Lines and chords go on by themselves, and the words below `next` act as soon as their turn comes.
A play ends where nothing can be done, where it needs an input and none is left, or at `stop`.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from weavec import ir, machine
from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.source import SourceFile
from weavec.transcript import Teller

BROKEN = re.compile(r"^# broken: (.+)$", re.MULTILINE)
HEAD = re.compile(r"==== play(?: (?P<name>\S+))? seed (?P<seed>\d+)(?: dice(?P<dice>(?: \d+)+))?")
DRIVER = Path(__file__).parent / "player" / "drive.mjs"
LIMIT = 400
"""How many rests a play may have: a story that goes round for ever needs a `> stop`."""


class Single:
    """A story of one file, in memory."""

    def __init__(self, text: str) -> None:
        self._file = SourceFile("story.weave", text)

    def files(self) -> tuple[SourceFile, ...]:
        """Its file."""
        return (self._file,)


def compile_text(text: str, ignored: Collection[str] = ()) -> ir.Program:
    """The program of a story; its errors must be those that it names as `# broken:`.

    `ignored`: names of errors that it may have too.
    """
    made = compile(Single(text))
    found = {each.name for each in made.diagnostics if each.severity == "error"} - set(ignored)
    named = BROKEN.search(text)
    wanted = set(named[1].split()) if named else set()
    assert found == wanted, "\n".join(explain(made))
    assert made.lowered is not None
    return made.lowered.program


def explain(made: Compilation) -> list[str]:
    """The findings of a compilation, one line each."""
    return [
        f"{each.span.file.position(each.span.start)[0]}: {each.name}: {each.message}"
        for each in made.diagnostics
    ]


@dataclass(frozen=True)
class Play:
    """One play of a file: how it begins, and its whole transcript."""

    name: str
    seed: int
    dice: tuple[int, ...]
    lines: tuple[str, ...]

    @property
    def inputs(self) -> list[str]:
        """What the reader does, without the marks."""
        return [line[2:].strip() for line in self.lines if line.startswith("> ")]

    @property
    def head(self) -> str:
        """The line that opens the play."""
        name = f" {self.name}" if self.name else ""
        dice = f" dice {' '.join(map(str, self.dice))}" if self.dice else ""
        return f"==== play{name} seed {self.seed}{dice}"


def read(path: Path) -> tuple[str, list[Play]]:
    """The story of a `.play` file and its plays."""
    story: list[str] = []
    plays: list[tuple[re.Match[str], list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("===="):
            head = HEAD.fullmatch(line)
            assert head, f"{path.name}: cannot read {line!r}"
            plays.append((head, []))
        else:
            (plays[-1][1] if plays else story).append(line)
    assert plays, f"{path.name} has no play"
    found = []
    for head, lines in plays:
        dice = tuple(map(int, (head["dice"] or "").split()))
        while lines and not lines[-1].strip():
            lines.pop()
        found.append(Play(head["name"] or "", int(head["seed"]), dice, tuple(lines)))
    return "\n".join(story).rstrip() + "\n", found


def write(path: Path, story: str, plays: list[tuple[Play, list[str]]]) -> None:
    """Store a file with new transcripts."""
    parts = [story]
    for play, lines in plays:
        parts.append("\n".join(["", play.head, *lines, ""]))
    path.write_text("".join(parts), "utf-8")


class Machine(Protocol):
    """A machine with one story in it and one play in progress. All return canonical JSON."""

    def start(self, seed: int, dice: tuple[int, ...]) -> str:
        """Begin: `[state, events]`."""

    def step(self, given: dict[str, Any]) -> str:
        """Go on: `[state, events]`."""

    def load(self, state: str) -> str:
        """Take a state in place of the present one: `[state, [rest event]]`."""


class Python:
    """The reference machine."""

    def __init__(self, program: ir.Program) -> None:
        self._program = program
        self._state: Any = None

    def start(self, seed: int, dice: tuple[int, ...]) -> str:
        """Begin: `[state, events]`."""
        self._state, events = machine.start(self._program, seed, dice)
        return machine.canonical([self._state, events])

    def step(self, given: dict[str, Any]) -> str:
        """Go on: `[state, events]`."""
        self._state, events = machine.step(self._program, self._state, given)
        return machine.canonical([self._state, events])

    def load(self, state: str) -> str:
        """Take a state in place of the present one: `[state, [rest event]]`."""
        self._state = json.loads(state)
        return machine.canonical([self._state, [machine.render(self._program, self._state)]])


class JavaScript:
    """The player's machine, in a process of Node; `script` takes it out of an emitted page."""

    def __init__(self, script: Path | None = None) -> None:
        given = [] if script is None else ["--script", str(script)]
        self._node = subprocess.Popen(
            ["node", str(DRIVER), *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> JavaScript:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._node.communicate()

    def ask(self, request: dict[str, Any]) -> str:
        """The driver's answer to one request."""
        assert self._node.stdin is not None and self._node.stdout is not None
        self._node.stdin.write(json.dumps(request).encode() + b"\n")
        self._node.stdin.flush()
        answer = self._node.stdout.readline().decode()
        assert answer and not answer.startswith('{"error"'), answer or "the driver has ended"
        return answer.removesuffix("\n")

    def open(self, program: dict[str, Any]) -> JavaScript:
        """Take another story."""
        self.ask({"program": program})
        return self

    def start(self, seed: int, dice: tuple[int, ...]) -> str:
        """Begin: `[state, events]`."""
        return self.ask({"start": {"seed": seed, "dice": dice}})

    def step(self, given: dict[str, Any]) -> str:
        """Go on: `[state, events]`."""
        return self.ask({"input": given})

    def load(self, state: str) -> str:
        """Take a state in place of the present one: `[state, [rest event]]`."""
        self.ask({"state": json.loads(state)})
        return f"[{state},[{self.ask({'render': True})}]]"

    def walk(self, seed: int, steps: int, choices: Sequence[int]) -> tuple[int, str]:
        """How many lines a walk has, and their SHA-256; see `walk`."""
        asked = {"seed": seed, "steps": steps, "choices": list(choices)}
        answer = json.loads(self.ask({"walk": asked}))
        return answer["count"], answer["sha256"]

    def full_walk(self, seed: int, steps: int, choices: Sequence[int]) -> list[Any]:
        """The `[state, events]` of a walk."""
        asked = {"seed": seed, "steps": steps, "choices": list(choices)}
        found: list[Any] = json.loads(self.ask({"walk": asked, "full": True}))
        return found


def walk(program: ir.Program, seed: int, steps: int, choices: Sequence[int]) -> list[str]:
    """A whole walk on the reference machine: one canonical `[state, events]` for each step.

    Step i takes, of the inputs that fit, the one of index `choices[i]` modulo their number; a
    question is answered by "Ada". It ends after `steps`, or where no input fits.
    """
    state, events = machine.start(program, seed)
    trace = [machine.canonical([state, events])]
    for index in range(steps):
        fitting = machine.inputs(events[-1], "Ada")
        if not fitting or state is None:
            break
        taken = choices[index % len(choices)] % len(fitting)
        state, events = machine.step(program, state, fitting[taken])
        trace.append(machine.canonical([state, events]))
    return trace


def digest(trace: Sequence[str]) -> tuple[int, str]:
    """How many lines a trace has, and their SHA-256, each line with its end."""
    return len(trace), sha256("".join(f"{line}\n" for line in trace).encode()).hexdigest()


@dataclass
class Run:
    """A play in progress on one machine."""

    machine: Machine
    teller: Teller
    lines: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)

    def take(self, answer: str) -> None:
        """Tell what the machine answered, and where it rests now."""
        self.trace.append(answer)
        state, events = json.loads(answer)
        self.lines += self.teller.tell(events)
        if events[-1]["e"] not in ("refused", "fault"):
            self.rest = events[-1]
            self.states.append(machine.canonical(state))
        elif state is None:
            self.rest = events[-1]


def perform(play: Play, on: Machine, program: dict[str, Any]) -> Run:
    """Play on a machine what the inputs of `play` say."""
    run = Run(on, Teller(program))
    run.take(on.start(play.seed, play.dice))
    words = play.inputs
    kept = ""
    for _ in range(LIMIT):
        word = words[0] if words else ""
        auto = {"line": {"do": "next"}, "chord": {"do": "next"}}.get(run.rest["e"])
        acts = re.match(r"(next|save|load|back|try|stop)\b", word)
        if not acts and auto:
            before = len(run.states)
            run.take(on.step(auto))
            if len(run.states) == before:
                break  # a fault: it would come again
            continue
        if not words:
            break
        run.lines.append(f"> {words.pop(0)}")
        match word.split(" ", 1):
            case ["stop"]:
                break
            case ["save"]:
                kept = run.states[-1]
            case ["load"]:
                run.take(on.load(kept))
            case ["back"]:
                run.states.pop()
                run.take(on.load(run.states.pop()))
            case ["next"]:
                run.take(on.step({"do": "next"}))
            case ["try", raw]:
                run.take(on.step(json.loads(raw)))
            case ["say", *said]:
                run.take(on.step({"do": "say", "value": said[0] if said else ""}))
            case _:
                run.take(on.step(_picked(run.rest, int(word))))
    else:
        raise AssertionError(f"the play {play.name!r} goes on for ever")
    if words:
        raise AssertionError(f"the play {play.name!r} ends before the input {words[0]!r}")
    return run


def _picked(rest: dict[str, Any], number: int) -> dict[str, Any]:
    if rest["e"] == "pick":
        return {"do": "enter", "mind": rest["strands"][number - 1]["mind"]}
    assert rest["e"] == "choice", f"{number} answers no {rest['e']}"
    return {"do": "choose", "option": rest["options"][number - 1]["id"]}
