"""Seats that tariffs and channels keep back until they are released."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import PricingError, QuotaExhausted
from pricing.quotes.seats import SeatCounts
from pricing.quotes.seats_left import SeatsLeft
from tests.houses import OPENING
from tests.offers import offers_season

SEASON = offers_season()
NIGHT = SEASON.performances[0]


def left_on(channel="web", days=100.0, counts=None, counter=""):
    return SeatsLeft(
        SEASON,
        NIGHT,
        SEASON.channel_by_id[channel],
        SeatCounts() if counts is None else counts,
        OPENING - timedelta(days=days),
        counter,
    )


def taken(*cells):
    counts = SeatCounts()
    for category, channel, tariff, count in cells:
        counts.hold((category, channel, tariff), count)
    return counts


def test_others_leave_the_seats_that_a_tariff_keeps():
    full, neighbour = (SEASON.tariff_by_id[t] for t in ("full", "neighbour"))
    assert left_on().in_tariff(full) == 72
    assert left_on().in_tariff(neighbour) == 80
    after_some = left_on(counts=taken(("front", "web", "neighbour", 3)))
    assert after_some.in_tariff(full) == 80 - 3 - 5


def test_what_a_tariff_keeps_returns_to_all_on_its_day():
    full = SEASON.tariff_by_id["full"]
    assert left_on(days=10.001).in_tariff(full) == 72
    assert left_on(days=10).in_tariff(full) == 80


def test_others_leave_the_seats_that_a_channel_keeps_as_it_releases_them():
    # On sale 166.4 days before; released whole 150 days later.
    assert {days: left_on(days=days).in_channel() for days in (61, 60, 17, 16)} == {
        61: 64, 60: 76, 17: 76, 16: 80,
    }  # fmt: skip
    assert left_on("partner", days=61).in_channel() == 24
    assert left_on("partner", days=16).in_channel() == 80


def test_a_counter_has_a_quota_within_its_channel():
    assert left_on("network").in_channel() == 20
    assert left_on("network", counter="corner").in_channel() == 4
    assert left_on("network", counter="station").in_channel() == 20
    with pytest.raises(QuotaExhausted, match="4 left in the quota of counter 'corner'"):
        left_on("network", counter="corner").check({("front", "full"): 5})


def test_tariffs_together_leave_what_another_keeps():
    with pytest.raises(QuotaExhausted, match="72 left in the quota of tariff"):
        left_on(days=10.5).check({("front", "full"): 40, ("back", "under-26"): 40})


def test_a_tariff_within_what_it_keeps_is_served_though_others_took_too_much():
    counts = taken(("front", "web", "full", 40), ("back", "web", "full", 36))
    left = left_on(counts=counts, days=15)
    left.check({("back", "neighbour"): 4})
    assert left.in_tariff(SEASON.tariff_by_id["neighbour"]) == 4
    assert left.in_tariff(SEASON.tariff_by_id["full"]) == 0


asks = st.tuples(
    st.sampled_from(["front", "back"]),
    st.sampled_from(["web", "network", "partner"]),
    st.sampled_from(["full", "neighbour", "conscious"]),
    st.integers(1, 12),
)


@settings(max_examples=80, deadline=None)
@given(asked=st.lists(asks, max_size=25), days=st.sampled_from([100.0, 50.0, 5.0]))
def test_whoever_keeps_seats_can_always_have_them(asked, days):
    counts = SeatCounts()
    for category, channel, tariff, count in asked:
        left = left_on(channel, days, counts)
        listed = left.to(category, SEASON.tariff_by_id[tariff])
        try:
            left.check({(category, tariff): count})
        except PricingError:
            assert count > listed
        else:
            assert count <= listed
            counts.hold((category, channel, tariff), count)
        free = 80 - counts.taken
        kept = 8 if days > 10 else 0
        assert free >= max(0, kept - counts.taken_by_tariff["neighbour"])
        partner = 16 if days > 60 else 4 if days > 16 else 0
        assert free >= max(0, partner - counts.taken_by_channel["partner"])
        assert counts.taken_by_channel["network"] <= 20


def test_each_tariff_in_turn_has_what_it_has_alone():
    left = left_on(counts=taken(("front", "web", "full", 30)))
    assert left.in_each_tariff() == [(t, left.in_tariff(t)) for t in SEASON.tariffs]


def test_a_channel_that_keeps_nothing_sells_as_before():
    plain = replace(SEASON, channels=SEASON.channels[:3])
    left = replace(left_on(), season=plain)
    assert left.in_channel() == 80
