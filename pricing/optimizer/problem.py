"""One performance under some rules, as the arrays that algorithms work on.

A *path* is a whole number for each of the problem's periods: ``tier + L x code``,
the tier posted on a ladder of L and the categories that the plan closes, bit c of
``code`` for category c. Where categories with seats left are kept open, the code is
0 and a path is the tiers themselves.
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
        """Return whether some tier may be posted in every period."""
        return bool((self.allowed & self.first).any())

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

    def tiers_of(self, path: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the tiers of a path: [T], places on the ladder."""
        return path % len(self.allowed)

    def closed_by(self, path: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return the categories that a path closes: [T, C]."""
        codes = path // len(self.allowed)
        closed: NDArray[np.bool_] = (
            codes[:, None] >> np.arange(len(self.left)) & 1
        ).astype(bool)
        return closed
