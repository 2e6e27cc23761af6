"""Seasons at the edge of sense, under every kind of rule: a valid plan or a fault."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.constraints.check import violations
from pricing.domain.channel import Channel
from pricing.domain.errors import (
    Cancelled,
    ConstraintsInfeasible,
    FieldInvalid,
    SolverFailed,
)
from pricing.domain.objective import Objective
from pricing.domain.rules import AccessShare, GroupGap, IncomeFloor, KeepOpen
from pricing.domain.venue import PriceTier
from pricing.optimizer import solver
from pricing.optimizer.standing import Standing
from tests.houses import OPENING, STUDIO, studio_season
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of
from tests.pricing.optimizer.test_outcomes import EVERY_KIND

# No floor on income: where nobody comes there is none.
LENIENT = tuple(rule for rule in EVERY_KIND if not isinstance(rule, IncomeFloor))
CLOSING = KeepOpen(id="open", on=False)
SETS = {
    "no rules": (),
    "closing": (CLOSING,),
    "every kind": LENIENT,
    "every kind, closing": tuple(
        CLOSING if isinstance(rule, KeepOpen) else rule for rule in LENIENT
    ),
}
OBJECTIVES = {
    "income": Objective(),
    "attendance": Objective("attendance"),
    "welfare": Objective("welfare"),
}
rule_cases = pytest.mark.parametrize("rules", SETS.values(), ids=SETS.keys())
goal_cases = pytest.mark.parametrize(
    "objective", OBJECTIVES.values(), ids=OBJECTIVES.keys()
)
mode_cases = pytest.mark.parametrize("mode", ["scale", "category"])


def asked_of(rules, objective, nights=2, **changes):
    """Return a season under rules and an objective; attendance from an income of 0."""
    if objective.kind == "attendance":
        rules = (*rules, IncomeFloor(id="break-even", income_minor=0))
    return studio_season(
        nights,
        rules,
        channels=(Channel("web", "Web"),),
        objective=objective,
        period_days_out=(60, 21, 7, 2),
        **changes,
    )


def check_sound(season, plan):
    """Check that a plan is finite, under its bound, and keeps the rules."""
    assert np.isfinite([plan.objective, plan.upper_bound, plan.income]).all()
    assert plan.objective <= plan.upper_bound * (1 + 1e-9) + 1e-9
    for each in plan.performances:
        assert np.isfinite([each.income, each.fill_rate, *each.bid_prices]).all()
        assert np.isfinite(each.expected_sales).all()
    for each in plan.rules:
        assert np.isfinite([each.slack, each.marginal_cost]).all()
    assert violations(season, plan) == []


@mode_cases
@goal_cases
@rule_cases
@pytest.mark.parametrize(
    "demand",
    [
        pytest.param({}, id="none"),
        pytest.param({"night-1": [1e-9, 0.0]}, id="next to none"),
        pytest.param({"night-1": [2.0, 1.0], "night-2": [0.0, 3.0]}, id="far under"),
        pytest.param({"night-1": [4e4, 4e4], "night-2": [30.0, 9e9]}, id="far over"),
    ],
)
def test_any_demand_has_a_plan(demand, rules, objective, mode):
    # So many cannot all have cheap seats, nor be given reductions for nothing.
    rules = tuple(r for r in rules if r.id not in ("access", "mean", "budget", "gap"))
    season = asked_of(rules, objective, pricing_mode=mode)

    check_sound(season, plan_of(season, demand))


@mode_cases
@goal_cases
@rule_cases
@pytest.mark.parametrize("capacities", [(0, 0), (0, 40), (1, 0)])
def test_categories_without_seats_have_a_plan(capacities, rules, objective, mode):
    season = asked_of(rules, objective, pricing_mode=mode)
    nights = [replace(p, capacities=capacities) for p in season.performances]
    season = replace(season, performances=tuple(nights))

    check_sound(season, plan_of(season, {"night-1": [20.0, 20.0]}))


@mode_cases
@goal_cases
@rule_cases
def test_one_rung_one_period_and_equal_prices_have_a_plan(rules, objective, mode):
    season = asked_of(rules, objective, nights=1, pricing_mode=mode)
    one = replace(season.performances[0], ladder=("mid",))
    tiers = tuple(PriceTier(name, (2500, 1500)) for name in ("low", "mid", "high"))
    demand = {"night-1": [50.0, 30.0]}

    for each in (
        replace(season, performances=(one,)),
        replace(season, period_days_out=(30,)),
        replace(season, venues=(replace(STUDIO, price_tiers=tiers),)),
    ):
        check_sound(each, plan_of(each, demand))


def test_a_ladder_without_rungs_is_refused():
    with pytest.raises(ValueError, match="ladder"):
        replace(studio_season().performances[0], ladder=())


def test_a_rule_on_a_tariff_that_does_not_exist_is_refused():
    gap = GroupGap(
        id="gap", measure="price", groups=("full", "gone"), share_permille=500
    )

    with pytest.raises(ValueError, match=r"group of rule 'gap' that exists.*'gone'"):
        studio_season(rules=(gap,))


def test_surplus_counts_for_nothing_where_price_moves_nobody():
    season = asked_of((), Objective("welfare"))
    season = replace(season, demand=replace(season.demand, price_elasticity=0.0))

    plan = plan_of(season, {"night-1": [50.0, 50.0]})

    check_sound(season, plan)
    assert plan.objective == pytest.approx(plan.income)


@mode_cases
@goal_cases
@rule_cases
def test_when_the_time_is_over_a_plan_keeps_the_rules_and_says_its_gap(
    rules, objective, mode
):
    season = asked_of(rules, objective, nights=3, pricing_mode=mode)
    demand = {f"night-{n}": [40.0, 30.0] for n in (1, 2, 3)}

    plan = plan_of(season, demand, time_limit_seconds=1e-6)

    check_sound(season, plan)
    assert plan.upper_bound >= plan_of(season, demand).objective * (1 - 1e-9)


@rule_cases
@pytest.mark.parametrize("after", [1, 5, 20])
def test_work_that_is_called_off_gives_no_plan(rules, after):
    season = asked_of(rules, Objective())
    calls = iter(range(10_000))

    with pytest.raises(Cancelled):
        plan_of(
            season,
            {"night-1": [40.0, 30.0]},
            cancelled=lambda: next(calls) >= min(after, 4),
        )


# What ties a season's performances together is mixed by the solver.
TIED = (AccessShare(id="access", share_permille=600, price_minor=1500),)


def test_a_solver_that_fails_is_a_fault_with_its_words(monkeypatch):
    def fail(self):
        raise SolverFailed("not set")

    monkeypatch.setattr(solver.Session, "solve", fail)
    season, demand = season_and_demand(0, TIED)

    with pytest.raises(SolverFailed, match="not set"):
        plan_of(season, demand)


def test_a_solver_that_is_not_installed_is_a_fault_too(monkeypatch):
    monkeypatch.setattr(solver, "highspy", None)
    season, demand = season_and_demand(0, TIED)

    with pytest.raises(SolverFailed, match="highspy is not installed"):
        plan_of(season, demand)


@rule_cases
def test_a_season_that_is_over_has_a_plan_that_decides_nothing(rules):
    season = asked_of(rules, Objective())
    standing = Standing(
        OPENING + timedelta(days=5),
        sold={("night-1", "front", False): 3},
        paid={("night-1", "front", False, 3200): 3},
        posted_tier={"night-1": "high", "night-2": "low"},
    )

    plan = plan_of(season, {"night-1": [40.0, 30.0]}, standing=standing)

    assert plan.objective == 0
    assert [p.tier_path[-1] for p in plan.performances] == ["high", "low"]


def test_a_floor_that_no_audience_can_bring_is_a_fault():
    floor = IncomeFloor(id="floor", income_minor=1)

    with pytest.raises(ConstraintsInfeasible, match="the income of floor"):
        plan_of(studio_season(rules=(floor,)), {})


def test_a_demand_that_is_no_number_is_refused():
    with pytest.raises(FieldInvalid, match="demand_mean"):
        plan_of(studio_season(), {"night-1": [float("nan"), 1.0]})
