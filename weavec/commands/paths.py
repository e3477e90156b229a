"""`weavec paths`: how a reader comes to each ending, to a scene, or to every line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from weavec import ir
from weavec.commands.common import (
    Refusal,
    Settings,
    columns_of,
    compile_story,
    errors_in,
    find_story,
    limit_options,
    limits_of,
    no_cache_option,
    outcome,
    put,
    report,
    settings_of,
    settings_options,
    story_argument,
    summarize,
    tell,
    working,
)
from weavec.commands.saving import playing, write_walks
from weavec.journey import Journey, arrives, journey
from weavec.node import node
from weavec.render.formats import VERDICTS, witness
from weavec.render.paint import Paint
from weavec.render.reading import static
from weavec.render.route import route, title_of
from weavec.render.visible import visible, wrap
from weavec.render.way import counted

if TYPE_CHECKING:
    from weavec.compiler import Compilation
    from weavec.prove.limits import Limits
    from weavec.prove.result import Answer, Proof
    from weavec.walk import Walk

LONGEST: Final = 40
"""Rows of a way that are shown where several ways are; `--to` shows all."""


@node
class Target:
    """Somewhere in the story, and a way there if there is one. `kind`: ending, scene."""

    kind: str
    name: str
    reached: Answer
    sure: Answer
    walk: Walk | None


@click.command("paths")
@story_argument
@click.option(
    "--to", "names", multiple=True, metavar="NAME",
    help="The way to one scene or ending; scene:NAME or ending:NAME where both have the name.",
)  # fmt: skip
@click.option(
    "--cover", "covering", is_flag=True,
    help="A few walks that together meet every line that can be met.",
)  # fmt: skip
@click.option(
    "--save", "folder", type=click.Path(), metavar="FOLDER",
    help="Write each way into a file there, for `weavec play --walk FILE`.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="Words for people, or JSON.",
)  # fmt: skip
@limit_options
@no_cache_option
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    names: tuple[str, ...],
    covering: bool,
    folder: str | None,
    form: str,
    seconds: float | None,
    megabytes: int,
    uncached: bool,
    color: str | None,
    quiet: bool,
) -> int:
    """Show how a reader comes to every ending, by a shortest way, or that none ever does.

    Ways are found by proof, over every choice and every chance. Of a story with errors they are
    found as far as it can be read, and the exit code is 1.

    \b
    Examples:
      weavec paths stories/dream-weave
      weavec paths --to attic
      weavec paths --cover --save walks
      weavec play --walk walks/cover-1.json
    """
    if names and covering:
        raise click.UsageError("--cover and --to are two questions: leave one out")
    settings = settings_of(ctx, color, quiet)
    limits = limits_of(seconds, megabytes)
    assert limits is not None
    found = find_story(story)
    result = compile_story(found, settings, limits, uncached)
    if result.proof is None or result.lowered is None:
        report(result, found, settings, "text")
        summarize(result, settings)
        tell("error: no way can be looked for before these errors are mended")
        return outcome(result) or 1
    errors = errors_in(result)
    if errors and not settings.quiet:
        tell(f"note: the story has {counted(errors, 'error')}, which `weavec check` shows")
    from weavec.prove.paths import with_walks

    proof = with_walks(result.lowered.program, result.proof, limits)
    told = _Story(story, result, result.lowered.program, proof, limits, settings)
    code = told.cover(form, folder) if covering else told.ways(names, form, folder)
    return max(code, outcome(result))


class _Story:
    """A story that was proved, and how to talk about it."""

    def __init__(
        self,
        given: str,
        result: Compilation,
        program: ir.Program,
        proof: Proof,
        limits: Limits,
        settings: Settings,
    ) -> None:
        self.given = given
        self.result = result
        self.program = program
        self.proof = proof
        self.limits = limits
        self.settings = settings
        self.paint: Paint = settings.paint(sys.stdout)
        self.columns = min(columns_of(sys.stdout), 100)
        self.draws = _draws(program)

    # -------------------------------------------------------------- ways

    def ways(self, names: tuple[str, ...], form: str, folder: str | None) -> int:
        """The ways to what is named, or to every ending; the exit code."""
        with working("looking for ways", self.settings):
            wanted = self._wanted(names)
        if folder is not None:
            walks = {f"{each.kind}-{each.name}": each.walk for each in wanted if each.walk}
            self._save(folder, walks)
        if form == "json":
            self._put_json([self._as_json(each) for each in wanted])
        else:
            longest = None if names else LONGEST
            parts = [row for each in wanted for row in (*self._told(each, longest), "")]
            head = [] if names else [self._head(wanted), ""]
            put("\n".join([*head, *parts, *self._undecided()]).rstrip("\n") + "\n")
        return 1 if names and any(each.walk is None for each in wanted) else 0

    def _wanted(self, names: tuple[str, ...]) -> list[Target]:
        endings = [
            op.name for scene in self.program.scenes for op in scene.ops if isinstance(op, ir.End)
        ]
        if not names:
            return [self._ending(name) for name in dict.fromkeys(endings)]
        scenes = {scene.id: number for number, scene in enumerate(self.program.scenes)}
        wanted: list[Target] = []
        for given in names:
            kind, _, bare = given.rpartition(":")
            if kind not in ("", "scene", "ending"):
                raise Refusal(f"`{given}`: a name is all, or scene:NAME, or ending:NAME")
            made = [self._ending(bare)] if kind != "scene" and bare in endings else []
            if kind != "ending" and bare in scenes:
                made.append(self._scene(bare, scenes[bare]))
            if not made:
                raise _unknown(kind, bare, scenes, endings)
            if len(made) > 1 and not self.settings.quiet:
                tell(f"note: `{visible(bare)}` is an ending and a scene; scene:{visible(bare)} and"
                     f" ending:{visible(bare)} tell them apart")  # fmt: skip
            wanted += made
        return wanted

    def _ending(self, name: str) -> Target:
        ending = self.proof.endings.get(name)
        if ending is None:
            return Target("ending", name, None, None, None)
        walk = ending.walk
        if walk is not None and not arrives(self.program, walk, name):
            walk = None  # what was kept of an earlier proof was tampered with
        if walk is None and ending.reached is not False:
            from weavec.prove.paths import walk_to_ending

            walk = walk_to_ending(self.program, name, self.limits)
        reached = True if walk is not None else ending.reached
        return Target("ending", name, reached, ending.sure, walk)

    def _scene(self, name: str, number: int) -> Target:
        """The shortest way into a scene: to its beginning, or to a mark that is jumped to."""
        from weavec.prove.paths import walk_to

        reached = self.proof.scenes.get(name)
        if reached is False:
            return Target("scene", name, False, None, None)
        entries = {(number, 0)} | {
            op.to
            for scene in self.program.scenes
            for op in scene.ops
            if isinstance(op, ir.Jump) and op.to[0] == number and op.enters
        }
        if reached:
            entries &= self.proof.places
        found = [
            walk
            for place in sorted(entries)
            if (walk := walk_to(self.program, self.proof, place, self.limits)) is not None
        ]
        best = min(found, key=lambda walk: (walk.decisions, walk.beats), default=None)
        return Target("scene", name, True if best is not None else reached, None, best)

    # -------------------------------------------------------------- a cover

    def cover(self, form: str, folder: str | None) -> int:
        """Walks that meet every line; the exit code."""
        from weavec.prove.paths import cover

        with working("looking for walks that meet every line", self.settings):
            walks = cover(self.program, self.proof, self.limits)
            ways = [journey(self.program, walk) for walk in walks]
        size = len(str(len(walks)))
        names = [f"cover-{number:0{size}}" for number in range(1, len(walks) + 1)]
        if folder is not None:
            self._save(folder, dict(zip(names, walks, strict=True)))
        met: set[str] = set()
        new: list[int] = []
        for way in ways:
            new.append(len(way.lines - met))
            met |= way.lines
        able = {line for line, answer in self.proof.lines.items() if answer}
        missed = able - met
        if form == "json":
            told = [
                {"kind": "cover", "name": name, "ending": way.ending, "lines": len(way.lines),
                 "new": count, **_walk_json(walk)}
                for name, walk, way, count in zip(names, walks, ways, new, strict=True)
            ]  # fmt: skip
            self._put_json(told, {"lines": {"reachable": len(able), "met": len(met & able)}})
            return 1 if missed else 0
        out: list[str] = []
        for name, walk, way, count in zip(names, walks, ways, new, strict=True):
            out += [*self._covering(name, walk, way, count), ""]
        whole = f"{counted(len(walks), 'walk')} meet{'s' if len(walks) == 1 else ''}"
        if missed:
            out.append(self.paint("warning", f"{whole} {len(met & able):,} of the {len(able):,} "
                                             f"lines that a reader can come to."))  # fmt: skip
        else:
            out.append(self.paint("strong", f"{whole} all {len(able):,} lines that a reader can "
                                            f"come to."))  # fmt: skip
        put("\n".join([*out, "", *self._undecided()]).rstrip("\n") + "\n")
        return 1 if missed else 0

    def _covering(self, name: str, walk: Walk, way: Journey, new: int) -> list[str]:
        end = f", to the ending {way.ending}" if way.ending else ""
        length = f"{counted(walk.decisions, 'choice')}, {counted(walk.beats, 'beat')}"
        lines = f"{counted(len(way.lines), 'line')}, {new:,} of them new"
        head = self.paint("strong", name) + visible(f": {length}{end}; {lines}")
        rows = route(self.program, way, self.paint, self.columns - 2, LONGEST)
        return [head, *(f"  {row}" for row in rows)]

    # -------------------------------------------------------------- in words

    def _head(self, wanted: list[Target]) -> str:
        can = sum(each.reached is True for each in wanted)
        open_ = sum(each.reached is None for each in wanted)
        title = f"{visible(self.result.title)}: " if self.result.title else ""
        if not wanted:
            return self.paint("strong", f"{title}a story without endings")
        total = counted(len(wanted), "ending")
        said = f"{total}, and a reader can come to {'it' if can == 1 else 'each'}"
        if can < len(wanted):
            said = f"{total}; a reader can come to {can:,}"
            said += f", {open_:,} not decided" if open_ else ""
        return self.paint("strong", f"{title}{said}")

    def _told(self, target: Target, longest: int | None) -> list[str]:
        """What is known of a target, and the way there."""
        title = title_of(self.program, f"@{target.kind}/{target.name}")
        head = f"{target.kind} {self.paint('strong', visible(target.name))}{title}"
        rows = [head, *(f"  {row}" for row in wrap(self._verdict(target), self.columns - 2))]
        if target.walk is not None:
            way = journey(self.program, target.walk)
            rows += [
                f"    {row}"
                for row in route(self.program, way, self.paint, self.columns - 4, longest)
            ]
        return rows

    def _verdict(self, target: Target) -> str:
        if target.reached is False:
            drawn = " and whatever is drawn" if self.draws else ""
            return f"No reader ever comes here, whatever they pick{drawn}."
        walk = target.walk
        if target.reached is None or walk is None:
            known = ("A reader can come here, but no way was found in the time" if target.reached
                     else "It is not decided whether a reader comes here")  # fmt: skip
            return f"{known}: --time-limit and --memory-limit allow more work."
        length = counted(walk.decisions, "choice") if walk.decisions else "without a choice"
        said = f"{'In ' if walk.decisions else ''}{length}, {counted(walk.beats, 'beat')}."
        said = said[0].upper() + said[1:]
        if walk.decisions:
            said += " There is no shorter way." if walk.shortest else " A shorter way may exist."
        if target.kind == "ending" and self.draws:
            said += {
                True: " A reader can come here whatever is drawn.",
                False: " Luck decides: nothing that a reader picks makes this sure.",
                None: " It is not decided whether this takes luck.",
            }[target.sure]
        return said

    def _undecided(self) -> list[str]:
        if not self.proof.undecided:
            return []
        rows = [self.paint("warning", "Not everything was decided:")]
        return [*rows, *(f"  {visible(each)}" for each in self.proof.undecided)]

    # -------------------------------------------------------------- for programs

    def _as_json(self, target: Target) -> dict[str, Any]:
        title = static(self.program, f"@{target.kind}/{target.name}")
        way = {"choices": None, "beats": None, "decisions": None, "shortest": None}
        return {
            "kind": target.kind,
            "name": visible(target.name),
            "title": None if title is None else visible(title),
            "verdict": VERDICTS[target.reached],
            "sure": target.sure,
            **(way if target.walk is None else _walk_json(target.walk)),
        }

    def _put_json(self, ways: list[dict[str, Any]], more: dict[str, Any] | None = None) -> None:
        story = self.result.story_id
        data = {
            "version": 1,
            "story": {"id": story and visible(story), "title": visible(self.result.title)},
            "ways": ways,
            **(more or {}),
            "undecided": [visible(each) for each in self.proof.undecided],
        }
        put(json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def _save(self, folder: str, walks: dict[str, Walk]) -> None:
        write_walks(folder, walks)
        if not self.settings.quiet:
            what = counted(len(walks), "walk")
            play = playing(self.given, "FILE")
            tell(f"{what} written to {visible(folder)}; `{play}` plays one")


def _walk_json(walk: Walk) -> dict[str, Any]:
    return {**witness(walk), "decisions": walk.decisions, "shortest": walk.shortest}


def _draws(program: ir.Program) -> bool:
    """Whether chance has a part in a story."""
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Either(to) if len(to) > 1:
                    return True
                case ir.Merge(_, "fragmented"):
                    return True
    return False


def _unknown(kind: str, name: str, scenes: dict[str, int], endings: list[str]) -> Refusal:
    from weavec.spelling import closest

    what = kind or "scene or ending"
    known = [*(scenes if kind != "ending" else ()), *(endings if kind != "scene" else ())]
    near = closest(name, known)
    hint = f"\n  = hint: did you mean `{near}`?" if near else ""
    return Refusal(f"there is no {what} named `{name}`{hint}")
