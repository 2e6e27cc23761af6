from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import NameUnknown
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.price_list import price_list
from tests.houses import OPENING
from tests.offers import offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale


def rows(on_sale=None, now=NOW, channel="web", night="night-1", counter=""):
    on_sale = put_on_sale(offers_season()) if on_sale is None else on_sale
    listed = price_list(on_sale, night, channel, now, counter_id=counter)
    return {
        (r.rate.seat_category_id, r.rate.tariff_id): r
        for r in listed.rows
        if not r.rate.means_bracket_id
    }


def sold(on_sale, *items, channel="web", **more):
    quote = price_basket(on_sale, Basket(channel, items, **more), NOW, "q")
    taken.hold(on_sale, quote)
    taken.sell(on_sale, quote)
    return quote


def test_only_tariffs_that_are_sold_one_by_one_now_are_listed():
    assert ("front", "pass") not in rows()
    assert ("front", "early") in rows()
    later = OPENING - timedelta(days=90)
    assert ("front", "early") not in rows(now=later)


def test_a_list_is_new_when_a_tariff_opens_or_closes():
    on_sale = put_on_sale(offers_season())
    before = OPENING - timedelta(days=120, seconds=1)
    assert ("front", "early") not in rows(on_sale, now=before)
    assert ("front", "early") in rows(on_sale, now=before + timedelta(seconds=1))
    assert ("front", "early") not in rows(on_sale, now=OPENING - timedelta(days=90))


def test_a_list_is_new_when_another_channel_releases_seats():
    on_sale = put_on_sale(offers_season())
    just_before = OPENING - timedelta(days=60, microseconds=1)
    assert rows(on_sale, now=just_before)["front", "full"].seats_left == 40
    sold(on_sale, QuoteItem("night-1", "back", "full", 10))
    left = {
        now: rows(on_sale, now=now)["front", "full"].seats_left
        for now in (just_before, OPENING - timedelta(days=60))
    }
    assert list(left.values()) == [40, 40]
    for _ in range(3):
        sold(on_sale, QuoteItem("night-1", "back", "full", 10))
    left = [
        rows(on_sale, now=now)["front", "full"].seats_left
        for now in (just_before, OPENING - timedelta(days=60))
    ]
    # 80 less 40 sold less the partner's 16, then 4, and the neighbours' 8.
    assert left == [24, 32]


def test_suspended_tickets_are_as_many_as_the_pool_pays_for():
    on_sale = put_on_sale(offers_season())
    assert rows(on_sale)["front", "suspended"].seats_left == 0
    sold(on_sale, products=(ProductItem(ProductKind.GIFT, "gifts", 3),))
    row = rows(on_sale)["front", "suspended"]
    assert (row.seats_left, row.rate.unit_price_minor, row.rate.drawn_minor) == (
        3, 100, 1500,
    )  # fmt: skip
    # In the back a seat costs 12.00: the pool pays 11.00 of it.
    assert rows(on_sale)["back", "suspended"].seats_left == 4
    sold(on_sale, QuoteItem("night-2", "front", "suspended", 1))
    assert rows(on_sale)["front", "suspended"].seats_left == 2


def test_a_group_that_is_too_big_for_what_is_left_sees_none():
    season = offers_season()
    night = replace(season.performances[0], capacities=(9, 40))
    on_sale = put_on_sale(
        offers_season(performances=(night, *season.performances[1:]), packs=())
    )
    assert rows(on_sale)["front", "school"].seats_left == 0
    assert rows(on_sale)["back", "school"].seats_left > 10


@pytest.mark.parametrize(
    ("channel", "counter", "chosen", "conscious"),
    [
        ("web", "", (600, 1300, 1800, 2400, 3000), (500, 6000)),
        ("network", "", (648, 1404, 1944, 2592, 3240), (540, 6480)),
        ("network", "corner", (700, 1400, 1900, 2500, 3100), (600, 6100)),
        ("network", "station", (600, 1300, 1800, 2400, 3000), (500, 6000)),
    ],
)
def test_free_choices_show_what_may_be_chosen_on_the_terms_of_the_seller(
    channel, counter, chosen, conscious
):
    listed = rows(channel=channel, counter=counter)
    assert listed["front", "chosen"].rate.choices_minor == chosen
    assert listed["front", "chosen"].rate.unit_price_minor == chosen[2]
    assert listed["front", "conscious"].rate.choices_minor == conscious
    assert listed["front", "conscious"].rate.bounded
    assert listed["front", "full"].rate.choices_minor == ()


def test_a_counter_has_terms_and_seats_of_its_own():
    on_sale = put_on_sale(offers_season())
    corner = rows(on_sale, channel="network", counter="corner")["front", "full"]
    assert (corner.rate.unit_price_minor, corner.seats_left) == (2100, 4)
    assert corner.rate.lines[-1].text == "commission of The corner shop"
    station = rows(on_sale, channel="network", counter="station")["front", "full"]
    assert (station.rate.unit_price_minor, station.rate.commission_minor) == (2000, 150)
    sold(
        on_sale, QuoteItem("night-1", "front", "full", 4), channel="network",
        counter_id="corner",
    )  # fmt: skip
    left = {
        counter: rows(on_sale, channel="network", counter=counter)[
            "back", "full"
        ].seats_left
        for counter in ("corner", "station", "")
    }
    assert left == {"corner": 0, "station": 16, "": 16}
    with pytest.raises(NameUnknown, match="no counter 'x'; known: corner, station"):
        rows(on_sale, channel="network", counter="x")
