"""The books of one season: a projection of the log of its organisation."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self, assert_never

from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable
from pricing.quotes.on_sale import SeasonOnSale
from pricing.store import events, events_performances, lives
from pricing.store.events import Recorded, SeasonEvent
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.events_governance import VotedRuleEvent
from pricing.store.events_performances import LifeEvent
from pricing.store.events_seats import SeatsReleased
from pricing.store.platform_sales import PlatformSales
from pricing.store.price_history import PriceHistory
from pricing.store.releases import Releases
from pricing.store.sales_pace import SalesPace
from pricing.store.voted_rules import VotedRules

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

    @classmethod
    def created(cls, season: Season, at: Recorded) -> Self:
        """Return the books of a season that was entered."""
        found = cls(season, revision=at.sequence)
        found.releases.plan(season, at.time)
        found.price_history.note_rules(season, at.sequence)
        return found

    def reprice_time(self, now: datetime) -> datetime:
        """Return when a posted price may change next, NEVER when none may."""
        if self.reprice_time_kept is None or self.reprice_time_kept <= now:
            due = (self.due_time(each, now) for each in self.season.performances)
            self.reprice_time_kept = min((t for t in due if t), default=NEVER)
        return self.reprice_time_kept

    def take(self, event: SeasonEvent, at: Recorded) -> None:
        """Take an event of this season into its books."""
        if isinstance(event, VotedRuleEvent):
            season = self.voted.take(event, self.season, self.revision, at.time)
            if season is not self.season:
                self._replace(season, at)
            return
        if isinstance(event, LifeEvent):
            self._live(event, at)
            return
        match event:
            case events.SeasonUpdated():
                self._replace(event.season, at)
            case events.PerformanceUpdated():
                self._replace(with_performance(self.season, event.performance), at)
            case events.PriceChanged() | events.PriceKept():
                self._post(event, at)
            case events.PlanStored():
                self.plans[event.plan.id] = event.plan
            case events.PlanActivated():
                self.active_plan_id, self.reprice_time_kept = event.plan_id, None
                self.pace.begin(self.counts)
            case events.PlanScheduled():
                self.pace.scheduled = event if event.plan_id else None
            case events.ForecastStored():
                self.forecasts[event.forecast_id] = event.table
                self.sales_move = True
                self.cache.clear()
            case events.JobRecorded():
                self.jobs[event.job_id] = event.body
            case events.SalesRecorded():
                self.platform.take(self, event.sales, event.seats_left)
            case FundIncomeRecorded():
                self.funds.record(event.income)
                self.taken_version += 1
            case SeatsReleased():
                self.releases.take(event)
            case _:
                assert_never(event)

    def _post(
        self, event: events.PriceChanged | events.PriceKept, at: Recorded
    ) -> None:
        posting = event.posting
        self.posted_under[posting.performance_id] = self.season.rules
        self.postings[posting.performance_id] = posting
        self.price_change_count += isinstance(event, events.PriceChanged)
        self.price_history.note(posting.performance_id, at.sequence)
        performance = self.performance(posting.performance_id)
        self.pace.note(performance, posting, at.time)
        self.prior_prices.note(self.season, performance, posting, at.time)

    def _replace(self, season: Season, at: Recorded) -> None:
        self.platform.resize(self, season)
        self.funds.restate(season)
        self.taken_version += 1
        self.season, self.revision = season, at.sequence
        self.price_history.note_rules(season, at.sequence, self.voted.proposals)
        cancelled = [name for name, life in self.lives.items() if life.cancelled_at]
        self.releases.plan(season, at.time, cancelled)
        self.reprice_time_kept = None
        self.cache.clear()
        for performance_id in self.postings.keys() - season.performance_by_id.keys():
            del self.postings[performance_id], self.posted_under[performance_id]
        for performance_id, posting in self.postings.items():
            # Commissions on top may be others.
            performance = self.performance(performance_id)
            self.prior_prices.note(season, performance, posting, at.time)

    def _live(self, event: LifeEvent, at: Recorded) -> None:
        lives.take(self, event, at.time)
        self.reprice_time_kept = None
        if isinstance(event, events_performances.PerformanceCancelled):
            self.releases.forget(event.performance_id)
        if isinstance(event, events_performances.PerformanceUnfrozen):
            # A price that was frozen may have stood in the way of a vote.
            self.voted.try_again()
        if isinstance(event, events_performances.PerformancePostponed):
            moved = replace(
                self.performance(event.performance_id), starts_at=event.starts_at
            )
            self._replace(with_performance(self.season, moved), at)


def season_id_of(event: SeasonEvent) -> str:
    """Return the id of the season that an event is of."""
    match event:
        case events.SeasonUpdated():
            return event.season.id
        case events.PlanStored():
            return event.plan.season_id
        case _:
            return event.season_id


def with_performance(season: Season, performance: Performance) -> Season:
    """Return the season with one performance replaced."""
    return replace(
        season,
        performances=tuple(
            performance if p.id == performance.id else p for p in season.performances
        ),
    )
