"""Products that use resources, and segments of buyers who choose among them.

In each of T periods at most one buyer comes, of segment s with chance
lambda_s. Shown a set of products he takes product j with chance

    w[s, j] / (w[s, none] + sum of w[s, i] over the set).

Letters: J products, M resources, S segments, N offer sets.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class ChoiceInstance:
    """One instance; sequences are turned into arrays and checked.

    Attributes
    ----------
    fares : [J], currency units, at least 0
    uses : [J] tuples
        The resources that each product takes one unit of, from 0.
    capacity : [M], units, at least 0
    periods : T, at least 1
    arrival : [S], chances of a buyer in a period, summing to at most 1
    weights : [S, J], at least 0
        0 where a segment does not consider a product.
    no_purchase : [S], at least 0
        The weight of going without.
    """

    fares: NDArray[np.float64]
    uses: tuple[tuple[int, ...], ...]
    capacity: NDArray[np.float64]
    periods: int
    arrival: NDArray[np.float64]
    weights: NDArray[np.float64]
    no_purchase: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name in ("fares", "capacity", "arrival", "weights", "no_purchase"):
            array = np.array(getattr(self, name), dtype=np.float64)
            if not (np.isfinite(array).all() and np.all(array >= 0)):
                raise ValueError(f"Expected finite {name} of at least 0.")
            object.__setattr__(self, name, array)
        uses = tuple(tuple(int(m) for m in product) for product in self.uses)
        object.__setattr__(self, "uses", uses)
        self._check()

    def _check(self) -> None:
        if self.fares.ndim != 1 or len(self.fares) == 0:
            raise ValueError("Expected at least one product.")
        if len(self.uses) != len(self.fares):
            raise ValueError("Expected the resources of each product.")
        if self.capacity.ndim != 1:
            raise ValueError("Expected capacity of shape [M].")
        for product in self.uses:
            if any(not 0 <= m < len(self.capacity) for m in product):
                raise ValueError(f"Expected resources in 0 .. {len(self.capacity) - 1}")
            if len(set(product)) < len(product):
                raise ValueError("Expected each resource once in a product.")
        if self.arrival.ndim != 1 or len(self.arrival) == 0:
            raise ValueError("Expected at least one segment.")
        if self.arrival.sum() > 1 + 1e-9:
            raise ValueError("Expected arrival to sum to at most 1.")
        if self.weights.shape != (len(self.arrival), len(self.fares)):
            raise ValueError("Expected weights of shape [S, J].")
        if self.no_purchase.shape != self.arrival.shape:
            raise ValueError("Expected no_purchase of shape [S].")
        if self.periods != int(self.periods) or self.periods < 1:
            raise ValueError("Expected at least one whole period.")

    @property
    def incidence(self) -> NDArray[np.float64]:
        """[M, J], 1 where a product uses a resource."""
        matrix = np.zeros((len(self.capacity), len(self.fares)))
        for j, product in enumerate(self.uses):
            matrix[list(product), j] = 1.0
        return matrix

    @property
    def overlapping(self) -> bool:
        """Whether two segments that come consider the same product."""
        considered = (self.weights > 0) & (self.arrival > 0)[:, None]
        return bool(np.any(considered.sum(axis=0) > 1))

    def sales(self, offered: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the chance of each sale in a period, [N, J], of offers [N, J]."""
        total = np.zeros(offered.shape)
        for s in range(len(self.arrival)):
            weight = np.where(offered, self.weights[s], 0.0)
            mass = weight.sum(axis=1, keepdims=True) + self.no_purchase[s]
            # A segment that is shown nothing and cannot stay away buys nothing.
            total += self.arrival[s] * weight / np.where(mass > 0, mass, 1.0)
        return total
