"""What prices and sales must keep to: one frozen type for each kind of rule.

How each acts on the optimiser, and how it is checked, stands in
``pricing.constraints``.
"""

from dataclasses import dataclass, field

from pricing.domain.ids import check_id, check_range
from pricing.domain.performance import Performance
from pricing.domain.venue import PRICE_MINOR_MAX


@dataclass(frozen=True, slots=True)
class Scope:
    """The performances that a rule is about: those that match all that is named."""

    production: str = ""
    venue_id: str = ""
    performance_id: str = ""

    def covers(self, performance: Performance) -> bool:
        """Return whether a performance is in the scope."""
        return (
            self.production in ("", performance.production)
            and self.venue_id in ("", performance.venue_id)
            and self.performance_id in ("", performance.id)
        )


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBounds:
    """Floor and cap on full prices: what a cooperative votes."""

    id: str
    scope: Scope = field(default=EVERYWHERE)
    # Empty: every category.
    seat_category_id: str = ""
    floor_minor: int = 0
    cap_minor: int = PRICE_MINOR_MAX

    def __post_init__(self) -> None:
        """Check that the floor is at or under the cap."""
        check_id(self.id, "a rule id")
        check_range(self.floor_minor, 0, self.cap_minor, f"floor of {self.id!r}")
        check_range(self.cap_minor, 0, PRICE_MINOR_MAX, f"cap of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOrder:
    """A better seat never costs less."""

    id: str
    scope: Scope = field(default=EVERYWHERE)

    def __post_init__(self) -> None:
        """Check the id."""
        check_id(self.id, "a rule id")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessShare:
    """Of the seats sold, at least a share at a price paid at or under a threshold.

    Over each performance in the scope, or over all of them together.
    """

    id: str
    scope: Scope = field(default=EVERYWHERE)
    share_permille: int
    price_minor: int
    each_performance: bool = False

    def __post_init__(self) -> None:
        """Check the share and the threshold."""
        check_id(self.id, "a rule id")
        check_range(self.share_permille, 0, 1000, f"share of {self.id!r}")
        check_range(self.price_minor, 0, PRICE_MINOR_MAX, f"price of {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SolidarityShare:
    """Seats of each category kept for solidarity tariffs until a release day."""

    id: str
    scope: Scope = field(default=EVERYWHERE)
    share_permille: int
    release_days_out: int
    # Empty: every category.
    seat_category_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the share and the release day."""
        check_id(self.id, "a rule id")
        check_range(self.share_permille, 0, 1000, f"share of {self.id!r}")
        check_range(self.release_days_out, 0, 1000, f"release day of {self.id!r}")

    def kept(self, seat_category_id: str, capacity: int) -> int:
        """Return the seats of a category that are kept, rounded down."""
        if self.seat_category_ids and seat_category_id not in self.seat_category_ids:
            return 0
        return capacity * self.share_permille // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverFalls:
    """The full price of a performance never falls: no early buyer is undercut."""

    id: str
    scope: Scope = field(default=EVERYWHERE)

    def __post_init__(self) -> None:
        """Check the id."""
        check_id(self.id, "a rule id")


Rule = PriceBounds | CategoryOrder | AccessShare | SolidarityShare | NeverFalls
