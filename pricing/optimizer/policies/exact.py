"""The optimum of an instance with few seats: the dynamic program over all states.

A state counts the seats left of every category. With d persons to come in a
short time, V grows by d times max over offers of

    net[o] - sum over c of purchase[o, c] (V[x] - V[x - one seat of c]).

Where the rung may only rise, the rung in force is part of the state.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.optimizer.policies import plans
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.plans import Plan
from pricing.optimizer.policies.tables import FINE

STATES_MAX = 100_000


@dataclass(frozen=True, eq=False)
class Optimum:
    """The optimum for every step and state, and the policy that attains it.

    Attributes
    ----------
    value : [T + 1, R, states], currency units
        R is L where the rung may only rise, by the rung in force, and else 1.
    table : [T, R, states], offers
    places : [C]
        What a seat of each category moves the state.
    """

    value: NDArray[np.float64]
    table: NDArray[np.int64]
    places: NDArray[np.int64]
    milestones: int = 1

    @property
    def income(self) -> float:
        """Expected income from the start with all seats, currency units."""
        return float(self.value[0, 0, -1])

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return the table, which holds for every state."""
        return plans.lookup(self.table, self.places)


def solve(instance: PerformanceInstance, chance_max: float = FINE) -> Optimum:
    """Return the optimum of an instance.

    Parameters
    ----------
    instance
    chance_max : in (0, 1]
        Chance of a sale in the short times that the recursion takes.

    Raises
    ------
    ValueError
        When there are too many states.
    """
    sizes = instance.capacity + 1
    states = int(np.prod(sizes))
    rungs = instance.rungs if instance.never_falls else 1
    if states * rungs > STATES_MAX:
        raise ValueError(f"Expected at most {STATES_MAX:,} states.")
    places = np.concatenate([[1], np.cumprod(sizes)[:-1]]).astype(np.int64)
    value = np.zeros((instance.steps + 1, rungs, states))
    table = np.zeros((instance.steps, rungs, states), dtype=np.int64)
    offers = instance.offers
    most = float(offers.purchase.sum(axis=1).max())
    parts = np.maximum(np.ceil(instance.arrivals * most / chance_max), 1)
    _fill(
        offers.purchase, offers.net, instance.keep_open, sizes, places,
        instance.arrivals / parts, parts.astype(np.int64), value, table,
    )  # fmt: skip
    return Optimum(value, table, places)


@compiled
def _fill(
    purchase: NDArray[np.float64],
    net: NDArray[np.float64],
    keep_open: bool,
    sizes: NDArray[np.int64],
    places: NDArray[np.int64],
    persons: NDArray[np.float64],
    parts: NDArray[np.int64],
    value: NDArray[np.float64],
    table: NDArray[np.int64],
) -> None:
    _, rungs, states = value.shape
    sets = 1 << len(sizes)
    once, twice = np.empty(states), np.empty(states)
    for t in range(len(persons) - 1, -1, -1):
        value[t] = value[t + 1]
        for _ in range(parts[t]):
            for low in range(rungs - 1, -1, -1):
                first = low * sets
                last = first + sets if rungs > 1 else len(net)
                offers = (purchase[first:last], net[first:last])
                here, offer = value[t, low], table[t, low]
                # Heun's rule: the mean of no step and of two.
                for before, after in ((here, once), (once, twice)):
                    _move(
                        *offers, keep_open, sizes, places, persons[t], before, after,
                        offer,
                    )  # fmt: skip
                for state in range(states):
                    here[state] = 0.5 * (here[state] + twice[state])
                    offer[state] += first
                    if low + 1 < rungs and value[t, low + 1, state] > here[state]:
                        here[state] = value[t, low + 1, state]
                        offer[state] = table[t, low + 1, state]


@compiled
def _move(
    purchase: NDArray[np.float64],
    net: NDArray[np.float64],
    keep_open: bool,
    sizes: NDArray[np.int64],
    places: NDArray[np.int64],
    persons: float,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    offer: NDArray[np.int64],
) -> None:
    """Set the values after a short time, and the best of the offers given."""
    categories = len(sizes)
    sets = 1 << categories
    bids = np.zeros(categories)
    for state in range(len(before)):
        available = 0
        for c in range(categories):
            bids[c] = 0.0
            if state // places[c] % sizes[c] > 0:
                available |= 1 << c
                bids[c] = before[state] - before[state - places[c]]
        best = -np.inf
        for o in range(len(net)):
            opened = o & (sets - 1)
            if opened & ~available or (keep_open and opened != available):
                continue
            gain = net[o]
            for c in range(categories):
                gain -= purchase[o, c] * bids[c]
            if gain > best:
                best = gain
                offer[state] = o
        after[state] = before[state] + persons * best
