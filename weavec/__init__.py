"""weavec: the compiler of the Weave script language."""

from __future__ import annotations

__version__ = "0.1.0"
