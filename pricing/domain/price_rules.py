"""Rules on what is on sale and at which full price: one frozen type each."""

from dataclasses import dataclass, field

from pricing.domain.ids import check_id, check_range
from pricing.domain.scope import EVERYWHERE, Scope
from pricing.domain.venue import PRICE_MINOR_MAX

# A demand of ten halls, a price ten times as high.
DEMAND_PERMILLE_MAX = 10_000
CHANGE_PERMILLE_MAX = 10_000
DAYS_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBounds:
    """Floor and cap on full prices: what a cooperative votes."""

    id: str
    scope: Scope = field(default=EVERYWHERE)
    # Empty: every category.
    seat_category_id: str = ""
    floor_minor: int = 0
    cap_minor: int = PRICE_MINOR_MAX

    def __post_init__(self) -> None:
        """Check that the floor is at or under the cap."""
        check_id(self.id, "a rule id")
        check_range(self.floor_minor, 0, self.cap_minor, f"floor of {self.id!r}")
        check_range(self.cap_minor, 0, PRICE_MINOR_MAX, f"cap of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOrder:
    """A better seat never costs less."""

    id: str
    scope: Scope = field(default=EVERYWHERE)

    def __post_init__(self) -> None:
        """Check the id."""
        check_id(self.id, "a rule id")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOpen:
    """A category with seats left is on sale: no artificial scarcity.

    It holds where no rule of this kind is written too; one with ``on`` false
    lets a plan close categories, unless another one keeps them open.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    on: bool = True

    def __post_init__(self) -> None:
        """Check the id."""
        check_id(self.id, "a rule id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PopularityCap:
    """Where many are forecast to come, no price far above the reference price.

    Where the demand forecast at reference prices exceeds ``demand_permille``
    thousandths of a performance's capacity, no full price is more than
    ``rise_permille`` thousandths above the reference price of its category.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    demand_permille: int
    rise_permille: int

    def __post_init__(self) -> None:
        """Check the threshold and the rise."""
        check_id(self.id, "a rule id")
        check_range(
            self.demand_permille, 0, DEMAND_PERMILLE_MAX, f"demand of {self.id!r}"
        )
        check_range(self.rise_permille, 0, CHANGE_PERMILLE_MAX, f"rise of {self.id!r}")

    def popular(self, demand: float, capacity: int) -> bool:
        """Return whether a forecast demand makes a performance popular."""
        return demand * 1000 > capacity * self.demand_permille

    def allows(self, price_minor: int, reference_minor: int) -> bool:
        """Return whether a price is within the rise over its reference price."""
        return price_minor * 1000 <= reference_minor * (1000 + self.rise_permille)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverFalls:
    """The full price of a performance never falls: no early buyer is undercut."""

    id: str
    scope: Scope = field(default=EVERYWHERE)

    def __post_init__(self) -> None:
        """Check the id."""
        check_id(self.id, "a rule id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStep:
    """How far and how often a posted price moves, and the notice before a rise.

    At one change the full price of no category moves by more than
    ``change_permille`` thousandths of the price before, up or down; two changes
    are at least ``days_between`` days apart; a rise is announced
    ``notice_days`` days before it holds.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    # None: by any amount.
    change_permille: int | None = None
    days_between: int = 0
    notice_days: int = 0

    def __post_init__(self) -> None:
        """Check the step and the days."""
        check_id(self.id, "a rule id")
        if self.change_permille is not None:
            change = self.change_permille
            check_range(change, 0, CHANGE_PERMILLE_MAX, f"change of {self.id!r}")
        check_range(self.days_between, 0, DAYS_MAX, f"days_between of {self.id!r}")
        check_range(self.notice_days, 0, DAYS_MAX, f"notice_days of {self.id!r}")

    def allows(self, before_minor: int, after_minor: int) -> bool:
        """Return whether one change may take a full price from one to another."""
        if self.change_permille is None:
            return True
        moved = abs(after_minor - before_minor)
        return moved * 1000 <= before_minor * self.change_permille


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelParity:
    """The public pays the same on every channel, fees shown.

    What a channel adds on top of the price is the same for all, and no
    channel's commission is more than ``commission_permille_max`` thousandths
    of the lowest full price in the scope.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    commission_permille_max: int = 1000

    def __post_init__(self) -> None:
        """Check the greatest commission."""
        check_id(self.id, "a rule id")
        check_range(self.commission_permille_max, 0, 1000, f"commission of {self.id!r}")


PriceRule = (
    PriceBounds
    | CategoryOrder
    | KeepOpen
    | PopularityCap
    | NeverFalls
    | PriceStep
    | ChannelParity
)
