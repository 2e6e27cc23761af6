"""The fluid of one performance: a small linear program over offers, compiled.

With n[b] persons to come in block b, and w[b, o] the part of it at offer o:

    maximise   sum n[b] net[o] w[b, o]
    subject to sum over o of w[b, o] = 1                             each b
               sum n[b] purchase[o, c] w[b, o] <= left[c]            each c
               left[c] * (sum over o without c of w[b, o])
                   <= sales of c in blocks up to b      each c, b (keep open)

The last rows stand only where categories with seats must stay open: what is
closed in a block was sold out by its end. Offers that leave a sold-out category
open are left out. Every policy's expected part of each block at each offer is a
solution, so the program bounds them all; the bound is computed from the dual
prices and so holds to the last digit whatever the simplex method does.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.simplex import maximise


@dataclass(frozen=True, eq=False)
class Fluid:
    """A solution.

    Attributes
    ----------
    bound : currency units
        No policy brings more.
    persons : [B], expected in each block
    seat_price : [C], currency units
        Duals of the rows of seats.
    open_price : [B, C], currency units a seat
        Of the keep-open rows; 0 where categories may close.
    use : [B, O]
        Part of each block at each offer.
    """

    bound: float
    persons: NDArray[np.float64]
    seat_price: NDArray[np.float64]
    open_price: NDArray[np.float64]
    use: NDArray[np.float64]

    @cached_property
    def sale_price(self) -> NDArray[np.float64]:
        """[B, C], what a sale gives up: it also brings nearer the closing."""
        later = np.cumsum(self.open_price[::-1], axis=0)[::-1]
        return self.seat_price - later


def solve(
    instance: PerformanceInstance,
    left: NDArray[np.int64] | None = None,
    persons: NDArray[np.float64] | None = None,
    first_rung: int = 0,
) -> Fluid:
    """Return the fluid from a state on.

    Parameters
    ----------
    instance
    left : [C], seats; all of them when left out
    persons : [B], to come in each block
        All who are to come in one block when left out; more of them make the
        bound tighter where closing has to wait for selling out.
    first_rung : the lowest that may be posted
    """
    if left is None:
        left = instance.capacity
    if persons is None:
        persons = instance.to_come[:1]
    offers = instance.offers
    usable = usable_offers(instance, left, first_rung)
    basis, weight, dual = maximise(
        offers.purchase,
        offers.net,
        offers.opened,
        usable,
        left.astype(np.float64),
        np.maximum(persons, 1e-9),
        instance.keep_open,
    )
    categories, blocks = len(left), len(persons)
    seat_price = np.maximum(dual[:categories], 0.0)
    open_price = np.zeros((blocks, categories))
    if instance.keep_open:
        open_price = np.maximum(dual[categories + blocks :], 0.0).reshape(blocks, -1)
    use = np.zeros((blocks, len(offers.net)))
    real = basis < use.size
    np.add.at(use.reshape(-1), basis[real], weight[real])
    fluid = Fluid(0.0, persons, seat_price, open_price, use)
    best = payoff(instance, fluid, left)[:, usable].max(axis=1)
    bound = float(persons @ best + seat_price @ left)
    return Fluid(bound, persons, seat_price, open_price, use)


def usable_offers(
    instance: PerformanceInstance, left: NDArray[np.int64], first_rung: int
) -> NDArray[np.int64]:
    """Return the offers that close what is sold out, from a rung upwards."""
    offers = instance.offers
    sold_out_open = (offers.opened & (left == 0)).any(axis=1)
    return np.flatnonzero(~sold_out_open & (offers.rung >= first_rung))


def payoff(
    instance: PerformanceInstance, fluid: Fluid, left: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what a person is worth at the fluid's prices, [B, O].

    Income less the seats that the sale gives up, and what it costs to close
    the categories that are closed.
    """
    offers = instance.offers
    given_up = fluid.sale_price @ offers.purchase.T
    closing = fluid.open_price * left / np.maximum(fluid.persons, 1e-9)[:, None]
    worth: NDArray[np.float64] = offers.net - given_up - closing @ ~offers.opened.T
    return worth
