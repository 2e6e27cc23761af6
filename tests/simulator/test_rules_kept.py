"""Rules of every kind against seasons that keep or break them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from pricing.constraints.path_check import breaches
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.rules import (
    AveragePrice,
    CategoryOrder,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    PopularityCap,
    PriceBounds,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.venue import PriceTier
from simulator.house import DAY_SECONDS, build
from simulator.outcomes import Change
from simulator.rules_kept import how_told, rules_kept
from tests.houses import ON_SALE, STUDIO, studio_season
from tests.simulator.stages import studio_scenario

# Front seats at the middle rung to the public: 25.00 each.
SEATS = np.zeros((2, 3, 2, 4), np.int64)
SEATS[:, 1, 0, 0] = (10, 4)
MID = np.full((2, 6, 2), 1)


def kept(rule, sold=SEATS, path=MID, demand=None, **changes):
    """Whether a season kept to a rule, its prices by period and category."""
    season = studio_season(2, rules=(rule,), **changes)
    house = build(season, studio_scenario(season))
    forecast = dict.fromkeys(("night-1", "night-2"), demand) if demand else {}
    house = replace(house, forecast=forecast)
    posted = [
        Change(int(house.starts[f]) - days * DAY_SECONDS, f, path[f, t])
        for t, days in enumerate(season.period_days_out)
        for f in range(2)
        if t == 0 or (path[f, t] != path[f, t - 1]).any()
    ]
    outcome = SimpleNamespace(sold=sold, changes=posted)
    found = rules_kept(house, outcome)
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
        (SolidarityBudget(id="r"), True),
        (SolidarityShare(id="r", share_permille=100, release_days_out=7), True),
        (GroupGap(id="r", measure="access", groups=("full", "solidarity"),
                  share_permille=500), None),
    ],
)  # fmt: skip
def test_sums_and_houses_are_judged(rule, holds):
    assert kept(rule) is holds


@pytest.mark.parametrize(
    ("rule", "rungs", "holds"),
    [
        # Front 20, 25, 32; back 12, 15, 20.
        (PriceBounds(id="r", cap_minor=2600, seat_category_id="front"), (1, 2), True),
        (PriceBounds(id="r", cap_minor=1600, seat_category_id="back"), (0, 2), False),
        (PriceBounds(id="r", floor_minor=1300), (0, -1), True),
        (CategoryOrder(id="r"), (0, 2), True),
        (CategoryOrder(id="r"), (-1, 2), True),
    ],
)
def test_each_category_is_judged_at_its_own_price(rule, rungs, holds):
    path = np.tile(np.array(rungs), (2, 6, 1))
    assert kept(rule, path=path, pricing_mode="category") is holds


def test_a_better_seat_that_costs_less_breaks_the_order():
    venue = replace(
        STUDIO,
        price_tiers=(PriceTier("low", (1400, 1200)), PriceTier("high", (2000, 1600))),
    )
    performances = tuple(
        replace(p, ladder=("low", "high"), reference_tier="low")
        for p in studio_season(2).performances
    )
    path = np.tile(np.array([0, 1]), (2, 6, 1))
    rule = CategoryOrder(id="r")
    how = {"pricing_mode": "category", "venues": (venue,)}
    sold = np.zeros((2, 2, 2, 4), np.int64)
    assert kept(rule, sold, path, performances=performances, **how) is False
    assert kept(rule, sold, path[..., ::-1], performances=performances, **how) is True


def test_popular_evenings_are_those_that_the_forecast_says():
    rule = PopularityCap(id="r", demand_permille=1000, rise_permille=100)
    high = np.full((2, 6, 2), 2)
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
    both = np.repeat(path[..., None], 2, axis=2)
    assert kept(rule, path=both) is not bool(broken)


def test_it_is_said_how_each_is_told():
    gap = GroupGap(
        id="r", measure="access", groups=("full", "under-26"), share_permille=1
    )
    assert how_told(gap) == "untold"
    assert how_told(KeepOpen(id="r")) == how_told(ChannelParity(id="r")) == "held"
    assert how_told(SolidarityBudget(id="r")) == "held"
    assert how_told(PriceStep(id="r", notice_days=3)) == "part"
    assert how_told(PriceStep(id="r", days_between=3)) == "seen"
    assert how_told(IncomeFloor(id="r", income_minor=0)) == "seen"
