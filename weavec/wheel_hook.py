"""What installing does beside packing files: it makes the parse tables and links the players, so
that nobody waits for them later. Run by hatch; no part of the package.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Prepared(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `weavec/syntax/tables.json`, `weavec/emit/player.json` and `preview.json` beside it.

    An editable install gets them too: what has changed since is noticed by its hash.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files."""
        sys.path.insert(0, self.root)
        try:
            import_module("weavec.syntax.tables").write_tables()
            import_module("weavec.emit.player").write_player()
            import_module("weavec.emit.player").write_preview()
        finally:
            sys.path.remove(self.root)
