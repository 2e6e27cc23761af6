"""The events of the append-only log of an organisation.

Everything that is known of an organisation is a projection of these, in the
order of their sequence numbers. An event says what happened, never what to do;
none carries personal data. Names and fields are the log's format: they may
gain fields with defaults, and never lose or change one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pricing.domain.after_sale import Cancellation, Exchange
from pricing.domain.inventory import BatchTaken, ToldSale, ToldSeatsLeft
from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan
from pricing.domain.quote import Quote
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable, History
from pricing.quotes.posting import Posting
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.events_governance import CooperativeEvent, VotedRuleEvent
from pricing.store.events_performances import LifeEvent
from pricing.store.events_seats import SeatsReleased


class Cause(Enum):
    """The re-pricing event that posted a price."""

    PLAN_ACTIVATED = "plan_activated"
    PERIOD_STARTED = "period_started"
    SALE_OPENED = "sale_opened"
    # A PriceStep let a move go on that it had held back.
    STEP_DUE = "step_due"
    # A plan that was learned from sales came into force at its moment.
    SALES_MOVED = "sales_moved"
    # The performance was moved to another date, or its prices may move again.
    POSTPONED = "postponed"
    UNFROZEN = "unfrozen"


@dataclass(frozen=True, slots=True)
class SeasonCreated:
    """A season was entered."""

    season: Season


@dataclass(frozen=True, slots=True)
class SeasonUpdated:
    """A season was replaced by another version of it."""

    season: Season


@dataclass(frozen=True, slots=True)
class PerformanceUpdated:
    """One performance of a season was replaced: opened, closed, moved."""

    season_id: str
    performance: Performance


@dataclass(frozen=True, slots=True)
class HistoryImported:
    """The organisation's past sales, in place of what was known of them."""

    history: History


@dataclass(frozen=True, slots=True)
class ForecastStored:
    """A forecast of a season, kept under the id of the job that made it."""

    season_id: str
    forecast_id: str
    table: ForecastTable


@dataclass(frozen=True, slots=True)
class JobRecorded:
    """Long work as it stands; ``body`` is the service's own text, opaque here."""

    season_id: str
    job_id: str
    body: str


@dataclass(frozen=True, slots=True)
class PlanStored:
    """A price plan, not yet in force."""

    plan: PricePlan


@dataclass(frozen=True, slots=True)
class PlanActivated:
    """A price plan came into force, in place of the one before it if any."""

    season_id: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class PlanScheduled:
    """A plan learned from sales is to come into force at a time.

    With another plan in force by then than the one it started from, or rules that
    forbid it, it does not: an event with an empty ``plan_id`` calls it off.
    """

    season_id: str
    plan_id: str
    based_on: str
    activate_time: datetime


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """Another tier was posted for a performance, for all buyers alike."""

    season_id: str
    # Empty where no price stood before.
    previous_tier_id: str
    posting: Posting
    cause: Cause


@dataclass(frozen=True, slots=True)
class PriceKept:
    """A re-pricing event left the posted tier as it was, for new reasons."""

    season_id: str
    posting: Posting
    cause: Cause


@dataclass(frozen=True, slots=True)
class QuoteOffered:
    """A basket was priced and its seats are held."""

    quote: Quote
    # Who the token of the call was given to, empty where there was none.
    holder: str = ""


@dataclass(frozen=True, slots=True)
class QuoteAccepted:
    """A basket was sold; its tickets are numbered from ``serial_first`` on."""

    quote_id: str
    serial_first: int


@dataclass(frozen=True, slots=True)
class QuoteVoided:
    """A basket was given up by the caller; its seats are free again."""

    quote_id: str


@dataclass(frozen=True, slots=True)
class QuoteExpired:
    """A basket was not accepted in time; its seats are free again."""

    quote_id: str


@dataclass(frozen=True, slots=True)
class ItemsCancelled:
    """Tickets of a sold basket were taken back; their seats are free again."""

    cancellation: Cancellation


@dataclass(frozen=True, slots=True)
class ItemsExchanged:
    """Tickets were taken back, and others sold in their place."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class SalesRecorded:
    """A platform told of sales: what was new of a batch."""

    season_id: str
    sales: tuple[ToldSale, ...]
    seats_left: tuple[ToldSeatsLeft, ...]
    taken: BatchTaken


# What the books of one season take in, once there is one.
SeasonEvent = (
    SeasonUpdated
    | PerformanceUpdated
    | ForecastStored
    | JobRecorded
    | PlanStored
    | PlanActivated
    | PlanScheduled
    | PriceChanged
    | PriceKept
    | SalesRecorded
    | LifeEvent
    | VotedRuleEvent
    | FundIncomeRecorded
    | SeatsReleased
)
Event = (
    SeasonCreated
    | HistoryImported
    | QuoteOffered
    | QuoteAccepted
    | QuoteVoided
    | QuoteExpired
    | ItemsCancelled
    | ItemsExchanged
    | SeasonEvent
    | CooperativeEvent
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in the log of an organisation."""

    organization_id: str
    # 1 for the first event of the organisation, without gaps.
    sequence: int
    time: datetime
    event: Event
    # Of the command that caused it, on the first of its events; else empty.
    request_id: str = ""
    fingerprint: str = ""
