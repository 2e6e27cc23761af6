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
from pricing.domain.rules import AccessShare
from pricing.domain.season import Season
from pricing.optimizer.conflicts import constants_of, problems_of
from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.fluid import Play, play
from pricing.optimizer.market import PerformanceMarket, build
from pricing.optimizer.master import settle
from pricing.optimizer.problem import Problem
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
    missed : access shares that these paths would fall short of
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
    for elasticity in elasticities:
        supposed = replace(
            season, demand=replace(season.demand, price_elasticity=elasticity)
        )
        market = build(supposed, demand_mean, standing)
        problems = problems_of(market, supposed.rules, standing)
        constant = constants_of(market, supposed.rules, standing)
        paths = [
            path_of(plan, each, problem)
            for each, problem in zip(market.performances, problems, strict=True)
        ]
        plays = [play(*each) for each in zip(problems, paths, strict=True)]
        income = sum(each.income for each in plays)
        missed = _missed(supposed, problems, paths, plays, constant)
        best = None
        if replan and elasticity == season.demand.price_elasticity:
            best = income
        elif replan:
            best = _replanned(problems, constant, check)
        if best is not None and not missed:
            # The search made in haste may stop short of the plan's own paths.
            best = max(best, income)
        found.append(AtElasticity(elasticity, income, missed, best))
    return tuple(found)


def path_of(
    plan: PricePlan, market: PerformanceMarket, problem: Problem
) -> NDArray[np.int64]:
    """Return a plan's path as places on the ladder, by period of the problem: [T]."""
    tiers = plan.performance_by_id[market.performance_id].tier_path
    return np.array(
        [market.tiers.index(tiers[period]) for period in problem.periods],
        dtype=np.int64,
    )


def _missed(
    season: Season,
    problems: Sequence[Problem],
    paths: Sequence[NDArray[np.int64]],
    plays: Sequence[Play],
    constant: NDArray[np.float64],
) -> tuple[str, ...]:
    """Return the access shares that the plays fall short of, in the season's order."""
    missed = set()
    total = constant.copy()
    for problem, path, played in zip(problems, paths, plays, strict=True):
        own = np.einsum("rtck,tck->r", problem.own[:, path], played.sales)
        short = own + problem.own_constant < -ROW_TOLERANCE
        missed |= {problem.own_ids[row] for row in np.flatnonzero(short)}
        total += np.einsum("qtck,tck->q", problem.shared[:, path], played.sales)
    shared = [
        rule.id
        for rule in season.rules
        if isinstance(rule, AccessShare) and not rule.each_performance
    ]
    missed |= {shared[row] for row in np.flatnonzero(total < -ROW_TOLERANCE)}
    return tuple(rule.id for rule in season.rules if rule.id in missed)


def _replanned(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    check: Callable[[], bool],
) -> float | None:
    """Return the income of paths found for a market, without a bound on others."""
    if not all(each.allowed.any() for each in problems):
        return None
    settled = settle(problems, constant, lambda done: check())
    if settled.shortfall > 0:
        return None
    return sum(
        play(problem, path).income
        for problem, path in zip(problems, settled.paths, strict=True)
    )
