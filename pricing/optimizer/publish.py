"""What was found, in the types that people and services read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.domain.plan import PerformancePlan
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.problem import Problem
from pricing.optimizer.so_far import seats_sold
from pricing.optimizer.standing import Standing
from pricing.optimizer.steps import rule_steps
from pricing.optimizer.without import Solved


def performance_plan(
    season: Season,
    standing: Standing | None,
    solved: Solved,
    unrestricted: NDArray[np.int64],
    moved: Sequence[tuple[str, NDArray[np.int64]]],
) -> PerformancePlan:
    """Return the plan of one performance over all periods of the season.

    Its tiers are those of the best category on sale; where others stand apart from
    it, the plan says the tier of each.
    """
    market, problem = solved.market, solved.problem
    performance = season.performance_by_id[market.performance_id]
    sold = seats_sold(season, market, standing).sum(axis=0)
    expected = sold + solved.play.sales.sum(axis=(0, 2))
    last = ("",) * len(problem.left)
    if standing is not None:
        last = standing.last_tiers(performance)
    every = tiers_by_period(season, market, problem, solved.path, last)
    lead = _leads(solved)
    steps = rule_steps(
        market.tiers,
        _led(problem, unrestricted, lead),
        [(rule_id, _led(problem, after, lead)) for rule_id, after in moved],
    )
    path = tuple(next((each for each in tiers if each), "") for tiers in every)
    if _rests(problem):
        free, reasons = path, [()] * len(path)
    else:
        source = _sources(problem, len(path))
        rungs = _led(problem, unrestricted, lead)
        free = tuple(market.tiers[rungs[s]] for s in source)
        reasons = [steps[s] for s in source]
    if any(last):
        over = min(market.first_period, len(path))
        free = path[:over] + free[over:]
        reasons[:over] = [()] * over
    apart = any(len(set(tiers)) > 1 for tiers in every)
    return PerformancePlan(
        performance_id=market.performance_id,
        tier_path=path,
        unrestricted_path=free,
        steps=tuple(reasons),
        bid_prices=tuple(solved.proven.bid_price.tolist()),
        expected_sales=tuple(expected.tolist()),
        income=solved.play.income,
        fill_rate=float(expected.sum() / performance.capacity)
        if performance.capacity
        else 0.0,
        demand_mean=float(market.demand.sum()),
        category_path=tuple(every) if apart else (),
    )


def _leads(solved: Solved) -> NDArray[np.int64]:
    """Return the best category on sale in each of the problem's periods: [T]."""
    problem = solved.problem
    on_sale = ~problem.closed_by(solved.path) & (solved.market.seats > 0)
    return np.asarray(on_sale.argmax(axis=1))


def _led(
    problem: Problem, path: NDArray[np.int64], lead: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the tiers of some categories: [T], places on the ladder."""
    return problem.rungs_of(path)[np.arange(len(path)), lead]


def _sources(problem: Problem, count: int) -> NDArray[np.int64]:
    """Return the place of the problem's period that each of the season is like."""
    periods = problem.periods
    return np.minimum(np.searchsorted(periods, np.arange(count)), len(periods) - 1)


def tiers_by_period(
    season: Season,
    market: PerformanceMarket,
    problem: Problem,
    path: NDArray[np.int64],
    last: Sequence[str],
) -> list[tuple[str, ...]]:
    """Return the tier of each category and period, "" where a path closes it.

    Periods that are over show the tiers at which categories were last on sale
    (``last``, "" for none); where nobody comes any more, or not yet, every category
    is on sale. Once all is sold no price is better than another: those posted stay,
    at which what is given back is sold again.
    """
    count = len(season.period_days_out)
    if _rests(problem):
        found = [_resting(market, problem, last)] * count
    else:
        rungs, closed = problem.rungs_of(path), problem.closed_by(path)
        source = _sources(problem, count)
        closed = closed[source]
        closed[~np.isin(np.arange(count), problem.periods)] = False
        found = [
            tuple(
                "" if shut else market.tiers[rung]
                for rung, shut in zip(rungs[s], closed[t], strict=True)
            )
            for t, s in enumerate(source)
        ]
    for t in range(min(market.first_period, count)):
        found[t] = tuple(was or now for was, now in zip(last, found[t], strict=True))
    return found


def _rests(problem: Problem) -> bool:
    """Return whether no price of a performance brings anything."""
    return len(problem.periods) == 0 or not problem.left.any()


def _resting(
    market: PerformanceMarket, problem: Problem, last: Sequence[str]
) -> tuple[str, ...]:
    """Return the tiers of a performance that sells nothing any more: [C].

    Posted tiers stay where the rules still allow them, else the allowed ones
    nearest to them, or to the reference; together where that keeps prices in order.
    """
    wanted = np.array(
        [market.tiers.index(t) if t in market.tiers else market.reference for t in last]
    )

    def nearest(free: NDArray[np.bool_], rung: int) -> int:
        open_to = np.flatnonzero(free)
        return int(open_to[np.abs(open_to - rung).argmin()])

    if not problem.by_category:
        return (market.tiers[nearest(problem.allowed, int(wanted[0]))],) * len(last)
    rungs = np.array([nearest(problem.rungs[:, c], w) for c, w in enumerate(wanted)])
    prices = problem.full[rungs, np.arange(len(rungs))][problem.in_order]
    if (np.diff(prices) > 0).any() and problem.dearest is not None:
        rungs = problem.dearest
    return tuple(market.tiers[rung] for rung in rungs)
