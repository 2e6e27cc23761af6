"""Bid-price policies: which value each unit of a resource has, and when it is found.

A policy turns what is left at a period into value tables; a request is served
when its fare covers the bid prices of what it uses. Three are here:

- ``Decomposition``: the fare less the linear program's bid prices of the other
  resources [1]_, computed anew each time;
- ``Lagrangian``: the tables of the Lagrangian bound [2]_, computed once;
- ``MeanField``: the fare less the bid prices of the other resources *as they
  will be*: these are random, and their law in each period comes from playing the
  policy itself on drawn requests, until it no longer changes. It starts from the
  decomposition and is refined from what is left at each re-computation.

References
----------
.. [1] Talluri, K. and van Ryzin, G. (2004), The Theory and Practice of Revenue
   Management, section 3.4.4.
.. [2] Topaloglu, H. (2009), Using Lagrangian relaxation to compute
   capacity-dependent bid prices in network revenue management, Operations
   Research 57, 637-649.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.network import deterministic, lagrangian
from pricing.optimizer.network.instance import NetworkInstance, draw_requests
from pricing.optimizer.network.kernels import (
    fill_bids,
    fill_displaced_values,
    fill_values,
    serve_all,
)


class Policy(Protocol):
    """What the simulation asks of a policy."""

    def start(self) -> NDArray[np.float64]:
        """Return the value tables before the first period."""
        ...

    def again(
        self, value: NDArray[np.float64], left: NDArray[np.int64], period: int
    ) -> NDArray[np.float64]:
        """Return the tables from a period on, given those in force and what is left."""
        ...


@dataclass(frozen=True)
class Decomposition:
    """Each resource's dynamic program, the others at the linear program's price."""

    instance: NetworkInstance

    def start(self) -> NDArray[np.float64]:
        """Return the value tables before the first period."""
        value = lagrangian.empty_values(self.instance)
        return self.again(value, self.instance.capacity, 0)

    def again(
        self, value: NDArray[np.float64], left: NDArray[np.int64], period: int
    ) -> NDArray[np.float64]:
        """Return the tables from a period on."""
        instance = self.instance
        bid_prices = deterministic.solve(instance, left, period).bid_prices
        own = bid_prices[instance.slot_resource]
        total = np.add.reduceat(own, instance.first_slot[:-1])
        product = instance.slot_product
        displaced = instance.fares[product] - total[product] + own
        fresh = np.zeros_like(value)
        fill_values(
            period,
            left,
            product,
            instance.slot_resource,
            instance.request_probability,
            np.tile(displaced, (instance.periods, 1)),
            fresh,
        )
        return fresh


@dataclass(frozen=True)
class Lagrangian:
    """The tables of the Lagrangian bound, for the whole horizon."""

    instance: NetworkInstance
    iterations: int = lagrangian.ITERATIONS

    def start(self) -> NDArray[np.float64]:
        """Return the value tables before the first period."""
        return lagrangian.solve(self.instance, self.iterations).value

    def again(
        self,
        value: NDArray[np.float64],
        left: NDArray[np.int64],
        period: int,
    ) -> NDArray[np.float64]:
        """Return the tables in force: they hold for any units left."""
        return value


@dataclass(frozen=True)
class MeanField:
    """The dynamic program of each resource, the others' bid prices being random.

    Attributes
    ----------
    instance
    seed : of the drawn requests, which no simulated trajectory shares
    drawn : how many trajectories the laws come from
    points : a power of two
        Equally likely bid prices that stand for each law.
    first_rounds, later_rounds
        How often the policy is played at the start, and at a re-computation.
    """

    instance: NetworkInstance
    seed: int
    drawn: int = 400
    points: int = 16
    first_rounds: int = 10
    later_rounds: int = 1
    _wanted: NDArray[np.int64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.points < 1 or self.points & (self.points - 1):
            raise ValueError("Expected points to be a power of two.")
        if min(self.drawn, self.first_rounds, self.later_rounds) < 1:
            raise ValueError("Expected drawn and rounds of at least 1.")
        wanted = draw_requests(self.instance, self.drawn, (self.seed, 1))
        object.__setattr__(self, "_wanted", wanted)

    def start(self) -> NDArray[np.float64]:
        """Return the value tables before the first period."""
        value = Decomposition(self.instance).start()
        return self._refined(value, self.instance.capacity, 0, self.first_rounds)

    def again(
        self, value: NDArray[np.float64], left: NDArray[np.int64], period: int
    ) -> NDArray[np.float64]:
        """Return the tables from a period on."""
        return self._refined(value, left, period, self.later_rounds)

    def _refined(
        self,
        value: NDArray[np.float64],
        left: NDArray[np.int64],
        period: int,
        rounds: int,
    ) -> NDArray[np.float64]:
        instance = self.instance
        value = value.copy()
        products = (instance.first_slot, instance.slot_resource)
        resources = len(instance.capacity)
        states = np.empty((self.drawn, instance.periods, resources), dtype=np.int64)
        bids = np.zeros((resources, instance.periods, self.points))
        for turn in range(rounds):
            serve_all(
                period, left, *products, instance.fares, self._wanted, value, states
            )
            # Laws are averaged over rounds, lest the policy swing between two.
            share = 1.0 if turn == 0 else 0.5
            sold_out = float(instance.fares.max())
            fill_bids(period, left, value, states, sold_out, share, bids)
            fill_displaced_values(
                period,
                left,
                *products,
                instance.request_probability,
                instance.fares,
                bids,
                value,
            )
        return value
