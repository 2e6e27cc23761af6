from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.channel import Channel, Commission, Counter, Release
from pricing.domain.moment import Moment
from tests.houses import OPENING
from tests.offers import SELLERS


@given(
    price=st.integers(0, 10**6), permille=st.integers(0, 1000),
    fixed=st.integers(0, 2000), ceiling=st.integers(0, 3000),
)  # fmt: skip
def test_a_commission_is_at_most_its_ceiling_and_the_price(
    price, permille, fixed, ceiling
):
    taken = Commission(permille, fixed, True, ceiling).on(price)
    assert 0 <= taken <= min(price, ceiling)
    free = Commission(permille, fixed).on(price)
    assert taken == min(free, ceiling)
    # Halves up, of the exact share.
    share = (2 * price * permille + 1000) // 2000
    assert free == (min(share + fixed, price) if price else 0)


def test_a_counter_sells_on_its_own_terms_where_it_has_any():
    network = SELLERS[2]
    corner, station = network.at_counter("corner"), network.at_counter("station")
    assert (corner.commission_minor(2000), corner.commission_inside) == (100, False)
    assert (station.commission_minor(2000), station.commission_inside) == (150, True)
    assert (corner.name, corner.id) == ("The corner shop", "network")
    assert network.at_counter("") is network
    plain = Channel(
        "n", "N", 500, commission_permille=70, counters=(Counter("c", "C"),)
    )
    assert plain.at_counter("c").commission_minor(1000) == 70


def test_a_channel_keeps_fewer_seats_as_its_releases_come():
    channel = Channel(
        "c", "C", kept_permille=200, release_days_out=5,
        releases=(Release(Moment(days_out=30), 100), Release(Moment(days_out=10), 20)),
    )  # fmt: skip
    kept = {
        days: channel.kept_at(OPENING, OPENING - timedelta(days=days))
        for days in (31, 30, 11, 10, 6, 5, 0)
    }
    assert kept == {31: 200, 30: 100, 11: 100, 10: 20, 6: 20, 5: 0, 0: 0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kept_permille": 500, "quota_permille": 400}, "kept_permille"),
        ({"release_at": OPENING, "release_days_out": 3}, "not both"),
        ({"release_at": OPENING.replace(tzinfo=None)}, "time zone"),
        ({"releases": (Release(Moment(days_out=3), 10),)}, "keep fewer"),
        ({"counters": (Counter("a", "A"), Counter("a", "B"))}, "once each"),
        ({"commission_ceiling_minor": -1}, "commission_ceiling"),
    ],
)
def test_a_channel_refuses_what_cannot_be(change, message):
    with pytest.raises(ValueError, match=message):
        Channel(**{"id": "c", "name": "C"} | change)
