"""Lowering a story again after an edit: scenes that have not changed are not lowered twice."""

from __future__ import annotations


class Scenes:
    """The scenes of a story as they were lowered last."""
