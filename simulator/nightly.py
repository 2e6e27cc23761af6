"""The project's own policy, solved anew every night by the compiled engine.

Before the season it solves the season problem at the forecast. Each night it learns
demand from the sales of every performance on sale and solves what is left of the
season, all rules in it; the prices of the season's rows are where the next night's
search for them begins. What a plan says is posted as the service posts it. Plans
close no category.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan
from pricing.domain.rules import GroupGap, PriceStep, Rule
from pricing.domain.season import Season
from pricing.optimizer.ahead import still_to_come
from pricing.optimizer.caution import cautious
from pricing.optimizer.conflicts import conflict
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.engine.season import Priced, price
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market, build
from pricing.optimizer.posing import Posed, pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.sales_level import learned_factors
from pricing.optimizer.standing import Standing
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import repost
from simulator.house import House
from simulator.learning import Demand, standing_of
from simulator.optimised import plan_of
from simulator.policy import Moment, Posted, Pricer

# When a night's prices take effect, by the clock in UTC.
HOUR = 3
# By how much, as a share of what is asked, a plan may miss a row.
_MISSED = 1e-6
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Solved:
    """The answer of one night.

    Attributes
    ----------
    plan : of the performances on sale before the next night
    multiplier : of the season's rows, by rule and place
    rules : under which it was found
    problems : of performances not on sale by then, by id
        They stay as they are while the rules do.
    """

    plan: PricePlan
    multiplier: Mapping[tuple[str, int], float]
    rules: tuple[Rule, ...]
    problems: Mapping[str, Problem]


@dataclass(frozen=True)
class Nightly:
    """The whole season as the model sees it, and the answer before sales open."""

    house: House
    market: Market
    solved: Solved
    name: str = "nightly"

    def start(self) -> Pricer:
        """Return a pricer that has solved nothing anew yet."""
        return _Pricer(self)


def prepare(house: House, demand_mean: Demand) -> Nightly:
    """Return the policy for a season with its forecast.

    Raises
    ------
    ConstraintsInfeasible
        When the season's rules cannot all hold.
    FieldInvalid
        When the forecast does not fit the season.
    """
    market = build(house.season, demand_mean)
    solved = _solve(market, None, None)
    if solved is None:
        raise conflict(market, None, _go_on)
    return Nightly(house, market, solved)


def _solve(
    market: Market, standing: Standing | None, before: Solved | None
) -> Solved | None:
    """Return the answer for a market.

    Shares are planned above what is asked where they can be. None where rules leave a
    performance no price; before the season, too, where they cannot all hold.

    Parameters
    ----------
    market : of what is still to come
    standing : the books; None before the season
    before : the answer of the night before
    """
    season, found = market.season, None
    for rules in dict.fromkeys((_wary(season, standing), season.rules)):
        gaps = free_gaps(market, rules, standing, _go_on)
        same = before is not None and before.rules == rules
        known = before.problems if before is not None and same else {}
        posed = pose_season(market, rules, standing, gaps, known)
        if not all(problem.possible for problem in posed.problems):
            continue
        found = rules, posed, _price(posed, season, before)
        if not _misses(posed, found[2]):
            break
    if found is None or (standing is None and _misses(*found[1:])):
        return None
    rules, posed, priced = found
    paths = _paths(posed, priced)
    opening = season.performance_by_id
    now = [
        standing is None
        or opening[each.performance_id].on_sale_at <= standing.now + _DAY
        for each in market.performances
    ]
    plan = plan_of(
        season,
        Market(season, tuple(compress(market.performances, now))),
        tuple(compress(posed.problems, now)),
        tuple(compress(paths, now)),
        standing,
    )
    later = {
        each.performance_id: each
        for each, soon in zip(posed.problems, now, strict=True)
        if not soon
    }
    multiplier = dict(zip(posed.keys, priced.multiplier.tolist(), strict=True))
    return Solved(plan, multiplier, rules, {} if _noticed(rules) else later)


def _wary(season: Season, standing: Standing | None) -> tuple[Rule, ...]:
    return tuple(cautious(rule, season, standing) for rule in season.rules)


def _noticed(rules: Sequence[Rule]) -> bool:
    """Return whether what may be posted later hangs on the day it is asked."""
    return any(isinstance(rule, PriceStep | GroupGap) for rule in rules)


def _price(posed: Posed, season: Season, before: Solved | None) -> Priced:
    """Return the engine's answer, from the multipliers of an earlier one."""
    problems = [replace(each, keep_open=True) for each in posed.problems]
    by_category = season.pricing_mode == "category"
    instance = pose(problems, posed.constant, by_category=by_category)
    start = None
    if before is not None:
        start = np.array([before.multiplier.get(key, 0.0) for key in posed.keys])
    # Trials are what runs side by side.
    return price(instance, start=start, threads=1)


def _misses(posed: Posed, priced: Priced) -> bool:
    """Return whether the paths found miss a row that the season keeps."""
    return bool((priced.missed > _MISSED * (1 + np.abs(posed.constant))).any())


def _paths(posed: Posed, priced: Priced) -> list[NDArray[np.int64]]:
    """Return the engine's paths without what pads them, [T, C] each."""
    found = []
    for problem, path in zip(posed.problems, priced.path, strict=True):
        shape = len(problem.periods), len(problem.left)
        found.append(path[: shape[0], : shape[1]].astype(np.int64))
    return found


def _go_on(done: float) -> bool:
    return True


class _Pricer:
    """The policy at work in one season."""

    def __init__(self, policy: Nightly) -> None:
        self._policy, self._solved = policy, policy.solved
        self._postings: dict[str, Posting] = {}
        self._night: datetime | None = None

    def post(self, moment: Moment) -> Sequence[Posted]:
        """Return what the plan posts, solving anew first where a night has passed."""
        house, now = self._policy.house, moment.now
        if self._night is None or now >= self._night:
            if self._night is not None:
                self._learn(standing_of(house, now, moment.bookings))
            self._night = _after(now)
        night = self._night
        return [self._posted(house.performances[f], now, night) for f in moment.due]

    def _learn(self, standing: Standing) -> None:
        """Solve what is left of the season; where that fails, go on as before."""
        season = self._policy.house.season
        ahead = Market(
            season,
            tuple(
                each
                for each in self._policy.market.performances
                if season.performance_by_id[each.performance_id].starts_at
                > standing.now
            ),
        )
        factor = learned_factors(ahead.performances, season, standing)
        market = still_to_come(ahead, factor, standing)
        self._solved = _solve(market, standing, self._solved) or self._solved

    def _posted(
        self, performance: Performance, now: datetime, night: datetime
    ) -> Posted:
        season, before = self._policy.house.season, self._postings.get(performance.id)
        posting = repost(season, self._solved.plan, performance, before, now)
        self._postings[performance.id] = posting
        due = night if posting.due is None else min(night, posting.due)
        return Posted(posting.category_tiers or posting.tier_id, due=due)


def _after(now: datetime) -> datetime:
    """Return when the next night's prices take effect."""
    tonight = now.astimezone(UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + _DAY
