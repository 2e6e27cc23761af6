"""Plans whose categories take prices of any tiers: against paths, tiers and rules."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from pricing.constraints.check import violations
from pricing.constraints.path_check import posted_prices
from pricing.domain.channel import Channel
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    PriceBounds,
    PriceStep,
    SolidarityShare,
)
from pricing.files import plan_file
from pricing.optimizer.frontier import frontier
from pricing.optimizer.market import build
from pricing.optimizer.posing import pose_season
from pricing.optimizer.sensitivity import sensitivity
from pricing.optimizer.standing import Standing
from pricing.optimizer.watch import Watch
from tests.houses import OPENING
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import NOW, plan_of
from tests.pricing.optimizer.test_outcomes import EVERY_KIND

RISE = NeverFalls(id="rise")
ORDER = CategoryOrder(id="order")
ACCESS = AccessShare(id="access", share_permille=560, price_minor=1500)
KEPT = SolidarityShare(id="kept", share_permille=150, release_days_out=14)
CAP = PriceBounds(id="cap", cap_minor=1500, seat_category_id="back")
STEP = PriceStep(id="step", change_permille=250, days_between=10)
CLOSING = KeepOpen(id="open", on=False)
SETS = {
    "none": (),
    "rising in order": (RISE, ORDER),
    "a cap on one category": (CAP, RISE),
    "shares": (RISE, ORDER, KEPT, ACCESS),
    "steps": (STEP, ORDER),
    "may close": (CLOSING, ORDER),
    "every kind": EVERY_KIND,
}
cases = pytest.mark.parametrize("rules", SETS.values(), ids=SETS.keys())


def asked(seed, rules, nights=2, mode="category"):
    season, demand = season_and_demand(seed, (), nights)
    season = replace(
        season, rules=rules, pricing_mode=mode, channels=(Channel("web", "Web"),)
    )
    return season, demand


@cases
@pytest.mark.parametrize("seed", range(3))
def test_a_plan_by_category_keeps_the_rules_and_is_at_least_as_good(seed, rules):
    season, demand = asked(seed, rules)

    plan = plan_of(season, demand)
    by_tiers = plan_of(replace(season, pricing_mode="scale"), demand)

    assert violations(season, plan) == []
    assert plan.objective >= by_tiers.objective * (1 - 1e-3)
    assert plan.objective <= plan.upper_bound * (1 + 1e-9)
    assert [each.id for each in plan.rules] == [rule.id for rule in rules]
    for each in plan.performances:
        for period, tiers in enumerate(each.category_path):
            assert each.tier_path[period] == next(t for t in tiers if t)
        for free, steps, tier in zip(
            each.unrestricted_path, each.steps, each.tier_path, strict=True
        ):
            assert (steps[-1].tier_id if steps else free) == tier


def test_the_objective_is_close_to_the_best_of_all_paths():
    season, demand = asked(1, (RISE, ORDER), nights=1)
    season = replace(season, period_days_out=(21, 7, 2))

    plan = plan_of(season, demand)

    (problem,) = pose_season(build(season, demand), season.rules).problems
    best = naive.best(problem)
    assert 0.995 * best <= plan.objective <= best * (1 + 1e-9)
    assert plan.upper_bound >= best * (1 - 1e-9)


def test_one_category_may_rise_where_a_cap_holds_the_other():
    season, demand = asked(0, (CAP,), nights=1)
    demand = {"night-1": [90.0, 20.0]}

    by_category = plan_of(season, demand)
    by_tiers = plan_of(replace(season, pricing_mode="scale"), demand)

    assert by_category.objective > by_tiers.objective * 1.02
    (each,) = by_category.performances
    assert {tiers[0] for tiers in each.category_path} == {"high"}
    assert "high" not in {tiers[1] for tiers in each.category_path}


def test_a_plan_by_category_is_read_as_it_was_written(tmp_path):
    plan = plan_of(*asked(0, (CAP, RISE)))

    plan_file.write(plan, tmp_path / "plan.json")

    assert plan_file.read(tmp_path / "plan.json") == plan


@pytest.mark.parametrize("rules", [(RISE, ORDER), (STEP, ORDER)], ids=["rise", "step"])
def test_under_sale_no_category_breaks_with_what_it_last_cost(rules):
    season, demand = asked(3, rules, nights=1)
    now = OPENING - timedelta(days=10)
    standing = Standing(
        now,
        sold={("night-1", "front", False): 3, ("night-1", "back", False): 30},
        posted_tier={"night-1": "low"},
        posted_since={"night-1": ((NOW, ("high", "")), (now, ("mid", "low")))},
    )

    (each,) = plan_of(season, demand, standing=standing).performances

    venue = season.venues[0]
    # The first period is over, the second is running.
    over, *to_come = posted_prices(season, season.performances[0], each)
    assert over == [
        venue.tier("mid").prices_minor[0],
        venue.tier("low").prices_minor[1],
    ]
    for before, after in pairwise([over, *to_come]):
        for was, now_costs in zip(before, after, strict=True):
            if rules[0] is RISE:
                assert now_costs >= was
            else:
                assert STEP.allows(was, now_costs)


def test_what_was_last_posted_counts_for_a_category_that_is_closed_now():
    season, _ = season_and_demand(0)
    standing = Standing(
        NOW,
        posted_tier={"night-1": "low"},
        posted_since={"night-1": ((NOW, ("low", "high")), (NOW, ("mid", "")))},
    )

    (first,) = season.performances
    assert standing.last_tiers(first) == ("mid", "high")
    bare = replace(standing, posted_since={})
    assert bare.last_tiers(first) == ("low", "low")
    assert Standing(NOW).last_tiers(first) == ("", "")


def test_curves_and_price_responses_are_of_plans_by_category_too():
    season, demand = asked(2, (RISE, ACCESS))
    plan = plan_of(season, demand)
    elasticity = season.demand.price_elasticity

    (own,) = sensitivity(season, demand, plan, [elasticity])
    points = frontier(
        season, demand, "access", [0, 300, 560], watch=Watch(np.inf, None, None)
    )

    assert own.income == pytest.approx(plan.income)
    assert own.missed == ()
    assert [each.holds for each in points] == [True] * 3
    values = [each.objective for each in points]
    assert values == sorted(values, reverse=True)
