"""A house kept in dictionaries: what the books must come to, told again plainly."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pricing.domain.after_sale import Cancellation, Exchange
from pricing.domain.quote import Quote

HOLD = timedelta(minutes=15)


@dataclass
class NaiveHouse:
    """Seats, money and tickets of one season by plain counting."""

    capacity: dict[tuple[str, str], int]
    channel_quota: dict[tuple[str, str], int]
    tariff_quota: dict[tuple[str, str], int]
    # By quote: until when it is held, and where, on what and for what its seats are.
    open: dict[str, tuple[datetime, list[tuple[str, str, str, str, int, int]]]] = field(
        default_factory=dict
    )
    # By serial: the same of one seat, with what was paid for it.
    valid: dict[int, tuple[str, str, str, str, int]] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    paid_in: int = 0
    paid_out: int = 0
    # Of tickets that were given back, what was not paid out.
    kept: int = 0
    last_serial: int = 0

    def taken(self) -> Counter[tuple[str, str, str, str]]:
        """Seats by performance, category, channel and tariff."""
        found: Counter[tuple[str, str, str, str]] = Counter()
        for _, lines in self.open.values():
            for *cell, count, _ in lines:
                found[tuple(cell)] += count  # type: ignore[index]
        for *cell, _ in self.valid.values():
            found[tuple(cell)] += 1  # type: ignore[index]
        return found

    def offer(self, quote: Quote) -> None:
        self.open[quote.id] = (quote.create_time + HOLD, _lines(quote))

    def expire(self, now: datetime) -> None:
        self.open = {name: of for name, of in self.open.items() if of[0] > now}

    def sell(self, quote: Quote) -> None:
        """Take a sale in, whether or not it was on offer."""
        self.open.pop(quote.id, None)
        lines = _lines(quote)
        for priced, (*cell, count, price) in zip(quote.items, lines, strict=True):
            assert len(priced.serials) == count
            for serial in priced.serials:
                self.last_serial += 1
                assert serial == self.last_serial, "serials do not follow each other"
                self.valid[serial] = (*cell, price)  # type: ignore[assignment]
            self.paid_in += count * price

    def give_back(self, back: Cancellation) -> None:
        for line in back.lines:
            price = 0
            for serial in line.serials:
                price += self.valid.pop(serial)[-1]
                self.ended[serial] = line.ground.value
            assert 0 <= line.refund_minor <= price
            self.paid_out += line.refund_minor
            self.kept += price - line.refund_minor

    def exchange(self, exchange: Exchange) -> None:
        before = self.paid_in - self.paid_out
        self.give_back(exchange.cancellation)
        self.sell(exchange.quote)
        assert self.paid_in - self.paid_out == before + exchange.difference_minor

    def call_off(self, performance_id: str) -> None:
        self.cancelled.add(performance_id)
        self.open = {
            name: (until, lines)
            for name, (until, lines) in self.open.items()
            if all(line[0] != performance_id for line in lines)
        }

    def check_limits(self) -> None:
        """Fail where more seats are taken than there are."""
        by_category: Counter[tuple[str, str]] = Counter()
        by_channel: Counter[tuple[str, str]] = Counter()
        by_tariff: Counter[tuple[str, str]] = Counter()
        for (night, category, channel, tariff), count in self.taken().items():
            by_category[night, category] += count
            by_channel[night, channel] += count
            by_tariff[night, tariff] += count
        for counts, limits in (
            (by_category, self.capacity),
            (by_channel, self.channel_quota),
            (by_tariff, self.tariff_quota),
        ):
            for key, count in counts.items():
                assert count <= limits[key], key

    def check_money(self) -> None:
        """Fail where a cent came or went by itself."""
        held = sum(seat[-1] for seat in self.valid.values())
        assert self.paid_in - self.paid_out == held + self.kept
        serials = sorted([*self.valid, *self.ended])
        assert serials == list(range(1, self.last_serial + 1))


def _lines(quote: Quote) -> list[tuple[str, str, str, str, int, int]]:
    return [
        (
            priced.item.performance_id,
            priced.item.seat_category_id,
            quote.channel_id,
            priced.item.tariff_id,
            priced.item.count,
            priced.unit_price_minor,
        )
        for priced in quote.items
    ]
