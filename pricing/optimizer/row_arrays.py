"""Linear rows of rules on one performance, as arrays, and what they weigh at prices.

Letters as in ``pricing.optimizer.market``; R counts rows. Row r asks that

    sum over periods t < through[r] of
        sales[r] x seats sold + use[r] x buyers met + surplus[r] x surplus gained
    + constant[r] >= 0,

where buyers met are counted as their share of the whole horizon's, under the
tier that is posted to them, and surplus in currency units.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """Rows that a performance keeps, or its part of rows that several keep together.

    Parameters
    ----------
    keys : [R], rule id and place among the rule's rows
    sales : [R, L, C, K], per seat sold
    use : [R, L, C], per share of the horizon's buyers met at a category's tier
    surplus : [R, K], per currency unit of consumer surplus
    through : [R], how many of the problem's periods count, the earliest first
    constant : [R]
    """

    keys: tuple[tuple[str, int], ...]
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]
    through: NDArray[np.int64]
    constant: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the count of rows."""
        return len(self.keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the rule of each row."""
        return tuple(rule_id for rule_id, _ in self.keys)

    @cached_property
    def posted(self) -> NDArray[np.float64]:
        """Return what a tier posted for all categories adds per buyer met: [R, L]."""
        posted: NDArray[np.float64] = self.use.sum(axis=2)
        return posted

    @cached_property
    def unit(self) -> NDArray[np.float64]:
        """Return the size of a row's coefficients, at least 1: [R].

        Rows count seats, or money: what counts as a miss is as many times as
        large where money is counted.
        """
        largest = np.ones(len(self))
        for part in (self.sales, self.use):
            each = tuple(range(1, part.ndim))
            largest = np.maximum(largest, np.abs(part).max(axis=each, initial=0.0))
        return largest

    def some(self, places: NDArray[np.int64]) -> "Rows":
        """Return the rows at some places."""
        return Rows(
            tuple(self.keys[r] for r in places),
            self.sales[places],
            self.use[places],
            self.surplus[places],
            self.through[places],
            self.constant[places],
        )

    def and_rows(self, others: "Rows", constant: NDArray[np.float64]) -> "Rows":
        """Return these rows and others, the latter with constants [R] of their own."""
        return Rows(
            (*self.keys, *others.keys),
            np.concatenate([self.sales, others.sales]),
            np.concatenate([self.use, others.use]),
            np.concatenate([self.surplus, others.surplus]),
            np.concatenate([self.through, others.through]),
            np.concatenate([self.constant, constant]),
        )


def no_rows(tiers: int, categories: int, classes: int) -> Rows:
    """Return no rows on a performance of so many tiers, categories and classes."""
    return Rows(
        (),
        np.zeros((0, tiers, categories, classes)),
        np.zeros((0, tiers, categories)),
        np.zeros((0, classes)),
        np.zeros(0, dtype=np.int64),
        np.zeros(0),
    )


@dataclass(frozen=True)
class Weighed:
    """What sales, buyers met and surplus are worth with rows at prices.

    Rows end at different periods, so the worth changes from phase to phase: H
    counts phases.

    Parameters
    ----------
    phase : [T], the phase of each period
    sales : [H, L, C, K], per seat sold
    use : [H, L, C], per share of the horizon's buyers met at a category's tier
    surplus : [H, K], per unit of log-sum of a person
    """

    phase: NDArray[np.int64]
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]

    @cached_property
    def posted(self) -> NDArray[np.float64]:
        """Return what a tier posted for all categories is worth: [H, L]."""
        posted: NDArray[np.float64] = self.use.sum(axis=2)
        return posted


def weigh(
    worth: NDArray[np.float64],
    gain: NDArray[np.float64],
    surplus_scale: NDArray[np.float64],
    periods: int,
    priced: tuple[tuple[Rows, NDArray[np.float64]], ...],
) -> Weighed:
    """Return what a seat sold, a buyer met and surplus are worth in each phase.

    Parameters
    ----------
    worth : [L, C, K], gain : [K]
        The objective per seat sold and per currency unit of surplus.
    surplus_scale : [K], currency units per unit of log-sum
    periods : int
    priced : rows with their prices [R]
    """
    ends = np.unique(np.concatenate([rows.through for rows, _ in priced]))
    phases = len(ends) + 1
    sales = np.repeat(worth[None], phases, axis=0)
    use = np.zeros((phases, *worth.shape[:2]))
    surplus = np.repeat(gain[None], phases, axis=0)
    for rows, price in priced:
        for r in np.flatnonzero(price):
            counts = np.searchsorted(ends, rows.through[r]) + 1
            sales[:counts] += price[r] * rows.sales[r]
            use[:counts] += price[r] * rows.use[r]
            surplus[:counts] += price[r] * rows.surplus[r]
    phase = np.searchsorted(ends, np.arange(periods), side="right")
    return Weighed(phase, sales, use, surplus * surplus_scale)
