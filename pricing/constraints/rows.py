"""Rules as arrays: what the optimiser must keep to on one performance.

Letters as in ``pricing.optimizer.market``: C seat categories, K audience
classes, L tiers of the ladder, T booking periods.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.filters import left
from pricing.domain.performance import Performance
from pricing.domain.rules import AccessShare, NeverFalls, Rule, SolidarityShare
from pricing.domain.season import Season


@dataclass(frozen=True)
class ShareRow:
    """A linear row on sales: the sum of coefficient x seats sold is at least 0."""

    rule_id: str
    # [L, C, K] per seat sold.
    coefficient: NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """The rules of one performance as arrays.

    Parameters
    ----------
    allowed : [L]
        Tiers that the filter rules leave.
    public_limit : [T, C], seats
        Most seats sold outside solidarity tariffs by the end of a period;
        it never falls.
    never_falls : bool
        Whether the tier may only rise.
    own : rows that this performance keeps alone
    shared : rows that it keeps together with the others in the rule's scope
    """

    allowed: NDArray[np.bool_]
    public_limit: NDArray[np.float64]
    never_falls: bool
    own: tuple[ShareRow, ...]
    shared: tuple[ShareRow, ...]


def terms(
    rules: Sequence[Rule],
    season: Season,
    performance: Performance,
    price_minor: NDArray[np.int64],
) -> Terms:
    """Return what some rules ask of a performance.

    Parameters
    ----------
    rules : the rules that hold
    season, performance : what they are about
    price_minor : [L, C, K]
        What each class pays at each tier.
    """
    covering = [rule for rule in rules if rule.scope.covers(performance)]
    own: list[ShareRow] = []
    shared: list[ShareRow] = []
    for rule in covering:
        if isinstance(rule, AccessShare):
            row = ShareRow(rule.id, access_coefficient(rule, price_minor))
            (own if rule.each_performance else shared).append(row)
    return Terms(
        allowed=np.array(left(rules, season, performance)),
        public_limit=public_limit(covering, season, performance),
        never_falls=any(isinstance(rule, NeverFalls) for rule in covering),
        own=tuple(own),
        shared=tuple(shared),
    )


def access_coefficient(
    rule: AccessShare, price_minor: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what a seat sold at a price adds to the row: 1 or 0, less the share."""
    at_or_under = (price_minor <= rule.price_minor).astype(float)
    return at_or_under - rule.share_permille / 1000


def kept_until(rule: SolidarityShare, season: Season) -> NDArray[np.bool_]:
    """Return the booking periods through which seats are kept: [T].

    A period that begins before the release day keeps them to its end, so a
    plan never counts on a seat before it is released.
    """
    return np.array(season.period_days_out) > rule.release_days_out


def public_limit(
    rules: Sequence[Rule], season: Season, performance: Performance
) -> NDArray[np.float64]:
    """Return the most seats sold outside solidarity tariffs by a period's end.

    Returns
    -------
    [T, C], seats
    """
    seats = np.array(performance.capacities, dtype=float)
    limit = np.tile(seats, (len(season.period_days_out), 1))
    categories = season.venue_of(performance).seat_categories
    for rule in rules:
        if isinstance(rule, SolidarityShare) and rule.scope.covers(performance):
            kept = np.array(
                [
                    rule.kept(category.id, capacity)
                    for category, capacity in zip(
                        categories, performance.capacities, strict=True
                    )
                ]
            )
            during = kept_until(rule, season)
            limit[during] = np.minimum(limit[during], seats - kept)
    return limit
