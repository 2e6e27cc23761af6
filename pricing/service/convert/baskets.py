"""What a quote's message asks for: items, packs and products."""

from jauge.pricing.v1 import quote_pb2
from jauge.pricing.v1.money_pb2 import Money
from pricing.domain.errors import FieldInvalid
from pricing.domain.pack import PACK_CHOSEN_MAX
from pricing.domain.quote import (
    ITEMS_PER_QUOTE_MAX,
    PackItem,
    ProductItem,
    ProductKind,
    QuoteItem,
)
from pricing.quotes.decide import Basket
from pricing.service.convert.fields import minor, required
from pricing.service.names import PerformanceName, SeasonName, under
from pricing.service.voucher_desk import VoucherReader


def basket_from_proto(
    value: quote_pb2.Quote,
    season: SeasonName,
    language: str,
    path: str,
    vouchers: VoucherReader,
) -> Basket:
    """Return what a quote's message asks for, with the vouchers in it checked."""
    if not (value.items or value.packs or value.products):
        raise FieldInvalid(f"{path}.items", "is required.")
    for listed in ("items", "packs", "products"):
        count = len(getattr(value, listed))
        if count > ITEMS_PER_QUOTE_MAX:
            raise FieldInvalid(
                f"{path}.{listed}",
                f"Expected at most {ITEMS_PER_QUOTE_MAX}, got {count}.",
            )
    return Basket(
        channel_id=required(value.channel_id, f"{path}.channel_id"),
        items=tuple(
            item_from_proto(item, season, f"{path}.items[{i}]", vouchers)
            for i, item in enumerate(value.items)
        ),
        language=language or "en",
        counter_id=value.counter_id,
        packs=tuple(
            _pack(each, season, f"{path}.packs[{i}]", vouchers)
            for i, each in enumerate(value.packs)
        ),
        products=tuple(
            _product(each, f"{path}.products[{i}]")
            for i, each in enumerate(value.products)
        ),
        currency_code=_currency(value, path),
    )


def item_from_proto(
    value: quote_pb2.QuoteItem,
    season: SeasonName,
    path: str,
    vouchers: VoucherReader,
) -> QuoteItem:
    """Return what an item's message asks for."""
    name = required(value.performance, f"{path}.performance")
    performance = under(season, PerformanceName.parse, name, f"{path}.performance")
    chosen = None
    if value.HasField("chosen_price"):
        chosen = _chosen(value.chosen_price, f"{path}.chosen_price")
    return QuoteItem(
        performance_id=performance.performance_id,
        seat_category_id=required(value.seat_category_id, f"{path}.seat_category_id"),
        tariff_id=required(value.tariff_id, f"{path}.tariff_id"),
        count=value.count,
        means_bracket_id=value.means_bracket_id,
        evidence=value.evidence,
        chosen_minor=chosen,
        card_reference=value.card_reference,
        vouchers=vouchers.of_item(
            value.vouchers, value.tariff_id, value.means_bracket_id, f"{path}.vouchers"
        ),
    )


def _pack(
    value: quote_pb2.PackItem, season: SeasonName, path: str, vouchers: VoucherReader
) -> PackItem:
    if len(value.seats) > PACK_CHOSEN_MAX:
        raise FieldInvalid(
            f"{path}.seats",
            f"Expected at most {PACK_CHOSEN_MAX}, got {len(value.seats)}.",
        )
    seats = []
    for i, each in enumerate(value.seats):
        here = f"{path}.seats[{i}]"
        name = required(each.performance, f"{here}.performance")
        performance = under(season, PerformanceName.parse, name, f"{here}.performance")
        category = required(each.seat_category_id, f"{here}.seat_category_id")
        seats.append((performance.performance_id, category))
    return PackItem(
        pack_id=required(value.pack_id, f"{path}.pack_id"),
        seats=tuple(seats),
        count=value.count,
        evidence=value.evidence,
        vouchers=vouchers.of_pack(value.vouchers, value.pack_id, f"{path}.vouchers"),
    )


def _product(value: quote_pb2.ProductItem, path: str) -> ProductItem:
    chosen = None
    if value.HasField("chosen_price"):
        chosen = _chosen(value.chosen_price, f"{path}.chosen_price")
    match value.WhichOneof("product"):
        case "suspended_pool_id":
            kind, product_id = ProductKind.GIFT, value.suspended_pool_id
        case "subscriber_card_id":
            kind, product_id = ProductKind.CARD, value.subscriber_card_id
        case "fund_id" if value.HasField("round_up_total"):
            if chosen is not None:
                why = "a gift is of an amount or rounds the basket up, one of both."
                raise FieldInvalid(f"{path}.round_up_total", why)
            kind, product_id = ProductKind.ROUND_UP, value.fund_id
            chosen = _chosen(value.round_up_total, f"{path}.round_up_total")
        case "fund_id":
            kind, product_id = ProductKind.FUND_GIFT, value.fund_id
        case _:
            raise FieldInvalid(f"{path}.product", "is required.")
    return ProductItem(kind, product_id, value.count, chosen)


def _chosen(value: Money, field: str) -> int:
    """Return an amount in minor units of its own currency, which is checked later."""
    return minor(value, value.currency_code, field)


def _currency(value: quote_pb2.Quote, path: str) -> str:
    """Return the currency of the amounts that a buyer chose; "" where none is."""
    found = ""
    for listed, name in (
        ("items", "chosen_price"),
        ("products", "chosen_price"),
        ("products", "round_up_total"),
    ):
        for i, each in enumerate(getattr(value, listed)):
            if each.HasField(name):
                field = f"{path}.{listed}[{i}].{name}.currency_code"
                code = required(getattr(each, name).currency_code, field)
                if found and code != found:
                    raise FieldInvalid(field, f"Expected {found}, got {code[:10]!r}.")
                found = code
    return found
