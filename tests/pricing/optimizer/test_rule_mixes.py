"""Random mixes of rules and objectives against all paths of a performance."""

import random
from dataclasses import replace

import numpy as np
import pytest

from pricing.constraints.check import violations
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
    PriceBounds,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from tests.pricing.optimizer.instances import PERIODS, season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of
from tests.pricing.optimizer.test_rule_kinds import best_of_all


def drawn(seed):
    """Return a season of one night under one to four random rules, and a demand."""
    draw = random.Random(seed)

    def each():
        return draw.random() < 0.5

    floor = IncomeFloor(
        id="floor",
        income_minor=draw.choice([10_000, 60_000, 90_000]),
        each_performance=each(),
    )
    closing = KeepOpen(id="open", on=False)
    known = [
        floor,
        closing,
        NeverFalls(id="rise"),
        PriceBounds(id="cap", cap_minor=draw.choice([2500, 3200])),
        PopularityCap(
            id="popular",
            demand_permille=draw.choice([500, 1000]),
            rise_permille=draw.choice([0, 100, 300]),
        ),
        AccessShare(
            id="access",
            share_permille=draw.choice([300, 500, 600]),
            price_minor=1500,
            each_performance=each(),
        ),
        SolidarityShare(
            id="kept",
            share_permille=draw.choice([100, 200, 300]),
            release_days_out=draw.choice([1, 10]),
        ),
        SolidarityBudget(
            id="budget",
            subsidy_minor=draw.choice([0, 10_000, 30_000]),
            surplus_permille=draw.choice([0, 500]),
        ),
        AveragePrice(
            id="mean",
            price_minor=draw.choice([1200, 1600, 2000]),
            each_performance=each(),
        ),
        GroupGap(
            id="gap",
            measure=draw.choice(["price", "access", "surplus"]),
            groups=("full", draw.choice(["under-26", "solidarity"])),
            share_permille=draw.choice([700, 900, 1000]),
        ),
        PriceStep(
            id="step",
            change_permille=draw.choice([None, 280, 340]),
            days_between=draw.choice([0, 15, 50]),
        ),
    ]
    rules = draw.sample(known, draw.randint(1, 4))
    kind = draw.choice(["income", "attendance", "welfare"])
    if kind == "attendance" and floor not in rules:
        rules.append(floor)
    weights = (("under-26", 2.0),) if each() else ()
    season, demand = season_and_demand(seed)
    return replace(
        season,
        rules=tuple(rules),
        objective=Objective(kind, weights),
        # Every set of closed categories may follow every other.
        period_days_out=(60, 7) if closing in rules else PERIODS,
    ), demand


@pytest.mark.parametrize(
    "seed",
    [
        *range(20),
        *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 500)),
    ],
)
def test_a_plan_is_the_best_of_all_paths_or_there_is_none(seed):
    season, demand = drawn(seed)
    expected = best_of_all(season, demand, season.rules)

    if expected == -np.inf:
        with pytest.raises(ConstraintsInfeasible):
            plan_of(season, demand)
        return
    plan = plan_of(season, demand)

    assert plan.objective == pytest.approx(expected, rel=1e-6)
    assert plan.upper_bound >= expected * (1 - 1e-9)
    assert violations(season, plan) == []
