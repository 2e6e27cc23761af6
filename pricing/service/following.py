"""Files that a running service follows: who may call, and keys of vouchers."""

import asyncio
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


async def follow(*refresh: Callable[[], None]) -> None:
    """Look at files once a second, whatever becomes of the store."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        for each in refresh:
            try:
                each()
            except Exception:
                # What is revoked later must still be.
                log.exception("what a file said last stays in force")
