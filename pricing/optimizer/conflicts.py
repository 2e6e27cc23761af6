"""Which rules cannot all hold, with their numbers and the smallest way out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.conflict import irreducible
from pricing.constraints.explain import sentence
from pricing.constraints.filters import allowed
from pricing.domain.errors import ConstraintsInfeasible, PricingError, SolverFailed
from pricing.domain.rules import AccessShare, Rule
from pricing.optimizer.market import Market
from pricing.optimizer.master import settle
from pricing.optimizer.problem import Problem, access_so_far, pose
from pricing.optimizer.standing import Standing


def problems_of(
    market: Market, rules: Sequence[Rule], standing: Standing | None
) -> list[Problem]:
    """Return the problem of each performance under some rules."""
    return [pose(market.season, each, rules, standing) for each in market.performances]


def constants_of(
    market: Market, rules: Sequence[Rule], standing: Standing | None
) -> NDArray[np.float64]:
    """Return what seats sold so far add to the rows of season-wide rules: [Q]."""
    return np.array(
        [
            sum(
                access_so_far(rule, performance.id, standing)
                for performance in market.season.performances
                if rule.scope.covers(performance)
            )
            for rule in rules
            if isinstance(rule, AccessShare) and not rule.each_performance
        ]
    )


def holds(
    market: Market,
    rules: Sequence[Rule],
    standing: Standing | None,
    check: Callable[[float], bool],
) -> bool:
    """Return whether some plan keeps to the rules, whatever its income."""
    problems = problems_of(market, rules, standing)
    if not all(each.allowed.any() for each in problems):
        return False
    free = [replace(each, income=np.zeros_like(each.income)) for each in problems]
    settled = settle(free, constants_of(market, rules, standing), check)
    return settled.shortfall == 0


def conflict(
    market: Market, standing: Standing | None, check: Callable[[float], bool]
) -> PricingError:
    """Return the fault that names the fewest rules that cannot all hold.

    Rules may also hold in a mix of paths for which no choice of one path each
    was found; then no rules can be named.

    Raises
    ------
    ConstraintsInfeasible
        When filter rules alone leave a performance without a tier.
    """
    season = market.season
    for performance in season.performances:
        allowed(season, performance)
    if holds(market, season.rules, standing, check):
        return SolverFailed("no choice of paths that keeps the season's rules")
    rules = irreducible(
        season.rules, lambda some: not holds(market, some, standing, check)
    )
    says = " ".join(f"{rule.id}: {sentence(rule, season)}" for rule in rules)
    if standing is not None:
        says += " Seats sold and prices posted so far count."
    return ConstraintsInfeasible(
        [rule.id for rule in rules],
        f"{says}{_way_out(market, rules, standing, check)}",
    )


def _way_out(
    market: Market,
    rules: Sequence[Rule],
    standing: Standing | None,
    check: Callable[[float], bool],
) -> str:
    """Return the greatest share that an access rule among them could ask."""
    for rule in rules:
        if isinstance(rule, AccessShare):
            others = [each for each in rules if each is not rule]
            low, high = 0, rule.share_permille
            while high - low > 1:
                middle = (low + high) // 2
                eased = replace(rule, share_permille=middle)
                if holds(market, [*others, eased], standing, check):
                    low = middle
                else:
                    high = middle
            return f" They hold with a share of {low / 10:g} % in {rule.id}."
    return ""
