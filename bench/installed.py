"""The surroundings of a measured command: as those of one that was installed.

In go variables to add; out comes an environment for `subprocess`. An installer compiles the modules
of a package once; a checkout in which Python may not keep what it compiled (as where
PYTHONDONTWRITEBYTECODE is set) compiles all of them in each process, which for `weavec check` is a
quarter of a second that no user ever waits for. Compiled modules are kept outside the project, so
the first process of a measurement does not count.
"""

from __future__ import annotations

import os
import tempfile


def surroundings(**more: str) -> dict[str, str]:
    """The variables of this process, with those that are given, for one that is measured."""
    kept = {name: of for name, of in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = os.path.join(tempfile.gettempdir(), "weave-bench-compiled")
    return kept | {"PYTHONPYCACHEPREFIX": compiled} | more
