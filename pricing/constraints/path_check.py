"""Whether the prices that a plan posts keep to the rules on prices."""

from collections.abc import Iterator
from itertools import pairwise

from pricing.constraints.filters import breach, price_breach
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.price_rules import PriceRule
from pricing.domain.rules import CategoryOrder, KeepOpen, NeverFalls, PriceStep
from pricing.domain.season import Season


def breaches(
    rule: PriceRule, season: Season, plan: PricePlan, path: PerformancePlan
) -> list[str]:
    """Return how the path of a performance breaks a rule, with the numbers."""
    performance = season.performance_by_id[path.performance_id]
    if not rule.scope.covers(performance):
        return []
    match rule:
        case NeverFalls():
            return list(_falls(season, performance, path))
        case PriceStep():
            return list(_steps(rule, season, performance, plan, path))
        case KeepOpen():
            return list(_closed(rule, season, performance, path))
        case _ if path.category_path:
            return list(_prices(rule, season, performance, path))
    venue = season.venue_of(performance)
    found = (
        breach(rule, season, performance, venue.tier(tier), path.demand_mean)
        for tier in dict.fromkeys(path.tier_path)
    )
    return [message for message in found if message]


def posted_prices(
    season: Season, performance: Performance, path: PerformancePlan
) -> list[list[int | None]]:
    """Return what each category costs in each period; None where it is not sold."""
    venue = season.venue_of(performance)
    return [
        [
            venue.tier(tier).prices_minor[place] if tier and seats else None
            for place, (tier, seats) in enumerate(
                zip(
                    path.categories_at(period, len(performance.capacities)),
                    performance.capacities,
                    strict=True,
                )
            )
        ]
        for period in range(len(path.tier_path))
    ]


def _prices(
    rule: PriceRule, season: Season, performance: Performance, path: PerformancePlan
) -> Iterator[str]:
    """Check prices that each category has by itself against a filter rule."""
    categories = season.venue_of(performance).seat_categories
    currency = season.currency_code
    for period, prices in enumerate(posted_prices(season, performance, path), 1):
        on_sale = [(c, price) for c, price in enumerate(prices) if price is not None]
        if isinstance(rule, CategoryOrder):
            for (better, high), (worse, low) in pairwise(on_sale):
                if high < low:
                    yield (
                        f"{categories[better].id!r} at {format_minor(high, currency)} "
                        f"costs less than {categories[worse].id!r} at "
                        f"{format_minor(low, currency)} in booking period {period}"
                    )
        for place, price in on_sale:
            side, bound = price_breach(
                rule, season, performance, place, price, path.demand_mean
            )
            if side:
                yield (
                    f"{categories[place].id!r} at {format_minor(price, currency)} in "
                    f"booking period {period} is {side} of "
                    f"{format_minor(bound, currency)}"
                )


def _closed(
    rule: KeepOpen, season: Season, performance: Performance, path: PerformancePlan
) -> Iterator[str]:
    """Check that no category is closed where a rule keeps all open."""
    categories = season.venue_of(performance).seat_categories
    for period in range(len(path.category_path) if rule.on else 0):
        for place, tier in enumerate(path.category_path[period]):
            if not tier and performance.capacities[place]:
                yield (
                    f"{categories[place].id!r} is closed in booking period "
                    f"{period + 1}, with {performance.capacities[place]} seats"
                )


def _falls(
    season: Season, performance: Performance, path: PerformancePlan
) -> Iterator[str]:
    """Check that no category costs less than it did; a closed one costs nothing."""
    categories = season.venue_of(performance).seat_categories
    if not path.category_path:
        order = [tier.id for tier in season.venue_of(performance).price_tiers]
        for period, (before, after) in enumerate(pairwise(path.tier_path), 2):
            if order.index(after) < order.index(before):
                yield (
                    f"the price falls from tier {before!r} to {after!r} in booking "
                    f"period {period}"
                )
        return
    last: dict[int, int] = {}
    for period, prices in enumerate(posted_prices(season, performance, path), 1):
        for place, price in enumerate(prices):
            if price is not None and price < last.get(place, price):
                yield (
                    f"the price of {categories[place].id!r} falls from "
                    f"{format_minor(last[place], season.currency_code)} to "
                    f"{format_minor(price, season.currency_code)} in booking period "
                    f"{period}"
                )
            if price is not None:
                last[place] = price


def _steps(
    rule: PriceStep,
    season: Season,
    performance: Performance,
    plan: PricePlan,
    path: PerformancePlan,
) -> Iterator[str]:
    """Check how far prices move at a change, and the days between two changes."""
    categories = season.venue_of(performance).seat_categories
    currency = season.currency_code
    last: dict[int, int] = {}
    changed: int | None = None
    for period, prices in enumerate(posted_prices(season, performance, path)):
        days_out = plan.period_days_out[period]
        moved = False
        for place, price in enumerate(prices):
            if price is None:
                continue
            before = last.get(place, price)
            moved |= price != before
            if not rule.allows(before, price):
                most = rule.change_permille or 0
                yield (
                    f"{categories[place].id!r} goes from "
                    f"{format_minor(before, currency)} to "
                    f"{format_minor(price, currency)} in booking period {period + 1}, "
                    f"{abs(price - before) / max(before, 1):.1%} where "
                    f"{most / 10:g} % is the most"
                )
            last[place] = price
        if moved:
            if changed is not None and changed - days_out < rule.days_between:
                yield (
                    f"prices change {days_out} days out, {changed - days_out} days "
                    f"after a change, where {rule.days_between} are the fewest"
                )
            changed = days_out
