from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.rules import AccessShare, CategoryOrder
from pricing.optimizer.market import build as build_market
from pricing.optimizer.standing import Standing
from simulator.house import build
from simulator.optimised import cautious, level, prepare, standing_of
from simulator.policy import Bookings, Moment
from tests.houses import OPENING, studio_season
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
    moment = Moment(A_WEEK_BEFORE, (0, 1), (4, 4), bookings(37, rung=0))
    full, behind = pricer.post(moment)
    ladder = SEASON.performances[0].ladder
    assert ladder.index(full) > ladder.index(behind)


def test_a_sold_out_evening_keeps_its_price():
    pricer = prepare(HOUSE, DEMAND).start()
    moment = Moment(A_WEEK_BEFORE, (0,), (4,), bookings(40, rung=2))
    assert pricer.post(moment) == ["high"]


def test_an_access_share_is_planned_above_its_rule_and_less_so_as_seats_sell():
    rule = AccessShare(id="access", share_permille=250, price_minor=1500)
    season = studio_season(50, rules=(rule,))
    before = cautious(rule, season, None)
    half = Standing(OPENING, {(p.id, "front", False): 40 for p in season.performances})
    later = cautious(rule, season, half)
    # 4,000 seats: two deviations are 2 sqrt(0.25 x 0.75 x 2.5 / 4,000) = 2.17 %.
    assert before.share_permille == 250 + 22
    assert 250 < later.share_permille < before.share_permille
    order = CategoryOrder(id="order")
    assert cautious(order, season, None) is order


def test_a_share_of_each_performance_needs_a_wider_margin():
    together = AccessShare(id="access", share_permille=250, price_minor=1500)
    each = replace(together, each_performance=True)
    season = studio_season(50, rules=(together,))
    wide, narrow = cautious(each, season, None), cautious(together, season, None)
    # One night of 80 seats: two deviations are 2 sqrt(0.25 x 0.75 x 2.5 / 80).
    assert wide.share_permille == 250 + 154
    assert narrow.share_permille < wide.share_permille
