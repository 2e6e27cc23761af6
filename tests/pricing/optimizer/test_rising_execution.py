"""Prices that never fall, two categories at one rung, against the exact program."""

import itertools

import numpy as np
import pytest

from pricing.optimizer.execution import ScaleDecider
from pricing.optimizer.offers import BidPrices, Offers
from pricing.optimizer.rising_tables import fill_rising
from pricing.optimizer.value_tables import fill

CAPACITY = (5, 6)
STEPS, RUNGS = 40, 4
REFERENCE = np.array([100.0, 60.0])
PRICE = np.linspace(0.6, 1.6, RUNGS)[:, None] * REFERENCE
WEIGHT = np.exp(np.array([0.2, -0.1]) - 2.5 * (PRICE / REFERENCE - 1))
STATES = list(itertools.product(range(6), range(7), range(RUNGS)))


def chances(left, people):
    """Return the chance of a sale of each category at each rung, [L, 2]."""
    weight = WEIGHT * (np.array(left) > 0)
    return people * weight / (1 + weight.sum(axis=1, keepdims=True))


def expected_income(people, post):
    """Return the exact expected income of a policy post(t)[x, y, m] -> rung."""
    value = np.zeros((6, 7, RUNGS))
    for t in reversed(range(STEPS)):
        worth = value.copy()
        for x, y in itertools.product(range(6), range(7)):
            chance = chances((x, y), people[t])
            if x:
                gain = PRICE[:, 0] + value[x - 1, y] - value[x, y]
                worth[x, y] += chance[:, 0] * gain
            if y:
                gain = PRICE[:, 1] + value[x, y - 1] - value[x, y]
                worth[x, y] += chance[:, 1] * gain
        value = np.take_along_axis(worth, post(t, worth), axis=2)
    return value[CAPACITY[0], CAPACITY[1], 0]


def best(_, worth):
    """Return the rung from which upwards an expectation is greatest."""
    rungs = [m + worth[:, :, m:].argmax(axis=2) for m in range(RUNGS)]
    return np.stack(rungs, axis=2)


def decided(people, tables):
    """Return the policy of the decider from tables of the two categories."""
    states = np.array(STATES)
    count = len(states)

    def post(t, _):
        one = BidPrices.at(tables, t + 1, 2)
        bids = BidPrices(
            np.repeat(one.bid_price, count, axis=0),
            np.repeat(one.commitment, count, axis=0),
            one.levels,
        )
        shape = (count, RUNGS, 2, 1)
        offers = Offers(
            np.broadcast_to(WEIGHT[None, :, :, None], shape),
            np.broadcast_to(PRICE[None, :, :, None], shape),
            np.full((count, 1), people[t]),
            np.broadcast_to(PRICE[None], shape[:3]),
        )
        decider = ScaleDecider(offers, bids)
        allowed = np.arange(RUNGS) >= states[:, 2:]
        left = np.ascontiguousarray(states[:, :2])
        decider.rung[:] = states[:, 2]
        decider.post(left, np.ones(left.shape), allowed)
        return decider.rung.reshape(6, 7, RUNGS)

    return post


@pytest.mark.parametrize("load", [0.8, 1.4])
def test_commitments_bring_a_decider_close_to_the_exact_optimum(load):
    weight = np.where(np.arange(STEPS) < 25, 1.0, 2.0)
    share = chances((1, 1), 1.0)[1].sum()
    people = load * sum(CAPACITY) / share * weight / weight.sum()
    sales = np.array([chances((1, 1), each) for each in people]).transpose(2, 0, 1)
    given = (sales, sales * PRICE.T[:, None, :], np.array(CAPACITY))
    steps = range(STEPS + 1)
    optimum = expected_income(people, best)
    rising = decided(people, fill_rising(*given, steps=steps))
    free = decided(people, fill(*given, steps=steps))
    with_commitment = expected_income(people, rising) / optimum
    without = expected_income(people, free) / optimum
    assert 0.997 <= with_commitment <= 1 + 1e-12
    assert without < with_commitment
