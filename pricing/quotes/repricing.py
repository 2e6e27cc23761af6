"""Which tier is posted at a re-pricing event, within the rules.

A posted price changes only when a plan is activated, when a performance goes on
sale, when a booking period begins and when a PriceStep lets a move go on;
between these it stands for all buyers. The tier is the plan's for the period,
moved onto a tier that the season's rules allow now, and never below the tier
posted before while a NeverFalls rule covers the performance and somebody may
have bought at it; from the tier posted before it goes as far as
``price_steps`` lets it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pricing.constraints.filters import allowed, breach, price_breach
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan, RuleStep
from pricing.domain.rules import NeverFalls
from pricing.domain.season import Season
from pricing.quotes.category_prices import CategoryMoves, category_prices, nearest
from pricing.quotes.posting import Posting
from pricing.quotes.price_steps import Move, step


def period_start(plan: PricePlan, performance: Performance, period: int) -> datetime:
    """Return when a booking period of a performance begins."""
    return performance.starts_at - timedelta(days=plan.period_days_out[period])


def period_at(plan: PricePlan, performance: Performance, now: datetime) -> int:
    """Return the booking period in force; the first before it begins."""
    period = 0
    for index in range(1, len(plan.period_days_out)):
        if period_start(plan, performance, index) <= now:
            period = index
    return period


def next_change_time(
    plan: PricePlan, performance: Performance, posting: Posting
) -> datetime | None:
    """Return when the posted price may change next, None when it stands for good."""
    following = posting.period + 1
    times = [] if posting.due is None else [posting.due]
    if posting.before_sale:
        times.append(performance.on_sale_at)
    if following < len(plan.period_days_out):
        times.append(period_start(plan, performance, following))
    return min(times, default=None)


def repost(
    season: Season,
    plan: PricePlan,
    performance: Performance,
    posted: Posting | None,
    now: datetime,
) -> Posting:
    """Return what a re-pricing event posts for a performance that the plan prices.

    Raises
    ------
    ConstraintsInfeasible
        When the rules allow no tier of the performance at all.
    """
    period = period_at(plan, performance, now)
    path = plan.performance_by_id[performance.id]
    # Nobody bought at a price that was posted before the sale; once one was on sale
    # somebody may have, even where the opening was put off since.
    binding = None if posted is None or posted.before_sale else posted
    # Once categories stand apart, a plan that moves them together joins them one
    # by one, within the rules.
    if path.category_path or (binding is not None and binding.category_tiers):
        return _by_category(season, plan, performance, binding, period, now)
    steps = list(path.steps[period])
    tiers = allowed(season, performance, path.demand_mean)

    def moved(tier_id: str, rule_id: str) -> str:
        if steps and steps[-1].rule_id == rule_id:
            steps.pop()
        steps.append(RuleStep(rule_id, tier_id))
        return tier_id

    tier_id = path.tier_path[period]
    if tier_id not in tiers:
        rule_id, _ = forbidden_by(season, performance, tier_id, path.demand_mean)
        tier_id = moved(nearest(performance.ladder, tier_id, tiers), rule_id)
    held_by = never_falls(season, performance)
    if (
        binding is not None
        and held_by
        and is_higher(season, performance, binding.tier_id, tier_id)
    ):
        tier_id = moved(binding.tier_id, held_by)

    coming, coming_at = _coming(plan, performance, period, tiers)
    move = Move(season, performance, tier_id, tiers, now, coming, coming_at)
    if binding is not None:
        move = replace(
            move,
            start=binding.tier_id,
            changed_at=binding.changed_at,
            announced=binding.announced_tier_id,
            announced_for=binding.announced_for,
        )
    got = step(move)
    if got.tier_id != tier_id:
        tier_id = moved(got.tier_id, got.rule_id)
    return Posting(
        performance_id=performance.id,
        tier_id=tier_id,
        plan_id=plan.id,
        period=period,
        unrestricted_tier_id=path.unrestricted_path[period],
        steps=tuple(steps),
        before_sale=binding is None and now < performance.on_sale_at,
        changed_at=got.changed_at,
        due=got.due,
        announced_tier_id=got.announced_tier_id,
        announced_for=got.announced_for,
    )


def _by_category(
    season: Season,
    plan: PricePlan,
    performance: Performance,
    binding: Posting | None,
    period: int,
    now: datetime,
) -> Posting:
    """Return what is posted where each category moves by itself.

    The posting's tier is that of the best category on sale.
    """
    path = plan.performance_by_id[performance.id]
    count, following = len(performance.capacities), period + 1
    moves = CategoryMoves(
        season=season,
        performance=performance,
        path=[path.categories_at(t, count) for t in range(len(path.tier_path))],
        demand=path.demand_mean,
        period=period,
        binding=binding,
        now=now,
        coming_at=period_start(plan, performance, following)
        if following < len(plan.period_days_out)
        else None,
    )
    got = category_prices(moves)
    tier_id = next((tier for tier in got.tiers if tier), path.tier_path[period])
    return Posting(
        performance_id=performance.id,
        tier_id=tier_id,
        plan_id=plan.id,
        period=period,
        unrestricted_tier_id=tier_id,
        before_sale=binding is None and now < performance.on_sale_at,
        changed_at=got.changed_at,
        due=got.due,
        announced_for=got.announced_for,
        category_tiers=got.tiers,
        category_last=got.last,
        category_announced=got.announced,
        category_planned=got.planned,
        category_steps=got.steps,
    )


def _coming(
    plan: PricePlan, performance: Performance, period: int, tiers: Sequence[str]
) -> tuple[str, datetime | None]:
    """Return what the next booking period would post, and when it begins."""
    following = period + 1
    if following >= len(plan.period_days_out):
        return "", None
    wanted = plan.performance_by_id[performance.id].tier_path[following]
    if wanted not in tiers:
        wanted = nearest(performance.ladder, wanted, tiers)
    return wanted, period_start(plan, performance, following)


def never_falls(season: Season, performance: Performance) -> str:
    """Return the id of a rule that keeps the price from falling, or ""."""
    for rule in season.rules:
        if isinstance(rule, NeverFalls) and rule.scope.covers(performance):
            return rule.id
    return ""


def is_higher(
    season: Season, performance: Performance, tier_id: str, other_id: str
) -> bool:
    """Return whether a tier stands above another on the venue's ladder."""
    order = [tier.id for tier in season.venue_of(performance).price_tiers]
    return order.index(tier_id) > order.index(other_id)


