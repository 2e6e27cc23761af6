"""What a decision about a price looks at: a season, its posted prices, its seats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pricing.domain.channel import Channel
from pricing.domain.errors import NameUnknown, NoActivePlan
from pricing.domain.performance import Performance
from pricing.domain.performance_life import AS_PLANNED, PerformanceLife
from pricing.domain.plan import PricePlan
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.quotes.allowances import Allowances
from pricing.quotes.funds import Funds
from pricing.quotes.posting import Posting
from pricing.quotes.prior_prices import PriorPrices
from pricing.quotes.repricing import next_change_time
from pricing.quotes.seats import SeatCounts

Found = TypeVar("Found")


def find(kind: str, name: str, among: Mapping[str, Found]) -> Found:
    """Return what has a name.

    Raises
    ------
    NameUnknown
        When nothing has it; the message lists what there is.
    """
    found = among.get(name)
    if found is None:
        raise NameUnknown(kind, name, list(among))
    return found


def check_counter(channel: Channel, counter_id: str) -> None:
    """Refuse a counter that a channel does not have.

    Raises
    ------
    NameUnknown
        When it has none of this id; "" is none at all.
    """
    if counter_id and channel.counter(counter_id) is None:
        raise NameUnknown("counter", counter_id, [c.id for c in channel.counters])


@dataclass
class SeasonOnSale:
    """A season with the plan in force, the prices posted and the seats taken."""

    season: Season
    # Plans by id; they never change.
    plans: dict[str, PricePlan] = field(default_factory=dict)
    active_plan_id: str = ""
    # By performance id; a performance without a posting has no price yet.
    postings: dict[str, Posting] = field(default_factory=dict)
    counts: dict[str, SeatCounts] = field(default_factory=dict)
    # Uses of cards, money of pools, packs: what is counted over the whole season.
    allowances: Allowances = field(default_factory=Allowances)
    # By performance id, of those that were cancelled, moved or frozen.
    lives: dict[str, PerformanceLife] = field(default_factory=dict)
    # Prices as they changed, for the lowest of 30 days.
    prior_prices: PriorPrices = field(default_factory=PriorPrices)
    # What was computed from the above and still holds, by performance, channel
    # and language; see pricing.quotes.rates and pricing.quotes.price_list.
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    # Rises with every seat held, sold or given back in the whole season.
    taken_version: int = field(default=0, compare=False)
    # Whether there is a forecast from which sales may move prices.
    sales_move: bool = False
    # What solidarity budgets have left, and what moved it.
    funds: Funds = field(default_factory=Funds)
    # By performance id, the rules in force when its price was posted.
    posted_under: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the funds of the season's rules where nothing is in them yet."""
        if not self.funds.balance_milli:
            self.funds.restate(self.season)

    def still(self, performance_ids: Iterable[str]) -> "SeasonOnSale":
        """Return what stands now for some performances, of one season throughout.

        A reader in another thread would else see a season change under it.
        Prices are read before the season: a later season has all their tiers.
        """
        found = ((name, self.postings.get(name)) for name in performance_ids)
        postings = {name: posting for name, posting in found if posting is not None}
        return SeasonOnSale(
            self.season,
            self.plans,
            self.active_plan_id,
            postings,
            self.counts,
            self.allowances,
            self.lives,
            self.prior_prices,
            self.cache,
            self.taken_version,
            self.sales_move,
            self.funds,
            self.posted_under,
        )

    def performance(self, performance_id: str) -> Performance:
        """Return a performance, or raise NameUnknown with those there are."""
        return find("performance", performance_id, self.season.performance_by_id)

    def life(self, performance_id: str) -> PerformanceLife:
        """Return what became of a performance."""
        return self.lives.get(performance_id, AS_PLANNED)

    def may_move(self, performance: Performance, now: datetime) -> bool:
        """Return whether the price of a performance may still move."""
        life = self.life(performance.id)
        return (
            performance.starts_at > now
            and life.cancelled_at is None
            and life.frozen_at is None
        )

    def due_time(self, performance: Performance, now: datetime) -> datetime | None:
        """Return when what is posted for a performance is next looked at, if ever."""
        posting = self.postings.get(performance.id)
        if posting is None:
            return None
        if self.may_move(performance, now):
            plan = self.active_plan
            planned = performance.id in plan.performance_by_id
            return next_change_time(plan, performance, posting) if planned else None
        life = self.life(performance.id)
        ended = performance.starts_at <= now or life.cancelled_at is not None
        # A frozen price stands; but once its sale opens, somebody may have paid it.
        return performance.on_sale_at if posting.before_sale and not ended else None

    def channel(self, channel_id: str) -> Channel:
        """Return a channel, or raise NameUnknown with those there are."""
        return find("channel", channel_id, self.season.channel_by_id)

    def seats(self, performance_id: str) -> SeatCounts:
        """Return the seats taken of a performance."""
        return self.counts.get(performance_id) or SeatCounts()

    @property
    def active_plan(self) -> PricePlan:
        """The plan in force; NoActivePlan when there is none."""
        if not self.active_plan_id:
            raise NoActivePlan(self.season.id)
        return self.plans[self.active_plan_id]
