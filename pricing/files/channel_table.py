"""[[channels]] of the season file, read and written."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from pricing.domain.channel import Channel, ChannelKind, Commission, Counter, Release
from pricing.domain.money import to_units
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.files.moment_key import When, when
from pricing.files.rule_reader import Keys, Values
from pricing.files.rule_writer import percent
from pricing.files.table import Amount, Id, Percent, Table

_COMMISSION = (
    "commission_percent",
    "commission_fixed",
    "commission_inside",
    "commission_ceiling",
)


class ReleaseTable(Table):
    """From when on a channel keeps fewer seats back."""

    at: When
    kept_percent: Percent = Decimal(0)


class CounterTable(Table):
    """A counter of a channel; its commission and cost where they are its own."""

    id: Id
    name: str = ""
    quota_percent: Percent = Decimal(100)
    commission_percent: Percent | None = None
    commission_fixed: Amount | None = None
    commission_inside: bool | None = None
    commission_ceiling: Amount | None = None
    cost: Amount | None = None


class ChannelTable(Table):
    """[[channels]]: a way to buy."""

    id: Id
    name: str = ""
    kind: Literal[
        "other", "web", "telephone", "post", "counter", "remote_counter", "network"
    ] = "other"
    quota_percent: Annotated[
        Percent, Field(description="Most seats of a performance sold here.")
    ] = Decimal(100)
    kept_percent: Annotated[
        Percent, Field(description="Seats that only this channel sells.")
    ] = Decimal(0)
    release_days_out: Annotated[
        int | None, Field(description="From then on it has no quota and keeps none.")
    ] = None
    release_at: datetime | None = None
    releases: Annotated[
        tuple[ReleaseTable, ...], Field(description="When it keeps fewer seats back.")
    ] = ()
    commission_percent: Percent = Decimal(0)
    commission_fixed: Amount = Decimal(0)
    commission_inside: bool = True
    commission_ceiling: Amount | None = None
    cost: Amount = Decimal(0)
    counters: tuple[CounterTable, ...] = ()


def channel_of(table: ChannelTable, at: Keys, values: Values) -> Channel:
    """Return the channel of a table; what does not fit names its line."""
    asked = _commission(table, at, values)
    return Channel(
        id=table.id,
        name=table.name or table.id,
        quota_permille=values.percent([*at, "quota_percent"], table.quota_percent),
        release_days_out=table.release_days_out,
        commission_permille=asked.permille,
        commission_fixed_minor=asked.fixed_minor,
        commission_inside=asked.inside,
        commission_ceiling_minor=asked.ceiling_minor,
        cost_minor=values.minor([*at, "cost"], table.cost),
        kind=ChannelKind(table.kind),
        release_at=table.release_at,
        kept_permille=values.percent([*at, "kept_percent"], table.kept_percent),
        releases=tuple(
            Release(
                each.at,
                values.percent([*at, "releases", index], each.kept_percent),
            )
            for index, each in enumerate(table.releases)
        ),
        counters=values.each(
            [*at, "counters"],
            table.counters,
            lambda each, here: _counter(each, here, values),
        ),
    )


def _counter(table: CounterTable, at: Keys, values: Values) -> Counter:
    own = any(getattr(table, key) is not None for key in _COMMISSION)
    cost = table.cost
    return Counter(
        id=table.id,
        name=table.name or table.id,
        quota_permille=values.percent([*at, "quota_percent"], table.quota_percent),
        commission=_commission(table, at, values) if own else None,
        cost_minor=None if cost is None else values.minor([*at, "cost"], cost),
    )


def _commission(
    table: ChannelTable | CounterTable, at: Keys, values: Values
) -> Commission:
    """Return the commission of a table; nothing inside where it says nothing."""
    return Commission(
        values.percent(
            [*at, "commission_percent"], table.commission_percent or Decimal(0)
        ),
        values.minor([*at, "commission_fixed"], table.commission_fixed),
        table.commission_inside is not False,
        values.minor(
            [*at, "commission_ceiling"], table.commission_ceiling, PRICE_MINOR_MAX
        ),
    )


def channel_table(channel: Channel, currency: str) -> dict[str, Any]:
    """Return the table of a channel; what is new and at its default is left out."""
    table: dict[str, Any] = {
        "id": channel.id,
        "name": channel.name,
        "quota_percent": percent(channel.quota_permille),
        **_commission_keys(channel.commission, currency),
        "cost": to_units(channel.cost_minor, currency),
    }
    if channel.kind is not ChannelKind.OTHER:
        table["kind"] = channel.kind.value
    if channel.kept_permille:
        table["kept_percent"] = percent(channel.kept_permille)
    if channel.release_days_out is not None:
        table["release_days_out"] = channel.release_days_out
    if channel.release_at is not None:
        table["release_at"] = channel.release_at
    if channel.releases:
        table["releases"] = [
            {"at": when(each.moment), "kept_percent": percent(each.kept_permille)}
            for each in channel.releases
        ]
    if channel.counters:
        table["counters"] = [
            _counter_table(each, currency) for each in channel.counters
        ]
    return table


def _counter_table(counter: Counter, currency: str) -> dict[str, Any]:
    table: dict[str, Any] = {"id": counter.id, "name": counter.name}
    table["quota_percent"] = percent(counter.quota_permille)
    if counter.commission is not None:
        table |= _commission_keys(counter.commission, currency)
    if counter.cost_minor is not None:
        table["cost"] = to_units(counter.cost_minor, currency)
    return table


def _commission_keys(commission: Commission, currency: str) -> dict[str, Any]:
    keys: dict[str, Any] = {
        "commission_percent": percent(commission.permille),
        "commission_fixed": to_units(commission.fixed_minor, currency),
        "commission_inside": commission.inside,
    }
    if commission.ceiling_minor < PRICE_MINOR_MAX:
        keys["commission_ceiling"] = to_units(commission.ceiling_minor, currency)
    return keys
