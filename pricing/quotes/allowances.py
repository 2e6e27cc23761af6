"""What is used up over a whole season: cards, pools of suspended tickets, packs.

A use counts from when its seat is held; a gift only once it is paid. So no order of
holds and sales, and no hold that runs out, takes a pool below zero.
"""

from collections import Counter
from dataclasses import dataclass, field

from pricing.domain.quote import PricedItem, ProductItem, ProductKind

# Card, reference and production.
CardUse = tuple[str, str, str]


@dataclass(slots=True)
class Allowances:
    """Uses of cards, money of pools and packs, held and sold together."""

    card_uses: Counter[CardUse] = field(default_factory=Counter)
    # By pool, minor units: gifts that are paid, and what tickets took.
    given_minor: Counter[str] = field(default_factory=Counter)
    drawn_minor: Counter[str] = field(default_factory=Counter)
    packs: Counter[str] = field(default_factory=Counter)

    def left_minor(self, pool_id: str) -> int:
        """Return the money of a pool that no ticket took; never below zero."""
        return self.given_minor[pool_id] - self.drawn_minor[pool_id]

    def take(self, priced: PricedItem, count: int) -> None:
        """Take what seats of an item use; a negative count gives it back."""
        if priced.card_id:
            use = (priced.card_id, priced.item.card_reference, priced.card_show)
            self.card_uses[use] += count
        if priced.pool_id:
            self.drawn_minor[priced.pool_id] += count * priced.drawn_minor

    def sell(self, product: ProductItem) -> None:
        """Take in what is paid for; a gift stays in its pool from then on."""
        if product.kind is ProductKind.GIFT:
            self.given_minor[product.product_id] += product.total_minor
