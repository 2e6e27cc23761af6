"""The price that stands for a performance, and why it is what it is."""

from dataclasses import dataclass, replace
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
    # And the tier that the plan gives it, with the rules that moved it from there.
    category_planned: tuple[str, ...] = ()
    category_steps: tuple[tuple[RuleStep, ...], ...] = ()

    @property
    def prices(self) -> tuple[str, tuple[str, ...]]:
        """What buyers pay: two postings of the same prices have it alike."""
        return self.tier_id, self.category_tiers

    def tier_of(self, place: int) -> str:
        """Return the tier of the category at a place; "" where it is closed."""
        return self.category_tiers[place] if self.category_tiers else self.tier_id

    def unrestricted_of(self, place: int) -> str:
        """Return the tier from which rules moved the category at a place."""
        if self.category_planned:
            return self.category_planned[place]
        return self.unrestricted_tier_id

    def steps_of(self, place: int) -> tuple[RuleStep, ...]:
        """Return the rules that moved the price of the category at a place."""
        return self.category_steps[place] if self.category_steps else self.steps

    def last_of(self, place: int) -> str:
        """Return the tier at which the category at a place was last on sale."""
        return self.category_last[place] if self.category_last else self.tier_id

    def announced_of(self, place: int) -> str:
        """Return the tier of a category's announced rise, "" where there is none."""
        if self.category_announced:
            return self.category_announced[place]
        return self.announced_tier_id

    def unannounced(self) -> "Posting":
        """Return the same prices, with no rise announced."""
        return replace(
            self,
            announced_tier_id="",
            announced_for=None,
            category_announced=("",) * len(self.category_announced),
        )

    def __post_init__(self) -> None:
        """Check that the steps lead from the unrestricted tiers to the posted ones."""
        for place in range(max(1, len(self.category_tiers))):
            steps = self.steps_of(place)
            last = steps[-1].tier_id if steps else self.unrestricted_of(place)
            if last != self.tier_of(place):
                raise ValueError(
                    f"Expected the reasons of {self.performance_id!r} to end at tier "
                    f"{self.tier_of(place)!r}, got {last!r}."
                )
