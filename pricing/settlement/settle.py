"""What each performance brought on each channel, and who gets what of it.

Two sums hold in every row, to the minor unit:

    face value = paid - refunded - commission on top + drawn - gifts
    face value = VAT + commission inside + net

and the shares of a row sum to its net, where the net is shared. A promised
minimum is a row of its own, whose shares sum to nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.settlement import Split
from pricing.settlement.record import SalesRecord
from pricing.settlement.shares import apportion, apportion_rows, with_minima
from pricing.settlement.units import Kind, Unit

# The kind of a row that moves money between parties only.
GUARANTEE = "guarantee"
_SEATS = (Kind.SEAT, Kind.PLATFORM_SEAT)


@dataclass(frozen=True, slots=True)
class Period:
    """When sales and refunds were made; open where a time is not given."""

    since: datetime | None = None
    # The first time that is not in it.
    until: datetime | None = None

    def __post_init__(self) -> None:
        """Check that it is not empty."""
        if self.since and self.until and self.since >= self.until:
            raise ValueError("Expected a period that begins before it ends.")

    def __contains__(self, time: datetime) -> bool:
        if self.since is not None and time < self.since:
            return False
        return self.until is None or time < self.until

    @property
    def whole(self) -> bool:
        """Whether it leaves nothing out."""
        return self.since is None and self.until is None


ALL_TIME = Period()


class RowKey(NamedTuple):
    """What the sales of a row have in common."""

    # Empty for gifts and cards, which belong to no performance.
    performance_id: str
    kind: str
    channel_id: str
    counter_id: str
    vat_permille: int


@dataclass(slots=True)
class Sums:
    """Amounts of a row in minor units, refunds taken off but where they stand alone."""

    seats_sold: int = 0
    seats_returned: int = 0
    paid: int = 0
    refunded: int = 0
    on_top: int = 0
    drawn: int = 0
    gifts: int = 0
    vat: int = 0
    commission: int = 0
    # Within the face value: paid above full prices for others.
    support: int = 0
    # No part of prices, and not taken off the net.
    cost: int = 0

    @property
    def face_value(self) -> int:
        """Price of the tickets, VAT included."""
        return self.paid - self.refunded - self.on_top + self.drawn - self.gifts

    @property
    def net(self) -> int:
        """What VAT and commissions leave."""
        return self.face_value - self.vat - self.commission

    def add(self, unit: Unit, quantity: int) -> None:
        """Add units that were sold, or, negative, take off those given back."""
        if quantity > 0:
            self.paid += quantity * unit.paid_minor
        else:
            self.refunded -= quantity * unit.paid_minor
        if unit.kind in _SEATS:
            self.seats_sold += max(0, quantity)
            self.seats_returned -= min(0, quantity)
        self.on_top += quantity * unit.on_top_minor
        self.drawn += quantity * unit.drawn_minor
        self.gifts += quantity * unit.gift_minor
        self.vat += quantity * unit.vat_minor
        self.commission += quantity * unit.commission_minor
        self.support += quantity * unit.support_minor
        self.cost += quantity * unit.cost_minor


def summed(parts: Iterable[Sums]) -> Sums:
    """Return sums over all parts."""
    total = Sums()
    for part in parts:
        for name in Sums.__dataclass_fields__:
            setattr(total, name, getattr(total, name) + getattr(part, name))
    return total


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A line of a settlement, with the part of each party in its net."""

    key: RowKey
    sums: Sums
    # By party; none where the net is not shared.
    shares: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A season's sales settled: by performance in the season's order, then channel."""

    season: Season
    period: Period
    rows: tuple[SettlementRow, ...]
    # All that have a share in any performance, in the order of the splits.
    parties: tuple[str, ...]

    @property
    def total(self) -> Sums:
        """Sums over all rows."""
        return summed(row.sums for row in self.rows)


def settle(
    record: SalesRecord,
    season: Season,
    now: datetime,
    period: Period = ALL_TIME,
    performance_id: str = "",
) -> Settlement:
    """Return the settlement of a season, or of one performance of it.

    A guaranteed minimum is reckoned once a performance was given, by ``now``, and
    for the whole of its sales: never for a period.
    """
    # Of equal units there are many: they are counted first, sold and given back.
    sold: Counter[Unit] = Counter()
    returned: Counter[Unit] = Counter()
    for time, unit, quantity in record.entries(season.id):
        if performance_id in ("", unit.performance_id) and time in period:
            (sold if quantity > 0 else returned)[unit] += quantity
    sums: dict[str, dict[RowKey, Sums]] = {}
    for unit, quantity in chain(sold.items(), returned.items()):
        rate = season.vat_permille if unit.vat_permille is None else unit.vat_permille
        key = RowKey(
            unit.performance_id,
            unit.kind.value,
            unit.channel_id,
            unit.counter_id,
            rate,
        )
        sums.setdefault(unit.performance_id, {}).setdefault(key, Sums()).add(
            unit, quantity
        )
    given = {
        each.id
        for each in season.performances
        if each.starts_at <= now and (season.id, each.id) not in record.cancelled_at
    }
    asked = [p for p in season.performances if performance_id in ("", p.id)]
    rows = [
        row
        for performance in asked
        for row in _performance_rows(
            season,
            performance,
            sorted(sums.pop(performance.id, {}).items()),
            promised=period.whole and performance.id in given,
        )
    ]
    # Gifts, cards, and what was sold and paid back before a performance was removed.
    rows += [
        SettlementRow(*each) for of in sums.values() for each in sorted(of.items())
    ]
    splits = season.settlement.splits
    parties = {share.party: None for split in splits for share in split.shares}
    return Settlement(season, period, tuple(rows), tuple(parties))


def _performance_rows(
    season: Season,
    performance: Performance,
    sums: list[tuple[RowKey, Sums]],
    *,
    promised: bool,
) -> Iterator[SettlementRow]:
    split = season.settlement.split_of(performance)
    if split is None:
        yield from (SettlementRow(key, of) for key, of in sums)
        return
    parties = [share.party for share in split.shares]
    weights = [share.permille for share in split.shares]
    shared = apportion_rows([of.net for _, of in sums], weights)
    for (key, of), parts in zip(sums, shared, strict=True):
        yield SettlementRow(key, of, dict(zip(parties, parts, strict=True)))
    if promised:
        moved = _moved(split, sum(of.net for _, of in sums))
        if any(moved):
            key = RowKey(performance.id, GUARANTEE, "", "", 0)
            yield SettlementRow(key, Sums(), dict(zip(parties, moved, strict=True)))


def _moved(split: Split, net: int) -> list[int]:
    """Return what each party gets beyond its share so that promises are kept."""
    plain = apportion(net, [share.permille for share in split.shares])
    kept = with_minima(net, split.shares)
    return [after - before for before, after in zip(plain, kept, strict=True)]
