"""One dated showing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from pricing.domain.ids import check_id, check_range
from pricing.domain.venue import SEAT_COUNT_MAX

_DAY = timedelta(days=1)
YEARS = (1000, 9000)


class PerformanceState(Enum):
    """Whether a performance sells."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Performance:
    """A showing of a production in a venue, with the rungs its prices may take.

    ``capacities`` follows the venue's seat categories; 0 where a category is
    not sold. ``ladder`` names price tiers of the venue, rising.
    """

    id: str
    production: str
    venue_id: str
    starts_at: datetime
    on_sale_at: datetime
    capacities: tuple[int, ...]
    ladder: tuple[str, ...]
    reference_tier: str
    state: PerformanceState = PerformanceState.OPEN
    # What the demand model may learn from: names without the x_ of the tables.
    covariates: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check the id, the times, the seats and the ladder."""
        check_id(self.id, "a performance id")
        for name in ("starts_at", "on_sale_at"):
            if getattr(self, name).tzinfo is None:
                raise ValueError(f"Expected {name} of {self.id!r} with a time zone.")
            # Days are counted from them, in any zone: keep clear of the ends.
            check_range(getattr(self, name).year, *YEARS, f"year of {name}")
        if self.on_sale_at >= self.starts_at:
            raise ValueError(f"Expected {self.id!r} on sale before it starts.")
        for capacity in self.capacities:
            check_range(capacity, 0, SEAT_COUNT_MAX, f"each capacity of {self.id!r}")
        if not self.ladder:
            raise ValueError(
                f"Expected at least one rung on the ladder of {self.id!r}."
            )
        if self.reference_tier not in self.ladder:
            raise ValueError(
                f"Expected the reference tier of {self.id!r} on its ladder, "
                f"got {self.reference_tier!r}."
            )

    @property
    def capacity(self) -> int:
        """Seats of all categories."""
        return sum(self.capacities)

    def days_out(self, now: datetime) -> float:
        """Return the days left before the curtain; negative after it."""
        return (self.starts_at - now) / _DAY
