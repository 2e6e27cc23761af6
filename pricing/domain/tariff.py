"""Who pays what relative to the posted full price."""

from dataclasses import dataclass
from enum import Enum

from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.money import divide_to_step
from pricing.domain.venue import PRICE_MINOR_MAX

SEATS_PER_ORDER_MAX = 50


class Evidence(Enum):
    """When the buyer shows that the tariff is due to them."""

    NONE = "none"
    AT_BOOKING = "at_booking"
    AT_ENTRY = "at_entry"


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share of the full price."""

    permille: int

    def __post_init__(self) -> None:
        """Check the share."""
        check_range(self.permille, 0, 10_000, "permille")


@dataclass(frozen=True, slots=True)
class FixedAmount:
    """An amount that never moves, or the full price where that is lower."""

    amount_minor: int

    def __post_init__(self) -> None:
        """Check the amount."""
        check_range(self.amount_minor, 0, PRICE_MINOR_MAX, "amount")


@dataclass(frozen=True, slots=True)
class MeansBracket:
    """One line of a grid by means: a bracket and its share of the full price."""

    id: str
    permille: int

    def __post_init__(self) -> None:
        """Check the id and the share."""
        check_id(self.id, "a means bracket id")
        check_range(self.permille, 0, 10_000, "permille")


@dataclass(frozen=True, slots=True)
class MeansGrid:
    """A share of the full price by means bracket (quotient familial)."""

    brackets: tuple[MeansBracket, ...]

    def __post_init__(self) -> None:
        """Check that brackets are there, once each."""
        if not self.brackets:
            raise ValueError("Expected at least one means bracket.")
        check_unique((b.id for b in self.brackets), "means brackets")


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fare class: its price, its fence and its limits."""

    id: str
    name: str
    price: Percentage | FixedAmount | MeansGrid
    solidarity: bool = False
    evidence: Evidence = Evidence.NONE
    seats_per_order_max: int = 10
    floor_minor: int = 0
    ceiling_minor: int = PRICE_MINOR_MAX
    rounding_step_minor: int = 1
    # Most seats of a performance at this tariff, in thousandths of its capacity.
    quota_permille: int = 1000

    def __post_init__(self) -> None:
        """Check ids and limits."""
        check_id(self.id, "a tariff id")
        check_range(
            self.seats_per_order_max, 1, SEATS_PER_ORDER_MAX, "seats_per_order_max"
        )
        check_range(self.floor_minor, 0, self.ceiling_minor, "floor")
        check_range(self.ceiling_minor, 0, PRICE_MINOR_MAX, "ceiling")
        check_range(self.rounding_step_minor, 1, PRICE_MINOR_MAX, "rounding_step")
        check_range(self.quota_permille, 0, 1000, "quota_permille")

    @property
    def bracket_ids(self) -> tuple[str, ...]:
        """Ids of the grid's brackets; none where the price is not a grid."""
        if isinstance(self.price, MeansGrid):
            return tuple(bracket.id for bracket in self.price.brackets)
        return ()

    def bracket(self, means_bracket_id: str) -> MeansBracket | None:
        """Return a bracket of the grid by id, or None."""
        if isinstance(self.price, MeansGrid):
            for bracket in self.price.brackets:
                if bracket.id == means_bracket_id:
                    return bracket
        return None

    def price_minor(self, full_minor: int, means_bracket_id: str = "") -> int:
        """Return what a buyer pays where the full price is posted.

        Share or amount first, then floor and ceiling, then the house's step.
        A floor never lifts the price over the full price.

        Raises
        ------
        KeyError
            When a grid has no such bracket.
        """
        if isinstance(self.price, FixedAmount):
            return min(self.price.amount_minor, full_minor)
        if isinstance(self.price, Percentage):
            permille = self.price.permille
        else:
            bracket = self.bracket(means_bracket_id)
            if bracket is None:
                raise KeyError(means_bracket_id)
            permille = bracket.permille
        if permille == 1000:
            return full_minor
        stepped = divide_to_step(full_minor * permille, 1000, self.rounding_step_minor)
        bounded = min(max(stepped, self.floor_minor), self.ceiling_minor)
        return min(bounded, full_minor) if permille <= 1000 else bounded
