"""What a basket may hold beside seats one by one: packs, gifts and cards."""

from collections.abc import Sequence
from decimal import Decimal

from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.quote_pb2 import PackItem, PackSeat, ProductItem

_NANOS = 1_000_000_000


def money(amount: Decimal, currency_code: str) -> Money:
    """Return an amount of a currency.

    Examples
    --------
    >>> money(Decimal("7.5"), "EUR").units, money(Decimal("7.5"), "EUR").nanos
    (7, 500000000)
    """
    units = int(amount)
    nanos = int((amount - units) * _NANOS)
    return Money(currency_code=currency_code, units=units, nanos=nanos)


def pack(
    pack_id: str,
    seats: Sequence[tuple[str, str]],
    count: int = 1,
    *,
    evidence: str = "",
    vouchers: Sequence[str] = (),
) -> PackItem:
    """Return packs: ``seats`` are names of performances, each with a category."""
    return PackItem(
        pack_id=pack_id,
        seats=[
            PackSeat(performance=performance, seat_category_id=category)
            for performance, category in seats
        ],
        count=count,
        evidence=evidence,
        vouchers=vouchers,
    )


def gift(
    pool_id: str, count: int = 1, chosen_price: Money | None = None
) -> ProductItem:
    """Return gifts of suspended tickets; of whole tickets without an amount."""
    return ProductItem(
        suspended_pool_id=pool_id, count=count, chosen_price=chosen_price
    )


def fund_gift(
    fund_id: str, amount: Money | None = None, *, round_up_to: Money | None = None
) -> ProductItem:
    """Return a gift to a solidarity fund.

    Of an amount, or of what the whole basket lacks to a total.
    """
    return ProductItem(
        fund_id=fund_id, count=1, chosen_price=amount, round_up_total=round_up_to
    )


def card(card_id: str, count: int = 1) -> ProductItem:
    """Return subscriber cards."""
    return ProductItem(subscriber_card_id=card_id, count=count)
