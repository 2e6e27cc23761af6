"""Rules as arrays: what the optimiser must keep to on one performance.

Letters as in ``pricing.optimizer.market``: C seat categories, K audience
classes, L tiers of the ladder, T booking periods. Amounts are currency units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.filters import keeps_open, left, prices_left
from pricing.constraints.price_steps import steps
from pricing.constraints.rule_book import RuleBook
from pricing.constraints.sales_rows import Row, rows
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    CategoryOrder,
    NeverFalls,
    Rule,
    SolidarityShare,
)
from pricing.domain.season import Season

__all__ = ["Row", "Terms", "kept_until", "public_limit", "terms"]


@dataclass(frozen=True)
class Terms:
    """The rules of one performance as arrays.

    Parameters
    ----------
    allowed : [L, C]
        Prices of a category that no filter rule forbids by themselves.
    tiers : [L]
        Tiers that the filter rules leave whole: in ``scale`` mode the ladder.
    ordered : bool
        Whether a better category never costs less: in ``category`` mode a
        condition on price vectors, in ``scale`` mode part of ``tiers``.
    public_limit : [T, C], seats
        Most seats sold outside solidarity tariffs by the end of a period;
        it never falls.
    keep_open : bool
        Whether a category with seats left must be on sale.
    never_falls : bool
        Whether prices may only rise.
    steps : [T - 1, C, L, L], or None where nothing limits a change
        Whether a category may go from a tier's price (axis 2) in period t to
        another's (axis 3) in period t + 1; all true where it is not sold.
    own : rows that this performance keeps alone
    shared : rows that it keeps together with the others in the rule's scope
    """

    allowed: NDArray[np.bool_]
    tiers: NDArray[np.bool_]
    ordered: bool
    public_limit: NDArray[np.float64]
    keep_open: bool
    never_falls: bool
    steps: NDArray[np.bool_] | None
    own: tuple[Row, ...]
    shared: tuple[Row, ...]


def terms(
    book: RuleBook,
    performance: Performance,
    price_minor: NDArray[np.int64],
    demand: NDArray[np.float64] | None = None,
) -> Terms:
    """Return what some rules ask of a performance.

    Parameters
    ----------
    book : RuleBook
        The rules that hold, and what performances share in them.
    performance : what they are about
    price_minor : [L, C, K]
        What each class pays at each tier.
    demand : [C], seats, optional
        Forecast at reference prices; without it no performance is popular.

    Raises
    ------
    ValueError
        When the book leaves out the free gap of a GroupGap.
    """
    season = book.season
    covering = [rule for rule in book.rules if rule.scope.covers(performance)]
    seats = None if demand is None else float(demand.sum())
    own, shared = rows(book, covering, performance, price_minor)
    return Terms(
        allowed=np.array(prices_left(covering, season, performance, seats)),
        tiers=np.array(left(covering, season, performance, seats)),
        ordered=any(isinstance(rule, CategoryOrder) for rule in covering),
        public_limit=public_limit(covering, season, performance),
        keep_open=keeps_open(covering),
        never_falls=any(isinstance(rule, NeverFalls) for rule in covering),
        steps=steps(covering, season, performance),
        own=own,
        shared=shared,
    )


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
