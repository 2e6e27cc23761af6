"""A season's plan with and without a change of its rules, made in haste.

Only the performances that the rule is about are solved anew, from the paths of the
plan there is, with the room that the others leave in the rows they share; where that
is too little, or the rule is about all, the whole season is. Both sides are solved in
the same way, so that what differs between them is the rule's doing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.plan import PricePlan
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.conflicts import conflict
from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.fluid import Play, play
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market, build
from pricing.optimizer.master import settle
from pricing.optimizer.mixture import activity_of
from pricing.optimizer.posing import Posed, pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import value_of
from pricing.optimizer.sensitivity import path_of

# How long ways out of a conflict are sought.
WAYS_OUT_SECONDS = 3.0

Paths = tuple[NDArray[np.int64], ...]
Check = Callable[[float], bool]


@dataclass(frozen=True)
class Planned:
    """Paths of all performances that keep a season's rules."""

    season: Season
    market: Market
    problems: tuple[Problem, ...]
    paths: Paths

    @property
    def plays(self) -> list[Play]:
        """What each performance is expected to bring."""
        return [play(*each) for each in zip(self.problems, self.paths, strict=True)]


def as_planned(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    plan: PricePlan | None,
    check: Check,
) -> Planned:
    """Return a plan's own paths, or paths found in haste where there is no plan.

    Raises
    ------
    ConstraintsInfeasible
        When the season's rules cannot all hold.
    """
    market = build(season, demand_mean)
    posed = _posed(market, season.rules, check)
    if plan is not None:
        paths = _known(plan, market, posed)
        if paths is not None:
            return Planned(season, market, posed.problems, paths)
    return Planned(season, market, posed.problems, _whole(market, posed, (), check))


def replanned(
    season: Season, known: Planned, affected: Sequence[int], check: Check
) -> Planned:
    """Return paths for other rules, from those known of the same performances.

    Parameters
    ----------
    season : with the rules
    known : paths of the same performances, under other rules perhaps
    affected : places of the performances that are solved anew

    Raises
    ------
    ConstraintsInfeasible
        When the rules cannot all hold.
    """
    market = Market(season, known.market.performances)
    posed = _posed(market, season.rules, check)
    paths = None
    if len(affected) < len(posed.problems):
        paths = _some(posed, known.paths, affected, check)
    if paths is None:
        paths = _whole(market, posed, known.paths, check)
    return Planned(season, market, posed.problems, paths)


def affected_by(season: Season, rules: Sequence[Rule]) -> list[int]:
    """Return the places of the performances that some rules are about."""
    return [
        place
        for place, performance in enumerate(season.performances)
        if any(rule.scope.covers(performance) for rule in rules)
    ]


def _posed(market: Market, rules: Sequence[Rule], check: Check) -> Posed:
    gaps = free_gaps(market, rules, None, check)
    return pose_season(market, rules, None, gaps)


def _known(plan: PricePlan, market: Market, posed: Posed) -> Paths | None:
    """Return a plan's own paths, None where it is not of these performances."""
    pairs = list(zip(market.performances, posed.problems, strict=True))
    try:
        return tuple(path_of(plan, *each) for each in pairs)
    except (KeyError, ValueError):
        # It leaves one out, or its tiers are no longer on the ladder.
        return None


def _some(
    posed: Posed, known: Paths, affected: Sequence[int], check: Check
) -> Paths | None:
    """Return paths with those of some performances solved anew.

    None where these find no room in the rows that they share with the others.
    """
    room = posed.constant.copy()
    nothing = np.zeros(len(room))
    for place in set(range(len(known))) - set(affected):
        problem = posed.problems[place]
        found = value_of(problem, nothing, known[place])
        own = found.measures[1 : 1 + len(problem.own)] + problem.own.constant
        if np.any(own < -ROW_TOLERANCE * problem.own.unit):
            return None
        room += activity_of(problem, found)
    problems = [posed.problems[place] for place in affected]
    if not all(each.possible for each in problems):
        return None
    starts = [(known[place],) for place in affected]
    settled = settle(problems, room, check, starts)
    if settled.shortfall > 0:
        return None
    paths = list(known)
    for place, path in zip(affected, settled.paths, strict=True):
        paths[place] = path
    return tuple(paths)


def _whole(market: Market, posed: Posed, known: Paths, check: Check) -> Paths:
    """Return paths of the whole season, found in haste from those known."""
    problems = posed.problems
    if all(each.possible for each in problems):
        starts = [(path,) for path in known]
        settled = settle(problems, posed.constant, check, starts, lambda done: False)
        if settled.shortfall <= 0:
            return settled.paths
    raise conflict(market, None, check, WAYS_OUT_SECONDS)
