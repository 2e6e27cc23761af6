"""What a plan says of a solidarity fund is what its rows add up to."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.rules import IncomeFloor, SolidarityBudget
from pricing.optimizer.market import build
from pricing.optimizer.paid_for import paid_share, planned_within_funds
from pricing.optimizer.posing import pose_season
from pricing.optimizer.standing import Standing
from tests.houses import OPENING
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of

FUND = SolidarityBudget(id="a", subsidy_minor=500_000, surplus_permille=300)


@pytest.mark.parametrize("seed", range(3))
def test_months_sum_to_the_rows_that_plans_are_held_to(seed):
    season, demand = season_and_demand(seed, (FUND,), nights=3)
    plan = plan_of(season, demand)
    market = build(season, demand)
    posed = pose_season(market, season.rules)
    total = np.zeros(len(posed.keys))
    for problem, each in zip(posed.problems, plan.performances, strict=True):
        tiers = [market.performances[0].tiers.index(t) for t in each.tier_path]
        path = problem.at_tiers(np.array(tiers)[problem.periods])
        total += naive.sums(problem.shared, problem, path)
    months = plan.outcome_by_id["a"].fund
    flow = np.cumsum([month.brought - month.granted for month in months])
    assert flow == pytest.approx(total)
    assert sum(month.granted for month in months) > 0
    assert [month.end for month in months] == sorted(month.end for month in months)


def test_a_currency_unit_buys_seats_only_where_money_is_what_lacks():
    season, demand = season_and_demand(2, (FUND,), nights=3)
    easy = plan_of(season, demand).outcome_by_id["a"]
    assert easy.seats_per_unit == 0.0
    granted = sum(month.granted for month in easy.fund)
    brought = sum(month.brought for month in easy.fund)
    tight = replace(
        FUND,
        subsidy_minor=round(100 * (granted - brought)) - 3000,
        surplus_permille=300,
    )
    season = replace(season, rules=(tight,))
    bound = plan_of(season, demand).outcome_by_id["a"]
    assert bound.marginal_cost > 0
    # A reduction of these houses is between 3 and 60 currency units.
    assert 1 / 60 < bound.seats_per_unit < 1 / 3


def test_a_plan_counts_on_gifts_made_since():
    season, demand = season_and_demand(2, (FUND,), nights=3)
    months = plan_of(season, demand).outcome_by_id["a"].fund
    lacks = sum(month.granted - month.brought for month in months)
    poor = replace(FUND, subsidy_minor=0, surplus_permille=0)
    season = replace(season, rules=(poor,))
    now = OPENING - timedelta(days=400)
    with pytest.raises(ConstraintsInfeasible) as refused:
        plan_of(season, demand, standing=Standing(now, fund_moved={"a": 0.0}))
    assert "a" in refused.value.message
    given = Standing(now, fund_moved={"a": 3 * lacks})
    found = plan_of(season, demand, standing=given).outcome_by_id["a"]
    granted = sum(month.granted for month in found.fund)
    assert found.slack == pytest.approx(3 * lacks - granted)


def test_a_fund_that_lacks_money_has_a_plan_for_those_it_pays_for():
    season, demand = season_and_demand(2, (FUND,), nights=3)
    months = plan_of(season, demand).outcome_by_id["a"].fund
    lacks = sum(month.granted - month.brought for month in months)
    poor = replace(FUND, subsidy_minor=0, surplus_permille=0)
    season = replace(season, rules=(poor,))
    now = OPENING - timedelta(days=400)

    def plan(standing):
        return plan_of(season, demand, standing=standing)

    for left in (lacks / 2, lacks / 10, 0.0):
        standing = Standing(now, fund_moved={"a": left})
        with pytest.raises(ConstraintsInfeasible):
            plan(standing)
        found = planned_within_funds(season, demand, standing, plan)
        outcome = found.outcome_by_id["a"]
        granted = sum(month.granted for month in outcome.fund)
        # Never more than there is, and most of it.
        assert 0.8 * left <= granted <= left * (1 + 1e-9)
        assert 1 / 60 < outcome.seats_per_unit < 1 / 3
    # The public is sold to as ever.
    assert found.income > 0


def test_where_the_funds_are_not_to_blame_a_plan_is_still_refused():
    floor = IncomeFloor(id="floor", income_minor=10**9)
    season, demand = season_and_demand(2, (FUND, floor), nights=3)
    standing = Standing(OPENING - timedelta(days=400), fund_moved={"a": 0.0})
    with pytest.raises(ConstraintsInfeasible, match="floor"):
        planned_within_funds(
            season, demand, standing, lambda s: plan_of(season, demand, standing=s)
        )


def test_all_are_paid_for_where_the_greatest_reductions_can_be():
    season, demand = season_and_demand(2, (FUND,), nights=3)
    now = OPENING - timedelta(days=400)
    assert paid_share(season, demand, Standing(now, fund_moved={"a": 1e6})) == 1.0
    some = paid_share(season, demand, Standing(now, fund_moved={"a": -4900.0}))
    assert 0 < some < 1
    assert paid_share(season, demand, Standing(now, fund_moved={"a": -5000.0})) == 0.0
