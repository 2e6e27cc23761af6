from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.rules import NeverFalls
from pricing.optimizer.optimize import optimize
from pricing.quotes.repricing import repost
from simulator.house import build
from simulator.learning import levels, standing_of
from simulator.optimised import prepare
from simulator.outcomes import Change
from simulator.policy import Bookings, Cause, Moment
from tests.houses import ON_SALE, OPENING, studio_season
from tests.simulator.stages import free_season, studio_scenario

SEASON = free_season(2)
HOUSE = build(SEASON, studio_scenario(SEASON))
NOTHING_SOLD = Bookings(
    np.zeros((2, 3, 2, 4), np.int64), np.full((2, 2), -1), np.full((2, 6, 2), -1), ()
)
DEMAND = {"night-1": (30.0, 30.0), "night-2": (30.0, 30.0)}
A_WEEK_BEFORE = OPENING - timedelta(days=7)


def bookings(seats, rung=1, performance=0):
    """So many seats of each category sold to the public at one rung."""
    sold = np.zeros((2, 3, 2, 4), np.int64)
    sold[performance, rung, :, 0] = seats
    posted = np.full((2, 2), rung)
    changes = tuple(Change(int(HOUSE.on_sale[f]), f, posted[f]) for f in range(2))
    return Bookings(sold, posted, np.full((2, 6, 2), rung), changes)


def learned(seats, demand=DEMAND):
    standing = standing_of(HOUSE, A_WEEK_BEFORE, bookings(seats))
    return levels(SEASON, demand, standing)["night-1"]


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
    assert ladder.index(full.tiers) > ladder.index(behind.tiers)


# The best seats are wanted by far more people than there are, the others by few.
LOPSIDED = {"night-1": (140.0, 12.0), "night-2": (140.0, 12.0)}


def apart(rules=()):
    season = studio_season(2, rules=rules, pricing_mode="category")
    return build(season, studio_scenario(season))


def test_where_categories_move_by_themselves_each_has_a_price_of_its_own():
    house = apart()
    pricer = prepare(house, LOPSIDED).start()
    moment = Moment(ON_SALE, (0, 1), (0, 0), NOTHING_SOLD)
    tiers = [each.tiers for each in pricer.post(moment)]
    ladder = SEASON.performances[0].ladder
    assert all(ladder.index(front) > ladder.index(back) for front, back in tiers)


def test_the_plan_that_is_played_is_the_one_that_the_service_posts():
    house = apart((NeverFalls(id="never"),))
    season = house.season
    plan = optimize(season, LOPSIDED, plan_id="plan", now=ON_SALE)
    pricer = prepare(house, LOPSIDED).start()
    postings = dict.fromkeys(p.id for p in season.performances)
    for period, days in enumerate(season.period_days_out):
        for f, performance in enumerate(season.performances):
            now = max(ON_SALE, performance.starts_at - timedelta(days=days))
            before = postings[performance.id]
            posting = repost(season, plan, performance, before, now)
            postings[performance.id] = posting
            (played,) = pricer.post(Moment(now, (f,), (period,), NOTHING_SOLD))
            assert played.tiers == (posting.category_tiers or posting.tier_id)


def test_what_sold_at_prices_of_their_own_is_learned_from_category_by_category():
    house = apart()
    sold = np.zeros((2, 3, 2, 4), np.int64)
    sold[0, 2, 0, 0], sold[0, 0, 1, 0] = 30, 8
    opened = int(house.on_sale[0])
    changes = (Change(opened, 0, np.array([2, 0])), Change(opened, 1, np.array([1, 1])))
    path = np.tile([[[2, 0]], [[1, 1]]], (1, 6, 1))
    books = Bookings(sold, path[:, 0], path, changes)
    standing = standing_of(house, A_WEEK_BEFORE, books)
    assert standing.posted_since["night-1"] == [(ON_SALE, ("high", "low"))]
    assert standing.paid == {
        ("night-1", "front", False, 3200): 30,
        ("night-1", "back", False, 1200): 8,
    }
