"""Policies by name, and the two that venues follow today."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pricing.domain.errors import NameUnknown
from simulator import flat, fluid, nightly, optimised
from simulator.booking_limits import BookingLimits
from simulator.hindsight import Hindsight
from simulator.house import House
from simulator.moves import PriceMoves, Tiers
from simulator.policy import Moment, Policy, Pricer


@dataclass(frozen=True)
class FixedPrice:
    """The printed scale: each performance at its reference tier for ever.

    Where the rules forbid that tier, the next allowed one below it, or above; each
    category by itself where its price may stand apart.
    """

    house: House
    name: str = "fixed"

    @cached_property
    def _tiers(self) -> tuple[Tiers, ...]:
        return tuple(_printed(self.house, PriceMoves(self.house)))

    def start(self) -> Pricer:
        """Return itself: it keeps nothing from one moment to the next."""
        return self

    def post(self, moment: Moment) -> Sequence[Tiers]:
        """Return the printed tiers."""
        return [self._tiers[f] for f in moment.due]


@dataclass(frozen=True)
class RuleTable:
    """Percentage sold by days out: a rung up where ahead, down where behind.

    How venues that move prices do it today. A row says: from so many days out
    on, above one share sold go up a rung, below another go down a rung. The
    default rows are the project's own round numbers about the booking curve of
    a well sold house. It keeps to the season's bounds and never lets a price
    fall where that is promised. Where categories have prices of their own, each is
    moved by what is sold of it.
    """

    house: House
    name: str = "rule-table"
    # Days out, share sold above which to rise, share below which to fall.
    rows: tuple[tuple[int, float, float], ...] = (
        (120, 0.60, 0.05),
        (60, 0.70, 0.15),
        (30, 0.80, 0.30),
        (14, 0.88, 0.45),
        (7, 0.94, 0.60),
        (0, 2.00, 0.70),
    )

    @cached_property
    def _moves(self) -> PriceMoves:
        return PriceMoves(self.house)

    @cached_property
    def _printed(self) -> tuple[Tiers, ...]:
        return tuple(_printed(self.house, self._moves))

    def start(self) -> Pricer:
        """Return itself: what it needs to know is in the bookings."""
        return self

    def post(self, moment: Moment) -> Sequence[Tiers]:
        """Return the printed tier at the opening, then moved by a rung at most."""
        return [
            self._tier(f, period, moment)
            for f, period in zip(moment.due, moment.periods, strict=True)
        ]

    def _tier(self, f: int, period: int, moment: Moment) -> Tiers:
        performance, moves = self.house.performances[f], self._moves
        posted = moment.bookings.posted[f]
        if (posted < 0).all():
            return self._printed[f]
        sold = moment.bookings.sold[f].sum(axis=(0, 2))
        days_out = performance.days_out(moment.now)
        if not moves.apart:
            share = sold.sum() / max(1, performance.capacity)
            wanted = self._wanted(list(moves.rungs[f]), int(posted[0]), share, days_out)
            return moves.nearest(f, wanted, posted, period)
        wishes = [
            self._wanted(
                np.flatnonzero(moves.prices[f][:, c]).tolist(),
                int(posted[c]),
                sold[c] / max(1, seats),
                days_out,
            )
            for c, seats in enumerate(performance.capacities)
        ]
        return moves.nearest(f, wishes, posted, period)

    def _wanted(
        self, rungs: list[int], posted: int, share: float, days_out: float
    ) -> int:
        """Return the rung to go to among some, by the share sold."""
        place = rungs.index(posted)
        rise, fall = self._thresholds(days_out)
        if share > rise:
            place = min(place + 1, len(rungs) - 1)
        elif share < fall:
            place = max(place - 1, 0)
        return rungs[place]

    def _thresholds(self, days_out: float) -> tuple[float, float]:
        for days, rise, fall in self.rows:
            if days_out >= days:
                return rise, fall
        return self.rows[-1][1:]


def _printed(house: House, moves: PriceMoves) -> Iterator[Tiers]:
    """Yield the printed tier of each performance, else the next one below or above."""
    for f, (performance, rungs) in enumerate(
        zip(house.performances, moves.rungs, strict=True)
    ):
        reference = performance.ladder.index(performance.reference_tier)
        if not moves.apart:
            yield performance.ladder[_under(list(rungs), reference)]
            continue
        wishes = [
            _under(np.flatnonzero(moves.prices[f][:, c]).tolist(), reference)
            for c in range(len(performance.capacities))
        ]
        never = np.full(house.capacity.shape[1], -1)
        yield moves.nearest(f, wishes, never, 0)


def _under(rungs: list[int], reference: int) -> int:
    """Return a rung if it is among some, else the next below it, or above."""
    below = [rung for rung in rungs if rung <= reference]
    return below[-1] if below else rungs[0]


Maker = Callable[[House, Mapping[str, Sequence[float]]], Policy]

POLICIES: dict[str, Maker] = {
    "fixed": lambda house, _: FixedPrice(house),
    "flat": flat.prepare,
    "rule-table": lambda house, _: RuleTable(house),
    "emsr-b": lambda house, demand: BookingLimits(house, demand, FixedPrice(house)),
    "fluid": fluid.prepare,
    "optimised": optimised.prepare,
    "nightly": nightly.prepare,
    "hindsight": lambda house, _: Hindsight(house),
}


def make(name: str, house: House, demand_mean: Mapping[str, Sequence[float]]) -> Policy:
    """Return a policy by name, made ready for a season with its forecast.

    Raises
    ------
    NameUnknown
        When there is no such policy.
    """
    maker = POLICIES.get(name)
    if maker is None:
        raise NameUnknown("policy", name, tuple(POLICIES))
    return maker(house, demand_mean)
