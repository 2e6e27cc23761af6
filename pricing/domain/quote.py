"""A basket priced and held: its items, its price lines and its states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from pricing.domain.spoken import Language
from pricing.domain.voucher import Voucher

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
    # What a pool of suspended tickets pays.
    SUSPENDED = "suspended"
    PACK = "pack"
    COMMISSION = "commission"


# The lines that make the posted full price.
FULL_PRICE = frozenset({LineKind.REFERENCE, LineKind.TIER, LineKind.RULE})


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
    # What the buyer chose to pay for a seat, where the tariff lets them choose.
    chosen_minor: int | None = None
    # The platform's own reference of a subscriber card; opaque, never personal.
    card_reference: str = ""
    # The pack that the seats are part of, and its place among the basket's packs.
    pack_id: str = ""
    pack_place: int = 0
    # Used by no other item; those of a pack's seats stand with the pack.
    vouchers: tuple[Voucher, ...] = ()


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
    # What a pool of suspended tickets pays for a seat, beside what the buyer pays.
    drawn_minor: int = 0
    pool_id: str = ""
    # What selling a seat costs the organisation; no part of the price.
    cost_minor: int = 0
    # The card that a seat is one use of, and the production it counts for.
    card_id: str = ""
    card_show: str = ""
    # The rate of the VAT included; None in logs that are older than it.
    vat_permille: int | None = None

    @property
    def ticket_minor(self) -> int:
        """Price of one seat without a commission on top."""
        on_top = sum(
            line.amount_minor for line in self.lines if line.kind is LineKind.COMMISSION
        )
        return self.unit_price_minor - on_top

    @property
    def on_top_minor(self) -> int:
        """The commission that the buyer pays on top of a seat's ticket."""
        return self.unit_price_minor - self.ticket_minor

    @property
    def received_minor(self) -> int:
        """What the organisation gets for one seat, from the buyer and from donors.

        Before a commission inside the price.
        """
        return self.ticket_minor + self.drawn_minor

    @property
    def full_minor(self) -> int:
        """Full price that was posted when the seat was offered."""
        return sum(line.amount_minor for line in self.lines if line.kind in FULL_PRICE)

    @property
    def total_minor(self) -> int:
        """Price of all seats of the item."""
        return self.unit_price_minor * self.item.count


class ProductKind(Enum):
    """What is sold beside seats."""

    # Money for the suspended tickets of a pool.
    GIFT = "gift"
    CARD = "card"
    # Money for a solidarity fund: an amount, or what the basket lacks to a total.
    FUND_GIFT = "fund_gift"
    ROUND_UP = "round_up"


@dataclass(frozen=True, slots=True)
class ProductItem:
    """So many gifts to a pool or fund, or cards, each at a price."""

    kind: ProductKind
    # Of the pool, card or fund.
    product_id: str
    count: int = 1
    # What a donor chose to give, or, of a round-up, the total that the basket is to
    # come to; None for a whole ticket of the pool.
    chosen_minor: int | None = None
    # The price of one, once offered.
    unit_price_minor: int = 0

    @property
    def total_minor(self) -> int:
        """Price of all of them."""
        return self.unit_price_minor * self.count


@dataclass(frozen=True, slots=True)
class PackItem:
    """So many of a pack, with the seat category at each performance of it."""

    pack_id: str
    # Performance and seat category, once each.
    seats: tuple[tuple[str, str], ...]
    count: int = 1
    evidence: str = ""
    # The price of one pack, once offered; its items sum to ``count`` of it.
    unit_price_minor: int = 0
    vouchers: tuple[Voucher, ...] = ()


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
    # The counter of the channel that asked, "" where none did.
    counter_id: str = ""
    # The packs whose seats are among the items, in the order of their places.
    packs: tuple[PackItem, ...] = ()
    products: tuple[ProductItem, ...] = ()
    # Of the texts of its lines.
    language: Language = "en"

    @property
    def total_minor(self) -> int:
        """Price of the whole basket."""
        seats = sum(item.total_minor for item in self.items)
        return seats + sum(each.total_minor for each in self.products)

    def ended(self, state: QuoteState, now: datetime) -> "Quote":
        """Return the quote in a final state."""
        if self.state is not QuoteState.OFFERED or state is QuoteState.OFFERED:
            raise ValueError(f"Expected an open quote, got {self.state.value}.")
        return replace(self, state=state, end_time=now)
