"""Products over resources, asked for one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# The last periods' probabilities may sum to a little over 1 in published files.
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class NetworkInstance:
    """One instance: in each period at most one product is asked for.

    Attributes
    ----------
    fares : [J], currency units, at least 0
    uses : [J] tuples
        The resources that each product takes one unit of, from 0.
    capacity : [M], units, whole
    request_probability : [T, J], each row summing to at most 1
    name : what it is called in results
    """

    fares: NDArray[np.float64]
    uses: tuple[tuple[int, ...], ...]
    capacity: NDArray[np.int64]
    request_probability: NDArray[np.float64]
    name: str = ""

    def __post_init__(self) -> None:
        fares = np.array(self.fares, dtype=np.float64)
        chance = np.array(self.request_probability, dtype=np.float64)
        capacity = np.array(self.capacity, dtype=np.float64)
        if fares.ndim != 1 or len(fares) == 0 or len(self.uses) != len(fares):
            raise ValueError("Expected at least one product, each with its resources.")
        if not (np.isfinite(fares).all() and np.all(fares >= 0)):
            raise ValueError("Expected finite fares of at least 0.")
        if capacity.ndim != 1 or len(capacity) == 0:
            raise ValueError("Expected at least one resource.")
        if np.any(capacity < 0) or np.any(capacity != np.floor(capacity)):
            raise ValueError("Expected whole capacity of at least 0.")
        if chance.ndim != 2 or chance.shape[1] != len(fares) or len(chance) == 0:
            raise ValueError("Expected request_probability of shape [T, J], T over 0.")
        if not (np.all(chance >= 0) and np.all(chance.sum(axis=1) <= 1 + ROUNDING)):
            raise ValueError("Expected request_probability to sum to at most 1.")
        uses = tuple(tuple(int(m) for m in product) for product in self.uses)
        for product in uses:
            if not product or len(set(product)) < len(product):
                raise ValueError("Expected one or more different resources a product.")
            if not all(0 <= m < len(capacity) for m in product):
                raise ValueError(f"Expected resources in 0 .. {len(capacity) - 1}.")
        object.__setattr__(self, "fares", fares)
        object.__setattr__(self, "uses", uses)
        object.__setattr__(self, "capacity", capacity.astype(np.int64))
        object.__setattr__(self, "request_probability", chance)

    @property
    def periods(self) -> int:
        """T."""
        return len(self.request_probability)

    @property
    def incidence(self) -> NDArray[np.float64]:
        """[M, J], 1 where a product uses a resource."""
        matrix = np.zeros((len(self.capacity), len(self.fares)))
        for j, product in enumerate(self.uses):
            matrix[list(product), j] = 1.0
        return matrix

    @property
    def first_slot(self) -> NDArray[np.int64]:
        """[J + 1], where the slots of each product begin."""
        sizes = [len(product) for product in self.uses]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    @property
    def slot_resource(self) -> NDArray[np.int64]:
        """[K], the resource of each slot."""
        return np.array([m for product in self.uses for m in product], dtype=np.int64)

    @property
    def slot_product(self) -> NDArray[np.int64]:
        """[K], the product of each slot."""
        return np.repeat(np.arange(len(self.uses)), np.diff(self.first_slot))


def draw_requests(
    instance: NetworkInstance, count: int, key: Sequence[int]
) -> NDArray[np.int64]:
    """Return the products asked for, [N, T], -1 for none.

    Each trajectory has its own stream of ``key``, so that more trajectories
    leave the first ones as they are.
    """
    seed, *place = key
    uniform = np.array(
        [
            np.random.default_rng(
                np.random.SeedSequence(seed, spawn_key=(*place, n))
            ).random(instance.periods)
            for n in range(count)
        ]
    ).reshape(count, instance.periods)
    wanted = np.empty((count, instance.periods), dtype=np.int64)
    for t, chance in enumerate(instance.request_probability):
        wanted[:, t] = np.searchsorted(np.cumsum(chance), uniform[:, t], side="right")
    return np.where(wanted < len(instance.fares), wanted, -1)
