"""Votes end by the clock, and what was voted goes into the organisations' logs.

Whoever comes first does it, once: any process of the service, at a tick of its clock
or where somebody reads a vote that has ended.
"""

import logging

from pricing.domain.errors import PricingError
from pricing.service.requests import answer
from pricing.store.carrying import left_to_carry
from pricing.store.commands import Tick
from pricing.store.interface import Store

log = logging.getLogger(__name__)


class VoteClock:
    """Closes votes and carries them out; to be used from one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # What could not be carried, told once.
        self._told: set[str] = set()

    async def look(self) -> None:
        """Close the votes whose window has ended, and carry out what was voted."""
        for key in self._store.cooperatives():
            await self._close(key)
        await self.carry()

    async def settle(self, key: str) -> None:
        """Do the same for who reads of one cooperative."""
        if await self._close(key):
            await self.carry()

    async def carry(self) -> None:
        """Tell organisations of what was voted; a fault of one is not another's."""
        for organization_id, command in list(left_to_carry(self._store)):
            try:
                await answer(self._store, organization_id, command)
            except PricingError as fault:
                said = f"{organization_id}: {command}"
                if said not in self._told:
                    self._told.add(said)
                    log.warning("%s waits: %s", said, fault)

    async def _close(self, key: str) -> bool:
        """Return whether a vote had ended."""
        now, of = self._store.now(key), self._store.books(key).cooperative
        due = next(of.due(now), None) is not None
        if due:
            await answer(self._store, key, Tick())
        return due
