"""Pools of suspended tickets, subscriber cards and packs."""

from jauge.pricing.v1 import pack_pb2, product_pb2, rule_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.pack import Pack, PackPrices, PackShare
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.scope import EVERYWHERE, Scope
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.service.convert.fields import (
    at,
    minor,
    money,
    optional_minor,
    present,
    time_from_proto,
    timestamp,
)
from pricing.service.convert.moments import window_from_proto, window_to_proto

_PACKS_PER_ORDER = 10


def pool_to_proto(pool: SuspendedPool, currency: str) -> product_pb2.SuspendedPool:
    """Return a pool as the message."""
    least, scope = pool.gift_minor_min, pool.scope
    return product_pb2.SuspendedPool(
        id=pool.id,
        display_name=pool.name,
        ticket_price=money(pool.ticket_minor, currency),
        scope=None
        if scope == EVERYWHERE
        else rule_pb2.RuleScope(
            production=scope.production,
            venue_id=scope.venue_id,
            performance_id=scope.performance_id,
        ),
        gift_price_min=None if least is None else money(least, currency),
        sale_window=window_to_proto(pool.window),
    )


def pool_from_proto(
    value: product_pb2.SuspendedPool, currency: str, path: str
) -> SuspendedPool:
    """Return a message as a pool."""
    present(value, "ticket_price", path)
    least = None
    if value.HasField("gift_price_min"):
        least = minor(value.gift_price_min, currency, f"{path}.gift_price_min")
    scope = value.scope
    with at(path):
        return SuspendedPool(
            id=value.id,
            name=value.display_name or value.id,
            ticket_minor=minor(value.ticket_price, currency, f"{path}.ticket_price"),
            scope=Scope(scope.production, scope.venue_id, scope.performance_id),
            gift_minor_min=least,
            window=window_from_proto(value.sale_window, f"{path}.sale_window"),
        )


def card_to_proto(card: SubscriberCard, currency: str) -> product_pb2.SubscriberCard:
    """Return a card as the message."""
    since, until, price = card.valid_from, card.valid_until, card.price_minor
    return product_pb2.SubscriberCard(
        id=card.id,
        display_name=card.name,
        show_seat_count_max=card.seats_per_show,
        price=None if price is None else money(price, currency),
        valid_from_time=None if since is None else timestamp(since),
        valid_until_time=None if until is None else timestamp(until),
        sale_window=window_to_proto(card.window),
    )


def card_from_proto(
    value: product_pb2.SubscriberCard, currency: str, path: str
) -> SubscriberCard:
    """Return a message as a card."""
    price = since = until = None
    if value.HasField("price"):
        price = minor(value.price, currency, f"{path}.price")
    if value.HasField("valid_from_time"):
        since = time_from_proto(value.valid_from_time, f"{path}.valid_from_time")
    if value.HasField("valid_until_time"):
        until = time_from_proto(value.valid_until_time, f"{path}.valid_until_time")
    with at(path):
        return SubscriberCard(
            id=value.id,
            name=value.display_name or value.id,
            seats_per_show=value.show_seat_count_max,
            price_minor=price,
            valid_from=since,
            valid_until=until,
            window=window_from_proto(value.sale_window, f"{path}.sale_window"),
        )


def pack_to_proto(pack: Pack, currency: str) -> pack_pb2.Pack:
    """Return a pack as the message."""
    message = pack_pb2.Pack(
        id=pack.id,
        display_name=pack.name,
        tariff_id=pack.tariff_id,
        performance_ids=pack.performance_ids,
        chosen_performance_count=pack.choose,
        order_count_max=pack.packs_per_order_max,
        rounding_step=money(pack.rounding_step_minor, currency),
        quota_count=pack.quota_count,
        sale_window=window_to_proto(pack.window),
    )
    if isinstance(pack.price, PackShare):
        message.sum_permille = pack.price.sum_permille
    else:
        message.prices.prices.extend(
            pack_pb2.PackPrice(seat_category_id=category, price=money(each, currency))
            for category, each in pack.price.by_category
        )
    if pack.floor_minor:
        message.floor_price.CopyFrom(money(pack.floor_minor, currency))
    if pack.ceiling_minor != PRICE_MINOR_MAX:
        message.ceiling_price.CopyFrom(money(pack.ceiling_minor, currency))
    return message


def pack_from_proto(value: pack_pb2.Pack, currency: str, path: str) -> Pack:
    """Return a message as a pack."""

    def amount(name: str, default: int) -> int:
        return optional_minor(value, name, currency, path, default)

    price = _price(value, currency, path)
    with at(path):
        return Pack(
            id=value.id,
            name=value.display_name or value.id,
            tariff_id=value.tariff_id,
            performance_ids=tuple(value.performance_ids),
            price=price,
            choose=value.chosen_performance_count,
            packs_per_order_max=value.order_count_max
            if value.HasField("order_count_max")
            else _PACKS_PER_ORDER,
            floor_minor=amount("floor_price", 0),
            ceiling_minor=amount("ceiling_price", PRICE_MINOR_MAX),
            rounding_step_minor=amount("rounding_step", 1),
            quota_count=value.quota_count if value.HasField("quota_count") else None,
            window=window_from_proto(value.sale_window, f"{path}.sale_window"),
        )


def _price(value: pack_pb2.Pack, currency: str, path: str) -> PackShare | PackPrices:
    match value.WhichOneof("price"):
        case "sum_permille":
            with at(f"{path}.sum_permille"):
                return PackShare(value.sum_permille)
        case "prices":
            prices = []
            for i, each in enumerate(value.prices.prices):
                here = f"{path}.prices.prices[{i}]"
                present(each, "price", here)
                amount = minor(each.price, currency, f"{here}.price")
                prices.append((each.seat_category_id, amount))
            with at(f"{path}.prices"):
                return PackPrices(tuple(prices))
        case _:
            raise FieldInvalid(f"{path}.price", "is required.")
