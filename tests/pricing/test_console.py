"""What a terminal shows, in both languages."""

import io

import pytest
from rich.console import Console

from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.quote_pb2 import PriceLine, Quote, QuoteItem
from pricing.console.quotes import show_quote
from pricing.console.seasons import show_rules
from tests.houses import studio_season


def shown(show, *rest):
    out = io.StringIO()
    console = Console(file=out, width=100)
    show(*rest, console)
    return out.getvalue()


def euros(units, cents=0):
    return Money(currency_code="EUR", units=units, nanos=cents * 10_000_000)


def quote(state=Quote.STATE_OFFERED, name="quotes/q1", count=2):
    item = QuoteItem(
        performance="organizations/o/seasons/s/performances/night-1",
        seat_category_id="front",
        tariff_id="full",
        count=count,
        unit_price=euros(1170, 50),
        price_lines=[PriceLine(amount=euros(1170, 50), text="because")],
        included_vat=euros(8, 84),
        ticket_numbers=[7, 8],
    )
    return Quote(
        name=name,
        items=[item],
        channel_id="web",
        state=state,
        total_price=euros(2341),
    )


def test_rules_have_heads_in_the_language_of_their_sentences():
    english = shown(show_rules, studio_season(), "en")
    french = shown(show_rules, studio_season(), "fr")
    assert all(head in english for head in ("rule", "kind", "says"))
    assert all(head in french for head in ("règle", "type", "énoncé"))
    assert "says" not in french


def test_a_quote_is_shown_in_english_unless_asked():
    text = shown(lambda console: show_quote(quote(), console))
    assert "1,170.50 EUR each: night-1, front, 2 seats, tariff full, web" in text
    assert "+1,170.50  because" in text
    assert "tickets 000007, 000008" in text
    assert "2,341.00 EUR in all, held until" in text
    one = shown(lambda console: show_quote(quote(count=1), console))
    assert "1 seat, tariff full" in one


def test_what_a_channel_keeps_and_what_is_sold_beside_seats_is_shown():
    held = quote()
    held.items[0].commission.CopyFrom(euros(3, 50))
    held.items[0].commission_on_top.CopyFrom(euros(1))
    gift = held.products.add(suspended_pool_id="suspended", count=2)
    gift.unit_price.CopyFrom(euros(16))
    bought = held.products.add(subscriber_card_id="carte", count=1)
    bought.unit_price.CopyFrom(euros(30))
    text = shown(lambda console: show_quote(held, console))
    assert "of which web keeps 2.50" in text
    assert "16.00 EUR x 2: gift to the pool suspended" in text
    assert "30.00 EUR x 1: card carte" in text
    french = shown(lambda console: show_quote(held, console, "fr"))
    assert "dont 2,50 gardés par web" in french
    assert "16,00 EUR x 2: don à la cagnotte suspended" in french


def test_a_quote_in_french_has_french_words_and_figures():
    text = shown(lambda console: show_quote(quote(), console, "fr"))
    apart = "\N{NARROW NO-BREAK SPACE}"
    assert f"1{apart}170,50 EUR l'unité : night-1, front, 2 places, tarif full" in text
    assert f"+1{apart}170,50  because" in text
    assert "billets 000007, 000008" in text
    assert "dont TVA 8,84 ; prix non personnalisé" in text
    assert f"2{apart}341,00 EUR en tout, places retenues jusqu'à" in text


@pytest.mark.parametrize(
    ("name", "state", "english", "french"),
    [
        ("", Quote.STATE_OFFERED, "in all; nothing is held", "rien n'est retenu"),
        ("q", Quote.STATE_ACCEPTED, "in all, accepted", "en tout, offre acceptée"),
        ("q", Quote.STATE_EXPIRED, "in all, expired", "en tout, offre expirée"),
        ("q", Quote.STATE_VOIDED, "in all, voided", "en tout, offre annulée"),
    ],
)
def test_what_became_of_a_quote_is_said(name, state, english, french):
    held = quote(state, name)
    assert english in shown(lambda console: show_quote(held, console))
    assert french in shown(lambda console: show_quote(held, console, "fr"))
