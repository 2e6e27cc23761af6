"""What solidarity budgets still pay for, and sales that they do not.

A reduction counts from when its seat is held, a surplus only once its seat is
sold: so no quote that runs out, and no order of sales, overdraws a budget.
"""

from collections.abc import Sequence

from pricing.domain.errors import BudgetExhausted
from pricing.domain.money import format_minor
from pricing.domain.quote import PricedItem
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.quotes.on_sale import SeasonOnSale


def left_permille(rule: SolidarityBudget, on_sale: SeasonOnSale) -> int:
    """Return what is left of a budget, in thousandths of minor units."""
    season = on_sale.season
    solidarity = [tariff.id for tariff in season.tariffs if tariff.solidarity]
    left = rule.given_minor * 1000
    for performance in season.performances:
        if rule.scope.covers(performance):
            counts = on_sale.seats(performance.id)
            left += rule.surplus_permille * counts.surplus_minor
            left -= 1000 * sum(counts.reduced_minor[each] for each in solidarity)
    return left


def check(on_sale: SeasonOnSale, items: Sequence[PricedItem]) -> None:
    """Refuse reductions that a budget of the season does not pay for.

    Raises
    ------
    BudgetExhausted
        It names the rule, what was wanted and what is left.
    """
    season = on_sale.season
    for rule in season.rules:
        if isinstance(rule, SolidarityBudget):
            wanted = sum(_reduction_minor(rule, season, each) for each in items)
            if wanted and wanted * 1000 > (left := left_permille(rule, on_sale)):
                raise BudgetExhausted(
                    rule.id,
                    format_minor(wanted, season.currency_code),
                    format_minor(max(0, left // 1000), season.currency_code),
                )


def _reduction_minor(rule: SolidarityBudget, season: Season, priced: PricedItem) -> int:
    """Return what a budget would pay for the seats of an item."""
    item = priced.item
    if not season.tariff_by_id[item.tariff_id].solidarity:
        return 0
    if not rule.scope.covers(season.performance_by_id[item.performance_id]):
        return 0
    return item.count * max(0, priced.reference_price_minor - priced.received_minor)
