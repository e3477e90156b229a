"""Versions of a story as open pages are told of them.

Goes in: programs, one after another. Comes out: a `Version` for each, and for two of them what a
page that shows the one needs to show the other: the scenes and texts that have changed, and no
more. What is the same object as before is not written as JSON again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from itertools import chain
from typing import Any, Final

from weavec.ir import IR_VERSION, Nodes, Program, Scene, as_json
from weavec.node import fields, node, replace

APART: Final = ("scenes", "texts")
"""Fields of a program that are told part by part."""


@node
class Version:
    """A program in pieces of JSON.

    `head`: each of the other fields as a pair. `scenes`: each scene. `texts`: by language and key,
    the pair. `frame`: marks all in a page that only a fresh page can change. `before`: the number
    of the version before, and `fresh` by language the keys of texts that it does not have so.
    """

    number: int
    program: Program
    hash: str
    head: tuple[str, ...]
    scenes: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    frame: str
    files: tuple[str, ...]
    before: int
    fresh: Mapping[str, tuple[str, ...]]

    def text(self) -> str:
        """The program as its page carries it, to the byte what `program_text` writes."""
        return f'{{"ir":{IR_VERSION},"hash":"{self.hash}",{_body(self)}}}'


def version(
    number: int, program: Program, frame: str, files: tuple[str, ...], before: Version | None
) -> Version:
    """The version of a program. `before`: the one before it, to take from what is the same."""
    old = before.program if before is not None else None
    scenes = _scenes(program, before)
    texts: dict[str, dict[str, str]] = {}
    fresh: dict[str, tuple[str, ...]] = {}
    for language, own in program.texts.items():
        known = before.texts.get(language, {}) if before is not None else {}
        nodes = old.texts.get(language, {}) if old is not None else {}
        texts[language], fresh[language] = _texts(own, nodes, known)
    head = tuple(
        f'"{name}":{as_json(getattr(program, name))}'
        for name in fields(program)
        if name not in APART and getattr(program, name) is not None
    )
    first = -1 if before is None else before.number
    made = Version(number, program, "", head, scenes, texts, frame, files, first, fresh)
    alone = replace(made, texts={program.story.language: texts[program.story.language]})
    digest = sha256(f"{{{_body(alone)}}}".encode()).hexdigest()
    return replace(made, hash=digest)


def _scenes(program: Program, before: Version | None) -> tuple[str, ...]:
    known: dict[str, tuple[Scene, str]] = {}
    if before is not None:
        pairs = zip(before.program.scenes, before.scenes, strict=True)
        known = {scene.id: (scene, text) for scene, text in pairs}
    made = []
    for scene in program.scenes:
        old = known.get(scene.id)
        same = old is not None and old[0] is scene
        made.append(old[1] if same and old is not None else as_json(scene))
    return tuple(made)


def _texts(
    texts: Mapping[str, Nodes], old: Mapping[str, Nodes], known: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Each text as a pair, and the keys of those that were not so before."""
    made: dict[str, str] = {}
    fresh: list[str] = []
    before = old.get
    for key, nodes in texts.items():
        if before(key) is nodes:
            made[key] = known[key]
            continue
        text = made[key] = f"{as_json(key)}:{as_json(nodes)}"
        if known.get(key) != text:
            fresh.append(key)
    return made, tuple(fresh)


def _body(made: Version) -> str:
    """The fields of a program as JSON, without braces, in their order."""
    texts = ",".join(f'{as_json(tag)}:{{{",".join(own.values())}}}'
                     for tag, own in made.texts.items())  # fmt: skip
    apart = {"scenes": f'"scenes":[{",".join(made.scenes)}]', "texts": f'"texts":{{{texts}}}'}
    head = iter(made.head)
    return ",".join(
        apart[name] if name in apart else next(head)
        for name in fields(made.program)
        if name in apart or getattr(made.program, name) is not None
    )


# ------------------------------------------------------------------ what has changed


def story_message(now: Version, base: Version | None) -> str:
    """What a page is sent that shows `base`, or an unknown version, so that it shows `now`."""
    told: dict[str, Any] = {
        "type": "story", "version": now.number, "base": base and base.number,
        "frame": now.frame, "hash": now.hash, "files": now.files,
    }  # fmt: skip
    parts = [as_json(told)[1:-1]]
    if base is None:
        parts.append(f'"program":{now.text()}')
        return f"{{{','.join(parts)}}}"
    if base.head != now.head:
        parts.append(f'"head":{{{",".join(now.head)}}}')
    if base.scenes != now.scenes:
        parts.append(f'"scenes":[{",".join(_runs(now, base))}]')
    texts = _changed_texts(now, base)
    if texts:
        parts.append(f'"texts":{{{",".join(texts)}}}')
    return f"{{{','.join(parts)}}}"


def _runs(now: Version, base: Version) -> list[str]:
    """The new list of scenes: runs of old ones, and scenes that are new or changed."""
    old = {scene.id: at for at, scene in enumerate(base.program.scenes)}
    made: list[str] = []
    start = end = -1
    for scene, text in chain(zip(now.program.scenes, now.scenes, strict=True), [(None, "")]):
        at = -1 if scene is None else old.get(scene.id, -1)
        if at >= 0 and base.scenes[at] != text:
            at = -1
        if at >= 0 and at == end:
            end += 1
            continue
        if start >= 0:
            made.append(f"[{start},{end}]")
        start, end = (at, at + 1) if at >= 0 else (-1, -1)
        if at < 0 and scene is not None:
            made.append(text)
    return made


def _changed_texts(now: Version, base: Version) -> list[str]:
    made = []
    for tag in {**base.texts, **now.texts}:
        own, old = now.texts.get(tag, {}), base.texts.get(tag, {})
        if now.before == base.number:
            fresh = [own[key] for key in now.fresh.get(tag, ())]
        else:
            fresh = [text for key, text in own.items() if old.get(key) != text]
        gone = sorted(old.keys() - own.keys())
        if fresh or gone:
            made.append(
                f'{as_json(tag)}:{{"set":{{{",".join(fresh)}}},"gone":{json.dumps(gone)}}}'
            )
    return made
