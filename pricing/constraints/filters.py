"""Rules that act as offer filters: which tiers they leave on a ladder."""

from collections.abc import Sequence
from itertools import pairwise

from pricing.constraints.conflict import irreducible
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    CategoryOrder,
    KeepOpen,
    PopularityCap,
    PriceBounds,
    Rule,
)
from pricing.domain.season import Season
from pricing.domain.venue import PriceTier

# The kinds that strike prices; a tuple, since a union is made anew at each use.
FILTERS = (PriceBounds, CategoryOrder, PopularityCap)


def breach(
    rule: Rule,
    season: Season,
    performance: Performance,
    tier: PriceTier,
    demand: float | None = None,
) -> str:
    """Return how a tier breaks a filter rule, with the numbers; "" when it does not.

    Categories without seats are not sold, so their prices break nothing.
    ``demand`` is the performance's forecast at reference prices, in seats; where
    nobody knows it, no performance is popular.
    """
    if not rule.scope.covers(performance):
        return ""
    categories = season.venue_of(performance).seat_categories
    sold = [c for c, seats in enumerate(performance.capacities) if seats > 0]
    currency = season.currency_code
    if isinstance(rule, CategoryOrder):
        for better, worse in pairwise(sold):
            high, low = tier.prices_minor[better], tier.prices_minor[worse]
            if high < low:
                return (
                    f"{categories[better].id!r} at {format_minor(high, currency)} "
                    f"costs less than {categories[worse].id!r} at "
                    f"{format_minor(low, currency)} in tier {tier.id!r}"
                )
        return ""
    for place in sold:
        price = tier.prices_minor[place]
        side, bound = price_breach(rule, season, performance, place, price, demand)
        if side:
            return (
                f"{categories[place].id!r} at {format_minor(price, currency)} in tier "
                f"{tier.id!r} is {side} of {format_minor(bound, currency)}"
            )
    return ""


def price_breach(
    rule: Rule,
    season: Season,
    performance: Performance,
    place: int,
    price_minor: int,
    demand: float | None = None,
) -> tuple[str, int]:
    """Return on which side of which bound a category's full price breaks a rule.

    Parameters
    ----------
    rule, season, performance : the rule covers the performance
    place : int
        Place of the seat category in the venue.
    price_minor : int
    demand : float, seats, optional

    Returns
    -------
    side : words, "" where the price breaks nothing
    bound_minor : int
    """
    if isinstance(rule, PriceBounds):
        category = season.venue_of(performance).seat_categories[place].id
        if rule.seat_category_id in ("", category):
            if price_minor > rule.cap_minor:
                return "over the cap", rule.cap_minor
            if price_minor < rule.floor_minor:
                return "under the floor", rule.floor_minor
    if (
        isinstance(rule, PopularityCap)
        and demand is not None
        and rule.popular(demand, performance.capacity)
    ):
        reference = season.reference_minor(performance, place)
        if not rule.allows(price_minor, reference):
            most = reference * (1000 + rule.rise_permille) // 1000
            side = f"over the cap at a demand of {demand:.0f} seats for "
            return f"{side}{performance.capacity}", most
    return "", 0


def keeps_open(covering: Sequence[Rule]) -> bool:
    """Return whether the rules that cover a performance keep its categories open."""
    said = [rule.on for rule in covering if isinstance(rule, KeepOpen)]
    return any(said) or not said


def filtering(
    rules: Sequence[Rule], performance: Performance
) -> list[PriceBounds | CategoryOrder | PopularityCap]:
    """Return the rules that strike prices of a performance."""
    return [
        rule
        for rule in rules
        if isinstance(rule, FILTERS) and rule.scope.covers(performance)
    ]


def left(
    rules: Sequence[Rule],
    season: Season,
    performance: Performance,
    demand: float | None = None,
) -> tuple[bool, ...]:
    """Return for each tier of the ladder whether the filter rules leave it."""
    acting = filtering(rules, performance)
    return tuple(
        not any(breach(rule, season, performance, tier, demand) for rule in acting)
        for tier in season.ladder_of(performance)
    )


def prices_left(
    rules: Sequence[Rule],
    season: Season,
    performance: Performance,
    demand: float | None = None,
) -> tuple[tuple[bool, ...], ...]:
    """Return for each tier and category whether its price alone breaks no rule.

    Where no seats of a category are sold, no price of it breaks a rule.
    """
    acting = filtering(rules, performance)
    return tuple(
        tuple(
            not seats
            or not any(
                price_breach(rule, season, performance, place, price, demand)[0]
                for rule in acting
            )
            for place, (price, seats) in enumerate(
                zip(tier.prices_minor, performance.capacities, strict=True)
            )
        )
        for tier in season.ladder_of(performance)
    )


def check_prices_left(
    season: Season, performance: Performance, demand: float | None = None
) -> None:
    """Refuse rules that leave a category of a performance no price.

    Raises
    ------
    ConstraintsInfeasible
        It names the rules that strike prices.
    """
    kept = prices_left(season.rules, season, performance, demand)
    for place, category in enumerate(season.venue_of(performance).seat_categories):
        if not any(may[place] for may in kept):
            raise ConstraintsInfeasible(
                [rule.id for rule in filtering(season.rules, performance)],
                f"they leave {category.id!r} of {performance.id!r} no price.",
            )


def allowed(
    season: Season, performance: Performance, demand: float | None = None
) -> tuple[str, ...]:
    """Return the ids of the tiers that the season's filter rules leave, rising.

    ``demand`` is the performance's forecast at reference prices, in seats.

    Raises
    ------
    ConstraintsInfeasible
        When none is left; it names the fewest rules that leave none.
    """
    kept = left(season.rules, season, performance, demand)
    if not any(kept):
        rules = irreducible(
            season.rules, lambda some: not any(left(some, season, performance, demand))
        )
        raise ConstraintsInfeasible(
            [rule.id for rule in rules], why_none(rules, season, performance, demand)
        )
    return tuple(
        tier for tier, stays in zip(performance.ladder, kept, strict=True) if stays
    )


def why_none(
    rules: Sequence[Rule],
    season: Season,
    performance: Performance,
    demand: float | None,
) -> str:
    """Return in words, tier by tier, which rule takes it off the ladder.

    To be asked only where none is left.
    """
    reasons = []
    for tier in season.ladder_of(performance):
        rule, found = next(
            (rule, found)
            for rule in rules
            if (found := breach(rule, season, performance, tier, demand))
        )
        reasons.append(f"{found} ({rule.id})")
    return f"no tier is left on the ladder of {performance.id!r}: {'; '.join(reasons)}."
