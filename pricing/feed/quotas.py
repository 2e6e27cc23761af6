"""Quotas as they are reached by seats sold: a projection of the log.

A quota is the capacity of a seat category, the share of a performance that a
channel, a counter or a tariff may sell, or the seats kept for solidarity tariffs.
It is reached by the sale that brings the seats sold up to it; a seat that is given
back makes room again, and the next sale that fills it reaches it anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from pricing.domain.after_sale import LineBack
from pricing.domain.inventory import ToldSale
from pricing.domain.performance import Performance
from pricing.domain.quote import Quote
from pricing.domain.season import Season
from pricing.feed.season_forms import SeasonForms
from pricing.quotes.seats_left import kept_seats, quota
from pricing.store import events
from pricing.store.events import Recorded


class QuotaKind(Enum):
    """What a quota is of."""

    CATEGORY = "category"
    CHANNEL = "channel"
    COUNTER = "counter"
    TARIFF = "tariff"
    # Seats of a category that rules keep for solidarity tariffs.
    SOLIDARITY = "solidarity"


class Quota(NamedTuple):
    """A limit on the seats sold of a performance."""

    kind: QuotaKind
    season_id: str
    performance_id: str
    # Empty where it is about the whole hall.
    seat_category_id: str = ""
    channel_id: str = ""
    counter_id: str = ""
    tariff_id: str = ""


class Reached(NamedTuple):
    """A quota, its seats, and how many are sold."""

    quota: Quota
    seats: int
    sold: int


class _Seats(NamedTuple):
    """So many seats, and the quotas that they count in."""

    quotas: tuple[Quota, ...]
    seats: int


@dataclass
class Quotas:
    """Seats sold by quota, in the order of the log."""

    sequence: int = 0
    # What the event of a sequence number reached; few events do.
    reached: dict[int, tuple[Reached, ...]] = field(default_factory=dict)
    seasons: SeasonForms = field(default_factory=SeasonForms)
    # How many seats of a told sale had come back before an event told of it again.
    told_before: dict[tuple[int, str], int] = field(default_factory=dict)
    _sold: Counter[Quota] = field(default_factory=Counter)
    _baskets: dict[str, tuple[_Seats, ...]] = field(default_factory=dict)
    # What platforms told of: how many were cancelled, and what it was of.
    _told: dict[tuple[str, str], tuple[int, _Seats]] = field(default_factory=dict)
    # Equal quotas are kept once.
    _kept: dict[tuple[Quota, ...], tuple[Quota, ...]] = field(default_factory=dict)

    def take(self, recorded: Recorded) -> None:
        """Take in the next event of the log."""
        event = recorded.event
        found: list[Reached] = []
        match event:
            case events.QuoteOffered():
                self._baskets[event.quote.id] = self._seats_of(event.quote)
            case events.QuoteVoided() | events.QuoteExpired():
                self._baskets.pop(event.quote_id, None)
            case events.QuoteAccepted():
                found = self._sell(self._baskets[event.quote_id], recorded.time)
            case events.ItemsCancelled():
                self._take_back(event.cancellation.quote_id, event.cancellation.lines)
            case events.ItemsExchanged():
                cancelled, quote = event.exchange.cancellation, event.exchange.quote
                self._take_back(cancelled.quote_id, cancelled.lines)
                self._baskets[quote.id] = self._seats_of(quote)
                found = self._sell(self._baskets[quote.id], recorded.time)
            case events.SalesRecorded():
                for told in event.sales:
                    known = self._told.get((event.season_id, told.id))
                    if known is not None:
                        self.told_before[recorded.sequence, told.id] = known[0]
                    found += self._tell(event.season_id, told, recorded.time)
            case _:
                self.seasons.take(recorded)
        if found:
            self.reached[recorded.sequence] = tuple(found)
        self.sequence = recorded.sequence

    def _seats_of(self, quote: Quote) -> tuple[_Seats, ...]:
        season = self.seasons.last(quote.season_id)
        seller = quote.channel_id, quote.counter_id
        found = []
        for priced in quote.items:
            item = priced.item
            at = item.performance_id, item.seat_category_id, item.tariff_id
            quotas = _quotas(season, *at, *seller)
            found.append(_Seats(self._kept.setdefault(quotas, quotas), item.count))
        return tuple(found)

    def _tell(self, season_id: str, told: ToldSale, at: datetime) -> list[Reached]:
        key = season_id, told.id
        found: list[Reached] = []
        known = self._told.get(key)
        if known is None:
            of = told.performance_id, told.seat_category_id, told.tariff_id
            quotas = _quotas(self.seasons.last(season_id), *of, told.channel_id)
            seats = _Seats(self._kept.setdefault(quotas, quotas), told.count)
            found, known = self._sell([seats], at), (0, seats)
        cancelled, seats = known
        self._free(seats, told.cancelled_count - cancelled)
        self._told[key] = told.cancelled_count, seats
        return found

    def _take_back(self, quote_id: str, lines: Sequence[LineBack]) -> None:
        for line in lines:
            self._free(self._baskets[quote_id][line.item_index], len(line.serials))

    def _free(self, seats: _Seats, count: int) -> None:
        for each in seats.quotas:
            self._sold[each] -= count

    def _sell(self, basket: Sequence[_Seats], at: datetime) -> list[Reached]:
        added: Counter[Quota] = Counter()
        for seats in basket:
            for each in seats.quotas:
                added[each] += seats.seats
        found = []
        for each, count in added.items():
            before = self._sold[each]
            self._sold[each] = before + count
            limit = _limit(each, self.seasons.last(each.season_id), at)
            if limit is not None and before < limit <= before + count:
                found.append(Reached(each, limit, before + count))
        return found


def _quotas(
    season: Season,
    performance_id: str,
    seat_category_id: str,
    tariff_id: str,
    channel_id: str,
    counter_id: str = "",
) -> tuple[Quota, ...]:
    """Return the quotas that a seat counts in."""
    at = season.id, performance_id
    found = [
        Quota(QuotaKind.CATEGORY, *at, seat_category_id),
        Quota(QuotaKind.CHANNEL, *at, channel_id=channel_id),
        Quota(QuotaKind.TARIFF, *at, tariff_id=tariff_id),
    ]
    if counter_id:
        seller = Quota(QuotaKind.COUNTER, *at, "", channel_id, counter_id)
        found.append(seller)
    tariff = season.tariff_by_id.get(tariff_id)
    if tariff is not None and tariff.solidarity:
        found.append(Quota(QuotaKind.SOLIDARITY, *at, seat_category_id))
    return tuple(found)


def _limit(of: Quota, season: Season, now: datetime) -> int | None:
    """Return the seats of a quota as it stands, None where it limits nothing."""
    performance = season.performance_by_id.get(of.performance_id)
    if performance is None:
        return None
    if of.kind is QuotaKind.CATEGORY:
        place = season.venue_of(performance).category_index(of.seat_category_id)
        return performance.capacities[place]
    if of.kind is QuotaKind.SOLIDARITY:
        return kept_seats(season, performance, of.seat_category_id, now) or None
    permille = _permille(of, season, performance, now)
    return quota(performance, permille) if permille < 1000 else None


def _permille(
    of: Quota, season: Season, performance: Performance, now: datetime
) -> int:
    """Return what share of a performance a channel, counter or tariff may sell."""
    if of.kind is QuotaKind.TARIFF:
        tariff = season.tariff_by_id.get(of.tariff_id)
        return 1000 if tariff is None else tariff.quota_permille
    channel = season.channel_by_id.get(of.channel_id)
    if channel is None:
        return 1000
    release = channel.release
    if release is not None and now >= release.before(performance.starts_at):
        return 1000
    if of.kind is QuotaKind.CHANNEL:
        return channel.quota_permille
    counter = channel.counter(of.counter_id)
    return 1000 if counter is None else counter.quota_permille
