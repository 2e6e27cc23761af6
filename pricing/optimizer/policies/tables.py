"""Value tables of one category alone, the others at prices of their own.

What a person is worth to category c alone at offer o, in block b, is given as
``payoff[b, o]``: the decomposition prices the seats of all others by the fluid's
duals (equation (6) of [1]_ is the case of free closing),

    payoff[b, o] = net[o] - sum over j != c of price[b, j] purchase[o, j] - ...

and V[x] grows with time to go by max over o of payoff - purchase (V[x] - V[x-1])
a person. With ``keep_open`` the category is open exactly while it has seats.

References
----------
.. [1] Liu, Q. and van Ryzin, G. (2008), On the choice-based linear programming
   model for network revenue management, Manufacturing & Service Operations
   Management 10, 288-310.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.policies import fluid as fluids
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.kernels import (
    fill_rising,
    fill_use,
    fill_values,
)

# Chance of a sale in a step of the tables: shorter steps for bounds than for policies.
FINE = 0.25
COARSE = 0.5


@dataclass(frozen=True, eq=False)
class Clock:
    """The steps of a table: persons to come in each, and the block of each.

    Attributes
    ----------
    persons : [N]
    block : [N], not falling
    """

    persons: NDArray[np.float64]
    block: NDArray[np.int64]


def clock_of(persons: NDArray[np.float64], chance_max: float, most: float) -> Clock:
    """Return blocks [B] of persons cut into steps of at most a chance of sale.

    ``most`` is the greatest chance that a person takes the category.
    """
    parts = np.maximum(np.ceil(persons * most / chance_max), 1).astype(np.int64)
    return Clock(
        np.repeat(persons / parts, parts), np.repeat(np.arange(len(persons)), parts)
    )


@dataclass(frozen=True, eq=False)
class Alone:
    """One category, and the offers that it may show with and without seats.

    Attributes
    ----------
    purchase : [O]
    rung : [O]
    with_seats, sold_out : offers
    seats : X
    """

    purchase: NDArray[np.float64]
    rung: NDArray[np.int64]
    with_seats: NDArray[np.int64]
    sold_out: NDArray[np.int64]
    seats: int

    def values(self, payoff: NDArray[np.float64], clock: Clock) -> NDArray[np.float64]:
        """Return V, [N + 1, X + 1], currency units."""
        value = np.zeros((len(clock.persons) + 1, self.seats + 1))
        fill_values(
            payoff, self.purchase, self.with_seats, self.sold_out,
            clock.persons, clock.block, value,
        )  # fmt: skip
        return value

    def rising_values(
        self, payoff: NDArray[np.float64], clock: Clock
    ) -> NDArray[np.float64]:
        """Return V by the lowest rung left, [N + 1, L, X + 1], currency units."""
        rungs = int(self.rung[-1]) + 1
        value = np.zeros((len(clock.persons) + 1, rungs, self.seats + 1))
        fill_rising(
            payoff, self.purchase, self.rung, self.with_seats, self.sold_out,
            clock.persons, clock.block, value,
        )  # fmt: skip
        return value

    def use(
        self,
        payoff: NDArray[np.float64],
        clock: Clock,
        value: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return the persons expected at each offer, [B, O], of its best policy."""
        use = np.zeros_like(payoff)
        fill_use(
            payoff, self.purchase, self.with_seats, self.sold_out,
            clock.persons, clock.block, value, use,
        )  # fmt: skip
        return use


def alone(
    instance: PerformanceInstance, category: int, left: NDArray[np.int64]
) -> Alone:
    """Return a category by itself, the others being free to be open or closed."""
    offers = instance.offers
    others = np.where(np.arange(len(left)) == category, 1, left)
    usable = fluids.usable_offers(instance, others, 0)
    own = offers.opened[usable, category]
    return Alone(
        np.ascontiguousarray(offers.purchase[:, category]),
        offers.rung,
        usable[own] if instance.keep_open else usable,
        usable[~own],
        int(left[category]),
    )


def displaced(
    instance: PerformanceInstance,
    solved: fluids.Fluid,
    left: NDArray[np.int64],
    category: int,
) -> NDArray[np.float64]:
    """Return the payoff of a category alone, the others at the fluid's prices."""
    offers = instance.offers
    rate = solved.open_price * left / np.maximum(solved.persons, 1e-9)[:, None]
    own = solved.sale_price[:, category, None] * offers.purchase[:, category]
    closing = rate[:, category, None] * ~offers.opened[:, category]
    payoff: NDArray[np.float64] = fluids.payoff(instance, solved, left) + own + closing
    return payoff
