"""One group of buyers: what a price makes of its demand and of its fairness measures.

All measures are monotone in the price, so that a bound on one is an interval of
prices.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.continuous_law import Prices
from pricing.optimizer.valuation_laws import Law, read_law

Measure = Literal["price", "demand", "surplus", "no_purchase_valuation"]
MEASURES: tuple[Measure, ...] = ("price", "demand", "surplus", "no_purchase_valuation")
FALLING: tuple[Measure, ...] = ("demand", "surplus")
# Of a discrete law these jump just above an atom, and are level between atoms.
STEPS: tuple[Measure, ...] = ("demand", "no_purchase_valuation")


@dataclass(frozen=True, eq=False)
class Group:
    """A group of buyers.

    Attributes
    ----------
    size : persons, positive
    law : of their valuations
    """

    size: float
    law: Law

    def measure(self, measure: Measure, price: Prices) -> NDArray[np.float64]:
        """Return a fairness measure at each price."""
        if measure == "price":
            return np.asarray(price, dtype=np.float64)
        if measure == "demand":
            return self.law.demand(price)
        if measure == "surplus":
            return self.law.surplus(price)
        return self.law.away(price)

    def profit(self, price: Prices, cost: float) -> NDArray[np.float64]:
        """Return the profit of the group at each price."""
        margin = np.asarray(price, dtype=np.float64) - cost
        return np.asarray(self.size * margin * self.law.demand(price))


def group(size: float, law: Any) -> Group:
    """Return a group whose valuations follow a distribution of scipy.stats.

    Raises
    ------
    ValueError
        When the size is not positive, or the law cannot be read.
    """
    if not (size > 0 and np.isfinite(size)):
        raise ValueError("Expected a positive size of each group.")
    return Group(float(size), read_law(law))
