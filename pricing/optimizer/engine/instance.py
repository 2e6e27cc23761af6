"""A season as arrays of one shape: what the engine prices.

Letters as in ``pricing.optimizer.market``: C seat categories, K classes (of
audience, or pairs of audience class and tariff: whoever pays and chooses alike),
L rungs of the ladder, T booking periods; F performances beside them, and V
measures of what is sold: the objective first, then R rows that a performance
keeps alone, then Q rows that the season keeps. In period t a person of class k
who meets the rungs l[c] buys a seat of the open category c with probability

    attraction[l[c], c, k] / (1 + sum over open j of attraction[l[j], j, k]).

A measure v counts, over the periods up to ``through[v]``, ``sales[v, l, c, k]``
for each seat sold, ``use[v, l, c]`` for each share of buyers who come while a
category stands at a rung, and ``surplus[v, k]`` times log(1 + sum of attractions
of what is open) for each person who comes. Rows ask that measure + constant >= 0.

Performances of other houses are padded: categories without seats or attraction,
rungs that are not allowed, periods in which nobody comes.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Open sets of categories that may close are enumerated in scale mode.
CLOSABLE_MAX = 10


class Arrays(NamedTuple):
    """An instance as compiled code takes it; ``Instance`` says what each is."""

    attraction: NDArray[np.float64]
    mass: NDArray[np.float64]
    weights: NDArray[np.float64]
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]
    through: NDArray[np.int64]
    own_constant: NDArray[np.float64]
    seats: NDArray[np.float64]
    public_limit: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    start: NDArray[np.bool_]
    keep_open: NDArray[np.bool_]
    chained: NDArray[np.bool_]
    steps: NDArray[np.bool_]
    ordered: NDArray[np.bool_]
    posted: NDArray[np.float64]
    by_category: bool


@dataclass(frozen=True)
class Instance:
    """A season to price.

    Parameters
    ----------
    attraction : [F, L, C, K], at least 0
    mass : [F, T, K], persons who come
    weights : [F, T], share of all buyers who come
    sales : [F, V, L, C, K]; use : [F, V, L, C]; surplus : [F, V, K]
    through : [F, V]
        The last period that counts; -1 for none.
    own_constant : [F, R]; season_constant : [Q]
    seats : [F, C], at least 0
    public_limit : [F, T, C], seats
        Most seats sold to classes without solidarity tariffs by a period's end.
    solidarity : [F, K]
    allowed : [F, L, C]
        Whether a category may stand at a rung.
    start : [F, L, C]
        Whether it may stand there in the first period.
    keep_open : [F]
        Whether a category closes only when no seats are left.
    chained : [F]
        Whether ``steps`` holds; else any rung may follow any other.
    steps : [F, T - 1, C, L, L]
        Whether a category may go from a rung to another after a period.
    ordered : [F]
        Whether a category may not cost less than the next, by ``posted``.
    posted : [F, L, C], currency units, full prices
    by_category : bool
        Whether each category takes a rung of its own; else all take the same.
    """

    attraction: NDArray[np.float64]
    mass: NDArray[np.float64]
    weights: NDArray[np.float64]
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]
    through: NDArray[np.int64]
    own_constant: NDArray[np.float64]
    season_constant: NDArray[np.float64]
    seats: NDArray[np.float64]
    public_limit: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    start: NDArray[np.bool_]
    keep_open: NDArray[np.bool_]
    chained: NDArray[np.bool_]
    steps: NDArray[np.bool_]
    ordered: NDArray[np.bool_]
    posted: NDArray[np.float64]
    by_category: bool = False

    def __post_init__(self) -> None:
        """Check shapes and signs."""
        if self.attraction.ndim != 4 or self.mass.ndim != 3 or self.sales.ndim != 5:
            raise ValueError("Expected attraction [F, L, C, K] and mass [F, T, K].")
        f, rungs, categories, classes = self.attraction.shape
        periods, measures = self.mass.shape[1], self.sales.shape[1]
        shapes = {
            "mass": (f, periods, classes),
            "weights": (f, periods),
            "sales": (f, measures, rungs, categories, classes),
            "use": (f, measures, rungs, categories),
            "surplus": (f, measures, classes),
            "through": (f, measures),
            "own_constant": (f, measures - 1 - len(self.season_constant)),
            "seats": (f, categories),
            "public_limit": (f, periods, categories),
            "solidarity": (f, classes),
            "allowed": (f, rungs, categories),
            "start": (f, rungs, categories),
            "keep_open": (f,),
            "chained": (f,),
            "steps": (f, periods - 1, categories, rungs, rungs),
            "ordered": (f,),
            "posted": (f, rungs, categories),
        }
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"Expected {name} of shape {shape}.")
        if min(f, rungs, categories, classes, periods) < 1:
            raise ValueError("Expected at least one of each axis.")
        for name in ("attraction", "mass", "seats", "public_limit"):
            values = getattr(self, name)
            if not (np.isfinite(values).all() and (values >= 0).all()):
                raise ValueError(f"Expected finite {name} of at least 0.")
        if not (np.isfinite(self.sales).all() and np.isfinite(self.use).all()):
            raise ValueError("Expected finite measures.")
        first: NDArray[np.bool_] = self.allowed * self.start
        if not first.max(axis=1).all():
            raise ValueError("Expected a rung for each category from the start.")
        if not self.by_category and not first.min(axis=2).any(axis=1).all():
            raise ValueError("Expected a rung that all categories may start at.")

    @property
    def own_rows(self) -> int:
        """Return R."""
        return int(self.own_constant.shape[1])

    def arrays(self) -> Arrays:
        """Return the instance as compiled code takes it."""
        given = {
            name: np.ascontiguousarray(getattr(self, name))
            for name in Arrays._fields
            if name != "by_category"
        }
        return Arrays(**given, by_category=self.by_category)
