"""Choices, gifts, cards, packs and counters over the wire."""

from collections.abc import Iterator
from decimal import Decimal

import grpc
import pytest

from jauge.basket import card, gift, money, pack
from jauge.client import fault, seats, units
from jauge.pricing.v1 import catalog_service_pb2, quote_service_pb2
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.quote_pb2 import PackItem, ProductItem, Quote
from tests.offers import offers_season
from tests.pricing.store.asks import open_house
from tests.service.harness import NIGHT, SEASON, Running, running

NIGHTS = [f"{SEASON}/performances/night-{n}" for n in (1, 2, 3, 4)]


@pytest.fixture
def house() -> Iterator[Running]:
    """A service that sells in every way."""
    with running() as service:
        open_house(service.store, offers_season())
        yield service


def euros(amount: str) -> Money:
    return money(Decimal(amount), "EUR")


def listed(house, tariff, category="front", **more):
    prices = house.client.list_prices(NIGHT, more.pop("channel", "web"), **more).prices
    return next(
        p for p in prices if (p.seat_category_id, p.tariff_id) == (category, tariff)
    )


def test_a_buyer_chooses_among_the_prices_that_are_listed(house):
    price = listed(house, "chosen")
    assert [units(each) for each in price.choice_prices] == [6, 13, 18, 24, 30]
    assert units(price.unit_price) == 18
    item = seats(NIGHT, "front", "chosen", 2, chosen_price=price.choice_prices[3])
    quote = house.client.quote(SEASON, "web", [item])
    assert units(quote.total_price) == 48
    assert quote.items[0].chosen_price == euros("24")
    bounds = listed(house, "conscious")
    assert (units(bounds.unit_price_min), units(bounds.unit_price_max)) == (5, 60)
    assert not bounds.choice_prices


@pytest.mark.parametrize(
    ("price", "field", "text"),
    [
        (euros("14"), "quote.items[0].chosen_price", "lets buyers pay one of"),
        (None, "quote.items[0].chosen_price", "got nothing"),
        (
            Money(currency_code="EUR", units=13, nanos=1),
            "quote.items[0].chosen_price.nanos",
            "whole minor units",
        ),
        (Money(units=13), "quote.items[0].chosen_price.currency_code", "is required"),
        (
            Money(currency_code="USD", units=13),
            "quote.items.chosen_price.currency_code",
            "the season's currency 'EUR'",
        ),
    ],
)
def test_another_amount_is_refused_by_its_field(house, price, field, text):
    item = seats(NIGHT, "front", "chosen", 1, chosen_price=price)
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quote(SEASON, "web", [item])
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert fault(caught.value).metadata["field"] == field
    assert text in caught.value.details()


def test_a_gift_is_drawn_by_whoever_comes_for_it(house):
    drawn = seats(NIGHT, "front", "suspended", 2)
    with pytest.raises(grpc.RpcError, match="0 left in the quota of pool"):
        house.client.quote(SEASON, "web", [drawn])
    bought = house.client.quote(SEASON, "web", products=[gift("gifts", 2)])
    assert units(bought.total_price) == 30
    assert units(house.client.accept(bought.name).products[0].unit_price) == 15
    assert listed(house, "suspended").left_seat_count == 2
    assert units(listed(house, "suspended").suspended_price) == 15
    quote = house.client.quote(SEASON, "web", [drawn])
    (item,) = quote.items
    assert (units(item.unit_price), units(item.suspended_price)) == (1, 15)
    assert (item.suspended_pool_id, units(item.full_price)) == ("gifts", 20)
    assert sum(units(line.amount) for line in item.price_lines) == 1
    assert listed(house, "suspended").left_seat_count == 0
    house.client.void(quote.name)
    assert listed(house, "suspended").left_seat_count == 2


