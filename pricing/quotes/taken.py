"""What a basket takes of a season, and how each part of it is given back.

One place for all that is counted: seats by category, channel, counter and tariff,
uses of cards, money of pools and funds, packs. Whatever ends an item gives back all
of it.
"""

from pricing.domain.quote import PackItem, PricedItem, Quote
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.seats import Cell, SeatCounts


def hold(of: SeasonOnSale, quote: Quote) -> None:
    """Take what an offered quote holds."""
    for priced in quote.items:
        counts, cell = _cell(of, quote, priced)
        count = priced.item.count
        counts.hold(cell, count, quote.counter_id)
        of.allowances.take(priced, count)
        of.funds.hold(of.season, priced, count)
    for pack in quote.packs:
        of.allowances.packs[pack.pack_id] += pack.count
    of.taken_version += 1


def sell(of: SeasonOnSale, quote: Quote) -> None:
    """Turn what an offered quote holds into what is sold."""
    for priced in quote.items:
        counts, cell = _cell(of, quote, priced)
        counts.sell(cell, priced.item.count)
        of.funds.sell(of.season, priced)
    for product in quote.products:
        of.allowances.sell(product)
        of.funds.give(product)
    of.taken_version += 1


def release(of: SeasonOnSale, quote: Quote) -> None:
    """Give back all that an offered quote holds, when it is voided or expires."""
    for priced in quote.items:
        counts, cell = _cell(of, quote, priced)
        count = priced.item.count
        counts.release(cell, count, quote.counter_id)
        of.allowances.take(priced, -count)
        of.funds.hold(of.season, priced, -count)
    for pack in quote.packs:
        return_pack(of, pack, pack.count)
    of.taken_version += 1


def give_back(of: SeasonOnSale, quote: Quote, priced: PricedItem, count: int) -> None:
    """Give back seats of an item that was sold, all of them or a part.

    Its seats return to the category, the channel, the counter and the tariff, its
    uses to the card, and what a pool paid for them to the pool.
    """
    counts, cell = _cell(of, quote, priced)
    counts.give_back(cell, count, quote.counter_id)
    of.allowances.take(priced, -count)
    of.funds.give_back(of.season, priced, count)
    of.taken_version += 1


def return_pack(of: SeasonOnSale, pack: PackItem, count: int) -> None:
    """Give back packs to their quota; their seats are given back one by one."""
    of.allowances.packs[pack.pack_id] -= count
    of.taken_version += 1


def _cell(
    of: SeasonOnSale, quote: Quote, priced: PricedItem
) -> tuple[SeatCounts, Cell]:
    item = priced.item
    counts = of.counts.get(item.performance_id)
    if counts is None:
        counts = of.counts[item.performance_id] = SeatCounts()
    return counts, (item.seat_category_id, quote.channel_id, item.tariff_id)
