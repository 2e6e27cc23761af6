"""Prices that do not follow the posted one: the buyer's choice, and a gift's part.

Both are planned as amounts that never move: a choice as what the house suggests,
a suspended ticket as what its holder pays.
"""

from dataclasses import dataclass

from pricing.domain.ids import check_id, check_range
from pricing.domain.venue import PRICE_MINOR_MAX

AMOUNTS_MAX = 20


@dataclass(frozen=True, slots=True)
class AmongAmounts:
    """An amount that the buyer chooses among several, rising.

    ``suggested_minor`` is what plans count on; evidence is asked for where the
    amount chosen is at or under ``evidence_up_to_minor``.
    """

    amounts_minor: tuple[int, ...]
    suggested_minor: int
    evidence_up_to_minor: int = PRICE_MINOR_MAX

    def __post_init__(self) -> None:
        """Check the amounts, and that the one suggested is among them."""
        check_range(len(self.amounts_minor), 1, AMOUNTS_MAX, "number of amounts")
        for amount in self.amounts_minor:
            check_range(amount, 0, PRICE_MINOR_MAX, "each amount to choose")
        if list(self.amounts_minor) != sorted(set(self.amounts_minor)):
            raise ValueError("Expected amounts to choose that rise.")
        if self.suggested_minor not in self.amounts_minor:
            raise ValueError("Expected a suggested amount among those to choose.")

    @property
    def low_minor(self) -> int:
        """The least that may be chosen."""
        return self.amounts_minor[0]

    @property
    def high_minor(self) -> int:
        """The most that may be chosen."""
        return self.amounts_minor[-1]

    def allows(self, amount_minor: int, step_minor: int) -> bool:
        """Return whether a buyer may choose an amount; steps are not asked of it."""
        return amount_minor in self.amounts_minor


@dataclass(frozen=True, slots=True)
class BetweenBounds:
    """An amount that the buyer chooses between two bounds, in the house's steps."""

    low_minor: int
    high_minor: int
    suggested_minor: int
    evidence_up_to_minor: int = PRICE_MINOR_MAX

    def __post_init__(self) -> None:
        """Check the bounds, and that the amount suggested is between them."""
        check_range(self.low_minor, 0, PRICE_MINOR_MAX, "the lowest amount to choose")
        check_range(
            self.high_minor,
            self.low_minor,
            PRICE_MINOR_MAX,
            "the highest amount to choose",
        )
        check_range(
            self.suggested_minor, self.low_minor, self.high_minor, "suggested amount"
        )

    def allows(self, amount_minor: int, step_minor: int) -> bool:
        """Return whether a buyer may choose an amount in steps of the house."""
        inside = self.low_minor <= amount_minor <= self.high_minor
        return inside and (
            amount_minor % step_minor == 0 or amount_minor == self.low_minor
        )


@dataclass(frozen=True, slots=True)
class Suspended:
    """A ticket that donors paid for: the pool pays it, its holder next to nothing."""

    pool_id: str
    # What the holder pays, or the full price where that is lower.
    paid_minor: int = 0

    def __post_init__(self) -> None:
        """Check the pool's id and the amount."""
        check_id(self.pool_id, "a pool id")
        check_range(self.paid_minor, 0, PRICE_MINOR_MAX, "amount")
