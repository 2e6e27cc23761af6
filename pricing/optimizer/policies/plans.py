"""What a policy says until it is asked again: a schedule, bid prices or a table.

A plan tells what to offer from what is left and the step; ``decide`` says it
for one state, and the simulation reads the same arrays in compiled code.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.kernels import best_offer


class Plan(NamedTuple):
    """A plan from step ``first`` on; one of schedule, bid_price, table has entries.

    R is L where the rung may only rise, and 1 elsewhere.

    Attributes
    ----------
    first : the step from which it holds
    schedule : [n], offers
        For each step, whatever is sold; what is sold out closes.
    bid_price : [n, R, C, X + 1], currency units
        Of the last of x seats in each step, by the rung in force.
    commitment : [n, L, C, X + 1], currency units; empty where the rung may fall
        What posting a rung gives up for good, as each category alone sees it; the
        least of the categories with seats left counts.
    persons : [n]
        Expected in each step: so many meet what is posted before the next.
    table : [n, R, states], offers
        For each step, rung in force and count of seats left.
    places : [C]
        What a seat of each category moves the state in ``table``.
    """

    first: int
    schedule: NDArray[np.int64]
    bid_price: NDArray[np.float64]
    commitment: NDArray[np.float64]
    persons: NDArray[np.float64]
    table: NDArray[np.int64]
    places: NDArray[np.int64]


class Arrays(NamedTuple):
    """An instance as compiled code takes it; letters as in ``PerformanceInstance``."""

    attraction: NDArray[np.float64]
    income: NDArray[np.float64]
    purchase: NDArray[np.float64]
    net: NDArray[np.float64]
    keep_open: bool
    never_falls: bool


_NO_PLACES = np.zeros(0, dtype=np.int64)
_NO_TABLE = np.zeros((0, 0, 0), dtype=np.int64)
_NO_VALUES = np.zeros((0, 0, 0, 0))
_NO_PERSONS = np.zeros(0)


def schedule(first: int, offers: NDArray[np.int64]) -> Plan:
    """Return the plan that posts an offer in each step from ``first`` on."""
    chosen = offers.astype(np.int64)
    return Plan(
        first, chosen, _NO_VALUES, _NO_VALUES, _NO_PERSONS, _NO_TABLE, _NO_PLACES
    )


def bid_prices(
    first: int,
    bid_price: NDArray[np.float64],
    commitment: NDArray[np.float64],
    persons: NDArray[np.float64],
) -> Plan:
    """Return the plan that weighs offers by the bid prices of seats."""
    return Plan(
        first, _NO_PLACES, bid_price, commitment, persons, _NO_TABLE, _NO_PLACES
    )


def lookup(table: NDArray[np.int64], places: NDArray[np.int64]) -> Plan:
    """Return the plan that has an offer for every step, rung and state."""
    return Plan(0, _NO_PLACES, _NO_VALUES, _NO_VALUES, _NO_PERSONS, table, places)


def arrays_of(instance: PerformanceInstance) -> Arrays:
    """Return an instance as compiled code takes it."""
    offers = instance.offers
    return Arrays(
        instance.attraction,
        instance.income,
        offers.purchase,
        offers.net,
        instance.keep_open,
        instance.never_falls,
    )


@compiled
def decide(
    plan: Plan, arrays: Arrays, left: NDArray[np.int64], step: int, rung: int
) -> int:
    """Return the offer to post in a step with ``left`` [C] seats, ``rung`` in force.

    Whatever the plan says, what is sold out is closed, what has seats is open
    where it must be, and a rung that may not fall does not.
    """
    categories = len(left)
    sets = 1 << categories
    row = step - plan.first
    lowest = rung if arrays.never_falls else 0
    available = 0
    state = 0
    for c in range(categories):
        if left[c] > 0:
            available |= 1 << c
        if len(plan.places) > 0:
            state += left[c] * plan.places[c]
    if len(plan.bid_price) > 0:
        offer = _weigh(plan, arrays, left, row, lowest, available)
    elif len(plan.table) > 0:
        offer = plan.table[row, lowest, state]
    else:
        offer = plan.schedule[row]
    opened = available if arrays.keep_open else offer & (sets - 1) & available
    kept: int = max(offer // sets, lowest) * sets + opened
    return kept


@compiled
def _weigh(
    plan: Plan,
    arrays: Arrays,
    left: NDArray[np.int64],
    row: int,
    lowest: int,
    available: int,
) -> int:
    """Return the offer of greatest income net of seats, and of rungs given up."""
    categories = len(left)
    rungs = len(arrays.attraction)
    states = plan.bid_price.shape[1]
    bids = np.zeros(categories)
    best, chosen = -np.inf, lowest << categories
    for posted in range(lowest, rungs):
        cost = np.inf
        for c in range(categories):
            if left[c] > 0:
                bids[c] = plan.bid_price[row, min(posted, states - 1), c, left[c]]
                if len(plan.commitment) > 0:
                    cost = min(cost, plan.commitment[row, posted, c, left[c]])
        offer, gain = best_offer(
            arrays.purchase, arrays.net, arrays.keep_open, posted, available, bids
        )
        if cost < np.inf:
            # Each category alone values the whole performance, so that they are not
            # added up. By the least of them prices rise in time, by the mean late.
            gain = gain * plan.persons[row] - cost
        if gain > best + 1e-12:
            best, chosen = gain, offer
    return chosen
