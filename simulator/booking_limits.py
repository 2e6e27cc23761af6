"""EMSR-b between tariffs: printed prices, and seats left for who pays more.

What airlines long did. At each booking period the demand still to come is
shared among the tariffs of each category, and each tariff is sold only while
seats are left beyond those expected to go to dearer ones. Solidarity tariffs
are outside of it: what is promised to them is in the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.protection import emsr_b
from simulator.house import House, Ints
from simulator.moves import Tiers
from simulator.policy import Answer, Moment, Policy, Posted, Pricer

Floats = NDArray[np.float64]

# Standard deviation of a category's demand over its mean, beside Poisson's: what
# a forecast of a night is off by.
_FORECAST_ERROR = 0.25
# Seats: nobody is expected of a tariff, but its mean must be positive.
_MEAN_LEAST = 1e-6


@dataclass(frozen=True)
class BookingLimits:
    """EMSR-b protection between tariffs (Belobaba 1989), at another policy's prices.

    Attributes
    ----------
    demand_mean : performance id -> [C], seats
        Forecast at reference prices.
    prices : Policy
        Who posts the tiers.
    """

    house: House
    demand_mean: Mapping[str, Sequence[float]]
    prices: Policy
    name: str = "emsr-b"

    @cached_property
    def class_share(self) -> Floats:
        """Shares of those who look by audience class, [K]."""
        believed = {
            (each.tariff_id, each.means_bracket_id): each.share
            for each in self.house.season.demand.classes
        }
        share = np.array([believed.get(each, 0.0) for each in self.house.classes])
        shares: Floats = share / max(share.sum(), 1e-12)
        return shares

    @cached_property
    def found(self) -> dict[tuple[int, Tiers, datetime], Ints]:
        """Limits found so far: they hang on the forecast alone, never on sales."""
        return {}

    def start(self) -> Pricer:
        """Return the policy with its prices at the opening of a season."""
        return _Limits(self, self.prices.start())


@dataclass(frozen=True)
class _Limits:
    policy: BookingLimits
    prices: Pricer

    def post(self, moment: Moment) -> Sequence[Posted]:
        posted = self.prices.post(moment)
        known = self.policy.found
        answers = []
        for f, tiers in zip(moment.due, map(_tiers, posted), strict=True):
            key = (f, tiers, moment.now)
            if key not in known:
                known[key] = self._protected(*key)
            answers.append(Posted(tiers, known[key]))
        return answers

    def _protected(self, f: int, tiers: Tiers, now: datetime) -> Ints:
        """Return the seats left for better tariffs, [C, J]."""
        house, assumed = self.policy.house, self.policy.house.season.demand
        performance = house.performances[f]
        booked = np.interp(
            -performance.days_out(now),
            [-days for days in assumed.curve_days_out],
            assumed.curve_share,
            left=0.0,
        )
        protected = np.zeros(
            (house.capacity.shape[1], len(house.season.tariffs)), np.int64
        )
        for c, mean in enumerate(self.policy.demand_mean[performance.id]):
            tier = tiers if isinstance(tiers, str) else tiers[c]
            if not tier:
                continue
            row = house.tier_row[f, performance.ladder.index(tier)]
            demand = (1 - booked) * mean * self.policy.class_share
            protected[c] = nested(
                house.face[row, c], demand, house.class_tariff, house.class_solidarity,
                len(house.season.tariffs),
            )  # fmt: skip
        return protected


def nested(
    price: Ints,
    demand: Floats,
    class_tariff: Ints,
    class_solidarity: NDArray[np.bool_],
    tariffs: int,
) -> Ints:
    """Return the seats of a category that each tariff leaves to dearer ones.

    Parameters
    ----------
    price : [K], minor units
        What each audience class pays.
    demand : [K], seats
        Expected of each class from now on.
    class_tariff : [K]
    class_solidarity : [K], bool
        Classes that nothing is kept from, and for whom nothing is kept here.
    tariffs : int
        J.

    Returns
    -------
    [J], whole seats, rounded down; 0 for the dearest
    """
    protected = np.zeros(tariffs, np.int64)
    total: dict[int, float] = {}
    paid: dict[int, float] = {}
    for k in np.flatnonzero(~class_solidarity).tolist():
        j = int(class_tariff[k])
        # Somebody of each class, so that a mean price exists.
        weight = max(float(demand[k]), _MEAN_LEAST)
        total[j] = total.get(j, 0.0) + weight
        # A free seat counts as one unit: the formula takes prices above 0.
        paid[j] = paid.get(j, 0.0) + weight * max(float(price[k]), 1.0)
    mean_price = {j: paid[j] / total[j] for j in total}
    prices = sorted(set(mean_price.values()), reverse=True)
    if len(prices) < 2:
        return protected
    mean = np.array(
        [sum(total[j] for j in total if mean_price[j] == price) for price in prices]
    )
    std = np.sqrt(mean + (_FORECAST_ERROR * mean) ** 2)
    levels = emsr_b(np.array(prices), mean, std)
    for j, own in mean_price.items():
        rank = prices.index(own)
        if rank:
            protected[j] = max(0, int(np.floor(levels[rank - 1])))
    return protected


def _tiers(answer: Answer) -> Tiers:
    return answer.tiers if isinstance(answer, Posted) else answer
