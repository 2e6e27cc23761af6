"""Who pays what relative to the posted full price."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.moment import ALWAYS, Moment, Window
from pricing.domain.money import divide_to_step
from pricing.domain.venue import PRICE_MINOR_MAX

# A school may come with all its classes.
SEATS_PER_ORDER_MAX = 500


class Evidence(Enum):
    """When the buyer shows that the tariff is due to them."""

    NONE = "none"
    AT_BOOKING = "at_booking"
    AT_ENTRY = "at_entry"
    # By a signed voucher, once.
    VOUCHER = "voucher"


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


TariffPrice = (
    Percentage | FixedAmount | MeansGrid | AmongAmounts | BetweenBounds | Suspended
)


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fare class: its price, its fence and its limits."""

    id: str
    name: str
    price: TariffPrice
    solidarity: bool = False
    evidence: Evidence = Evidence.NONE
    seats_per_order_max: int = 10
    floor_minor: int = 0
    ceiling_minor: int = PRICE_MINOR_MAX
    rounding_step_minor: int = 1
    # Most seats of a performance at this tariff, in thousandths of its capacity.
    quota_permille: int = 1000
    # Least seats of a performance in an order: of a group, or a school.
    group_size_min: int = 1
    # Most seats of a production in an order, all its performances together.
    seats_per_show_max: int | None = None
    # Seats of a performance that only this tariff takes, in thousandths of its
    # capacity, until a date; to the end where none is given.
    kept_permille: int = 0
    kept_until: Moment | None = None
    # When it is sold.
    window: Window = ALWAYS
    # The card whose reference a buyer must have; "" for none.
    card_id: str = ""
    # Sold as part of packs only.
    pack_only: bool = False

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
        check_range(self.group_size_min, 1, self.seats_per_order_max, "group_size_min")
        if self.seats_per_show_max is not None:
            check_range(
                self.seats_per_show_max,
                self.group_size_min,
                SEATS_PER_ORDER_MAX,
                "seats_per_show_max",
            )
        check_range(self.kept_permille, 0, self.quota_permille, "kept_permille")
        if self.card_id:
            check_id(self.card_id, "a card id")
        self._check_choice()

    def _check_choice(self) -> None:
        """Refuse a choice whose amounts the floor, ceiling or step do not allow."""
        price = self.price
        if not isinstance(price, AmongAmounts | BetweenBounds):
            return
        check_range(price.low_minor, self.floor_minor, self.ceiling_minor, "amounts")
        check_range(price.high_minor, self.floor_minor, self.ceiling_minor, "amounts")
        if not price.allows(price.suggested_minor, self.rounding_step_minor):
            raise ValueError("Expected a suggested amount in steps of rounding_step.")

    @property
    def choice(self) -> AmongAmounts | BetweenBounds | None:
        """What the buyer chooses the price among; None where the house sets it."""
        price = self.price
        return price if isinstance(price, AmongAmounts | BetweenBounds) else None

    def kept_at(self, starts_at: datetime, now: datetime) -> int:
        """Return the thousandths of a performance's seats kept back for it now."""
        until = self.kept_until
        if until is not None and now >= until.before(starts_at):
            return 0
        return self.kept_permille

    def moments(self, starts_at: datetime) -> tuple[datetime, ...]:
        """Return when it opens, closes and releases seats of a performance."""
        kept = () if self.kept_until is None else (self.kept_until.before(starts_at),)
        return (*self.window.moments(starts_at), *kept)

    def asks_evidence(self, chosen_minor: int | None) -> bool:
        """Return whether evidence is asserted at booking, at the amount chosen."""
        return self.evidence is Evidence.AT_BOOKING and self._asks_at(chosen_minor)

    def asks_voucher(self, chosen_minor: int | None) -> bool:
        """Return whether vouchers are asked for, at the amount chosen."""
        return self.evidence is Evidence.VOUCHER and self._asks_at(chosen_minor)

    def _asks_at(self, chosen_minor: int | None) -> bool:
        choice = self.choice
        if choice is None or chosen_minor is None:
            return True
        return chosen_minor <= choice.evidence_up_to_minor

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

    def price_minor(
        self,
        full_minor: int,
        means_bracket_id: str = "",
        chosen_minor: int | None = None,
    ) -> int:
        """Return what a buyer pays where the full price is posted.

        Share or amount first, then floor and ceiling, then the house's step.
        A floor never lifts the price over the full price. Where the buyer chooses
        the amount, it is that, or the one suggested before they chose: it may be
        more than the full price, as it pays for others.

        Raises
        ------
        KeyError
            When a grid has no such bracket.
        """
        if isinstance(self.price, FixedAmount):
            return min(self.price.amount_minor, full_minor)
        if isinstance(self.price, AmongAmounts | BetweenBounds):
            suggested = self.price.suggested_minor
            return suggested if chosen_minor is None else chosen_minor
        if isinstance(self.price, Suspended):
            return min(self.price.paid_minor, full_minor)
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
