"""Rules that act as offer filters: which tiers they leave on a ladder."""

from collections.abc import Sequence
from itertools import pairwise

from pricing.constraints.conflict import irreducible
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.rules import CategoryOrder, PriceBounds, Rule
from pricing.domain.season import Season
from pricing.domain.venue import PriceTier


def breach(
    rule: Rule, season: Season, performance: Performance, tier: PriceTier
) -> str:
    """Return how a tier breaks a filter rule, with the numbers; "" when it does not.

    Categories without seats are not sold, so their prices break nothing.
    """
    if not rule.scope.covers(performance):
        return ""
    venue = season.venue_of(performance)
    sold = [
        (category.id, price)
        for category, price, capacity in zip(
            venue.seat_categories,
            tier.prices_minor,
            performance.capacities,
            strict=True,
        )
        if capacity > 0
    ]
    currency = season.currency_code
    if isinstance(rule, PriceBounds):
        for category, price in sold:
            if rule.seat_category_id in ("", category) and not (
                rule.floor_minor <= price <= rule.cap_minor
            ):
                bound = rule.cap_minor if price > rule.cap_minor else rule.floor_minor
                side = "over the cap" if price > rule.cap_minor else "under the floor"
                return (
                    f"{category!r} at {format_minor(price, currency)} in tier "
                    f"{tier.id!r} is {side} of {format_minor(bound, currency)}"
                )
    if isinstance(rule, CategoryOrder):
        for (better, high), (worse, low) in pairwise(sold):
            if high < low:
                return (
                    f"{better!r} at {format_minor(high, currency)} costs less than "
                    f"{worse!r} at {format_minor(low, currency)} in tier {tier.id!r}"
                )
    return ""


def left(
    rules: Sequence[Rule], season: Season, performance: Performance
) -> tuple[bool, ...]:
    """Return for each tier of the ladder whether the filter rules leave it."""
    return tuple(
        not any(breach(rule, season, performance, tier) for rule in rules)
        for tier in season.ladder_of(performance)
    )


def allowed(season: Season, performance: Performance) -> tuple[str, ...]:
    """Return the ids of the tiers that the season's filter rules leave, rising.

    Raises
    ------
    ConstraintsInfeasible
        When none is left; it names the fewest rules that leave none.
    """
    kept = left(season.rules, season, performance)
    if not any(kept):
        rules = irreducible(
            season.rules, lambda some: not any(left(some, season, performance))
        )
        raise ConstraintsInfeasible(
            [rule.id for rule in rules], _why(rules, season, performance)
        )
    return tuple(
        tier for tier, stays in zip(performance.ladder, kept, strict=True) if stays
    )


def _why(rules: Sequence[Rule], season: Season, performance: Performance) -> str:
    """Return, tier by tier, which rule takes it off the ladder."""
    reasons = []
    for tier in season.ladder_of(performance):
        rule, found = next(
            (rule, found)
            for rule in rules
            if (found := breach(rule, season, performance, tier))
        )
        reasons.append(f"{found} ({rule.id})")
    return (
        f"they leave no tier on the ladder of {performance.id!r}: {'; '.join(reasons)}."
    )
