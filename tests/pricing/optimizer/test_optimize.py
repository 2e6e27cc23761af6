from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from pricing.constraints.check import violations
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.errors import Cancelled, ConstraintsInfeasible, FieldInvalid
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Scope,
    SolidarityShare,
)
from pricing.domain.venue import PriceTier
from pricing.optimizer.frontier import frontier
from pricing.optimizer.market import build
from pricing.optimizer.optimize import optimize
from pricing.optimizer.posing import pose_season
from pricing.optimizer.standing import Standing
from pricing.optimizer.watch import Watch
from tests.houses import OPENING, STUDIO, studio_season
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import PERIODS, season_and_demand

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RISE = NeverFalls(id="rise")
ORDER = CategoryOrder(id="order")
CAP = PriceBounds(id="cap", cap_minor=2500, scope=Scope(production="antigone"))
ACCESS = AccessShare(id="access", share_permille=560, price_minor=1500)
EACH = AccessShare(
    id="each", share_permille=450, price_minor=1500, each_performance=True
)
KEPT = SolidarityShare(id="kept", share_permille=150, release_days_out=14)
ALL_RULES = (KEPT, RISE, ACCESS, EACH, ORDER, CAP)


def plan_of(season, demand, **settings):
    return optimize(season, demand, plan_id="plan", now=NOW, **settings)


@pytest.fixture(scope="module")
def planned():
    season, demand = season_and_demand(1, ALL_RULES, nights=4)
    return season, demand, plan_of(season, demand)


def outcomes(plan):
    return {each.id: each for each in plan.rules}


@pytest.mark.parametrize("rules", [(), (RISE,), (RISE, KEPT, CAP)], ids=len)
@pytest.mark.parametrize("seed", range(4))
def test_a_plan_is_the_best_that_all_paths_hold(seed, rules):
    season, demand = season_and_demand(seed, rules, nights=2)
    problems = pose_season(build(season, demand), rules).problems
    expected = sum(naive.best(each) for each in problems)

    plan = plan_of(season, demand)

    assert plan.objective == pytest.approx(expected)
    assert plan.upper_bound >= expected - 1e-6
    assert plan.gap < 1e-6


def test_a_plan_keeps_all_its_rules(planned):
    season, _, plan = planned

    assert violations(season, plan) == []
    assert all(each.slack >= -1e-6 for each in plan.rules)


def test_a_plan_has_every_performance_period_and_rule_in_order(planned):
    season, _, plan = planned

    assert [p.performance_id for p in plan.performances] == [
        p.id for p in season.performances
    ]
    assert [(r.id, r.kind) for r in plan.rules] == [
        (r.id, type(r).__name__) for r in season.rules
    ]
    for each in plan.performances:
        assert len(each.tier_path) == len(each.steps) == len(PERIODS)
        assert len(each.bid_prices) == len(each.expected_sales) == 2
        assert each.fill_rate == pytest.approx(sum(each.expected_sales) / 80)
    assert plan.objective == pytest.approx(sum(p.income for p in plan.performances))
    assert 0 <= plan.gap < 0.05


def test_the_steps_lead_from_the_unrestricted_tier_to_the_posted_one(planned):
    _, _, plan = planned
    order = ["CAP", "ORDER", "ACCESS", "EACH", "KEPT", "RISE"]
    place = {rule_id.lower(): n for n, rule_id in enumerate(order)}

    for each in plan.performances:
        for free, steps, posted in zip(
            each.unrestricted_path, each.steps, each.tier_path, strict=True
        ):
            tiers = [free, *(step.tier_id for step in steps)]
            assert tiers[-1] == posted
            assert all(a != b for a, b in pairwise(tiers))
            places = [place[step.rule_id] for step in steps]
            assert places == sorted(places)


def test_without_rules_there_are_no_steps():
    season, demand = season_and_demand(3)

    (each,) = plan_of(season, demand).performances

    assert each.tier_path == each.unrestricted_path
    assert each.steps == ((),) * len(PERIODS)


