"""What sales tell of demand, and what follows: a projection of the log.

Since the plan in force so many seats were sold, at prices that stood from such a
time on; and a plan learned from sales waits for the moment at which sales may move
prices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.quotes.posting import Posting
from pricing.quotes.seats import SeatCounts
from pricing.store.events import PlanScheduled

# A price that stood: since when, and the tier of each category.
Stood = tuple[datetime, tuple[str, ...]]


@dataclass
class SalesPace:
    """Of one season: the prices that stood, the seats sold, the plan to come."""

    # By performance id, oldest first.
    posted_since: dict[str, list[Stood]] = field(default_factory=dict)
    # By performance id, when the plan came into force.
    sold_at_plan: dict[str, int] = field(default_factory=dict)
    scheduled: PlanScheduled | None = None

    def note(self, performance: Performance, posting: Posting, time: datetime) -> None:
        """Take note of a price that is posted."""
        places = range(len(performance.capacities))
        tiers = tuple(posting.tier_of(place) for place in places)
        stood = self.posted_since.setdefault(performance.id, [])
        if not stood or stood[-1][1] != tiers:
            stood.append((time, tiers))

    def begin(self, counts: Mapping[str, SeatCounts]) -> None:
        """Count anew: a plan came into force."""
        self.sold_at_plan = {name: _sold(each) for name, each in counts.items()}
        self.scheduled = None

    def sold_a_batch(
        self, season: Season, counts: Mapping[str, SeatCounts], now: datetime
    ) -> bool:
        """Return whether a performance to come sold so much since the plan."""
        for performance_id, each in list(counts.items()):
            performance = season.performance_by_id.get(performance_id)
            if performance is None or performance.starts_at <= now:
                continue
            sold = _sold(each) - self.sold_at_plan.get(performance_id, 0)
            if sold >= season.sales_repricing.seats(performance.capacity):
                return True
        return False


def _sold(counts: SeatCounts) -> int:
    return sum(list(counts.sold.values()))
