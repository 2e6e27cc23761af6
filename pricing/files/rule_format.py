"""[[rules]] of the season file: one table for each kind of rule."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from pricing.domain.rules import KINDS
from pricing.domain.sales_rules import GapMeasure
from pricing.files.table import Amount, Id, Percent, Table


class RuleTable(Table):
    """What every rule has: an id, and the performances it is about."""

    id: Id
    production: str = ""
    venue: str = ""
    performance: str = ""


class PriceBoundsTable(RuleTable):
    """Floor and cap on full prices."""

    kind: Literal["PriceBounds"]
    category: str = ""
    floor: Amount = Decimal(0)
    cap: Amount | None = None


class CategoryOrderTable(RuleTable):
    """A better seat never costs less."""

    kind: Literal["CategoryOrder"]


class KeepOpenTable(RuleTable):
    """A category with seats left is on sale, unless ``on`` is false."""

    kind: Literal["KeepOpen"]
    on: bool = True


class PopularityCapTable(RuleTable):
    """Where demand is over a share of the seats, prices rise so much at most."""

    kind: Literal["PopularityCap"]
    demand_percent: Percent
    rise_percent: Percent


class AccessShareTable(RuleTable):
    """At least a share of the seats sold at or under a price."""

    kind: Literal["AccessShare"]
    share_percent: Percent
    price: Amount
    each_performance: bool = False


class SolidarityShareTable(RuleTable):
    """Seats kept for solidarity tariffs until a release day."""

    kind: Literal["SolidarityShare"]
    share_percent: Percent
    release_days_out: int
    categories: tuple[str, ...] = ()


class SolidarityBudgetTable(RuleTable):
    """Discounts on solidarity tariffs are paid for before they are given."""

    kind: Literal["SolidarityBudget"]
    donations: Amount = Decimal(0)
    subsidy: Amount = Decimal(0)
    surplus_percent: Percent = Decimal(0)
    support_percent: Annotated[
        Percent | None,
        Field(description="Of what buyers choose to pay above; else as of the rest."),
    ] = None


class AveragePriceTable(RuleTable):
    """The mean price paid is at most so much."""

    kind: Literal["AveragePrice"]
    price: Amount
    each_performance: bool = False


class IncomeFloorTable(RuleTable):
    """The prices paid come to at least so much."""

    kind: Literal["IncomeFloor"]
    income: Amount
    each_performance: bool = False


class GroupGapTable(RuleTable):
    """Two groups are no further apart than a share of their free gap."""

    kind: Literal["GroupGap"]
    measure: GapMeasure
    groups: Annotated[
        tuple[str, ...],
        Field(description="Tariffs, or means brackets: family, family/low."),
    ]
    share_percent: Percent


class NeverFallsTable(RuleTable):
    """The full price never falls."""

    kind: Literal["NeverFalls"]


class PriceStepTable(RuleTable):
    """How far and how often prices move, and the notice before a rise."""

    kind: Literal["PriceStep"]
    change_percent: Percent | None = None
    days_between: int = 0
    notice_days: int = 0


class ChannelParityTable(RuleTable):
    """The public pays the same on every channel."""

    kind: Literal["ChannelParity"]
    commission_percent_max: Percent = Decimal(100)


AnyPriceRuleTable = (
    PriceBoundsTable
    | CategoryOrderTable
    | KeepOpenTable
    | PopularityCapTable
    | NeverFallsTable
    | PriceStepTable
    | ChannelParityTable
)
AnySalesRuleTable = (
    AccessShareTable
    | SolidarityShareTable
    | SolidarityBudgetTable
    | AveragePriceTable
    | IncomeFloorTable
    | GroupGapTable
)
AnyRuleTable = Annotated[
    AnyPriceRuleTable | AnySalesRuleTable, Field(discriminator="kind")
]
_TABLES: Mapping[str, type[Table]] = {
    table.__name__.removesuffix("Table"): table
    for table in get_args(AnyPriceRuleTable) + get_args(AnySalesRuleTable)
}
# In the order in which an explanation applies them.
RULE_TABLES: Mapping[str, type[Table]] = {
    kind.__name__: _TABLES[kind.__name__] for kind in KINDS
}
