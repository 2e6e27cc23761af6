"""The room between the prices that a plan posts and what rules on prices ask."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    CategoryOrder,
    ChannelParity,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    Rule,
)
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket


def room(
    rule: Rule,
    season: Season,
    covered: Sequence[tuple[PerformanceMarket, NDArray[np.int64]]],
) -> float:
    """Return the least room between posted prices and what a rule asks; 0 for none.

    In currency units: of a floor or cap, to it; of the order of categories, between
    neighbours; of prices that never fall, by which they rise from period to period.
    As a share of the price: of steps, between the greatest change and the one
    allowed; of equal channels, between the greatest commission and the one allowed.
    Rules that are kept or not, without a measure, have none.

    Parameters
    ----------
    rule : Rule
    season : Season
    covered : performances in its scope with the tiers of categories, [T, C]
    """
    if isinstance(rule, ChannelParity):
        return _commission_room(rule, season)
    unit = float(10 ** minor_digits(season.currency_code))
    least = np.inf
    for market, tiers in covered:
        performance = season.performance_by_id[market.performance_id]
        ladder = np.array([t.prices_minor for t in season.ladder_of(performance)])
        gaps = _gaps(
            rule, season, market, performance, ladder[tiers, np.arange(ladder.shape[1])]
        )
        scale = 1.0 if isinstance(rule, PriceStep) else unit
        least = min(least, float(gaps.min(initial=np.inf)) / scale)
    return least if np.isfinite(least) else 0.0


def _gaps(
    rule: Rule,
    season: Season,
    market: PerformanceMarket,
    performance: Performance,
    full: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the room of each price, where full prices [T, C] are posted."""
    sold = np.array(performance.capacities) > 0
    posted = full[:, sold].astype(float)
    match rule:
        case PriceBounds():
            categories = season.venue_of(performance).seat_categories
            named = np.array([rule.seat_category_id in ("", c.id) for c in categories])
            posted = posted[:, named[sold]]
            under = rule.cap_minor - posted
            over = posted - rule.floor_minor if rule.floor_minor else under
            return np.asarray(np.minimum(under, over), dtype=float)
        case CategoryOrder():
            return np.array(posted[:, :-1] - posted[:, 1:])
        case NeverFalls():
            return np.diff(posted, axis=0)
        case PopularityCap():
            if not rule.popular(float(market.demand.sum()), performance.capacity):
                return np.empty(0)
            tier = season.venue_of(performance).tier(performance.reference_tier)
            reference = np.array(tier.prices_minor)[sold]
            return np.array(reference * (1 + rule.rise_permille / 1000) - posted)
        case PriceStep():
            if rule.change_permille is None:
                return np.empty(0)
            moved = [
                np.abs(after - before) / np.maximum(before, 1.0)
                for before, after in pairwise(posted)
            ]
            return np.array(rule.change_permille / 1000 - np.array(moved))
        case _:
            return np.empty(0)


def _commission_room(rule: ChannelParity, season: Season) -> float:
    """Return the greatest commission that is allowed, less the greatest asked.

    Both as a share of the lowest full price in the scope.
    """
    low = min(
        max(price, 1)
        for performance in season.performances
        if rule.scope.covers(performance)
        for tier in season.ladder_of(performance)
        for price in tier.prices_minor
    )
    asked = [
        min(each.permille / 1000 + each.fixed_minor / low, each.ceiling_minor / low)
        for channel in season.channels
        for _, each in channel.commissions
    ]
    return rule.commission_permille_max / 1000 - max(asked, default=0.0)
