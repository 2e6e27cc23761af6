"""A voucher as a basket has it: what it is good for, and nobody's name."""

from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain.ids import check_range
from pricing.domain.tariff import SEATS_PER_ORDER_MAX

VOUCHERS_PER_ITEM_MAX = 50


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher whose signature was checked, for the tariff of its item or pack.

    ``mark`` is a keyed hash of who issued it and of its id: it tells a voucher that
    comes again, and neither its id nor who had it can be had from it.
    """

    mark: str
    # Seats of one order, or packs, that it is good for.
    seats: int = 1
    # Until when it may be used; None once it was, for issuers could tell by it.
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        """Check the mark and the seats."""
        if not self.mark:
            raise ValueError("Expected the mark of a voucher.")
        check_range(self.seats, 1, SEATS_PER_ORDER_MAX, "seats of a voucher")

    def used(self) -> "Voucher":
        """Return what is kept of it once it is used."""
        return replace(self, expires_at=None)


def needed(vouchers: tuple[Voucher, ...], seats: int) -> int:
    """Return how many vouchers, from the first on, so many seats need.

    More than there are where all of them are not enough.

    Examples
    --------
    >>> family, guest = Voucher("a", 4), Voucher("b")
    >>> needed((family, guest), 4), needed((family, guest), 5), needed((guest,), 2)
    (1, 2, 2)
    """
    count = 0
    while seats > 0:
        if count == len(vouchers):
            return count + 1
        seats -= vouchers[count].seats
        count += 1
    return count