def test_a_card_is_bought_and_used_so_often_a_show(house):
    bought = house.client.quote(
        SEASON, "web", products=[card("carte"), gift("antigone", 1, euros("2.50"))]
    )
    assert units(bought.total_price) == Decimal("32.5")

    def use(count, night=NIGHT, reference="A-1"):
        item = seats(night, "front", "member", count, card_reference=reference)
        return house.client.quote(SEASON, "web", [item])

    assert use(1).items[0].card_reference == "A-1"
    with pytest.raises(grpc.RpcError, match="1 left in the quota of card 'carte'"):
        use(2, NIGHTS[2])
    use(2, NIGHTS[1])
    use(2, reference="A-2")


def test_packs_are_listed_held_and_sold_whole(house):
    offers = house.client.list_pack_prices(SEASON, "web")
    assert [(each.pack_id, each.seat_category_id) for each in offers] == [
        ("duo", "front"), ("duo", "back"), ("three", "front"), ("three", "back"),
    ]  # fmt: skip
    assert (units(offers[0].unit_price_min), units(offers[0].single_price_max)) == (
        34, 40,
    )  # fmt: skip
    both = [(NIGHTS[0], "front"), (NIGHTS[1], "front")]
    quote = house.client.quote(SEASON, "web", packs=[pack("duo", both, 2)])
    assert units(quote.total_price) == 68
    assert units(quote.packs[0].unit_price) == 34
    assert [(each.pack_id, each.pack_index, each.count) for each in quote.items] == [
        ("duo", 0, 2), ("duo", 0, 2),
    ]  # fmt: skip
    sold = house.client.accept(quote.name)
    assert [list(item.ticket_numbers) for item in sold.items] == [[1, 2], [3, 4]]
    assert house.client.get(quote.name) == sold


def test_a_counter_sells_on_its_terms_and_says_so(house):
    quote = house.client.quote(
        SEASON, "network", [seats(NIGHT, "front", "full", 1)], counter_id="corner"
    )
    (item,) = quote.items
    assert quote.counter_id == "corner"
    assert (units(item.unit_price), units(item.commission_on_top)) == (21, 1)
    assert units(item.sale_cost) == Decimal("0.3")
    assert units(listed(
        house, "full", channel="network", counter_id="station"
    ).unit_price) == 20  # fmt: skip
    with pytest.raises(grpc.RpcError, match="no counter"):
        house.client.list_prices(NIGHT, "web", "x")


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        (Quote(channel_id="web"), "quote.items"),
        (
            Quote(channel_id="web", packs=[PackItem(count=1)]),
            "quote.packs[0].pack_id",
        ),
        (
            Quote(channel_id="web", packs=[pack("duo", [(NIGHT, "")])]),
            "quote.packs[0].seats[0].seat_category_id",
        ),
        (
            Quote(channel_id="web", packs=[pack("duo", [("x", "front")])]),
            "quote.packs[0].seats[0].performance",
        ),
        (
            Quote(channel_id="web", packs=[pack("duo", [(NIGHT, "front")] * 51)]),
            "quote.packs[0].seats",
        ),
        (
            Quote(channel_id="web", products=[ProductItem(count=1)]),
            "quote.products[0].product",
        ),
        (
            Quote(channel_id="web", products=[gift("gifts")] * 21),
            "quote.products",
        ),
    ],
)
def test_a_malformed_part_of_a_basket_is_named(house, quote, field):
    request = quote_service_pb2.CreateQuoteRequest(parent=SEASON, quote=quote)
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quotes.CreateQuote(request)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert fault(caught.value).metadata["field"] == field


def test_what_is_offered_is_read_and_updated_with_the_season(house):
    season = house.client.catalog.GetSeason(
        catalog_service_pb2.GetSeasonRequest(name=SEASON)
    )
    assert [each.id for each in season.packs] == ["duo", "three"]
    season.suspended_pools[0].gift_price_min.CopyFrom(euros("3"))
    request = catalog_service_pb2.UpdateSeasonRequest(season=season)
    request.update_mask.paths.append("suspended_pools")
    house.client.catalog.UpdateSeason(request)
    bought = house.client.quote(
        SEASON, "web", products=[gift("gifts", 1, euros("3.10"))]
    )
    assert units(bought.total_price) == Decimal("3.1")