def test_a_cap_that_binds_is_the_reason_and_costs_what_it_takes():
    season, _ = season_and_demand(0, (CAP,))
    full_only = DemandAssumptions(classes=(AudienceClass("full", 1.0),))
    season, demand = replace(season, demand=full_only), {"night-1": [200.0, 200.0]}
    free = plan_of(replace(season, rules=()), demand)

    plan = plan_of(season, demand)

    (each,) = plan.performances
    assert free.performances[0].tier_path == ("high",) * 4
    assert each.unrestricted_path == ("high",) * 4
    assert each.tier_path == ("mid",) * 4
    assert all([s.rule_id for s in steps] == ["cap"] for steps in each.steps)
    cost = free.objective - plan.objective
    assert outcomes(plan)["cap"].marginal_cost == pytest.approx(cost)
    assert outcomes(plan)["cap"].binding_on == ("night-1",)
    assert outcomes(plan)["cap"].slack == 0


def test_a_rule_that_does_not_bind_costs_nothing():
    access = AccessShare(id="access", share_permille=1, price_minor=9000)
    lenient = (PriceBounds(id="cap", cap_minor=9000), ORDER, access)
    season, demand = season_and_demand(2, lenient, nights=2)

    plan = plan_of(season, demand)

    assert [(each.marginal_cost, each.binding_on) for each in plan.rules] == [
        (0, ())
    ] * 3
    assert [each.slack for each in plan.rules] == pytest.approx([58, 8, 0.999])


def test_the_price_of_a_share_is_what_a_point_more_costs():
    season, demand = season_and_demand(5, (RISE, ACCESS), nights=40)

    def income(share_permille):
        rules = (RISE, replace(ACCESS, share_permille=share_permille))
        return plan_of(replace(season, rules=rules), demand)

    at = income(660)

    # Over one and a half points either way, between the one-sided slopes.
    low = (income(645).objective - at.objective) / 1.5
    high = (at.objective - income(675).objective) / 1.5
    assert 0 < 0.8 * low <= outcomes(at)["access"].marginal_cost <= 1.2 * high
    assert at.gap < 0.002
    assert outcomes(at)["access"].binding_on


def test_more_rules_never_bring_more():
    season, demand = season_and_demand(7, nights=3)
    bounds = [
        plan_of(replace(season, rules=rules), demand).objective
        for rules in ((), (RISE,), (RISE, CAP), (RISE, CAP, EACH))
    ]

    assert bounds == sorted(bounds, reverse=True)


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        pytest.param(
            (ORDER, CAP, PriceBounds(id="floor", floor_minor=1600), RISE),
            "cap,floor",
            id="filters",
        ),
        pytest.param(
            (RISE, replace(ACCESS, share_permille=950)), "access", id="season"
        ),
        pytest.param((replace(EACH, share_permille=950), ORDER), "each", id="each"),
        pytest.param(
            (
                PriceBounds(id="floor", floor_minor=1600),
                ORDER,
                replace(ACCESS, share_permille=500),
            ),
            "floor,access",
            id="a floor and a share",
        ),
    ],
)
def test_rules_that_cannot_all_hold_are_named_and_no_others(rules, named):
    season, demand = season_and_demand(1, rules)

    with pytest.raises(ConstraintsInfeasible) as caught:
        plan_of(season, demand)

    assert caught.value.metadata["constraint_ids"] == named


def test_the_way_out_of_a_conflict_holds():
    season, demand = season_and_demand(1, (replace(ACCESS, share_permille=950),))
    with pytest.raises(ConstraintsInfeasible) as caught:
        plan_of(season, demand)
    percent = float(
        str(caught.value).split("the share of access to ")[1].split(" %")[0]
    )

    eased = replace(ACCESS, share_permille=round(percent * 10))
    harder = replace(ACCESS, share_permille=round(percent * 10) + 1)

    assert plan_of(replace(season, rules=(eased,)), demand).objective > 0
    with pytest.raises(ConstraintsInfeasible):
        plan_of(replace(season, rules=(harder,)), demand)


def test_nobody_wants_to_come_and_the_plan_stays_at_the_reference():
    plan = plan_of(studio_season(), {})

    assert plan.objective == plan.upper_bound == plan.gap == 0
    assert all(set(p.tier_path) == {"mid"} for p in plan.performances)


