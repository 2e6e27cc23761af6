"""Whether any price there may be is low enough for an ``AccessShare``."""

from collections.abc import Sequence

from pricing.constraints.caps import lowest
from pricing.domain.chosen_price import Suspended
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.rules import AccessShare, Rule
from pricing.domain.season import Season


def check_reach(
    season: Season, rule: Rule, performances: Sequence[Performance]
) -> None:
    """Refuse a share at or under a price that no tariff ever comes down to.

    Over each of the performances, or all of them together, as the rule counts them. It
    needs no demand: whatever sells, nothing would count towards the share.

    Raises
    ------
    ConstraintsInfeasible
        It names a performance, and the least that a seat can cost there.
    """
    if not isinstance(rule, AccessShare) or not rule.share_permille:
        return
    least = [
        (_least(season, each), each.id)
        for each in performances
        if rule.scope.covers(each) and any(each.capacities)
    ]
    if not least:
        return
    price, where = max(least) if rule.each_performance else min(least)
    if price > rule.price_minor:
        asked, found = (
            format_minor(each, season.currency_code)
            for each in (rule.price_minor, price)
        )
        raise ConstraintsInfeasible(
            [rule.id],
            f"no seat can cost {asked} or less; the least is {found} ({where}).",
        )


def _least(season: Season, performance: Performance) -> int:
    """Return the least that a seat can cost, over tiers, categories and tariffs."""
    if any(isinstance(each.price, Suspended) for each in season.tariffs):
        return 0
    venue = season.venue_of(performance)
    full = min(
        venue.tier(tier).prices_minor[place]
        for tier in performance.ladder
        for place, count in enumerate(performance.capacities)
        if count
    )
    return min(lowest(each, full) for each in season.tariffs)
