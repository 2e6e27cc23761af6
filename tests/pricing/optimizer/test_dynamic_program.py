import itertools

import numpy as np
import pytest

from pricing.optimizer import dynamic_program


def random_problem(seed, periods=12, rungs=4):
    rng = np.random.default_rng(seed)
    prices = np.sort(rng.uniform(10, 60, rungs))
    level = rng.uniform(0.3, 1.0, (periods, 1))
    return level * np.exp(-prices / 25), prices


def naive_value(chance, prices, capacity):
    value = np.zeros((len(chance) + 1, capacity + 1))
    for t in reversed(range(len(chance))):
        bid_price = value[t + 1, 1:] - value[t + 1, :-1]
        gain = chance[t] * (prices - bid_price[:, None])
        value[t, 1:] = value[t + 1, 1:] + gain.max(axis=1)
    return value


def naive_rising_value(chance, prices, t, seats, rung):
    if t == len(chance) or seats == 0:
        return 0.0
    worths = []
    for m in range(rung, len(prices)):
        sold = prices[m] + naive_rising_value(chance, prices, t + 1, seats - 1, m)
        kept = naive_rising_value(chance, prices, t + 1, seats, m)
        worths.append(chance[t, m] * sold + (1 - chance[t, m]) * kept)
    return max(worths)


@pytest.mark.parametrize("seed", range(5))
def test_the_table_agrees_with_plain_numpy(seed):
    chance, prices = random_problem(seed, periods=40)
    table = dynamic_program.solve(chance, prices, 25)
    assert table.value == pytest.approx(naive_value(chance, prices, 25), abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_rising_table_agrees_with_plain_recursion(seed):
    chance, prices = random_problem(seed, periods=6, rungs=3)
    table = dynamic_program.solve_rising(chance, prices, 3)
    for seats, rung in itertools.product(range(4), range(3)):
        expected = naive_rising_value(chance, prices, 0, seats, rung)
        assert table.value[0, seats, rung] == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_values_rise_with_seats_and_time_and_bid_prices_fall_with_seats(seed):
    chance, prices = random_problem(seed, periods=60)
    table = dynamic_program.solve(chance, prices, 30)
    assert np.all(np.diff(table.value, axis=0) <= 1e-12)
    assert np.all(table.bid_price >= -1e-12)
    assert np.all(np.diff(table.bid_price, axis=1) <= 1e-9)
    assert np.all(np.diff(table.bid_price, axis=0) <= 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_a_promise_never_to_lower_the_price_costs_and_binds_more_from_above(seed):
    chance, prices = random_problem(seed, periods=60)
    free = dynamic_program.solve(chance, prices, 20).value
    rising = dynamic_program.solve_rising(chance, prices, 20).value
    assert np.all(rising[:, :, 0] <= free + 1e-9)
    assert np.all(np.diff(rising, axis=2) <= 1e-12)
    one_price = chance[:, -1].copy()
    expected = dynamic_program.solve(one_price[:, None], prices[-1:], 20).value
    assert rising[:, :, -1] == pytest.approx(expected)


def test_the_rungs_of_a_rising_table_rise_from_the_rung_in_force():
    chance, prices = random_problem(3, periods=60)
    rung = dynamic_program.solve_rising(chance, prices, 20).rung
    assert np.all(rung >= np.arange(len(prices)))
    assert np.all(np.diff(rung, axis=2) >= 0)


def test_the_posted_rungs_earn_the_value():
    chance, prices = random_problem(1, periods=30)
    table = dynamic_program.solve_rising(chance, prices, 6)
    # reached[x, m]: chance of x seats left with rung m in force.
    reached = np.zeros((7, len(prices)))
    reached[6, 0] = 1.0
    income = 0.0
    for t in range(30):
        after = np.zeros_like(reached)
        for x, m in itertools.product(range(7), range(len(prices))):
            posted = table.rung[t, x, m]
            sale = reached[x, m] * chance[t, posted] * (x > 0)
            income += sale * prices[posted]
            after[x, posted] += reached[x, m] - sale
            after[max(x - 1, 0), posted] += sale
        reached = after
    assert income == pytest.approx(table.value[0, 6, 0])


@pytest.mark.parametrize("solve", [dynamic_program.solve, dynamic_program.solve_rising])
def test_edges_give_valid_answers(solve):
    assert np.all(solve(np.ones((3, 2)), np.array([1.0, 2.0]), 0).value == 0)
    assert np.all(solve(np.zeros((3, 2)), np.array([1.0, 2.0]), 4).value == 0)
    assert np.all(solve(np.zeros((0, 2)), np.array([1.0, 2.0]), 4).value == 0)
    one = solve(np.array([[0.5]]), np.array([8.0]), 2)
    assert np.ravel(one.value[0])[-1] == 4
    equal = solve(np.full((1, 2), 0.5), np.array([8.0, 8.0]), 1)
    assert equal.value[0, 1].max() == 4
    assert np.ravel(equal.rung[0, 1])[0] == 0


@pytest.mark.parametrize("solve", [dynamic_program.solve, dynamic_program.solve_rising])
@pytest.mark.parametrize(
    ("chance", "prices", "capacity", "message"),
    [
        (np.ones((1, 0)), [], 1, "at least one price"),
        (np.ones((1, 2)), [1.0], 1, "shape"),
        (np.full((1, 1), 1.1), [1.0], 1, "shorten the periods"),
        (np.full((1, 1), np.nan), [1.0], 1, "shorten the periods"),
        (np.ones((1, 1)), [-1.0], 1, "prices of at least 0"),
        (np.ones((1, 1)), [1.0], -1, "capacity"),
        (np.ones((1, 1)), [1.0], 1.5, "capacity"),
        (np.ones((1, 1)), [1.0], 10**9, "at most"),
    ],
)
def test_bad_problems_are_refused(solve, chance, prices, capacity, message):
    with pytest.raises(ValueError, match=message):
        solve(chance, np.array(prices), capacity)


def test_a_falling_ladder_cannot_be_climbed():
    with pytest.raises(ValueError, match="do not fall"):
        dynamic_program.solve_rising(np.ones((1, 2)), np.array([2.0, 1.0]), 1)