@pytest.mark.parametrize("capacities", [(0, 0), (0, 40)])
def test_seats_that_are_not_there_are_not_sold(capacities):
    season, demand = season_and_demand(0)
    none = replace(season.performances[0], capacities=capacities)

    (each,) = plan_of(replace(season, performances=(none,)), demand).performances

    assert each.expected_sales[0] == 0
    assert np.isfinite([each.income, each.fill_rate, *each.bid_prices]).all()


def test_a_ladder_of_one_tier_is_a_fixed_price():
    season, demand = season_and_demand(0, (RISE, ORDER))
    one = replace(season.performances[0], ladder=("mid",))

    plan = plan_of(replace(season, performances=(one,)), demand)

    assert plan.performances[0].tier_path == ("mid",) * 4
    assert plan.gap == pytest.approx(0, abs=1e-9)


def test_tiers_of_equal_prices_are_as_good_as_one():
    season, demand = season_and_demand(0, (RISE,))
    tiers = tuple(PriceTier(name, (2500, 1500)) for name in ("low", "mid", "high"))
    same = replace(season, venues=(replace(season.venues[0], price_tiers=tiers),))
    one = replace(same.performances[0], ladder=("mid",))

    assert plan_of(same, demand).objective == pytest.approx(
        plan_of(replace(same, performances=(one,)), demand).objective
    )


def test_a_horizon_of_one_period_has_one_price():
    season = studio_season(1, (RISE,), period_days_out=(30,))

    (each,) = plan_of(season, {"night-1": [60, 60]}).performances

    assert len(each.tier_path) == 1


def test_demand_far_over_the_seats_fills_the_house_at_the_top():
    season, _ = season_and_demand(0, (RISE, KEPT))

    plan = plan_of(season, {"night-1": [40_000, 40_000]})

    assert plan.performances[0].tier_path == ("high",) * 4
    assert plan.performances[0].fill_rate == pytest.approx(1)
    assert plan.gap < 1e-6


def test_work_that_is_called_off_stops():
    season, demand = season_and_demand(0, (RISE,))
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        plan_of(season, demand, cancelled=cancelled)


def test_progress_rises_to_the_end():
    season, demand = season_and_demand(1, ALL_RULES, nights=3)
    told = []

    plan_of(season, demand, progress=lambda done, phase: told.append((done, phase)))

    shares = [done for done, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len({phase for _, phase in told}) >= 4


def test_when_the_time_is_over_the_plan_still_keeps_the_rules_and_says_its_gap():
    season, demand = season_and_demand(1, ALL_RULES, nights=3)

    plan = plan_of(season, demand, time_limit_seconds=1e-6)

    assert violations(season, plan) == []
    assert 0 <= plan.gap < 1
    long = plan_of(season, demand)
    assert plan.upper_bound >= long.objective - 1e-6
    assert plan.upper_bound >= long.upper_bound - 1e-6


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"plan_id": "Not an id"}, "plan_id"),
        ({"now": datetime(2026, 6, 1)}, "now"),
        ({"time_limit_seconds": 0.0}, "time_limit_seconds"),
        ({"standing": Standing(NOW, posted_tier={"gone": "mid"})}, "posted_tier"),
        ({"standing": Standing(NOW, posted_tier={"night-1": "gone"})}, "posted_tier"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, field):
    season, demand = season_and_demand(0)
    arguments = {"plan_id": "plan", "now": NOW, **settings}

    with pytest.raises(FieldInvalid, match=field):
        optimize(season, demand, **arguments)


def test_a_season_without_performances_is_not_planned():
    season, demand = season_and_demand(0, (ACCESS,))
    season = replace(season, performances=())

    with pytest.raises(FieldInvalid, match="performances"):
        optimize(season, demand, plan_id="plan", now=NOW)
    with pytest.raises(FieldInvalid, match="performances"):
        frontier(season, demand, "access", [0], watch=Watch(np.inf, None, None))


@pytest.mark.parametrize("rule", [ACCESS, EACH, KEPT], ids=["access", "each", "kept"])
def test_a_row_without_its_dual_is_not_said_to_cost_nothing(rule):
    season, demand = season_and_demand(1, (rule,), nights=3)

    short = plan_of(season, demand, time_limit_seconds=1e-6)
    long = plan_of(season, demand)

    assert not outcomes(short)[rule.id].priced
    assert outcomes(long)[rule.id].priced


def standing_at(days_out, **settings):
    return Standing(OPENING - timedelta(days=days_out), **settings)


