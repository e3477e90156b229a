"""`weavec paths`, and walks that verbs write and play. A search of all states proves here."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from searching import Met, searched, walks

from weavec import cli, compiler, ir
from weavec.codes import CODES
from weavec.diagnostics import Diagnostic
from weavec.node import replace
from weavec.prove.limits import EACH, SECONDS, Limits
from weavec.prove.result import Ending
from weavec.source import SourceFile, Span
from weavec.walk import Walk

STORY = """\
story "The Door"
  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11
  language en
  start gate

dreamer elena "Elena"

var trust: 0..5 = 0

scene gate
  A gate.
  -> road

scene road
  A road.
  -> hall

scene hall "The Hall" as elena
  A door stands open.
  choice "Which way?"
    * Through the door.
      set trust += 1
    * Wait.
      elena thinks: Somebody will come.
  elena: I am going.
  if trust >= 1
    end out "Outside"
  either
    -> cellar
  or
    end in "Inside"

scene cellar
  Dark.
  if trust >= 5
    end lost "Lost"
  choice "And now?"
    * Up. -> cellar.deep
  mark deep
  end cellar "The Cellar"
"""


class Ran:
    """What a command came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Proved:
    """What the stand-in for proofs was asked, and what it is to say."""

    def __init__(self) -> None:
        self.limits: list[Limits | None] = []
        self.undecided: tuple[str, ...] = ()
        self.endings: dict[str, Ending] = {}
        self.found: list[tuple[str, str, str | None, Met | None]] = []


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> Proved:
    """Proofs by meeting every state."""
    told = Proved()
    real = compiler.compile

    def stand_in(
        world: Any, limits: Any = None, progress: Any = None, store: Any = None, **_: Any
    ) -> compiler.Compilation:
        told.limits.append(limits)
        result = real(world)
        if limits is None or result.lowered is None:
            return result
        left = [each for each in result.diagnostics if not each.name.startswith("unreachable")]
        if any(each.severity == "error" for each in left):
            return result
        assert progress is not None
        progress(1, 2)
        program = result.lowered.program
        proof = searched(program)
        proof = replace(
            proof, undecided=told.undecided, endings={**proof.endings, **told.endings}
        )
        for name, words, verdict, met in told.found:
            file = result.files[0]
            at = file.text.index(words)
            span = Span(file, at, at + len(words))
            walk = met.walk if met else None
            left.append(Diagnostic(CODES[name], span, "stuck", None, (), verdict, walk))
        wrong = any(each.severity == "error" for each in left)
        return replace(
            result, proof=proof, diagnostics=tuple(left), program=None if wrong else program
        )

    monkeypatch.setattr(compiler, "compile", stand_in)
    module = ModuleType("weavec.prove.paths")

    def walk_to(program: ir.Program, proof: Any, place: ir.Place, limits: Limits) -> Walk | None:
        def enters(met: Met) -> bool:
            scenes = [each["scene"] for each in met.events if each["e"] == "scene"]
            return place[1] == 0 and place[0] in scenes

        return next((met.walk for met in walks(program) if enters(met)), None)

    def cover(program: ir.Program, proof: Any, limits: Limits) -> tuple[Walk, ...]:
        ends = [met.walk for met in walks(program) if met.events[-1]["e"] == "end"]
        return tuple(ends)

    module.__dict__.update(
        walk_to=walk_to, cover=cover, walk_to_ending=lambda *_: None,
        with_walks=lambda _, proof, __: proof,
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "weavec.prove.paths", module)
    return told


@pytest.fixture
def weavec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Any:
    """Run `weavec` inside this process, in a folder with the story `door`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115
    Path("door").mkdir()
    Path("door/door.weave").write_text(STORY, "utf-8")

    def call(*args: str) -> Ran:
        capfdbinary.readouterr()
        code = cli.main(list(args))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return call


# ------------------------------------------------------------------ endings


def test_every_ending_with_its_way(weavec: Any, proved: Proved) -> None:
    ran = weavec("paths", "door")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == """\
The Door: 4 endings; a reader can come to 3

ending out “Outside”
  In 1 choice, 5 beats. There is no shorter way. A reader can come here whatever is drawn.
    gate, road
    hall “The Hall”, as Elena
      Which way?
      1. Through the door.

