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
from pricing.domain.rules import GroupGap, Rule
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
        # By the rules of other kinds, under which gaps are measured.
        self._gaps: dict[tuple[Rule, ...], Mapping[str, FreeGap]] = {}

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
        others = tuple(rule for rule in rules if not isinstance(rule, GroupGap))
        if len(others) == len(rules):
            return pose_season(self.market, rules, self._standing)
        if others not in self._gaps:
            asked = [r for r in self.market.season.rules if isinstance(r, GroupGap)]
            self._gaps[others] = free_gaps(
                self.market, [*others, *asked], self._standing, self._check
            )
        return pose_season(self.market, rules, self._standing, self._gaps[others])


def conflict(
    market: Market,
    standing: Standing | None,
    check: Callable[[float], bool],
    ways_out_seconds: float = 60.0,
) -> PricingError:
    """Return the fault that names the fewest rules that cannot all hold.

    Where others conflict apart from them, they are named, too. It says with what
    least changes all rules of the season hold, those that leave the greatest
    income first. Rules may also hold in a mix of paths for which no choice of one
    path each was found; then no rules can be named. The first conflict is named
    without a time limit, since a set found in haste would name too many; others
    are sought for half of so many seconds and ways out for as long, and what that
    cuts short is said.
    """
    season = market.season
    ends = np.inf

    def in_time() -> bool:
        return monotonic() < ends

    judge = Judge(market, standing, lambda done: check(done) and in_time())

    def clash(some: Sequence[Rule]) -> bool:
        return not judge.holds(some)

    if not clash(season.rules):
        return SolverFailed("no choice of paths that keeps the season's rules")
    found = [smallest(season.rules, clash)]
    ends = monotonic() + ways_out_seconds / 2
    rest = _without(season.rules, found[0])
    while rest and clash(rest) and in_time():
        more = smallest(rest, clash)
        # What was found in haste names too many.
        if in_time():
            found.append(more)
            rest = _without(rest, more)
    all_named = in_time()
    ends = monotonic() + ways_out_seconds / 2
    if not all_named:
        # Gaps between groups that were measured in haste are measured again.
        judge = Judge(market, standing, lambda done: check(done) and in_time())
    outs = ways_out(found, season, judge.holds, judge.income, in_time)
    words = [_says(market, rules) for rules in found]
    if len(found) > 1:
        sets = "; ".join(", ".join(rule.id for rule in rules) for rules in found)
        words.insert(0, f"Each of these sets conflicts by itself: {sets}.")
    if standing is not None:
        words.append("Seats sold and prices posted so far count.")
    if not all_named:
        words.append("Time was over: other rules may conflict, too.")
    words.append(in_words(outs, season))
    if not in_time():
        words.append("Time was over: smaller changes may do, or be cheaper.")
    return ConstraintsInfeasible(
        [rule.id for rules in found for rule in rules],
        " ".join(each for each in words if each),
    )


def _without(rules: Sequence[Rule], some: Sequence[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule not in some)


def _says(market: Market, rules: Sequence[Rule]) -> str:
    """Return what rules that conflict ask, or how they leave no tier."""
    no_tier = _no_tier(market, rules)
    if no_tier:
        return f"{', '.join(rule.id for rule in rules)}: {no_tier}"
    return " ".join(f"{rule.id}: {sentence(rule, market.season)}" for rule in rules)


def _no_tier(market: Market, rules: Sequence[Rule]) -> str:
    """Return how filter rules leave a performance without a tier, tier by tier."""
    for each in market.performances:
        performance = market.season.performance_by_id[each.performance_id]
        demand = float(each.demand.sum())
        if not any(left(rules, market.season, performance, demand)):
            return why_none(rules, market.season, performance, demand)
    return ""
