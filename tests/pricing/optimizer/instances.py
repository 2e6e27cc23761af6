"""Small random seasons whose paths can all be tried."""

from dataclasses import replace

import numpy as np

from pricing.domain.rules import Rule
from pricing.domain.season import PricingMode, Season
from pricing.optimizer.market import build
from pricing.optimizer.posing import pose_season
from pricing.optimizer.problem import Problem
from tests.houses import studio_season

PERIODS = (60, 21, 7, 2)


def season_and_demand(
    seed: int, rules: tuple[Rule, ...] = (), nights: int = 1
) -> tuple[Season, dict[str, list[float]]]:
    """Return a season of the studio and a random demand, often over its seats."""
    rng = np.random.default_rng(seed)
    season = studio_season(nights, rules, period_days_out=PERIODS)
    demand = {
        each.id: rng.uniform(10, 70, size=2).tolist() for each in season.performances
    }
    return season, demand


def problem(
    seed: int, rules: tuple[Rule, ...] = (), mode: PricingMode = "scale"
) -> Problem:
    """Return the problem of a random performance under some rules."""
    season, demand = season_and_demand(seed, rules)
    season = replace(season, pricing_mode=mode)
    return pose_season(build(season, demand), rules).problems[0]
