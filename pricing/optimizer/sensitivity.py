"""What hangs on the price elasticity: a plan's own paths played at others.

The elasticity is a prior (``models.price_response.OPERA_PRIOR``), or what the
season file says. Whatever it is, the seats wanted at reference prices stay the
forecast, so what changes is the answer to other prices, and which classes of
the audience those buyers are of. Two figures for each elasticity: what the
plan's paths would bring, and what a plan made for it would; the difference is
what not knowing it costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.price_response import OPERA_PRIOR
from pricing.domain.plan import PricePlan
from pricing.domain.season import Season
from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.fluid import play
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import PerformanceMarket, build
from pricing.optimizer.master import settle
from pricing.optimizer.mixture import activity_of, unit_of
from pricing.optimizer.posing import Posed, pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import value_of
from pricing.optimizer.standing import Standing

# Bounds that a season's elasticity must keep to.
ELASTICITY_MIN, ELASTICITY_MAX = -10.0, 0.0


@dataclass(frozen=True)
class AtElasticity:
    """A plan where people answer to prices otherwise than it assumed.

    Parameters
    ----------
    elasticity : float
    income : of the plan's own paths, currency units
    missed : rules on sales that these paths would fall short of
    replanned : float or None
        Income of paths made for this elasticity, which keep the rules; None
        where none was sought or found.
    """

    elasticity: float
    income: float
    missed: tuple[str, ...]
    replanned: float | None = None


def source(elasticity: float) -> str:
    """Return where an elasticity comes from, in words."""
    if elasticity == OPERA_PRIOR.figure.value:
        return OPERA_PRIOR.identified_by
    return "set in the season file"


def around(
    elasticity: float, spread: float = OPERA_PRIOR.figure.standard_error
) -> tuple[float, float, float]:
    """Return an elasticity less its spread, itself, and plus its spread."""
    low = max(round(elasticity - spread, 6), ELASTICITY_MIN)
    return low, elasticity, min(round(elasticity + spread, 6), ELASTICITY_MAX)


def sensitivity(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    plan: PricePlan,
    elasticities: Sequence[float],
    *,
    standing: Standing | None = None,
    replan: bool = True,
    check: Callable[[], bool] = lambda: True,
) -> tuple[AtElasticity, ...]:
    """Return what a plan would bring at each of some elasticities.

    Parameters
    ----------
    season, demand_mean, standing : what the plan was made of
    plan : of this season
    elasticities : each within -10 and 0
    replan : whether to seek the paths that each elasticity would ask for; at
        the plan's own they are its paths
    check : asked while seeking whether to go on
    """
    found = []
    assumed = build(season, demand_mean, standing)
    gaps = free_gaps(assumed, season.rules, standing, lambda done: check())
    for elasticity in elasticities:
        supposed = replace(
            season, demand=replace(season.demand, price_elasticity=elasticity)
        )
        market = build(supposed, demand_mean, standing)
        posed = pose_season(market, supposed.rules, standing, gaps)
        paths = [
            path_of(plan, each, problem)
            for each, problem in zip(market.performances, posed.problems, strict=True)
        ]
        income = sum(
            play(*each).income for each in zip(posed.problems, paths, strict=True)
        )
        missed = _missed(supposed, posed, paths)
        best = None
        if replan and elasticity == season.demand.price_elasticity:
            best = income
        elif replan:
            best = _replanned(posed, check)
        if best is not None and not missed and season.objective.kind == "income":
            # The search made in haste may stop short of the plan's own paths.
            best = max(best, income)
        found.append(AtElasticity(elasticity, income, missed, best))
    return tuple(found)


def path_of(
    plan: PricePlan, market: PerformanceMarket, problem: Problem
) -> NDArray[np.int64]:
    """Return a plan's path as offers of the problem, by its periods: [T, C]."""
    planned = plan.performance_by_id[market.performance_id]
    count, ladder = len(problem.left), len(market.tiers)
    path = np.empty((len(problem.periods), count), dtype=np.int64)
    for t, period in enumerate(problem.periods):
        for c, tier in enumerate(planned.categories_at(int(period), count)):
            # A closed category stands at the tier of the others.
            stands = market.tiers.index(tier or planned.tier_path[period])
            path[t, c] = stands if tier else stands + ladder
    return path


def _missed(
    season: Season, posed: Posed, paths: Sequence[NDArray[np.int64]]
) -> tuple[str, ...]:
    """Return the rules that the paths fall short of, in the season's order."""
    missed = set()
    total = posed.constant.copy()
    for problem, path in zip(posed.problems, paths, strict=True):
        found = value_of(problem, np.zeros(len(total)), path)
        own = found.measures[1 : 1 + len(problem.own)] + problem.own.constant
        short = own < -ROW_TOLERANCE * problem.own.unit
        missed |= {problem.own.ids[row] for row in np.flatnonzero(short)}
        total += activity_of(problem, found)
    short = total < -ROW_TOLERANCE * unit_of(posed.problems)
    missed |= {posed.keys[row][0] for row in np.flatnonzero(short)}
    return tuple(rule.id for rule in season.rules if rule.id in missed)


def _replanned(posed: Posed, check: Callable[[], bool]) -> float | None:
    """Return the income of paths found for a market, without a bound on others."""
    if not all(each.possible for each in posed.problems):
        return None
    settled = settle(posed.problems, posed.constant, lambda done: check())
    if settled.shortfall > 0:
        return None
    return sum(
        play(problem, path).income
        for problem, path in zip(posed.problems, settled.paths, strict=True)
    )
