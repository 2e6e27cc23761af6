"""Who would buy what at which tier: the audience of a season as arrays.

Letters: C seat categories of the venue (best first), K audience classes, L
tiers of the performance's ladder (rising), T booking periods. A person of
class k who meets tier l takes open category c with probability

    v[l, c, k] / (1 + sum over open j of v[l, j, k]),
    v[l, c, k] = exp(a[c] - beta[k] * price[l, c, k] / reference price[c]),

where the price is what the class pays under its tariff, and not buying weighs
1. Each category's price counts against its own reference price: ten per cent
more is as much of a reason not to buy a box as a seat in the gods (against one
price for all, boxes would be many times as elastic, where studies find better
seats no more so). With q the share that buys at reference prices and e the
price elasticity, beta = |e| / (1 - q) for a buyer of the season's sensitivity:
the elasticity of such buyers, all at the full reference price, is then e, and
that of one category alone with share P is -beta (1 - P). The constants a are
calibrated so that demand at reference prices is the forecast
(``pricing.optimizer.calibrate``). The mix of classes is the same in all
periods; period t brings the share ``weights[t]`` of each class.

Consumer surplus is what the best choice is worth to a person beyond its price: the
log-sum log(1 + sum of v) of what is open, over beta and in money. As prices count
against each category's own reference price, a unit of the log-sum comes to so much
money as the reference prices of the categories that the class takes, averaged at
reference prices, over beta. Where price moves nobody there is no such money; then
surplus counts for nothing.

Income is the price paid: costs of channels are not part of it, since the mix
of channels is not known here. Quotas of tariffs and channels are not modelled
either; they bind at the sale. A class at a price that the buyer chooses pays the
amount suggested, one at a suspended ticket what its holder pays: at every tier the
same, so that no price posted is planned to move them. Packs are not planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import FieldInvalid
from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.optimizer.booking_periods import first_period, period_weights
from pricing.optimizer.calibrate import constants
from pricing.optimizer.standing import Standing


@dataclass(frozen=True)
class PerformanceMarket:
    """The audience that is still to come to one performance.

    Parameters
    ----------
    performance_id : str
    tiers : ids of the ladder, rising
    reference : int
        Place of the reference tier on the ladder.
    seats : [C], seats that may be sold
    attraction : [L, C, K]
        v of the module's text; 0 where the category is not sold.
    class_size : [K], persons
        Those who look for seats over the whole booking horizon.
    weights : [T], share of the class that looks in each period
    price : [L, C, K], currency units paid
    price_minor : [L, C, K], minor units paid
    solidarity : [K]
        Whether the class buys under a solidarity tariff.
    demand : [C], seats
        Unconstrained demand at reference prices over the whole horizon.
    surplus_scale : [K], currency units
        Consumer surplus of a person by unit of log-sum.
    first_period : int
        The period that is running; earlier ones are over.
    rationed : bool
        Whether ``class_size`` leaves out solidarity buyers that funds cannot pay for.
    """

    performance_id: str
    tiers: tuple[str, ...]
    reference: int
    seats: NDArray[np.float64]
    attraction: NDArray[np.float64]
    class_size: NDArray[np.float64]
    weights: NDArray[np.float64]
    price: NDArray[np.float64]
    price_minor: NDArray[np.int64]
    solidarity: NDArray[np.bool_]
    demand: NDArray[np.float64]
    surplus_scale: NDArray[np.float64]
    first_period: int = 0
    rationed: bool = False


@dataclass(frozen=True)
class Market:
    """The markets of a season's performances, in the season's order."""

    season: Season
    performances: tuple[PerformanceMarket, ...]


def build(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    standing: Standing | None = None,
) -> Market:
    """Return who would buy what at which tier, performance by performance.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
        Unconstrained demand at reference prices over the whole booking
        horizon; performances that it leaves out have none.
    standing : Standing, optional
        Periods that are over bring nobody any more.

    Raises
    ------
    FieldInvalid
        When a performance is unknown, or a demand is negative, not finite or
        not one per category.
    """
    unknown = [p for p in demand_mean if p not in season.performance_by_id]
    if unknown:
        raise FieldInvalid("demand_mean", f"no performance {unknown[0]!r}.")
    return Market(
        season,
        tuple(
            _performance_market(
                season, each, _demand(season, each, demand_mean), standing
            )
            for each in season.performances
        ),
    )


def _demand(
    season: Season,
    performance: Performance,
    demand_mean: Mapping[str, Sequence[float]],
) -> NDArray[np.float64]:
    """Return the demand of a performance by category; 0 where none are sold."""
    count = len(performance.capacities)
    given = np.asarray(demand_mean.get(performance.id, [0.0] * count), dtype=float)
    field = f"demand_mean[{performance.id!r}]"
    if given.shape != (count,):
        raise FieldInvalid(field, f"expected {count} numbers, got {given.size}.")
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise FieldInvalid(field, "expected finite numbers of at least 0.")
    return np.where(np.array(performance.capacities) > 0, given, 0.0)


def _performance_market(
    season: Season,
    performance: Performance,
    demand: NDArray[np.float64],
    standing: Standing | None,
) -> PerformanceMarket:
    believed = season.demand
    full = np.array(
        [tier.prices_minor for tier in season.ladder_of(performance)], dtype=np.int64
    )
    price_minor = _prices_minor(season, full)
    price = price_minor / 10 ** minor_digits(season.currency_code)
    reference = performance.ladder.index(performance.reference_tier)
    class_size = (
        np.array([each.share for each in believed.classes])
        * demand.sum()
        / believed.purchase_share
    )
    sensitivity = np.array([each.price_sensitivity for each in believed.classes])
    beta = -believed.price_elasticity / (1.0 - believed.purchase_share) * sensitivity
    # Where the reference price is nothing there is no ratio: price moves nobody.
    own = np.where(full[reference] > 0, full[reference], np.inf)
    disutility = beta * price_minor / own[None, :, None]
    base = constants(class_size, disutility[reference], demand)
    solidarity = np.array(
        [season.tariff_by_id[c.tariff_id].solidarity for c in believed.classes]
    )
    paid = 1.0 if standing is None else standing.solidarity_paid
    # Far dearer tiers may underflow to 0 (nobody buys); none may overflow, nor
    # may what it is multiplied with: persons, prices.
    attraction = np.exp(np.minimum(base[None, :, None] - disutility, 300.0))
    return PerformanceMarket(
        performance_id=performance.id,
        tiers=performance.ladder,
        reference=reference,
        seats=np.array(performance.capacities, dtype=float),
        attraction=attraction,
        class_size=np.where(solidarity, paid * class_size, class_size),
        weights=period_weights(season, performance, standing),
        price=price,
        price_minor=price_minor,
        solidarity=solidarity,
        demand=demand,
        surplus_scale=_surplus_scale(
            attraction[reference],
            full[reference] / 10 ** minor_digits(season.currency_code),
            beta,
        ),
        first_period=first_period(season, performance, standing),
        rationed=paid < 1,
    )


def _surplus_scale(
    attraction: NDArray[np.float64],
    reference: NDArray[np.float64],
    beta: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return currency units per unit of log-sum, [K].

    Parameters
    ----------
    attraction : [C, K], at reference prices
    reference : [C], full reference prices, currency units
    beta : [K]
    """
    whole = attraction.sum(axis=0)
    taken = attraction / np.where(whole > 0, whole, 1.0)
    mean: NDArray[np.float64] = reference @ taken
    return np.divide(mean, beta, out=np.zeros_like(mean), where=beta > 0)


def _prices_minor(season: Season, full: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what each class pays where full prices [L, C] are posted: [L, C, K]."""
    paid = np.empty((*full.shape, len(season.demand.classes)), dtype=np.int64)
    for k, each in enumerate(season.demand.classes):
        tariff = season.tariff_by_id[each.tariff_id]
        for place, posted in np.ndenumerate(full):
            paid[(*place, k)] = tariff.price_minor(int(posted), each.means_bracket_id)
    return paid
