from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from simulator.audience import draw
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.season import play
from simulator.timetable import Timetable
from simulator.usual import usual_scenario
from tests.houses import studio_season
from tests.simulator.stages import free_season

DEMAND = {"night-1": (70.0, 25.0), "night-2": (10.0, 40.0)}


def unconstrained_sales(season, scenario, trials, percent=100):
    """Seats by trial, performance and category where no seat is short."""
    season = replace(
        season,
        performances=tuple(
            replace(p, capacities=(20_000, 20_000)) for p in season.performances
        ),
        channels=tuple(replace(c, quota_permille=1000) for c in season.channels),
    )
    house = build(season, scenario)
    house = replace(house, paid=house.paid * percent // 100)
    return np.array(
        [
            play(
                house,
                Timetable(house),
                draw(scenario, house, seed=1, trial=trial),
                FixedPrice(house),
            ).sold.sum(axis=(1, 3))
            for trial in range(trials)
        ]
    )


def still(scenario):
    """The same people on average, with no luck of season, night or piece."""
    return replace(
        scenario, season_spread=0.0, night_spread=0.0, word_of_mouth_spread=0.0
    )


def test_the_usual_audience_brings_the_forecast_at_reference_prices():
    season = free_season(2)
    season = replace(season, channels=season.channels[:2])
    demand = {name: tuple(100 * d for d in row) for name, row in DEMAND.items()}
    wanted = np.array(list(demand.values()))
    scenario = still(usual_scenario(season, demand))
    found = unconstrained_sales(season, scenario, 16)
    # Four standard errors of the trials, and what the draw that it is derived on
    # misses: people are spread evenly over it, so one in 50 at most.
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - wanted) <= 4 * error + 0.02 * wanted).all()


def test_the_usual_audience_has_about_the_elasticity_assumed():
    season = free_season(2)
    season = replace(season, channels=season.channels[:2])
    demand = {name: tuple(20 * d for d in row) for name, row in DEMAND.items()}
    scenario = still(usual_scenario(season, demand))
    low, high = (
        unconstrained_sales(season, scenario, 10, percent).sum()
        for percent in (95, 105)
    )
    elasticity = np.log(high / low) / np.log(105 / 95)
    # One price and one class would give -1.16; two categories and several
    # tariffs, some fixed, stay near.
    assert -1.6 < elasticity < -0.8


@pytest.mark.parametrize(
    ("demand", "message"),
    [
        ({}, "night-1: is missing"),
        ({"night-1": (1.0,)}, "expected 2 numbers, got 1"),
        ({"night-1": (1.0, float("nan"))}, "finite"),
        ({"night-1": (1.0, -2.0)}, "not negative"),
        ({"night-1": (0.0, 0.0)}, "at least one night that people look for"),
    ],
)
def test_a_forecast_that_says_nothing_is_refused(demand, message):
    with pytest.raises(FieldInvalid, match=message):
        usual_scenario(studio_season(1), demand)


def test_a_category_that_nobody_wants_stays_empty():
    season = free_season(1)
    scenario = usual_scenario(season, {"night-1": (30.0, 0.0)})
    assert scenario.nights[0].values[1] == 0
