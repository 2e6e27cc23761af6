"""The price that stands for a performance, and why it is what it is."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.plan import RuleStep


@dataclass(frozen=True, slots=True)
class Posting:
    """The tier posted for a performance at a re-pricing event, with its reasons.

    ``steps`` starts from ``unrestricted_tier_id`` and ends at ``tier_id``: the
    rules that moved the price, in the order in which they were applied.
    """

    performance_id: str
    tier_id: str
    plan_id: str
    # Booking period of the plan that had begun when the tier was posted.
    period: int
    unrestricted_tier_id: str
    steps: tuple[RuleStep, ...] = ()
    # Posted before the sale opened: nobody bought at it, it may still fall.
    before_sale: bool = False
    # When the tier last changed since the sale opened; None where it never did.
    changed_at: datetime | None = None
    # When a move that a PriceStep holds back may go on; None where none is held.
    due: datetime | None = None
    # A rise that is announced, and from when on it may hold.
    announced_tier_id: str = ""
    announced_for: datetime | None = None
    # Where categories move by themselves: the tier of each, "" where it is closed;
    # the tier it was last on sale at; the rise announced, "" for none. None at all
    # where they move together.
    category_tiers: tuple[str, ...] = ()
    category_last: tuple[str, ...] = ()
    category_announced: tuple[str, ...] = ()

    @property
    def prices(self) -> tuple[str, tuple[str, ...]]:
        """What buyers pay: two postings of the same prices have it alike."""
        return self.tier_id, self.category_tiers

    def tier_of(self, place: int) -> str:
        """Return the tier of the category at a place; "" where it is closed."""
        return self.category_tiers[place] if self.category_tiers else self.tier_id

    def last_of(self, place: int) -> str:
        """Return the tier at which the category at a place was last on sale."""
        return self.category_last[place] if self.category_last else self.tier_id

    def announced_of(self, place: int) -> str:
        """Return the tier of a category's announced rise, "" where there is none."""
        if self.category_announced:
            return self.category_announced[place]
        return self.announced_tier_id

    def __post_init__(self) -> None:
        """Check that the steps lead from the unrestricted tier to the posted one."""
        last = self.steps[-1].tier_id if self.steps else self.unrestricted_tier_id
        if last != self.tier_id:
            raise ValueError(
                f"Expected the reasons of {self.performance_id!r} to end at tier "
                f"{self.tier_id!r}, got {last!r}."
            )
