"""Options of the whole test suite.

`pytest --update` rewrites stored expectations (transcripts, snapshots) instead of comparing them;
`pytest --full`, or `WEAVE_FULL=1`, runs the long forms of tests that have a short one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ["WEAVEC_CACHE"] = ""  # no test uses what the user's own runs have kept
# A shell that runs tests in the background has them ignore Ctrl-C, and what they start as well.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    parser.addoption("--update", action="store_true", help="rewrite stored expectations")
    parser.addoption("--full", action="store_true", help="run the long forms of tests")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether stored expectations are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long form of a test is asked for."""
    return bool(request.config.getoption("--full") or os.environ.get("WEAVE_FULL"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened by `os.open` from now on, without their folders."""
    names: list[str] = []
    real = os.open

    def watched(name: Any, *args: Any, **more: Any) -> int:
        names.append(os.path.basename(name))
        return real(name, *args, **more)

    monkeypatch.setattr(os, "open", watched)
    return names


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests of the page."""
    from browser import chromium  # in `player/`, beside the tests that ask for it

    with chromium() as found:
        yield found
