"""Tables of rules as domain types; what does not fit names its line."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from pricing.domain import rules
from pricing.domain.rules import Rule, Scope
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.files import rule_format as toml

# Keys from the root of the file to a value.
Keys = list[str | int]
T = TypeVar("T")

# Of what is not a part of a whole: demand over the seats, a rise of prices.
RATIO_PERCENT_MAX = 1000


class Values(Protocol):
    """Reads amounts and shares of a file, naming lines on faults."""

    def percent(self, at: Keys, percent: Decimal, most: int = 100) -> int:
        """Return thousandths."""

    def minor(self, at: Keys, amount: Decimal | None, otherwise: int = 0) -> int:
        """Return minor units."""

    def each(
        self, at: Keys, tables: Sequence[Any], make: Callable[[Any, Keys], T]
    ) -> tuple[T, ...]:
        """Return what is made of the tables of a list, whose ids differ."""

    def checked(self, keys: Keys, make: Callable[[], T]) -> T:
        """Return what is made."""


def rule_of(table: toml.AnyRuleTable, at: Keys, values: Values) -> Rule:
    """Return the rule of a table."""
    scope = Scope(table.production, table.venue, table.performance)

    def percent(key: str, value: Decimal, most: int = 100) -> int:
        return values.percent([*at, key], value, most)

    def minor(key: str, value: Decimal | None, otherwise: int = 0) -> int:
        return values.minor([*at, key], value, otherwise)

    match table:
        case toml.PriceBoundsTable():
            return rules.PriceBounds(
                id=table.id,
                scope=scope,
                seat_category_id=table.category,
                floor_minor=minor("floor", table.floor),
                cap_minor=minor("cap", table.cap, PRICE_MINOR_MAX),
            )
        case toml.CategoryOrderTable():
            return rules.CategoryOrder(id=table.id, scope=scope)
        case toml.KeepOpenTable():
            return rules.KeepOpen(id=table.id, scope=scope, on=table.on)
        case toml.PopularityCapTable():
            most = RATIO_PERCENT_MAX
            return rules.PopularityCap(
                id=table.id,
                scope=scope,
                demand_permille=percent("demand_percent", table.demand_percent, most),
                rise_permille=percent("rise_percent", table.rise_percent, most),
            )
        case toml.NeverFallsTable():
            return rules.NeverFalls(id=table.id, scope=scope)
        case toml.PriceStepTable():
            change = table.change_percent
            return rules.PriceStep(
                id=table.id,
                scope=scope,
                change_permille=None
                if change is None
                else percent("change_percent", change, RATIO_PERCENT_MAX),
                days_between=table.days_between,
                notice_days=table.notice_days,
            )
        case toml.ChannelParityTable():
            return rules.ChannelParity(
                id=table.id,
                scope=scope,
                commission_permille_max=percent(
                    "commission_percent_max", table.commission_percent_max
                ),
            )
        case _:
            return _sales_rule(table, scope, percent, minor)


def _sales_rule(
    table: toml.AnySalesRuleTable,
    scope: Scope,
    percent: Callable[[str, Decimal], int],
    minor: Callable[[str, Decimal], int],
) -> Rule:
    """Return a rule on what is sold to whom and paid."""
    match table:
        case toml.AccessShareTable():
            return rules.AccessShare(
                id=table.id,
                scope=scope,
                share_permille=percent("share_percent", table.share_percent),
                price_minor=minor("price", table.price),
                each_performance=table.each_performance,
            )
        case toml.SolidarityShareTable():
            return rules.SolidarityShare(
                id=table.id,
                scope=scope,
                share_permille=percent("share_percent", table.share_percent),
                release_days_out=table.release_days_out,
                seat_category_ids=table.categories,
            )
        case toml.SolidarityBudgetTable():
            return rules.SolidarityBudget(
                id=table.id,
                scope=scope,
                donations_minor=minor("donations", table.donations),
                subsidy_minor=minor("subsidy", table.subsidy),
                surplus_permille=percent("surplus_percent", table.surplus_percent),
                support_permille=None
                if table.support_percent is None
                else percent("support_percent", table.support_percent),
            )
        case toml.AveragePriceTable():
            return rules.AveragePrice(
                id=table.id,
                scope=scope,
                price_minor=minor("price", table.price),
                each_performance=table.each_performance,
            )
        case toml.IncomeFloorTable():
            return rules.IncomeFloor(
                id=table.id,
                scope=scope,
                income_minor=minor("income", table.income),
                each_performance=table.each_performance,
            )
        case toml.GroupGapTable():
            return rules.GroupGap(
                id=table.id,
                scope=scope,
                measure=table.measure,
                groups=table.groups,
                share_permille=percent("share_percent", table.share_percent),
            )
