"""EMSR-b between the tariffs of a theatre."""

import numpy as np
import pytest

from pricing.optimizer.protection import littlewood
from simulator.audience import draw
from simulator.booking_limits import BookingLimits, nested
from simulator.house import build
from simulator.policies import FixedPrice, make
from simulator.policy import Bookings, Moment
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import ON_SALE, studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(2)
HOUSE = build(SEASON, studio_scenario(SEASON))
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def test_two_tariffs_are_told_apart_by_littlewoods_rule():
    price, demand = np.array([2500, 1500]), np.array([20.0, 30.0])
    solidarity = np.zeros(2, bool)
    found = nested(price, demand, np.array([0, 1]), solidarity, 2)
    std = np.sqrt(demand + (0.25 * demand) ** 2)
    level = littlewood(price.astype(float), demand, std)[0]
    assert found.tolist() == [0, int(level)]


def test_classes_of_one_tariff_and_tariffs_of_one_price_are_one():
    solidarity = np.zeros(4, bool)
    demand = np.array([10.0, 10.0, 15.0, 15.0])
    split = nested(
        np.array([2500, 2500, 1500, 1500]),
        demand,
        np.array([0, 1, 2, 2]),
        solidarity,
        3,
    )
    whole = nested(
        np.array([2500, 1500]), np.array([20.0, 30.0]), np.array([0, 2]),
        np.zeros(2, bool), 3,
    )  # fmt: skip
    assert split.tolist() == whole.tolist()
    assert split[1] == 0


def test_nothing_is_kept_from_solidarity_tariffs_nor_for_them():
    price = np.array([2500, 500])
    found = nested(
        price, np.array([20.0, 30.0]), np.array([0, 1]), np.array([False, True]), 2
    )
    assert found.tolist() == [0, 0]


@pytest.mark.parametrize("demand", [0.0, 1e-9, 1e6])
def test_any_demand_gives_whole_seats_that_are_not_negative(demand):
    found = nested(
        np.array([2500, 1500, 0]),
        np.full(3, demand),
        np.arange(3),
        np.zeros(3, bool),
        3,
    )
    assert (found >= 0).all()
    assert found.dtype == np.int64


def test_less_is_kept_as_less_demand_is_to_come():
    policy = BookingLimits(HOUSE, DEMAND, FixedPrice(HOUSE)).start()
    kept = []
    for day in (0, 120, 165):
        now = ON_SALE + (SEASON.performances[0].starts_at - ON_SALE) * day / 166
        bookings = Bookings(np.zeros(1), np.full((2, 2), -1), np.zeros((2, 6, 2)), ())
        (posted,) = policy.post(Moment(now, (0,), (0,), bookings))
        kept.append(posted.protected.sum())
    assert kept[0] >= kept[1] > kept[2]


def test_where_seats_are_scarce_limits_earn_more_than_open_tariffs():
    scenario = studio_scenario(SEASON, parties=400.0)
    house = build(SEASON, scenario)
    demand = {p.id: (300.0, 300.0) for p in SEASON.performances}
    income = {"fixed": 0, "emsr-b": 0}
    face = house.face[np.maximum(house.tier_row, 0)]
    for trial in range(10):
        people = draw(scenario, house, seed=1, trial=trial)
        for name in income:
            policy = make(name, house, demand)
            sold = play(house, Timetable(house), people, policy).sold
            income[name] += int((sold * face).sum())
    assert income["emsr-b"] > income["fixed"]
