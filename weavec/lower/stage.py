"""Lowering of stage directions: backdrops, people, music, effects, keepsakes.

Goes in: a stage direction and the builder of its scene. Comes out: its operation; the words of the
closed lists are held against them here.
"""

from __future__ import annotations

from weavec.ir import Backdrop, Effect, Keepsake, Music, Pause, Show, Sound
from weavec.lower.builder import SceneBuilder
from weavec.lower.lines import manner_of, speaker_of
from weavec.naming import listed, plain
from weavec.symbols import EFFECTS, LASTING_EFFECTS, TRANSITIONS
from weavec.syntax.tree import (
    BackdropLine,
    EffectLine,
    KeepsakeLine,
    MusicLine,
    Name,
    PauseLine,
    ShowLine,
    SoundLine,
)


def closed(b: SceneBuilder, name: Name | None, words: tuple[str, ...], what: str) -> str | None:
    """A word of a closed list; reports one that is not in it."""
    if name is None:
        return None
    if name.text not in words:
        near = b.program.sink.near(name.text, words)
        b.program.sink.report(
            "unknown-word", b.symbol.site.of(name), f"there is no {what} named `{name.text}`",
            f"did you mean `{near}`?" if near else f"there are {listed(words, 'and')}",
        )  # fmt: skip
    return name.text


def backdrop(b: SceneBuilder, s: BackdropLine) -> bool:
    """Another place behind."""
    b.emit(Backdrop(s.name.text, closed(b, s.trans, TRANSITIONS, "transition")), (s.at, s.end))
    return True


def show(b: SceneBuilder, s: ShowLine) -> bool:
    """Somebody comes, goes or changes."""
    member = speaker_of(b, s.who, speaks=False)
    trans = closed(b, s.trans, TRANSITIONS, "transition")
    if member is not None:
        mood, where, alias = manner_of(b, member, s.manner)
        if alias is not None:
            b.program.sink.report(
                "misplaced-line", b.symbol.site.span(s.at, s.end),
                "another name belongs to a line of speech", "remove the name in quotes",
            )  # fmt: skip
        b.emit(Show(member.index, mood, where, int(s.on), trans), (s.at, s.end))
    return True


def music(b: SceneBuilder, s: MusicLine) -> bool:
    """Another music, or none."""
    b.emit(Music(s.name.text if s.name else None), (s.at, s.end))
    return True


def sound(b: SceneBuilder, s: SoundLine) -> bool:
    """A sound, once."""
    b.emit(Sound(s.name.text), (s.at, s.end))
    return True


USUAL_STRENGTH = 5


def effect(b: SceneBuilder, s: EffectLine) -> bool:
    """An effect, for once or until it is off."""
    name = closed(b, s.name, EFFECTS, "effect")
    strength = 0 if s.off else USUAL_STRENGTH if s.strength is None else s.strength
    if not 0 <= strength <= 10:
        b.program.sink.report(
            "value-out-of-range", b.symbol.site.span(s.at, s.end),
            f"an effect's strength lies in 0..10, and this is {strength}",
            "write a number from 0 to 10",
        )  # fmt: skip
    if s.off and name in EFFECTS and name not in LASTING_EFFECTS:
        b.program.sink.report(
            "unknown-word", b.symbol.site.span(s.at, s.end),
            f"`{name}` passes by itself, so it cannot be turned off", "remove this line",
        )  # fmt: skip
    b.emit(Effect(name, strength, name is None or name in LASTING_EFFECTS), (s.at, s.end))
    return True


def pause(b: SceneBuilder, s: PauseLine) -> bool:
    """A wait of the stage."""
    b.emit(Pause(s.ms), (s.at, s.end))
    return True


def keepsake(b: SceneBuilder, s: KeepsakeLine) -> bool:
    """An entry of the gallery."""
    name = s.name.text
    line, _ = b.program.symbols.keepsakes[name]
    if line is s and s.title is not None:
        title = plain(s.title, b.symbol.site, b.program.sink)
        b.program.texts[f"@keepsake/{name}"] = title
        b.note_key(f"@keepsake/{name}", "keepsake", s.title.text, (s.at, s.end))
    elif line.title is None:
        b.note_key(f"@keepsake/{name}", "keepsake", name.replace("_", " "), (s.at, s.end))
        b.program.texts.setdefault(f"@keepsake/{name}", (name.replace("_", " "),))
    b.emit(Keepsake(name), (s.at, s.end))
    return True
