"""Which prices may follow which, from what is posted now to the last period."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rows import Terms
from pricing.constraints.rule_book import RuleBook
from pricing.domain.performance import Performance
from pricing.domain.rules import PriceStep
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.standing import Standing


def may_start(
    book: RuleBook,
    standing: Standing | None,
    market: PerformanceMarket,
    asked: Terms,
    periods: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return the tiers whose prices may follow those posted now: [C, L]."""
    season = book.season
    ladder, performance = ladder_of(season, market)
    free = np.ones(ladder.shape, dtype=bool)
    last = () if standing is None else standing.last_tiers(performance)
    if standing is None or not any(last) or len(periods) == 0:
        return free
    venue = season.venue_of(performance)
    before = np.array(
        [
            [venue.tier(tier).prices_minor[c] if tier else -1]
            for c, tier in enumerate(last)
        ]
    )
    for rule in _steps_of(book, performance):
        if rule.change_permille is not None:
            moved = np.abs(ladder - before)
            free &= moved * 1000 <= before * rule.change_permille
        if rule.notice_days > 0:
            free &= ladder <= before
    if asked.steps is not None and market.first_period > 0:
        # A period that begins too soon after a change allows none.
        moves = asked.steps[market.first_period - 1]
        frozen = ~(moves & (ladder[:, :, None] != ladder[:, None, :])).any()
        free &= (ladder == before) | ~frozen
    # Nothing held a category whose price was never posted.
    free[(np.array(performance.capacities) == 0) | (before[:, 0] < 0)] = True
    return free


def may_follow(
    book: RuleBook,
    standing: Standing | None,
    market: PerformanceMarket,
    asked: Terms,
    periods: NDArray[np.int64],
) -> NDArray[np.bool_] | None:
    """Return which changes are allowed between open periods: [T - 1, C, L, L].

    Where nobody comes for some periods, prices may change in each of them.
    """
    if asked.steps is None:
        return None
    moves = asked.steps.copy()
    ladder, performance = ladder_of(book.season, market)
    if standing is not None:
        rises = ladder[:, None, :] > ladder[:, :, None]
        rises[np.array(performance.capacities) == 0] = False
        days_out = performance.days_out(standing.now)
        begins = np.array(book.season.period_days_out[1:])
        for rule in _steps_of(book, performance):
            moves[begins > days_out - rule.notice_days] &= ~rises
    between = []
    for one, other in pairwise(periods):
        reached = moves[one]
        for t in range(one + 1, other):
            reached = reached @ moves[t]
        between.append(reached)
    shape = (len(between), *moves.shape[1:])
    return np.array(between, dtype=bool).reshape(shape)


def _steps_of(book: RuleBook, performance: Performance) -> list[PriceStep]:
    return [
        rule
        for rule in book.rules
        if isinstance(rule, PriceStep) and rule.scope.covers(performance)
    ]


def ladder_of(
    season: Season, market: PerformanceMarket
) -> tuple[NDArray[np.int64], Performance]:
    """Return the full prices of a performance by category and tier: [C, L]."""
    performance = season.performance_by_id[market.performance_id]
    tiers = season.ladder_of(performance)
    return np.array([t.prices_minor for t in tiers], dtype=np.int64).T, performance


def from_posted(
    season: Season, market: PerformanceMarket, standing: Standing
) -> NDArray[np.bool_]:
    """Return the tiers of the ladder at or above those posted: [L, C]."""
    performance = season.performance_by_id[market.performance_id]
    order = [tier.id for tier in season.venue_of(performance).price_tiers]
    last = standing.last_tiers(performance)
    return np.array(
        [
            [not was or order.index(tier) >= order.index(was) for was in last]
            for tier in market.tiers
        ]
    )
