"""Write the page: a program in, one HTML document out.

The document holds everything: a strict policy, the style, the story as JSON and the player's
script. The template is fixed and small; the story goes through one encoder into one inert block,
in which no character can end the block or be read as markup. What the story brings stands in blocks
of its own, as base64, of which nothing is decoded before it is shown. The same program and files
give the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Container
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from weavec import __version__
from weavec.assets.model import Assets
from weavec.emit.carried import Carried, carried, packed
from weavec.emit.interface import COMMON, interface
from weavec.emit.player import Player, player
from weavec.ir import Backdrop, Merge, Nodes, Program, Show, as_json, program_text
from weavec.node import node
from weavec.sealed import Store

UNSAFE: Final = "<>&'\u2028\u2029"
DIRECTIVES: Final = (
    "default-src 'none'",
    "script-src {script}",
    "style-src {style}",
    "img-src data: blob:",
    "media-src data: blob:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)


PACKED_FROM: Final = 100_000
"""From how many characters on a story is packed in its page."""


@node
class Live:
    """What makes a page a preview: its player, what it may connect to, and what its script is told,
    as JSON."""

    player: Player
    connects: str
    told: str


def page(program: Program, assets: Assets | None = None, store: Store | None = None) -> str:
    """The whole story as one HTML document.

    Args:
        program: a compiled story.
        assets: the pictures, sounds and fonts that it brings.
        store: where fonts that were cut for it are kept, so that this is done once.

    Returns:
        The document; write it as UTF-8 with LF line ends, because the policy names the hashes of
        the script and the style as they stand in it.
    """
    language = program.story.language
    title = plain_title(program)
    words = interface(program.texts)
    files = carried(program, assets, words, store) if assets else ()
    drawn = must_draw(program, assets.keys() if assets else ())
    licences = assets.licences if assets else ""
    return document(program_text(program), language, title, files, licences, words, drawn=drawn)


def must_draw(program: Program, images: Container[str] = ()) -> bool:
    """Whether the page must draw: it shows somebody, some place or a dream that has no image.

    Minds are seen on the title and in merges, people when they are shown, places as backdrops; the
    cloth of a merge is always drawn.

    Args:
        program: a compiled story.
        images: what has an image: `people/jax`, `backdrops/hall`.
    """
    seen = [mind.id for mind in program.minds] + [person.id for person in program.people]
    if any(f"people/{mind.id}" not in images for mind in program.minds):
        return True
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case Backdrop(name=name) if f"backdrops/{name}" not in images:
                    return True
                case Show(who=who) if f"people/{seen[who]}" not in images:
                    return True
                case Merge():
                    return True
    return False


def document(
    story: str,
    language: str,
    title: str,
    files: tuple[Carried, ...] = (),
    licences: str = "",
    words: dict[str, dict[str, str]] | None = None,
    *,
    drawn: bool = True,
    live: Live | None = None,
) -> str:
    """The page around a story that is JSON already.

    Args:
        story: the program's JSON; nothing in it needs to be harmless.
        language: the language of the story, for the document.
        title: the title of the window.
        files: what the story brings.
        licences: words that come with these files.
        words: what the player says, by language; English if nothing is given.
        drawn: whether the player must be able to draw people and places.
        live: what makes the page a preview; without, it is a reader's.
    """
    made = player() if live is None else live.player
    script, style = made.script_for(drawn), made.style
    long = live is None and len(story) > PACKED_FROM
    rules = policy(script, style)
    return str(
        _template().render(
            language=language,
            version=__version__,
            title=title or "Weave",
            policy=rules
            if live is None
            else f"{rules}; connect-src {live.connects}; frame-src 'self'",
            live=None if live is None else inert(live.told),
            style=style,
            script=script,
            story=packed(story.encode()) if long else inert(story),
            packed=long,
            files=files,
            licences=licences,
            words=inert(as_json(words or interface((COMMON,)))),
        )
    )


def inert(text: str) -> str:
    r"""JSON that can stand inside a script element whatever the author wrote.

    `<`, `>`, `&`, `'`, U+2028 and U+2029 occur in JSON only inside strings, so each is written as
    its `\u` escape.
    """
    for letter in UNSAFE:
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def policy(script: str, style: str) -> str:
    """The content security policy of a page with this script and this style."""
    return "; ".join(DIRECTIVES).format(script=_hash(script), style=_hash(style))


def _hash(text: str) -> str:
    digest = sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    text = (files("weavec") / "templates" / "page.html.j2").read_text(encoding="utf-8")
    env = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return env.from_string(text.replace("\r\n", "\n"))


def plain_title(program: Program) -> str:
    """The title of the window."""
    return _plain(program.texts[program.story.language].get("@story/title", ()))


def _plain(nodes: Nodes) -> str:
    """The words of a text without its marks, for the title of the window."""
    out: list[str] = []
    for item in nodes:
        if isinstance(item, str):
            out.append(item)
        elif item[0] in ("em", "strong", "ruby"):
            out.append(_plain(item[1]))
    return "".join(out)
