"""How sales move posted prices: after how many, and how often at most."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pricing.domain.ids import check_range

MINUTES_MAX = 7 * 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SalesRepricing:
    """Once so much of a performance is sold, the rest of the season is priced anew.

    Such prices take effect at whole multiples of ``minutes`` since 1970 in UTC and
    at no other time, so that a price list can tell until when sales leave it alone.
    """

    on: bool = True
    # Seats sold of one performance since the plan in force, in thousandths of its
    # seats.
    sold_permille: int = 50
    minutes: int = 60

    def __post_init__(self) -> None:
        """Check the share and the minutes."""
        check_range(self.sold_permille, 1, 1000, "sold_permille")
        check_range(self.minutes, 1, MINUTES_MAX, "minutes of sales re-pricing")

    def seats(self, capacity: int) -> int:
        """Return after how many seats sold of a performance prices are looked at."""
        return max(1, -(-capacity * self.sold_permille // 1000))

    def turn(self, now: datetime) -> int:
        """Return how many moments at which sales may move prices have come."""
        return (now - _EPOCH) // timedelta(minutes=self.minutes)

    def next_time(self, now: datetime) -> datetime:
        """Return the next moment, after a time, at which sales may move prices."""
        return _EPOCH + (self.turn(now) + 1) * timedelta(minutes=self.minutes)


SALES_HOURLY = SalesRepricing()
