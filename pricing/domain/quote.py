"""A basket priced and held: its items, its price lines and its states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

ITEMS_PER_QUOTE_MAX = 20


class QuoteState(Enum):
    """The place of a quote in its life: OFFERED ends in exactly one of the others."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    VOIDED = "voided"
    EXPIRED = "expired"


class LineKind(Enum):
    """What a price line stands for, in the order in which lines are shown."""

    REFERENCE = "reference"
    TIER = "tier"
    RULE = "rule"
    TARIFF = "tariff"
    COMMISSION = "commission"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One reason of a price and the amount it adds."""

    kind: LineKind
    amount_minor: int
    # What the line is about: a tier, rule, tariff or channel id.
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """Seats of one category of one performance at one tariff."""

    performance_id: str
    seat_category_id: str
    tariff_id: str
    count: int
    means_bracket_id: str = ""
    # What the platform asserts that the buyer showed; opaque, never personal.
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PricedItem:
    """An item with the price of one seat; the lines sum to it."""

    item: QuoteItem
    unit_price_minor: int
    lines: tuple[PriceLine, ...]
    # Parts of the unit price, already inside it.
    vat_included_minor: int
    commission_minor: int
    tier_id: str
    # The printed full price of the category, against which reductions count.
    reference_price_minor: int
    # Serial numbers of the tickets once sold, one per seat.
    serials: tuple[int, ...] = ()

    @property
    def ticket_minor(self) -> int:
        """Price of one seat without a commission on top."""
        on_top = sum(
            line.amount_minor for line in self.lines if line.kind is LineKind.COMMISSION
        )
        return self.unit_price_minor - on_top

    @property
    def total_minor(self) -> int:
        """Price of all seats of the item."""
        return self.unit_price_minor * self.item.count


@dataclass(frozen=True, slots=True)
class Quote:
    """Prices offered for a basket until ``expire_time``, and the seats held for it."""

    id: str
    season_id: str
    channel_id: str
    currency_code: str
    items: tuple[PricedItem, ...]
    state: QuoteState
    plan_id: str
    create_time: datetime
    expire_time: datetime
    # When the quote left OFFERED.
    end_time: datetime | None = None

    @property
    def total_minor(self) -> int:
        """Price of the whole basket."""
        return sum(item.total_minor for item in self.items)

    def ended(self, state: QuoteState, now: datetime) -> "Quote":
        """Return the quote in a final state."""
        if self.state is not QuoteState.OFFERED or state is QuoteState.OFFERED:
            raise ValueError(f"Expected an open quote, got {self.state.value}.")
        return replace(self, state=state, end_time=now)
