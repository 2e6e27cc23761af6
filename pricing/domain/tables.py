"""The canonical tables as columns, and what a forecast says of a season."""

from dataclasses import dataclass, field, fields
from datetime import datetime


@dataclass(frozen=True)
class History:
    """One row per performance and seat category; without ``quantity``, a programme.

    All columns have one entry per row. ``unit_price`` is in currency units, NaN
    where unknown; ``covariates`` maps the ``x_`` columns, without the prefix,
    to their text ("" where missing).
    """

    performance_id: tuple[str, ...]
    production: tuple[str, ...]
    venue: tuple[str, ...]
    starts_at: tuple[datetime, ...]
    seat_category: tuple[str, ...]
    capacity: tuple[int, ...]
    unit_price: tuple[float, ...]
    quantity: tuple[int, ...] | None
    season: tuple[str, ...] | None = None
    covariates: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.performance_id)


@dataclass(frozen=True)
class Transactions:
    """One row per sale; ``cancelled_at`` is None where the tickets were kept.

    All columns have one entry per row, all times a zone. ``unit_price`` is in
    currency units, NaN where unknown.
    """

    performance_id: tuple[str, ...]
    venue: tuple[str, ...]
    starts_at: tuple[datetime, ...]
    seat_category: tuple[str, ...]
    tariff: tuple[str, ...]
    channel: tuple[str, ...]
    sold_at: tuple[datetime, ...]
    cancelled_at: tuple[datetime | None, ...]
    quantity: tuple[int, ...]
    unit_price: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check that columns are of one length, and times have a zone."""
        for each in fields(self):
            if len(getattr(self, each.name)) != len(self):
                raise ValueError(f"Expected {len(self)} values of {each.name}.")
        for times in (self.starts_at, self.sold_at, self.cancelled_at):
            if any(at is not None and at.tzinfo is None for at in times):
                raise ValueError("Expected times with a zone.")
        if any(count < 0 for count in self.quantity):
            raise ValueError("Expected quantities of at least 0.")

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.performance_id)


@dataclass(frozen=True)
class ForecastTable:
    """Demand and sales of each row of a programme, in seats, at the row's prices.

    Demand is unconstrained; sales are demand cut at capacity. The quantiles are
    those of sales.
    """

    performance_id: tuple[str, ...]
    seat_category: tuple[str, ...]
    demand_mean: tuple[float, ...]
    sales_mean: tuple[float, ...]
    sales_p10: tuple[float, ...]
    sales_p50: tuple[float, ...]
    sales_p90: tuple[float, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.performance_id)
