"""What is sold beside seats: gifts of suspended tickets, and subscriber cards."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.ids import check_id, check_range
from pricing.domain.moment import ALWAYS, Window
from pricing.domain.scope import EVERYWHERE, Scope
from pricing.domain.venue import PRICE_MINOR_MAX

# Most cards or gifts of one order.
PRODUCTS_PER_ORDER_MAX = 50
SEATS_PER_SHOW_MAX = 50


@dataclass(frozen=True, slots=True)
class SuspendedPool:
    """Money that donors gave for the tickets of others.

    A gift enters it once it is paid; a ticket drawn takes ``ticket_minor`` out of
    it, or what the posted price asks beyond the holder's part where that is less.
    """

    id: str
    name: str
    ticket_minor: int
    # Whose tickets it pays for.
    scope: Scope = EVERYWHERE
    # The least that a donor who chooses the amount gives; None where gifts are
    # whole tickets.
    gift_minor_min: int | None = None
    window: Window = ALWAYS

    def __post_init__(self) -> None:
        """Check the id, the amounts and the dates."""
        check_id(self.id, "a pool id")
        check_range(self.ticket_minor, 1, PRICE_MINOR_MAX, "ticket of a pool")
        if self.gift_minor_min is not None:
            check_range(self.gift_minor_min, 1, PRICE_MINOR_MAX, "smallest gift")
        _check_window(self.id, self.window)

    def allows(self, amount_minor: int) -> bool:
        """Return whether a donor may give an amount."""
        if self.gift_minor_min is None:
            return amount_minor == self.ticket_minor
        return self.gift_minor_min <= amount_minor <= PRICE_MINOR_MAX


@dataclass(frozen=True, slots=True)
class SubscriberCard:
    """A card whose holder buys so many seats a show at the tariffs that ask for it."""

    id: str
    name: str
    # Most seats of a production, all its performances together.
    seats_per_show: int
    # None where cards are sold elsewhere, and only their references come here.
    price_minor: int | None = None
    # Good for performances that start from the one and before the other; for all
    # of the season where a date is not given.
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    window: Window = ALWAYS

    def __post_init__(self) -> None:
        """Check the id, the numbers and the dates."""
        check_id(self.id, "a card id")
        check_range(self.seats_per_show, 1, SEATS_PER_SHOW_MAX, "seats_per_show")
        if self.price_minor is not None:
            check_range(self.price_minor, 0, PRICE_MINOR_MAX, "price of a card")
        dates = [d for d in (self.valid_from, self.valid_until) if d is not None]
        if any(each.tzinfo is None for each in dates):
            raise ValueError(f"Expected dates of {self.id!r} with a time zone.")
        if len(dates) == 2 and dates[0] >= dates[1]:
            raise ValueError(f"Expected {self.id!r} valid from before it ends.")
        _check_window(self.id, self.window)

    def valid_for(self, starts_at: datetime) -> bool:
        """Return whether it is good for a performance."""
        return (self.valid_from is None or self.valid_from <= starts_at) and (
            self.valid_until is None or starts_at < self.valid_until
        )


def _check_window(product_id: str, window: Window) -> None:
    if not window.fixed:
        raise ValueError(
            f"Expected dates for {product_id!r} to open and close at: it belongs to no "
            "performance that days could be counted from."
        )
