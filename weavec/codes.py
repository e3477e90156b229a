"""The catalogue of findings: every name that a diagnostic can have.

One line a finding: its number, its name, its severity and the phrase that heads its page in
`weavec/codes/NAME.md`. Numbers go by pass: 0 syntax and files, 1 names, 2 types, 3 perspectives and
merges, 4 flow, 5 assets, 6 bookkeeping, 7 translations, 9 the compiler itself. Names and numbers
never change their meaning.
"""

from __future__ import annotations

from typing import Final

from weavec.node import node


@node
class Code:
    """A finding's place in the catalogue. `severity`: error, warning or note."""

    number: str
    name: str
    severity: str
    title: str


_TABLE = """
E001 bad-line             a line that does not parse
E002 bad-indent           indentation that fits no block
E003 tab-indent           a tab where indentation is spaces
E004 misplaced-line       a line where lines of its kind do not stand
E005 too-deep             nesting beyond what Weave reads
E006 bad-text-mark        a mark in text that is not closed or is none
E007 bad-character        a character that hides or breaks what is written
E008 bad-encoding         a file that is not UTF-8 text
E009 unreadable-file      a file that cannot be read
E101 undefined-scene      a way to a scene that is not there
E102 undefined-mark       a way to a mark that is not there
E103 undefined-name       a name that nothing declares
E104 undefined-speaker    a speaker who is not in the cast
E105 duplicate-name       a name that is given twice
E106 missing-header       a story without its heading
W107 missing-id           a story without an id
W108 unused-name          a name that nothing uses
E201 type-mismatch        values of kinds that do not go together
E202 value-out-of-range   a number beyond its range
E203 unknown-word         a word that is not in the list
E204 bad-initial          a first value that does not fit
E301 not-a-dreamer        a perspective of somebody who has none
E302 perspective-missing  a way into a scene without the mind it needs
E303 mind-leak            a memory in the wrong mind
E304 thought-leak         a thought in the wrong mind
W305 shift-to-self        a shift to the mind that is there already
E311 nested-merge         a dream-merge inside another
E312 jump-out-of-strand   a jump where only wake leaves
E313 not-in-a-strand      a line that cannot stand in a strand
E314 sync-order           two strands that wait for each other
W315 sync-alone           a sync that only one strand holds
E316 merge-deadlock       strands that wait in a ring
W317 strand-race          an outcome that the order of strands decides
E401 unreachable-scene    a scene that no way leads to
E402 unreachable-line     a line that no way leads to
E403 unreachable-option   an option that nobody can pick
E404 unreachable-ending   an ending that no way leads to
E405 unreachable-perspective a mind that no way enters a scene in
E406 runs-off-scene       a way that runs off the end of its scene
E407 dead-end             a choice with no option left
E408 softlock             a place with no way to an ending
E409 silent-loop          a way round without a line
E410 visit-cycle          a scene that can visit itself
E411 stray-return         a return where no visit led
W412 constant-condition   a condition with one answer only
W413 fake-choice          a choice that changes nothing
W414 unused-set           a stored value that nothing reads
N415 saturation           a number that passes the end of its range
E416 story-without-ending a story that never ends
W417 undecided            what was too much to decide
N501 missing-asset        a name without its file, or a file without its name
E502 bad-asset            a file that a page cannot carry
E503 asset-too-large      a file that is larger than a page can bear
W504 missing-letters      letters that a font does not have
N505 whole-font           a font that is carried whole
N601 todo                 a hole that the author knows of
W602 unused-allow         an allowance that silences nothing
E701 bad-catalogue        a file of translations that cannot be used
E702 bad-translation      a translation that cannot stand for its text
W703 stale-translation    a translation of other words
N704 untranslated         texts without a translation
E901 internal-error       a fault of the compiler
"""

_SEVERITIES = {"E": "error", "W": "warning", "N": "note"}


def _read(table: str) -> dict[str, Code]:
    codes: dict[str, Code] = {}
    for line in table.strip().splitlines():
        number, name, title = line.split(maxsplit=2)
        codes[name] = Code(number, name, _SEVERITIES[number[0]], title)
    return codes


CODES: Final[dict[str, Code]] = _read(_TABLE)
"""Every finding by its name."""


def find(wanted: str) -> Code | None:
    """The finding with this number (in any case) or name, if there is one."""
    name = wanted.strip().lower()
    if name in CODES:
        return CODES[name]
    return next((code for code in CODES.values() if code.number.lower() == name), None)
