from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.price_response import OPERA_PRIOR
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.rules import AccessShare, NeverFalls, SolidarityShare
from pricing.optimizer.market import build
from pricing.optimizer.optimize import optimize
from pricing.optimizer.posing import pose_season
from pricing.optimizer.sensitivity import around, sensitivity, source
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RISE = NeverFalls(id="rise")
KEPT = SolidarityShare(id="kept", share_permille=150, release_days_out=14)
ACCESS = AccessShare(id="access", share_permille=560, price_minor=1500)
EACH = AccessShare(
    id="each", share_permille=450, price_minor=1500, each_performance=True
)
FULL_ONLY = DemandAssumptions(classes=(AudienceClass("full", 1.0),))


def plan_of(season, demand):
    return optimize(season, demand, plan_id="plan", now=NOW)


def at_one_tier(season, demand, tier):
    """Return a plan that keeps every performance at one tier throughout."""
    plan = plan_of(season, demand)
    nights = tuple(
        replace(each, tier_path=(tier,) * len(each.tier_path))
        for each in plan.performances
    )
    return replace(plan, performances=nights)


def incomes(season, demand, plan, elasticities):
    found = sensitivity(season, demand, plan, elasticities, replan=False)
    return [each.income for each in found]


def test_the_prior_is_the_default_of_a_season():
    assert OPERA_PRIOR.figure.value == FULL_ONLY.price_elasticity


def test_the_prior_is_said_with_its_source_and_others_are_not_credited_to_it():
    assert "Laamanen 2013" in source(OPERA_PRIOR.figure.value)
    assert source(-0.9) == "set in the season file"


@pytest.mark.parametrize(
    ("elasticity", "expected"),
    [
        (-1.16, (-1.56, -1.16, -0.76)),
        (-0.2, (-0.6, -0.2, 0.0)),
        (-9.8, (-10.0, -9.8, -9.4)),
    ],
)
def test_elasticities_around_one_stay_within_what_a_season_takes(elasticity, expected):
    assert around(elasticity) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_at_the_assumed_elasticity_a_plan_brings_its_objective(seed):
    season, demand = season_and_demand(seed, (RISE, KEPT, ACCESS), nights=2)
    plan = plan_of(season, demand)

    (found,) = sensitivity(season, demand, plan, [season.demand.price_elasticity])

    assert found.income == pytest.approx(plan.objective, rel=1e-12)
    assert found.replanned == pytest.approx(plan.objective, rel=1e-12)
    assert found.missed == ()


def test_reference_prices_bring_the_same_whatever_the_elasticity():
    season, demand = season_and_demand(3, (), nights=2)
    # Of several classes those with reductions would gain or lose buyers.
    season = replace(season, demand=FULL_ONLY)
    plan = at_one_tier(season, demand, "mid")

    low, middle, none = incomes(season, demand, plan, (-3.0, -1.16, 0.0))

    assert low == pytest.approx(middle, rel=1e-6)
    assert none == pytest.approx(middle, rel=1e-6)


@pytest.mark.parametrize(("tier", "sign"), [("high", 1), ("low", -1)])
def test_dearer_seats_bring_less_the_more_people_mind_and_cheaper_seats_more(
    tier, sign
):
    season, demand = season_and_demand(2, (), nights=2)
    # Seats for all who come: no shortage hides the answer to prices.
    roomy = {each: [x / 10 for x in wanted] for each, wanted in demand.items()}
    season = replace(season, demand=FULL_ONLY)
    plan = at_one_tier(season, roomy, tier)

    found = incomes(season, roomy, plan, (-2.5, -2.0, -1.16, -0.5, 0.0))

    assert found == sorted(found, reverse=sign < 0)
    assert abs(found[-1] - found[0]) > 0.2 * found[0]


@pytest.mark.parametrize("rules", [(), (RISE, KEPT)], ids=len)
@pytest.mark.parametrize("elasticity", [-2.2, -0.4])
def test_a_plan_made_anew_brings_what_the_best_of_all_paths_does(rules, elasticity):
    season, demand = season_and_demand(1, rules, nights=2)
    plan = plan_of(season, demand)
    supposed = replace(
        season, demand=replace(season.demand, price_elasticity=elasticity)
    )
    expected = sum(
        naive.best(each)
        for each in pose_season(build(supposed, demand), rules).problems
    )

    (found,) = sensitivity(season, demand, plan, [elasticity])

    assert found.income <= expected + 1e-6
    assert found.replanned == pytest.approx(expected, rel=5e-3)
    assert found.income <= found.replanned <= expected + 1e-6


@pytest.mark.parametrize("rule", [ACCESS, EACH], ids=lambda rule: rule.id)
def test_access_that_dearer_prices_would_miss_is_named(rule):
    season, demand = season_and_demand(1, (rule,), nights=2)
    dear = at_one_tier(season, demand, "high")

    (found,) = sensitivity(season, demand, dear, [-0.5])

    assert found.missed == (rule.id,)
    assert found.replanned is not None


def test_no_plan_is_sought_where_none_is_asked_for():
    season, demand = season_and_demand(1, (), nights=1)

    (found,) = sensitivity(
        season, demand, plan_of(season, demand), [-2.0], replan=False
    )

    assert found.replanned is None
