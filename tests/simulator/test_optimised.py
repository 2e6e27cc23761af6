from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.optimizer.market import build as build_market
from simulator.house import build
from simulator.optimised import level, prepare, standing_of
from simulator.policy import Bookings, Cause, Moment
from tests.houses import OPENING
from tests.simulator.stages import free_season, studio_scenario

SEASON = free_season(2)
HOUSE = build(SEASON, studio_scenario(SEASON))
DEMAND = {"night-1": (30.0, 30.0), "night-2": (30.0, 30.0)}
A_WEEK_BEFORE = OPENING - timedelta(days=7)


def bookings(seats, rung=1, performance=0):
    """So many seats of each category sold to the public at one rung."""
    sold = np.zeros((2, 3, 2, 4), np.int64)
    sold[performance, rung, :, 0] = seats
    return Bookings(sold, np.full(2, rung), np.full((2, 6), rung))


def learned(seats, demand=DEMAND):
    policy = prepare(HOUSE, demand)
    so_far = bookings(seats)
    ahead = build_market(SEASON, demand, standing_of(HOUSE, A_WEEK_BEFORE, so_far))
    return level(policy, ahead, so_far)["night-1"]


def test_sales_as_expected_leave_the_forecast_as_it_is():
    # By the curve 83 % of the demand of 60 seats has come: 25 a category.
    assert learned(25) == pytest.approx(1.0, abs=0.02)


def test_more_sales_than_expected_raise_the_level_and_fewer_lower_it():
    factors = [learned(seats) for seats in (0, 10, 25, 35)]
    assert factors == sorted(factors)
    assert 0.3 < factors[0] < 1 < factors[-1] < 2


def test_a_sold_out_category_tells_only_that_demand_was_at_least_its_seats():
    high = {"night-1": (300.0, 300.0), "night-2": (30.0, 30.0)}
    assert learned(40, high) == pytest.approx(1.0)
    assert learned(40) > 1.0


def test_the_books_are_handed_to_the_optimiser_as_they_are():
    standing = standing_of(HOUSE, A_WEEK_BEFORE, bookings(3, rung=2))
    assert standing.sold == {
        ("night-1", "front", False): 3,
        ("night-1", "back", False): 3,
    }
    assert standing.paid == {
        ("night-1", "front", False, 3200): 3,
        ("night-1", "back", False, 2000): 3,
    }
    assert standing.posted_tier == {"night-1": "high", "night-2": "high"}


def test_an_evening_that_runs_away_gets_dearer_once_it_is_noticed():
    pricer = prepare(HOUSE, DEMAND).start()
    moment = Moment(
        A_WEEK_BEFORE, (0, 1), (4, 4), bookings(37, rung=0), Cause.SALES_MOVED
    )
    full, behind = pricer.post(moment)
    ladder = SEASON.performances[0].ladder
    assert ladder.index(full) > ladder.index(behind)


def test_a_sold_out_evening_keeps_its_price():
    pricer = prepare(HOUSE, DEMAND).start()
    moment = Moment(A_WEEK_BEFORE, (0,), (4,), bookings(40, rung=2))
    assert pricer.post(moment) == ["high"]


def test_where_categories_move_by_themselves_the_policy_still_posts_tiers_for_all():
    apart = replace(SEASON, pricing_mode="category")
    house = build(apart, studio_scenario(apart))

    together, by_tiers = prepare(house, DEMAND), prepare(HOUSE, DEMAND)

    assert together.paths.tolist() == by_tiers.paths.tolist()
