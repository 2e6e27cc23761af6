"""A posted price as the log has it: what of it is judged."""

import json
from typing import NamedTuple


class Posted(NamedTuple):
    """What an event posts for a performance."""

    season_id: str
    performance_id: str
    plan_id: str
    tier_id: str
    # Of each category where each has its own, "" where it is closed; else none.
    category_tiers: tuple[str, ...]
    # A rise that is announced, "" without one, and those by category.
    announced_tier_id: str
    category_announced: tuple[str, ...]
    # Posted before the sale opened.
    before_sale: bool
    # Whether it says that prices changed, or that they were kept.
    changed: bool

    def tiers(self, count: int) -> tuple[str, ...]:
        """Return the tier of each of so many categories, "" where it is closed."""
        return self.category_tiers or (self.tier_id,) * count

    def announced(self, count: int) -> tuple[str, ...]:
        """Return the tier of each one's announced rise, "" where there is none."""
        return self.category_announced or (self.announced_tier_id,) * count


def posted_of(body: str, *, changed: bool) -> Posted:
    """Return what the body of an event posts.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where it is no such body.
    """
    event = json.loads(body)
    posting = event["posting"]
    return Posted(
        event["season_id"],
        posting["performance_id"],
        posting["plan_id"],
        posting["tier_id"],
        tuple(posting.get("category_tiers", ())),
        posting.get("announced_tier_id", ""),
        tuple(posting.get("category_announced", ())),
        posting.get("before_sale", False),
        changed,
    )
