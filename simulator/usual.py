"""The audience played when no scenario is given: derived, and said so.

A forecast and a season's assumptions leave open who the people are. This
derives one family of people that agrees with them at reference prices:

- a segment for each audience class, with its share; means are one over its
  price sensitivity;
- spread s and the median's place from the elasticity e and the share q that
  buys at reference prices: were there one price, the share buying would be
  Phi((log value - log price) / s), with elasticity -phi(z) / (s q) at
  z = Phi^-1(q), hence s = phi(z) / (q |e|);
- booking times by the season's curve, channels all alike;
- values of the categories by a damped fixed point in the manner of Berry (1994)
  on one fixed draw of people, until each category's share of expected demand
  is the forecast's; then as many parties as bring its total.

Whatever a policy gains on this audience is partly assumed; calibrated
scenarios say more.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from pricing.domain.errors import FieldInvalid
from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from simulator.sampling import willingness
from simulator.scenario import Night, Scenario, Segment

Floats = NDArray[np.float64]

# People drawn to calibrate on, and steps of the fixed point.
_DRAWS = 4096
_STEPS = 60
_DAMPING = 0.4
_SPREAD_MAX = 2.0
# Small tastes drawn for each person; venues with more categories reuse them.
CATEGORIES_MAX = 16


def usual_scenario(
    season: Season, demand_mean: Mapping[str, Sequence[float]]
) -> Scenario:
    """Return an audience that agrees with a forecast at reference prices.

    Raises
    ------
    FieldInvalid
        When the forecast lacks a performance, or has a number that is negative
        or not finite, or nobody comes.
    """
    segments = _segments(season)
    people = _People(segments)
    nights = []
    for performance in season.performances:
        demand = _demand(performance, demand_mean)
        nights.append(_night(season, performance, demand, people))
    try:
        return Scenario(segments=segments, nights=tuple(nights))
    except ValueError as error:
        raise FieldInvalid("demand_mean", str(error)) from None


def _demand(
    performance: Performance, demand_mean: Mapping[str, Sequence[float]]
) -> Floats:
    field = f"demand_mean.{performance.id}"
    if performance.id not in demand_mean:
        raise FieldInvalid(field, "is missing from the forecast")
    demand = np.array(demand_mean[performance.id], np.float64)
    if len(demand) != len(performance.capacities):
        raise FieldInvalid(
            field, f"expected {len(performance.capacities)} numbers, got {len(demand)}"
        )
    if not (np.isfinite(demand).all() and (demand >= 0).all()):
        raise FieldInvalid(field, "expected finite numbers that are not negative")
    return demand


def _segments(season: Season) -> tuple[Segment, ...]:
    assumed = season.demand
    buying = assumed.purchase_share
    elasticity = max(-assumed.price_elasticity, 0.05)
    density = math.exp(-(float(ndtri(buying)) ** 2) / 2) / math.sqrt(2 * math.pi)
    spread = density / (buying * elasticity)
    channels = tuple((c.id, 1 / len(season.channels)) for c in season.channels)
    total = sum(each.share for each in assumed.classes)
    return tuple(
        Segment(
            id=f"class-{index + 1}",
            tariff_id=each.tariff_id,
            share=each.share / total,
            means_bracket_id=each.means_bracket_id,
            means=1 / each.price_sensitivity,
            spread=min(spread, _SPREAD_MAX),
            burst_share=0.0,
            curve_days_out=assumed.curve_days_out,
            curve_share=assumed.curve_share,
            channels=channels,
        )
        for index, each in enumerate(assumed.classes)
    )


def _night(
    season: Season,
    performance: Performance,
    demand: Floats,
    people: "_People",
) -> Night:
    unit = 10 ** minor_digits(season.currency_code)
    full_minor = season.venue_of(performance).tier(performance.reference_tier)
    price = people.prices(season, full_minor.prices_minor) / unit
    wanted = np.where(np.array(performance.capacities) > 0, demand, 0.0)
    values = np.maximum(np.array(full_minor.prices_minor) / unit, 1 / unit)
    if wanted.sum() <= 0:
        return Night(performance.id, 0.0, tuple(values.tolist()))
    values = np.where(wanted > 0, values, 0.0)
    share = wanted / wanted.sum()
    for _ in range(_STEPS):
        bought = people.buy(values, price)
        found = np.maximum(bought / max(bought.sum(), 1e-9), 1e-4)
        level = season.demand.purchase_share / max(bought.sum(), 1e-3)
        step = np.where(wanted > 0, np.clip(share / found, 0.5, 2.0), 1.0)
        values = values * step ** (_DAMPING / 2) * np.clip(level, 0.5, 2.0) ** _DAMPING
    bought = people.buy(values, price)
    parties = wanted.sum() / (max(bought.sum(), 1e-3) * people.mean_size)
    return Night(performance.id, float(parties), tuple(values.tolist()))


class _People:
    """One fixed draw of people, to calibrate every night on."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        # Spread evenly over all tastes: a draw at chance misses shares by some per
        # cent, for every night alike.
        even = qmc.Sobol(2 + CATEGORIES_MAX, scramble=True, seed=0).random(_DRAWS)
        tastes = ndtri(even)
        total = np.cumsum([each.share for each in segments])
        places = (np.arange(_DRAWS) + 0.5) / _DRAWS
        self.segment = np.minimum(np.searchsorted(total, places), len(segments) - 1)
        self.segments = segments
        first = segments[0]
        self.mean_size = float(np.dot(first.party_sizes, first.party_shares))
        means = np.log([each.means for each in segments])
        spread = np.array([each.spread for each in segments])
        self.liking = means[self.segment] + spread[self.segment] * tastes[:, 0]
        self.view = tastes[:, 1]
        self.single = tastes[:, 2:]

    def prices(self, season: Season, full_minor: Sequence[int]) -> Floats:
        """Return what each pays for each category, [N, C], minor units."""
        by_segment = np.array(
            [
                [
                    season.tariff_by_id[each.tariff_id].price_minor(
                        price, each.means_bracket_id
                    )
                    for price in full_minor
                ]
                for each in self.segments
            ],
            np.float64,
        )
        return by_segment[self.segment]

    def buy(self, values: Floats, price: Floats) -> Floats:
        """Return the share of people that takes each category, [C]."""
        single = self.single[:, np.arange(len(values)) % CATEGORIES_MAX]
        surplus = (
            willingness(
                values,
                self.liking,
                np.exp(Scenario.view_spread * self.view),
                Scenario.seat_spread * single,
            )
            - price
        )
        surplus[:, values <= 0] = -1.0
        best = np.argmax(surplus, axis=1)
        buys = surplus[np.arange(len(best)), best] >= 0
        return np.bincount(best[buys], minlength=len(values)) / len(best)
