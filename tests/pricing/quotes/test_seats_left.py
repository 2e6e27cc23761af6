from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.channel import Channel
from pricing.domain.errors import QuotaExhausted, SeatsExhausted
from pricing.domain.rules import Scope, SolidarityShare
from pricing.domain.tariff import FixedAmount, Percentage, Tariff
from pricing.quotes.seats import SeatCounts
from pricing.quotes.seats_left import SeatsLeft, kept_seats, quota
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW

KEEP = SolidarityShare(id="keep", share_permille=250, release_days_out=10)


def left_in(season, counts=None, channel="web", now=NOW):
    return SeatsLeft(
        season,
        season.performances[0],
        season.channel_by_id[channel],
        counts or SeatCounts(),
        now,
    )


def test_the_public_leaves_the_seats_kept_for_solidarity():
    season = studio_season(rules=(KEEP,))
    left = left_in(season)
    assert left.to("front", season.tariff_by_id["full"]) == 30
    assert left.to("front", season.tariff_by_id["solidarity"]) == 40


def test_kept_seats_return_to_everybody_on_the_release_day():
    season = studio_season(rules=(KEEP,))
    release = season.performances[0].starts_at - timedelta(days=10)
    assert kept_seats(season, season.performances[0], "front", release) == 0
    just_before = release - timedelta(microseconds=1)
    assert kept_seats(season, season.performances[0], "front", just_before) == 10


def test_the_greatest_of_several_shares_serves_them_all():
    more = SolidarityShare(
        id="more",
        share_permille=500,
        release_days_out=1,
        seat_category_ids=("back",),
        scope=Scope(production="antigone"),
    )
    season = studio_season(rules=(KEEP, more))
    assert kept_seats(season, season.performances[0], "back", NOW) == 20
    assert kept_seats(season, season.performances[0], "front", NOW) == 10
    assert kept_seats(season, season.performances[1], "back", NOW) == 10


def test_a_channel_sells_up_to_its_quota_and_all_after_its_release():
    channel = Channel("network", "Network", quota_permille=250, release_days_out=5)
    season = studio_season(channels=(channel,))
    full = season.tariff_by_id["full"]
    late = season.performances[0].starts_at - timedelta(days=5)
    assert left_in(season, channel="network").to("front", full) == 20
    assert left_in(season, channel="network", now=late).to("front", full) == 40


def test_a_basket_is_counted_whole():
    season = studio_season()
    with pytest.raises(SeatsExhausted, match=r"41 seats wanted.*40 left") as caught:
        left_in(season).check({("front", "full"): 20, ("front", "under-26"): 21})
    assert caught.value.metadata["seats_left"] == "40"


def test_solidarity_seats_of_the_same_basket_do_not_free_kept_ones():
    season = studio_season(rules=(KEEP,))
    left_in(season).check({("front", "full"): 30, ("front", "solidarity"): 10})
    with pytest.raises(SeatsExhausted, match=r"31 seats wanted.*30 left"):
        left_in(season).check({("front", "full"): 31, ("front", "solidarity"): 4})


def test_a_tariff_sells_up_to_its_quota():
    tariffs = (Tariff("few", "Few", Percentage(500), quota_permille=100),)
    season = studio_season(tariffs=(*studio_season().tariffs, *tariffs))
    with pytest.raises(QuotaExhausted, match=r"9 seats wanted.*8 left") as caught:
        left_in(season).check({("front", "few"): 5, ("back", "few"): 4})
    assert caught.value.metadata["kind"] == "tariff"


cells = st.tuples(
    st.sampled_from(["front", "back"]),
    st.sampled_from(["web", "counter", "network"]),
    st.sampled_from(["full", "solidarity", "few"]),
)


@given(
    moves=st.lists(st.tuples(cells, st.integers(1, 9), st.booleans()), max_size=12),
    category=st.sampled_from(["front", "back"]),
    channel_id=st.sampled_from(["web", "network"]),
    tariff_id=st.sampled_from(["full", "solidarity", "few"]),
)
def test_seats_left_agree_with_counting_ticket_by_ticket(
    moves, category, channel_id, tariff_id
):
    few = Tariff("few", "Few", FixedAmount(900), quota_permille=300)
    season = studio_season(rules=(KEEP,), tariffs=(*studio_season().tariffs, few))
    counts, tickets = SeatCounts(), []
    for cell, count, sold in moves:
        counts.hold(cell, count)
        if sold:
            counts.sell(cell, count)
        tickets += [cell] * count

    tariff = season.tariff_by_id[tariff_id]
    permille = season.channel_by_id[channel_id].quota_permille
    room = [
        40 - sum(cell[0] == category for cell in tickets),
        80 * permille // 1000 - sum(cell[1] == channel_id for cell in tickets),
        80 * tariff.quota_permille // 1000 - sum(c[2] == tariff_id for c in tickets),
    ]
    if not tariff.solidarity:
        public = sum(c[0] == category and c[2] != "solidarity" for c in tickets)
        room.append(30 - public)
    left = left_in(season, counts, channel_id)
    assert left.to(category, tariff) == max(0, min(room))


def test_quotas_are_rounded_down():
    assert quota(studio_season().performances[0], 99) == 7
