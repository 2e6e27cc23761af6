"""Which rule moved the price of each period: the chain behind a path.

The chain starts from the path that would bring the most with no rules at all,
adds the rules one after another in the order of the table of rules, and looks
each time for the best path under the rules so far (rows that performances share at
their multipliers). Among paths that are as good as equal it prefers the final one,
then the one before, so that a step is recorded only for a rule that matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.domain.plan import RuleStep
from pricing.domain.rules import KINDS, Rule
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.posing import Poser
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import find_path, keeps, value_of

# Paths whose values differ by less than this share are as good as equal.
INDIFFERENCE = 1e-4

# Units of the objective per unit of a row, by rule id and place.
Multipliers = Mapping[tuple[str, int], float]


def in_order(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules in the order in which they are applied and explained."""
    return sorted(rules, key=lambda rule: KINDS.index(type(rule)))


def under(poser: Poser, rules: Sequence[Rule], market: PerformanceMarket) -> Problem:
    """Return the problem of a performance under other rules of the same season."""
    return replace(poser, book=replace(poser.book, rules=rules)).pose(market)


def shared_prices(problem: Problem, multiplier: Multipliers) -> NDArray[np.float64]:
    """Return the multipliers of the rows that a problem shares: [Q]."""
    return np.array([multiplier.get(key, 0.0) for key in problem.shared.keys])


def matters(
    with_rule: Problem, without: Problem, rule: Rule, multiplier: Multipliers
) -> bool:
    """Return whether a rule changes anything about a problem."""
    return (
        bool((with_rule.rungs != without.rungs).any())
        or bool((with_rule.in_order != without.in_order).any())
        or bool((with_rule.public_left != without.public_left).any())
        or bool((with_rule.start_rungs != without.start_rungs).any())
        or bool((with_rule.moves != without.moves).any())
        or with_rule.keep_open != without.keep_open
        or len(with_rule.own) != len(without.own)
        or any(
            of == rule.id and multiplier.get((of, place), 0.0) > 0 and through > 0
            for (of, place), through in zip(
                with_rule.shared.keys, with_rule.shared.through, strict=True
            )
        )
    )


def chain(
    poser: Poser,
    market: PerformanceMarket,
    multiplier: Multipliers,
    final: NDArray[np.int64],
) -> tuple[NDArray[np.int64], list[tuple[str, NDArray[np.int64]]]]:
    """Return the path without rules, and each rule that moved it with the path after.

    Parameters
    ----------
    poser, market : what the path was found for
    multiplier : of the rows that performances share
    final : [T, C], the path at which the chain ends
    """
    before = under(poser, (), market)
    path = unrestricted = _stage(before, multiplier, (final,))
    moved: list[tuple[str, NDArray[np.int64]]] = []
    last = ""
    applied: list[Rule] = []
    for rule in in_order(poser.book.rules):
        applied.append(rule)
        after = under(poser, applied, market)
        if not matters(after, before, rule, multiplier):
            before = after
            continue
        before, last = after, rule.id
        found = _stage(after, multiplier, (final, path))
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
    multiplier: Multipliers,
    preferred: tuple[NDArray[np.int64], ...],
) -> NDArray[np.int64]:
    """Return the best path of a problem, a preferred one when it is as good."""
    prices = shared_prices(problem, multiplier)
    found = find_path(problem, prices, starts=preferred, levels=len(preferred) == 1)
    for path in preferred:
        value = value_of(problem, prices, path)
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
    """Return the steps of each period: the rules that moved its tier, in order.

    Paths are places of one category on the ladder here: [T].
    """
    steps: list[list[RuleStep]] = [[] for _ in unrestricted]
    path = unrestricted
    for rule_id, after in moved:
        for t in np.flatnonzero(after != path):
            steps[t].append(RuleStep(rule_id, tiers[after[t]]))
        path = after
    return [tuple(each) for each in steps]
