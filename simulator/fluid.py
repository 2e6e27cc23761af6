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
from pricing.optimizer.market import Market, build
from pricing.optimizer.policies.fluid import solve
from pricing.optimizer.policies.instance import PerformanceInstance
from simulator.house import DAY_SECONDS, House, Ints
from simulator.instances import instance_of
from simulator.learning import SOLVES, levels, standing_of, together
from simulator.moves import PriceMoves, Tiers
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
    instances : [F], offers of each performance; None where nobody is expected
    paths : [F, T]
        Rung of each booking period by the mix before the season.
    solve_times : rising
    """

    house: House
    demand_mean: Demand
    market: Market
    moves: PriceMoves
    instances: tuple[PerformanceInstance | None, ...]
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
    by_id = {each.performance_id: each for each in market.performances}
    instances = tuple(
        instance_of(by_id[p.id], moves.rungs[f], np.array(p.capacities))
        for f, p in enumerate(house.performances)
    )
    first, last = int(house.on_sale.min()), int(house.starts.max())
    times = np.linspace(first, last, SOLVES + 2)[1:-1]
    paths = np.zeros((len(instances), len(house.season.period_days_out)), int)
    for f, (performance, instance) in enumerate(
        zip(house.performances, instances, strict=True)
    ):
        mix = None
        if instance is not None:
            come = by_id[performance.id].weights
            mix = _mix(instance, instance.capacity, 1.0, come, 0)
        rungs = np.array(moves.rungs[f])
        paths[f] = _printed(performance, rungs) if mix is None else rungs[mix]
    return ReSolvedFluid(
        house=house,
        demand_mean=demand_mean,
        market=market,
        moves=moves,
        instances=instances,
        paths=paths,
        solve_times=tuple(datetime.fromtimestamp(int(t), UTC) for t in times),
    )


def _mix(
    instance: PerformanceInstance,
    left: NDArray[np.int64],
    level: float,
    weights: NDArray[np.float64],
    lowest: int,
) -> NDArray[np.int64] | None:
    """Return the place of each period's rung by the best mix, lower ones first, [T].

    None where nobody is to come or nothing is left.

    Parameters
    ----------
    instance : of the whole season at the forecast
    left : [C], seats
    level : how many times as many come as was forecast
    weights : [T], share of the season's people that is to come in each period
    lowest : place of the lowest rung that may be posted
    """
    ahead = float(weights.sum())
    persons = ahead * level * float(instance.to_come[0])
    if persons <= 0 or not left.any():
        return None
    use = solve(instance, left, np.array([persons]), lowest).use[0]
    # By rung; that nothing is open is that all is sold out, at whatever price.
    use = use.reshape(instance.rungs, -1)[:, 1:].sum(axis=1)
    served = use.sum()
    if served <= 0:
        return None
    use = np.where(use >= min(max(persons, 1.0) ** -_EXPONENT, use.max()), use, 0.0)
    use *= served / use.sum()
    # The people of a period are those around its middle.
    middle = (np.cumsum(weights) - weights / 2) / ahead
    place = np.searchsorted(np.cumsum(use), middle, side="right")
    path: NDArray[np.int64] = np.minimum(place, np.flatnonzero(use)[-1])
    return path


def _printed(performance: Performance, rungs: Ints) -> int:
    """Return the rung nearest to the printed one."""
    reference = performance.ladder.index(performance.reference_tier)
    return int(rungs[np.abs(rungs - reference).argmin()])


class _Pricer:
    """The policy at work in one season."""

    def __init__(self, policy: ReSolvedFluid) -> None:
        self._policy = policy
        self._paths = policy.paths
        self._solved = 0
        # Since when the paths are known, seconds; before the season: for ever.
        self._since = -np.inf

    def post(self, moment: Moment) -> Sequence[Tiers]:
        """Return the mix's tiers, solving anew first where that is due."""
        policy, house, bookings = self._policy, self._policy.house, moment.bookings
        reached = sum(time <= moment.now for time in policy.solve_times)
        if reached > self._solved:
            self._solved = reached
            self._since = moment.now.timestamp()
            self._paths = _solve_anew(policy, self._paths, moment.now, bookings)
        known_days = (moment.now.timestamp() - self._since) / DAY_SECONDS
        tiers = []
        for f, period in zip(moment.due, moment.periods, strict=True):
            performance, posted = house.performances[f], bookings.posted[f]
            wanted: int | list[int] = int(self._paths[f, period])
            if posted[0] >= 0 and bookings.sold[f].sum() >= performance.capacity:
                # Nothing is left to price.
                count = len(performance.capacities)
                apart = policy.moves.apart
                wanted = posted[:count].tolist() if apart else int(posted[0])
            found = policy.moves.nearest(f, wanted, posted, period, known_days)
            tiers.append(found)
        return tiers


def _solve_anew(
    policy: ReSolvedFluid, paths: Ints, now: datetime, bookings: Bookings
) -> Ints:
    """Return the paths, [F, T], with those of performances ahead found anew."""
    house = policy.house
    standing, season = standing_of(house, now, bookings), together(house.season)
    ahead = build(season, policy.demand_mean, standing)
    by_id = {each.performance_id: each for each in ahead.performances}
    factors = levels(season, policy.demand_mean, standing)
    found = paths.copy()
    for f, performance in enumerate(house.performances):
        instance = policy.instances[f]
        if instance is None:
            continue
        rungs, lowest = np.array(policy.moves.rungs[f]), 0
        if house.never_falls[f]:
            above = np.searchsorted(rungs, bookings.posted[f].min())
            lowest = min(int(above), len(rungs) - 1)
        sold = bookings.sold[f].sum(axis=(0, 2))[: len(instance.capacity)]
        mix = _mix(
            instance,
            np.maximum(instance.capacity - sold, 0),
            factors.get(performance.id, 1.0),
            by_id[performance.id].weights,
            lowest,
        )
        if mix is not None:
            found[f] = rungs[mix]
    return found
