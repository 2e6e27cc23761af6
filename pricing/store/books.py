"""The books of one organisation: a projection of its log.

Nothing is in the books that the log does not say, so a store that starts again
reads the log and has the same books. ``apply`` is the only way to change them.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from pricing.domain.after_sale import Cancellation, Exchange
from pricing.domain.errors import NameUnknown
from pricing.domain.quote import Quote, QuoteState
from pricing.domain.tables import History
from pricing.quotes import taken
from pricing.quotes.on_sale import SeasonOnSale, find
from pricing.store import events
from pricing.store.after_sale import AfterSale
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events import Event, Recorded
from pricing.store.events_governance import CooperativeEvent
from pricing.store.holders import Holders
from pricing.store.quote_pages import QuotePages
from pricing.store.season_books import SeasonBooks, season_id_of
from pricing.store.vouchers import UsedVouchers


class Request(NamedTuple):
    """A request that was answered: its body's hash, and the event with its answer."""

    fingerprint: str
    sequence: int


@dataclass
class Books:
    """What is known of one organisation.

    Readers in other threads may look at any time; they copy a dictionary with
    ``list`` or ``dict`` before they walk through it.
    """

    organization_id: str
    sequence: int = 0
    time: datetime | None = None
    seasons: dict[str, SeasonBooks] = field(default_factory=dict)
    history: History | None = None
    quotes: QuotePages = field(default_factory=QuotePages)
    requests: dict[str, Request] = field(default_factory=dict)
    last_serial: int = 0
    open_quote_count: int = 0
    after_sale: AfterSale = field(default_factory=AfterSale)
    holders: Holders = field(default_factory=Holders)
    # Of a log under ``cooperatives/``; founded by none in others.
    cooperative: CooperativeBooks = field(default_factory=CooperativeBooks)
    vouchers: UsedVouchers = field(default_factory=UsedVouchers)
    # Offered quotes by the time their hold ends; ended ones are dropped late.
    expiries: list[tuple[datetime, str]] = field(
        default_factory=list, compare=False, repr=False
    )

    def season(self, season_id: str) -> SeasonBooks:
        """Return the books of a season, or raise NameUnknown with those there are."""
        return find("season", season_id, self.seasons)

    def quote(self, season_id: str, quote_id: str) -> Quote:
        """Return a quote of a season as it stands, or raise NameUnknown."""
        self.season(season_id)
        quote = self.quotes.get(quote_id)
        if quote is None or quote.season_id != season_id:
            raise NameUnknown("quote", quote_id)
        return quote

    def next_quote_id(self) -> str:
        """Return the id of the quote that is offered next."""
        return f"q{len(self.quotes) + 1:06d}"

    def accepted(self, event: events.QuoteAccepted, time: datetime) -> Quote:
        """Return a quote as it is once accepted, with the serials of its tickets."""
        return numbered(self.quotes[event.quote_id], event.serial_first, time)

    def due(self, now: datetime) -> Sequence[events.QuoteExpired]:
        """Return the expiries that have come by a time, first come first."""
        found = []
        while self.expiries and self.expiries[0][0] <= now:
            quote_id = heapq.heappop(self.expiries)[1]
            if self.quotes[quote_id].state is QuoteState.OFFERED:
                found.append(events.QuoteExpired(quote_id))
        return found

    def apply(self, recorded: Recorded) -> None:
        """Take an event into the books.

        Raises
        ------
        ValueError
            When it is not the next event of this organisation.
        """
        place = (recorded.organization_id, recorded.sequence)
        if place != (self.organization_id, self.sequence + 1):
            raise ValueError(
                f"Expected event {self.sequence + 1} of {self.organization_id!r}, "
                f"got {recorded.sequence} of {recorded.organization_id!r}."
            )
        self._take(recorded.event, recorded)
        if recorded.request_id:
            self.requests[recorded.request_id] = Request(
                recorded.fingerprint, recorded.sequence
            )
        self.sequence = recorded.sequence
        self.time = recorded.time

    def _take(self, event: Event, at: Recorded) -> None:
        if isinstance(event, CooperativeEvent):
            self.cooperative.take(event, at.time)
            return
        match event:
            case events.QuoteOffered():
                self._offer(event.quote, event.holder)
            case events.QuoteAccepted():
                self._sell(event, at.time)
            case events.QuoteVoided():
                self._release(event.quote_id, QuoteState.VOIDED, at.time)
            case events.QuoteExpired():
                held_until = self.quotes[event.quote_id].expire_time
                self._release(event.quote_id, QuoteState.EXPIRED, held_until)
            case events.ItemsCancelled():
                self._take_back(event.cancellation)
            case events.ItemsExchanged():
                self._exchange(event.exchange)
            case events.HistoryImported():
                self.history = event.history
            case events.SeasonCreated():
                self.seasons[event.season.id] = SeasonBooks.created(event.season, at)
            case _:
                self.seasons[season_id_of(event)].take(event, at)

    def _offer(self, quote: Quote, holder: str = "") -> None:
        self.quotes[quote.id] = quote
        self.holders.begin(quote, holder)
        self.vouchers.hold(quote)
        heapq.heappush(self.expiries, (quote.expire_time, quote.id))
        self.open_quote_count += 1
        taken.hold(self.seasons[quote.season_id], quote)

    def _sell(self, event: events.QuoteAccepted, time: datetime) -> None:
        sold = self.accepted(event, time)
        self.vouchers.sell(sold)
        self.last_serial = (
            event.serial_first - 1 + sum(priced.item.count for priced in sold.items)
        )
        self._end(sold, taken.sell)

    def _exchange(self, exchange: Exchange) -> None:
        self._take_back(exchange.cancellation)
        sold = exchange.quote
        if sold.id not in self.quotes:
            # What was not offered before is held for no longer than this event.
            self._offer(replace(sold, state=QuoteState.OFFERED))
        self.last_serial += sum(priced.item.count for priced in sold.items)
        self.vouchers.sell(sold)
        self._end(sold, taken.sell)

    def _take_back(self, cancellation: Cancellation) -> None:
        quote = self.quotes[cancellation.quote_id]
        before = self.after_sale.counts(quote)
        self.after_sale.take_back(self.seasons[quote.season_id], quote, cancellation)
        self.vouchers.give_back(quote, before, self.after_sale.counts(quote))

    def _release(self, quote_id: str, state: QuoteState, time: datetime) -> None:
        ended = self.quotes[quote_id].ended(state, time)
        self.vouchers.release(ended)
        self._end(ended, taken.release)

    def _end(self, ended: Quote, move: Callable[[SeasonOnSale, Quote], None]) -> None:
        self.quotes[ended.id] = ended
        self.holders.end(ended)
        self.open_quote_count -= 1
        move(self.seasons[ended.season_id], ended)


def numbered(quote: Quote, serial_first: int, time: datetime) -> Quote:
    """Return an offered quote as it is once sold, with the serials of its tickets."""
    serial, items = serial_first, []
    for priced in quote.items:
        following = serial + priced.item.count
        items.append(replace(priced, serials=tuple(range(serial, following))))
        serial = following
    return replace(quote.ended(QuoteState.ACCEPTED, time), items=tuple(items))
