"""The best paths for the people who came."""

from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import (
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    PriceStep,
    Scope,
)
from simulator.audience import draw
from simulator.experiment import simulate
from simulator.hindsight import Hindsight, _Path
from simulator.house import build
from simulator.moves import PriceMoves
from simulator.outcomes import income_minor
from simulator.policies import FixedPrice, RuleTable
from simulator.rules_kept import rules_kept
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

CALM = {"night_spread": 0.3, "season_spread": 0.0, "word_of_mouth_spread": 0.3}


def look_back(season, scenario, trial):
    house = build(season, scenario)
    people = draw(scenario, house, seed=9, trial=trial)
    timetable = Timetable(house)
    policies = (FixedPrice(house), RuleTable(house))
    outcomes = [play(house, timetable, people, policy) for policy in policies]
    return (
        house,
        people,
        outcomes,
        Hindsight(house).look_back(people, outcomes, scenario),
    )


def whole(path):
    """A path of one night for both categories, [1, T, 2]."""
    return np.repeat(np.array([path])[..., None], 2, axis=2)


@pytest.mark.parametrize("trial", range(6))
@pytest.mark.parametrize("falls", [False, True], ids=["never-falls", "free"])
def test_on_one_night_it_is_the_best_of_all_paths(trial, falls):
    rules = () if falls else (NeverFalls(id="never"),)
    season = studio_season(1, rules=rules, period_days_out=(60, 30, 7))
    scenario = studio_scenario(season, parties=90.0, **CALM)
    house, people, _, found = look_back(season, scenario, trial)
    periods = len(season.period_days_out)
    paths = (
        product(range(3), repeat=periods)
        if falls
        else combinations_with_replacement(range(3), periods)
    )
    best = max(
        income_minor(
            play(house, Timetable(house), people, _Path(house, whole(path))), house
        )
        for path in paths
    )
    assert income_minor(found, house) == best


@pytest.mark.parametrize("trial", range(4))
def test_it_earns_no_less_than_any_policy_and_keeps_the_rules(trial):
    season = studio_season(4, rules=(NeverFalls(id="never"),))
    scenario = studio_scenario(season, parties=120.0, **CALM)
    house, _, outcomes, found = look_back(season, scenario, trial)
    earned = income_minor(found, house)
    assert all(earned >= income_minor(each, house) for each in outcomes)
    assert (np.diff(found.path, axis=1) >= 0).all()


RULES = (
    CategoryOrder(id="order"),
    PriceBounds(id="cap", cap_minor=2600, scope=Scope(performance_id="night-2")),
    PriceStep(id="step", change_permille=300, days_between=10),
)


@pytest.mark.parametrize("mode", ["scale", "category"])
@pytest.mark.parametrize("rising", [False, True], ids=["free", "rising"])
@pytest.mark.parametrize("trial", range(3))
def test_it_keeps_every_rule_on_prices_and_earns_no_less(mode, rising, trial):
    rules = (*RULES, NeverFalls(id="never")) if rising else RULES
    season = studio_season(3, rules=rules, pricing_mode=mode)
    scenario = studio_scenario(season, parties=120.0, **CALM)
    house, _, outcomes, found = look_back(season, scenario, trial)
    earned = income_minor(found, house)
    assert earned > max(income_minor(each, house) for each in outcomes)
    assert {kept for kept, _ in rules_kept(house, found).values()} == {True}
    moves = PriceMoves(house)
    assert all(moves.keeps(f, path) for f, path in enumerate(found.path))


def test_prices_of_their_own_earn_more_than_prices_that_move_together():
    earned = {"scale": [], "category": []}
    for mode, found in earned.items():
        season = studio_season(1, rules=(), pricing_mode=mode)
        scenario = studio_scenario(season, parties=60.0, **CALM)
        for trial in range(4):
            house, _, _, best = look_back(season, scenario, trial)
            found.append(income_minor(best, house))
    assert all(a >= b for a, b in zip(earned["category"], earned["scale"], strict=True))
    assert sum(earned["category"]) > sum(earned["scale"])


def test_regret_is_a_difference_like_others():
    season = studio_season(3, rules=())
    demand = {p.id: (45.0, 50.0) for p in season.performances}
    scenario = replace(studio_scenario(season, parties=90.0), night_spread=0.3)
    names = ["fixed", "rule-table", "emsr-b", "hindsight"]
    found = simulate(season, demand, names, trials=4, seed=2, scenario=scenario)
    for each in found.differences:
        if each.policy == "hindsight" and each.measure == "income":
            assert each.value.mean >= 0
    by_trial = {name: found.policies[name].by_trial["income"] for name in names}
    for name in names[:-1]:
        pairs = zip(by_trial["hindsight"], by_trial[name], strict=True)
        assert all(best >= earned for best, earned in pairs)


@pytest.mark.parametrize("names", [["hindsight"], ["hindsight", "fixed"]])
def test_it_comes_after_those_that_it_judges(names):
    season = studio_season(2)
    with pytest.raises(FieldInvalid, match="hindsight comes last"):
        simulate(season, {}, names, trials=1, seed=1)
