"""Every price is the sum of its lines, and every total of its parts, to the cent."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.channel import Commission, Counter
from pricing.domain.quote import LineKind, QuoteItem
from pricing.domain.venue import PRICE_MINOR_MAX, PriceTier
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.price_list import price_list
from tests.houses import STUDIO
from tests.offers import OFFERED, SELLERS, offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale

SOLD_ALONE = [t for t in OFFERED if not t.pack_only and t.group_size_min == 1]


@st.composite
def houses(draw):
    """Return a house with any prices and commissions, and money in its pools."""
    rising = [sorted(draw(st.tuples(*[st.integers(0, 9999)] * 3))) for _ in range(2)]
    tiers = tuple(
        PriceTier(name, (front, back))
        for name, front, back in zip(("low", "mid", "high"), *rising, strict=True)
    )
    asked = Commission(
        draw(st.integers(0, 300)),
        draw(st.integers(0, 300)),
        draw(st.booleans()),
        draw(st.sampled_from([PRICE_MINOR_MAX, 150, 0])),
    )
    network = replace(SELLERS[2], counters=(Counter("corner", "C", commission=asked),))
    season = offers_season(
        venues=(replace(STUDIO, price_tiers=tiers),),
        channels=(*SELLERS[:2], network),
        rules=(),
        vat_permille=draw(st.sampled_from([0, 21, 55, 200])),
    )
    on_sale = put_on_sale(season)
    on_sale.allowances.given_minor["gifts"] = 10**6
    return on_sale


@settings(max_examples=150, deadline=None)
@given(on_sale=houses(), data=st.data())
def test_prices_are_the_sums_of_their_lines(on_sale, data):
    tariff = data.draw(st.sampled_from(SOLD_ALONE))
    choice = tariff.choice
    item = QuoteItem(
        "night-1",
        data.draw(st.sampled_from(["front", "back"])),
        tariff.id,
        data.draw(st.integers(1, 2)),
        evidence="seen",
        chosen_minor=None
        if choice is None
        else data.draw(st.sampled_from([choice.low_minor, choice.high_minor])),
        card_reference="A-1" if tariff.card_id else "",
    )
    quote = price_basket(
        on_sale, Basket("network", (item,), counter_id="corner"), NOW, "q"
    )
    (priced,) = quote.items
    terms = on_sale.season.channel_by_id["network"].at_counter("corner")
    assert sum(line.amount_minor for line in priced.lines) == priced.unit_price_minor
    assert quote.total_minor == item.count * priced.unit_price_minor
    assert 0 <= priced.ticket_minor <= priced.unit_price_minor
    assert priced.commission_minor == terms.commission_minor(priced.ticket_minor)
    on_top = 0 if terms.commission_inside else priced.commission_minor
    assert priced.on_top_minor == on_top
    assert 0 <= priced.vat_included_minor <= priced.ticket_minor
    drawn = [x.amount_minor for x in priced.lines if x.kind is LineKind.SUSPENDED]
    assert priced.drawn_minor == -sum(drawn) >= 0
    assert priced.received_minor <= max(priced.full_minor, priced.ticket_minor)


@settings(max_examples=60, deadline=None)
@given(on_sale=houses())
def test_a_quote_asks_what_the_list_says(on_sale):
    listed = price_list(on_sale, "night-1", "network", NOW, counter_id="corner").rows
    by_key = {(r.rate.seat_category_id, r.rate.tariff_id): r.rate for r in listed}
    for tariff in SOLD_ALONE:
        rate = by_key["front", tariff.id]
        choice = tariff.choice
        item = QuoteItem(
            "night-1",
            "front",
            tariff.id,
            1,
            evidence="seen",
            chosen_minor=choice and choice.suggested_minor,
            card_reference="A-1" if tariff.card_id else "",
        )
        quote = price_basket(
            on_sale, Basket("network", (item,), counter_id="corner"), NOW, "q"
        )
        assert quote.items[0].unit_price_minor == rate.unit_price_minor
        assert quote.items[0].lines == rate.lines
