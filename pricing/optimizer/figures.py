"""The figures of rules: which way they ease, and rules with another figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pricing.domain.money import format_minor, minor_digits
from pricing.domain.price_rules import CHANGE_PERMILLE_MAX
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    PopularityCap,
    PriceBounds,
    PriceStep,
    Rule,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.season import Season
from pricing.domain.venue import PRICE_MINOR_MAX

# One more of what a rule's cost is counted by; of all other kinds, the whole rule.
COST_UNITS: Mapping[str, Literal["point", "seat", "unit"]] = {
    "AccessShare": "point",
    "GroupGap": "point",
    "SolidarityShare": "seat",
    "SolidarityBudget": "unit",
    "AveragePrice": "unit",
    "IncomeFloor": "unit",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a kind of rule that may be eased or tightened.

    Parameters
    ----------
    field : str
        Of the rule: an amount in minor units, or thousandths.
    says : str
        What it is, for people.
    unit : str
        Of the field.
    rising_eases : bool
        Whether a greater figure asks less.
    """

    field: str
    says: str
    unit: Literal["minor", "permille"]
    rising_eases: bool

    def of(self, rule: Rule) -> int:
        """Return the figure of a rule."""
        value: int = getattr(rule, self.field)
        return value

    def on(self, rule: Rule, value: int) -> Rule:
        """Return a rule with another figure.

        Raises
        ------
        ValueError
            When it is out of the rule's range.
        """
        return replace(rule, **{self.field: value})  # type: ignore[arg-type]

    def scale(self, season: Season) -> int:
        """Return how many of the field's units make a currency unit, or a whole."""
        if self.unit == "permille":
            return 1000
        return int(10 ** minor_digits(season.currency_code))

    def step(self, season: Season) -> int:
        """Return a currency unit, or a point of a hundred, in the field's units."""
        return 10 if self.unit == "permille" else self.scale(season)

    def words(self, value: int, season: Season) -> str:
        """Return a value of the figure for people."""
        if self.unit == "permille":
            return f"{value / 10:g} %"
        return format_minor(value, season.currency_code)


_CAP = Figure("cap_minor", "the cap", "minor", rising_eases=True)
_FLOOR = Figure("floor_minor", "the floor", "minor", rising_eases=False)
_OF_KIND: dict[type[Rule], tuple[Figure, ...]] = {
    PopularityCap: (
        Figure("rise_permille", "the rise", "permille", rising_eases=True),
    ),
    AccessShare: (
        Figure("share_permille", "the share", "permille", rising_eases=False),
    ),
    SolidarityShare: (
        Figure("share_permille", "the share", "permille", rising_eases=False),
    ),
    SolidarityBudget: (
        Figure("subsidy_minor", "the subsidy", "minor", rising_eases=True),
    ),
    AveragePrice: (
        Figure("price_minor", "the mean price", "minor", rising_eases=True),
    ),
    IncomeFloor: (
        Figure("income_minor", "the income", "minor", rising_eases=False),
    ),
    GroupGap: (Figure("share_permille", "the share", "permille", rising_eases=True),),
    PriceStep: (
        Figure("change_permille", "the change", "permille", rising_eases=True),
    ),
}  # fmt: skip


def figures(rule: Rule) -> tuple[Figure, ...]:
    """Return the figures of a rule that ask something; none for a plain yes or no."""
    if isinstance(rule, PriceBounds):
        cap = (_CAP,) if rule.cap_minor < PRICE_MINOR_MAX else ()
        return cap + ((_FLOOR,) if rule.floor_minor > 0 else ())
    if isinstance(rule, PriceStep) and rule.change_permille is None:
        return ()
    return _OF_KIND.get(type(rule), ())


def easiest(figure: Figure, rule: Rule, season: Season) -> int:
    """Return a value of a figure that asks nothing of any plan of a season."""
    if not figure.rising_eases:
        return 0
    if isinstance(rule, GroupGap):
        return 1000
    if figure.unit == "permille":
        return CHANGE_PERMILLE_MAX
    dearest = max(
        price for v in season.venues for t in v.price_tiers for price in t.prices_minor
    )
    if isinstance(rule, SolidarityBudget):
        # Every seat given away.
        return max(dearest * sum(p.capacity for p in season.performances), 1)
    return dearest
