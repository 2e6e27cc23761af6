"""Where seats are sold, with what quota and at what cost."""

from dataclasses import dataclass

from pricing.domain.ids import check_id, check_range
from pricing.domain.money import divide_to_step
from pricing.domain.venue import PRICE_MINOR_MAX


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to buy: web, telephone, counter, network reseller."""

    id: str
    name: str
    # Most seats of a performance sold here, in thousandths of its capacity.
    quota_permille: int = 1000
    # From this many days out the quota is lifted; None keeps it to the end.
    release_days_out: int | None = None
    commission_permille: int = 0
    commission_fixed_minor: int = 0
    # Inside: the seller keeps it out of the price; else the buyer pays it on top.
    commission_inside: bool = True
    cost_minor: int = 0

    def __post_init__(self) -> None:
        """Check the id, the quota and the commission."""
        check_id(self.id, "a channel id")
        check_range(self.quota_permille, 0, 1000, "quota_permille")
        if self.release_days_out is not None:
            check_range(self.release_days_out, 0, 1000, "release_days_out")
        check_range(self.commission_permille, 0, 1000, "commission_permille")
        check_range(self.commission_fixed_minor, 0, PRICE_MINOR_MAX, "commission_fixed")
        check_range(self.cost_minor, 0, PRICE_MINOR_MAX, "cost")

    @property
    def on_top(self) -> tuple[int, int]:
        """Thousandths of the price, and minor units, that the buyer pays on top."""
        if self.commission_inside:
            return 0, 0
        return self.commission_permille, self.commission_fixed_minor

    def commission_minor(self, price_minor: int) -> int:
        """Return the commission on one seat sold at a price; nothing on a free seat."""
        if price_minor == 0:
            return 0
        share = divide_to_step(price_minor * self.commission_permille, 1000, 1)
        return min(share + self.commission_fixed_minor, price_minor)
