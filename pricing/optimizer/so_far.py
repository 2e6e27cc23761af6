"""What seats sold so far take of a house, and add to the rows of rules."""

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    IncomeFloor,
    Rule,
    SolidarityBudget,
)
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.standing import Standing


def seats_sold(
    season: Season, market: PerformanceMarket, standing: Standing | None
) -> NDArray[np.float64]:
    """Return seats sold so far, to the public and to solidarity tariffs: [2, C]."""
    sold = np.zeros((2, len(market.seats)))
    if standing is not None:
        performance = season.performance_by_id[market.performance_id]
        for c, category in enumerate(season.venue_of(performance).seat_categories):
            for solidarity in (False, True):
                sold[int(solidarity), c] = standing.sold.get(
                    (market.performance_id, category.id, solidarity), 0
                )
    return sold


def added_so_far(
    rule: Rule, season: Season, performance: Performance, standing: Standing
) -> float:
    """Return what seats sold so far add to the rows of a rule.

    Seats for an access share, else currency units. A gap between groups is of what
    is still to come: nothing is added.
    """
    if not rule.scope.covers(performance):
        return 0.0
    unit = 10 ** minor_digits(season.currency_code)
    venue = season.venue_of(performance)
    total = 0.0
    paid = standing.paid_by_performance.get(performance.id, ())
    for category_id, solidarity, price, count in paid:
        match rule:
            case AccessShare():
                each = (price <= rule.price_minor) - rule.share_permille / 1000
            case AveragePrice():
                each = (rule.price_minor - price) / unit
            case IncomeFloor():
                each = price / unit
            case SolidarityBudget():
                reference = season.reference_minor(
                    performance, venue.category_index(category_id)
                )
                added = rule.adds_permille(price, reference, solidarity=solidarity)
                each = added / 1000 / unit
            case _:
                each = 0.0
        total += count * each
    return total
