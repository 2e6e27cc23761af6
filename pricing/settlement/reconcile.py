"""A second count of the log, kept apart from the first: they must agree.

The control knows baskets, their totals and what was paid back, and nothing of
what is inside a price. A settlement that does not come to its sums is not one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pricing.domain.errors import StoreUnavailable
from pricing.domain.money import format_minor
from pricing.domain.quote import Quote
from pricing.settlement.settle import GUARANTEE, Period, Settlement
from pricing.store import events
from pricing.store.events import Recorded

_COUNTS = ("seats_sold", "paid", "seats_returned", "refunded")
_SOLD, _PAID, _RETURNED, _REFUNDED = range(len(_COUNTS))


def _nothing() -> defaultdict[str, list[int]]:
    return defaultdict(lambda: [0] * len(_COUNTS))


class BasketSums(NamedTuple):
    """What a basket comes to."""

    season_id: str
    # By item: performance, seats, and the price of all of them.
    items: tuple[tuple[str, int, int], ...]
    # What is left of the basket's total: gifts and cards.
    products: int


def sums_of(quote: Quote) -> BasketSums:
    """Return what a quote comes to."""
    items = tuple(
        (priced.item.performance_id, priced.item.count, priced.total_minor)
        for priced in quote.items
    )
    products = quote.total_minor - sum(total for _, _, total in items)
    return BasketSums(quote.season_id, items, products)


@dataclass
class Control:
    """Seats and money of a season in a period, by performance, from the log alone."""

    season_id: str
    period: Period
    # By performance, "" for gifts and cards, in the order of ``_COUNTS``.
    counts: defaultdict[str, list[int]] = field(default_factory=_nothing)
    _offered: dict[str, BasketSums] = field(default_factory=dict)
    _sold: dict[str, BasketSums] = field(default_factory=dict)
    # Seats and cancelled seats of each sale that a platform told of.
    _told: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, recorded: Recorded) -> None:
        """Count the next event of the log."""
        event = recorded.event
        match event:
            case events.QuoteOffered():
                self.offer(event.quote.id, sums_of(event.quote))
            case events.QuoteAccepted():
                self.accept(event.quote_id, recorded.time)
            case events.QuoteVoided() | events.QuoteExpired():
                self._offered.pop(event.quote_id, None)
            case events.ItemsCancelled():
                self._take_back(event, counted=recorded.time in self.period)
            case events.ItemsExchanged():
                quote = event.exchange.quote
                returned = events.ItemsCancelled(event.exchange.cancellation)
                self._take_back(returned, counted=recorded.time in self.period)
                self.offer(quote.id, sums_of(quote))
                self.accept(quote.id, recorded.time)
            case events.SalesRecorded():
                self._tell(event, recorded)
            case _:
                pass

    def offer(self, quote_id: str, sums: BasketSums) -> None:
        """Take in that a basket was offered."""
        self._offered[quote_id] = sums

    def accept(self, quote_id: str, at: datetime) -> None:
        """Count a basket that was sold."""
        # One that was offered before the season was entered is of another.
        sums = self._offered.pop(quote_id, None)
        if sums is None or sums.season_id != self.season_id:
            return
        self._sold[quote_id] = sums
        if at not in self.period:
            return
        for performance_id, count, total in sums.items:
            of = self.counts[performance_id]
            of[_SOLD] += count
            of[_PAID] += total
        if sums.products:
            self.counts[""][_PAID] += sums.products

    def _take_back(self, event: events.ItemsCancelled, *, counted: bool) -> None:
        sold = self._sold.get(event.cancellation.quote_id)
        if sold is None or not counted:
            return
        for line in event.cancellation.lines:
            of = self.counts[sold.items[line.item_index][0]]
            of[_RETURNED] += len(line.serials)
            of[_REFUNDED] += line.refund_minor
        for gift in event.cancellation.gifts:
            self.counts[""][_REFUNDED] += gift.refund_minor

    def _tell(self, event: events.SalesRecorded, recorded: Recorded) -> None:
        if event.season_id != self.season_id:
            return
        for told in event.sales:
            before, gone_before = self._told.get(told.id, (0, 0))
            self._told[told.id] = told.count, told.cancelled_count
            seats, gone = told.count - before, told.cancelled_count - gone_before
            of, price = self.counts[told.performance_id], told.unit_price_minor
            if told.time in self.period:
                of[_SOLD] += seats
                of[_PAID] += seats * price
            if (told.changed_at or recorded.time) in self.period:
                of[_RETURNED] += gone
                of[_REFUNDED] += gone * price


def reconcile(
    settlement: Settlement, control: Control, performance_id: str = ""
) -> None:
    """Refuse a settlement whose rows do not come to the sums of the log.

    Raises
    ------
    StoreUnavailable
        It names the performance and both sums.
    """
    settled = _nothing()
    for row in settlement.rows:
        sums, name = row.sums, row.key.performance_id
        for place, count in enumerate(_COUNTS):
            settled[name][place] += getattr(sums, count)
        shared = sum(row.shares.values())
        wanted = 0 if row.key.kind == GUARANTEE else sums.net
        if row.shares and shared != wanted:
            raise _unbalanced(settlement, name, "shares", shared, wanted)
    counted = {
        name: counts
        for name, counts in control.counts.items()
        if performance_id in ("", name)
    }
    nothing = [0] * len(_COUNTS)
    for name in sorted(counted.keys() | settled.keys()):
        pairs = zip(settled[name], counted.get(name, nothing), strict=True)
        for what, (ours, theirs) in zip(_COUNTS, pairs, strict=True):
            if ours != theirs:
                raise _unbalanced(settlement, name, what, ours, theirs)


def _unbalanced(
    settlement: Settlement, performance_id: str, what: str, settled: int, counted: int
) -> StoreUnavailable:
    def shown(number: int) -> str:
        if what.startswith("seats"):
            return str(number)
        return format_minor(number, settlement.season.currency_code)

    return StoreUnavailable(
        f"the settlement does not come to the sums of the log: {what} of "
        f"{performance_id or 'gifts and cards'}: {shown(settled)} settled, "
        f"{shown(counted)} in the log; nothing is written",
        lasting=True,
    )
