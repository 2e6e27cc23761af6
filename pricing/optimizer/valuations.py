"""One group of buyers: what a price makes of its demand and of its fairness measures.

A group has a law of valuations V. At price p

    demand   d(p) = P(V >= p)
    surplus  s(p) = E max(V - p, 0)                  a head, buying or not
    no-purchase valuation n(p) = E[V | V < p]        its limit where nobody stays away

All are monotone in p, so that a bound on one is an interval of prices. The
integral of the distribution function gives both means; it is kept at the edges
of many short panels and integrated by Gauss' rule within one.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Measure = Literal["price", "demand", "surplus", "no_purchase_valuation"]
MEASURES: tuple[Measure, ...] = ("price", "demand", "surplus", "no_purchase_valuation")
# Mass left out at either end of the law, and the least share that counts as some.
TAIL = 1e-13
SOME = 1e-9
PANELS = 2_000
POINTS, POINT_WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, eq=False)
class Group:
    """A group of buyers with the tables that make its functions fast and exact.

    Attributes
    ----------
    size : persons, positive
    law : frozen continuous scipy.stats distribution of valuations
    mean : currency units
    edges : [N + 1], rising over all valuations
    below : [N + 1]
        Integral of the distribution function up to each edge.
    """

    size: float
    law: Any
    mean: float
    edges: NDArray[np.float64]
    below: NDArray[np.float64]

    def demand(self, price: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share that buys."""
        return np.asarray(self.law.sf(price), dtype=np.float64)

    def _integral(self, price: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the integral of the distribution function up to each price."""
        place = np.searchsorted(self.edges, price, side="right") - 1
        place = np.clip(place, 0, len(self.edges) - 1)
        half = (price - self.edges[place])[..., None] / 2
        at = self.edges[place][..., None] + half * (POINTS + 1)
        part = (half * self.law.cdf(at)) @ POINT_WEIGHTS
        return np.asarray(self.below[place] + part, dtype=np.float64)

    def surplus(self, price: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean surplus a head."""
        at = np.asarray(price, dtype=np.float64)
        # E max(V - p, 0) = E V - p + integral of the distribution function.
        return np.maximum(self.mean - at + self._integral(at), 0.0)

    def no_purchase_valuation(
        self, price: float | NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the mean valuation of those who do not buy."""
        at = np.asarray(price, dtype=np.float64)
        away = np.asarray(self.law.cdf(at), dtype=np.float64)
        some = away > SOME
        mean = at - self._integral(at) / np.where(some, away, 1.0)
        return np.where(some, mean, np.maximum(at, self.edges[0]))

    def measure(
        self, measure: Measure, price: float | NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return a fairness measure at each price."""
        if measure == "price":
            return np.asarray(price, dtype=np.float64)
        function = getattr(self, measure)
        return np.asarray(function(price), dtype=np.float64)

    def profit(
        self, price: float | NDArray[np.float64], cost: float
    ) -> NDArray[np.float64]:
        """Return the profit of the group at each price."""
        margin = np.asarray(price, dtype=np.float64) - cost
        return self.size * margin * self.demand(price)


def group(size: float, law: Any) -> Group:
    """Return a group with its tables.

    Raises
    ------
    ValueError
        When the size is not positive, or the law is not one of a continuous
        valuation with a mean.
    """
    if not (size > 0 and np.isfinite(size)):
        raise ValueError("Expected a positive size of each group.")
    if not hasattr(law, "pdf"):
        raise ValueError("Expected a frozen continuous scipy.stats distribution.")
    mean = float(law.mean())
    if not np.isfinite(mean):
        raise ValueError("Expected valuations with a finite mean.")
    top = float(law.isf(TAIL))
    if not (np.isfinite(top) and top > 0):
        raise ValueError("Expected some valuations above 0.")
    low = float(law.ppf(TAIL))
    share = np.linspace(0.0, 1.0, PANELS // 2 + 1)[1:-1]
    tails = np.geomspace(TAIL, 0.5, PANELS // 8)
    evenly = np.linspace(low, top, PANELS // 4)
    edges = np.unique(
        np.concatenate([evenly, law.isf(share), law.isf(tails), law.ppf(tails)])
    )
    edges = edges[(edges >= low) & (edges <= top)]
    half = np.diff(edges)[:, None] / 2
    parts = (half * law.cdf(edges[:-1, None] + half * (POINTS + 1))) @ POINT_WEIGHTS
    below = np.append(0.0, np.cumsum(parts))
    return Group(float(size), law, mean, edges, below)
