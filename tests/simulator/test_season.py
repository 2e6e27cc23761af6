import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import NeverFalls, PriceBounds, Scope
from simulator.audience import draw
from simulator.experiment import simulate
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.policy import Moment, Posted
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import free_season, studio_scenario


@dataclass(frozen=True)
class Scripted:
    """A policy that does what a test says."""

    answer: Callable[[Moment], Sequence[str]]
    name: str = "scripted"

    def start(self):
        return self

    def post(self, moment):
        return self.answer(moment)


def stage(season, **changes):
    scenario = studio_scenario(season, **changes)
    house = build(season, scenario)
    return house, Timetable(house), draw(scenario, house, seed=1, trial=0)


def test_a_tier_stands_from_the_start_of_its_period():
    season = free_season(1)
    house, timetable, people = stage(season)
    tiers = ["low", "mid", "high", "low", "mid", "high"]
    outcome = play(house, timetable, people, Scripted(lambda m: [tiers[m.periods[0]]]))
    assert outcome.path[..., 0].tolist() == [[0, 1, 2, 0, 1, 2]]
    assert (outcome.path[..., 1] == outcome.path[..., 0]).all()


def test_a_policy_is_asked_once_for_each_period_of_each_performance():
    season = free_season(3)
    house, timetable, people = stage(season)
    asked = []

    def answer(moment):
        asked.extend(zip(moment.due, moment.periods, strict=True))
        return ["mid"] * len(moment.due)

    play(house, timetable, people, Scripted(answer))
    assert sorted(asked) == [(f, t) for f in range(3) for t in range(6)]


def test_seats_of_a_period_are_those_sold_at_its_rung():
    season = free_season(3)
    late = replace(
        season.performances[1],
        on_sale_at=season.performances[1].starts_at - timedelta(days=20),
    )
    season = replace(
        season, performances=(season.performances[0], late, season.performances[2])
    )
    house, timetable, people = stage(season)
    # Each rung stands in two periods of a night, one after the other.
    tiers = ["low", "low", "mid", "mid", "high", "high"]
    outcome = play(
        house,
        timetable,
        people,
        Scripted(lambda moment: [tiers[period] for period in moment.periods]),
    )
    assert outcome.booked.sum() > 0
    for f in range(3):
        by_rung = [
            outcome.booked[f][outcome.path[f, :, 0] == rung].sum() for rung in range(3)
        ]
        assert by_rung == outcome.sold[f].sum(axis=(1, 2)).tolist()
    assert outcome.booked[1][outcome.path[1, :, 0] < 0].sum() == 0


def test_what_a_policy_sees_is_what_was_sold_before():
    season = free_season(2)
    house, timetable, people = stage(season, parties=30)
    seen = []

    def answer(moment):
        before = people.time < moment.now.timestamp()
        assert moment.bookings.sold.sum() <= people.size[before].sum()
        seen.append(int(moment.bookings.sold.sum()))
        return ["mid"] * len(moment.due)

    outcome = play(house, timetable, people, Scripted(answer))
    assert seen == sorted(seen)
    assert 0 == seen[0] < seen[-1] <= outcome.sold.sum()


@pytest.mark.parametrize("name", ["sold", "posted", "path"])
def test_a_policy_cannot_change_the_books(name):
    house, timetable, people = stage(free_season(2))

    def answer(moment):
        getattr(moment.bookings, name)[:] = 2
        return ["mid"] * len(moment.due)

    with pytest.raises(FieldInvalid, match=r"policies\.scripted.*read-only"):
        play(house, timetable, people, Scripted(answer))


def test_policies_that_post_equal_prices_have_equal_outcomes():
    season = free_season(2)
    house, timetable, people = stage(season)
    fixed = play(house, timetable, people, FixedPrice(house))
    same = play(house, timetable, people, Scripted(lambda m: ["mid"] * len(m.due)))
    for name in ("sold", "spilled", "priced_out", "recaptured", "path"):
        assert np.array_equal(getattr(fixed, name), getattr(same, name))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda m: ["dear"] * len(m.due), "'dear' is off the ladder"),
        (lambda m: [], "posted 0 tiers where 2 are due"),
        (lambda m: 1 / 0, "failed with ZeroDivisionError"),
        (lambda m: None, "answered None where the tiers of 2 performances are due"),
        (lambda m: "mid", "answered 'mid' where the tiers of 2"),
        (lambda m: [None] * 2, r"answered None, where a tier \(low, mid, high\)"),
        (lambda m: [math.nan] * 2, "answered nan, where a tier"),
        (lambda m: [25.0] * 2, r"answered 25\.0, where a tier"),
        (lambda m: [Posted(math.inf)] * 2, "posted inf, where 2 categories"),
        (lambda m: [("low", "high")] * 2, "all categories of this season move"),
        (lambda m: [("low", "")] * 2, "closed 'back', which has seats left"),
        (lambda m: [("low",)] * 2, "where 2 categories are on sale"),
        (lambda m: [Posted("mid", due="soon")] * 2, "expected a date and time"),
    ],
)
def test_a_policy_that_fails_is_refused_by_name(answer, message):
    season = free_season(2)
    house, timetable, people = stage(season)
    with pytest.raises(FieldInvalid, match=message) as fault:
        play(house, timetable, people, Scripted(answer))
    assert fault.value.metadata["field"].startswith("policies.scripted")


def test_a_price_that_must_not_fall_is_refused_when_it_does():
    rule = NeverFalls(id="never", scope=Scope(performance_id="night-2"))
    season = studio_season(2, rules=(rule,))
    house, timetable, people = stage(season)

    def falling(moment):
        return [["high", "low"][min(p, 1)] for p in moment.periods]

    with pytest.raises(
        FieldInvalid, match=r"night-2: 'low' is under the posted 'high'"
    ):
        play(house, timetable, people, Scripted(falling))


def test_a_price_over_a_cap_is_reported_as_a_rule_broken():
    rules = (PriceBounds(id="cap", cap_minor=2600),)
    season = studio_season(2, rules=rules)
    results = simulate(
        season,
        {"night-1": (30.0, 30.0), "night-2": (30.0, 30.0)},
        ["fixed", Scripted(lambda m: ["high"] * len(m.due))],
        trials=2,
        seed=1,
        scenario=studio_scenario(season),
    )
    kept = {name: each.rules[0].trials_kept for name, each in results.policies.items()}
    assert kept == {"fixed": 2, "scripted": 0}


def test_a_party_larger_than_what_is_left_is_spilled():
    season = free_season(1)
    scenario = studio_scenario(season)
    giants = tuple(
        replace(s, party_sizes=(30,), party_shares=(1.0,)) for s in scenario.segments
    )
    scenario = replace(scenario, segments=giants)
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    # One party in each category: ten seats are left of it.
    assert (outcome.sold.sum(axis=(0, 1, 3)) <= 30).all()
    assert 30 <= outcome.sold.sum() <= 60
    assert outcome.spilled.sum() > 0
