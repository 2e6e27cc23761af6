from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import (
    EvidenceMissing,
    FieldInvalid,
    NameUnknown,
    NoActivePlan,
    PerformanceClosed,
    QuotaExhausted,
    SeatsExhausted,
)
from pricing.domain.performance import PerformanceState
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.price_list import price_list
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, put_on_sale


def item(count=2, tariff="full", category="front", night="night-1", **more):
    return QuoteItem(night, category, tariff, count, **more)


def quote_of(*items, channel="web", now=NOW, on_sale=None, language="en"):
    on_sale = put_on_sale(studio_season()) if on_sale is None else on_sale
    return price_basket(on_sale, Basket(channel, items, language), now, "q1")


def test_a_family_is_one_offer_at_the_listed_prices():
    on_sale = put_on_sale(studio_season())
    quote = quote_of(
        item(2),
        item(3, "under-26"),
        item(1, "by-means", "back", means_bracket_id="low", evidence="card 4711"),
        on_sale=on_sale,
    )
    listed = {
        (r.rate.seat_category_id, r.rate.tariff_id, r.rate.means_bracket_id): r.rate
        for r in price_list(on_sale, "night-1", "web", NOW).rows
    }
    for priced in quote.items:
        key = (
            priced.item.seat_category_id,
            priced.item.tariff_id,
            priced.item.means_bracket_id,
        )
        assert priced.unit_price_minor == listed[key].unit_price_minor
        assert priced.lines == listed[key].lines
    assert quote.total_minor == 2 * 2000 + 3 * 1200 + 360
    assert quote.state is QuoteState.OFFERED
    assert (quote.plan_id, quote.expire_time) == ("r1", NOW + timedelta(minutes=15))


def test_of_the_evidence_only_that_it_was_asserted_is_kept():
    quote = quote_of(item(1, "solidarity", evidence="Ada Lovelace, file 12"))
    assert quote.items[0].item.evidence == "asserted"
    assert "Lovelace" not in repr(quote)
    assert quote_of(item(1)).items[0].item.evidence == ""


@pytest.mark.parametrize(
    ("items", "message"),
    [
        pytest.param([], r"quote.items: 0 items are not between 1 and 20", id="none"),
        pytest.param([item()] * 21, r"quote.items: 21 items", id="too many items"),
        pytest.param(
            [item(0)],
            r"quote\.items\[0\]\.count: 0 is not between 1 and 10 "
            r'\(limit of tariff "full" per order\)',
            id="none of them",
        ),
        pytest.param([item(-3)], r"-3 is not between", id="negative"),
        pytest.param(
            [item(1), item(5, "solidarity", evidence="yes")],
            r"quote\.items\[1\]\.count: 5 is not between 1 and 4 "
            r'\(limit of tariff "solidarity"',
            id="over the tariff's limit",
        ),
        pytest.param(
            [item(6), item(6, category="back")],
            r"quote\.items\[1\]\.count: 12 in all items so far",
            id="over the limit in parts",
        ),
        pytest.param(
            [item(1, "by-means", evidence="yes")],
            r"quote\.items\[0\]\.means_bracket_id: '' is not one of low, middle",
            id="no bracket",
        ),
        pytest.param(
            [item(1, "by-means", means_bracket_id="rich", evidence="yes")],
            r"'rich' is not one of low, middle",
            id="unknown bracket",
        ),
        pytest.param(
            [item(1, means_bracket_id="low")],
            r'tariff "full" has no means brackets',
            id="a bracket without a grid",
        ),
    ],
)
def test_a_value_out_of_range_is_named_by_its_field(items, message):
    with pytest.raises(FieldInvalid, match=message):
        quote_of(*items)


@pytest.mark.parametrize(
    ("asked", "channel", "message"),
    [
        pytest.param(item(night="x"), "web", "no performance 'x'", id="performance"),
        pytest.param(
            item(category="box"),
            "web",
            "no seat category 'box'; known: front, back",
            id="category",
        ),
        pytest.param(item(tariff="vip"), "web", "no tariff 'vip'", id="tariff"),
        pytest.param(item(), "fax", "no channel 'fax'; known: web", id="channel"),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(asked, channel, message):
    with pytest.raises(NameUnknown, match=message):
        quote_of(asked, channel=channel)


def test_a_tariff_without_its_evidence_is_refused():
    with pytest.raises(EvidenceMissing, match="evidence at booking") as fault:
        quote_of(item(1, "solidarity"))
    assert fault.value.field == "quote.items[0].evidence"


def test_evidence_at_entry_is_not_asked_for_at_booking():
    assert quote_of(item(1, "under-26")).items[0].unit_price_minor == 1200


@pytest.mark.parametrize(
    ("now", "why"),
    [
        pytest.param(ON_SALE - timedelta(seconds=1), "sales open at", id="before"),
        pytest.param(OPENING, "it began at", id="after the curtain"),
    ],
)
def test_out_of_its_time_a_performance_sells_nothing(now, why):
    with pytest.raises(PerformanceClosed, match=why):
        quote_of(item(), now=now)


def test_a_closed_performance_sells_nothing():
    on_sale = put_on_sale(studio_season())
    first, *others = on_sale.season.performances
    closed = replace(first, state=PerformanceState.CLOSED)
    on_sale.season = replace(on_sale.season, performances=(closed, *others))
    with pytest.raises(PerformanceClosed, match="choose another performance"):
        quote_of(item(night="night-2"), item(), on_sale=on_sale)


def test_without_a_plan_nothing_is_sold():
    with pytest.raises(NoActivePlan):
        quote_of(item(), on_sale=SeasonOnSale(studio_season()))


def test_a_basket_that_is_not_all_left_is_refused_whole():
    on_sale = put_on_sale(studio_season())
    night = replace(on_sale.season.performances[1], capacities=(1, 40))
    nights = (on_sale.season.performances[0], night)
    on_sale.season = replace(on_sale.season, performances=nights)
    with pytest.raises(SeatsExhausted, match="'night-2', 1 left"):
        quote_of(item(1), item(2, night="night-2"), on_sale=on_sale)


def test_a_channel_over_its_quota_is_refused():
    on_sale = put_on_sale(studio_season())
    channels = [replace(c, quota_permille=50) for c in on_sale.season.channels]
    on_sale.season = replace(on_sale.season, channels=tuple(channels))
    with pytest.raises(QuotaExhausted, match="4 left in the quota of channel 'web'"):
        quote_of(item(3), item(2, category="back"), on_sale=on_sale)


def test_pricing_changes_nothing_and_repeats_itself():
    on_sale = put_on_sale(studio_season())
    assert quote_of(item(), on_sale=on_sale) == quote_of(item(), on_sale=on_sale)
    assert on_sale == put_on_sale(studio_season())
