"""Packs and passes: several performances priced as one product."""

from dataclasses import dataclass

from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.moment import ALWAYS, Window
from pricing.domain.money import divide_to_step
from pricing.domain.venue import PRICE_MINOR_MAX

PACK_PERFORMANCES_MAX = 200
# Most performances of one pack: all its seats are held at once.
PACK_CHOSEN_MAX = 50
PACKS_PER_ORDER_MAX = 50
PACK_COUNT_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class PackShare:
    """A share of what its seats cost one by one."""

    sum_permille: int

    def __post_init__(self) -> None:
        """Check the share."""
        check_range(self.sum_permille, 0, 1000, "share of a pack")


@dataclass(frozen=True, slots=True)
class PackPrices:
    """An amount for each seat category; one for all of them under no name.

    Where categories are named, all seats of a pack are of one of them.
    """

    by_category: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        """Check that categories are there, once each, and the amounts."""
        if not self.by_category:
            raise ValueError("Expected a price of the pack.")
        check_unique((category for category, _ in self.by_category), "categories")
        for category, amount in self.by_category:
            check_range(amount, 0, PRICE_MINOR_MAX, f"price of a pack in {category!r}")
        if len(self.by_category) > 1 and "" in dict(self.by_category):
            raise ValueError("Expected one price of the pack, or one a category.")

    def of(self, seat_category_id: str) -> int | None:
        """Return the price in a category, None where there is none."""
        prices = dict(self.by_category)
        return prices.get("", prices.get(seat_category_id))


@dataclass(frozen=True, slots=True)
class Pack:
    """So many of some performances, or all of them, at a price of their own.

    Its seats are sold at a tariff of the season, whose evidence and quotas hold
    for them; what they cost one by one is what that tariff makes of posted prices.
    """

    id: str
    name: str
    tariff_id: str
    performance_ids: tuple[str, ...]
    price: PackShare | PackPrices
    # How many of the performances a pack takes; all of them where it is 0.
    choose: int = 0
    packs_per_order_max: int = 10
    floor_minor: int = 0
    ceiling_minor: int = PRICE_MINOR_MAX
    rounding_step_minor: int = 1
    # Most packs of the season; None for as many as there are seats.
    quota_count: int | None = None
    window: Window = ALWAYS

    def __post_init__(self) -> None:
        """Check ids, members and limits."""
        check_id(self.id, "a pack id")
        check_id(self.tariff_id, "a tariff id")
        check_unique(self.performance_ids, f"performances of {self.id!r}")
        count = len(self.performance_ids)
        check_range(count, 2, PACK_PERFORMANCES_MAX, "number of a pack's performances")
        if self.choose:
            check_range(self.choose, 2, count, "performances to choose")
        check_range(self.size, 2, PACK_CHOSEN_MAX, "performances of one pack")
        check_range(
            self.packs_per_order_max, 1, PACKS_PER_ORDER_MAX, "packs_per_order_max"
        )
        check_range(self.ceiling_minor, 0, PRICE_MINOR_MAX, "ceiling")
        check_range(self.floor_minor, 0, self.ceiling_minor, "floor")
        check_range(self.rounding_step_minor, 1, PRICE_MINOR_MAX, "rounding_step")
        if self.quota_count is not None:
            check_range(self.quota_count, 0, PACK_COUNT_MAX, "quota of a pack")

    @property
    def size(self) -> int:
        """How many performances one pack takes."""
        return self.choose or len(self.performance_ids)

    def price_minor(self, sum_minor: int, seat_category_id: str = "") -> int:
        """Return the price of a pack whose seats cost a sum one by one.

        Share or amount first, then floor and ceiling, then the house's step; a
        pack never costs more than its seats one by one.

        Raises
        ------
        KeyError
            When it has no price in the category.
        """
        if isinstance(self.price, PackShare):
            asked = divide_to_step(
                sum_minor * self.price.sum_permille, 1000, self.rounding_step_minor
            )
        else:
            found = self.price.of(seat_category_id)
            if found is None:
                raise KeyError(seat_category_id)
            asked = found
        return min(max(asked, self.floor_minor), self.ceiling_minor, sum_minor)
