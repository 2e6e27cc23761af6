"""Tickets given back: what was asked, what was paid back, what was taken instead."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pricing.domain.quote import Quote

TICKETS_BACK_MAX = 1000


class Ground(Enum):
    """Why a ticket is taken back."""

    # The policy of its season or tariff.
    POLICY = "policy"
    # The organisation said so for this once.
    OVERRIDE = "override"
    PERFORMANCE_CANCELLED = "performance_cancelled"
    PERFORMANCE_POSTPONED = "performance_postponed"


@dataclass(frozen=True, slots=True)
class ItemBack:
    """So many tickets of an item of a quote that its holder gives back."""

    item_index: int
    count: int = 0
    # Which; the last ones still held where none are named.
    serials: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineBack:
    """Tickets of one item that were taken back; the amounts are for all of them."""

    item_index: int
    serials: tuple[int, ...]
    refund_minor: int
    # What the channel gives up of its commission.
    commission_back_minor: int
    ground: Ground


@dataclass(frozen=True, slots=True)
class GiftBack:
    """A gift to a solidarity fund that was given back, whole."""

    product_index: int
    refund_minor: int


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Tickets of a sold quote that were taken back at one time."""

    quote_id: str
    # 1 for the first of the quote.
    number: int
    time: datetime
    lines: tuple[LineBack, ...]
    currency_code: str
    # The quote that was taken instead, "" where the money was paid back.
    exchange_quote_id: str = ""
    gifts: tuple[GiftBack, ...] = ()

    @property
    def refund_minor(self) -> int:
        """What its holder gets, or may spend on what is taken instead."""
        tickets = sum(line.refund_minor for line in self.lines)
        return tickets + sum(gift.refund_minor for gift in self.gifts)

    @property
    def ticket_count(self) -> int:
        """Tickets that are no longer valid."""
        return sum(len(line.serials) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Tickets that were taken back, and the sale that was made instead."""

    cancellation: Cancellation
    quote: Quote

    @property
    def difference_minor(self) -> int:
        """What the buyer pays; negative where the buyer is paid."""
        return self.quote.total_minor - self.cancellation.refund_minor


@dataclass(frozen=True, slots=True)
class RefundDue:
    """What the holder of an item of a sold quote may have back now."""

    quote_id: str
    line: LineBack
