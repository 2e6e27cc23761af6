"""The canonical tables as columns, and what a forecast says of a season."""

from dataclasses import dataclass, field
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
