"""Quotas reached are those of a count of every seat, one by one."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.channel import Counter
from pricing.domain.rules import SolidarityShare
from pricing.feed.quotas import Quotas
from pricing.store import events
from pricing.store.events_performances import PerformancePostponed
from tests.pricing.quotes.plans import NOW
from tests.pricing.settlement.logs import NIGHTS, SEASON, Maker

KEPT = SolidarityShare(id="kept", share_permille=500, release_days_out=30)
TARIFFS = {"full": 700, "under-26": 250, "solidarity": 500, "by-means": 1000}
CHANNELS = {"web": 600, "counter": 1000, "network": 250}
SMALL = replace(
    SEASON,
    rules=(KEPT,),
    tariffs=tuple(replace(t, quota_permille=TARIFFS[t.id]) for t in SEASON.tariffs),
    channels=tuple(
        replace(
            each,
            quota_permille=CHANNELS[each.id],
            counters=(Counter("hall", "Hall", quota_permille=300),),
        )
        for each in SEASON.channels
    ),
    performances=tuple(
        replace(each, capacities=(6, 5)) for each in SEASON.performances
    ),
)


class Life(Maker):
    """A log of small halls, whose season is changed as it goes."""

    def __init__(self, draw):
        super().__init__(draw)
        self.season = SMALL
        self.records.clear()
        self.append(events.SeasonCreated(SMALL))

    def append(self, event):
        if isinstance(event, events.QuoteOffered):
            event = events.QuoteOffered(self.dressed(event.quote))
        if isinstance(event, events.ItemsExchanged):
            quote = self.dressed(event.exchange.quote)
            event = events.ItemsExchanged(replace(event.exchange, quote=quote))
        super().append(event)

    def dressed(self, quote):
        items = [
            replace(
                each,
                item=replace(
                    each.item,
                    performance_id=self.draw(st.sampled_from(NIGHTS[:2])),
                    seat_category_id=self.draw(st.sampled_from(["front", "back"])),
                    tariff_id=self.draw(st.sampled_from(list(TARIFFS))),
                ),
            )
            for each in quote.items
        ]
        return replace(quote, items=tuple(items))

    def update(self):
        share = self.draw(st.integers(0, 1000))
        channels = (
            replace(self.season.channels[0], quota_permille=share),
            *self.season.channels[1:],
        )
        self.season = replace(self.season, channels=channels)
        self.append(events.SeasonUpdated(self.season))

    def resize(self):
        seats = self.draw(st.integers(3, 9))
        found = replace(self.season.performances[0], capacities=(seats, 5))
        self.put(found)
        self.append(events.PerformanceUpdated("autumn", found))

    def postpone(self):
        found = self.season.performances[0]
        moved = replace(found, starts_at=NOW + timedelta(days=20))
        self.put(moved)
        at = moved.starts_at
        self.append(PerformancePostponed("autumn", found.id, at, at))

    def put(self, found):
        nights = (found, *self.season.performances[1:])
        self.season = replace(self.season, performances=nights)


@st.composite
def lives(draw):
    life = Life(draw)
    steps = ["sell", "sell", "sell", "cancel", "exchange", "tell", "update", "resize",
             "postpone"]  # fmt: skip
    for step in draw(st.lists(st.sampled_from(steps), min_size=4, max_size=16)):
        getattr(life, step)()
    return life.records


def seat_by_seat(records):
    """Return what each event reached, counting all valid seats anew each time."""
    season, valid, offered, told, found = None, [], {}, {}, {}

    def limits(at):
        for night in season.performances:
            size = sum(night.capacities)
            venue = season.venue_of(night)
            for place, category in enumerate(venue.seat_categories):
                here = night.id, category.id
                seats = night.capacities[place]
                yield ("category", *here), seats, lambda s, h=here: s[:2] == h
                kept = (night.starts_at - at) > timedelta(days=31)
                near = (night.starts_at - at) < timedelta(days=29)
                assert kept or near, "no test of the day itself"
                if kept and seats // 2:
                    yield (
                        ("solidarity", *here),
                        seats // 2,
                        lambda s, h=here: (
                            s[:2] == h and season.tariff_by_id[s[2]].solidarity
                        ),
                    )
            for tariff in season.tariffs:
                if tariff.quota_permille < 1000:
                    most = size * tariff.quota_permille // 1000
                    yield (
                        ("tariff", night.id, tariff.id),
                        most,
                        lambda s, n=night.id, t=tariff.id: s[0] == n and s[2] == t,
                    )
            for channel in season.channels:
                if channel.quota_permille < 1000:
                    most = size * channel.quota_permille // 1000
                    yield (
                        ("channel", night.id, channel.id),
                        most,
                        lambda s, n=night.id, c=channel.id: s[0] == n and s[3] == c,
                    )
                for counter in channel.counters:
                    most = size * counter.quota_permille // 1000
                    yield (
                        ("counter", night.id, channel.id, counter.id),
                        most,
                        lambda s, n=night.id, c=channel.id, k=counter.id: (
                            s[0] == n and s[3:5] == (c, k)
                        ),
                    )

    def sell(sequence, at, seats):
        reached = found.setdefault(sequence, [])
        for name, most, covers in limits(at):
            before = sum(map(covers, valid))
            after = before + sum(map(covers, seats))
            if before < most <= after:
                reached.append((*name, most, after))
        valid.extend(seats)

    def back(cancellation):
        quote = offered[cancellation.quote_id]
        for line in cancellation.lines:
            item = quote.items[line.item_index].item
            for _ in line.serials:
                valid.remove(seat(quote, item))

    def seat(quote, item):
        return (
            item.performance_id, item.seat_category_id, item.tariff_id,
            quote.channel_id, quote.counter_id,
        )  # fmt: skip

    def seats(quote):
        return [seat(quote, p.item) for p in quote.items for _ in range(p.item.count)]

    for recorded in records:
        at, number = recorded.time, recorded.sequence
        match recorded.event:
            case events.SeasonCreated(new) | events.SeasonUpdated(new):
                season = new
            case events.PerformanceUpdated(_, night):
                season = replace(season, performances=(night, *season.performances[1:]))
            case PerformancePostponed(_, _, starts_at, _):
                night = replace(season.performances[0], starts_at=starts_at)
                season = replace(season, performances=(night, *season.performances[1:]))
            case events.QuoteOffered(quote):
                offered[quote.id] = quote
            case events.QuoteAccepted(quote_id):
                sell(number, at, seats(offered[quote_id]))
            case events.ItemsCancelled(cancellation):
                back(cancellation)
            case events.ItemsExchanged(exchange):
                back(exchange.cancellation)
                offered[exchange.quote.id] = exchange.quote
                sell(number, at, seats(exchange.quote))
            case events.SalesRecorded(_, sales):
                for sale in sales:
                    one = (
                        sale.performance_id, sale.seat_category_id, sale.tariff_id,
                        sale.channel_id, "",
                    )  # fmt: skip
                    if sale.id not in told:
                        sell(number, at, [one] * sale.count)
                    gone = sale.cancelled_count - told.get(sale.id, 0)
                    for _ in range(gone):
                        valid.remove(one)
                    told[sale.id] = sale.cancelled_count
    return {number: set(reached) for number, reached in found.items() if reached}


def named(reached):
    of = reached.quota
    rest = (of.seat_category_id, of.tariff_id, of.channel_id, of.counter_id)
    return (
        of.kind.value, of.performance_id, *filter(None, rest), reached.seats,
        reached.sold,
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(records=lives())
def test_quotas_are_reached_by_the_sales_that_a_count_of_all_seats_says(records):
    quotas = Quotas()
    for recorded in records:
        quotas.take(recorded)
    found = {number: set(map(named, each)) for number, each in quotas.reached.items()}
    assert found == seat_by_seat(records)
