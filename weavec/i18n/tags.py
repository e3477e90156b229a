"""Tags of languages, as BCP 47 writes them.

Goes in: what somebody wrote. Comes out: the tag in its usual letters, or what is wrong with it.
"""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}|x(?:-[a-z0-9]{1,8})+))*)",
    re.IGNORECASE,
)


def canonical(tag: str) -> str | None:
    """A tag in its usual letters: `de`, `pt-BR`, `zh-Hant-TW`. None if it is no such tag."""
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    variants = re.split("-x-", found["rest"].lower())[0].split("-")[1:]
    if len(set(variants)) < len(variants):
        return None  # and browsers refuse it
    made = found["language"].lower()
    if found["script"]:
        made += f"-{found['script'].title()}"
    if found["region"]:
        made += f"-{found['region'].upper()}"
    return made + found["rest"].lower()


def mend(tag: str) -> str:
    """What to write in place of something that is no tag."""
    near = canonical(tag.replace("_", "-").split(".")[0].split("@")[0])
    return f"write `{near}`" if near else "write a tag like `de`, `pt-BR` or `zh-Hant`"
