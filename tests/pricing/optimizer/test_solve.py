"""The bound of a season out of what is proven at several multipliers."""

import numpy as np
import pytest

from pricing.optimizer.market import build
from pricing.optimizer.posing import pose_season
from pricing.optimizer.proof import loose
from pricing.optimizer.solve import least_bound
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import ACCESS, ALL_RULES, RISE, plan_of


@pytest.mark.parametrize("seed", range(20))
def test_a_bound_never_rises_when_more_is_proven(seed):
    random = np.random.default_rng(seed)
    constant = random.normal(size=2)
    pairs = [(random.random(2), random.random(3).tolist()) for _ in range(6)]

    bounds = [least_bound(pairs[: n + 1], constant) for n in range(len(pairs))]

    assert bounds == sorted(bounds, reverse=True)
    alone = [least_bound([pair], constant) for pair in pairs]
    assert bounds[-1] == min(alone)


@pytest.mark.parametrize("rules", [(RISE, ACCESS), ALL_RULES], ids=len)
@pytest.mark.parametrize("seed", range(3))
def test_without_multipliers_the_loose_bound_is_over_all_plans(seed, rules):
    season, demand = season_and_demand(seed, rules, nights=3)
    posed = pose_season(build(season, demand), rules)
    nothing = np.zeros(len(posed.constant))

    most = [loose(problem, nothing) for problem in posed.problems]

    bound = least_bound([(nothing, most)], posed.constant)
    assert bound >= plan_of(season, demand).objective - 1e-6