def forbidden_by(
    season: Season,
    performance: Performance,
    tier_id: str,
    demand: float | None = None,
) -> tuple[str, str]:
    """Return the id of the first rule that forbids a tier, and its numbers.

    Both are empty where every rule allows it; ``demand`` is the forecast of the
    performance at reference prices, in seats.
    """
    tier = season.venue_of(performance).tier(tier_id)
    for rule in season.rules:
        if numbers := breach(rule, season, performance, tier, demand):
            return rule.id, numbers
    return "", ""


def forbidden_posting(
    season: Season, performance: Performance, posting: Posting, demand: float | None
) -> tuple[str, str]:
    """Return the id of the first rule that forbids a posted price, and its numbers.

    Both are empty where every rule allows what is posted.
    """
    if not posting.category_tiers:
        return forbidden_by(season, performance, posting.tier_id, demand)
    venue = season.venue_of(performance)
    for rule in season.rules:
        if not rule.scope.covers(performance):
            continue
        for place, tier in enumerate(posting.category_tiers):
            if tier and performance.capacities[place]:
                price = venue.tier(tier).prices_minor[place]
                side, bound = price_breach(
                    rule, season, performance, place, price, demand
                )
                if side:
                    currency = season.currency_code
                    return rule.id, (
                        f"{venue.seat_categories[place].id!r} at "
                        f"{format_minor(price, currency)} is {side} of "
                        f"{format_minor(bound, currency)}"
                    )
    return "", ""
