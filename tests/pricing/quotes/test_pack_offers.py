from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import NoActivePlan
from pricing.domain.moment import Moment, Window
from pricing.domain.pack import PackShare
from pricing.domain.performance import PerformanceState
from pricing.domain.quote import PackItem
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.pack_offers import pack_offers
from tests.houses import OPENING
from tests.offers import NIGHTS, PACKS, offers_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale


def offers(on_sale=None, channel="web", now=NOW, counter=""):
    on_sale = put_on_sale(offers_season()) if on_sale is None else on_sale
    found = pack_offers(on_sale, channel, now, counter)
    return {(each.pack_id, each.seat_category_id): each for each in found}


def test_packs_are_listed_at_what_a_quote_asks():
    on_sale = put_on_sale(offers_season())
    for channel, counter in (("web", ""), ("network", ""), ("network", "corner")):
        for (pack_id, category), each in offers(
            on_sale, channel, counter=counter
        ).items():
            size = 2 if pack_id == "duo" else 3
            seats = tuple((night, category) for night in NIGHTS[:size])
            basket = Basket(
                channel, (), counter_id=counter, packs=(PackItem(pack_id, seats),)
            )
            quote = price_basket(on_sale, basket, NOW, "q")
            assert each.low_minor == each.high_minor == quote.total_minor
            assert each.single_minor >= each.low_minor - sum(
                item.on_top_minor for item in quote.items
            )


def test_a_choice_costs_from_its_cheapest_nights_to_its_dearest():
    pack = replace(PACKS[1], price=PackShare(900))
    season = offers_season(packs=(pack,))
    paths = plan_of(season, plan_id="r1")
    dear = ("high",) * 6
    performances = tuple(
        replace(p, tier_path=dear, unrestricted_path=dear) if i < 1 else p
        for i, p in enumerate(paths.performances)
    )
    on_sale = put_on_sale(season, replace(paths, performances=performances))
    front = offers(on_sale)["three", "front"]
    assert (front.low_minor, front.high_minor) == (5400, 6480)
    assert front.single_minor == 3200 + 2 * 2000


def test_as_many_packs_are_left_as_seats_and_the_quota_allow():
    on_sale = put_on_sale(offers_season())
    assert offers(on_sale)["duo", "front"].left == 20
    seats = tuple((night, "front") for night in NIGHTS[:2])
    for _ in range(2):
        basket = Basket("web", (), packs=(PackItem("duo", seats, 9),))
        taken.hold(on_sale, price_basket(on_sale, basket, NOW, "q"))
    assert offers(on_sale)["duo", "front"].left == 2
    assert offers(on_sale)["three", "front"].left == 22


def test_a_pack_whose_nights_are_not_all_sold_is_not_listed():
    season = offers_season()
    closed = replace(season.performances[1], state=PerformanceState.CLOSED)
    nights = (season.performances[0], closed, *season.performances[2:])
    on_sale = put_on_sale(offers_season(performances=nights))
    found = offers(on_sale)
    assert {pack_id for pack_id, _ in found} == {"three"}
    assert found["three", "front"].performance_ids == ("night-1", "night-3", "night-4")
    assert offers(now=OPENING + timedelta(days=2)) == {}


def test_a_pack_out_of_its_dates_is_not_listed():
    late = replace(PACKS[0], window=Window(opens=Moment(days_out=30)))
    on_sale = put_on_sale(offers_season(packs=(late,)))
    assert offers(on_sale) == {}
    assert set(offers(on_sale, now=OPENING - timedelta(days=30))) == {
        ("duo", "front"), ("duo", "back"),
    }  # fmt: skip


def test_without_a_plan_packs_have_no_price():
    with pytest.raises(NoActivePlan):
        offers(SeasonOnSale(offers_season()))