ending in “Inside”
  In 1 choice, 6 beats. There is no shorter way. Luck decides: nothing that a reader picks makes
  this sure.
    gate, road
    hall “The Hall”, as Elena
      Which way?
      1. Wait.
         by chance: 2 of 2

ending lost “Lost”
  No reader ever comes here, whatever they pick and whatever is drawn.

ending cellar “The Cellar”
  In 2 choices, 8 beats. There is no shorter way. Luck decides: nothing that a reader picks makes
  this sure.
    gate, road
    hall “The Hall”, as Elena
      Which way?
      1. Wait.
         by chance: 1 of 2
    cellar, as Elena
      And now?
      2. Up.
"""


def test_endings_as_json(weavec: Any, proved: Proved) -> None:
    data = json.loads(weavec("paths", "door", "--format", "json").out)
    assert data["story"] == {"id": "0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11", "title": "The Door"}
    assert data["undecided"] == []
    assert [(each["kind"], each["name"]) for each in data["ways"]] == [
        ("ending", name) for name in ("out", "in", "lost", "cellar")
    ]
    _, inside, lost, _ = data["ways"]
    assert inside == {
        "kind": "ending", "name": "in", "title": "Inside", "verdict": "proved", "sure": False,
        "choices": ["Wait.", "random: 2 of 2"], "beats": 6, "decisions": 1, "shortest": True,
    }  # fmt: skip
    assert lost == {
        "kind": "ending", "name": "lost", "title": "Lost", "verdict": "unreachable", "sure": False,
        "choices": None, "beats": None, "decisions": None, "shortest": None,
    }  # fmt: skip


def test_what_is_not_decided_is_said(weavec: Any, proved: Proved) -> None:
    proved.undecided = ("the ending lost: 60 seconds were not enough\x1b[31m",)
    proved.endings = {"lost": Ending("lost", None, None, None)}
    ran = weavec("paths", "door")
    assert ran.code == 0
    assert "4 endings; a reader can come to 3, 1 not decided\n" in ran.out
    assert "ending lost “Lost”\n  It is not decided whether a reader comes here" in ran.out
    assert ran.out.endswith(
        "Not everything was decided:\n  the ending lost: 60 seconds were not enough\\x1b[31m\n"
    )
    data = json.loads(weavec("paths", "door", "--format", "json").out)
    assert data["ways"][2]["verdict"] == "undecided"
    assert len(data["undecided"]) == 1


def test_a_story_without_draws_says_nothing_of_them(weavec: Any, proved: Proved) -> None:
    chance = "  either\n    -> cellar\n  or\n"
    text = STORY.replace(chance, "  if trust == 0\n    -> cellar\n  else\n")
    Path("door/door.weave").write_text(text)
    out = weavec("paths", "door").out
    assert "The Cellar" in out
    for word in ("drawn", "Luck", "chance"):
        assert word not in out


# ------------------------------------------------------------------ one scene or ending


def test_the_way_to_a_scene_or_an_ending(weavec: Any, proved: Proved) -> None:
    ran = weavec("paths", "door", "--to", "hall")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == """\
scene hall “The Hall”
  Without a choice, 2 beats.
    gate, road, hall
