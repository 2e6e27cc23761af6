"""How much greater demand is than was forecast, given the sales so far.

What a performance sold is weighed against what the model expected of the prices
that stood, by the posterior of ``models.arrivals``: early sales, which may come of
an early booking curve or of a few parties, move it little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.arrivals import prior, update
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.optimizer.booking_periods import period_weights
from pricing.optimizer.caution import PARTY_DISPERSION
from pricing.optimizer.market import PerformanceMarket, build
from pricing.optimizer.so_far import seats_sold
from pricing.optimizer.standing import Standing

# A category counts as sold out from this share of its seats on: parties find no
# room a little earlier.
SOLD_OUT_SHARE = 0.97
# What the level is doubted by beside parties: the forecast's standard deviation
# over its mean; booking curves that vary from date to date
# (``BookingCurve.scatter``).
FORECAST_SPREAD = 0.25
CURVE_SCATTER = 0.05

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SalesSoFar:
    """What one performance sold, and what stood while it did.

    Parameters
    ----------
    market : of the whole season, at the forecast
    rungs : [S, C]
        Place on the ladder of each category in each span of time; -1 where it was
        closed.
    share : [S], at least 0
        Share of all demand that came in the span.
    sold : [C], seats
    """

    market: PerformanceMarket
    rungs: Ints
    share: Floats
    sold: Floats

    def expected(self) -> Floats:
        """Return the seats by category, [C], that the model expected."""
        places = np.arange(self.rungs.shape[1])
        weight = self.market.attraction[np.maximum(self.rungs, 0), places]
        weight = np.where(self.rungs[..., None] >= 0, weight, 0.0)
        bought = weight / (1 + weight.sum(axis=1, keepdims=True))
        taken: Floats = np.einsum(
            "s,sck,k->c", self.share, bought, self.market.class_size
        )
        return taken


def factors(found: Sequence[SalesSoFar]) -> Floats:
    """Return by how much the demand of each performance is to be multiplied.

    The posterior mean over the prior's. A category that is sold out tells only that
    demand was at least its seats. Performances without demand are not to be asked
    for.
    """
    if not found:
        return np.empty(0)
    mean = np.array([each.market.demand.sum() for each in found])
    sold, expected = [], []
    for each in found:
        hoped = each.expected()
        full = each.sold >= SOLD_OUT_SHARE * each.market.seats
        sold.append(each.sold.sum())
        expected.append(np.where(full, np.minimum(hoped, each.sold), hoped).sum())
    share = np.array(expected) / mean
    posterior = update(
        prior(mean, (FORECAST_SPREAD * mean) ** 2),
        np.array(sold),
        share,
        CURVE_SCATTER * share * np.maximum(1 - share, 0),
        PARTY_DISPERSION,
    )
    factor: Floats = posterior.mean() / mean
    return factor


def learned(
    season: Season, demand_mean: Mapping[str, Sequence[float]], standing: Standing
) -> dict[str, tuple[float, ...]]:
    """Return the demand of a season at reference prices, given what is sold.

    A performance without a price so far, or without demand, keeps its forecast.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
    standing : with the prices that stood

    Raises
    ------
    FieldInvalid
        When the forecast does not fit the season.
    """
    factor = learned_factors(build(season, demand_mean).performances, season, standing)
    return {
        name: tuple(factor.get(name, 1.0) * seats for seats in demand)
        for name, demand in demand_mean.items()
    }


def learned_factors(
    markets: Sequence[PerformanceMarket], season: Season, standing: Standing
) -> dict[str, float]:
    """Return by how much the demand of performances is to be multiplied, by id.

    Those without a price so far, or without demand, are left out.

    Parameters
    ----------
    markets : of the whole season at the forecast, or of some of its performances
    season : Season
    standing : with the prices that stood
    """
    found = [
        _so_far(season, market, standing)
        for market in markets
        if market.demand.sum() > 0 and standing.posted_since.get(market.performance_id)
    ]
    return {
        each.market.performance_id: float(by)
        for each, by in zip(found, factors(found), strict=True)
    }


def _so_far(
    season: Season, market: PerformanceMarket, standing: Standing
) -> SalesSoFar:
    performance = season.performance_by_id[market.performance_id]
    spans = standing.posted_since[performance.id]
    served = [
        _served(season, performance, at)
        for at in (*(since for since, _ in spans), standing.now)
    ]
    return SalesSoFar(
        market=market,
        rungs=np.array(
            [[_rung(market.tiers, tier) for tier in tiers] for _, tiers in spans]
        ),
        share=np.array([max(0.0, b - a) for a, b in pairwise(served)]),
        sold=seats_sold(season, market, standing).sum(axis=0),
    )


def _served(season: Season, performance: Performance, at: datetime) -> float:
    """Return the share of demand that has come by a time; before the sale it waits."""
    if at <= performance.on_sale_at:
        return 0.0
    return 1.0 - float(period_weights(season, performance, Standing(at)).sum())


def _rung(tiers: Sequence[str], tier_id: str) -> int:
    return tiers.index(tier_id) if tier_id in tiers else -1
