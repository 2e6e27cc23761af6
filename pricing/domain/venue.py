"""Halls, their seat categories and the scales of prices they print."""

from dataclasses import dataclass
from itertools import pairwise

from pricing.domain.ids import check_id, check_range, check_unique

SEAT_COUNT_MAX = 200_000
PRICE_MINOR_MAX = 100_000_000


@dataclass(frozen=True, slots=True)
class SeatCategory:
    """A price zone of a hall."""

    id: str
    capacity: int

    def __post_init__(self) -> None:
        """Check the id and the seats."""
        check_id(self.id, "a seat category id")
        check_range(self.capacity, 0, SEAT_COUNT_MAX, "capacity")


@dataclass(frozen=True, slots=True)
class PriceTier:
    """A vector of full prices, one per seat category: one rung of the ladder."""

    id: str
    prices_minor: tuple[int, ...]

    def __post_init__(self) -> None:
        """Check the id and the prices."""
        check_id(self.id, "a price tier id")
        for price in self.prices_minor:
            check_range(price, 0, PRICE_MINOR_MAX, f"each price of tier {self.id!r}")


@dataclass(frozen=True, slots=True)
class Venue:
    """A hall: categories best first, price tiers cheapest first."""

    id: str
    name: str
    seat_categories: tuple[SeatCategory, ...]
    price_tiers: tuple[PriceTier, ...]

    def __post_init__(self) -> None:
        """Check that every tier prices every category, and that the ladder rises."""
        check_id(self.id, "a venue id")
        check_unique((c.id for c in self.seat_categories), "seat categories")
        check_unique((t.id for t in self.price_tiers), "price tiers")
        if not self.seat_categories or not self.price_tiers:
            raise ValueError(f"Expected categories and price tiers in {self.id!r}.")
        for tier in self.price_tiers:
            if len(tier.prices_minor) != len(self.seat_categories):
                raise ValueError(
                    f"Expected {len(self.seat_categories)} prices in tier "
                    f"{tier.id!r}, got {len(tier.prices_minor)}."
                )
        for low, high in pairwise(self.price_tiers):
            if any(
                a > b for a, b in zip(low.prices_minor, high.prices_minor, strict=True)
            ):
                raise ValueError(
                    f"Expected tiers that rise, got {high.id!r} under {low.id!r}."
                )

    def category_index(self, seat_category_id: str) -> int:
        """Return the place of a category, best first; -1 when there is none."""
        for index, category in enumerate(self.seat_categories):
            if category.id == seat_category_id:
                return index
        return -1

    def tier(self, tier_id: str) -> PriceTier:
        """Return a price tier by id; KeyError when there is none."""
        for tier in self.price_tiers:
            if tier.id == tier_id:
                return tier
        raise KeyError(tier_id)
