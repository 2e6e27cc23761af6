"""A preview plays both sides to the same people, and says what the rule does."""

from dataclasses import replace

import pytest

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.preview import PreviewInputs
from pricing.domain.rules import IncomeFloor, PriceBounds, Scope
from pricing.store.voted_rules import with_rule
from simulator.experiment import simulate
from simulator.house import build
from simulator.optimised import prepare
from simulator.preview import preview
from simulator.rehearsed import Rehearsed
from simulator.usual import usual_scenario
from tests.houses import studio_season

SEASON = studio_season(nights=3, rules=())
DEMAND = {each.id: (55.0, 55.0) for each in SEASON.performances}
CAP = PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2000)


def inputs(rule=CAP, **more):
    changed = with_rule(SEASON, rule.id, rule)
    return PreviewInputs(SEASON, changed, DEMAND, trials=12, **more)


@pytest.fixture(scope="module")
def told():
    return preview(inputs())


def test_a_cap_on_full_nights_costs_income_and_its_sides_differ_by_that(told):
    change = {each.measure: each for each in told.changes}
    income = told.with_change.income - told.without.income
    assert change["income"].mean == pytest.approx(income)
    assert change["income"].high < 0 < told.plan_cost
    assert told.affected == ("night-1", "night-3")
    access = told.with_change.access_share - told.without.access_share
    assert change["access_share"].mean == pytest.approx(access)


def test_who_pays_which_price_is_told_by_tariff_and_means_bracket(told):
    classes = {(each.tariff_id, each.means_bracket_id): each for each in told.means}
    full = classes["full", ""]
    assert full.price_with < full.price_without
    assert ("by-means", "low") in classes
    # The fixed price of a solidarity tariff is not the cap's doing.
    solidarity = classes["solidarity", ""]
    assert solidarity.price_with == solidarity.price_without == 5.0


def test_equal_seeds_give_equal_previews_kept_or_not(told):
    assert replace(preview(inputs()), seconds=told.seconds) == told
    other = preview(inputs(replace(CAP, cap_minor=2500)))
    assert other.plan_cost < told.plan_cost
    assert other.without == told.without
    preview(inputs(seed=2))
    assert replace(preview(inputs()), seconds=told.seconds) == told


def test_a_rule_that_binds_nothing_changes_nothing():
    told = preview(inputs(replace(CAP, cap_minor=9000)))
    assert told.affected == ()
    assert told.with_change == told.without
    assert {(each.mean, each.low, each.high) for each in told.changes} == {(0, 0, 0)}
    assert told.plan_cost == pytest.approx(0.0)


def test_the_end_of_a_rule_is_the_same_the_other_way_round(told):
    capped = with_rule(SEASON, CAP.id, CAP)
    back = preview(PreviewInputs(capped, SEASON, DEMAND, trials=12))
    assert back.plan_cost < 0
    assert back.with_change.income > back.without.income


def test_a_rule_that_cannot_hold_is_refused():
    with pytest.raises(ConstraintsInfeasible):
        preview(inputs(IncomeFloor(id="even", income_minor=10_000_000)))


def test_a_rehearsed_policy_brings_what_the_policy_itself_does():
    scenario = usual_scenario(SEASON, DEMAND)
    follows = replace(prepare(build(SEASON, scenario), DEMAND), sales_moves=0)
    rehearsed = Rehearsed(replace(follows, name="rehearsed"))
    found = simulate(SEASON, DEMAND, [follows, rehearsed], trials=6, seed=3).policies
    assert found["rehearsed"].by_trial == found["optimised"].by_trial
