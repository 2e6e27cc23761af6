"""The project's own policy: the optimiser's plans, solved anew as sales come in.

Before the season it solves the season problem at the forecast. When sales move
prices, as they do in the service but ``SOLVES`` times in a season at most, it learns
demand from the sales of each performance and solves what is left of the season. What
a plan says is posted as the service posts it (``pricing.quotes.repricing``): within
the rules as they stand, each category by itself where the plan moves it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.season import Season
from pricing.optimizer.caution import cautious
from pricing.optimizer.conflicts import conflict
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market, build
from pricing.optimizer.master import settle
from pricing.optimizer.posing import pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.publish import tiers_by_period
from pricing.optimizer.sales_level import learned
from pricing.optimizer.standing import Standing
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import repost
from simulator.house import House
from simulator.learning import SOLVES, Demand, standing_of
from simulator.policy import Cause, Moment, Posted, Pricer


@dataclass(frozen=True)
class Optimised:
    """The optimiser's plan of one season, and how often it is solved anew.

    Attributes
    ----------
    plan : the solution before the season
    sales_moves : how often at most the rest of the season is solved
    """

    house: House
    demand_mean: Demand
    plan: PricePlan
    name: str = "optimised"
    sales_moves: int = SOLVES

    def start(self) -> Pricer:
        """Return a pricer that has solved nothing anew yet."""
        return _Pricer(self)


def prepare(house: House, demand_mean: Demand) -> Optimised:
    """Return the policy for a season with its forecast.

    Raises
    ------
    ConstraintsInfeasible
        When the season's rules cannot all hold.
    FieldInvalid
        When the forecast does not fit the season.
    """
    plan = _solve(house.season, build(house.season, demand_mean), None)
    return Optimised(house, demand_mean, plan)


def _solve(season: Season, market: Market, standing: Standing | None) -> PricePlan:
    """Return the tiers of each performance and period, as a plan without reasons.

    Before the season the rules must all hold. Later, sales may have gone so
    that a share can no longer be met: the paths that miss least are then taken.
    """
    wary = tuple(cautious(rule, season, standing) for rule in season.rules)
    for rules in (wary, season.rules):
        gaps = free_gaps(market, rules, standing, _go_on)
        posed = pose_season(market, rules, standing, gaps)
        problems, settled = posed.problems, None
        if all(each.possible for each in problems):
            settled = settle(problems, posed.constant, _go_on)
        if settled is not None and settled.shortfall <= 0:
            break
    if settled is None or (standing is None and settled.shortfall > 0):
        raise conflict(market, standing, _go_on)
    return plan_of(season, market, problems, settled.paths, standing)


def plan_of(
    season: Season,
    market: Market,
    problems: Sequence[Problem],
    paths: Sequence[NDArray[np.int64]],
    standing: Standing | None = None,
) -> PricePlan:
    """Return paths as a plan without reasons, to be played."""
    plans = []
    for problem, path, each in zip(problems, paths, market.performances, strict=True):
        performance = season.performance_by_id[each.performance_id]
        last = ("",) * len(performance.capacities)
        if standing is not None:
            last = standing.last_tiers(performance)
        every = tiers_by_period(season, each, problem, path, last)
        plans.append(_plan(performance, every, float(each.demand.sum())))
    return PricePlan(
        id="played",
        season_id=season.id,
        create_time=min(p.on_sale_at for p in season.performances),
        objective=0.0,
        upper_bound=0.0,
        performances=tuple(plans),
        rules=(),
        period_days_out=season.period_days_out,
    )


def _plan(
    performance: Performance, every: Sequence[tuple[str, ...]], demand: float
) -> PerformancePlan:
    """Return a performance's tiers by period and category as part of a plan."""
    path = tuple(next((tier for tier in tiers if tier), "") for tiers in every)
    apart = any(len(set(tiers)) > 1 for tiers in every)
    return PerformancePlan(
        performance_id=performance.id,
        tier_path=path,
        unrestricted_path=path,
        steps=((),) * len(path),
        bid_prices=(),
        expected_sales=(),
        income=0.0,
        fill_rate=0.0,
        demand_mean=demand,
        category_path=tuple(every) if apart else (),
    )


def _go_on(done: float) -> bool:
    return True


class _Pricer:
    """The policy at work in one season."""

    def __init__(self, policy: Optimised) -> None:
        self._policy = policy
        self._plan = policy.plan
        self._postings: dict[str, Posting] = {}

    def post(self, moment: Moment) -> Sequence[Posted]:
        """Return what the plan posts, solving anew first where that is due."""
        house = self._policy.house
        if moment.cause is Cause.SALES_MOVED:
            standing = standing_of(house, moment.now, moment.bookings)
            demand = learned(house.season, self._policy.demand_mean, standing)
            market = build(house.season, demand, standing)
            self._plan = _solve(house.season, market, standing)
        return [self._posted(house.performances[f], moment) for f in moment.due]

    def _posted(self, performance: Performance, moment: Moment) -> Posted:
        season, before = self._policy.house.season, self._postings.get(performance.id)
        posting = repost(season, self._plan, performance, before, moment.now)
        self._postings[performance.id] = posting
        return Posted(posting.category_tiers or posting.tier_id, due=posting.due)
