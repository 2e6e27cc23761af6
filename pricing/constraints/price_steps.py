"""Between which tiers a plan may change prices from period to period."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.domain.rules import PriceStep, Rule
from pricing.domain.season import Season


def steps(
    rules: Sequence[Rule], season: Season, performance: Performance
) -> NDArray[np.bool_] | None:
    """Return which changes of a category's price the PriceStep rules allow.

    Parameters
    ----------
    rules : those that are not PriceStep or do not cover the performance ask nothing
    season, performance : what they are about

    Returns
    -------
    [T - 1, C, L, L], or None where no rule limits a change
        From the tier of axis 2 in period t to that of axis 3 in period t + 1.
    """
    asked = [
        rule
        for rule in rules
        if isinstance(rule, PriceStep) and rule.scope.covers(performance)
    ]
    if not asked:
        return None
    ladder = np.array(
        [tier.prices_minor for tier in season.ladder_of(performance)], dtype=np.int64
    ).T
    before, after = ladder[:, :, None], ladder[:, None, :]
    same = before == after
    count = len(season.period_days_out)
    kept = np.ones((count - 1, *same.shape), dtype=bool)
    for rule in asked:
        near = np.ones_like(same)
        if rule.change_permille is not None:
            near = np.abs(after - before) * 1000 <= before * rule.change_permille
        free = changes(rule, season.period_days_out)
        kept &= np.where(free[:, None, None, None], near, same)
    kept[:, np.array(performance.capacities) == 0] = True
    return kept


def changes(rule: PriceStep, period_days_out: Sequence[int]) -> NDArray[np.bool_]:
    """Return at the beginning of which periods, after the first, prices may change.

    Only where the last such beginning, or that of the first period, is at least
    ``days_between`` days before: whichever of these changes a plan makes, two
    are far enough apart.

    Returns
    -------
    [T - 1]

    Examples
    --------
    >>> weekly = PriceStep(id="weekly", days_between=7)
    >>> changes(weekly, (30, 21, 14, 10, 7, 1)).tolist()
    [True, True, False, True, False]
    """
    last = period_days_out[0]
    free = []
    for days_out in period_days_out[1:]:
        far = last - days_out >= rule.days_between
        free.append(far)
        if far:
            last = days_out
    return np.array(free, dtype=bool)
