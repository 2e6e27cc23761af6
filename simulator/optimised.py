"""The project's own policy: the optimiser's paths, solved anew as sales come in.

Before the season it solves the season problem at the forecast. When sales move
prices, as they do in the service but ``SOLVES`` times in a season at most, it weighs
the sales of each performance against what its own model expected of the prices
posted so far, multiplies the forecast by the posterior mean of the level, and solves
what is left of the season. In between it follows the path. Where a rule says that a
price never falls, it posts no less than it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from pricing.domain.rules import KeepOpen
from pricing.domain.season import Season
from pricing.optimizer.caution import cautious
from pricing.optimizer.conflicts import conflict
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market, build
from pricing.optimizer.master import settle
from pricing.optimizer.posing import pose_season
from pricing.optimizer.sales_level import SalesSoFar, factors
from pricing.optimizer.standing import Standing
from simulator.house import House, Ints
from simulator.policy import Bookings, Cause, Moment, Pricer

# How often in a season at most the rest of it is solved: a thousand are to be played.
SOLVES = 6

Demand = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Optimised:
    """The optimiser's paths for one season, and when they are solved anew.

    Attributes
    ----------
    market : the model's view of the whole season at the forecast
    paths : [F, T]
        Rung of each booking period by the solution before the season.
    sales_moves : how often at most the rest of the season is solved
    """

    house: House
    demand_mean: Demand
    market: Market
    paths: Ints
    name: str = "optimised"
    sales_moves: int = SOLVES

    def start(self) -> Pricer:
        """Return a pricer that has solved nothing anew yet."""
        return _Pricer(self)


def together(season: Season) -> Season:
    """Return a season whose categories take the price of one tier at a time.

    What is posted in a simulation is a tier for all of them: that is allowed too
    where each may take a price of its own.
    """
    return replace(season, pricing_mode="scale")


def prepare(house: House, demand_mean: Demand) -> Optimised:
    """Return the policy for a season with its forecast.

    Raises
    ------
    ConstraintsInfeasible
        When the season's rules cannot all hold.
    FieldInvalid
        When the forecast does not fit the season.
    """
    market = build(together(house.season), demand_mean)
    return Optimised(
        house=house,
        demand_mean=demand_mean,
        market=market,
        paths=_solve(house, market, None),
    )


def _solve(house: House, market: Market, standing: Standing | None) -> Ints:
    """Return the rung of each performance and period, [F, T].

    Before the season the rules must all hold. Later, sales may have gone so
    that a share can no longer be met: the paths that miss least are then taken.
    """
    season = house.season
    # What is posted is a tier: no category of it can be closed.
    asked = tuple(
        rule for rule in season.rules if not isinstance(rule, KeepOpen) or rule.on
    )
    wary = tuple(cautious(rule, season, standing) for rule in asked)
    for rules in (wary, asked):
        gaps = free_gaps(market, rules, standing, _go_on)
        posed = pose_season(market, rules, standing, gaps)
        problems, settled = posed.problems, None
        if all(each.possible for each in problems):
            settled = settle(problems, posed.constant, _go_on)
        if settled is not None and settled.shortfall <= 0:
            break
    if settled is None or (standing is None and settled.shortfall > 0):
        raise conflict(market, standing, _go_on)
    place = {p.id: f for f, p in enumerate(house.performances)}
    periods = np.arange(len(season.period_days_out))
    paths = np.zeros((len(house.performances), len(periods)), np.int64)
    for problem, path, each in zip(
        problems, settled.paths, market.performances, strict=True
    ):
        if each.performance_id not in place:
            continue
        f = place[each.performance_id]
        if len(path) == 0:
            # Nobody is expected: the allowed rung nearest to the printed one.
            allowed = np.flatnonzero(problem.allowed)
            paths[f] = allowed[np.abs(allowed - each.reference).argmin()]
            continue
        source = np.searchsorted(problem.periods, periods)
        paths[f] = problem.tiers_of(path)[np.minimum(source, len(path) - 1)]
    return paths


def _go_on(done: float) -> bool:
    return True


class _Pricer:
    """The policy at work in one season."""

    def __init__(self, policy: Optimised) -> None:
        self._policy = policy
        self._paths = policy.paths

    def post(self, moment: Moment) -> Sequence[str]:
        """Return the path's tiers, solving anew first where that is due."""
        policy = self._policy
        if moment.cause is Cause.SALES_MOVED:
            self._paths = _solve_anew(policy, moment.now, moment.bookings)
        tier_ids = []
        for f, period in zip(moment.due, moment.periods, strict=True):
            rung = int(self._paths[f, period])
            posted = int(moment.bookings.posted[f])
            performance = policy.house.performances[f]
            if policy.house.never_falls[f]:
                rung = max(rung, posted)
            if moment.bookings.sold[f].sum() >= performance.capacity and posted >= 0:
                # Nothing is left to price.
                rung = posted
            tier_ids.append(performance.ladder[rung])
        return tier_ids


def _solve_anew(policy: Optimised, now: datetime, bookings: Bookings) -> Ints:
    season = together(policy.house.season)
    standing = standing_of(policy.house, now, bookings)
    ahead = build(season, policy.demand_mean, standing)
    factors = level(policy, ahead, bookings)
    demand = {
        p.id: [factors.get(p.id, 1.0) * d for d in policy.demand_mean[p.id]]
        for p in season.performances
    }
    return _solve(policy.house, build(season, demand, standing), standing)


def standing_of(house: House, now: datetime, bookings: Bookings) -> Standing:
    """Return the books of a season as the optimiser reads them."""
    sold: dict[tuple[str, str, bool], int] = {}
    paid: dict[tuple[str, str, bool, int], int] = {}
    posted: dict[str, str] = {}
    for f, performance in enumerate(house.performances):
        categories = house.season.venue_of(performance).seat_categories
        if bookings.posted[f] >= 0:
            posted[performance.id] = performance.ladder[int(bookings.posted[f])]
        for rung, c, k in np.argwhere(bookings.sold[f] > 0).tolist():
            seats = int(bookings.sold[f, rung, c, k])
            seat = (performance.id, categories[c].id, bool(house.class_solidarity[k]))
            sold[seat] = sold.get(seat, 0) + seats
            price = int(house.face[house.tier_row[f, rung], c, k])
            paid[*seat, price] = paid.get((*seat, price), 0) + seats
    return Standing(now, sold, posted, paid)


class Believing(Protocol):
    """A policy that knows what the model expected of a season."""

    @property
    def house(self) -> House:
        """What is sold."""
        ...

    @property
    def market(self) -> Market:
        """The whole season at the forecast."""
        ...


def level(policy: Believing, ahead: Market, bookings: Bookings) -> dict[str, float]:
    """Return by performance how much greater demand is than was forecast.

    Parameters
    ----------
    ahead : the market of those who are still to come
    """
    place = {p.id: f for f, p in enumerate(policy.house.performances)}
    found = []
    for whole, rest in zip(policy.market.performances, ahead.performances, strict=True):
        f = place.get(whole.performance_id)
        if f is None or whole.demand.sum() <= 0:
            continue
        count = len(whole.seats)
        rungs = np.maximum(bookings.path[f], 0)
        found.append(
            SalesSoFar(
                market=whole,
                rungs=np.repeat(rungs[:, None], count, axis=1),
                share=np.maximum(whole.weights - rest.weights, 0.0),
                sold=bookings.sold[f].sum(axis=(0, 2))[:count].astype(np.float64),
            )
        )
    ids = [each.market.performance_id for each in found]
    return dict(zip(ids, factors(found).tolist(), strict=True))
