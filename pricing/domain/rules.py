"""What prices and sales must keep to: one frozen type for each kind of rule.

How each acts on the optimiser, and how it is checked, stands in
``pricing.constraints``.
"""

from pricing.domain.price_rules import (
    CategoryOrder,
    ChannelParity,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
)
from pricing.domain.sales_rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.scope import EVERYWHERE, Scope

__all__ = [
    "EVERYWHERE",
    "KINDS",
    "AccessShare",
    "AveragePrice",
    "CategoryOrder",
    "ChannelParity",
    "GroupGap",
    "IncomeFloor",
    "KeepOpen",
    "NeverFalls",
    "PopularityCap",
    "PriceBounds",
    "PriceStep",
    "Rule",
    "Scope",
    "SolidarityBudget",
    "SolidarityShare",
]

Rule = (
    PriceBounds
    | CategoryOrder
    | KeepOpen
    | PopularityCap
    | AccessShare
    | SolidarityShare
    | SolidarityBudget
    | AveragePrice
    | IncomeFloor
    | GroupGap
    | NeverFalls
    | PriceStep
    | ChannelParity
)

# Every kind, in the order in which an explanation applies them.
KINDS: tuple[type[Rule], ...] = (
    PriceBounds,
    CategoryOrder,
    KeepOpen,
    PopularityCap,
    AccessShare,
    SolidarityShare,
    SolidarityBudget,
    AveragePrice,
    IncomeFloor,
    GroupGap,
    NeverFalls,
    PriceStep,
    ChannelParity,
)
