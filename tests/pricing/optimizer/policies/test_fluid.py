from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from pricing.optimizer.policies import fluid
from tests.pricing.optimizer.policies.venues import studio


def by_linprog(hall, persons, left):
    """State the whole program with every column and row, as the module has it."""
    offers, blocks, categories = hall.offers, len(persons), len(left)
    usable = [
        o for o in range(len(offers.net)) if not (offers.opened[o] & (left == 0)).any()
    ]
    columns = [(b, o) for b in range(blocks) for o in usable]
    cost = [-persons[b] * offers.net[o] for b, o in columns]
    parts = [[float(b == at) for b, _ in columns] for at in range(blocks)]
    rows = [
        [persons[b] * offers.purchase[o, c] for b, o in columns]
        for c in range(categories)
    ]
    limits = left.tolist()
    if hall.keep_open:
        for at in range(blocks):
            for c in np.flatnonzero(left):
                closed = [
                    left[c] * float(b == at and not offers.opened[o, c])
                    for b, o in columns
                ]
                sold = [
                    persons[b] * offers.purchase[o, c] * float(b <= at)
                    for b, o in columns
                ]
                rows.append(np.subtract(closed, sold))
                limits.append(0.0)
    found = linprog(cost, A_ub=rows, b_ub=limits, A_eq=parts, b_eq=np.ones(blocks))
    assert found.status == 0
    return -found.fun


@pytest.mark.parametrize("keep_open", [False, True])
@pytest.mark.parametrize("load", [0.5, 1.2, 3.0])
@pytest.mark.parametrize("blocks", [1, 3])
@pytest.mark.parametrize("left", [(6, 9), (2, 9), (0, 4)])
def test_the_fluid_is_the_program_with_every_column(keep_open, load, blocks, left):
    hall = studio(load, keep_open=keep_open)
    persons = np.linspace(1, 2, blocks) * hall.to_come[0] / blocks
    solved = fluid.solve(hall, np.array(left), persons)
    expected = by_linprog(hall, persons, np.array(left))
    assert solved.bound == pytest.approx(expected, rel=1e-6)
    earned = persons @ (solved.use @ hall.offers.net)
    assert earned == pytest.approx(expected, rel=1e-5)


def test_a_seat_is_worth_what_one_more_would_bring():
    hall = studio(2.0)
    solved = fluid.solve(hall)
    for c in range(2):
        more = hall.capacity + np.eye(2, dtype=int)[c]
        fewer = hall.capacity - np.eye(2, dtype=int)[c]
        gained = fluid.solve(hall, more).bound - solved.bound
        lost = solved.bound - fluid.solve(hall, fewer).bound
        price = solved.seat_price[c]
        assert gained - 1e-6 <= price <= lost + 1e-6


def test_seats_that_are_left_over_are_worth_nothing():
    solved = fluid.solve(studio(0.1))
    assert solved.seat_price == pytest.approx([0, 0], abs=1e-9)


def test_keeping_open_earns_at_most_what_closing_may():
    for load in (0.8, 1.6, 3.0):
        free = fluid.solve(studio(load)).bound
        assert fluid.solve(studio(load, keep_open=True)).bound <= free * (1 + 1e-9)


def test_with_a_rung_in_force_only_dearer_ones_are_used():
    hall = studio(0.5)
    solved = fluid.solve(hall, first_rung=3)
    assert not solved.use[:, hall.offers.rung < 3].any()
    assert solved.bound < fluid.solve(hall).bound


def test_no_seats_and_nobody_earn_nothing():
    hall = studio()
    assert fluid.solve(hall, np.zeros(2, dtype=int)).bound == 0
    empty = replace(hall, arrivals=np.zeros(3))
    assert fluid.solve(empty).bound == pytest.approx(0, abs=1e-6)