def test_the_rest_of_a_season_starts_from_the_posted_tier_and_the_seats_left():
    season, demand = season_and_demand(0, (RISE,))
    sold = {("night-1", "front", False): 30, ("night-1", "front", True): 8}
    standing = standing_at(10, sold=sold, posted_tier={"night-1": "mid"})

    (each,) = plan_of(season, demand, standing=standing).performances

    # Periods begin 60, 21, 7 and 2 days out: one is over, one is running.
    assert each.tier_path[0] == each.unrestricted_path[0] == "mid"
    assert "low" not in each.tier_path
    assert 38 <= each.expected_sales[0] <= 40


def test_a_free_price_may_fall_from_where_it_is_posted():
    season, _ = season_and_demand(0)
    standing = standing_at(10, posted_tier={"night-1": "high"})

    (each,) = plan_of(season, {"night-1": [5, 5]}, standing=standing).performances

    assert each.tier_path[0] == "high"
    assert set(each.tier_path[1:]) == {"low"}


def test_a_posted_tier_over_the_cap_conflicts_with_prices_that_never_fall():
    season, demand = season_and_demand(0, (RISE, ORDER, CAP))
    standing = standing_at(10, posted_tier={"night-1": "high"})

    with pytest.raises(ConstraintsInfeasible) as caught:
        plan_of(season, demand, standing=standing)

    assert caught.value.metadata["constraint_ids"] == "rise,cap"


def test_seats_sold_cheaply_so_far_count_for_the_share():
    rules = (RISE, replace(ACCESS, share_permille=700))
    season, demand = season_and_demand(0, rules)
    paid = {("night-1", "back", True, 500): 30}

    with pytest.raises(ConstraintsInfeasible):
        plan_of(season, demand, standing=standing_at(10))
    plan = plan_of(season, demand, standing=standing_at(10, paid=paid))

    assert outcomes(plan)["access"].slack >= -1e-6


def test_after_the_curtain_nothing_is_left_to_decide():
    season, demand = season_and_demand(0, (RISE,))
    standing = standing_at(-1, posted_tier={"night-1": "high"})

    plan = plan_of(season, demand, standing=standing)

    assert plan.objective == plan.upper_bound == 0
    assert plan.performances[0].tier_path == ("high",) * 4


def test_free_seats_that_everybody_wants_leave_the_plan_finite():
    season, _ = season_and_demand(0, (RISE,))
    free = PriceTier("low", (2000, 0))
    venue = replace(season.venues[0], price_tiers=(free, *STUDIO.price_tiers[1:]))
    believed = replace(season.demand, purchase_share=0.99, price_elasticity=-10.0)
    season = replace(season, venues=(venue,), demand=believed)

    plan = plan_of(season, {"night-1": [56.0, 1e6]})

    assert np.isfinite([plan.objective, plan.upper_bound]).all()
    assert np.isfinite(plan.performances[0].expected_sales).all()


def test_a_performance_nobody_comes_to_leaves_a_tier_that_a_new_cap_forbids():
    season, _ = season_and_demand(0, (CAP,))
    posted = Standing(now=OPENING - timedelta(days=5), posted_tier={"night-1": "high"})

    (each,) = plan_of(season, {"night-1": [0.0, 0.0]}, standing=posted).performances

    # The last of the periods 60, 21, 7 and 2 days out is still to come.
    assert each.tier_path == ("high", "high", "mid", "mid")


def test_a_share_of_no_seats_is_not_missed():
    access = AccessShare(id="access", share_permille=900, price_minor=0)
    season, _ = season_and_demand(0, (access,))

    plan = plan_of(season, {"night-1": [1e-9, 0.0]})

    assert violations(season, plan) == []


@pytest.mark.parametrize("mode", ["scale", "category"])
def test_once_all_is_sold_the_posted_price_stays(mode):
    season = studio_season(1, rules=(), pricing_mode=mode)
    sold = {("night-1", "front", False): 40, ("night-1", "back", False): 40}
    for tier in ("low", "mid", "high"):
        standing = standing_at(10, sold=sold, posted_tier={"night-1": tier})
        plan = plan_of(season, {"night-1": [60.0, 60.0]}, standing=standing)
        assert set(plan.performances[0].tier_path) == {tier}