"""
    out = weavec("paths", "--to", "out", "door").out
    assert out.startswith("ending out “Outside”\n  In 1 choice, 5 beats.")
    never = weavec("paths", "door", "--to", "lost")
    assert never.code == 1
    assert "No reader ever comes here" in never.out


def test_a_name_of_a_scene_and_an_ending(weavec: Any, proved: Proved) -> None:
    both = weavec("paths", "door", "--to", "cellar")
    assert re.findall(r"^(?:scene|ending) .*", both.out, re.M) == [
        "ending cellar “The Cellar”", "scene cellar",
    ]  # fmt: skip
    assert "scene:cellar and ending:cellar tell them apart" in both.err
    for kind in ("scene", "ending"):
        one = weavec("paths", "door", "--to", f"{kind}:cellar", "--format", "json")
        (way,) = json.loads(one.out)["ways"]
        assert (way["kind"], way["name"], one.err) == (kind, "cellar", "")
    assert way["decisions"] == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--to", "cellr"], "did you mean `cellar`?"),
        (["--to", "scene:out"], "there is no scene named `out`"),
        (["--to", "ending:hall"], "there is no ending named `hall`"),
        (["--to", "line:hall"], "a name is all"),
        (["--to", "hall\x1b[31m"], "there is no scene or ending"),
        (["--to", "hall", "--cover"], "leave one out"),
        (["--time-limit", "0"], "--time-limit"),
        (["--time-limit", "nan"], "--time-limit"),
        (["--memory-limit", "5"], "--memory-limit"),
        (["--save", "door/door.weave"], "a part of its path is a file"),
    ],
)
def test_mistakes_of_use(weavec: Any, proved: Proved, args: list[str], words: str) -> None:
    ran = weavec("paths", "door", *args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "\x1b" not in ran.err


# ------------------------------------------------------------------ covers


def test_walks_that_meet_every_line(weavec: Any, proved: Proved) -> None:
    ran = weavec("paths", "door", "--cover")
    assert (ran.code, ran.err) == (0, "")
    heads = [line for line in ran.out.splitlines() if line and not line.startswith(" ")]
    assert heads == [
        "cover-1: 1 choice, 5 beats, to the ending out; 4 lines, 4 of them new",
        "cover-2: 1 choice, 6 beats, to the ending in; 5 lines, 1 of them new",
        "cover-3: 2 choices, 8 beats, to the ending cellar; 6 lines, 1 of them new",
        "3 walks meet all 6 lines that a reader can come to.",
    ]
    data = json.loads(weavec("paths", "door", "--cover", "--format", "json").out)
    assert data["lines"] == {"reachable": 6, "met": 6}
    assert [way["new"] for way in data["ways"]] == [4, 1, 1]
    assert data["ways"][1]["choices"] == ["Wait.", "random: 2 of 2"]


def test_a_cover_that_misses_lines_says_so(
    weavec: Any, proved: Proved, monkeypatch: pytest.MonkeyPatch
) -> None:
    module: Any = sys.modules["weavec.prove.paths"]
    whole = module.cover
    monkeypatch.setattr(module, "cover", lambda *args: whole(*args)[:1])
    ran = weavec("paths", "door", "--cover")
    assert ran.code == 1
    assert "1 walk meets 4 of the 6 lines that a reader can come to.\n" in ran.out
    assert weavec("paths", "door", "--cover", "--format", "json").code == 1


# ------------------------------------------------------------------ walks on disk


def test_saved_walks_are_played(weavec: Any, proved: Proved) -> None:
    ran = weavec("paths", "door", "--save", "walks/all")
    assert ran.err == "3 walks written to walks/all; `weavec play door --walk FILE` plays one\n"
    weavec("paths", "door", "--to", "scene:cellar", "--save", "walks/all", "--quiet")
    weavec("paths", "door", "--cover", "--save", "walks/all", "--quiet")
    assert sorted(os.listdir("walks/all")) == [
        "cover-1.json", "cover-2.json", "cover-3.json",
        "ending-cellar.json", "ending-in.json", "ending-out.json", "scene-cellar.json",
    ]  # fmt: skip
    assert json.loads(Path("walks/all/ending-in.json").read_text()) == ["Wait.", "random: 2 of 2"]
    for name, words in (("in", "Inside (in)"), ("out", "Outside (out)"), ("cellar", "Cellar (c")):
        for seed in ([], ["--seed", "7"]):
            ran = weavec("play", "door", "--walk", f"walks/all/ending-{name}.json", *seed)
            assert ran.code == 0, ran.err
            assert words in ran.out
    assert "Dark." in weavec("play", "door", "--walk", "walks/all/scene-cellar.json").out


def test_a_walk_of_every_kind_is_played(weavec: Any) -> None:
    """Options by words and number, a draw, words for a question, a mind; then answers go on."""
    Path("door/door.weave").write_text(STORY.replace("  elena: I am going.\n", """\
  ask name "Who?"
  elena: I am {name}.
  dream-merge deep drifting
    strand elena "The rail"
      Cold.
    strand jax
      Warm.
  choice "Last?"
    * Yes.
    * Yes.
      Twice yes.
