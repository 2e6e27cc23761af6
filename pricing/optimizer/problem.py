"""One performance under some rules, as the arrays that algorithms work on.

A *path* is a whole number for each of the problem's periods and categories, [T, C]:
the place of its price on the ladder of L tiers, and L more where the plan closes the
category. Unless categories move by themselves, all of a period stand at one tier.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.row_arrays import Rows

# Up to so many categories, a plan may close any set of them that leaves one open.
CLOSED_TOGETHER_MAX = 8


@dataclass(frozen=True)
class Problem:
    """What a price path of one performance brings and must keep to.

    Only periods in which somebody comes are part of it: T counts these.

    Parameters
    ----------
    performance_id : str
    periods : [T], places of the periods in the season
    attraction : [L, C, K]
    income : [L, C, K], currency units per seat sold
    worth : [L, C, K], units of the objective per seat sold
    gain : [K], units of the objective per currency unit of consumer surplus
    surplus_scale : [K], currency units per unit of log-sum
    class_size : [K], persons over the whole horizon
    weights : [T], share of them that comes in each period
    solidarity : [K]
    left : [C], seats that are still to be sold
    public_left : [T, C]
        Most seats sold outside solidarity tariffs from now to a period's end.
    allowed : [L]
        Tiers that may be posted for all categories that are sold.
    allowed_each : [L, C]
        Tiers that each category alone may take.
    by_category : bool
        Whether categories take prices of any tiers, not all that of one tier.
    full : [L, C], minor units, full prices
    ordered : bool
        Whether a better category may not cost less than a worse one.
    never_falls : bool
    keep_open : bool
        Whether categories with seats left are on sale.
    start : [C, L]
        Tiers whose price a category may take in the first period.
    steps : [T - 1, C, L, L] or None
        Whether a category may go from one tier's price to another's; None: to any.
    own : rows kept by this performance
    shared : its part of the rows that several performances keep together
    """

    performance_id: str
    periods: NDArray[np.int64]
    attraction: NDArray[np.float64]
    income: NDArray[np.float64]
    worth: NDArray[np.float64]
    gain: NDArray[np.float64]
    surplus_scale: NDArray[np.float64]
    class_size: NDArray[np.float64]
    weights: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    left: NDArray[np.float64]
    public_left: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    allowed_each: NDArray[np.bool_]
    by_category: bool
    full: NDArray[np.int64]
    ordered: bool
    never_falls: bool
    keep_open: bool
    start: NDArray[np.bool_]
    steps: NDArray[np.bool_] | None
    own: Rows
    shared: Rows

    @cached_property
    def mass(self) -> NDArray[np.float64]:
        """Return the persons who come, by period and class: [T, K]."""
        return self.weights[:, None] * self.class_size

    @cached_property
    def limited(self) -> bool:
        """Return whether the public may meet a limit before seats run out."""
        return bool((self.public_left < self.left - 1e-9).any())

    @cached_property
    def possible(self) -> bool:
        """Return whether some prices may be posted in the first period."""
        return self.dearest is not None

    @cached_property
    def dearest(self) -> NDArray[np.int64] | None:
        """Return the dearest prices that may be posted at first, [C]; None for none.

        Where a better category may not cost less, the better ones come first.
        """
        may = self.rungs & self.start_rungs
        if not self.by_category:
            tiers = np.flatnonzero(may.all(axis=1))
            count = may.shape[1]
            return np.full(count, tiers[-1]) if len(tiers) else None
        found = np.zeros(may.shape[1], dtype=np.int64)
        most = np.inf
        for c in range(may.shape[1]):
            stays = may[:, c].copy()
            if self.in_order[c]:
                stays &= self.full[:, c] <= most
            if not stays.any():
                return None
            found[c] = np.where(stays, self.full[:, c], -1).argmax()
            if self.in_order[c]:
                most = self.full[found[c], c]
        return found

    @cached_property
    def rungs(self) -> NDArray[np.bool_]:
        """Return whether a category may stand at a tier's price: [L, C]."""
        if self.by_category:
            return self.allowed_each
        return np.broadcast_to(self.allowed[:, None], self.allowed_each.shape)

    @cached_property
    def start_rungs(self) -> NDArray[np.bool_]:
        """Return whether a category may stand there in the first period: [L, C]."""
        if self.by_category:
            return self.start.T
        return np.broadcast_to(self.first[:, None], self.allowed_each.shape)

    @cached_property
    def in_order(self) -> NDArray[np.bool_]:
        """Return whether a category's price may not exceed a better one's: [C]."""
        if not (self.by_category and self.ordered):
            return np.zeros(len(self.left), dtype=bool)
        return np.asarray(self.attraction.any(axis=(0, 2)))

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """Return whether a tier may be posted in the first period: [L]."""
        return np.asarray(self.start.all(axis=0))

    @cached_property
    def follow(self) -> NDArray[np.bool_]:
        """Return whether a tier may be followed by another: [T - 1, L, L]."""
        tiers = len(self.allowed)
        count = max(len(self.periods) - 1, 0)
        every = np.ones((count, tiers, tiers), dtype=bool)
        if self.steps is not None:
            every &= self.steps.all(axis=1)
        return np.triu(every) if self.never_falls else every

    @cached_property
    def moves(self) -> NDArray[np.bool_]:
        """Return whether a category may go from a tier to another: [T - 1, C, L, L]."""
        if not self.by_category:
            count = len(self.left)
            return np.repeat(self.follow[:, None], count, axis=1)
        tiers = len(self.allowed)
        count = max(len(self.periods) - 1, 0)
        every = np.ones((count, len(self.left), tiers, tiers), dtype=bool)
        if self.steps is not None:
            every &= self.steps
        return np.triu(every) if self.never_falls else every

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """Return the sets of categories that a plan may close, none first: [S].

        Some category that is sold stays open; beyond ``CLOSED_TOGETHER_MAX``
        categories, sets of several are left out, so the list stays short.
        """
        sold = np.flatnonzero(self.sold)
        if self.keep_open or len(sold) < 2:
            return np.zeros(1, dtype=np.int64)
        most = len(sold) - 1 if len(sold) <= CLOSED_TOGETHER_MAX else 1
        return np.array(
            [
                sum(1 << int(c) for c in some)
                for count in range(most + 1)
                for some in combinations(sold, count)
            ],
            dtype=np.int64,
        )

    @cached_property
    def sold(self) -> NDArray[np.bool_]:
        """Return whether there are seats of a category that somebody wants: [C]."""
        return (self.left > 0) & self.attraction.any(axis=(0, 2))

    def rungs_of(self, path: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places on the ladder at whose prices categories stand: [T, C]."""
        return path % len(self.allowed)

    def tiers_of(self, path: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the tiers of a path whose categories all move together: [T]."""
        return self.rungs_of(path)[:, 0]

    def closed_by(self, path: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return the categories that a path closes: [T, C]."""
        return path >= len(self.allowed)

    def at_tiers(
        self, tiers: NDArray[np.int64], codes: NDArray[np.int64] | int = 0
    ) -> NDArray[np.int64]:
        """Return the path of one tier for all categories in each period: [T, C].

        Category c is closed in a period where bit c of its code is set.
        """
        shut = np.broadcast_to(codes, tiers.shape)[:, None] >> np.arange(len(self.left))
        return tiers[:, None] + len(self.allowed) * (shut & 1)
