"""What each rule costs, how much room is left in it, and where it binds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rows import kept_until
from pricing.domain.money import minor_digits
from pricing.domain.plan import RuleOutcome
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Rule,
    SolidarityShare,
)
from pricing.domain.season import Season
from pricing.optimizer.fluid import Play
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.problem import Problem, pose
from pricing.optimizer.relaxation import Relaxation
from pricing.optimizer.search import find_path, value_of
from pricing.optimizer.standing import Standing
from pricing.optimizer.steps import matters, shared_prices

# Smaller gains come from the search, not from the rule.
GAIN_MIN = 1e-6
# A limit is met when fewer seats than this are left under it.
SEATS_MIN = 1e-6


@dataclass(frozen=True)
class Solved:
    """A performance with all that was found for it.

    ``path`` [T] and ``moved_by`` (rules in its chain of steps) are final;
    ``relaxation`` is None when the time was over.
    """

    market: PerformanceMarket
    problem: Problem
    path: NDArray[np.int64]
    play: Play
    relaxation: Relaxation | None
    moved_by: frozenset[str]


def outcome(
    rule: Rule,
    season: Season,
    standing: Standing | None,
    multiplier: Mapping[str, float],
    solved: Sequence[Solved],
) -> RuleOutcome:
    """Return what a rule did to a plan."""
    covered = [
        each
        for each in solved
        if rule.scope.covers(season.performance_by_id[each.market.performance_id])
    ]
    if isinstance(rule, AccessShare):
        return _access(rule, standing, multiplier, covered)
    if isinstance(rule, SolidarityShare):
        return _solidarity(rule, season, covered)
    cost, binding = _without(rule, season, standing, multiplier, covered)
    return RuleOutcome(
        rule.id, type(rule).__name__, _room(rule, season, covered), cost, binding
    )


def _without(
    rule: Rule,
    season: Season,
    standing: Standing | None,
    multiplier: Mapping[str, float],
    covered: Sequence[Solved],
) -> tuple[float, tuple[str, ...]]:
    """Return the income lost to a rule, and on which performances."""
    others = [each for each in season.rules if each is not rule]
    prices = shared_prices(others, multiplier)
    cost = 0.0
    binding = []
    for each in covered:
        free = pose(season, each.market, others, standing)
        if not matters(each.problem, free, rule, {}):
            continue
        now = value_of(free, prices, each.path).value
        gain = find_path(free, prices, starts=(each.path,)).value - now
        if gain > GAIN_MIN * max(1.0, abs(now)):
            cost += gain
            binding.append(each.market.performance_id)
    return cost, tuple(binding)


def _room(rule: Rule, season: Season, covered: Sequence[Solved]) -> float:
    """Return the least room between posted prices and what a rule asks, in units.

    Of a floor or cap: to it; of the order of categories: between neighbours; of
    prices that never fall: by which they rise from period to period.
    """
    unit = float(10 ** minor_digits(season.currency_code))
    room = np.inf
    for each in covered:
        performance = season.performance_by_id[each.market.performance_id]
        sold = np.array(performance.capacities) > 0
        ladder = np.array([t.prices_minor for t in season.ladder_of(performance)])
        posted = ladder[each.path][:, sold] / unit
        if isinstance(rule, PriceBounds):
            if rule.seat_category_id:
                venue = season.venue_of(performance)
                named = np.array(
                    [c.id == rule.seat_category_id for c in venue.seat_categories]
                )
                posted = posted[:, named[sold]]
            gaps = (
                np.minimum(
                    rule.cap_minor / unit - posted, posted - rule.floor_minor / unit
                )
                if rule.floor_minor
                else rule.cap_minor / unit - posted
            )
        elif isinstance(rule, CategoryOrder):
            gaps = posted[:, :-1] - posted[:, 1:]
        elif isinstance(rule, NeverFalls):
            gaps = np.diff(posted, axis=0)
        else:
            raise AssertionError(f"{type(rule).__name__} has no room in prices.")
        room = min(room, float(gaps.min(initial=np.inf)))
    return room if np.isfinite(room) else 0.0


def _access(
    rule: AccessShare,
    standing: Standing | None,
    multiplier: Mapping[str, float],
    covered: Sequence[Solved],
) -> RuleOutcome:
    """Return the outcome of an access share; its cost is of one point more.

    Seats sold so far count, as far as the standing knows what was paid.
    """
    cost = 0.0
    binding = []
    slack = np.inf
    at_or_under = total = 0.0
    for each in covered:
        sales = each.play.sales
        paid = each.market.price_minor[each.path] <= rule.price_minor
        cheap, seats = float((sales * paid).sum()), float(sales.sum())
        for (sold_on, price), count in (
            {} if standing is None else standing.paid
        ).items():
            if sold_on == each.market.performance_id:
                seats += count
                cheap += count * (price <= rule.price_minor)
        at_or_under, total = at_or_under + cheap, total + seats
        dual = multiplier.get(rule.id, 0.0)
        if rule.each_performance:
            if seats > SEATS_MIN:
                slack = min(slack, cheap / seats - rule.share_permille / 1000)
            row = each.problem.own_ids.index(rule.id)
            dual = 0.0 if each.relaxation is None else each.relaxation.own_price[row]
        cost += float(dual) * seats * 0.01
        if rule.id in each.moved_by or (rule.each_performance and dual > 0):
            binding.append(each.market.performance_id)
    if not rule.each_performance and total > SEATS_MIN:
        slack = at_or_under / total - rule.share_permille / 1000
    return RuleOutcome(
        rule.id,
        type(rule).__name__,
        float(slack) if np.isfinite(slack) else 0.0,
        cost,
        tuple(binding),
    )


def _solidarity(
    rule: SolidarityShare, season: Season, covered: Sequence[Solved]
) -> RuleOutcome:
    """Return the outcome of kept seats; its cost is of one seat more, on average."""
    during = kept_until(rule, season)
    cost = kept_seats = 0.0
    room = np.inf
    binding = []
    for each in covered:
        problem = each.problem
        performance = season.performance_by_id[problem.performance_id]
        kept = np.array(
            [
                rule.kept(category.id, capacity)
                for category, capacity in zip(
                    season.venue_of(performance).seat_categories,
                    performance.capacities,
                    strict=True,
                )
            ],
            dtype=float,
        )
        held = during[problem.periods]
        if not (kept.any() and held.any()):
            continue
        public = each.play.sales[:, :, ~problem.solidarity].sum(axis=2).cumsum(axis=0)
        left = (problem.public_left - public)[held][:, kept > 0]
        room = min(room, float(left.min()))
        if left.min() < SEATS_MIN:
            binding.append(problem.performance_id)
        kept_seats += kept.sum()
        if each.relaxation is not None:
            cost += float((each.relaxation.limit_price[held] * kept).sum())
    return RuleOutcome(
        rule.id,
        type(rule).__name__,
        room if np.isfinite(room) else 0.0,
        cost / kept_seats if kept_seats else 0.0,
        tuple(binding),
    )
