"""When sales move the prices of a season that is played: as the service has it.

Once a batch of a performance is sold since prices were last found, they are found
anew at the next of the set moments (``pricing.domain.sales_repricing``), for the
whole season. A service may do so every hour; a season that is played a thousand
times gives itself so many times only, and looks again no sooner than an equal part
of the season after the last.
"""

import numpy as np

from pricing.domain.sales_repricing import SalesRepricing
from simulator.house import House, Ints
from simulator.instants import instant

# What a performance whose sales are not counted has left to sell.
UNCOUNTED = 2**60


class SalesMoves:
    """How often sales may still move prices, and when they do next."""

    def __init__(self, house: House, most: int) -> None:
        settings = house.season.sales_repricing
        self.left = most if settings.on else 0
        # Sales count from then on.
        first, last = int(house.on_sale.min()), int(house.starts.max())
        self._spacing = (last - first) // (most + 1)
        self.looks_from = first + self._spacing
        # When prices move, once that is settled.
        self.moves_at: int | None = None
        self._settings: SalesRepricing = settings
        self._starts = house.starts
        self._batch = np.array([settings.seats(p.capacity) for p in house.performances])
        self._sold_before = np.zeros(len(self._batch), np.int64)

    def until_batch(self, sold: Ints, time: int) -> Ints:
        """Return how many seats are missing from a batch, [F]; 0 where it is sold.

        Performances that are over have none to sell.
        """
        missing = np.maximum(self._batch - (sold - self._sold_before), 0)
        counted: Ints = np.where(self._starts > time, missing, UNCOUNTED)
        return counted

    def settle(self, time: int) -> None:
        """Move prices at the first set moment after a time."""
        self.moves_at = int(self._settings.next_time(instant(time)).timestamp())

    def moved(self, sold: Ints) -> None:
        """Count anew: prices were found at the moment settled."""
        if self.moves_at is None:
            raise RuntimeError("Expected prices to move only when that is settled.")
        self.left -= 1
        self.looks_from = self.moves_at + self._spacing
        self._sold_before = sold
        self.moves_at = None
