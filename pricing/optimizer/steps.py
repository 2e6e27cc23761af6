"""Which rule moved the price of each period: the chain behind a path.

The chain starts from the path that would bring the most with no rules at all,
adds the rules one after another in the order of the table of rules, and looks
each time for the best path under the rules so far (season-wide rows at their
multipliers). Among paths that are as good as equal it prefers the final one,
then the one before, so that a step is recorded only for a rule that matters.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.domain.plan import RuleStep
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Rule,
    SolidarityShare,
)
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.problem import Problem, pose
from pricing.optimizer.search import find_path, keeps, value_of
from pricing.optimizer.standing import Standing

ORDER = (PriceBounds, CategoryOrder, AccessShare, SolidarityShare, NeverFalls)
# Paths whose values differ by less than this share are as good as equal.
INDIFFERENCE = 1e-4


def in_order(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules in the order in which they are applied and explained."""
    return sorted(rules, key=lambda rule: ORDER.index(type(rule)))


def shared_prices(
    rules: Sequence[Rule], multiplier: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return the multipliers of the season-wide rows of some rules: [Q]."""
    return np.array(
        [
            multiplier.get(rule.id, 0.0)
            for rule in rules
            if isinstance(rule, AccessShare) and not rule.each_performance
        ]
    )


def matters(
    with_rule: Problem, without: Problem, rule: Rule, multiplier: Mapping[str, float]
) -> bool:
    """Return whether a rule changes anything about a problem."""
    return (
        bool((with_rule.allowed != without.allowed).any())
        or bool((with_rule.public_left != without.public_left).any())
        or with_rule.never_falls != without.never_falls
        or len(with_rule.own) != len(without.own)
        or (multiplier.get(rule.id, 0.0) > 0 and bool(with_rule.shared.any()))
    )


def chain(
    season: Season,
    market: PerformanceMarket,
    standing: Standing | None,
    multiplier: Mapping[str, float],
    final: NDArray[np.int64],
) -> tuple[NDArray[np.int64], list[tuple[str, NDArray[np.int64]]]]:
    """Return the path without rules, and each rule that moved it with the path after.

    Parameters
    ----------
    season, market, standing : what the path was found for
    multiplier : currency units per unit of the row, by season-wide rule
    final : [T], the path at which the chain ends
    """
    before = pose(season, market, (), standing)
    path = unrestricted = _stage(before, np.zeros(0), (final,))
    moved: list[tuple[str, NDArray[np.int64]]] = []
    last = ""
    applied: list[Rule] = []
    for rule in in_order(season.rules):
        applied.append(rule)
        after = pose(season, market, applied, standing)
        if not matters(after, before, rule, multiplier):
            before = after
            continue
        before, last = after, rule.id
        found = _stage(after, shared_prices(applied, multiplier), (final, path))
        if not np.array_equal(found, path):
            moved.append((rule.id, found))
            path = found
    if np.array_equal(path, final):
        return unrestricted, moved
    # What the search of the whole season moved beyond the last stage.
    if not last:
        return final, []
    if moved and moved[-1][0] == last:
        moved[-1] = (last, final)
    else:
        moved.append((last, final))
    return unrestricted, moved


def _stage(
    problem: Problem,
    shared_price: NDArray[np.float64],
    preferred: tuple[NDArray[np.int64], ...],
) -> NDArray[np.int64]:
    """Return the best path of a problem, a preferred one when it is as good."""
    found = find_path(problem, shared_price, starts=preferred)
    for path in preferred:
        value = value_of(problem, shared_price, path)
        if (
            keeps(problem, path)
            and value.short <= found.short
            and value.value >= found.value - INDIFFERENCE * abs(found.value)
        ):
            return path
    return found.path


def rule_steps(
    tiers: Sequence[str],
    unrestricted: NDArray[np.int64],
    moved: Sequence[tuple[str, NDArray[np.int64]]],
) -> list[tuple[RuleStep, ...]]:
    """Return the steps of each period: the rules that moved its tier, in order."""
    steps: list[list[RuleStep]] = [[] for _ in unrestricted]
    path = unrestricted
    for rule_id, after in moved:
        for t in np.flatnonzero(after != path):
            steps[t].append(RuleStep(rule_id, tiers[after[t]]))
        path = after
    return [tuple(each) for each in steps]
