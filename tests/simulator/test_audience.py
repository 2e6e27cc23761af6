from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from simulator.audience import draw
from simulator.house import DAY_SECONDS, build
from simulator.policies import FixedPrice
from simulator.scenario import Night, Scenario
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import free_season, one_kind, studio_scenario


def test_the_same_seed_and_trial_bring_the_same_people():
    season = studio_season()
    scenario = studio_scenario(season)
    house = build(season, scenario)
    first = draw(scenario, house, seed=5, trial=2)
    again = draw(scenario, house, seed=5, trial=2)
    other = draw(scenario, house, seed=5, trial=3)
    assert np.array_equal(first.willingness_to_pay, again.willingness_to_pay)
    assert np.array_equal(first.time, again.time)
    assert not np.array_equal(first.time[:20], other.time[:20])


def test_people_look_between_the_opening_of_sales_and_the_curtain():
    season = studio_season(4)
    scenario = studio_scenario(season, parties=500)
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    assert (np.diff(people.visits[0]) >= 0).all()
    assert (people.time >= house.on_sale[people.performance]).all()
    assert (people.time < house.starts[people.performance]).all()
    swaps = people.other_date >= 0
    assert (people.other_date[swaps] != people.performance[swaps]).all()
    assert (people.time[swaps] < house.starts[people.other_date[swaps]]).all()


def test_another_date_is_of_the_same_production():
    season = studio_season(6)
    house = build(season, studio_scenario(season))
    people = draw(studio_scenario(season), house, seed=1, trial=0)
    swaps = people.other_date >= 0
    assert swaps.any()
    production = np.array([p.production for p in house.performances])
    mine, other = people.performance[swaps], people.other_date[swaps]
    assert (production[mine] == production[other]).all()


def test_the_number_of_people_is_poisson_when_nothing_else_varies():
    season = free_season(1)
    scenario = studio_scenario(
        season, parties=40.0, season_spread=0.0, night_spread=0.0,
        word_of_mouth_spread=0.0,
    )  # fmt: skip
    house = build(season, scenario)
    counts = np.array([len(draw(scenario, house, seed=8, trial=t)) for t in range(600)])
    # Four standard errors of the mean, and of the variance.
    assert counts.mean() == pytest.approx(40, abs=4 * np.sqrt(40 / 600))
    assert counts.var() == pytest.approx(40, abs=4 * 40 * np.sqrt(2 / 600))


def test_the_share_that_buys_is_that_of_a_lognormal_willingness_to_pay():
    season = free_season(1)
    night = Night("night-1", 200_000, (20.0, 0.0))
    scenario = Scenario(
        one_kind(spread=0.6), (night,), seat_spread=0.3, night_spread=0.0,
        season_spread=0.0, word_of_mouth_spread=0.0,
    )  # fmt: skip
    house = build(season, scenario)
    people = draw(scenario, house, seed=2, trial=0)
    # The front seats cost 25 at the printed prices.
    share = norm.sf(np.log(25 / 20) / np.hypot(0.6, 0.3))
    bought = (people.willingness_to_pay[:, 0] >= 2500).mean()
    assert bought == pytest.approx(share, abs=4 * np.sqrt(share / len(people)))


def test_people_look_along_the_booking_curve():
    season = free_season(1)
    scenario = studio_scenario(season, parties=50_000)
    scenario = Scenario(one_kind(burst_share=0.0), scenario.nights)
    house = build(season, scenario)
    people = draw(scenario, house, seed=2, trial=0)
    # Sales open 166 days out: who would look earlier comes then.
    days_out = (house.starts[0] - people.time) / DAY_SECONDS
    marks = np.array([120.0, 60.0, 30.0, 10.0])
    found = [(days_out >= mark).mean() for mark in marks]
    (segment,) = scenario.segments
    days, share = np.array(segment.curve_days_out), segment.curve_share
    assert np.interp(-marks, -days, share) == pytest.approx(found, abs=0.01)


def test_praise_brings_people_to_later_nights_only():
    season = studio_season(60, rules=())
    plain = studio_scenario(season, parties=200, word_of_mouth_spread=0.0)
    told = studio_scenario(season, parties=200, word_of_mouth_spread=1.0)
    house = build(season, plain)
    first, later = [], []
    for trial in range(6):
        before = draw(plain, house, seed=4, trial=trial)
        after = draw(told, house, seed=4, trial=trial)
        counts = [
            np.bincount(p.performance, minlength=60).astype(float)
            for p in (before, after)
        ]
        change = np.abs(np.log(counts[1] / counts[0]))
        first.append(change[:2].mean())
        later.append(change[40:].mean())
    assert np.mean(later) > 3 * np.mean(first)


def test_regulars_consider_one_category_or_all():
    season = free_season(1)
    scenario = studio_scenario(season, parties=2000)
    regulars = Scenario(one_kind(habit_share=1.0), scenario.nights)
    house = build(season, regulars)
    people = draw(regulars, house, seed=2, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    assert set(people.habit.tolist()) == {-1, 0, 1}
    # At printed prices who has a habit has it because it pays.
    usual = people.habit >= 0
    pockets = people.willingness_to_pay[usual, people.habit[usual]]
    prices = np.array([2500, 1500])[people.habit[usual]]
    assert (pockets >= prices).all()
    assert outcome.recaptured.sum() == 0


def test_nobody_wishes_for_a_category_that_is_not_sold():
    season = studio_season(1, rules=())
    closed = season.performances[0]
    season = replace(season, performances=(replace(closed, capacities=(40, 0)),))
    scenario = studio_scenario(season)
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    assert (people.willingness_to_pay[:, 1] == 0).all()
