from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import EvidenceMissing, FieldInvalid, NotOnOffer
from pricing.domain.quote import QuoteItem
from pricing.domain.scope import Scope
from pricing.quotes.decide import Basket, price_basket
from tests.houses import OPENING
from tests.offers import POOLS, offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale


def quote_of(*items, on_sale=None, now=NOW, **more):
    on_sale = put_on_sale(offers_season()) if on_sale is None else on_sale
    return price_basket(on_sale, Basket("web", items, **more), now, "q1")


def seat(tariff, count=1, night="night-1", **more):
    return QuoteItem(night, "front", tariff, count, **more)


@pytest.mark.parametrize("amount", [1300, 1800, 3000])
def test_a_buyer_pays_the_amount_chosen(amount):
    (priced,) = quote_of(seat("chosen", chosen_minor=amount)).items
    assert priced.unit_price_minor == amount
    assert sum(line.amount_minor for line in priced.lines) == amount
    assert priced.item.chosen_minor == amount
    assert "that the buyer chooses" in priced.lines[-1].text


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            seat("chosen"),
            r"chosen_price: tariff \"chosen\" lets buyers pay one of 6.00 EUR, 13.00 "
            r"EUR, .* 30.00 EUR; got nothing",
        ),
        (seat("chosen", chosen_minor=1400), "got 14.00 EUR"),
        (
            seat("conscious", chosen_minor=450),
            "pay 5.00 EUR to 60.00 EUR in steps of 0.50 EUR; got 4.50 EUR",
        ),
        (seat("conscious", chosen_minor=1010), "got 10.10 EUR"),
        (seat("conscious", chosen_minor=-50), "got -0.50 EUR"),
        (seat("full", chosen_minor=2000), "leaves no choice of the price"),
        (seat("full", card_reference="A-1"), "asks for no card"),
        (seat("member", card_reference="Ada Lovelace"), "an id, never a name"),
        (seat("member", card_reference="a@b.org"), "an id, never a name"),
    ],
)
def test_what_does_not_fit_the_tariff_is_refused_by_its_field(item, message):
    with pytest.raises(FieldInvalid, match=rf"quote\.items\[0\]\.{'.*'}{message}"):
        quote_of(item)


def test_evidence_is_asked_for_up_to_an_amount_only():
    with pytest.raises(EvidenceMissing, match="evidence at booking"):
        quote_of(seat("chosen", chosen_minor=600))
    assert (
        quote_of(seat("chosen", chosen_minor=600, evidence="seen")).total_minor == 600
    )
    assert quote_of(seat("chosen", chosen_minor=1300)).total_minor == 1300


def test_a_choice_in_another_currency_is_refused():
    with pytest.raises(FieldInvalid, match="the season's currency 'EUR', got 'JPY'"):
        quote_of(seat("chosen", chosen_minor=1300), currency_code="JPY")


def test_a_card_is_asked_for_and_must_be_valid():
    with pytest.raises(EvidenceMissing, match="the reference of a card 'carte'") as got:
        quote_of(seat("member"))
    assert got.value.field == "quote.items[0].card_reference"
    quote = quote_of(seat("member", card_reference="A-1"))
    assert quote.items[0].item.card_reference == "A-1"
    assert (quote.items[0].card_id, quote.items[0].card_show) == ("carte", "antigone")
    with pytest.raises(NotOnOffer, match="not valid for 'night-4' on its date"):
        quote_of(seat("member", night="night-4", card_reference="A-1"))


@pytest.mark.parametrize(
    ("days", "sold"), [(121, False), (120, True), (91, True), (90, False)]
)
def test_a_tariff_is_sold_between_its_dates(days, sold):
    now = OPENING - timedelta(days=days)
    on_sale = put_on_sale(offers_season(), now=now)
    if sold:
        assert quote_of(seat("early"), on_sale=on_sale, now=now).total_minor == 1800
    else:
        with pytest.raises(NotOnOffer, match="tariff 'early' is not on offer"):
            quote_of(seat("early"), on_sale=on_sale, now=now)


def test_a_pool_pays_for_the_tickets_of_its_scope():
    season = offers_season(pools=(replace(POOLS[0], scope=Scope("phedre")), POOLS[1]))
    on_sale = put_on_sale(season)
    with pytest.raises(
        NotOnOffer, match="pool 'gifts' is not on offer: it pays for no"
    ):
        quote_of(seat("suspended"), on_sale=on_sale)


def test_donors_and_holders_read_what_was_paid():
    on_sale = put_on_sale(offers_season())
    on_sale.allowances.given_minor["gifts"] = 1500
    for language, text in (
        ("en", 'paid by donors to "Suspended tickets"'),
        ("fr", "payé par les donateurs de « Suspended tickets »"),
    ):
        (priced,) = quote_of(
            seat("suspended"), on_sale=on_sale, language=language
        ).items
        assert (priced.unit_price_minor, priced.lines[-1].amount_minor) == (100, -1500)
        assert priced.lines[-1].text == text
        assert sum(line.amount_minor for line in priced.lines) == 100
        # What the house itself gives: 20.00 less 15.00 less 1.00.
        assert priced.lines[-2].amount_minor == -400
