from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.objective import Objective
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PriceStep,
    SolidarityBudget,
)
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import build
from pricing.optimizer.posing import pose_season
from pricing.optimizer.search import value_of
from pricing.optimizer.so_far import added_so_far
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of, standing_at

RISE = NeverFalls(id="rise")
GAP = GroupGap(
    id="gap", measure="surplus", groups=("full", "solidarity"), share_permille=800
)
SALES_RULES = (
    AccessShare(id="access", share_permille=500, price_minor=1500),
    SolidarityBudget(id="budget", subsidy_minor=90_000, surplus_permille=500),
    AveragePrice(id="mean", price_minor=2000, each_performance=True),
    IncomeFloor(id="floor", income_minor=30_000, each_performance=True),
    GAP,
    GroupGap(
        id="posted", measure="price", groups=("full", "under-26"), share_permille=900
    ),
)


def posed(rules, seed=0, nights=2, standing=None, **changes):
    season, demand = season_and_demand(seed, rules, nights)
    season = replace(season, **changes)
    market = build(season, demand, standing)
    gaps = free_gaps(market, rules, standing, lambda done: True)
    return pose_season(market, rules, standing, gaps)


@pytest.mark.parametrize("code", [0, 1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_the_measures_of_a_play_are_those_of_the_naive_one(seed, code):
    found = posed((*SALES_RULES, KeepOpen(id="open", on=False)), seed)
    rng = np.random.default_rng(seed)
    price = rng.uniform(0, 10, size=len(found.keys))

    for problem in found.problems:
        tiers = rng.integers(0, 3, size=len(problem.periods))
        path = problem.at_tiers(tiers, np.array([0, code, code, 0]))
        own = naive.sums(problem.own, problem, path)
        shared = naive.sums(problem.shared, problem, path)
        income = (problem.income[tiers] * naive.play(problem, path)).sum()
        goal = naive.objective(problem, path)
        expected = [goal + price @ shared, *own, goal, income, *shared]
        np.testing.assert_allclose(
            value_of(problem, price, path).measures, expected, rtol=1e-9, atol=1e-7
        )


def test_rows_of_a_budget_count_the_periods_that_begin_before_each_month_end():
    found = posed((SALES_RULES[1],))

    # On sale from June, then 21 days before 14 and 15 November, and 7 and 2.
    assert found.keys == (("budget", 0), ("budget", 1), ("budget", 2))
    for problem in found.problems:
        assert problem.shared.through.tolist() == [1, 2, 4]


def test_a_plan_may_close_any_set_that_leaves_a_category_open():
    (first, _) = posed((KeepOpen(id="open", on=False),)).problems
    (kept, _) = posed((KeepOpen(id="open"),)).problems

    assert first.codes.tolist() == [0, 1, 2]
    assert kept.codes.tolist() == [0]
    path = first.at_tiers(np.arange(3), np.arange(3))
    assert first.closed_by(path).tolist() == [
        [False, False],
        [True, False],
        [False, True],
    ]
    assert first.tiers_of(path).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("kind", "worth", "gain"),
    [
        ("income", None, [0, 0, 0, 0]),
        ("attendance", [1, 1.5, 2, 1], [0, 0, 0, 0]),
        ("welfare", None, [1, 1.5, 2, 1]),
    ],
)
def test_the_objective_weighs_seats_or_surplus_by_class(kind, worth, gain):
    objective = Objective(kind, (("under-26", 1.5), ("solidarity", 2.0)))
    floor = IncomeFloor(id="floor", income_minor=0)

    (problem, _) = posed((floor,), objective=objective).problems

    assert problem.gain.tolist() == gain
    expected = problem.income if worth is None else np.array(worth)
    np.testing.assert_allclose(
        problem.worth, np.broadcast_to(expected, problem.worth.shape)
    )


def test_a_step_starts_from_the_posted_prices_and_a_rise_waits_for_its_notice():
    # From 25.00 and 15.00: 20.00 and 12.00 is 20 % down, 32.00 and 20.00 33 % up.
    step = PriceStep(id="step", change_permille=340, notice_days=5)
    standing = standing_at(10, posted_tier={"night-1": "mid"})

    (first, other) = posed((step,), standing=standing).problems

    assert first.first.tolist() == [True, True, False]
    assert other.first.all()
    # The periods 7 and 2 days out begin in 3 and in 8 days.
    assert first.periods.tolist() == [1, 2, 3]
    assert not first.follow[0, 1, 2]
    assert first.follow[1, 1, 2]
    assert first.follow[0, 1, 0]


def test_changes_too_close_to_the_one_before_are_left_out():
    step = PriceStep(id="step", days_between=15)

    (problem, _) = posed((step,)).problems

    # Periods begin 60, 21, 7 and 2 days out.
    free = [bool(each.all()) for each in problem.follow]
    assert free == [True, False, True]


def test_periods_in_which_nobody_comes_are_crossed_step_by_step():
    step = PriceStep(id="step", change_permille=340)
    season, demand = season_and_demand(0, (step,))
    believed = replace(
        season.demand,
        curve_days_out=(60.0, 21.0, 7.0, 2.0, 0.0),
        curve_share=(0.0, 0.5, 0.5, 0.7, 1.0),
    )
    season = replace(season, demand=believed)

    (problem,) = pose_season(build(season, demand), season.rules).problems

    # In the period that nobody sees the price may go half of the way.
    assert problem.periods.tolist() == [0, 2, 3]
    assert problem.follow[0, 0, 2]
    assert not problem.follow[1, 0, 2]


def test_seats_sold_so_far_count_in_each_rule_on_sales():
    season, _ = season_and_demand(0)
    night = season.performances[0]
    paid = {
        ("night-1", "front", False, 3200): 2,
        ("night-1", "back", True, 500): 3,
        ("night-2", "back", True, 500): 9,
    }
    standing = standing_at(10, paid=paid)

    added = {
        rule.id: added_so_far(rule, season, night, standing) for rule in SALES_RULES
    }

    # The reference prices are 25.00 and 15.00.
    assert added == pytest.approx(
        {
            "access": 3 - 0.5 * 5,
            "budget": 2 * 7 * 0.5 - 3 * 10,
            "mean": 2 * (20 - 32) + 3 * (20 - 5),
            "floor": 2 * 32 + 3 * 5,
            "gap": 0,
            "posted": 0,
        }
    )


def test_the_free_gap_is_that_of_the_plan_without_the_rule():
    season, demand = season_and_demand(3, (RISE, GAP))
    free = plan_of(replace(season, rules=(RISE,)), demand)
    market = build(season, demand)
    (problem,) = pose_season(market, (RISE,)).problems
    tiers = market.performances[0].tiers
    posted = [tiers.index(free.performances[0].tier_path[t]) for t in problem.periods]
    path = problem.at_tiers(np.array(posted))

    found = free_gaps(market, season.rules, None, lambda done: True)["gap"]

    _, log_sums = naive.play_out(problem, path)
    surplus = (log_sums * problem.surplus_scale).sum(axis=0)
    assert found.heads == pytest.approx((problem.class_size[0], problem.class_size[2]))
    apart = surplus[0] / found.heads[0] - surplus[2] / found.heads[1]
    assert found.gap == pytest.approx(apart)


def test_surplus_is_money_at_the_reference_prices_of_what_a_class_takes():
    season, demand = season_and_demand(0)
    (market,) = build(season, demand).performances
    believed = season.demand

    beta = -believed.price_elasticity / (1 - believed.purchase_share)
    taken = market.attraction[1, :, 0] / market.attraction[1, :, 0].sum()
    assert market.surplus_scale[0] == pytest.approx(taken @ [25.0, 15.0] / beta)
    # Who minds prices twice as much has half of the money by unit.
    assert market.surplus_scale[2] < 0.6 * market.surplus_scale[0]
