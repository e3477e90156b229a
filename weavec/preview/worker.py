"""A thread that does one thing after another, and that nobody waits for at the end.

Goes in: functions. Comes out: what they give back, for who waits in an event loop. A thread of
the loop's own pool would be waited for when the program ends, however long its work takes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """The thread."""

    def __init__(self) -> None:
        self._todo: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="weavec", daemon=True).start()

    async def run(self, what: Callable[..., T], *given: Any) -> T:
        """Have something done, and wait for it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def do() -> None:
            try:
                made = what(*given)
            except BaseException as error:
                tell(done.set_exception, error)
            else:
                tell(done.set_result, made)

        def tell(how: Callable[[Any], None], value: object) -> None:
            def now() -> None:
                if not done.done():
                    how(value)

            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(now)

        self._todo.put(do)
        return await done

    def stop(self) -> None:
        """Let the thread end when it has done what it is doing."""
        self._todo.put(None)

    def _work(self) -> None:
        while (do := self._todo.get()) is not None:
            do()
