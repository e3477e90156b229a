"""Checks of a lowered story: one module for each way of looking at it."""
