"""Answers of the store's thread, awaited in an event loop.

``asyncio.wrap_future`` wakes the loop once for each answer. A group of commands is
answered all at once, so here the first wakes the loop and the others come along.
"""

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, ref

Answer = TypeVar("Answer")


def awaitable(future: "Future[Answer]") -> "asyncio.Future[Answer]":
    """Return a future of the running loop that gets what another thread answers.

    Cancelling it calls the other off, as far as it was not begun.
    """
    loop = asyncio.get_running_loop()
    deliveries = _OF_LOOP.get(loop)
    if deliveries is None:
        deliveries = _OF_LOOP[loop] = _Deliveries(loop)
    mine: asyncio.Future[Answer] = loop.create_future()
    mine.add_done_callback(lambda done: done.cancelled() and future.cancel())
    future.add_done_callback(lambda done: deliveries.take(mine, done))
    return mine


class _Deliveries:
    """What was answered and is not yet in its loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # Else the loop would be kept for as long as this is, and this by the loop.
        self._loop = ref(loop)
        self._answered: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._called = False

    def take(self, mine: "asyncio.Future[Any]", answered: "Future[Any]") -> None:
        """Note an answer and wake the loop, unless it was called and did not begin.

        Called from any thread; two at once may both call, which is one too many
        and does no harm.
        """
        self._answered.append((mine, answered))
        loop = self._loop()
        if not self._called and loop is not None and not loop.is_closed():
            self._called = True
            loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        # First: an answer noted from here on is either seen below or calls again.
        self._called = False
        while self._answered:
            mine, answered = self._answered.popleft()
            if mine.done():
                continue
            if answered.cancelled():
                mine.cancel()
            elif (fault := answered.exception()) is not None:
                mine.set_exception(fault)
            else:
                mine.set_result(answered.result())


_OF_LOOP: "WeakKeyDictionary[asyncio.AbstractEventLoop, _Deliveries]" = (
    WeakKeyDictionary()
)
