"""What was found, in the types that people and services read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.domain.plan import PerformancePlan, RuleStep
from pricing.domain.season import Season
from pricing.optimizer.outcomes import Solved
from pricing.optimizer.so_far import seats_sold
from pricing.optimizer.standing import Standing
from pricing.optimizer.steps import rule_steps


def performance_plan(
    season: Season,
    standing: Standing | None,
    solved: Solved,
    unrestricted: NDArray[np.int64],
    moved: Sequence[tuple[str, NDArray[np.int64]]],
) -> PerformancePlan:
    """Return the plan of one performance over all periods of the season."""
    market, problem = solved.market, solved.problem
    performance = season.performance_by_id[market.performance_id]
    sold = seats_sold(season, market, standing).sum(axis=0)
    expected = sold + solved.play.sales.sum(axis=(0, 2))
    on_ladder = [(rule_id, problem.tiers_of(after)) for rule_id, after in moved]
    freely = problem.tiers_of(unrestricted)
    path, free, steps = _over_all_periods(
        season,
        standing,
        solved,
        freely,
        rule_steps(market.tiers, freely, on_ladder),
    )
    bid_price = (
        np.zeros(len(problem.left))
        if solved.relaxation is None
        else solved.relaxation.bid_price
    )
    return PerformancePlan(
        performance_id=market.performance_id,
        tier_path=path,
        unrestricted_path=free,
        steps=steps,
        bid_prices=tuple(bid_price.tolist()),
        expected_sales=tuple(expected.tolist()),
        income=solved.play.income,
        fill_rate=float(expected.sum() / performance.capacity)
        if performance.capacity
        else 0.0,
        demand_mean=float(market.demand.sum()),
        category_path=_categories(solved, path),
    )


def _categories(solved: Solved, path: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the tier of each category and period, "" where the plan closes it.

    No periods where it closes nothing; where nobody comes any more, or not yet,
    every category is on sale.
    """
    problem = solved.problem
    closed = problem.closed_by(solved.path)
    if not closed.any():
        return ()
    by_period = [(tier,) * len(problem.left) for tier in path]
    for period, shut in zip(problem.periods, closed, strict=True):
        tier = path[period]
        by_period[period] = tuple("" if each else tier for each in shut)
    return tuple(by_period)


def _over_all_periods(
    season: Season,
    standing: Standing | None,
    solved: Solved,
    unrestricted: NDArray[np.int64],
    steps: Sequence[tuple[RuleStep, ...]],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[RuleStep, ...], ...]]:
    """Return path, unrestricted path and steps with every period filled in."""
    market, problem = solved.market, solved.problem
    count = len(season.period_days_out)
    posted = None
    if standing is not None:
        posted = standing.posted_tier.get(market.performance_id)
    if len(problem.periods) == 0:
        # Nobody comes: the posted tier stays where the rules still allow it, else
        # the allowed one nearest to it, or to the reference.
        allowed = np.flatnonzero(problem.allowed)
        place = market.tiers.index(posted) if posted else market.reference
        tier = market.tiers[allowed[np.abs(allowed - place).argmin()]]
        over = market.first_period if posted else 0
        tiers = (posted or tier,) * over + (tier,) * (count - over)
        return tiers, tiers, ((),) * count
    source = np.searchsorted(problem.periods, np.arange(count))
    source = np.minimum(source, len(problem.periods) - 1)
    posts = problem.tiers_of(solved.path)
    path = [market.tiers[posts[s]] for s in source]
    free = [market.tiers[unrestricted[s]] for s in source]
    reasons = [steps[s] for s in source]
    if posted is not None:
        for t in range(market.first_period):
            path[t] = free[t] = posted
            reasons[t] = ()
    return tuple(path), tuple(free), tuple(reasons)
