"""Policies: from seats left and time to a plan.

Four, each a small frozen object behind one protocol:

- ``FixedPrice``: one offer throughout, the fluid's best;
- ``ReSolvedFluid``: the fluid's mix of offers, solved anew at every milestone;
  offers with a small part of the mix are left out, which is what keeps the loss
  from growing with the seats [1]_;
- ``Decomposition``: bid prices from the value of each category alone, the others
  at the fluid's prices [2]_; the posted offer is the one of greatest income net
  of the bid prices of the seats it would sell, at every sale and step;
- the same with ``milestones``, the fluid and the tables anew at each of them, and
  ``softened`` prices: the policy to use.

References
----------
.. [1] Bumpensanti, P. and Wang, H. (2020), A re-solving heuristic with uniformly
   bounded loss for network revenue management, Management Science 66, 2993-3009.
.. [2] Liu, Q. and van Ryzin, G. (2008), On the choice-based linear programming
   model for network revenue management, Manufacturing & Service Operations
   Management 10, 288-310.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.policies import fluid as fluids
from pricing.optimizer.policies import plans
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.plans import Plan
from pricing.optimizer.policies.tables import COARSE, alone, clock_of, displaced

# The golden section spreads the parts of a mix evenly over steps.
GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
# Of the persons to come, those still to come when others' seats are priced.
SOFTENED_AT = 0.75


class Policy(Protocol):
    """What the simulation asks of a policy."""

    @property
    def milestones(self) -> int:
        """How often it is asked, evenly over the steps, the start included."""
        ...

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return what to do from a step on.

        Parameters
        ----------
        left : [C], seats
        step : from 0
        posted : [T], offers
            In force at the end of each step before this one.
        """
        ...


@dataclass(frozen=True)
class FixedPrice:
    """One offer throughout: the one that earns most when persons come evenly."""

    instance: PerformanceInstance
    milestones: int = 1

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return the same offer for all steps."""
        instance = self.instance
        offers = instance.offers
        best, chosen = -np.inf, 0
        for o in range(len(offers.net)):
            if instance.keep_open and not offers.opened[o].all():
                continue
            earned = played_evenly(instance, left, o, instance.to_come[step])
            if earned > best + 1e-12:
                best, chosen = earned, o
        return plans.schedule(step, np.full(instance.steps - step, chosen))


@dataclass(frozen=True)
class ReSolvedFluid:
    """The fluid's mix of offers, solved anew at each milestone.

    Attributes
    ----------
    instance
    milestones : at least 1
    exponent : at least 0
        Offers with less of the mix than persons to come to the power of minus
        this are left out.
    """

    instance: PerformanceInstance
    milestones: int = 200
    exponent: float = 0.25

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return the mix, spread evenly over the steps to come."""
        instance = self.instance
        first_rung = lowest_rung(instance, step, posted)
        persons = instance.to_come[step : step + 1]
        solved = fluids.solve(instance, left, persons, first_rung)
        use = solved.use[0]
        least = max(persons.sum(), 1.0) ** -self.exponent
        use = np.where(use >= min(least, use.max()), use, 0.0)
        share = np.cumsum(use) / use.sum()
        luck = np.arange(step, instance.steps) * GOLDEN % 1.0
        chosen = np.minimum(np.searchsorted(share, luck, "right"), len(use) - 1)
        return plans.schedule(step, chosen)


@dataclass(frozen=True)
class Decomposition:
    """Bid prices by the value of each category alone.

    Attributes
    ----------
    instance
    milestones : at least 1
        1 computes the tables once.
    softened : bool
        Whether others' seats are priced by a first round of tables, a quarter of
        the persons on, in place of the fluid's duals. Where demand exceeds seats
        at any rung the fluid has many duals, its extreme ones close categories
        for nothing, and the tables, which know that demand is uncertain, do not.
    """

    instance: PerformanceInstance
    milestones: int = 1
    softened: bool = True

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return the bid prices of all seats in the steps to come."""
        instance = self.instance
        to_come = instance.to_come[step:]
        first_rung = lowest_rung(instance, step, posted)
        solved = fluids.solve(instance, left, to_come[:1], first_rung)
        if self.softened:
            solved = self._softened(solved, left)
        steps, width = len(to_come) - 1, int(left.max()) + 1
        states = instance.rungs if instance.never_falls else 1
        bid_price = np.zeros((steps, states, len(left), width))
        commitment = np.zeros((steps if states > 1 else 0, *bid_price.shape[1:]))
        middle = (to_come[:-1] + to_come[1:]) / 2
        for c in np.flatnonzero(left):
            value = self._values(solved, left, int(c), middle, instance.never_falls)
            bid_price[:, :, c, 1 : left[c] + 1] = np.diff(value, axis=2)
            if states > 1:
                commitment[:, :, c, : left[c] + 1] = value[:, :1] - value
        return plans.bid_prices(step, bid_price, commitment, instance.arrivals[step:])

    def _softened(self, solved: fluids.Fluid, left: NDArray[np.int64]) -> fluids.Fluid:
        """Return the fluid with the prices of seats that its tables say."""
        seat_price = solved.seat_price.copy()
        later = SOFTENED_AT * solved.persons
        for c in np.flatnonzero(left):
            value = self._values(solved, left, int(c), later, rising=False)[0, 0]
            seat_price[c] = max(value[-1] - value[-2], 0.0)
        return replace(solved, seat_price=seat_price)

    def _values(
        self,
        solved: fluids.Fluid,
        left: NDArray[np.int64],
        category: int,
        to_come: NDArray[np.float64],
        rising: bool,
    ) -> NDArray[np.float64]:
        """Return the values of a category alone with persons to come: [n, R, X + 1]."""
        one = alone(self.instance, category, left)
        clock = clock_of(solved.persons, COARSE, float(one.purchase.max()))
        payoff = displaced(self.instance, solved, left, category)
        if rising:
            value = one.rising_values(payoff, clock)
        else:
            value = one.values(payoff, clock)[:, None]
        time = np.append(np.cumsum(clock.persons[::-1])[::-1], 0.0)
        row = len(time) - 1 - np.searchsorted(time[::-1], to_come)
        kept: NDArray[np.float64] = value[row]
        return kept


def lowest_rung(
    instance: PerformanceInstance, step: int, posted: NDArray[np.int64]
) -> int:
    """Return the lowest rung that may be posted after what was."""
    if step == 0 or not instance.never_falls:
        return 0
    return int(posted[step - 1]) >> len(instance.capacity)


def played_evenly(
    instance: PerformanceInstance,
    left: NDArray[np.int64],
    offer: int,
    persons: float,
) -> float:
    """Return the income of one offer throughout when persons come evenly.

    What sells out closes, and those who come later choose among the rest.
    """
    offers = instance.offers
    seats = left.astype(np.float64)
    earned = 0.0
    while persons > 0:
        bits = int((seats > 1e-9) @ (1 << np.arange(len(seats))))
        offer &= ~((1 << len(seats)) - 1) | bits
        chance = offers.purchase[offer]
        selling = chance > 0
        if not selling.any():
            break
        part = min(persons, float((seats[selling] / chance[selling]).min()))
        earned += part * offers.net[offer]
        seats = np.maximum(seats - part * chance, 0.0)
        persons -= part
    return earned