""").replace("var trust", 'dreamer jax "Jax"\n\nvar name: text = "Nobody"\nvar trust'))
    walk = ["Wait.", "say: Ada", "Jax", "option: 2", "random: 2 of 2"]
    Path("w.json").write_text(json.dumps(walk))
    ran = weavec("play", "door", "--walk", "w.json")
    assert ran.code == 0, ran.err
    assert [line for line in ran.out.splitlines() if line.startswith(">")] == [
        "> Wait.", "> say “Ada”", "> Jax", "> option 2",
    ]  # fmt: skip
    for words in ("Elena: I am Ada.", "Twice yes.", "The end: Inside (in)"):
        assert words in ran.out
    assert ran.out.index("Warm.") < ran.out.index("Cold.")
    assert "seed 0\n" in ran.err
    Path("w.json").write_text(json.dumps([walk[0], *walk[2:]]))
    assert "I am Nobody." in weavec("play", "door", "--walk", "w.json").out
    Path("w.json").write_text(json.dumps(walk[:3]))
    ran = weavec("play", "door", "--walk", "w.json", "--choices", "1")
    assert ran.code == 0
    assert "> 1\n" in ran.out
    assert "the story waits" in weavec("play", "door", "--walk", "w.json").err


@pytest.mark.parametrize(
    ("walk", "words"),
    [
        (["Wait.", "random: 2 of 3"], "at entry 2 of 2: `random: 2 of 3`: the story draws one of"),
        (["Fly."], "at entry 1 of 1: `Fly.` answers nothing here"),
        (["Through the door.", "Up."], "at entry 2 of 2: the story ends here, and an entry"),
        (["\x1b[31m"], "`\\x1b[31m` answers nothing here"),
    ],
)
def test_a_walk_that_no_longer_fits(weavec: Any, walk: list[str], words: str) -> None:
    Path("w.json").write_text(json.dumps(walk))
    ran = weavec("play", "door", "--walk", "w.json")
    assert ran.code == 2
    assert "w.json does not fit the story, " in ran.err
    assert words in ran.err
    assert "= hint: the story was changed after the walk was written" in ran.err


@pytest.mark.parametrize("text", ["{}", '"Wait."', "[1]", "", "[" * 100_000, "\udcff"])
def test_files_that_are_no_walks(weavec: Any, text: str) -> None:
    Path("w.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    ran = weavec("play", "door", "--walk", "w.json")
    assert (ran.code, ran.out) == (2, "")
    assert "w.json is not a JSON list of texts" in ran.err


# ------------------------------------------------------------------ errors that only proofs find


def stuck(story: str) -> Met:
    """The way to a dead end of the story."""
    result = compiler.compile(Single(story))
    assert result.lowered is not None
    found = walks(result.lowered.program)
    return next(
        met for met in found
        if met.events[-1]["e"] == "choice"
        and not any(option["open"] for option in met.events[-1]["options"])
    )  # fmt: skip


class Single:
    """A story of one file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def files(self) -> tuple[SourceFile, ...]:
        """It."""
        return (SourceFile("door.weave", self.text),)


LOCKED = STORY.replace("    * Up. ->", '    * (needs trust >= 5 "Too dark.") Up. ->')


def test_a_way_to_what_is_wrong(weavec: Any, proved: Proved) -> None:
    """It is shown, can be written down, and is played though the story makes no page."""
    Path("door/door.weave").write_text(LOCKED)
    met = stuck(LOCKED)
    proved.found = [("todo", "A road.", None, None), ("todo", "Dark.", "refuted", met)]
    ran = weavec("check", "door")
    assert """\
   |
   = a reader gets there in 1 choice:
       1. Wait.
          by chance: 1 of 2
""" in ran.err
    assert "`weavec check --walks FOLDER` writes down the ways" in ran.err
    ran = weavec("check", "door", "--walks", "ways")
    assert os.listdir("ways") == ["todo-door-line-34.json"]
    assert ran.err.endswith("weavec play door --walk ways/todo-door-line-34.json\n")
    ran = weavec(*ran.err.splitlines()[-1].split()[1:])
    assert (ran.code, ran.err) == (0, "the story cannot go on here: no option is open\nseed 0\n")
    proved.found = []
    ran = weavec("check", "door", "--walks", "more")
    assert ran.err.endswith("no finding has a way to show\n")
    assert not Path("more").exists()


