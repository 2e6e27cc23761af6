"""Whether prices posted and seats sold kept to the rules, with the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from pricing.constraints.filters import breach
from pricing.domain.money import format_minor
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.rules import AccessShare, NeverFalls, Rule, SolidarityShare
from pricing.domain.season import Season

# Expected sales may miss a share by rounding of floats.
SHARE_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Sale:
    """Seats sold together at one price, so many days before the curtain."""

    performance_id: str
    seat_category_id: str
    tariff_id: str
    price_minor: int
    days_out: float
    seat_count: int = 1


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that was not kept; no performance where it is about a season."""

    rule_id: str
    performance_id: str
    message: str


def violations(
    season: Season, plan: PricePlan, sales: Sequence[Sale] | None = None
) -> list[Violation]:
    """Return how a plan, or what was sold under it, breaks the season's rules.

    Parameters
    ----------
    season : Season
    plan : PricePlan
        Its posted tiers are checked against the rules on prices.
    sales : sold seats, optional
        Checked against the rules on sales. Without them these rules are judged
        by the plan's own expectation.
    """
    found: list[Violation] = []
    for rule in season.rules:
        if isinstance(rule, AccessShare | SolidarityShare):
            if sales is None:
                found.extend(_expected(rule, plan))
            elif isinstance(rule, AccessShare):
                found.extend(_access(rule, season, sales))
            else:
                found.extend(_kept(rule, season, sales))
        else:
            for each in plan.performances:
                found.extend(_posted(rule, season, each))
    return found


def _posted(rule: Rule, season: Season, plan: PerformancePlan) -> list[Violation]:
    """Check the tiers of a path against a rule on prices."""
    performance = season.performance_by_id[plan.performance_id]
    venue = season.venue_of(performance)
    if not rule.scope.covers(performance):
        return []
    found = []
    if isinstance(rule, NeverFalls):
        order = [tier.id for tier in venue.price_tiers]
        for period, (before, after) in enumerate(
            zip(plan.tier_path, plan.tier_path[1:], strict=False)
        ):
            if order.index(after) < order.index(before):
                message = (
                    f"the price falls from tier {before!r} to {after!r} in booking "
                    f"period {period + 2}"
                )
                found.append(Violation(rule.id, performance.id, message))
        return found
    for tier_id in dict.fromkeys(plan.tier_path):
        message = breach(rule, season, performance, venue.tier(tier_id))
        if message:
            found.append(Violation(rule.id, performance.id, message))
    return found


def _expected(rule: Rule, plan: PricePlan) -> list[Violation]:
    """Check a rule on sales by the room that the plan states."""
    for outcome in plan.rules:
        if outcome.id == rule.id and outcome.slack < -SHARE_TOLERANCE:
            message = f"the plan expects to miss it by {-outcome.slack:.4g}"
            return [Violation(rule.id, "", message)]
    return []


def _access(
    rule: AccessShare, season: Season, sales: Sequence[Sale]
) -> list[Violation]:
    """Check the share of seats sold at or under the rule's price."""
    groups: dict[str, list[Sale]] = {}
    for sale in sales:
        if rule.scope.covers(season.performance_by_id[sale.performance_id]):
            key = sale.performance_id if rule.each_performance else ""
            groups.setdefault(key, []).append(sale)
    found = []
    for performance_id, group in groups.items():
        total = sum(sale.seat_count for sale in group)
        low = sum(s.seat_count for s in group if s.price_minor <= rule.price_minor)
        if low * 1000 < rule.share_permille * total:
            message = (
                f"{low} of {total} seats are sold at "
                f"{format_minor(rule.price_minor, season.currency_code)} or less, "
                f"{low / total:.1%} where {rule.share_permille / 10:g} % are asked"
            )
            found.append(Violation(rule.id, performance_id, message))
    return found


def _kept(
    rule: SolidarityShare, season: Season, sales: Sequence[Sale]
) -> list[Violation]:
    """Check that the public bought none of the seats kept until the release day."""
    public: dict[tuple[str, str], int] = {}
    for sale in sales:
        if (
            rule.scope.covers(season.performance_by_id[sale.performance_id])
            and not season.tariff_by_id[sale.tariff_id].solidarity
            and sale.days_out > rule.release_days_out
        ):
            key = (sale.performance_id, sale.seat_category_id)
            public[key] = public.get(key, 0) + sale.seat_count
    found = []
    for (performance_id, category_id), sold in public.items():
        performance = season.performance_by_id[performance_id]
        index = season.venue_of(performance).category_index(category_id)
        capacity = performance.capacities[index]
        limit = capacity - rule.kept(category_id, capacity)
        if sold > limit:
            message = (
                f"{sold} seats of {category_id!r} went to the public before the "
                f"release day, {limit} of {capacity} at most"
            )
            found.append(Violation(rule.id, performance_id, message))
    return found
