"""Whether cards, pools of suspended tickets and packs have enough left."""

from collections import Counter
from collections.abc import Sequence

from pricing.domain.errors import QuotaExhausted
from pricing.domain.quote import PackItem, PricedItem
from pricing.quotes.on_sale import SeasonOnSale


def check(
    on_sale: SeasonOnSale, items: Sequence[PricedItem], packs: Sequence[PackItem]
) -> None:
    """Refuse more uses of a card, money of a pool or packs than are left.

    Raises
    ------
    QuotaExhausted
        It names the card, pool or pack, what was wanted and what is left.
    """
    season, used = on_sale.season, on_sale.allowances
    uses: Counter[tuple[str, str, str]] = Counter()
    drawn: Counter[str] = Counter()
    for priced in items:
        item, count = priced.item, priced.item.count
        if priced.card_id:
            use = (priced.card_id, item.card_reference, priced.card_show)
            uses[use] += count
            most = season.card_by_id[priced.card_id].seats_per_show
            left = most - used.card_uses[use]
            if uses[use] > left:
                raise QuotaExhausted(
                    item.performance_id, "card", priced.card_id, uses[use], max(0, left)
                )
        if priced.pool_id and priced.drawn_minor:
            left_minor = used.left_minor(priced.pool_id) - drawn[priced.pool_id]
            if count * priced.drawn_minor > left_minor:
                seats = max(0, left_minor // priced.drawn_minor)
                raise QuotaExhausted(
                    item.performance_id, "pool", priced.pool_id, count, seats
                )
            drawn[priced.pool_id] += count * priced.drawn_minor
    asked: Counter[str] = Counter()
    for pack in packs:
        quota = season.pack_by_id[pack.pack_id].quota_count
        asked[pack.pack_id] += pack.count
        if quota is not None and asked[pack.pack_id] > (
            left := quota - used.packs[pack.pack_id]
        ):
            first = pack.seats[0][0]
            raise QuotaExhausted(
                first, "pack", pack.pack_id, asked[pack.pack_id], max(0, left)
            )
