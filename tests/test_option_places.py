"""Where the options of a choice stand in the source: what findings about an option point at."""

from __future__ import annotations

from transcript import Single

from weavec.compiler import compile  # noqa: A004
from weavec.ir import Choice

STORY = """\
story "Doors"
  id 5a4be5a3-1f5e-4b63-8d2c-1f4b1b2f5c11
  language en

var key = false

scene hall
  choice "Which?"
    * The left one. -> attic
    if key
      * (once) The right one.
        It is odd.
    else
      * (if not key) Neither.
        hub "Then?"
          * Wait.
            leave
          * (needs key "No key.") Sleep.
            leave
  end over

scene attic
  Dust.
  end dust
"""


def test_the_line_of_every_option() -> None:
    lowered = compile(Single(STORY)).lowered
    assert lowered is not None
    attic = next(n for n, each in enumerate(lowered.program.scenes) if each.id == "attic")
    assert lowered.option_places[attic] == {}
    found = []
    for scene, site, by_op in zip(
        lowered.program.scenes, lowered.sites, lowered.option_places, strict=True
    ):
        for op, places in by_op.items():
            choice = scene.ops[op]
            assert isinstance(choice, Choice)
            assert len(places) == len(choice.options)
            spans = [site.span(*place) for place in places]
            found.append([span.file.text[span.start : span.end] for span in spans])
    assert found == [
        ["* The left one. -> attic", "* (once) The right one.", "* (if not key) Neither."],
        ["* Wait.", '* (needs key "No key.") Sleep.'],
    ]
