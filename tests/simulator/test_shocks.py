"""Surprises: who comes otherwise, when, and what policies believe."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid, NameUnknown
from simulator.audience import draw
from simulator.experiment import simulate
from simulator.house import build
from simulator.scenario import Turn
from simulator.scenario_file import parse, render
from simulator.shocks import SHOCKS, find
from simulator.variant import Variant
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(3)
SCENARIO = studio_scenario(SEASON, parties=4000.0)
DEMAND = {p.id: (40.0 + 10 * n, 50.0) for n, p in enumerate(SEASON.performances)}
NIGHTS = {p.id: place for place, p in enumerate(SEASON.performances)}


def people(scenario, trial=0):
    return draw(scenario, build(SEASON, scenario), seed=5, trial=trial)


@pytest.mark.parametrize("factor", [0.0, 0.4, 1.5, 3.0])
def test_interest_turns_by_its_factor_from_its_time_on_for_its_nights(factor):
    night = SEASON.performances[1]
    begins = night.starts_at - timedelta(days=20)
    ends = night.starts_at - timedelta(days=5)
    turned = replace(SCENARIO, turns=(Turn(factor, begins, ends, (night.id,)),))
    counts = []
    for scenario in (SCENARIO, turned):
        found = people(scenario)
        inside = (found.time >= begins.timestamp()) & (found.time < ends.timestamp())
        mine = found.performance == NIGHTS[night.id]
        counts.append([(mine & inside).sum(), (mine & ~inside).sum(), (~mine).sum()])
    before, after = np.array(counts, float)
    # Poisson counts: within four standard deviations of their difference.
    expected = before * [factor, 1.0, 1.0]
    assert np.all(np.abs(after - expected) <= 4 * np.sqrt(before + after) + 1e-9)
    # Other nights' people are the very same.
    assert after[2] == before[2]


def test_without_turns_the_people_are_as_they_were():
    never = Turn(
        5.0, datetime(1900, 1, 1, tzinfo=UTC), datetime(1900, 1, 2, tzinfo=UTC)
    )
    found = people(replace(SCENARIO, turns=(replace(never, factor=0.5),)))
    assert np.array_equal(found.time, people(SCENARIO).time)


@pytest.mark.parametrize("shock", SHOCKS, ids=lambda each: each.name)
def test_every_shock_plays_beside_the_season(shock):
    scenario = studio_scenario(SEASON)
    (found,) = simulate(
        SEASON,
        DEMAND,
        ["fixed", "rule-table"],
        trials=12,
        seed=1,
        scenario=scenario,
        settings={"shock": "none"},
        variants=[Variant({"shock": shock.name}, SEASON, DEMAND, shock)],
    ).variants
    income = {
        each.policy: each.value.mean
        for each in found.differences
        if each.measure == "income"
    }
    if shock.name in ("star-cancels", "poor-reviews", "strike-week"):
        assert income["fixed"] < 0
    if shock.name == "rave-reviews":
        assert income["fixed"] >= 0
    if shock.name.startswith(("forecast", "learnt")):
        # Printed prices do not hang on what is believed.
        assert income["fixed"] == 0


def test_a_biased_forecast_changes_beliefs_by_its_share_alone():
    high = find("forecast-high").forecast(SEASON, DEMAND)
    assert high["night-1"] == pytest.approx((52.0, 65.0))
    assert find("forecast-high").people(SEASON, SCENARIO) is SCENARIO
    flat = find("learnt-late").forecast(SEASON, DEMAND)
    assert set(flat.values()) == {(50.0, 50.0)}


def test_late_bookers_keep_their_number_and_begin_nearer_to_the_night():
    late = find("late-booking").people(SEASON, SCENARIO)
    usual, delayed = people(SCENARIO), people(late)
    assert len(delayed) == len(usual)
    assert delayed.time.mean() > usual.time.mean()


def test_turns_are_kept_in_scenario_files():
    begins = datetime(2026, 10, 1, 12, tzinfo=UTC)
    turned = replace(
        studio_scenario(SEASON),
        turns=(Turn(0.5, begins), Turn(2.0, begins, begins.replace(month=11), ("a",))),
    )
    assert parse(render(turned)) == turned


@pytest.mark.parametrize(
    "line",
    ["factor = -1", "factor = 11", 'begins_at = "soon"', "begins_at = 2026-01-01"],
)
def test_turns_that_mean_nothing_are_refused(line):
    text = render(studio_scenario(SEASON)) + "\n[[turns]]\n"
    good = {"factor": "factor = 1", "begins_at": "begins_at = 2026-01-01T00:00:00Z"}
    good[line.split(" ")[0]] = line
    with pytest.raises(Exception, match="turn"):
        parse(text + "\n".join(good.values()))


def test_what_is_not_there_is_named():
    with pytest.raises(NameUnknown, match="star-cancels"):
        find("comet")
    far = replace(
        SCENARIO, turns=(Turn(0.5, datetime(2026, 1, 1, tzinfo=UTC), None, ("x",)),)
    )
    with pytest.raises(FieldInvalid, match="has no 'x'"):
        build(SEASON, far)
