"""Which bounds on full prices hold though a posted price may not fall."""

from collections.abc import Iterator

from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.rules import PriceBounds, Rule
from pricing.domain.season import Season
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import never_falls
from pricing.store.season_books import SeasonBooks


def stands(of: SeasonBooks, posted: Posting) -> bool:
    """Return whether somebody may have bought at a posted price, or soon will.

    A sale opens at a price that is frozen before it.
    """
    frozen = of.life(posted.performance_id).frozen_at is not None
    return frozen or not posted.before_sale


def least_cap(of: SeasonBooks, season: Season, rule: PriceBounds) -> int:
    """Return the least cap that forbids no price that stands, in minor units.

    Over all performances that the rule covers; it leaves each of them a tier, too.
    """
    found = [max(prices) for prices in _standing(of, season, rule)]
    for performance in _covered(season, rule):
        tiers = _tiers(season, performance, rule)
        found.append(min(max(prices, default=0) for prices in tiers))
    return max(found, default=0)


def greatest_floor(of: SeasonBooks, season: Season, rule: PriceBounds) -> int:
    """Return the greatest floor that forbids no price that stands, in minor units.

    Over all performances that the rule covers; it leaves each of them a tier, too.
    """
    found = [min(prices) for prices in _standing(of, season, rule)]
    for performance in _covered(season, rule):
        tiers = _tiers(season, performance, rule)
        found.append(max(min(prices, default=0) for prices in tiers))
    return min(found, default=0)


def way_out(of: SeasonBooks, season: Season, rule: Rule) -> str:
    """Return which bounds hold where a price that stands breaks those of a rule.

    "" where the rule is of another kind, or breaks at neither end.
    """
    if not isinstance(rule, PriceBounds):
        return ""
    said = []
    cap, floor = least_cap(of, season, rule), greatest_floor(of, season, rule)
    if rule.cap_minor < cap:
        said.append(f"a cap of at least {format_minor(cap, season.currency_code)}")
    if rule.floor_minor > floor:
        said.append(f"a floor of at most {format_minor(floor, season.currency_code)}")
    if not said:
        return ""
    return f"{' with '.join(said)} holds, or one voted before the sale opens"


def _covered(season: Season, rule: PriceBounds) -> list[Performance]:
    return [
        each
        for each in season.performances
        if rule.scope.covers(each) and _places(season, each, rule)
    ]


def _places(season: Season, performance: Performance, rule: PriceBounds) -> list[int]:
    """Return the places of the categories on sale that a rule bounds."""
    return [
        place
        for place, category in enumerate(season.venue_of(performance).seat_categories)
        if performance.capacities[place] and rule.seat_category_id in ("", category.id)
    ]


def _tiers(
    season: Season, performance: Performance, rule: PriceBounds
) -> list[list[int]]:
    """Return the prices that a rule bounds, in minor units: a list for each tier."""
    places = _places(season, performance, rule)
    return [
        [tier.prices_minor[place] for place in places]
        for tier in season.ladder_of(performance)
    ]


def _standing(
    of: SeasonBooks, season: Season, rule: PriceBounds
) -> Iterator[list[int]]:
    """Give the prices that may not fall and that a rule bounds, by performance."""
    for performance in _covered(of.season, rule):
        posted = of.postings.get(performance.id)
        if posted is None or not stands(of, posted):
            continue
        if not never_falls(season, performance):
            continue
        venue = of.season.venue_of(performance)
        count = len(performance.capacities)
        tiers = posted.category_tiers or (posted.tier_id,) * count
        prices = [
            venue.tier(tiers[place]).prices_minor[place]
            for place in _places(of.season, performance, rule)
            if tiers[place]
        ]
        if prices:
            yield prices
