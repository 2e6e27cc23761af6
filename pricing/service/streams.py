"""Calls that stay open: how many one caller may have, and how long one may be silent.

A call that streams takes a place among all calls for as long as it lasts. Without a
limit for each caller one of them could take every place and do nothing with it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from pricing.domain.errors import RateExceeded
from pricing.service.errors import DeadlinePassed

STREAMS_A_CALLER_MAX = 100
# How long a caller who streams may send nothing.
SILENCE_SECONDS = 60.0
_TRY_AGAIN_SECONDS = 1.0


class OpenStreams:
    """The calls that stream, by who made them; to be used from one event loop."""

    def __init__(self, most: int = STREAMS_A_CALLER_MAX) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_of(self, token_id: str, peer: str) -> Iterator[None]:
        """Count a call for as long as it lasts.

        Parameters
        ----------
        token_id : of the caller, empty where there is none
        peer : the caller's address, as gRPC says it; its port is not part of who it is

        Raises
        ------
        RateExceeded
            When the caller has as many open as it may.
        """
        caller = token_id or peer.rpartition(":")[0]
        if self._open[caller] >= self._most:
            raise RateExceeded(_TRY_AGAIN_SECONDS)
        self._open[caller] += 1
        try:
            yield
        finally:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]


async def unless_silent(messages: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield messages as they come.

    Raises
    ------
    DeadlinePassed
        When none came for too long.
    """
    coming = messages.__aiter__()
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                data = await anext(coming)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise DeadlinePassed(
                f"No message came for {SILENCE_SECONDS:g} s; nothing was kept."
            ) from None
        yield data
