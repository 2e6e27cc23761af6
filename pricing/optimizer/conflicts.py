"""Which rules cannot all hold, with their numbers and the cheapest way out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.conflict import smallest
from pricing.constraints.explain import sentence
from pricing.constraints.filters import left, why_none
from pricing.constraints.rule_book import FreeGap
from pricing.domain.errors import ConstraintsInfeasible, PricingError, SolverFailed
from pricing.domain.rules import Rule
from pricing.optimizer.fluid import play
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market
from pricing.optimizer.master import Settled, settle
from pricing.optimizer.posing import Posed, pose_season
from pricing.optimizer.standing import Standing
from pricing.optimizer.ways_out import in_words, ways_out


class Judge:
    """Whether rules can all hold in a season as it stands, and at what income.

    Parameters
    ----------
    market, standing : the season as it stands
    check : called with the share of the work done
        Whether to go on; raises to call the work off.
    """

    def __init__(
        self,
        market: Market,
        standing: Standing | None,
        check: Callable[[float], bool],
    ) -> None:
        self.market = market
        self._standing = standing
        self._check = check
        self._known: tuple[tuple[NDArray[np.int64], ...], ...] = ()
        self._gaps: Mapping[str, FreeGap] = free_gaps(
            market, market.season.rules, standing, check
        )

    def holds(self, rules: Sequence[Rule]) -> bool:
        """Return whether some plan keeps to the rules, whatever it brings."""
        settled = self._settle(rules, indifferent=True)
        return settled is not None and settled.shortfall == 0

    def income(self, rules: Sequence[Rule]) -> float | None:
        """Return the income of the best plan found under rules; None without one."""
        settled = self._settle(rules, indifferent=False)
        if settled is None or settled.shortfall > 0:
            return None
        problems = self._posed(rules).problems
        return sum(
            play(problem, path).income
            for problem, path in zip(problems, settled.paths, strict=True)
        )

    def _settle(self, rules: Sequence[Rule], *, indifferent: bool) -> Settled | None:
        """Return the best plan found under rules, the first that holds if indifferent.

        None where some performance has no tier left.
        """
        posed = self._posed(rules)
        problems = posed.problems
        if not all(each.possible for each in problems):
            return None
        if indifferent:
            problems = tuple(
                replace(p, worth=np.zeros_like(p.worth), gain=np.zeros_like(p.gain))
                for p in problems
            )
        settled = settle(problems, posed.constant, self._check, self._known)
        # Rules that are judged next are much the same: so are the paths to try.
        self._known = tuple(
            tuple(found.path for found in known) for known in settled.pool
        )
        return settled

    def _posed(self, rules: Sequence[Rule]) -> Posed:
        return pose_season(self.market, rules, self._standing, self._gaps)


def conflict(
    market: Market,
    standing: Standing | None,
    check: Callable[[float], bool],
    ways_out_seconds: float = 60.0,
) -> PricingError:
    """Return the fault that names the fewest rules that cannot all hold.

    It says what the least change of each would be that lets them hold, the one
    that leaves the greatest income first. Rules may also hold in a mix of paths
    for which no choice of one path each was found; then no rules can be named.
    Rules are named without a time limit, since a set found in haste would name too
    many; ways out are sought for so many seconds, and what that cuts short is said.
    """
    season = market.season
    ends = np.inf

    def in_time() -> bool:
        return monotonic() < ends

    judge = Judge(market, standing, lambda done: check(done) and in_time())
    if judge.holds(season.rules):
        return SolverFailed("no choice of paths that keeps the season's rules")
    rules = smallest(season.rules, lambda some: not judge.holds(some))
    says = _no_tier(market, rules) or " ".join(
        f"{rule.id}: {sentence(rule, season)}" for rule in rules
    )
    if standing is not None:
        says += " Seats sold and prices posted so far count."
    ends = monotonic() + ways_out_seconds
    outs = ways_out(rules, season, judge.holds, judge.income, in_time)
    words = [says, in_words(outs, season)]
    if not in_time():
        words.append("Time was over: smaller changes may do, or be cheaper.")
    return ConstraintsInfeasible(
        [rule.id for rule in rules], " ".join(each for each in words if each)
    )


def _no_tier(market: Market, rules: Sequence[Rule]) -> str:
    """Return how filter rules leave a performance without a tier, tier by tier."""
    for each in market.performances:
        performance = market.season.performance_by_id[each.performance_id]
        demand = float(each.demand.sum())
        if not any(left(rules, market.season, performance, demand)):
            return why_none(rules, market.season, performance, demand)
    return ""
