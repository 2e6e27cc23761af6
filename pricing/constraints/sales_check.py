"""Whether seats sold kept to the rules on sales, with the numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.money import format_minor
from pricing.domain.objective import in_group
from pricing.domain.plan import PricePlan
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.sales_rules import SalesRule
from pricing.domain.season import Season

# A gap may pass its bound by the rounding of floats.
GAP_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Sale:
    """Seats sold together at one price, so many days before the curtain.

    The price is the ticket's, without a commission on top.
    """

    performance_id: str
    seat_category_id: str
    tariff_id: str
    price_minor: int
    days_out: float
    seat_count: int = 1
    means_bracket_id: str = ""
    channel_id: str = ""

    @property
    def what(self) -> tuple[str, str, str, str]:
        """Performance, seat category, tariff and means bracket."""
        return (
            self.performance_id,
            self.seat_category_id,
            self.tariff_id,
            self.means_bracket_id,
        )


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that was not kept; no performance where it is about a season."""

    rule_id: str
    performance_id: str
    message: str


def sold(
    rule: SalesRule, season: Season, plan: PricePlan, sales: Sequence[Sale]
) -> list[Violation] | None:
    """Return how seats sold break a rule; None where sales cannot show it."""
    inside = [
        sale
        for sale in sales
        if rule.scope.covers(season.performance_by_id[sale.performance_id])
    ]
    match rule:
        case AccessShare() | AveragePrice() | IncomeFloor():
            return list(_sums(rule, season, inside))
        case SolidarityShare():
            return list(_kept(rule, season, inside))
        case SolidarityBudget():
            return list(_budget(rule, season, inside))
        case GroupGap():
            return _gap(rule, plan, inside)


def _sums(
    rule: AccessShare | AveragePrice | IncomeFloor,
    season: Season,
    sales: Sequence[Sale],
) -> Iterator[Violation]:
    """Check a rule on each performance, or on all of them together."""
    groups: dict[str, list[Sale]] = {}
    if rule.each_performance:
        # No sale is no income, and must show.
        groups = {
            p.id: [] for p in season.performances if rule.scope.covers(p) and p.capacity
        }
        for sale in sales:
            groups.setdefault(sale.performance_id, []).append(sale)
    else:
        groups[""] = list(sales)
    currency = season.currency_code
    for performance_id, group in groups.items():
        total = sum(sale.seat_count for sale in group)
        paid = sum(sale.seat_count * sale.price_minor for sale in group)
        message = ""
        if isinstance(rule, AccessShare):
            low = sum(s.seat_count for s in group if s.price_minor <= rule.price_minor)
            if low * 1000 < rule.share_permille * total:
                message = (
                    f"{low} of {total} seats are sold at "
                    f"{format_minor(rule.price_minor, currency)} or less, "
                    f"{low / total:.1%} where {rule.share_permille / 10:g} % are asked"
                )
        elif isinstance(rule, AveragePrice):
            if paid > rule.price_minor * total:
                mean = format_minor(paid // total, currency)
                message = (
                    f"{total} seats are sold at {mean} on average, where "
                    f"{format_minor(rule.price_minor, currency)} is the most"
                )
        elif paid < rule.income_minor:
            message = (
                f"{total} seats bring {format_minor(paid, currency)}, where "
                f"{format_minor(rule.income_minor, currency)} are asked"
            )
        if message:
            yield Violation(rule.id, performance_id, message)


def _kept(
    rule: SolidarityShare, season: Season, sales: Sequence[Sale]
) -> Iterator[Violation]:
    """Check that the public bought none of the seats kept until the release day."""
    public: dict[tuple[str, str], int] = {}
    for sale in sales:
        if (
            not season.tariff_by_id[sale.tariff_id].solidarity
            and sale.days_out > rule.release_days_out
        ):
            key = (sale.performance_id, sale.seat_category_id)
            public[key] = public.get(key, 0) + sale.seat_count
    for (performance_id, category_id), count in public.items():
        performance = season.performance_by_id[performance_id]
        index = season.venue_of(performance).category_index(category_id)
        capacity = performance.capacities[index]
        limit = capacity - rule.kept(category_id, capacity)
        if count > limit:
            message = (
                f"{count} seats of {category_id!r} went to the public before the "
                f"release day, {limit} of {capacity} at most"
            )
            yield Violation(rule.id, performance_id, message)


def _budget(
    rule: SolidarityBudget, season: Season, sales: Sequence[Sale]
) -> Iterator[Violation]:
    """Check, sale after sale, that the budget was never overdrawn; once is enough."""
    left = rule.given_minor * 1000
    for sale in sorted(sales, key=lambda sale: sold_at(sale, season)):
        performance = season.performance_by_id[sale.performance_id]
        place = season.venue_of(performance).category_index(sale.seat_category_id)
        tariff = season.tariff_by_id[sale.tariff_id]
        left += sale.seat_count * rule.adds_permille(
            sale.price_minor,
            season.reference_minor(performance, place),
            solidarity=tariff.solidarity,
            chosen=tariff.choice is not None,
        )
        if left < 0:
            over = format_minor(-(left // 1000), season.currency_code)
            message = (
                f"reductions are {over} over the budget once "
                f"{sale.seat_count} seats at tariff {sale.tariff_id!r} are sold "
                f"{sale.days_out:g} days out"
            )
            yield Violation(rule.id, sale.performance_id, message)
            return


def sold_at(sale: Sale, season: Season) -> datetime:
    """Return when seats were sold."""
    starts_at = season.performance_by_id[sale.performance_id].starts_at
    return starts_at - timedelta(days=sale.days_out)


def _gap(
    rule: GroupGap, plan: PricePlan, sales: Sequence[Sale]
) -> list[Violation] | None:
    """Check the seats bought per head of two groups against their free gap."""
    outcome = plan.outcome_by_id.get(rule.id)
    if rule.measure != "access" or outcome is None or outcome.free_gap is None:
        return None
    free = outcome.free_gap
    one, other = (
        sum(
            sale.seat_count
            for sale in sales
            if in_group(group, sale.tariff_id, sale.means_bracket_id)
        )
        / heads
        for group, heads in zip(rule.groups, free.heads, strict=True)
    )
    most = abs(free.gap) * rule.share_permille / 1000
    if abs(one - other) <= most + GAP_TOLERANCE:
        return []
    message = (
        f"{one:.3f} seats a head of {rule.groups[0]!r} and {other:.3f} of "
        f"{rule.groups[1]!r}, {abs(one - other):.3f} apart where {most:.3f} is the most"
    )
    return [Violation(rule.id, "", message)]
