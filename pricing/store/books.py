"""The books of one organisation: a projection of its log.

Nothing is in the books that the log does not say, so a store that starts again
reads the log and has the same books. ``apply`` is the only way to change them.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple, assert_never

from pricing.domain.after_sale import Cancellation, Exchange
from pricing.domain.errors import NameUnknown
from pricing.domain.performance import Performance
from pricing.domain.quote import Quote, QuoteState
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable, History
from pricing.quotes import taken
from pricing.quotes.on_sale import SeasonOnSale, find
from pricing.store import events, lives
from pricing.store.after_sale import AfterSale
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events import Event, LifeEvent, Recorded
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.events_governance import CooperativeEvent, VotedRuleEvent
from pricing.store.events_seats import SeatsReleased
from pricing.store.holders import Holders
from pricing.store.platform_sales import PlatformSales
from pricing.store.price_history import PriceHistory
from pricing.store.quote_pages import QuotePages
from pricing.store.releases import Releases
from pricing.store.sales_pace import SalesPace
from pricing.store.voted_rules import VotedRules
from pricing.store.vouchers import UsedVouchers

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class SeasonBooks(SeasonOnSale):
    """What is known of one season."""

    # Sequence number of the event that gave the season its present form.
    revision: int = 0
    forecasts: dict[str, ForecastTable] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    price_change_count: int = 0
    pace: SalesPace = field(default_factory=SalesPace)
    platform: PlatformSales = field(default_factory=PlatformSales)
    voted: VotedRules = field(default_factory=VotedRules)
    price_history: PriceHistory = field(default_factory=PriceHistory)
    releases: Releases = field(default_factory=Releases)
    # What reprice_time found last; None once the plan or the season changed.
    reprice_time_kept: datetime | None = field(default=None, compare=False, repr=False)

    def reprice_time(self, now: datetime) -> datetime:
        """Return when a posted price may change next, NEVER when none may."""
        if self.reprice_time_kept is None or self.reprice_time_kept <= now:
            due = (self.due_time(each, now) for each in self.season.performances)
            self.reprice_time_kept = min((t for t in due if t), default=NEVER)
        return self.reprice_time_kept


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
        if isinstance(event, VotedRuleEvent):
            of = self.seasons[event.season_id]
            season = of.voted.take(event, of.season, of.revision, at.time)
            if season is not of.season:
                self._replace_season(season, at)
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
            case events.PriceChanged() | events.PriceKept():
                of = self.seasons[event.season_id]
                of.postings[event.posting.performance_id] = event.posting
                of.price_change_count += isinstance(event, events.PriceChanged)
                of.price_history.note(event.posting.performance_id, at.sequence)
                performance = of.performance(event.posting.performance_id)
                of.pace.note(performance, event.posting, at.time)
                of.prior_prices.note(of.season, performance, event.posting, at.time)
            case events.PlanStored():
                self.seasons[event.plan.season_id].plans[event.plan.id] = event.plan
            case events.PlanActivated():
                of = self.seasons[event.season_id]
                of.active_plan_id, of.reprice_time_kept = event.plan_id, None
                of.pace.begin(of.counts)
            case events.PlanScheduled():
                pace = self.seasons[event.season_id].pace
                pace.scheduled = event if event.plan_id else None
            case events.SeasonCreated():
                created = SeasonBooks(event.season, revision=at.sequence)
                created.releases.plan(event.season, at.time)
                created.price_history.note_rules(created.season, at.sequence)
                self.seasons[event.season.id] = created
            case events.SeasonUpdated():
                self._replace_season(event.season, at)
            case events.PerformanceUpdated():
                season = self.seasons[event.season_id].season
                self._replace_season(with_performance(season, event.performance), at)
            case events.HistoryImported():
                self.history = event.history
            case events.ForecastStored():
                of = self.seasons[event.season_id]
                of.forecasts[event.forecast_id] = event.table
                of.sales_move = True
                of.cache.clear()
            case events.JobRecorded():
                self.seasons[event.season_id].jobs[event.job_id] = event.body
            case events.ItemsCancelled():
                self._take_back(event.cancellation)
            case events.ItemsExchanged():
                self._exchange(event.exchange)
            case events.SalesRecorded():
                of = self.seasons[event.season_id]
                of.platform.take(of, event.sales, event.seats_left)
            case FundIncomeRecorded():
                of = self.seasons[event.season_id]
                of.funds.record(event.income)
                of.taken_version += 1
            case SeatsReleased():
                self.seasons[event.season_id].releases.take(event)
            case (
                events.PerformanceCancelled()
                | events.PerformancePostponed()
                | events.PerformanceFrozen()
                | events.PerformanceUnfrozen()
            ):
                self._live(event, at)
            case _:
                assert_never(event)

    def _replace_season(self, season: Season, at: Recorded) -> None:
        of = self.seasons[season.id]
        of.platform.resize(of, season)
        of.funds.restate(season)
        of.taken_version += 1
        of.season, of.revision = season, at.sequence
        of.price_history.note_rules(season, at.sequence, of.voted.proposals)
        cancelled = [name for name, life in of.lives.items() if life.cancelled_at]
        of.releases.plan(season, at.time, cancelled)
        of.reprice_time_kept = None
        of.cache.clear()
        for performance_id in of.postings.keys() - season.performance_by_id.keys():
            del of.postings[performance_id]
        for performance_id, posting in of.postings.items():
            # Commissions on top may be others.
            performance = of.performance(performance_id)
            of.prior_prices.note(season, performance, posting, at.time)

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

    def _live(self, event: LifeEvent, at: Recorded) -> None:
        of = self.seasons[event.season_id]
        lives.take(of, event, at.time)
        of.reprice_time_kept = None
        if isinstance(event, events.PerformanceCancelled):
            of.releases.forget(event.performance_id)
        if isinstance(event, events.PerformanceUnfrozen):
            # A price that was frozen may have stood in the way of a vote.
            of.voted.try_again()
        if isinstance(event, events.PerformancePostponed):
            moved = replace(
                of.performance(event.performance_id), starts_at=event.starts_at
            )
            self._replace_season(with_performance(of.season, moved), at)

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


def with_performance(season: Season, performance: Performance) -> Season:
    """Return the season with one performance replaced."""
    return replace(
        season,
        performances=tuple(
            performance if p.id == performance.id else p for p in season.performances
        ),
    )
