"""One performance as the policies see it: seats, offers, and who comes when.

Persons come as a Poisson process, ``arrivals[t]`` of them in step t on average,
each of class k with chance ``class_share[k]``. Offered rung l with the set S of
categories open, a person of class k takes category c of S with chance

    v[l, c, k] / (1 + sum over j in S of v[l, j, k])

and brings ``income[l, c, k]``. The mix of classes is the same in all steps, so
an offer is known by the chance that a person takes each category and by the
income expected of a person; classes matter only to who comes next.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Offers are enumerated: rungs times sets of open categories.
CATEGORIES_MAX = 12


@dataclass(frozen=True, eq=False)
class Offers:
    """Every offer: rung l with set S is offer l * 2 ** C + S, bit c for category c.

    Attributes
    ----------
    purchase : [O, C]
        Chance that a person takes the category.
    net : [O], currency units
        Income expected of a person.
    opened : [O, C]
        Whether the category is open.
    rung : [O]
    """

    purchase: NDArray[np.float64]
    net: NDArray[np.float64]
    opened: NDArray[np.bool_]
    rung: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PerformanceInstance:
    """One performance; sequences are turned into arrays and checked.

    Attributes
    ----------
    attraction : [L, C, K], at least 0
        v of the module's text.
    income : [L, C, K], currency units, at least 0
        Net income of a seat sold.
    class_share : [K], summing to 1
    arrivals : [T], persons, at least 0
        Expected in each step.
    capacity : [C], seats, at least 0
    keep_open : bool
        Whether a category with seats left must be open; an action is then a
        rung, and categories close by themselves as they sell out.
    never_falls : bool
        Whether the rung may only rise.
    """

    attraction: NDArray[np.float64]
    income: NDArray[np.float64]
    class_share: NDArray[np.float64]
    arrivals: NDArray[np.float64]
    capacity: NDArray[np.int64]
    keep_open: bool = False
    never_falls: bool = False

    def __post_init__(self) -> None:
        for name in ("attraction", "income", "class_share", "arrivals"):
            array = np.ascontiguousarray(getattr(self, name), dtype=np.float64)
            if not (np.isfinite(array).all() and np.all(array >= 0)):
                raise ValueError(f"Expected finite {name} of at least 0.")
            object.__setattr__(self, name, array)
        seats = np.asarray(self.capacity, dtype=np.float64)
        if seats.ndim != 1 or not np.all((seats >= 0) & (seats == np.floor(seats))):
            raise ValueError("Expected whole capacity of at least 0, of shape [C].")
        object.__setattr__(self, "capacity", seats.astype(np.int64))
        self._check()

    def _check(self) -> None:
        if not 1 <= len(self.capacity) <= CATEGORIES_MAX:
            raise ValueError(f"Expected 1 to {CATEGORIES_MAX} categories.")
        if self.class_share.ndim != 1 or abs(self.class_share.sum() - 1) > 1e-9:
            raise ValueError("Expected class_share of shape [K], summing to 1.")
        if self.attraction.ndim != 3 or len(self.attraction) == 0:
            raise ValueError("Expected attraction of shape [L, C, K], a rung at least.")
        if self.attraction.shape[1:] != (len(self.capacity), len(self.class_share)):
            raise ValueError("Expected attraction of shape [L, C, K].")
        if self.income.shape != self.attraction.shape:
            raise ValueError("Expected income of the shape of attraction.")
        if self.arrivals.ndim != 1 or len(self.arrivals) == 0:
            raise ValueError("Expected at least one step.")

    @property
    def rungs(self) -> int:
        """L, the length of the ladder."""
        return len(self.attraction)

    @property
    def steps(self) -> int:
        """T, the steps of the booking horizon."""
        return len(self.arrivals)

    @cached_property
    def to_come(self) -> NDArray[np.float64]:
        """[T + 1], persons expected from each step on; 0 at the end."""
        later = np.cumsum(self.arrivals[::-1])[::-1]
        return np.append(later, 0.0)

    @cached_property
    def offers(self) -> Offers:
        """Every offer, closed categories included."""
        categories = len(self.capacity)
        bits = np.arange(1 << categories)[:, None] >> np.arange(categories)
        opened = (bits & 1).astype(bool)
        weight = self.attraction[:, None] * opened[None, :, :, None]
        chance = weight / (1.0 + weight.sum(axis=2, keepdims=True))
        chance *= self.class_share
        count = self.rungs << categories
        net = (chance * self.income[:, None]).sum(axis=(2, 3)).reshape(count)
        return Offers(
            purchase=np.ascontiguousarray(chance.sum(axis=3).reshape(count, -1)),
            net=np.ascontiguousarray(net),
            opened=np.tile(opened, (self.rungs, 1)),
            rung=np.repeat(np.arange(self.rungs), 1 << categories),
        )
