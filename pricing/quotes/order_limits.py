"""How many of each an order may ask for: of items, seats, packs and products."""

from collections.abc import Sequence

from pricing.domain.errors import FieldInvalid
from pricing.domain.pack import Pack
from pricing.domain.products import PRODUCTS_PER_ORDER_MAX
from pricing.domain.quote import (
    ITEMS_PER_QUOTE_MAX,
    PackItem,
    ProductItem,
    QuoteItem,
)
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.on_sale import find


def check_orders(
    season: Season,
    items: Sequence[QuoteItem],
    packs: Sequence[PackItem],
    products: Sequence[ProductItem],
) -> None:
    """Refuse counts that are out of range, of each part and of all together.

    Raises
    ------
    FieldInvalid
        It names the field, what was asked for and the limit.
    NameUnknown
        There is no such tariff or pack.
    """
    count = len(items) + len(packs) + len(products)
    if not 1 <= count <= ITEMS_PER_QUOTE_MAX:
        raise FieldInvalid(
            "quote.items",
            f"{count} items are not between 1 and {ITEMS_PER_QUOTE_MAX}.",
        )
    _check_seats(season, items)
    _check_groups(season, items)
    in_order: dict[str, int] = {}
    for index, each in enumerate(packs):
        pack = find("pack", each.pack_id, season.pack_by_id)
        total = in_order[pack.id] = in_order.get(pack.id, 0) + each.count
        _check_packs(pack, each.count, total, f"quote.packs[{index}].count")
    for index, product in enumerate(products):
        if not 1 <= product.count <= PRODUCTS_PER_ORDER_MAX:
            raise FieldInvalid(
                f"quote.products[{index}].count",
                f"{product.count} is not between 1 and {PRODUCTS_PER_ORDER_MAX}.",
            )


def _check_seats(season: Season, items: Sequence[QuoteItem]) -> None:
    """Refuse more seats than a tariff sells in an order, or of one show."""
    in_order: dict[str, int] = {}
    of_show: dict[tuple[str, str], int] = {}
    for index, item in enumerate(items):
        tariff = find("tariff", item.tariff_id, season.tariff_by_id)
        field, most = f"quote.items[{index}].count", tariff.seats_per_order_max
        limit = f'(limit of tariff "{tariff.id}" per order)'
        if not 1 <= item.count <= most:
            raise FieldInvalid(
                field, f"{item.count} is not between 1 and {most} {limit}"
            )
        total = in_order[tariff.id] = in_order.get(tariff.id, 0) + item.count
        if total > most:
            raise FieldInvalid(
                field,
                f"{total} in all items so far is not between 1 and {most} {limit}",
            )
        performance = season.performance_by_id.get(item.performance_id)
        if tariff.seats_per_show_max is None or performance is None:
            continue
        key = (tariff.id, performance.production)
        of_show[key] = of_show.get(key, 0) + item.count
        if of_show[key] > tariff.seats_per_show_max:
            raise FieldInvalid(
                field,
                f"{of_show[key]} seats of {performance.production!r} are over "
                f'{tariff.seats_per_show_max} (limit of tariff "{tariff.id}" per '
                "show); ask for fewer.",
            )


def _check_groups(season: Season, items: Sequence[QuoteItem]) -> None:
    """Refuse groups that are too small, counted by tariff and performance."""
    groups: dict[tuple[str, str], int] = {}
    for item in items:
        key = (item.tariff_id, item.performance_id)
        groups[key] = groups.get(key, 0) + item.count
    for index, item in enumerate(items):
        tariff: Tariff = season.tariff_by_id[item.tariff_id]
        size = groups[item.tariff_id, item.performance_id]
        if size < tariff.group_size_min:
            raise FieldInvalid(
                f"quote.items[{index}].count",
                f"{size} is under {tariff.group_size_min}, the smallest group of "
                f'tariff "{tariff.id}"; ask for more seats or choose another tariff.',
            )


def _check_packs(pack: Pack, count: int, total: int, field: str) -> None:
    most = pack.packs_per_order_max
    if not 1 <= count <= most or total > most:
        raise FieldInvalid(
            field,
            f'{total} is not between 1 and {most} (limit of pack "{pack.id}" per '
            "order)",
        )