def test_a_way_into_a_fault(weavec: Any) -> None:
    """A walk that leads into a silent loop is followed to where the story stops."""
    loop = "  mark deep\n  if trust == 0\n    -> .deep\n"
    Path("door/door.weave").write_text(STORY.replace("  mark deep\n", loop))
    Path("w.json").write_text('["Wait.", "random: 1 of 2", "Up."]')
    ran = weavec("play", "door", "--walk", "w.json")
    assert ran.code == 1
    assert ran.out.endswith("The story cannot go on here: silent-loop.\n\n")


def test_two_ways_from_one_line_have_two_files(weavec: Any, proved: Proved) -> None:
    Path("door/door.weave").write_text(LOCKED)
    met = stuck(LOCKED)
    proved.found = [("todo", "Dark.", "refuted", met), ("todo", "Dark", "refuted", met)]
    weavec("check", "door", "--walks", "ways")
    assert sorted(os.listdir("ways")) == ["todo-door-line-34-2.json", "todo-door-line-34.json"]


def test_errors_that_only_proofs_find_hide_no_way(weavec: Any, proved: Proved) -> None:
    proved.found = [("unreachable-ending", "Lost", "proved", None)]
    assert weavec("check", "door").code == 1
    ran = weavec("paths", "door")
    assert ran.code == 1
    assert ran.err == "note: the story has 1 error, which `weavec check` shows\n"
    assert "ending out “Outside”\n  In 1 choice" in ran.out


def test_errors_that_stand_in_the_way_are_shown(weavec: Any, proved: Proved) -> None:
    Path("door/door.weave").write_text(STORY.replace("-> road", "-> raod"))
    ran = weavec("paths", "door")
    assert (ran.code, ran.out) == (1, "")
    assert "undefined-scene" in ran.err
    assert "did you mean `road`?" in ran.err
    assert ran.err.endswith("no way can be looked for before these errors are mended\n")
    Path("w.json").write_text('["Wait."]')
    ran = weavec("play", "door", "--walk", "w.json")
    assert (ran.code, ran.out) == (1, "")
    assert "undefined-scene" in ran.err


# ------------------------------------------------------------------ check and build


def test_limits_are_passed_on(weavec: Any, proved: Proved) -> None:
    few = ("--time-limit", "2.5", "--memory-limit", "300")
    for verb in ("check", "build", "paths"):
        assert weavec(verb, "door").code == 0
        wanted = Limits(0.25, 2000) if verb == "build" else Limits(SECONDS, 2000, EACH)
        assert proved.limits.pop() == wanted
        weavec(verb, "door", *few)
        assert proved.limits.pop() == Limits(2.5, 300)
    for verb in ("check", "build"):
        weavec(verb, "door", "--no-proof")
        assert proved.limits.pop() is None
    for verb in ("play", "stats"):
        weavec(verb, "door")
        assert proved.limits.pop() is None
    for option in ("--walks", "--certificate"):
        ran = weavec("check", "door", "--no-proof", option, "x")
        assert ran.code == 2
        assert "leave out --no-proof" in ran.err


def test_the_proof_in_json(weavec: Any, proved: Proved) -> None:
    met = stuck(LOCKED)
    proved.found = [("todo", "Dark.", "refuted", met)]
    data = json.loads(weavec("check", "door", "--format", "json").out)
    assert data["diagnostics"][0]["verdict"] == "refuted"
    assert data["diagnostics"][0]["witness"] == {"choices": ["Wait.", "random: 1 of 2"], "beats": 7}
    proof = data["proof"]
    assert proof["scenes"] == {"reachable": 4, "unreachable": 0, "unknown": 0}
    assert proof["lines"] == {"reachable": 6, "unreachable": 0, "unknown": 0}
    assert proof["options"] == {"reachable": 3, "unreachable": 0, "unknown": 0}
    assert proof["endings"]["in"] == {
        "verdict": "proved", "sure": False, "choices": ["Wait.", "random: 2 of 2"], "beats": 6,
    }  # fmt: skip
    assert proof["endings"]["lost"] == {
        "verdict": "unreachable", "sure": False, "choices": None, "beats": None,
    }  # fmt: skip
    assert proof["undecided"] == []
    without = json.loads(weavec("check", "door", "--no-proof", "--format", "json").out)
    assert "proof" not in without


