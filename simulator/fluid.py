"""The re-solved fluid: each performance's deterministic program, solved anew.

The program takes people as if they came evenly through each booking period and in
the numbers expected, and what sells out as closed: of the paths that post one price
and then another, from some period on, it finds the one that earns most with the seats
that are left. Two prices are all that such a program needs where seats are alike [1]_.
At a few moments it is solved anew, with the seats left and what sales have told of
demand. Performances are taken one by one: rules on sums (access, budgets, mean
prices) are not in the program, those on prices are.

References
----------
.. [1] Gallego, G. and van Ryzin, G. (1994), Optimal dynamic pricing of inventories
   with stochastic demand over finite horizons, Management Science 40, 999-1020.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.optimizer.market import Market, build
from pricing.optimizer.policies.instance import PerformanceInstance
from simulator.house import DAY_SECONDS, House, Ints
from simulator.instances import instance_of
from simulator.learning import SOLVES, levels, standing_of, together
from simulator.moves import PriceMoves, Tiers
from simulator.policy import Bookings, Moment, Pricer

# Paths whose income differs by a smaller share are as good.
_TIE = 1e-9

Demand = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class ReSolvedFluid:
    """The path of each performance before the season, and when it is solved anew.

    Attributes
    ----------
    market : the model's view of the whole season at the forecast
    instances : [F], offers of each performance; None where nobody is expected
    paths : [F, T]
        Rung of each booking period by the program before the season.
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
        best = None
        if instance is not None:
            best = best_path(
                instance,
                instance.capacity,
                by_id[performance.id].weights * instance.to_come[0],
                0,
                falls=not house.never_falls[f],
            )
        rungs = np.array(moves.rungs[f])
        paths[f] = _printed(performance, rungs) if best is None else rungs[best]
    return ReSolvedFluid(
        house=house,
        demand_mean=demand_mean,
        market=market,
        moves=moves,
        instances=instances,
        paths=paths,
        solve_times=tuple(datetime.fromtimestamp(int(t), UTC) for t in times),
    )


def best_path(
    instance: PerformanceInstance,
    left: NDArray[np.int64],
    persons: NDArray[np.float64],
    lowest: int,
    *,
    falls: bool,
) -> NDArray[np.int64] | None:
    """Return the place of each period's rung by the program, [T].

    None where nobody is to come or nothing is left.

    Parameters
    ----------
    instance : of the whole season at the forecast
    left : [C], seats
    persons : [T], to come in each period
    lowest : place of the lowest rung that may be posted
    falls : whether a price may fall
    """
    if persons.sum() <= 0 or not left.any():
        return None
    rungs = np.arange(lowest, instance.rungs)
    first, then = (each.ravel() for each in np.meshgrid(rungs, rungs, indexing="ij"))
    if not falls:
        first, then = first[first <= then], then[first <= then]
    # From which period on the second stands; first that one price stands throughout,
    # then the latest change, so that of paths as good the steadiest is taken.
    periods = np.arange(len(persons))
    ahead = np.flatnonzero(persons > 0)
    switch = np.append(len(persons), ahead[:0:-1])
    later = periods >= np.repeat(switch, len(first))[:, None]
    first, then = np.tile(first, len(switch)), np.tile(then, len(switch))
    paths = np.where(later, then[:, None], first[:, None])
    earned = _earned(instance, left, paths, persons)
    found: NDArray[np.int64] = paths[(earned >= earned.max() * (1 - _TIE)).argmax()]
    return found


def _earned(
    instance: PerformanceInstance,
    left: NDArray[np.int64],
    paths: NDArray[np.int64],
    persons: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what each of some paths, [N, T], earns when people come evenly, [N]."""
    offers, categories = instance.offers, len(left)
    seats = np.tile(left.astype(np.float64), (len(paths), 1))
    earned = np.zeros(len(paths))
    for t in np.flatnonzero(persons > 0).tolist():
        rest = np.full(len(paths), persons[t])
        # Each step sells a category out, or serves all.
        for _ in range(categories + 1):
            open_now = (seats > 1e-9) @ (1 << np.arange(categories))
            offer = (paths[:, t] << categories) + open_now
            chance = offers.purchase[offer]
            lasts = np.full(chance.shape, np.inf)
            np.divide(seats, chance, out=lasts, where=chance > 0)
            part = np.minimum(rest, lasts.min(axis=1))
            earned += part * offers.net[offer]
            seats = np.maximum(seats - part[:, None] * chance, 0.0)
            rest -= part
            if not rest.any():
                break
    return earned


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
        """Return the program's tiers, solving anew first where that is due."""
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
        level = factors.get(performance.id, 1.0) * instance.to_come[0]
        best = best_path(
            instance,
            np.maximum(instance.capacity - sold, 0),
            by_id[performance.id].weights * level,
            lowest,
            falls=not house.never_falls[f],
        )
        if best is not None:
            found[f] = rungs[best]
    return found
