"""FeedService: what happens, for other tools, from any point of the log on."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from threading import Lock
from time import monotonic, sleep

from jauge.pricing.v1 import feed_service_pb2 as pb
from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from pricing.domain.errors import FieldInvalid, NameUnknown, StoreUnavailable
from pricing.feed.quotas import Quotas
from pricing.service.calls import Context
from pricing.service.feed_events import Teller
from pricing.service.names import CooperativeName, OrganizationName, SeasonName
from pricing.store.cooperative import PREFIX
from pricing.store.interface import Store

# Events of one message, and events taken in before other threads have their turn.
EVENTS_A_MESSAGE_MAX = 500
EVENTS_AT_ONCE = 64
# How often the log is looked at, and after what time without news a message says
# that there are none.
LOOK_SECONDS = 0.2
# Threads that read the log for followers. They are apart from those of other calls:
# a follower waits for all of a long log where it was not read before.
READERS = 4
SILENCE_SECONDS = 15.0


@dataclass
class _Known:
    """What must be known of an organisation's log to tell of it; one at a time."""

    quotas: Quotas = field(default_factory=Quotas)
    lock: Lock = field(default_factory=Lock)


class FeedServicer:
    """The feed of each organisation, on the log of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, _Known] = {}
        self._readers = ThreadPoolExecutor(READERS, "feed")
        self._closed = False

    def close(self) -> None:
        """End all feeds; callers come again with the last number that they got."""
        self._closed = True
        self._readers.shutdown(wait=False)

    async def FollowEvents(
        self, request: pb.FollowEventsRequest, context: Context
    ) -> AsyncIterator[pb.FollowEventsResponse]:
        """Yield what happened after an event, and what happens."""
        owner, season = _parent(request.parent)
        books = self._store.books(owner)
        if season:
            books.season(season)
        elif not books.sequence:
            kind, _, name = str(request.parent).partition("s/")
            raise NameUnknown(kind, name)
        after, wanted = request.after_sequence, frozenset(request.kinds)
        last = books.sequence
        if after > last and self._store.shared:
            # Another process may have told of what is not known here yet.
            last = (await asyncio.to_thread(self._store.head, owner)).sequence
        if not 0 <= after <= last:
            raise FieldInvalid("after_sequence", f"Expected 0 to {last}, got {after}.")
        # The first message goes out at once, also where it has no news.
        told_at, loop = -inf, asyncio.get_running_loop()
        while not self._closed:
            told: list[FeedEvent] = []
            last = after
            if self._store.books(owner).sequence > after:
                told, last = await loop.run_in_executor(
                    self._readers, self._next, owner, season, after
                )
            found = [each for each in told if not wanted or each.kind in wanted]
            at_end, after = last == after, last
            ended = at_end and request.until_now
            if found or ended or monotonic() - told_at > SILENCE_SECONDS:
                yield pb.FollowEventsResponse(events=found, last_sequence=after)
                told_at = monotonic()
            if ended:
                return
            if at_end:
                await asyncio.sleep(LOOK_SECONDS)
        self._go_on()

    def _go_on(self) -> None:
        """Refuse once the service stops."""
        if self._closed:
            raise StoreUnavailable("the service stops")

    def _next(
        self, owner: str, season_id: str, after: int
    ) -> tuple[list[FeedEvent], int]:
        """Return what follows an event as far as one message goes, and its last."""
        rows = list(islice(self._store.events(owner, after), EVENTS_A_MESSAGE_MAX))
        books = self._store.books(owner)
        # The log may be ahead of the books where others write to it.
        rows = [each for each in rows if each.sequence <= books.sequence]
        if not rows:
            return [], after
        known = self._known.setdefault(owner, _Known())
        with known.lock:
            quotas = self._caught_up(owner, known, rows[-1].sequence)
        teller = Teller(owner, quotas, books.quotes, books.cooperative)
        told = [each for recorded in rows for each in teller.told(recorded)]
        if season_id:
            season = str(SeasonName(owner, season_id))
            told = [each for each in told if each.season == season]
        return told, rows[-1].sequence

    def _caught_up(self, owner: str, known: _Known, last: int) -> Quotas:
        """Take in the log up to an event; prices are asked for meanwhile."""
        quotas = known.quotas
        if quotas.sequence >= last:
            return quotas
        try:
            missed = self._store.events(owner, quotas.sequence)
            for number, recorded in enumerate(missed, 1):
                quotas.take(recorded)
                if number % EVENTS_AT_ONCE == 0:
                    self._go_on()
                    sleep(0)
        except BaseException:
            # Half an event may have been taken in: begin anew next time.
            known.quotas = Quotas()
            raise
        return quotas


def _parent(parent: str) -> tuple[str, str]:
    """Return the key of the log and, if one is named, the season to follow."""
    if parent.startswith(PREFIX):
        return str(CooperativeName.parse(parent, "parent")), ""
    if "/seasons/" in parent:
        name = SeasonName.parse(parent, "parent")
        return name.organization_id, name.season_id
    return OrganizationName.parse(parent, "parent").organization_id, ""
