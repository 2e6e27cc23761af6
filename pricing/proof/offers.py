"""The price of each basket, reckoned again from what was posted and the tariffs."""

from collections.abc import Iterable

from pricing.domain.channel import Channel, Commission
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.pack import PackShare
from pricing.domain.tariff import FixedAmount, MeansGrid, Percentage, Tariff
from pricing.proof.basket import Basket, Seats
from pricing.proof.findings import Findings, Place
from pricing.proof.price_bounds import reference_prices
from pricing.proof.season_state import SeasonState


def judge_prices(of: SeasonState, basket: Basket, at: Place, to: Findings) -> None:
    """Hold what a basket costs to the posted prices and to the season's tariffs."""
    # What the prices hang on, of each item.
    posted = of.posted
    if len(basket.items) == 1:
        standing = posted.get(basket.items[0].performance_id)
        by: object = 0 if standing is None else standing.kind
    else:
        standings = [posted.get(item.performance_id) for item in basket.items]
        by = tuple([0 if each is None else each.kind for each in standings])
    if by in basket.right_by:
        return
    before = to.breach_count
    channel = of.season.channel_by_id[basket.channel_id]
    asked = _commission(channel, basket.counter_id)
    packs: dict[tuple[str, int], list[tuple[Seats, int]]] = {}
    for item in basket.items:
        ticket = _judge_item(of, item, asked, at, to)
        if item.pack is not None and ticket is not None:
            packs.setdefault(item.pack, []).append((item, ticket))
    for (pack_id, _), seats in packs.items():
        _judge_pack(of, pack_id, seats, at, to)
    _judge_products(of, basket, at, to)
    if to.breach_count == before:
        basket.right_by.add(by)


def _judge_item(
    of: SeasonState, item: Seats, asked: Commission, at: Place, to: Findings
) -> int | None:
    """Return the ticket's price one by one, None where nothing is posted for it."""
    season = of.season
    performance = season.performance_by_id[item.performance_id]
    categories = season.venue_by_id[performance.venue_id].seat_categories
    place = [category.id for category in categories].index(item.seat_category_id)
    standing = of.posted.get(performance.id)
    full = None if standing is None else standing.prices[place]
    if standing is None or full is None:
        to.breach("no_price", _where(item, at))
        return None
    if standing.before_sale:
        to.breach("not_on_sale", _where(item, at))
    tariff = season.tariff_by_id[item.tariff_id]
    printed = reference_prices(season, performance)[place]
    ticket, allowed = reckon(tariff, full, item.means_bracket_id, item.chosen)
    drawn = 0
    if isinstance(tariff.price, Suspended):
        pool = season.pool_by_id[tariff.price.pool_id]
        if pool.scope.covers(performance):
            drawn = min(pool.ticket_minor, full - ticket)
    # The share that a pack leaves of it is judged with the pack.
    share = item.ticket if item.pack is not None else ticket
    on_top = 0 if asked.inside else commission_on(asked, share)
    for kind, found, right in (
        ("posted_otherwise", item.full, full),
        ("priced_otherwise", item.ticket, share),
        ("fee_otherwise", item.on_top, on_top),
        ("reference_otherwise", item.reference, printed),
        ("drawn_otherwise", item.drawn, drawn),
    ):
        if found != right:
            where = _where(item, at)
            to.breach(kind, where, price=found, bound=right, tariff=tariff.id)
    if not allowed:
        where = _where(item, at)
        to.breach("not_to_choose", where, price=item.ticket, tariff=tariff.id)
    if item.tier_id != standing.tiers[place]:
        to.breach("no_such_tier", _where(item, at), tier=item.tier_id)
    return ticket


def _where(item: Seats, at: Place) -> Place:
    return at._replace(
        performance_id=item.performance_id, seat_category_id=item.seat_category_id
    )


def reckon(
    tariff: Tariff, full: int, means_bracket_id: str, chosen: int | None
) -> tuple[int, bool]:
    """Return what a seat costs at a tariff, and whether it may be chosen so."""
    price = tariff.price
    match price:
        case FixedAmount():
            return min(price.amount_minor, full), True
        case Suspended():
            return min(price.paid_minor, full), True
        case AmongAmounts():
            paid = price.suggested_minor if chosen is None else chosen
            return paid, paid in price.amounts_minor
        case BetweenBounds():
            paid = price.suggested_minor if chosen is None else chosen
            stepped = paid % tariff.rounding_step_minor == 0
            lowest = paid == price.low_minor
            inside = price.low_minor <= paid <= price.high_minor
            return paid, inside and (stepped or lowest)
        case Percentage():
            permille = price.permille
        case MeansGrid():
            permille = {each.id: each.permille for each in price.brackets}[
                means_bracket_id
            ]
    if permille == 1000:
        return full, True
    paid = _nearest(full * permille, 1000 * tariff.rounding_step_minor)
    paid *= tariff.rounding_step_minor
    paid = max(paid, tariff.floor_minor)
    paid = min(paid, tariff.ceiling_minor)
    return (min(paid, full) if permille < 1000 else paid), True


def commission_on(asked: Commission, ticket: int) -> int:
    """Return what a seller takes of a ticket."""
    share = _nearest(ticket * asked.permille, 1000) + asked.fixed_minor
    return min(share, asked.ceiling_minor, ticket)


def _commission(channel: Channel, counter_id: str) -> Commission:
    for counter in channel.counters:
        if counter.id == counter_id and counter.commission is not None:
            return counter.commission
    return channel.commission


def _nearest(amount: int, unit: int) -> int:
    """Return how many units come nearest to an amount; halves up."""
    whole, rest = divmod(amount, unit)
    return whole + (2 * rest >= unit)


def _judge_pack(
    of: SeasonState,
    pack_id: str,
    seats: Iterable[tuple[Seats, int]],
    at: Place,
    to: Findings,
) -> None:
    """Hold the shares of a pack's seats to its price."""
    pack = of.season.pack_by_id[pack_id]
    items = [item for item, _ in seats]
    alone = sum(ticket for _, ticket in seats)
    if isinstance(pack.price, PackShare):
        step = pack.rounding_step_minor
        asked = _nearest(alone * pack.price.sum_permille, 1000 * step) * step
    else:
        prices = dict(pack.price.by_category)
        category = items[0].seat_category_id
        asked = prices[""] if "" in prices else prices[category]
    asked = min(max(asked, pack.floor_minor), pack.ceiling_minor, alone)
    found = sum(item.ticket for item in items)
    if found != asked:
        to.breach("priced_otherwise", at, price=found, bound=asked, tariff=pack_id)


def _judge_products(of: SeasonState, basket: Basket, at: Place, to: Findings) -> None:
    """Hold the price of cards to what the season says."""
    for product in basket.products:
        if product.kind == "card":
            asked = of.season.card_by_id[product.product_id].price_minor
            if asked is not None and product.price != asked:
                to.breach(
                    "priced_otherwise", at, price=product.price, bound=asked,
                    tariff=product.product_id,
                )  # fmt: skip
