"""What is still to come of a market that is known, when sales have told its level.

As ``market.build`` at a demand so many times as great: utilities do not move when
all demand of a performance does alike, so that nothing is calibrated anew.
"""

from collections.abc import Mapping
from dataclasses import replace

from pricing.optimizer.booking_periods import first_period, period_weights
from pricing.optimizer.market import Market, PerformanceMarket
from pricing.optimizer.standing import Standing


def still_to_come(
    whole: Market, factor: Mapping[str, float], standing: Standing
) -> Market:
    """Return a market as it is at a time.

    Parameters
    ----------
    whole : of the season at the forecast, or of some of its performances
    factor : by performance id, what its demand is multiplied by; 1 where left out
    standing : Standing
    """
    season = whole.season

    def ahead(market: PerformanceMarket) -> PerformanceMarket:
        performance = season.performance_by_id[market.performance_id]
        times = factor.get(performance.id, 1.0)
        return replace(
            market,
            class_size=times * market.class_size,
            demand=times * market.demand,
            weights=period_weights(season, performance, standing),
            first_period=first_period(season, performance, standing),
        )

    return Market(season, tuple(ahead(market) for market in whole.performances))