def test_a_certificate_is_written(
    weavec: Any, proved: Proved, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("weavec.prove.certificate")
    told: list[str | None] = ["the proof é\n", None]
    module.__dict__["certificate"] = lambda program, limits: told.pop(0)
    monkeypatch.setitem(sys.modules, "weavec.prove.certificate", module)
    ran = weavec("check", "door", "--certificate", "deep/door.proof")
    assert (ran.code, Path("deep/door.proof").read_text("utf-8")) == (0, "the proof é\n")
    assert ran.err.endswith("deep/door.proof is the proof\n")
    ran = weavec("check", "door", "--certificate", "none.proof")
    assert ran.code == 1
    assert "not everything was decided" in ran.err
    assert not Path("none.proof").exists()
    ran = weavec("check", "door", "--certificate", "door/door.weave")
    assert ran.code == 2
    assert "would be replaced" in ran.err
    assert Path("door/door.weave").read_text("utf-8") == STORY
    Path("door/door.weave").write_text(STORY.replace("-> road", "-> raod"))
    ran = weavec("check", "door", "--certificate", "none.proof")
    assert ran.code == 1
    assert "mend the errors" in ran.err


@pytest.mark.parametrize(
    "between", ["", "  choice\n    * go\n      Off.\n    * stay\n      Here.\n"]
)
def test_a_way_into_a_trap_of_chance_tells_what_is_drawn(weavec: Any, between: str) -> None:
    """Both outcomes come to the same beat, so the way is long enough without the draw."""
    Path("door/door.weave").write_text(
        'story "S"\n  id 00000000-0000-4000-8000-000000000000\nvar won = false\nscene fair\n'
        f"  A booth.\n{between}  either\n    set won = true\n  or\n    set won = false\n"
        '  hub "The booth."\n    * (if won) Take it.\n      end won\n    * Ask.\n      No.\n'
    )
    ran = weavec("check", "door", "--format", "json", "--walks", "ways")
    (softlock,) = json.loads(ran.out)["diagnostics"]
    assert softlock["name"] == "softlock"
    assert softlock["witness"]["choices"][-1] == "random: 2 of 2"
    (way,) = Path("ways").iterdir()
    ran = weavec("play", "door", "--walk", str(way))
    assert "Ask." in ran.out
    assert "Take it." not in ran.out


def test_a_way_into_a_mind_is_one_that_some_play_takes(weavec: Any) -> None:
    """The first jump to the scene stands where nobody comes."""
    case = Path(__file__).parent / "cases/proofs/leak_whose_way_is_one_that_is_taken.weave"
    lines = case.read_text().splitlines()
    Path("door/door.weave").write_text("\n".join(['story "S"', "  id x-1", *lines]) + "\n")
    found = json.loads(weavec("check", "door", "--format", "json").out)["diagnostics"]
    (leak,) = [each for each in found if each["name"] == "mind-leak"]
    (label,) = leak["labels"]
    jumps = [number for number, line in enumerate(lines, 3) if line.strip() == "-> town"]
    assert label["line"] == jumps[1]


@pytest.mark.parametrize(
    ("story", "name", "choices"),
    [
        (
            "dreamer ann\n  memory fear: 0..3 = 0\ndreamer bob\nscene pier as ann\n  choice\n"
            "    * Stay.\n      set fear += 1\n    * Go on.\n      shift to bob\n"
            "  The {if ann.fear > 0: grey|blue} sea.\n  end over\n",
            "mind-leak", ["Go on."],
        ),
        (
            "var n: 0..3 = 0\nscene pier\n  hub\n    * (once) Wait.\n      set n += 1\n"
            "    * Go on.\n      leave\n  if n > 0\n    either\n      end over\n    or\n"
            "      Fog.\n  else\n    end early\n",
            "runs-off-scene", ["Wait.", "Go on.", "random: 2 of 2"],
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_shown_with_a_way(
    weavec: Any, story: str, name: str, choices: list[str]
) -> None:
    Path("door/door.weave").write_text(f'story "S"\n  id x-1\n{story}')
    found = json.loads(weavec("check", "door", "--format", "json").out)["diagnostics"]
    (broken,) = [each for each in found if each["name"] == name]
    assert broken["verdict"] == "refuted"
    assert broken["witness"]["choices"] == choices
