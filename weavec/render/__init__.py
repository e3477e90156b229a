"""How findings and plays look: for people on a terminal, and for programs.

Goes in: diagnostics, events. Comes out: strings. Nothing here prints, and no string that leaves
holds a character that a terminal would obey or that turns text around.
"""

from __future__ import annotations

from weavec.render.formats import as_github, as_json, as_sarif
from weavec.render.text import as_text, summary
from weavec.render.visible import visible

__all__ = ["as_github", "as_json", "as_sarif", "as_text", "summary", "visible"]
