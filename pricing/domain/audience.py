"""What is believed of the audience: who comes, how soon, and what prices do."""

from dataclasses import dataclass
from itertools import pairwise

from pricing.domain.ids import check_range

# The earliest that a booking period or curve may begin.
DAYS_OUT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class AudienceClass:
    """A part of the audience: the tariff it is entitled to, and its sensitivity."""

    tariff_id: str
    # Share of those who look for seats at reference prices; all classes sum to 1.
    share: float
    means_bracket_id: str = ""
    # Price sensitivity relative to the season's, 1 for the average buyer.
    price_sensitivity: float = 1.0

    def __post_init__(self) -> None:
        """Check the numbers."""
        check_range(self.share, 0.0, 1.0, "share of an audience class")
        check_range(self.price_sensitivity, 0.01, 100.0, "price_sensitivity")


@dataclass(frozen=True, slots=True)
class DemandAssumptions:
    """What is believed of demand beyond the level that history tells.

    The prior of the price elasticity is Laamanen (2013): -1.16 on average for
    opera, with capacity handled; see docs/programmer.md for what it moves.
    """

    classes: tuple[AudienceClass, ...]
    price_elasticity: float = -1.16
    # Share of those who look for seats that buy at reference prices.
    purchase_share: float = 0.3
    # Booking curve: share of demand made by so many days out, days falling.
    curve_days_out: tuple[float, ...] = (180, 120, 90, 60, 30, 14, 7, 3, 1, 0)
    curve_share: tuple[float, ...] = (
        0.0, 0.12, 0.2, 0.33, 0.55, 0.72, 0.83, 0.91, 0.97, 1.0,
    )  # fmt: skip

    def __post_init__(self) -> None:
        """Check shares and the curve."""
        if not self.classes:
            raise ValueError("Expected at least one audience class.")
        total = sum(each.share for each in self.classes)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"Expected audience shares that sum to 1, got {total:g}.")
        check_range(self.price_elasticity, -10.0, 0.0, "price_elasticity")
        check_range(self.purchase_share, 0.01, 0.99, "purchase_share")
        if len(self.curve_days_out) != len(self.curve_share) or not self.curve_share:
            raise ValueError("Expected as many curve shares as days out.")
        for days, share in zip(self.curve_days_out, self.curve_share, strict=True):
            check_range(days, 0.0, DAYS_OUT_MAX, "days out of the booking curve")
            check_range(share, 0.0, 1.0, "shares of the booking curve")
        if any(b >= a for a, b in pairwise(self.curve_days_out)):
            raise ValueError("Expected days out of the booking curve that fall.")
        if any(b < a for a, b in pairwise(self.curve_share)):
            raise ValueError("Expected shares of the booking curve that rise.")
        if self.curve_share[-1] != 1.0:
            raise ValueError("Expected a booking curve that rises to 1.")
