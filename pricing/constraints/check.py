"""Whether prices posted and seats sold kept to the rules, with the numbers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pricing.constraints.path_check import breaches
from pricing.constraints.sales_check import Sale, Violation, sold
from pricing.domain.money import format_minor
from pricing.domain.named import parity_breach
from pricing.domain.plan import PricePlan
from pricing.domain.rules import ChannelParity, Rule
from pricing.domain.sales_rules import SALES_KINDS
from pricing.domain.season import Season

__all__ = ["Sale", "Violation", "violations"]

# Expected sales may miss a bound by rounding of floats.
TOLERANCE = 1e-6


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
        by the plan's own expectation; so is, always, a GroupGap in posted
        prices or in surplus, which no sale shows.
    """
    found: list[Violation] = []
    for rule in season.rules:
        if isinstance(rule, SALES_KINDS):
            seen = None if sales is None else sold(rule, season, plan, sales)
            found += _expected(rule, plan) if seen is None else seen
        elif isinstance(rule, ChannelParity):
            found += _parity(rule, season, sales or ())
        else:
            found += [
                Violation(rule.id, path.performance_id, message)
                for path in plan.performances
                for message in breaches(rule, season, plan, path)
            ]
    return found


def _expected(rule: Rule, plan: PricePlan) -> list[Violation]:
    """Check a rule on sales by the room that the plan states."""
    outcome = plan.outcome_by_id.get(rule.id)
    if outcome is None or outcome.slack >= -TOLERANCE:
        return []
    message = f"the plan expects to miss it by {-outcome.slack:.4g}"
    return [Violation(rule.id, "", message)]


def _parity(
    rule: ChannelParity, season: Season, sales: Sequence[Sale]
) -> Iterator[Violation]:
    """Check what channels add to the price, and that they sold at one price."""
    if message := parity_breach(season, rule):
        yield Violation(rule.id, "", message)
    prices: dict[tuple[object, ...], dict[str, set[int]]] = {}
    for sale in sales:
        performance = season.performance_by_id[sale.performance_id]
        if rule.scope.covers(performance):
            period = season.period_at(sale.days_out)
            key = (*sale.what, period)
            at = prices.setdefault(key, {}).setdefault(sale.channel_id, set())
            at.add(sale.price_minor)
    for (performance_id, category_id, tariff_id, *_), by_channel in prices.items():
        for (one, some), (other, others) in pairwise(sorted(by_channel.items())):
            if not some & others:
                currency = season.currency_code
                yield Violation(
                    rule.id,
                    str(performance_id),
                    f"{category_id!r} at tariff {tariff_id!r} sold at "
                    f"{format_minor(min(some), currency)} on {one!r} and at "
                    f"{format_minor(min(others), currency)} on {other!r} in one "
                    "booking period",
                )
