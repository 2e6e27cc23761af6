"""Caps on full prices, held against what solidarity tariffs ask."""

from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.errors import CapUnderSolidarity
from pricing.domain.money import format_minor
from pricing.domain.rules import PriceBounds, Rule, Scope
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff


def cheapest_solidarity(
    season: Season, scope: Scope, seat_category_id: str = ""
) -> tuple[int, str] | None:
    """Return the lowest price of a solidarity tariff, and the tariff; None without one.

    Over the tiers of the performances in the scope, and one category or all. Tickets
    that somebody else paid for have no price.
    """
    found: list[tuple[int, str]] = []
    tariffs = [
        tariff
        for tariff in season.tariffs
        if tariff.solidarity and not isinstance(tariff.price, Suspended)
    ]
    for performance in season.performances:
        if not scope.covers(performance):
            continue
        venue = season.venue_of(performance)
        for place, category in enumerate(venue.seat_categories):
            if seat_category_id not in ("", category.id):
                continue
            if not performance.capacities[place]:
                continue
            full = {venue.tier(t).prices_minor[place] for t in performance.ladder}
            found += [(lowest(each, min(full)), each.id) for each in tariffs]
    return min(found, default=None)


def check_cap(season: Season, rule: Rule) -> None:
    """Refuse a cap under the cheapest solidarity price.

    Raises
    ------
    CapUnderSolidarity
    """
    if not isinstance(rule, PriceBounds):
        return
    cheapest = cheapest_solidarity(season, rule.scope, rule.seat_category_id)
    if cheapest is not None and rule.cap_minor < cheapest[0]:
        price, tariff_id = cheapest
        currency = season.currency_code
        cap = format_minor(rule.cap_minor, currency)
        raise CapUnderSolidarity(rule.id, cap, format_minor(price, currency), tariff_id)


def lowest(tariff: Tariff, full_minor: int) -> int:
    """Return the lowest price of a tariff where a full price is posted."""
    if isinstance(tariff.price, AmongAmounts | BetweenBounds):
        return tariff.price.low_minor
    brackets = tariff.bracket_ids or ("",)
    return min(tariff.price_minor(full_minor, each) for each in brackets)
