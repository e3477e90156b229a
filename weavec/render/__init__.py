"""How findings and plays look: for people on a terminal, and for programs.

Goes in: diagnostics, events. Comes out: strings. Nothing here prints, and no string that leaves
holds a character that a terminal would obey or that turns text around. `text` shows findings to
people, `formats` to programs; `reading` shows plays; all are made with `visible` and `paint`.
"""
