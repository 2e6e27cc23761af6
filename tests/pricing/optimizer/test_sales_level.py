from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.arrivals import prior, update
from pricing.optimizer.market import build
from pricing.optimizer.sales_level import SalesSoFar, factors, learned
from pricing.optimizer.standing import Standing
from tests.houses import ON_SALE, OPENING, studio_season

SEASON = studio_season(2, rules=())
NIGHT = SEASON.performances[0]
DEMAND = {"night-1": (30.0, 30.0), "night-2": (20.0, 0.0)}
A_WEEK_BEFORE = OPENING - timedelta(days=7)
MID = ("mid", "mid")


def standing(seats, posted=((ON_SALE, MID),), now=A_WEEK_BEFORE):
    sold = {
        ("night-1", c, False): n for c, n in zip(("front", "back"), seats, strict=True)
    }
    return Standing(now, sold, posted_since={"night-1": posted})


def factor(seats, **given):
    return learned(SEASON, DEMAND, standing(seats, **given))["night-1"][0] / 30.0


def test_sales_as_expected_leave_the_forecast_as_it_is():
    # At reference prices 83 % of 30 seats a category have come a week before.
    assert factor((25, 25)) == pytest.approx(1.0, abs=0.02)


def test_what_nobody_priced_keeps_its_forecast():
    found = learned(SEASON, DEMAND, standing((0, 0)))
    assert found["night-2"] == (20.0, 0.0)
    assert found["night-1"][0] < 30.0


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
@settings(deadline=None, max_examples=20)
def test_the_more_is_sold_the_greater_demand_is_held_to_be(seats):
    found = [factor((n, n)) for n in sorted(seats)]
    assert found == sorted(found)
    assert all(0.1 < each < 4 for each in found)


def test_as_many_sales_at_a_higher_price_tell_of_more_demand():
    dear = ((ON_SALE, ("high", "high")),)
    assert factor((20, 20), posted=dear) > factor((20, 20)) + 0.05


def test_what_was_closed_tells_nothing_of_its_demand():
    shut = ((ON_SALE, ("mid", "")),)
    assert factor((25, 0), posted=shut) > factor((25, 0)) + 0.05


def test_prices_that_did_not_move_are_one_span_however_they_are_cut():
    cuts = tuple((OPENING - timedelta(days=n), MID) for n in (100, 61, 30, 8))
    whole = factor((20, 31))
    assert factor((20, 31), posted=((ON_SALE, MID), *cuts)) == pytest.approx(whole)
    before_sale = ((ON_SALE - timedelta(days=9), ("high", "high")),)
    opened = (*before_sale, (ON_SALE, MID))
    assert factor((20, 31), posted=opened) == pytest.approx(whole)


def test_before_the_sale_there_is_nothing_to_learn():
    early = ((ON_SALE - timedelta(days=9), MID),)
    assert factor((0, 0), posted=early, now=ON_SALE - timedelta(days=1)) == 1.0


def test_the_level_is_the_posterior_of_the_seats_that_were_expected():
    """A naive twin: every person of every class, one span after another."""
    (market, _) = build(SEASON, DEMAND).performances
    rungs, share = np.array([[0, 0], [2, -1], [1, 1]]), np.array([0.2, 0.1, 0.3])
    sold = np.array([10.0, 9.0])
    hoped = 0.0
    for s in range(3):
        for k, size in enumerate(market.class_size):
            weight = [
                market.attraction[rung, c, k] if rung >= 0 else 0.0
                for c, rung in enumerate(rungs[s])
            ]
            hoped += size * share[s] * sum(weight) / (1 + sum(weight))
    part = hoped / 60.0
    twin = update(prior(60.0, 15.0**2), 19.0, part, 0.05 * part * (1 - part), 2.5)
    (found,) = factors([SalesSoFar(market, rungs, share, sold)])
    assert found == pytest.approx(float(twin.mean()) / 60.0)
    assert len(factors([])) == 0
