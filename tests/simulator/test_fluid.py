"""The re-solved fluid of each performance."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from pricing.domain.rules import NeverFalls, PriceStep
from pricing.optimizer.policies.policies import played_evenly
from simulator.experiment import simulate
from simulator.fluid import prepare
from simulator.house import build
from simulator.instances import instance_of
from simulator.outcomes import Change
from simulator.policy import Bookings, Moment
from simulator.usual import usual_scenario
from tests.houses import OPENING, studio_season
from tests.simulator.stages import free_season, studio_scenario

SEASON = free_season(2)
HOUSE = build(SEASON, studio_scenario(SEASON))
A_WEEK_BEFORE = OPENING - timedelta(days=7)


def policy(season=SEASON, seats=30.0):
    house = build(season, studio_scenario(season))
    return prepare(house, {p.id: (seats, seats) for p in season.performances})


def bookings(seats, rung=1):
    """So many seats of each category of the first night sold to the public."""
    sold = np.zeros((2, 3, 2, 4), np.int64)
    sold[0, rung, :, 0] = seats
    posted = np.full((2, 2), rung)
    changes = tuple(Change(int(HOUSE.on_sale[f]), f, posted[f]) for f in range(2))
    return Bookings(sold, posted, np.full((2, 6, 2), rung), changes)


def test_where_all_find_seats_it_is_the_rung_of_greatest_expected_income():
    found = policy(seats=10.0)
    market = found.market.performances[0]
    weight = market.attraction / (1 + market.attraction.sum(axis=1, keepdims=True))
    income = (weight * market.price * market.class_size).sum(axis=(1, 2))
    assert (found.paths == np.argmax(income)).all()


@pytest.mark.parametrize(
    "rules", [(), (NeverFalls(id="never"),)], ids=["free", "rising"]
)
@pytest.mark.parametrize("seats", [20.0, 36.0, 45.0, 52.0, 90.0])
def test_the_path_earns_as_much_as_any_one_price_and_no_more_than_closing_at_will(
    rules, seats
):
    season = studio_season(2, rules=rules)
    found = policy(season, seats=seats)
    market = found.market.performances[0]
    instance = instance_of(market, (0, 1, 2), np.array([40, 40]))
    offers, persons = instance.offers, instance.to_come[0]
    best = linprog(
        -persons * offers.net,
        A_ub=persons * offers.purchase.T,
        b_ub=[40, 40],
        A_eq=np.ones((1, len(offers.net))),
        b_eq=[1],
    )
    come = market.weights * persons
    income = evenly(instance, found.paths[0], come)
    assert income <= -best.fun + 1e-6
    for rung in range(3):
        assert income >= evenly(instance, np.full(6, rung), come) - 1e-6
        every = played_evenly(instance, np.array([40, 40]), 4 * rung + 3, persons)
        assert evenly(instance, np.full(6, rung), come) == pytest.approx(every)
    assert not rules or (np.diff(found.paths[0]) >= 0).all()


def test_no_two_prices_one_after_the_other_earn_more():
    found = policy(seats=52.0)
    market = found.market.performances[0]
    instance = instance_of(market, (0, 1, 2), np.array([40, 40]))
    come = market.weights * instance.to_come[0]
    earned = max(
        evenly(instance, np.repeat([first, then], [t, 6 - t]), come)
        for first, then in product(range(3), repeat=2)
        for t in range(7)
    )
    assert evenly(instance, found.paths[0], come) == pytest.approx(earned)


def evenly(instance, path, come):
    """What a path earns when people come evenly: the plain way."""
    seats, earned = [40.0, 40.0], 0.0
    for rung, rest in zip(path.tolist(), come.tolist(), strict=True):
        while rest > 1e-12:
            bits = sum(1 << c for c in range(2) if seats[c] > 1e-9)
            offer = rung * 4 + bits
            chance = instance.offers.purchase[offer].tolist()
            lasts = [seats[c] / chance[c] for c in range(2) if chance[c] > 0]
            part = min([rest, *lasts])
            earned += part * instance.offers.net[offer]
            seats = [max(0.0, seats[c] - part * chance[c]) for c in range(2)]
            rest -= part
    return earned


def test_more_people_never_make_it_cheaper():
    means = [policy(seats=seats).paths.mean() for seats in (5.0, 40.0, 80.0, 200.0)]
    assert means == sorted(means)
    assert means[0] < means[-1]


def test_an_evening_that_runs_away_gets_dearer_once_it_is_noticed():
    pricer = policy().start()
    moment = Moment(A_WEEK_BEFORE, (0, 1), (4, 4), bookings(37, rung=0))
    full, behind = pricer.post(moment)
    ladder = SEASON.performances[0].ladder
    assert ladder.index(full) > ladder.index(behind)


def test_a_sold_out_evening_keeps_its_price():
    moment = Moment(A_WEEK_BEFORE, (0,), (4,), bookings(40, rung=1))
    assert policy().start().post(moment) == ["mid"]


def test_nothing_falls_where_that_is_promised():
    season = studio_season(2, rules=(NeverFalls(id="never"),))
    moment = Moment(A_WEEK_BEFORE, (1,), (4,), bookings(0, rung=2))
    assert policy(season, seats=5.0).start().post(moment) == ["high"]


def test_a_rise_that_needs_notice_waits_for_it():
    season = studio_season(2, rules=(PriceStep(id="told", notice_days=3),))
    pricer = policy(season).start()
    moment = Moment(A_WEEK_BEFORE, (0,), (4,), bookings(39, rung=0))
    assert pricer.post(moment) == ["low"]
    later = replace(moment, now=OPENING - timedelta(days=1), periods=(5,))
    assert pricer.post(later) != ["low"]


def test_where_nobody_is_expected_the_printed_tier_stays():
    assert (policy(seats=0.0).paths == 1).all()


@pytest.mark.parametrize(
    "rules", [(), (NeverFalls(id="never"),)], ids=["free", "rising"]
)
def test_policies_that_solve_earn_more_than_printed_prices_of_people_as_believed(rules):
    season = studio_season(4, rules=rules)
    for seats in (20.0, 90.0):
        demand = {p.id: (seats, seats) for p in season.performances}
        found = simulate(
            season, demand, ["fixed", "fluid", "optimised"], trials=24, seed=5,
            scenario=usual_scenario(season, demand),
        )  # fmt: skip
        gained = [
            each.value.low
            for each in found.differences
            if each.against == "fixed" and each.measure == "income"
        ]
        assert len(gained) == 2
        assert min(gained) > 0
