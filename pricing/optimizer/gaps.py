"""How far apart groups of the audience are in the plan without rules on their gap."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pricing.constraints.rule_book import FreeGap
from pricing.constraints.sales_rows import members
from pricing.domain.rules import GroupGap, Rule
from pricing.optimizer.market import Market
from pricing.optimizer.master import settle
from pricing.optimizer.mixture import activity_of
from pricing.optimizer.posing import pose_season
from pricing.optimizer.search import value_of
from pricing.optimizer.standing import Standing


def free_gaps(
    market: Market,
    rules: Sequence[Rule],
    standing: Standing | None,
    check: Callable[[float], bool],
) -> Mapping[str, FreeGap]:
    """Return the free gap of each GroupGap, by rule id.

    The gap is that of the best plan under all rules of other kinds; none where
    these cannot all hold, so that the fault names them.

    Parameters
    ----------
    market, rules, standing : the season as it stands
    check : called with the share of the work done
        Whether to go on; raises to call the work off.
    """
    asked = [rule for rule in rules if isinstance(rule, GroupGap)]
    if not asked:
        return {}
    others = [rule for rule in rules if not isinstance(rule, GroupGap)]
    posed = pose_season(market, others, standing)
    if not all(each.possible for each in posed.problems):
        return {rule.id: FreeGap(_heads(market, rule), 0.0) for rule in asked}
    settled = settle(posed.problems, posed.constant, check)
    bare = {rule.id: FreeGap(_heads(market, rule), 0.0) for rule in asked}
    measured = pose_season(market, asked, standing, bare)
    total = np.zeros(len(measured.keys))
    for problem, path in zip(measured.problems, settled.paths, strict=True):
        total += activity_of(problem, value_of(problem, total * 0, path))
    # The second row of a rule is the first group's measure less the other's.
    sums = dict(zip(measured.keys, total.tolist(), strict=True))
    return {rule.id: FreeGap(bare[rule.id].heads, sums[rule.id, 1]) for rule in asked}


def _heads(market: Market, rule: GroupGap) -> tuple[float, float]:
    """Return the persons of each group who look for seats in the scope, at least 1."""
    season = market.season
    looking = sum(
        (
            each.class_size
            for each in market.performances
            if rule.scope.covers(season.performance_by_id[each.performance_id])
        ),
        np.zeros(len(season.demand.classes)),
    )
    one, other = (
        max(float(looking[members(group, season)].sum()), 1.0) for group in rule.groups
    )
    return one, other
