from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.rules import AccessShare, NeverFalls, PriceBounds
from pricing.optimizer.ahead import still_to_come
from pricing.optimizer.market import build as market_of
from pricing.optimizer.standing import Standing
from simulator import nightly
from simulator.audience import draw
from simulator.house import build
from simulator.instants import instant
from simulator.outcomes import income_minor
from simulator.policies import make
from simulator.policy import Cause
from simulator.rules_kept import rules_kept
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

RULES = (
    NeverFalls(id="never"),
    AccessShare(id="access", price_minor=2000, share_permille=300),
)
DEMAND = (30.0, 30.0)


def stage(rules=RULES, nights=3, parties=60.0, **changes):
    season = studio_season(nights, rules=rules, **changes)
    scenario = studio_scenario(season, parties=parties)
    house = build(season, scenario)
    demand = {p.id: DEMAND for p in season.performances}
    return house, demand, draw(scenario, house, seed=4, trial=0)


class Watched:
    """A policy, and when and why it is asked."""

    name = "watched"

    def __init__(self, policy):
        self.policy, self.asked = policy, []

    def start(self):
        self.pricer = self.policy.start()
        return self

    def post(self, moment):
        self.asked.append(moment)
        return self.pricer.post(moment)


def test_it_is_asked_every_night_while_anything_is_on_sale():
    house, demand, people = stage()
    policy = Watched(make("nightly", house, demand))
    play(house, Timetable(house), people, policy)
    nights = [m.now for m in policy.asked if m.cause is Cause.MOVE_DUE]
    assert {(at.hour, at.minute) for at in nights} == {(nightly.HOUR, 0)}
    first, last = instant(int(house.on_sale.min())), instant(int(house.starts.max()))
    assert (last - first).days <= len(set(nights)) <= (last - first).days + 1


def test_each_night_is_solved_once_with_the_sales_up_to_then(monkeypatch):
    house, demand, people = stage()
    policy, solved = make("nightly", house, demand), []
    solve = nightly._solve

    def watched(market, standing, before):
        solved.append((standing.now, sum(standing.sold.values())))
        return solve(market, standing, before)

    monkeypatch.setattr(nightly, "_solve", watched)
    outcome = play(house, Timetable(house), people, policy)
    times, sold = zip(*solved, strict=True)
    assert len(set(times)) == len(times) > 50
    assert 0 < sold[-1] <= outcome.sold.sum() + outcome.given_back.sum()


@pytest.mark.parametrize("mode", ["scale", "category"])
def test_it_keeps_the_rules(mode):
    house, demand, people = stage(pricing_mode=mode)
    outcome = play(house, Timetable(house), people, make("nightly", house, demand))
    assert outcome.sold.sum() > 0
    assert rules_kept(house, outcome)["never"] == (True, None)


def test_it_earns_more_than_printed_prices_where_more_come_than_there_are_seats():
    earned = {"fixed": 0, "nightly": 0}
    house, demand, _ = stage(rules=(), parties=250.0)
    demand = dict.fromkeys(demand, (90.0, 90.0))
    scenario = studio_scenario(house.season, parties=250.0)
    for trial in range(3):
        people = draw(scenario, house, seed=1, trial=trial)
        for name in earned:
            policy = make(name, house, demand)
            outcome = play(house, Timetable(house), people, policy)
            earned[name] += income_minor(outcome, house)
    assert earned["nightly"] > 1.02 * earned["fixed"]


def test_problems_known_from_the_night_before_change_nothing(monkeypatch):
    season = studio_season(4, rules=RULES)
    nights = tuple(
        replace(p, on_sale_at=p.starts_at - timedelta(days=12 + 9 * n))
        for n, p in enumerate(season.performances)
    )
    season = replace(season, performances=nights)
    scenario = studio_scenario(season, parties=60.0)
    house = build(season, scenario)
    demand = {p.id: DEMAND for p in nights}
    people = draw(scenario, house, seed=4, trial=0)
    paths = []
    for noticed in (nightly._noticed, lambda rules: True):
        monkeypatch.setattr(nightly, "_noticed", noticed)
        policy = make("nightly", house, demand)
        paths.append(play(house, Timetable(house), people, policy).path)
    assert np.array_equal(*paths)


def test_what_is_still_to_come_is_the_market_built_anew_at_that_demand():
    house, demand, _ = stage()
    season = house.season
    now = (
        season.performances[1].on_sale_at
        + (season.performances[1].starts_at - season.performances[1].on_sale_at) / 2
    )
    factor = {"night-1": 1.4, "night-2": 0.6}
    found = still_to_come(market_of(season, demand), factor, Standing(now))
    raised = {
        name: [factor.get(name, 1.0) * d for d in seats]
        for name, seats in demand.items()
    }
    anew = market_of(season, raised, Standing(now))
    for one, other in zip(found.performances, anew.performances, strict=True):
        for name in ("attraction", "class_size", "weights", "demand", "surplus_scale"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-6)
        assert one.first_period == other.first_period


def test_rules_that_cannot_hold_are_named_before_the_season():
    house, demand, _ = stage(
        rules=(
            PriceBounds(id="dear", floor_minor=2500),
            AccessShare(id="access", price_minor=100, share_permille=900),
        )
    )
    with pytest.raises(ConstraintsInfeasible):
        make("nightly", house, demand)


def test_seats_paid_are_parted_by_performance():
    house, *_ = stage()
    paid = {("a", "front", False, 10): 2, ("b", "front", True, 5): 1}
    paid[("a", "back", False, 7)] = 3
    standing = replace(Standing(house.season.performances[0].on_sale_at), paid=paid)
    assert standing.paid_by_performance == {
        "a": [("front", False, 10, 2), ("back", False, 7, 3)],
        "b": [("front", True, 5, 1)],
    }
