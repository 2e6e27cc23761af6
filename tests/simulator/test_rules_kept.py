"""Rules of every kind against seasons that keep or break them."""

from dataclasses import replace

import numpy as np
import pytest

from pricing.constraints.path_check import breaches
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.rules import (
    AveragePrice,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    PopularityCap,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from simulator.house import build
from simulator.rules_kept import how_told, rules_kept
from tests.houses import ON_SALE, studio_season
from tests.simulator.stages import studio_scenario

MID = np.full((2, 6), 1)
# Front seats at the middle rung to the public: 25.00 each.
SEATS = np.zeros((2, 3, 2, 4), np.int64)
SEATS[:, 1, 0, 0] = (10, 4)


def kept(rule, sold=SEATS, path=MID, demand=None):
    season = studio_season(2, rules=(rule,))
    house = build(season, studio_scenario(season))
    forecast = dict.fromkeys(("night-1", "night-2"), demand) if demand else {}
    house = replace(house, forecast=forecast)
    fund = house.funds.over_time(sold, path, np.full((2, 6), 2))
    found = rules_kept(house, sold, path, house.face_by_rung, fund)
    return found[rule.id][0] if found else None


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (AveragePrice(id="r", price_minor=2500), True),
        (AveragePrice(id="r", price_minor=2499), False),
        (IncomeFloor(id="r", income_minor=35_000), True),
        (IncomeFloor(id="r", income_minor=35_001), False),
        (IncomeFloor(id="r", income_minor=20_000, each_performance=True), False),
        (IncomeFloor(id="r", income_minor=10_000, each_performance=True), True),
        (KeepOpen(id="r"), True),
        (SolidarityShare(id="r", share_permille=100, release_days_out=7), True),
        (GroupGap(id="r", measure="access", groups=("full", "solidarity"),
                  share_permille=500), None),
    ],
)  # fmt: skip
def test_sums_and_houses_are_judged(rule, holds):
    assert kept(rule) is holds


def test_a_budget_is_kept_where_no_month_ends_overdrawn():
    poor = np.zeros_like(SEATS)
    poor[0, 1, 0, 2] = 3  # 60.00 given away
    for given, holds in ((6000, True), (5900, False)):
        rule = SolidarityBudget(id="fund", donations_minor=given)
        assert kept(rule, poor) is holds
    # What is earned above reference prices comes too late.
    both = poor.copy()
    both[0, 2, 0, 0] = 20  # 140.00 above
    rule = SolidarityBudget(id="fund", surplus_permille=1000)
    late = np.array([[1, 1, 1, 1, 1, 2], [1] * 6])
    assert kept(rule, both, late) is False


def test_popular_evenings_are_those_that_the_forecast_says():
    rule = PopularityCap(id="r", demand_permille=1000, rise_permille=100)
    high = np.full((2, 6), 2)
    assert kept(rule, path=high, demand=100.0) is False
    assert kept(rule, path=high, demand=60.0) is True
    assert kept(rule, path=MID, demand=100.0) is True


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    "rule",
    [
        PriceStep(id="r", change_permille=250),
        PriceStep(id="r", days_between=20),
        PriceStep(id="r", change_permille=290, days_between=7),
    ],
    ids=["step", "days", "both"],
)
def test_steps_are_judged_as_plans_are(rule, seed):
    rng = np.random.default_rng(seed)
    path = np.minimum(np.cumsum(rng.random((2, 6)) < 0.3, axis=1), 2)
    path[1] = rng.integers(0, 3, 6)
    season = studio_season(2, rules=(rule,))
    paths = tuple(
        PerformancePlan(
            performance_id=p.id,
            tier_path=tuple(p.ladder[rung] for rung in row),
            unrestricted_path=(),
            steps=(),
            bid_prices=(),
            expected_sales=(),
            income=0.0,
            fill_rate=0.0,
        )
        for p, row in zip(season.performances, path.tolist(), strict=True)
    )
    plan = PricePlan(
        "plan", season.id, ON_SALE, 0.0, 0.0, paths, (), season.period_days_out
    )
    broken = [m for each in paths for m in breaches(rule, season, plan, each)]
    assert kept(rule, path=path) is not bool(broken)


def test_it_is_said_how_each_is_told():
    gap = GroupGap(
        id="r", measure="access", groups=("full", "under-26"), share_permille=1
    )
    assert how_told(gap) == "untold"
    assert how_told(KeepOpen(id="r")) == how_told(ChannelParity(id="r")) == "held"
    assert how_told(SolidarityBudget(id="r")) == "estimated"
    assert how_told(PriceStep(id="r", notice_days=3)) == "part"
    assert how_told(PriceStep(id="r", days_between=3)) == "seen"
    assert how_told(IncomeFloor(id="r", income_minor=0)) == "seen"
