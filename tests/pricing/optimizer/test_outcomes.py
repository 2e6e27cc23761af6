"""What a rule is said to cost against what a little more of it costs."""

from dataclasses import replace

import numpy as np
import pytest

from pricing.constraints.check import violations
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.objective import Objective
from pricing.domain.rules import (
    KINDS,
    AccessShare,
    AveragePrice,
    CategoryOrder,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.optimizer.figures import figures
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import build
from pricing.optimizer.master import settle
from pricing.optimizer.mixture import mix
from pricing.optimizer.posing import pose_season
from pricing.optimizer.relaxation import relax
from pricing.optimizer.search import find_path
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import outcomes, plan_of

RISE = NeverFalls(id="rise")
SHARED = {
    "access": AccessShare(id="a", share_permille=640, price_minor=1500),
    "budget": SolidarityBudget(id="a", subsidy_minor=320_000, surplus_permille=300),
    "mean price": AveragePrice(id="a", price_minor=1500),
    "gap in access": GroupGap(
        id="a", measure="access", groups=("full", "solidarity"), share_permille=900
    ),
    "gap in surplus": GroupGap(
        id="a", measure="surplus", groups=("full", "solidarity"), share_permille=900
    ),
    "gap in price": GroupGap(
        id="a", measure="price", groups=("full", "solidarity"), share_permille=950
    ),
}


EVERY_KIND = (
    NeverFalls(id="rise"),
    PriceBounds(id="cap", cap_minor=3200),
    CategoryOrder(id="order"),
    KeepOpen(id="open"),
    PopularityCap(id="popular", demand_permille=1000, rise_permille=100),
    AccessShare(id="access", share_permille=400, price_minor=1500),
    SolidarityShare(id="kept", share_permille=100, release_days_out=14),
    SolidarityBudget(id="budget", subsidy_minor=200_000),
    AveragePrice(id="mean", price_minor=2500),
    IncomeFloor(id="floor", income_minor=50_000),
    GroupGap(
        id="gap", measure="access", groups=("full", "under-26"), share_permille=1000
    ),
    PriceStep(id="step", change_permille=400),
    ChannelParity(id="parity", commission_permille_max=100),
)


def mixed_value(market, rule, gaps):
    """Return the value of the best mix of paths, which is linear between kinks."""
    posed = pose_season(market, (RISE, rule), None, gaps)
    settled = settle(posed.problems, posed.constant, lambda done: True)
    return mix(posed.problems, settled.pool, posed.constant, 1e9)[0]


@pytest.mark.parametrize("rule", SHARED.values(), ids=SHARED.keys())
def test_the_dual_of_a_row_lies_between_the_one_sided_differences(rule):
    season, demand = season_and_demand(5, (RISE, rule), nights=12)
    market = build(season, demand)
    gaps = free_gaps(market, season.rules, None, lambda done: True)
    (figure,) = figures(rule)
    step = 4 if figure.unit == "permille" else max(figure.of(rule) // 200, 1)
    unit = figure.step(season) / step
    toward = -step if figure.rising_eases else step

    found = outcomes(plan_of(season, demand))["a"]
    at = mixed_value(market, rule, gaps)
    eased = mixed_value(market, figure.on(rule, figure.of(rule) - toward), gaps)
    tightened = mixed_value(market, figure.on(rule, figure.of(rule) + toward), gaps)

    low, high = (eased - at) * unit, (at - tightened) * unit
    margin = 2e-6 * at * unit + 0.02 * high
    assert high > 0
    assert low - margin <= found.marginal_cost <= high + margin
    assert found.slack >= -1e-6
    assert found.binding_on


@pytest.mark.parametrize("share", [0.85, 0.95])
@pytest.mark.parametrize("seed", [1, 5, 6])
def test_the_dual_of_a_floor_of_one_performance_is_a_slope_of_its_bound(seed, share):
    season, demand = season_and_demand(seed, (RISE,))
    most = plan_of(season, demand).income
    season = replace(
        season,
        rules=(RISE, IncomeFloor(id="a", income_minor=0, each_performance=True)),
        objective=Objective("attendance"),
    )
    market = build(season, demand)

    def relaxed(income_minor):
        floor = replace(season.rules[1], income_minor=income_minor)
        problem = pose_season(market, (RISE, floor)).problems[0]
        path = find_path(problem, np.zeros(0), wide=True).path
        return relax(problem, np.zeros(0), path)

    floor, step = int(share * most * 100), 200
    at = relaxed(floor)
    low = (relaxed(floor - step).bound - at.bound) * 100 / step
    high = (at.bound - relaxed(floor + step).bound) * 100 / step

    # Generation of columns stops a little short of the bound.
    margin = 3e-5 * at.bound * 100 / step
    assert min(low, high) - margin <= at.own_price[0] <= max(low, high) + margin
    asked = replace(season.rules[1], income_minor=floor)
    found = outcomes(plan_of(replace(season, rules=(RISE, asked)), demand))["a"]
    assert found.marginal_cost == pytest.approx(at.own_price[0], abs=1e-3)
    assert found.slack >= -1e-6


def test_a_mean_price_has_as_much_room_as_is_left_under_it():
    rule = AveragePrice(id="a", price_minor=2400)
    season, demand = season_and_demand(2, (rule,), nights=3)

    plan = plan_of(season, demand)

    seats = sum(sum(each.expected_sales) for each in plan.performances)
    assert outcomes(plan)["a"].slack == pytest.approx(24 - plan.income / seats)
    assert outcomes(plan)["a"].marginal_cost == 0


def test_an_income_floor_has_the_income_above_it_as_room():
    rule = IncomeFloor(id="a", income_minor=50_000)
    season, demand = season_and_demand(2, (rule,), nights=3)

    plan = plan_of(season, demand)

    assert outcomes(plan)["a"].slack == pytest.approx(plan.income - 500)


def test_a_budget_is_checked_at_each_month_end_and_its_least_room_is_said():
    rule = SolidarityBudget(id="a", subsidy_minor=500_000)
    season, demand = season_and_demand(2, (rule,), nights=3)

    plan = plan_of(season, demand)

    # Nothing flows back: what is given by the end is the most given at any time.
    posed = pose_season(build(season, demand), season.rules)
    given = 0.0
    for problem, each in zip(posed.problems, plan.performances, strict=True):
        market = build(season, demand).performances[0]
        tiers = [market.tiers.index(each.tier_path[t]) for t in problem.periods]
        path = problem.at_tiers(np.array(tiers))
        given -= naive.sums(problem.shared, problem, path)[-1]
    assert given > 0
    assert outcomes(plan)["a"].slack == pytest.approx(5000 - given)


def test_rules_that_are_not_rows_cost_what_a_plan_without_them_gains():
    season, _ = season_and_demand(0)
    full_only = DemandAssumptions(classes=(AudienceClass("full", 1.0),))
    season, demand = replace(season, demand=full_only), {"night-1": [200.0, 200.0]}
    free = plan_of(season, demand).objective
    for rule, slack in [
        (PopularityCap(id="a", demand_permille=1000, rise_permille=0), 0.0),
        (PopularityCap(id="a", demand_permille=9000, rise_permille=0), 0.0),
        (PriceStep(id="a", change_permille=100), 0.1),
        (ChannelParity(id="a", commission_permille_max=250), 0.25),
    ]:
        own = replace(season, channels=(Channel("web", "Web"),), rules=(rule,))
        plan = plan_of(own, demand)
        found = outcomes(plan)["a"]
        assert found.marginal_cost == pytest.approx(free - plan.objective), rule
        assert found.slack == pytest.approx(slack)
        assert bool(found.binding_on) == (free > plan.objective * (1 + 1e-9))


def test_every_kind_of_rule_has_its_outcome_and_its_place_in_the_chain():
    rules = EVERY_KIND
    season, demand = season_and_demand(3, nights=2)
    season = replace(season, rules=rules, channels=(Channel("web", "Web"),))

    plan = plan_of(season, demand)

    assert [each.kind for each in plan.rules] == [type(r).__name__ for r in rules]
    assert {type(rule) for rule in rules} == set(KINDS)
    assert violations(season, plan) == []
    order = [KINDS.index(type(rule)) for rule in rules]
    place = dict(zip([rule.id for rule in rules], order, strict=True))
    for each in plan.performances:
        for steps in each.steps:
            places = [place[step.rule_id] for step in steps]
            assert places == sorted(places)
