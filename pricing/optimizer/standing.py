"""What is sold and posted already when the rest of a season is priced anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pricing.domain.performance import Performance

# A price that stood: since when, and the tier of each category.
Stood = tuple[datetime, tuple[str, ...]]


@dataclass(frozen=True)
class Standing:
    """The books at one moment, as far as prices depend on them.

    ``sold`` counts seats sold and held by (performance id, seat category id,
    whether under a solidarity tariff). ``posted_tier`` names the tier in force
    by performance id. ``paid`` counts the same seats by (performance id, seat
    category id, whether under a solidarity tariff, price paid in minor units):
    what rules on sales are measured on; seats that it leaves out do not enter.
    ``posted_since`` has by performance id each price that stood, oldest first:
    since when, and the tier of each category of the venue, "" where it was closed.
    ``fund_moved`` has by the id of a SolidarityBudget by how many currency units its
    fund stands above what the rule opened it with: gifts, recorded income, shares of
    surplus, less reductions. Where it is left out, seats ``paid`` tell.
    ``solidarity_paid`` is the part of buyers at solidarity tariffs that funds pay for
    (``pricing.optimizer.paid_for``); the others are turned away at the till.
    """

    now: datetime
    sold: Mapping[tuple[str, str, bool], int] = field(default_factory=dict)
    posted_tier: Mapping[str, str] = field(default_factory=dict)
    paid: Mapping[tuple[str, str, bool, int], int] = field(default_factory=dict)
    posted_since: Mapping[str, Sequence[Stood]] = field(default_factory=dict)
    fund_moved: Mapping[str, float] = field(default_factory=dict)
    solidarity_paid: float = 1.0

    def __post_init__(self) -> None:
        """Check the zone and the counts."""
        if self.now.tzinfo is None:
            raise ValueError("Expected now with a time zone.")
        if not 0 <= self.solidarity_paid <= 1:
            raise ValueError("Expected solidarity_paid in [0, 1].")
        if any(count < 0 for count in (*self.sold.values(), *self.paid.values())):
            raise ValueError("Expected seats sold of at least 0.")

    @cached_property
    def paid_by_performance(
        self,
    ) -> Mapping[str, Sequence[tuple[str, bool, int, int]]]:
        """Seats in ``paid``: category, solidarity, price and count by performance."""
        found: dict[str, list[tuple[str, bool, int, int]]] = {}
        for (performance_id, category, solidarity, price), count in self.paid.items():
            seats = found.setdefault(performance_id, [])
            seats.append((category, solidarity, price, count))
        return found

    def last_tiers(self, performance: Performance) -> tuple[str, ...]:
        """Return the tier at which each category was last on sale; "" for never."""
        count = len(performance.capacities)
        stood = self.posted_since.get(performance.id, ())
        if not stood:
            return (self.posted_tier.get(performance.id, ""),) * count
        last = ("",) * count
        for _, tiers in stood:
            last = tuple(now or was for now, was in zip(tiers, last, strict=True))
        return last
