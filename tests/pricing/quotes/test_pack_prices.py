from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import (
    EvidenceMissing,
    FieldInvalid,
    NameUnknown,
    NotOnOffer,
    QuotaExhausted,
    SeatsExhausted,
)
from pricing.domain.moment import Moment, Window
from pricing.domain.pack import PackShare
from pricing.domain.quote import LineKind, PackItem, QuoteItem
from pricing.domain.tariff import Evidence
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.pack_prices import shared
from tests.offers import NIGHTS, PACKS, offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale

DUO = (("night-1", "front"), ("night-2", "back"))


def quote_of(*packs, on_sale=None, channel="web", items=(), language="en", **more):
    on_sale = put_on_sale(offers_season()) if on_sale is None else on_sale
    basket = Basket(channel, items, language, packs=packs, **more)
    return price_basket(on_sale, basket, NOW, "q1")


@given(weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), data=st.data())
def test_shares_sum_to_the_total_and_pass_no_weight(weights, data):
    total = data.draw(st.integers(0, max(sum(weights), 1)))
    parts = shared(total, weights)
    assert sum(parts) == total
    if any(weights):
        exact = [total * weight / sum(weights) for weight in weights]
        assert all(abs(p - e) < 1 + 1e-6 for p, e in zip(parts, exact, strict=True))
        if total <= sum(weights):
            assert all(p <= w for p, w in zip(parts, weights, strict=True))


@settings(max_examples=80, deadline=None)
@given(
    permille=st.integers(0, 1000),
    count=st.integers(1, 5),
    chosen=st.permutations(NIGHTS),
    categories=st.lists(st.sampled_from(["front", "back"]), min_size=3, max_size=3),
    channel=st.sampled_from(["web", "network"]),
)
def test_items_lines_and_packs_sum_exactly(
    permille, count, chosen, categories, channel
):
    pack = replace(PACKS[1], price=PackShare(permille), rounding_step_minor=1)
    on_sale = put_on_sale(offers_season(packs=(PACKS[0], pack)))
    seats = tuple(zip(chosen[:3], categories, strict=True))
    quote = quote_of(PackItem("three", seats, count), on_sale=on_sale, channel=channel)
    (kept,) = quote.packs
    assert (
        sum(each.total_minor for each in quote.items) == count * kept.unit_price_minor
    )
    assert quote.total_minor == count * kept.unit_price_minor
    tickets = sum(2000 if c == "front" else 1200 for c in categories)
    assert sum(each.ticket_minor for each in quote.items) == pack.price_minor(tickets)
    for each in quote.items:
        assert sum(line.amount_minor for line in each.lines) == each.unit_price_minor
        assert each.item.pack_id == "three"
        assert each.item.count == count
        assert each.on_top_minor == (each.commission_minor if channel != "web" else 0)


def test_a_pack_says_what_it_takes_off_each_seat():
    quote = quote_of(PackItem("duo", DUO))
    front, back = quote.items
    # 85 % of 20.00 + 12.00, in proportion.
    assert [front.unit_price_minor, back.unit_price_minor] == [1700, 1020]
    (line,) = [line for line in front.lines if line.kind is LineKind.PACK]
    assert (line.amount_minor, line.subject) == (-300, "duo")
    assert line.text == 'this seat\'s share of the pack "Two nights"'
    french = quote_of(PackItem("duo", DUO), language="fr").items[0]
    assert "part de cette place dans le forfait « Two nights »" in [
        line.text for line in french.lines
    ]


def test_a_pack_is_held_whole_or_not_at_all():
    season = offers_season()
    second = replace(season.performances[1], capacities=(40, 1))
    nights = (season.performances[0], second, *season.performances[2:])
    on_sale = put_on_sale(offers_season(performances=nights))
    with pytest.raises(SeatsExhausted, match="'back' of 'night-2', 1 left"):
        quote_of(PackItem("duo", DUO, 2), on_sale=on_sale)
    quote_of(PackItem("duo", DUO, 1), on_sale=on_sale)


def test_packs_of_a_season_are_limited():
    on_sale = put_on_sale(offers_season())
    for _ in range(2):
        taken.hold(on_sale, quote_of(PackItem("duo", DUO, 9), on_sale=on_sale))
    with pytest.raises(QuotaExhausted, match=r"3 seats wanted.*2 left.*pack 'duo'"):
        quote_of(PackItem("duo", DUO, 2), PackItem("duo", DUO, 1), on_sale=on_sale)


@pytest.mark.parametrize(
    ("pack", "fault", "message"),
    [
        (PackItem("none", DUO), NameUnknown, "no pack 'none'; known: duo, three"),
        (PackItem("duo", DUO[:1]), FieldInvalid, "takes 2 different performances"),
        (PackItem("duo", DUO + DUO), FieldInvalid, r"quote\.packs\[0\]\.seats"),
        (
            PackItem("duo", (DUO[0], ("night-3", "back"))),
            FieldInvalid,
            "of night-1, night-2; got night-1, night-3",
        ),
        (PackItem("duo", (DUO[0], ("night-2", "box"))), NameUnknown, "category 'box'"),
        (PackItem("duo", DUO, 0), FieldInvalid, r"packs\[0\]\.count: 0 is not between"),
        (PackItem("duo", DUO, 11), FieldInvalid, 'limit of pack "duo" per order'),
        (
            PackItem("three", (*DUO, ("night-3", "front"))),
            FieldInvalid,
            "all its seats in one category of front, back; got back, front",
        ),
    ],
)
def test_what_a_pack_does_not_sell_is_refused_by_its_field(pack, fault, message):
    with pytest.raises(fault, match=message):
        quote_of(pack)


def test_a_pack_out_of_its_dates_is_not_on_offer():
    early = replace(PACKS[0], window=Window(closes=Moment(days_out=101)))
    on_sale = put_on_sale(offers_season(packs=(early,)))
    with pytest.raises(NotOnOffer, match="pack 'duo' is not on offer: it was sold"):
        quote_of(PackItem("duo", DUO), on_sale=on_sale)


def test_a_pack_asks_for_the_evidence_of_its_tariff():
    season = offers_season()
    tariffs = tuple(
        replace(t, evidence=Evidence.AT_BOOKING) if t.id == "pass" else t
        for t in season.tariffs
    )
    on_sale = put_on_sale(offers_season(tariffs=tariffs))
    with pytest.raises(EvidenceMissing, match="evidence at booking"):
        quote_of(PackItem("duo", DUO), on_sale=on_sale)
    kept = quote_of(PackItem("duo", DUO, evidence="seen 12"), on_sale=on_sale)
    assert [each.item.evidence for each in kept.items] == ["asserted"] * 2
    assert kept.packs[0].evidence == "asserted"


def test_a_tariff_of_packs_is_not_sold_alone():
    with pytest.raises(FieldInvalid, match="sold in packs only"):
        quote_of(items=(QuoteItem("night-1", "front", "pass", 1),))
