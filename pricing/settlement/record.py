"""The record of sales of an organisation: a projection of its log.

Each ticket has a serial number; they follow each other without a gap over all
seasons of the organisation, and a ticket that was given back keeps its own.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from pricing.domain.after_sale import Cancellation
from pricing.domain.errors import StoreUnavailable
from pricing.domain.inventory import ToldSale
from pricing.domain.performance import Performance
from pricing.domain.quote import Quote
from pricing.domain.season import Season
from pricing.settlement.units import (
    Unit,
    given_back,
    unit_of_product,
    unit_of_seat,
    unit_told,
)
from pricing.store import events, events_performances
from pricing.store.events import Recorded
from pricing.store.season_books import with_performance

# A unit and how many of it, in the order of the quote's items, then its products.
Items = tuple[tuple[Unit, int], ...]


class Sale(NamedTuple):
    """A basket that was sold, and the serial of its first ticket."""

    time: datetime
    quote_id: str
    serial_first: int
    items: Items


class Back(NamedTuple):
    """Tickets of one item that were given back."""

    time: datetime
    quote_id: str
    # What one of them takes out of the books.
    taken: Unit
    serials: tuple[int, ...]
    ground: str
    # The quote that was taken instead, "" where the money was paid back.
    exchange_quote_id: str


class Entry(NamedTuple):
    """So many units that were sold at a time, or, negative, given back."""

    time: datetime
    unit: Unit
    quantity: int


@dataclass
class SalesRecord:
    """What was sold and given back, in the order of the log."""

    sequence: int = 0
    last_serial: int = 0
    # As they stand.
    seasons: dict[str, Season] = field(default_factory=dict)
    # By season and performance.
    cancelled_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    sales: list[Sale] = field(default_factory=list)
    backs: list[Back] = field(default_factory=list)
    back_by_serial: dict[int, Back] = field(default_factory=dict)
    # Of gifts to solidarity funds that were given back.
    _gifts_back: list[Entry] = field(default_factory=list)
    _told: list[Entry] = field(default_factory=list)
    # How many were cancelled, and what one was of when the sale was told first.
    _told_by_id: dict[tuple[str, str], tuple[int, Unit]] = field(default_factory=dict)
    _offered: dict[str, Items] = field(default_factory=dict)
    _sold: dict[str, Sale] = field(default_factory=dict)
    # Equal units are kept once.
    _units: dict[Unit, Unit] = field(default_factory=dict)

    def take(self, recorded: Recorded) -> None:
        """Take in the next event of the log.

        Raises
        ------
        StoreUnavailable
            Where serial numbers do not follow each other: the log is damaged.
        """
        event, at = recorded.event, recorded.time
        match event:
            case events.QuoteOffered():
                self.offer(event.quote.id, self.items_of(event.quote))
            case events.QuoteAccepted():
                self.accept(event.quote_id, event.serial_first, at)
            case events.QuoteVoided() | events.QuoteExpired():
                self._offered.pop(event.quote_id, None)
            case events.ItemsCancelled():
                self._take_back(event.cancellation)
            case events.ItemsExchanged():
                quote = event.exchange.quote
                self._offered.pop(quote.id, None)
                self._take_back(event.exchange.cancellation)
                serials = (s for each in quote.items for s in each.serials)
                first = next(serials, self.last_serial + 1)
                self._sell(Sale(at, quote.id, first, self.items_of(quote)))
            case events.SalesRecorded():
                for told in event.sales:
                    self._tell(event.season_id, told, at)
            case _:
                self._take_of_season(recorded)
        self.sequence = recorded.sequence

    def entries(self, season_id: str) -> Iterator[Entry]:
        """Yield what was sold and given back of a season."""
        for sale in self.sales:
            for unit, count in sale.items:
                if unit.season_id == season_id:
                    yield Entry(sale.time, unit, count)
        for back in self.backs:
            if back.taken.season_id == season_id:
                yield Entry(back.time, back.taken, -len(back.serials))
        for entry in (*self._gifts_back, *self._told):
            if entry.unit.season_id == season_id:
                yield entry

    def tickets(
        self, season_id: str, after_serial: int = 0
    ) -> Iterator[tuple[int, Sale, Unit]]:
        """Yield the tickets of a season with greater serials, each with its sale."""
        place = bisect_right(self.sales, after_serial, key=lambda s: s.serial_first)
        for index in range(max(0, place - 1), len(self.sales)):
            sale = self.sales[index]
            serial = sale.serial_first
            for unit, count in sale.items:
                if not unit.performance_id:
                    continue
                if unit.season_id == season_id:
                    for number in range(max(serial, after_serial + 1), serial + count):
                        yield number, sale, unit
                serial += count

    def _take_of_season(self, recorded: Recorded) -> None:
        event = recorded.event
        match event:
            case events.SeasonCreated() | events.SeasonUpdated():
                self.seasons[event.season.id] = event.season
            case events.PerformanceUpdated():
                self._replace(event.season_id, event.performance)
            case events_performances.PerformancePostponed():
                before = self.seasons[event.season_id].performance_by_id
                moved = replace(before[event.performance_id], starts_at=event.starts_at)
                self._replace(event.season_id, moved)
            case events_performances.PerformanceCancelled():
                key = event.season_id, event.performance_id
                self.cancelled_at[key] = recorded.time
            case _:
                pass

    def _replace(self, season_id: str, performance: Performance) -> None:
        changed = with_performance(self.seasons[season_id], performance)
        self.seasons[season_id] = changed

    def items_of(self, quote: Quote) -> Items:
        """Return what a quote is of, as units."""
        found = [(unit_of_seat(quote, each), each.item.count) for each in quote.items]
        if quote.products:
            vat = self.seasons[quote.season_id].vat_permille
            found += [(unit_of_product(quote, p, vat), p.count) for p in quote.products]
        keep = self._units.setdefault
        return tuple((keep(unit, unit), count) for unit, count in found)

    def offer(self, quote_id: str, items: Items) -> None:
        """Take in that a basket was offered."""
        self._offered[quote_id] = items

    def accept(self, quote_id: str, serial_first: int, at: datetime) -> None:
        """Take in that an offered basket was sold.

        Raises
        ------
        StoreUnavailable
            Where serial numbers do not follow each other: the log is damaged.
        """
        self._sell(Sale(at, quote_id, serial_first, self._offered.pop(quote_id)))

    def _sell(self, sale: Sale) -> None:
        count = sum([count for unit, count in sale.items if unit.performance_id])
        if count and sale.serial_first != self.last_serial + 1:
            raise StoreUnavailable(
                f"the log numbers the tickets of {sale.quote_id} from "
                f"{sale.serial_first} on, after {self.last_serial}",
                lasting=True,
            )
        self.last_serial += count
        self.sales.append(sale)
        self._sold[sale.quote_id] = sale

    def _take_back(self, cancellation: Cancellation) -> None:
        sale = self._sold[cancellation.quote_id]
        products = [each for each in sale.items if not each[0].performance_id]
        for gift in cancellation.gifts:
            unit, count = products[gift.product_index]
            self._gifts_back.append(Entry(cancellation.time, unit, -count))
        for line in cancellation.lines:
            unit, _ = sale.items[line.item_index]
            count = len(line.serials)
            taken = given_back(
                unit,
                line.refund_minor // count,
                line.commission_back_minor // count,
            )
            back = Back(
                cancellation.time,
                cancellation.quote_id,
                taken,
                line.serials,
                line.ground.value,
                cancellation.exchange_quote_id,
            )
            self.backs.append(back)
            for serial in line.serials:
                self.back_by_serial[serial] = back

    def _tell(self, season_id: str, told: ToldSale, at: datetime) -> None:
        known = self._told_by_id.get((season_id, told.id))
        if known is None:
            known = 0, unit_told(self.seasons[season_id], told)
            self._told.append(Entry(told.time, known[1], told.count))
        # VAT and commissions may be others by now: what was booked goes out again.
        before, unit = known
        if gone := told.cancelled_count - before:
            self._told.append(Entry(told.changed_at or at, unit, -gone))
        self._told_by_id[season_id, told.id] = told.cancelled_count, unit
