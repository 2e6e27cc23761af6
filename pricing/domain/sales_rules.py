"""Rules on what is sold to whom and paid: one frozen type each."""

from dataclasses import dataclass, field
from typing import Literal

from pricing.domain.ids import check_id, check_range
from pricing.domain.scope import EVERYWHERE, TOTAL_MINOR_MAX, Scope
from pricing.domain.venue import PRICE_MINOR_MAX

GapMeasure = Literal["price", "access", "surplus"]
GAP_MEASURES: tuple[GapMeasure, ...] = ("price", "access", "surplus")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessShare:
    """Of the seats sold, at least a share at a price paid at or under a threshold.

    Over each performance in the scope, or over all of them together.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    share_permille: int
    price_minor: int
    each_performance: bool = False

    def __post_init__(self) -> None:
        """Check the share and the threshold."""
        check_id(self.id, "a rule id")
        check_range(self.share_permille, 0, 1000, f"share of {self.id!r}")
        check_range(self.price_minor, 0, PRICE_MINOR_MAX, f"price of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidarityShare:
    """Seats of each category kept for solidarity tariffs until a release day."""

    id: str
    scope: Scope = field(default=EVERYWHERE)
    share_permille: int
    release_days_out: int
    # Empty: every category.
    seat_category_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the share and the release day."""
        check_id(self.id, "a rule id")
        check_range(self.share_permille, 0, 1000, f"share of {self.id!r}")
        check_range(self.release_days_out, 0, 1000, f"release day of {self.id!r}")

    def kept(self, seat_category_id: str, capacity: int) -> int:
        """Return the seats of a category that are kept, rounded down."""
        if self.seat_category_ids and seat_category_id not in self.seat_category_ids:
            return 0
        return capacity * self.share_permille // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidarityBudget:
    """What solidarity tariffs give away is paid for before it is given.

    At any time, the discounts (reference price less price paid) granted so far
    on solidarity tariffs are at most the donations and the subsidy, and a share
    of what seats sold so far brought above their reference prices; of what buyers
    chose to pay above them, a share of its own where one is set. Over all
    performances in the scope together. Gifts and what is recorded since enter too:
    see ``pricing.quotes.funds``.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    donations_minor: int = 0
    subsidy_minor: int = 0
    surplus_permille: int = 0
    # Of what buyers chose to pay above; None: as of any other surplus.
    support_permille: int | None = None

    def __post_init__(self) -> None:
        """Check the amounts and the shares."""
        check_id(self.id, "a rule id")
        check_range(
            self.donations_minor, 0, TOTAL_MINOR_MAX, f"donations of {self.id!r}"
        )
        check_range(self.subsidy_minor, 0, TOTAL_MINOR_MAX, f"subsidy of {self.id!r}")
        check_range(self.surplus_permille, 0, 1000, f"surplus share of {self.id!r}")
        if self.support_permille is not None:
            check_range(self.support_permille, 0, 1000, f"support share of {self.id!r}")

    @property
    def given_minor(self) -> int:
        """Donations and subsidy together."""
        return self.donations_minor + self.subsidy_minor

    def share_permille(self, *, chosen: bool) -> int:
        """Return the share of a surplus that enters, chosen by the buyer or not."""
        if chosen and self.support_permille is not None:
            return self.support_permille
        return self.surplus_permille

    def adds_permille(
        self,
        paid_minor: int,
        reference_minor: int,
        *,
        solidarity: bool,
        chosen: bool = False,
    ) -> int:
        """Return what a seat sold adds to the budget, in thousandths of minor units.

        Above its reference price, the share of the difference; below it, the
        whole difference is taken out where the tariff is one of solidarity.
        """
        above = paid_minor - reference_minor
        if above >= 0:
            return above * self.share_permille(chosen=chosen)
        return above * 1000 if solidarity else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePrice:
    """The mean price paid is at most so much.

    Over each performance in the scope, or over all of them together.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    price_minor: int
    each_performance: bool = False

    def __post_init__(self) -> None:
        """Check the price."""
        check_id(self.id, "a rule id")
        check_range(self.price_minor, 0, PRICE_MINOR_MAX, f"price of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeFloor:
    """The prices paid come to at least so much: to break even.

    Of each performance in the scope, or of all of them together.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    income_minor: int
    each_performance: bool = False

    def __post_init__(self) -> None:
        """Check the income."""
        check_id(self.id, "a rule id")
        check_range(self.income_minor, 0, TOTAL_MINOR_MAX, f"income of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGap:
    """Two groups of buyers are no further apart than a share of their free gap.

    A group is a tariff, or one means bracket of it: ``"full"``,
    ``"family/low"``. Its measure is the mean posted price (over the seats of
    the scope and the time of sale), the seats bought per head, or the consumer
    surplus per head. The free gap is the one in the plan without this rule.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    measure: GapMeasure
    groups: tuple[str, ...]
    share_permille: int

    def __post_init__(self) -> None:
        """Check the measure, the groups and the share."""
        check_id(self.id, "a rule id")
        if self.measure not in GAP_MEASURES:
            raise ValueError(
                f"Expected measure of {self.id!r} among {', '.join(GAP_MEASURES)}, "
                f"got {self.measure!r}."
            )
        if len(self.groups) != 2 or self.groups[0] == self.groups[1]:
            raise ValueError(
                f"Expected two groups of {self.id!r} that differ, "
                f"got {', '.join(self.groups) or 'none'}."
            )
        check_range(self.share_permille, 0, 1000, f"share of {self.id!r}")


SalesRule = (
    AccessShare
    | SolidarityShare
    | SolidarityBudget
    | AveragePrice
    | IncomeFloor
    | GroupGap
)
SALES_KINDS = (
    AccessShare,
    SolidarityShare,
    SolidarityBudget,
    AveragePrice,
    IncomeFloor,
    GroupGap,
)
