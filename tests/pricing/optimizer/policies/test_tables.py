import numpy as np
import pytest
from scipy.stats import poisson

from pricing.optimizer import dynamic_program, value_tables
from pricing.optimizer.policies import fluid
from pricing.optimizer.policies.kernels import upper_envelope
from pricing.optimizer.policies.tables import FINE, alone, clock_of, displaced
from tests.pricing.optimizer.policies.venues import single, studio

PRICES = [20.0, 30.0, 45.0]
CHANCES = [0.5, 0.35, 0.15]


def values_of(hall, chance_max=FINE):
    one = alone(hall, 0, hall.capacity)
    clock = clock_of(hall.to_come[:1], chance_max, float(one.purchase.max()))
    return one.values(hall.offers.net[None], clock)


@pytest.mark.parametrize("seed", range(20))
def test_the_envelope_is_the_highest_line_everywhere(seed):
    rng = np.random.default_rng(seed)
    height, slope = rng.random(15), rng.integers(0, 6, 15) / 6
    line, start = np.empty(15, dtype=np.int64), np.empty(16)
    for build in (upper_envelope, upper_envelope.py_func):
        count = build(height, slope, np.arange(15), line, start)
        bounds = np.append(start[:count], np.inf)
        for z in rng.normal(0, 3, 50):
            o = line[np.searchsorted(bounds, z) - 1]
            assert height[o] - slope[o] * z == pytest.approx((height - slope * z).max())


@pytest.mark.parametrize("seats", [1, 5, 30])
def test_one_price_earns_the_mean_of_sales_cut_at_the_seats(seats):
    hall = single([20.0], [0.4], 30, seats, keep_open=True)
    sold = poisson.sf(np.arange(seats), 30 * 0.4).sum()
    assert values_of(hall)[0, -1] == pytest.approx(20 * sold, rel=1e-3)
    assert values_of(hall, 0.02)[0, -1] == pytest.approx(20 * sold, rel=1e-5)


def test_one_category_is_the_dynamic_program_of_its_ladder():
    hall = single(PRICES, CHANCES, 40, 12)
    periods = 8000
    chance = np.tile(np.array(CHANCES) * 40 / periods, (periods, 1))
    table = dynamic_program.solve(chance, np.array(PRICES), 12)
    assert values_of(hall)[0] == pytest.approx(table.value[0], rel=1e-3)


def test_one_category_under_prices_that_never_fall_is_the_rising_program():
    hall = single(PRICES, CHANCES, 40, 12, keep_open=True, never_falls=True)
    one = alone(hall, 0, hall.capacity)
    # The step at which a rung is left is found to the length of a step.
    clock = clock_of(hall.to_come[:1], 0.02, max(CHANCES))
    value = one.rising_values(hall.offers.net[None], clock)
    periods = 8000
    chance = np.tile(np.array(CHANCES) * 40 / periods, (periods, 1))
    table = dynamic_program.solve_rising(chance, np.array(PRICES), 12)
    assert value[0] == pytest.approx(table.value[0].T, rel=1e-3)


def test_tables_agree_with_those_of_a_whole_season():
    hall = studio(1.5, keep_open=True)
    left = hall.capacity
    solved = fluid.solve(hall)
    for c in range(2):
        one = alone(hall, c, left)
        payoff = displaced(hall, solved, left, c)
        clock = clock_of(solved.persons, FINE, float(one.purchase.max()))
        mine = np.diff(one.values(payoff, clock)[0])
        persons = hall.to_come[0]
        season = value_tables.fill(
            persons * one.purchase[one.with_seats][None, None],
            persons * payoff[0, one.with_seats][None, None],
            left[c : c + 1],
            closed_income=persons * payoff[0, one.sold_out].max()[None, None],
            poisson=True,
            chance_max=FINE,
        )
        theirs = season.bid_price[0, 0, : left[c], 0]
        assert mine == pytest.approx(theirs, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("keep_open", [False, True])
def test_values_rise_with_seats_and_time_where_closing_is_free(keep_open):
    value = values_of(single(PRICES, CHANCES, 40, 12, keep_open=keep_open))
    assert np.all(np.diff(value, axis=0) <= 1e-9)
    assert np.all(np.diff(value, axis=1) >= -1e-9)
    assert np.all(np.diff(value, 2, axis=1) <= 1e-9)


def test_the_use_of_offers_counts_everybody_and_brings_the_value():
    hall = studio(1.5)
    one = alone(hall, 0, hall.capacity)
    solved = fluid.solve(hall)
    payoff = displaced(hall, solved, hall.capacity, 0)
    clock = clock_of(solved.persons, 0.01, float(one.purchase.max()))
    value = one.values(payoff, clock)
    use = one.use(payoff, clock, value)
    assert use.sum() == pytest.approx(hall.to_come[0])
    assert (use * payoff).sum() == pytest.approx(value[0, -1], rel=2e-3)
