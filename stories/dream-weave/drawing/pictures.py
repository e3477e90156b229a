"""Everything that is drawn for The Dream Weave, by the names of its files.

Goes in: people, places, keepsakes, endings. Comes out: pairs of a name below `art/`, without its
ending, and the text of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from leads import LEADS
from rig.figure import bust

LEAD_MOODS = ("calm", "resolve", "warm", "alarm", "sorrow", "dream")


def pictures() -> Iterator[tuple[str, str]]:
    """Names and drawings, one after another."""
    for person in LEADS:
        for mood in LEAD_MOODS:
            yield f"people/{person.name}-{mood}", bust(person, mood)
