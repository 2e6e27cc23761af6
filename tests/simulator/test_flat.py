"""One tier for a venue: the best by the forecast."""

from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import PriceBounds, Scope
from pricing.domain.venue import PriceTier, SeatCategory
from pricing.optimizer.market import build as build_market
from simulator.flat import prepare
from simulator.house import build
from tests.houses import STUDIO, studio_season
from tests.simulator.stages import free_season, studio_scenario


def flat(season, seats):
    house = build(season, studio_scenario(season))
    return prepare(house, {p.id: (seats, seats) for p in season.performances})


def test_scarce_seats_make_the_one_tier_dear_and_many_cheap():
    dear, cheap = flat(free_season(3), 150.0).tiers, flat(free_season(3), 10.0).tiers
    assert set(dear) == {"high"}
    assert len(set(cheap)) == 1
    order = ("low", "mid", "high")
    assert order.index(cheap[0]) < order.index(dear[0])


def test_where_seats_are_for_all_it_is_the_tier_of_greatest_expected_income():
    season = free_season(1)
    (market,) = build_market(season, {"night-1": (10.0, 10.0)}).performances
    weight = market.attraction / (1 + market.attraction.sum(axis=1, keepdims=True))
    income = (weight * market.price * market.class_size).sum(axis=(1, 2))
    assert flat(season, 10.0).tiers == (market.tiers[int(np.argmax(income))],)


def test_a_performance_that_may_not_take_the_tier_takes_the_nearest():
    cap = PriceBounds(id="cap", cap_minor=2500, scope=Scope(performance_id="night-2"))
    season = studio_season(3, rules=(cap,))
    assert flat(season, 150.0).tiers == ("high", "mid", "high")


def test_where_nobody_is_expected_the_printed_tier_stays():
    assert flat(free_season(2), 0.0).tiers == ("mid", "mid")


@pytest.mark.parametrize("name", ["flat", "fluid"])
def test_a_hall_of_too_many_categories_is_refused(name):
    from simulator.policies import make

    wide = replace(
        STUDIO,
        seat_categories=tuple(SeatCategory(f"c{n}", 10) for n in range(13)),
        price_tiers=tuple(
            PriceTier(each, (price,) * 13)
            for each, price in (("low", 1000), ("mid", 1500), ("high", 2000))
        ),
    )
    season = studio_season(1, rules=())
    night = replace(season.performances[0], capacities=(10,) * 13)
    season = replace(season, venues=(wide,), performances=(night,))
    scenario = studio_scenario(season)
    scenario = replace(
        scenario, nights=(replace(scenario.nights[0], values=(20.0,) * 13),)
    )
    house = build(season, scenario)
    with pytest.raises(FieldInvalid, match="at most 12 categories"):
        make(name, house, {"night-1": (5.0,) * 13})
