from itertools import product

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from pricing.optimizer import gallego_van_ryzin
from pricing.optimizer.policies import exact
from tests.pricing.optimizer.policies.venues import single, studio


def naive(hall):
    """Integrate the Bellman equation of all states, in plain Python."""
    offers = hall.offers
    states = list(product(*(range(n + 1) for n in hall.capacity)))
    place = {state: n for n, state in enumerate(states)}

    def slope(_, value):
        change = np.zeros(len(states))
        for n, state in enumerate(states):
            seats = np.array(state)
            gains = []
            for o in range(len(offers.net)):
                opened = offers.opened[o]
                if (opened & (seats == 0)).any():
                    continue
                if hall.keep_open and (opened != (seats > 0)).any():
                    continue
                gain = offers.net[o]
                for c in np.flatnonzero(opened):
                    after = tuple(seats - np.eye(len(seats), dtype=int)[c])
                    gain -= offers.purchase[o, c] * (value[n] - value[place[after]])
                gains.append(gain)
            change[n] = max(gains)
        return change

    start = np.zeros(len(states))
    span = (0.0, hall.to_come[0])
    played = solve_ivp(slope, span, start, rtol=1e-7, atol=1e-7)
    return played.y[-1, -1]


@pytest.mark.parametrize("keep_open", [False, True])
@pytest.mark.parametrize("load", [0.8, 2.5])
def test_the_optimum_solves_the_equation_of_all_states(keep_open, load):
    hall = studio(load, seats=(2, 3), steps=5, rungs=3, keep_open=keep_open)
    assert exact.solve(hall, 0.05).income == pytest.approx(naive(hall), rel=1e-4)


@pytest.mark.parametrize("seats", [5, 20])
def test_exponential_demand_gives_the_closed_form(seats):
    # Chances so small that the logit is the exponential.
    peak, persons = 20.0, 20_000.0
    prices = np.linspace(0.6, 4.0, 120)
    chance = peak / persons * np.exp(1 - prices)
    hall = single(prices, chance, persons, seats, steps=10)
    expected = gallego_van_ryzin.optimal_income(seats, peak)
    assert exact.solve(hall).income == pytest.approx(expected, rel=1e-3)


def test_fewer_freedoms_never_earn_more():
    free = exact.solve(studio(1.6)).income
    kept = exact.solve(studio(1.6, keep_open=True)).income
    rising = exact.solve(studio(1.6, keep_open=True, never_falls=True)).income
    assert free >= kept >= rising > 0.9 * free


def test_too_many_states_are_refused():
    with pytest.raises(ValueError, match="at most 100,000 states"):
        exact.solve(studio(seats=(400, 400)))
