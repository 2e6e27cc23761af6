"""Every kind of rule and objective against all paths of small seasons."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from pricing.constraints.check import violations
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.objective import Objective
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceStep,
    SolidarityBudget,
)
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import build
from pricing.optimizer.optimize import optimize
from pricing.optimizer.posing import pose_season
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RISE = NeverFalls(id="rise")
EACH = {"each_performance": True}

RULES = {
    "popularity": (PopularityCap(id="a", demand_permille=800, rise_permille=100),),
    "mean price of each": (AveragePrice(id="a", price_minor=1700, **EACH),),
    "mean price": (AveragePrice(id="a", price_minor=1700),),
    "income of each": (IncomeFloor(id="a", income_minor=60_000, **EACH),),
    "budget": (SolidarityBudget(id="a", subsidy_minor=30_000, surplus_permille=300),),
    "tight budget": (SolidarityBudget(id="a", surplus_permille=900),),
    "steps": (PriceStep(id="a", change_permille=300),),
    "steps apart": (PriceStep(id="a", change_permille=300, days_between=15), RISE),
    "posted gap": (
        GroupGap(
            id="a", measure="price", groups=("full", "under-26"), share_permille=900
        ),
    ),
    "access gap": (
        GroupGap(
            id="a", measure="access", groups=("full", "under-26"), share_permille=800
        ),
    ),
    "surplus gap": (
        GroupGap(
            id="a",
            measure="surplus",
            groups=("full", "solidarity"),
            share_permille=900,
        ),
    ),
    "access and rise": (
        AccessShare(id="a", share_permille=560, price_minor=1500),
        RISE,
    ),
}
OBJECTIVES = {
    "income": (Objective(), ()),
    "attendance": (
        Objective("attendance", (("solidarity", 2.0), ("under-26", 1.5))),
        (IncomeFloor(id="floor", income_minor=90_000),),
    ),
    "welfare": (Objective("welfare"), ()),
}
rules_cases = pytest.mark.parametrize("rules", RULES.values(), ids=RULES.keys())
goal_cases = pytest.mark.parametrize("goal", OBJECTIVES.values(), ids=OBJECTIVES.keys())


def plan_of(season, demand, **settings):
    return optimize(season, demand, plan_id="plan", now=NOW, **settings)


def best_of_all(season, demand, rules):
    """Return the greatest objective of all choices of paths that keep the rules."""
    market = build(season, demand)
    gaps = free_gaps(market, rules, None, lambda done: True)
    posed = pose_season(market, rules, None, gaps)
    every = []
    for problem in posed.problems:
        kept = [p for p in naive.paths(problem) if naive.value(problem, p) is not None]
        every.append(
            [
                np.array(
                    [
                        naive.objective(problem, p),
                        *naive.sums(problem.shared, problem, p),
                    ]
                )
                for p in kept
            ]
        )
    found = -np.inf
    for some in itertools.product(*every):
        total = np.sum(some, axis=0)
        if (total[1:] + posed.constant >= -1e-6).all():
            found = max(found, total[0])
    return found


def asked_of(seed, rules, goal, nights=1):
    """Return a season with an objective and rules, floors at part of the income."""
    objective, floor = goal
    season, demand = season_and_demand(seed, (), nights)
    most = plan_of(season, demand).income
    asked = tuple(
        replace(rule, income_minor=int(85 * most))
        if isinstance(rule, IncomeFloor)
        else rule
        for rule in (*rules, *floor)
    )
    return replace(season, objective=objective, rules=asked), demand


@goal_cases
@rules_cases
@pytest.mark.parametrize("seed", [0, pytest.param(3, marks=pytest.mark.slow)])
def test_a_plan_of_one_performance_is_as_good_as_the_best_path(seed, rules, goal):
    season, demand = asked_of(seed, rules, goal)
    expected = best_of_all(season, demand, season.rules)

    if expected == -np.inf:
        with pytest.raises(ConstraintsInfeasible):
            plan_of(season, demand)
        return
    plan = plan_of(season, demand)

    assert plan.upper_bound >= expected * (1 - 1e-9)
    assert plan.objective == pytest.approx(expected, rel=1e-6)
    assert violations(season, plan) == []


@pytest.mark.parametrize(
    "goal",
    [
        pytest.param(goal, id=name, marks=() if name == "income" else pytest.mark.slow)
        for name, goal in OBJECTIVES.items()
    ],
)
@rules_cases
def test_a_plan_of_two_performances_keeps_rows_together(rules, goal):
    season, demand = asked_of(1, tuple({*rules, RISE}), goal, nights=2)
    expected = best_of_all(season, demand, season.rules)

    if expected == -np.inf:
        with pytest.raises(ConstraintsInfeasible):
            plan_of(season, demand)
        return
    plan = plan_of(season, demand)

    assert plan.upper_bound >= expected * (1 - 1e-9)
    # Of two performances few choices of paths fit between the sides of a gap.
    share = 0.94 if isinstance(rules[0], GroupGap) else 0.99
    assert share * expected <= plan.objective <= expected * (1 + 1e-9)
    assert violations(season, plan) == []


@goal_cases
@pytest.mark.parametrize("seed", range(3))
def test_a_plan_that_may_close_categories_is_the_best_of_all_paths(seed, goal):
    # Two periods: every set of closed categories may follow every other.
    season, demand = asked_of(seed, (KeepOpen(id="a", on=False),), goal)
    season = replace(season, period_days_out=(60, 7))
    expected = best_of_all(season, demand, season.rules)

    plan = plan_of(season, demand)

    assert plan.upper_bound >= expected * (1 - 1e-9)
    assert plan.objective == pytest.approx(expected, rel=2e-3)
    assert violations(season, plan) == []


def test_closing_cheap_seats_where_demand_exceeds_them_earns_more_and_is_said():
    full_only = DemandAssumptions(classes=(AudienceClass("full", 1.0),))
    season, _ = season_and_demand(0, (KeepOpen(id="open", on=False),))
    season, demand = replace(season, demand=full_only), {"night-1": [25.0, 200.0]}
    kept_open = plan_of(replace(season, rules=(KeepOpen(id="open"),)), demand)

    plan = plan_of(season, demand)

    (each,) = plan.performances
    assert plan.objective > 1.01 * kept_open.objective
    assert any("" in tiers for tiers in each.category_path)
    assert all(
        tier in ("", posted)
        for tiers, posted in zip(each.category_path, each.tier_path, strict=True)
        for tier in tiers
    )
    for some in (plan, kept_open):
        cost = some.outcome_by_id["open"].marginal_cost
        assert cost == pytest.approx(plan.objective - kept_open.objective, rel=0.05)


def test_a_rule_that_asks_more_never_brings_more():
    season, demand = season_and_demand(2, (), nights=2)
    most = plan_of(season, demand).objective
    tighter = {
        "mean price": [AveragePrice(id="a", price_minor=p) for p in (2500, 2000, 1600)],
        "budget": [
            SolidarityBudget(id="a", subsidy_minor=m) for m in (99_999, 40_000, 10_000)
        ],
        "steps": [PriceStep(id="a", change_permille=c) for c in (600, 280, 0)],
        "popularity": [
            PopularityCap(id="a", demand_permille=0, rise_permille=r)
            for r in (1000, 100, 0)
        ],
        "gap": [
            GroupGap(
                id="a", measure="access", groups=("full", "solidarity"),
                share_permille=s,
            )
            for s in (1000, 900, 800)
        ],
    }  # fmt: skip

    for kind, ladder in tighter.items():
        found = [most]
        for rule in ladder:
            try:
                plan = plan_of(replace(season, rules=(rule,)), demand)
            except ConstraintsInfeasible:
                break
            found.append(plan.objective)
            assert plan.upper_bound <= most * (1 + 1e-3), kind
        falls = [b <= a * (1 + 2e-3) for a, b in itertools.pairwise(found)]
        assert all(falls), (kind, found)
        assert len(found) > 1
