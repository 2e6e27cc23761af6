"""One price tier for all performances of a venue: the best by the forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.market import PerformanceMarket, build
from pricing.optimizer.policies.policies import played_evenly
from simulator.house import House
from simulator.instances import instance_of
from simulator.learning import together
from simulator.moves import PriceMoves, Tiers
from simulator.policy import Moment, Pricer

Demand = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class FlatPrice:
    """A tier for each performance, the same throughout; see ``prepare``."""

    tiers: tuple[Tiers, ...]
    name: str = "flat"

    def start(self) -> Pricer:
        """Return itself: it keeps nothing from one moment to the next."""
        return self

    def post(self, moment: Moment) -> Sequence[Tiers]:
        """Return the venue's tier."""
        return [self.tiers[f] for f in moment.due]


def prepare(house: House, demand_mean: Demand) -> FlatPrice:
    """Return the policy of the tier that earns most at each venue.

    What a tier earns is what the forecast's people pay at it when they come
    evenly and what sells out closes. A performance that may not take the tier
    takes the nearest that the rules and its ladder leave.

    Raises
    ------
    FieldInvalid
        When the forecast does not fit, or a hall has too many categories.
    """
    market = build(together(house.season), demand_mean)
    by_id = {each.performance_id: each for each in market.performances}
    moves = PriceMoves(house)
    tiers: list[Tiers] = [""] * len(house.performances)
    never = np.full(house.capacity.shape[1], -1)
    for venue in house.season.venues:
        order = [tier.id for tier in venue.price_tiers]
        nights = [f for f, p in enumerate(house.performances) if p.venue_id == venue.id]
        earned = np.zeros(len(order))
        taken = np.zeros((len(order), len(nights)), np.int64)
        for n, f in enumerate(nights):
            performance, rungs = house.performances[f], moves.rungs[f]
            places = np.array([order.index(performance.ladder[rung]) for rung in rungs])
            income = _income(
                by_id[performance.id], rungs, np.array(performance.capacities)
            )
            # Of two as near, the lower.
            near = np.abs(np.arange(len(order))[:, None] - places).argmin(axis=1)
            earned += income[near]
            taken[:, n] = np.array(rungs)[near]
        best = int(earned.argmax()) if earned.any() else _printed(house, nights, order)
        for n, f in enumerate(nights):
            tiers[f] = moves.nearest(f, int(taken[best, n]), never, 0)
    return FlatPrice(tuple(tiers))


def _income(
    market: PerformanceMarket, rungs: tuple[int, ...], seats: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what a performance earns at each of some rungs, currency units."""
    instance = instance_of(market, rungs, seats)
    if instance is None:
        return np.zeros(len(rungs))
    every = (1 << len(seats)) - 1
    return np.array(
        [
            played_evenly(
                instance, seats, (rung << len(seats)) + every, instance.to_come[0]
            )
            for rung in range(len(rungs))
        ]
    )


def _printed(house: House, nights: Sequence[int], order: Sequence[str]) -> int:
    """Return the tier printed most often, for venues where nobody is expected."""
    printed = [order.index(house.performances[f].reference_tier) for f in nights]
    return max(sorted(set(printed)), key=printed.count) if printed else 0
