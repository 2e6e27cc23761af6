"""Who owns the seats of a season, and what the platform that owns them tells.

Where the platform does, the service makes prices and holds nothing. It is told of
sales in batches. Each entry is a sale as it stands, so that one which comes twice,
or late, changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pricing.domain.ids import check_range
from pricing.domain.venue import PRICE_MINOR_MAX, SEAT_COUNT_MAX

# Here, or with a platform that tells of its sales.
Inventory = Literal["own", "platform"]
INVENTORIES: tuple[Inventory, ...] = ("own", "platform")

SALE_ID_MAX = 100
SALES_PER_BATCH_MAX = 1000
SEATS_LEFT_PER_BATCH_MAX = 1000


@dataclass(frozen=True, slots=True)
class ToldSale:
    """A sale of the platform's, as it stands."""

    # The platform's own; opaque, never personal.
    id: str
    performance_id: str
    seat_category_id: str
    tariff_id: str
    channel_id: str
    count: int
    unit_price_minor: int
    time: datetime
    # Of ``count``, so many were cancelled since; it only rises.
    cancelled_count: int = 0
    # When the sale last changed; None where nothing was cancelled.
    changed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Check the id, the counts and the price."""
        if not self.id or len(self.id) > SALE_ID_MAX or not self.id.isprintable():
            raise ValueError(
                f"Expected the id of a sale of 1 to {SALE_ID_MAX} printable characters."
            )
        check_range(self.count, 1, SEAT_COUNT_MAX, "seats of a sale")
        check_range(self.cancelled_count, 0, self.count, "cancelled seats of a sale")
        check_range(self.unit_price_minor, 0, PRICE_MINOR_MAX, "price of a sale")
        if self.as_of.tzinfo is None or self.time.tzinfo is None:
            raise ValueError("Expected the times of a sale with a time zone.")

    @property
    def as_of(self) -> datetime:
        """When it came to stand as it does."""
        return self.changed_at or self.time

    @property
    def terms(self) -> tuple[object, ...]:
        """What never changes of a sale."""
        seat = self.performance_id, self.seat_category_id, self.tariff_id
        return *seat, self.channel_id, self.count, self.unit_price_minor, self.time

    @property
    def kept_count(self) -> int:
        """Seats that were not cancelled."""
        return self.count - self.cancelled_count


@dataclass(frozen=True, slots=True)
class ToldSeatsLeft:
    """How many seats of a category the platform still had at a time."""

    performance_id: str
    seat_category_id: str
    count: int
    time: datetime

    def __post_init__(self) -> None:
        """Check the count and the time."""
        check_range(self.count, 0, SEAT_COUNT_MAX, "seats left")
        if self.time.tzinfo is None:
            raise ValueError("Expected the time of seats left with a time zone.")


@dataclass(frozen=True, slots=True)
class BatchTaken:
    """How much of a batch was news."""

    new_count: int
    changed_count: int
    # Sales that were known as they were told, or better.
    known_count: int
    seats_left_count: int
