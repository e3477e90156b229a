"""What building a wheel does beside packing files: it makes the parse tables, so nobody waits for
them later. Run by hatch; no part of the package.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParseTables(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `weavec/syntax/tables.json` before the wheel is packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the tables, except for an editable install, whose grammar may still change."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            write_tables = getattr(import_module("weavec.syntax.tables"), "write_tables", None)
            if write_tables is not None:
                write_tables()
        finally:
            sys.path.remove(self.root)
