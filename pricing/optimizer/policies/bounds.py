"""Upper bounds on the income of any policy with an instance's actions.

Three: the fluid; the decomposition, the least over categories of its value alone
and the fluid's prices of all other seats [1]_; the Lagrangian [2]_, where each
category has a copy of the decision and prices on offers, by block of time, make
the copies agree. The Lagrangian holds for any prices; they are moved against the
copies' disagreement. With ``keep_open`` a copy shows its category exactly while
it has seats, so that the bounds are over the actions which that rule leaves.

References
----------
.. [1] Liu, Q. and van Ryzin, G. (2008), On the choice-based linear programming
   model for network revenue management, Manufacturing & Service Operations
   Management 10, 288-310.
.. [2] Topaloglu, H. (2009), Using Lagrangian relaxation to compute
   capacity-dependent bid prices in network revenue management, Operations
   Research 57, 637-649.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.policies import fluid as fluids
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.tables import FINE, alone, clock_of, displaced

BLOCKS = 10
ITERATIONS = 30
# Each step goes for a bound lower by this share, and by half of it after so many
# steps that brought next to nothing.
HOPED = 0.005
PATIENCE = 4


@dataclass(frozen=True)
class Bounds:
    """Currency units; the fluid's is the loosest.

    Attributes
    ----------
    fluid, lagrangian : float
    by_category : the decomposition that tracks the seats of each
    """

    fluid: float
    by_category: tuple[float, ...]
    lagrangian: float

    @property
    def decomposition(self) -> float:
        """The least over categories."""
        return min(self.by_category)

    @property
    def tightest(self) -> float:
        """The least of all."""
        return min(self.fluid, self.decomposition, self.lagrangian)


def bounds(
    instance: PerformanceInstance,
    *,
    blocks: int = BLOCKS,
    iterations: int = ITERATIONS,
) -> Bounds:
    """Return the bounds of an instance.

    Parameters
    ----------
    instance
    blocks : of time, at least 1
        With prices of their own.
    iterations : of the Lagrangian, at least 1
        Every one of them gives a valid bound; more give a better one.
    """
    if blocks < 1 or iterations < 1:
        raise ValueError("Expected at least one block and one iteration.")
    left = instance.capacity
    persons = np.full(blocks, instance.to_come[0] / blocks)
    solved = fluids.solve(instance, left, persons)
    each = tuple(decomposed(instance, solved, c) for c in range(len(left)))
    return Bounds(
        solved.bound, each, _lagrangian(instance, solved, np.array(each), iterations)
    )


def decomposed(
    instance: PerformanceInstance, solved: fluids.Fluid, category: int
) -> float:
    """Return the bound that tracks one category's seats."""
    left = instance.capacity
    one = alone(instance, category, left)
    clock = clock_of(solved.persons, FINE, float(one.purchase.max()))
    payoff = displaced(instance, solved, left, category)
    own = float(one.values(payoff, clock)[0, -1])
    others = solved.seat_price @ left - solved.seat_price[category] * left[category]
    return own + float(others)


def _lagrangian(
    instance: PerformanceInstance,
    solved: fluids.Fluid,
    by_category: NDArray[np.float64],
    iterations: int,
) -> float:
    """Return the bound of one copy of the decision for each category."""
    left = instance.capacity
    copies = [alone(instance, c, left) for c in range(len(left))]
    clocks = [
        clock_of(solved.persons, FINE, float(one.purchase.max())) for one in copies
    ]
    payoff = _first_parts(instance, solved, by_category)
    use = np.empty_like(payoff)
    best = np.inf
    step, waited = 1.0, 0
    for _ in range(iterations):
        bound = 0.0
        for c, one in enumerate(copies):
            value = one.values(payoff[c], clocks[c])
            bound += float(value[0, -1])
            use[c] = one.use(payoff[c], clocks[c], value)
        waited = 0 if bound < best * (1 - 1e-5) else waited + 1
        best = min(best, bound)
        if waited > PATIENCE:
            step, waited = step / 2, 0
        # The parts of an offer keep their sum: only differences move them.
        slope = use - use.mean(axis=0)
        norm = float((slope**2).sum())
        if norm < 1e-9:
            break
        payoff -= step * (bound - (1 - HOPED) * best) / norm * slope
    return best


def _first_parts(
    instance: PerformanceInstance,
    solved: fluids.Fluid,
    by_category: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what each offer is worth to each copy, [C, B, O].

    Each copy has its own seats at the fluid's prices, and of what offers are
    worth over those a part that grows with what the decomposition gained by
    tracking its seats. At any such parts the bound is at most the fluid's.
    """
    left = instance.capacity
    over = fluids.payoff(instance, solved, left)
    gained = np.maximum(solved.bound - by_category, 0.0) + 1e-9 * solved.bound + 1e-12
    part = gained / gained.sum()
    return np.stack(
        [
            displaced(instance, solved, left, c) - (1 - part[c]) * over
            for c in range(len(left))
        ]
    )
