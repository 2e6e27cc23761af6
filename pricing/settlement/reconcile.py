"""A second count of the log, kept apart from the first: they must agree.

The control knows baskets, their totals and what was paid back, and nothing of
what is inside a price. A settlement that does not come to its sums is not one.
"""

from collections import defaultdict
from dataclasses import dataclass, field

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


@dataclass
class Control:
    """Seats and money of a season in a period, by performance, from the log alone."""

    season_id: str
    period: Period
    # By performance, "" for gifts and cards, in the order of ``_COUNTS``.
    counts: defaultdict[str, list[int]] = field(default_factory=_nothing)
    _quotes: dict[str, Quote] = field(default_factory=dict)
    # By quote that was sold: the performance of each item.
    _items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Seats and cancelled seats of each sale that a platform told of.
    _told: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, recorded: Recorded) -> None:
        """Count the next event of the log."""
        event = recorded.event
        match event:
            case events.QuoteOffered():
                self._quotes[event.quote.id] = event.quote
            case events.QuoteAccepted():
                # One that was offered before the season was entered is of another.
                quote = self._quotes.pop(event.quote_id, None)
                if quote is not None:
                    self._sell(quote, counted=recorded.time in self.period)
            case events.QuoteVoided() | events.QuoteExpired():
                self._quotes.pop(event.quote_id, None)
            case events.ItemsCancelled():
                self._take_back(event, counted=recorded.time in self.period)
            case events.ItemsExchanged():
                counted = recorded.time in self.period
                self._quotes.pop(event.exchange.quote.id, None)
                returned = events.ItemsCancelled(event.exchange.cancellation)
                self._take_back(returned, counted=counted)
                self._sell(event.exchange.quote, counted=counted)
            case events.SalesRecorded():
                self._tell(event, recorded)
            case _:
                pass

    def _sell(self, quote: Quote, *, counted: bool) -> None:
        if quote.season_id != self.season_id:
            return
        self._items[quote.id] = tuple([p.item.performance_id for p in quote.items])
        if not counted:
            return
        left = quote.total_minor
        for priced in quote.items:
            count, total = priced.item.count, priced.total_minor
            of = self.counts[priced.item.performance_id]
            of[_SOLD] += count
            of[_PAID] += total
            left -= total
        if left:
            self.counts[""][_PAID] += left

    def _take_back(self, event: events.ItemsCancelled, *, counted: bool) -> None:
        items = self._items.get(event.cancellation.quote_id)
        if items is None or not counted:
            return
        for line in event.cancellation.lines:
            of = self.counts[items[line.item_index]]
            of[_RETURNED] += len(line.serials)
            of[_REFUNDED] += line.refund_minor

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
