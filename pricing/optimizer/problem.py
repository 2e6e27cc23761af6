"""One performance under some rules, as the arrays that algorithms work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rows import terms
from pricing.constraints.rule_book import RuleBook
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Rule,
    SolidarityShare,
)
from pricing.domain.season import Season
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.standing import Standing


@dataclass(frozen=True)
class Problem:
    """What a price path of one performance brings and must keep to.

    Only periods in which somebody comes are part of it: T counts these.

    Parameters
    ----------
    performance_id : str
    periods : [T], places of the periods in the season
    attraction, income : [L, C, K]
    class_size : [K], persons over the whole horizon
    weights : [T], share of them that comes in each period
    solidarity : [K]
    left : [C], seats that are still to be sold
    public_left : [T, C]
        Most seats sold outside solidarity tariffs from now to a period's end.
    allowed : [L]
    never_falls : bool
    own : [R, L, C, K]
        Rows kept by this performance: coefficient x sales + constant >= 0.
    own_constant : [R]
        What seats sold so far add to them.
    own_ids : rules of these rows
    shared : [Q, L, C, K]
        The same for rows kept by several performances together.
    """

    performance_id: str
    periods: NDArray[np.int64]
    attraction: NDArray[np.float64]
    income: NDArray[np.float64]
    class_size: NDArray[np.float64]
    weights: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    left: NDArray[np.float64]
    public_left: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    never_falls: bool
    own: NDArray[np.float64]
    own_constant: NDArray[np.float64]
    own_ids: tuple[str, ...]
    shared: NDArray[np.float64]

    @cached_property
    def mass(self) -> NDArray[np.float64]:
        """Return the persons who come, by period and class: [T, K]."""
        return self.weights[:, None] * self.class_size

    @cached_property
    def limited(self) -> bool:
        """Return whether the public may meet a limit before seats run out."""
        return bool((self.public_left < self.left - 1e-9).any())


def pose(
    season: Season,
    market: PerformanceMarket,
    rules: Sequence[Rule],
    standing: Standing | None = None,
) -> Problem:
    """Return the problem of a performance under some of the season's rules."""
    performance = season.performance_by_id[market.performance_id]
    _check_known(season, rules)
    asked = terms(
        RuleBook(rules, season), performance, market.price_minor, market.demand
    )
    sold = seats_sold(season, market, standing)
    open_periods = np.flatnonzero(market.weights * market.class_size.sum() > 0)
    allowed = asked.tiers.copy()
    if asked.never_falls and standing is not None:
        allowed &= _from_posted(season, market, standing)
    shape = market.price.shape
    shared_ids = [row.rule_id for row in asked.shared]
    shared_rules = [
        rule.id
        for rule in rules
        if isinstance(rule, AccessShare) and not rule.each_performance
    ]
    shared = np.zeros((len(shared_rules), *shape))
    for place, rule_id in enumerate(shared_rules):
        if rule_id in shared_ids:
            shared[place] = asked.shared[shared_ids.index(rule_id)].sales
    own_rules = {row.rule_id: row for row in asked.own}
    return Problem(
        performance_id=market.performance_id,
        periods=open_periods,
        attraction=market.attraction,
        income=market.price,
        class_size=market.class_size,
        weights=market.weights[open_periods],
        solidarity=market.solidarity,
        left=np.maximum(market.seats - sold.sum(axis=0), 0.0),
        public_left=np.maximum(asked.public_limit[open_periods] - sold[0], 0.0),
        allowed=allowed,
        never_falls=asked.never_falls,
        own=np.array([row.sales for row in asked.own]).reshape(-1, *shape),
        own_constant=np.array(
            [
                access_so_far(rule, market.performance_id, standing)
                for rule in rules
                if isinstance(rule, AccessShare) and rule.id in own_rules
            ]
        ),
        own_ids=tuple(own_rules),
        shared=shared,
    )


def _check_known(season: Season, rules: Sequence[Rule]) -> None:
    """Refuse rules, objectives and modes that this problem does not pose."""
    known = (AccessShare, CategoryOrder, NeverFalls, PriceBounds, SolidarityShare)
    for rule in rules:
        if not isinstance(rule, known):
            raise FieldInvalid(
                f"rules[{rule.id}]", f"a plan cannot keep {type(rule).__name__} rules."
            )
    if season.objective.kind != "income":
        raise FieldInvalid("objective", "plans are made for income alone.")
    if season.pricing_mode != "scale":
        raise FieldInvalid("pricing_mode", "plans are made in scale mode alone.")


def access_so_far(
    rule: AccessShare, performance_id: str, standing: Standing | None
) -> float:
    """Return what seats sold already add to the row of an access share."""
    if standing is None:
        return 0.0
    share = rule.share_permille / 1000
    return sum(
        count * ((price <= rule.price_minor) - share)
        for (sold_on, price), count in standing.paid.items()
        if sold_on == performance_id
    )


def seats_sold(
    season: Season, market: PerformanceMarket, standing: Standing | None
) -> NDArray[np.float64]:
    """Return seats sold so far, to the public and to solidarity tariffs: [2, C]."""
    sold = np.zeros((2, len(market.seats)))
    if standing is not None:
        performance = season.performance_by_id[market.performance_id]
        for c, category in enumerate(season.venue_of(performance).seat_categories):
            for solidarity in (False, True):
                sold[int(solidarity), c] = standing.sold.get(
                    (market.performance_id, category.id, solidarity), 0
                )
    return sold


def _from_posted(
    season: Season, market: PerformanceMarket, standing: Standing
) -> NDArray[np.bool_]:
    """Return the tiers of the ladder at or above the posted one: [L]."""
    posted = standing.posted_tier.get(market.performance_id)
    if posted is None:
        return np.ones(len(market.tiers), dtype=bool)
    performance = season.performance_by_id[market.performance_id]
    order = [tier.id for tier in season.venue_of(performance).price_tiers]
    return np.array([order.index(tier) >= order.index(posted) for tier in market.tiers])
