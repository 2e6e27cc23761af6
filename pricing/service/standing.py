"""Answers at hand: price lists as bytes, and for how long they stand.

A list is asked for at every page view and changes with a sale or a moment of the
clock. While neither came, the same request gets the same bytes without being read:
whether they still stand is asked of the books' last event and of the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.quotes.price_list import PriceList, price_list
from pricing.service.convert.price_lists import price_list_to_proto
from pricing.service.names import PerformanceName
from pricing.store.books import Books
from pricing.store.interface import Store

# From here on the store counts as out of reach; in good health it is heard of every
# second.
BEHIND_SECONDS = 3.0
# Price lists kept as bytes; about 10 kB each.
_KEPT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer, and whether the same request would get it again."""

    data: bytes
    stands: Callable[[], bool]


class PriceLists:
    """The price lists of all seasons as bytes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[tuple[PerformanceName, str, str], tuple[PriceList, bytes]] = {}

    def standing(
        self, performance: PerformanceName, channel_id: str, counter_id: str
    ) -> Standing | bytes:
        """Return the answer with one list; alone where it does not stand."""
        owner, store = performance.organization_id, self._store
        books = store.books(owner)
        # Read before the list is: what comes in between is not passed over.
        sequence, since = books.sequence, store.now(owner)
        prices, data = self._list(books, performance, channel_id, counter_id, since)
        age = self.age()
        if age:
            return data + age
        until = prices.until

        def stands() -> bool:
            found = store.books(owner)
            return (
                found is books
                and found.sequence == sequence
                and since <= store.now(owner) < until
                and not self.is_behind()
            )

        return Standing(data, stands)

    def data(
        self, performance: PerformanceName, channel_id: str, counter_id: str
    ) -> bytes:
        """Return a list as field 1 of an answer, made anew only when it is new."""
        owner = performance.organization_id
        books, now = self._store.books(owner), self._store.now(owner)
        return self._list(books, performance, channel_id, counter_id, now)[1]

    def is_behind(self) -> bool:
        """Return whether the store is out of reach."""
        return self._store.shared and self._store.behind_seconds() >= BEHIND_SECONDS

    def age(self) -> bytes:
        """Return the field of answers that says how old they are, where it is set.

        In good health it is left out: answers are the same bytes from call to call.
        """
        if not self.is_behind():
            return b""
        behind = self._store.behind_seconds()
        age = Duration(nanos=int(behind % 1 * 1e9), seconds=int(behind))
        return pb.ListPricesResponse(age=age).SerializeToString()

    def _list(
        self,
        books: Books,
        performance: PerformanceName,
        channel_id: str,
        counter_id: str,
        now: datetime,
    ) -> tuple[PriceList, bytes]:
        of = books.season(performance.season_id)
        prices = price_list(
            of, performance.performance_id, channel_id, now, counter_id=counter_id
        )
        key = (performance, channel_id, counter_id)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not prices:
            message = price_list_to_proto(prices, performance)
            data = pb.ListPricesResponse(price_list=message).SerializeToString()
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            kept = self._kept[key] = (prices, data)
        return kept
