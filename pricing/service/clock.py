"""The clock of a service: what comes with time alone, off the path of calls."""

import asyncio
import itertools
import logging

from pricing.domain.errors import PricingError, StoreUnavailable
from pricing.service.jobs import Jobs
from pricing.service.repricing import SalesWatch
from pricing.service.requests import answer
from pricing.service.vote_clock import VoteClock
from pricing.store.commands import Tick
from pricing.store.interface import Store

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
TICKS_AT_ONCE = 64
# Jobs of processes that are no more are looked for once in so many ticks.
RECOVER_TURNS = 600


class ServiceClock:
    """Re-prices, releases what expired, ends votes, looks after jobs."""

    def __init__(self, store: Store, votes: VoteClock, jobs: Jobs) -> None:
        self._store = store
        self._votes = votes
        self._jobs = jobs
        self._sales = SalesWatch(store, jobs)

    async def run(self) -> None:
        """Tick until cancelled."""
        for turn in itertools.count(1):
            await asyncio.sleep(TICK_SECONDS)
            try:
                await self.tick()
                self._jobs.heed()
                await self._sales.look()
                if turn % RECOVER_TURNS == 0:
                    await self._jobs.recover()
            except StoreUnavailable as fault:
                log.warning("the clock's re-pricing waits: %s", fault)
            except PricingError as fault:
                log.error("the clock's re-pricing failed: %s", fault)
            except Exception:
                # It is tried again; no other would let holds run out.
                log.exception("the clock's re-pricing failed")

    async def tick(self) -> None:
        """Let what is due happen now; raise the first fault once all had their turn."""
        names = self._store.organizations()
        faults: list[Exception] = []
        # Together, so that they share commits; not all, so that none waits long.
        for first in range(0, len(names), TICKS_AT_ONCE):
            some = names[first : first + TICKS_AT_ONCE]
            told = await asyncio.gather(
                *(answer(self._store, each, Tick()) for each in some),
                return_exceptions=True,
            )
            # The clock goes on for the others.
            faults += [each for each in told if isinstance(each, Exception)]
        await self._votes.look()
        if faults:
            raise faults[0]
