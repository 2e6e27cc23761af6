"""What each performance of a plan would gain without one of its rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.domain.rules import KeepOpen, Rule
from pricing.optimizer.fluid import Play
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.posing import Poser
from pricing.optimizer.problem import Problem
from pricing.optimizer.proof import Proven
from pricing.optimizer.search import find_path, value_of
from pricing.optimizer.spread import each
from pricing.optimizer.steps import Multipliers, matters, shared_prices, under

# Smaller gains come from the search, not from the rule.
GAIN_MIN = 1e-6


@dataclass(frozen=True)
class Solved:
    """A performance with all that was found for it.

    ``path`` [T, C] and ``moved_by`` (rules in its chain of steps) are final.
    """

    market: PerformanceMarket
    problem: Problem
    path: NDArray[np.int64]
    play: Play
    proven: Proven
    moved_by: frozenset[str]


def without(
    rule: Rule,
    poser: Poser,
    multiplier: Multipliers,
    covered: Sequence[Solved],
    check: Callable[[float], bool],
) -> list[float | None]:
    """Return the objective lost to a rule on each performance; None for no time.

    Of a rule on open categories, what keeping them open costs: also where the rule
    lets the plan close them.
    """
    others = [each for each in poser.book.rules if each is not rule]
    if isinstance(rule, KeepOpen):
        others = [each for each in others if not isinstance(each, KeepOpen)]
        others.append(replace(rule, on=not rule.on))
    sign = -1.0 if isinstance(rule, KeepOpen) and not rule.on else 1.0
    return each(partial(_gain, rule, poser, multiplier, others, sign), covered, check)


def _gain(
    rule: Rule,
    poser: Poser,
    multiplier: Multipliers,
    others: Sequence[Rule],
    sign: float,
    solved: Solved,
) -> float:
    """Return what a performance would gain under other rules; 0 for next to nothing."""
    free = under(poser, others, solved.market)
    if not matters(solved.problem, free, rule, {}):
        return 0.0
    prices = shared_prices(free, multiplier)
    now = value_of(free, prices, solved.path).value
    found = find_path(free, prices, starts=(solved.path,), wide=True)
    gain = sign * (found.value - now)
    return gain if gain > GAIN_MIN * max(1.0, abs(now)) else 0.0
