"""Make a script small without changing what it does: `shorten` is the way in."""
