"""The reference machine: it plays a compiled story, exactly as `weavec/semantics.md` says.

In goes a `weavec.ir.Program`, a seed and what the reader does; out come states and events, plain
data that JSON can hold. `start` and `step` move, `render` shows where a state rests, `inputs` says
what the reader may do there, `canonical` writes any of it as one comparable text. All are pure.
"""

from weavec.machine.show import inputs, render
from weavec.machine.state import Cursor, Event, Input, Merging, Stage, State, canonical
from weavec.machine.step import start, step

__all__ = [
    "Cursor",
    "Event",
    "Input",
    "Merging",
    "Stage",
    "State",
    "canonical",
    "inputs",
    "render",
    "start",
    "step",
]
