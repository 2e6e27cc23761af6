"""The re-solved fluid: each performance's deterministic program, solved anew.

The program takes people as if they came evenly and in the numbers expected, and
finds the mix of rungs that earns most with the seats that are left. A rung
stands for its part of the people to come, lower ones first: prices rise. At a
few moments the mix is solved anew, with the seats left and what sales have told
of demand. Performances are taken one by one: rules on sums (access, budgets,
mean prices) are not in the program, those on prices are.

References
----------
.. [1] Bumpensanti, P. and Wang, H. (2020), A re-solving heuristic with uniformly
   bounded loss for network revenue management, Management Science 66, 2993-3009.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.optimizer.market import Market, PerformanceMarket, build
from pricing.optimizer.policies.fluid import solve
from simulator.house import DAY_SECONDS, House, Ints
from simulator.instances import instance_of
from simulator.moves import PriceMoves
from simulator.optimised import SOLVES, level, standing_of, together
from simulator.policy import Bookings, Moment, Pricer

# A part of the mix smaller than the people to come to the power of minus this is
# left out: what keeps the loss from growing with the seats [1].
_EXPONENT = 0.25

Demand = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class ReSolvedFluid:
    """The mix of each performance before the season, and when it is solved anew.

    Attributes
    ----------
    market : the model's view of the whole season at the forecast
    paths : [F, T]
        Rung of each booking period by the mix before the season.
    solve_times : rising
    """

    house: House
    demand_mean: Demand
    market: Market
    moves: PriceMoves
    paths: Ints
    solve_times: tuple[datetime, ...]
    name: str = "fluid"

    def start(self) -> Pricer:
        """Return a pricer that has solved nothing anew yet."""
        return _Pricer(self)


def prepare(house: House, demand_mean: Demand) -> ReSolvedFluid:
    """Return the policy for a season with its forecast.

    Raises
    ------
    ConstraintsInfeasible
        When the rules on prices leave no tier.
    FieldInvalid
        When the forecast does not fit, or a hall has too many categories.
    """
    market = build(together(house.season), demand_mean)
    moves = PriceMoves(house)
    first, last = int(house.on_sale.min()), int(house.starts.max())
    times = np.linspace(first, last, SOLVES + 2)[1:-1]
    return ReSolvedFluid(
        house=house,
        demand_mean=demand_mean,
        market=market,
        moves=moves,
        paths=_paths(house, moves, market, None),
        solve_times=tuple(datetime.fromtimestamp(int(t), UTC) for t in times),
    )


def _paths(
    house: House, moves: PriceMoves, market: Market, bookings: Bookings | None
) -> Ints:
    """Return the rung of each performance and period, [F, T]."""
    by_id = {each.performance_id: each for each in market.performances}
    paths = np.zeros((len(house.performances), len(house.season.period_days_out)), int)
    for f, performance in enumerate(house.performances):
        rungs, left = moves.rungs[f], np.array(performance.capacities)
        if bookings is not None:
            posted = int(bookings.posted[f])
            sold = bookings.sold[f].sum(axis=(0, 2))[: len(left)]
            left = np.maximum(left - sold, 0)
            if house.never_falls[f]:
                rungs = tuple(rung for rung in rungs if rung >= posted) or (posted,)
        mix = _mix(by_id[performance.id], rungs, left)
        paths[f] = _printed(performance, rungs) if mix is None else mix
    return paths


def _mix(
    market: PerformanceMarket, rungs: tuple[int, ...], left: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """Return the rung of each period by the best mix, lower ones first, [T].

    None where nobody is expected or nothing is left.
    """
    instance = instance_of(market, rungs, left)
    if instance is None or not left.any():
        return None
    # By rung; that nothing is open is that all is sold out, at whatever price.
    use = solve(instance).use[0].reshape(len(rungs), -1)[:, 1:].sum(axis=1)
    served, persons = use.sum(), max(float(instance.to_come[0]), 1.0)
    use = np.where(use >= min(persons**-_EXPONENT, use.max()), use, 0.0)
    if served <= 0:
        return None
    use *= served / use.sum()
    come = market.weights / market.weights.sum()
    # The people of a period are those around its middle.
    middle = np.cumsum(come) - come / 2
    place = np.searchsorted(np.cumsum(use), middle, side="right")
    last = np.flatnonzero(use)[-1]
    path: NDArray[np.int64] = np.array(rungs)[np.minimum(place, last)]
    return path


def _printed(performance: Performance, rungs: tuple[int, ...]) -> int:
    """Return the rung nearest to the printed one."""
    reference = performance.ladder.index(performance.reference_tier)
    return min(rungs, key=lambda rung: (abs(rung - reference), rung))


class _Pricer:
    """The policy at work in one season."""

    def __init__(self, policy: ReSolvedFluid) -> None:
        self._policy = policy
        self._paths = policy.paths
        self._solved = 0
        # Since when the paths are known, seconds; before the season: for ever.
        self._since = -np.inf

    def post(self, moment: Moment) -> Sequence[str]:
        """Return the mix's tiers, solving anew first where that is due."""
        policy, house, bookings = self._policy, self._policy.house, moment.bookings
        reached = sum(time <= moment.now for time in policy.solve_times)
        if reached > self._solved:
            self._solved = reached
            self._since = moment.now.timestamp()
            self._paths = _solve_anew(policy, moment.now, bookings)
        known_days = (moment.now.timestamp() - self._since) / DAY_SECONDS
        tiers = []
        for f, period in zip(moment.due, moment.periods, strict=True):
            performance, posted = house.performances[f], int(bookings.posted[f])
            wanted = int(self._paths[f, period])
            if posted >= 0 and bookings.sold[f].sum() >= performance.capacity:
                # Nothing is left to price.
                wanted = posted
            rung = policy.moves.nearest(f, wanted, posted, period, known_days)
            tiers.append(performance.ladder[rung])
        return tiers


def _solve_anew(policy: ReSolvedFluid, now: datetime, bookings: Bookings) -> Ints:
    season = together(policy.house.season)
    standing = standing_of(policy.house, now, bookings)
    ahead = build(season, policy.demand_mean, standing)
    factors = level(policy, ahead, bookings)
    demand = {
        p.id: [factors.get(p.id, 1.0) * d for d in policy.demand_mean[p.id]]
        for p in season.performances
    }
    rest = build(season, demand, standing)
    return _paths(policy.house, policy.moves, rest, bookings)
