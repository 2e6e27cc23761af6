"""[[pools]], [[cards]] and [[packs]] of the season file, read and written."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from pricing.domain.moment import Window
from pricing.domain.money import to_units
from pricing.domain.pack import Pack, PackPrices, PackShare
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.scope import Scope
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.files.moment_key import When, window_keys
from pricing.files.rule_reader import Keys, Values
from pricing.files.rule_writer import percent
from pricing.files.table import Amount, Id, Percent, Table


class PoolTable(Table):
    """[[pools]]: money that donors give for the tickets of others."""

    id: Id
    name: str = ""
    ticket: Annotated[Amount, Field(description="What a ticket takes out of it.")]
    gift_min: Annotated[
        Amount | None, Field(description="Least gift; else whole tickets.")
    ] = None
    production: str = ""
    venue: str = ""
    performance: str = ""
    opens: When | None = None
    closes: When | None = None


class CardTable(Table):
    """[[cards]]: a card whose holder buys so many seats a show."""

    id: Id
    name: str = ""
    seats_per_show: int
    price: Annotated[
        Amount | None, Field(description="Left out where it is sold elsewhere.")
    ] = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    opens: When | None = None
    closes: When | None = None


class PackTable(Table):
    """[[packs]]: several performances; one of price, prices, percent."""

    id: Id
    name: str = ""
    tariff: Id
    performances: tuple[Id, ...]
    choose: Annotated[
        int, Field(ge=0, description="How many a pack takes; all where left out.")
    ] = 0
    price: Amount | None = None
    prices: Annotated[
        dict[Id, Amount] | None, Field(description="A price for each seat category.")
    ] = None
    percent: Annotated[
        Percent | None, Field(description="Of what its seats cost one by one.")
    ] = None
    packs_per_order_max: int = 10
    floor: Amount = Decimal(0)
    ceiling: Amount | None = None
    rounding_step: Amount | None = None
    quota_count: Annotated[
        int | None, Field(description="Most packs of the season.")
    ] = None
    opens: When | None = None
    closes: When | None = None


# By the keys that lead to them.
OFFER_TABLES: Mapping[tuple[str, ...], type[Table]] = {
    ("pools",): PoolTable,
    ("cards",): CardTable,
    ("packs",): PackTable,
}


def pool_of(table: PoolTable, at: Keys, values: Values) -> SuspendedPool:
    """Return the pool of a table."""
    least = table.gift_min
    return SuspendedPool(
        id=table.id,
        name=table.name or table.id,
        ticket_minor=values.minor([*at, "ticket"], table.ticket),
        scope=Scope(table.production, table.venue, table.performance),
        gift_minor_min=None
        if least is None
        else values.minor([*at, "gift_min"], least),
        window=Window(table.opens, table.closes),
    )


def card_of(table: CardTable, at: Keys, values: Values) -> SubscriberCard:
    """Return the card of a table."""
    price = table.price
    return SubscriberCard(
        id=table.id,
        name=table.name or table.id,
        seats_per_show=table.seats_per_show,
        price_minor=None if price is None else values.minor([*at, "price"], price),
        valid_from=table.valid_from,
        valid_until=table.valid_until,
        window=Window(table.opens, table.closes),
    )


def pack_of(table: PackTable, at: Keys, values: Values) -> Pack:
    """Return the pack of a table; what does not fit names its line."""
    return Pack(
        id=table.id,
        name=table.name or table.id,
        tariff_id=table.tariff,
        performance_ids=table.performances,
        price=_pack_price(table, at, values),
        choose=table.choose,
        packs_per_order_max=table.packs_per_order_max,
        floor_minor=values.minor([*at, "floor"], table.floor),
        ceiling_minor=values.minor([*at, "ceiling"], table.ceiling, PRICE_MINOR_MAX),
        rounding_step_minor=values.minor(
            [*at, "rounding_step"], table.rounding_step, 1
        ),
        quota_count=table.quota_count,
        window=Window(table.opens, table.closes),
    )


def _pack_price(table: PackTable, at: Keys, values: Values) -> PackShare | PackPrices:
    given = [k for k in ("price", "prices", "percent") if getattr(table, k) is not None]
    if len(given) != 1:
        raise ValueError(
            f"Expected one of price, prices, percent in pack {table.id!r}, got "
            f"{' and '.join(given) or 'none'}."
        )
    if table.percent is not None:
        return PackShare(values.percent([*at, "percent"], table.percent))
    prices = table.prices or {"": table.price or Decimal(0)}
    here = [*at, given[0]]
    return PackPrices(
        tuple((category, values.minor(here, each)) for category, each in prices.items())
    )


def pool_table(pool: SuspendedPool, currency: str) -> dict[str, Any]:
    """Return the table of a pool."""
    table: dict[str, Any] = {
        "id": pool.id,
        "name": pool.name,
        "ticket": to_units(pool.ticket_minor, currency),
    }
    if pool.gift_minor_min is not None:
        table["gift_min"] = to_units(pool.gift_minor_min, currency)
    scope = {
        "production": pool.scope.production,
        "venue": pool.scope.venue_id,
        "performance": pool.scope.performance_id,
    }
    named = {key: value for key, value in scope.items() if value}
    return table | named | window_keys(pool.window)


def card_table(card: SubscriberCard, currency: str) -> dict[str, Any]:
    """Return the table of a card."""
    table: dict[str, Any] = {"id": card.id, "name": card.name}
    table["seats_per_show"] = card.seats_per_show
    if card.price_minor is not None:
        table["price"] = to_units(card.price_minor, currency)
    for key in ("valid_from", "valid_until"):
        if getattr(card, key) is not None:
            table[key] = getattr(card, key)
    return table | window_keys(card.window)


def pack_table(pack: Pack, currency: str) -> dict[str, Any]:
    """Return the table of a pack."""
    table: dict[str, Any] = {
        "id": pack.id,
        "name": pack.name,
        "tariff": pack.tariff_id,
        "performances": list(pack.performance_ids),
        "packs_per_order_max": pack.packs_per_order_max,
        "floor": to_units(pack.floor_minor, currency),
        "rounding_step": to_units(pack.rounding_step_minor, currency),
    }
    if pack.choose:
        table["choose"] = pack.choose
    if isinstance(pack.price, PackShare):
        table["percent"] = percent(pack.price.sum_permille)
    else:
        prices = {name: to_units(n, currency) for name, n in pack.price.by_category}
        table |= {"price": prices[""]} if "" in prices else {"prices": prices}
    if pack.ceiling_minor < PRICE_MINOR_MAX:
        table["ceiling"] = to_units(pack.ceiling_minor, currency)
    if pack.quota_count is not None:
        table["quota_count"] = pack.quota_count
    return table | window_keys(pack.window)
