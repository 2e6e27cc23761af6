"""Sales that solidarity budgets do not pay for: see ``pricing.quotes.funds``."""

from collections.abc import Sequence

from pricing.domain.errors import BudgetExhausted
from pricing.domain.fund import MILLI
from pricing.domain.money import format_minor
from pricing.domain.quote import PricedItem
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.quotes.funds import budgets
from pricing.quotes.on_sale import SeasonOnSale


def check(on_sale: SeasonOnSale, items: Sequence[PricedItem]) -> None:
    """Refuse reductions that a budget of the season does not pay for.

    Raises
    ------
    BudgetExhausted
        It names the rule, what was wanted and what is left.
    """
    season = on_sale.season
    for rule in budgets(season):
        wanted = sum(_reduction_minor(rule, season, each) for each in items)
        left = on_sale.funds.left_milli(rule.id)
        if wanted and wanted * MILLI > left:
            raise BudgetExhausted(
                rule.id,
                format_minor(wanted, season.currency_code),
                format_minor(left // MILLI, season.currency_code),
            )


def _reduction_minor(rule: SolidarityBudget, season: Season, priced: PricedItem) -> int:
    """Return what a budget would pay for the seats of an item."""
    item = priced.item
    if not season.tariff_by_id[item.tariff_id].solidarity:
        return 0
    if not rule.scope.covers(season.performance_by_id[item.performance_id]):
        return 0
    return item.count * max(0, priced.reference_price_minor - priced.received_minor)
