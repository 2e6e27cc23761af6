"""The prices that stand: of each performance and category, as buyers meet them."""

import numpy as np

from simulator.books import NO_PRICE
from simulator.house import House, Ints
from simulator.outcomes import Change


class PostedPrices:
    """What is posted in a season that is played, and all that was.

    Attributes
    ----------
    paid : [R, K, H, C], minor units
        What buyers pay under each tier; further rows are of categories at tiers of
        their own.
    row : [F]
        Row of ``paid`` in force; -1 before sales open.
    last : [F, C]
        Rung at which each category was last on sale; -1 before that.
    path : [F, T, C]
        Rung posted as each booking period began, the one in force in those to come;
        -1 where the category was closed.
    changes : oldest first
        Each price that came to stand.
    """

    def __init__(self, house: House, row: Ints, last: Ints) -> None:
        performances, categories = house.capacity.shape
        periods = len(house.season.period_days_out)
        self.paid = np.ascontiguousarray(house.paid.transpose(0, 2, 3, 1))
        self.row, self.last = row, last
        self.path = np.full((performances, periods, categories), -1)
        self.changes: list[Change] = []
        self._in_force = np.full((performances, categories), -1)
        self._tier_row = house.tier_row
        self._count = len(self.paid)
        self._rows: dict[tuple[int, ...], int] = {}

    def post(self, f: int, rungs: Ints, time: int, first_period: int) -> None:
        """Let rungs, [C], stand from a time on, and in all periods from one on."""
        self.path[f, first_period:] = rungs
        if self.row[f] >= 0 and (rungs == self._in_force[f]).all():
            return
        self._in_force[f] = rungs
        self.row[f] = self._row_of(f, rungs)
        self.last[f] = np.where(rungs >= 0, rungs, self.last[f])
        self.changes.append(Change(time, f, rungs.copy()))

    def _row_of(self, f: int, rungs: Ints) -> int:
        """Return the row of ``paid`` in which each category is at its rung."""
        if (rungs == rungs[0]).all() and rungs[0] >= 0:
            return int(self._tier_row[f, rungs[0]])
        tiers = np.where(rungs >= 0, self._tier_row[f, rungs], -1)
        key = tuple(tiers.tolist())
        if key not in self._rows:
            if self._count == len(self.paid):
                self.paid = np.concatenate([self.paid, np.empty_like(self.paid)])
            for c, tier in enumerate(key):
                price = self.paid[tier, :, :, c] if tier >= 0 else NO_PRICE
                self.paid[self._count, :, :, c] = price
            self._rows[key] = self._count
            self._count += 1
        return self._rows[key]
