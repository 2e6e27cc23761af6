from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid
from pricing.domain.plan import RuleStep
from pricing.domain.quote import LineKind
from pricing.domain.rules import NeverFalls, PriceBounds, SolidarityShare
from pricing.domain.tariff import (
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.quotes.posting import Posting
from pricing.quotes.rates import rate_card
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of, put_on_sale

CAP = PriceBounds(id="cap", cap_minor=2600)
HOLD = NeverFalls(id="hold")


def rate_of(on_sale, category="front", tariff="full", channel="web", language="en"):
    performance = on_sale.season.performances[0]
    of = on_sale.season.channel_by_id[channel]
    card = rate_card(on_sale, performance, of, language)
    return card.by_key[category, tariff, "low" if tariff == "by-means" else ""]


def posted(rules=(CAP, HOLD), **changes):
    on_sale = put_on_sale(studio_season(rules=rules, **changes))
    on_sale.postings["night-1"] = Posting(
        "night-1",
        tier_id="low",
        plan_id="r1",
        period=0,
        unrestricted_tier_id="high",
        steps=(RuleStep("cap", "mid"), RuleStep("gone", "low")),
    )
    return on_sale


def test_the_lines_go_from_the_printed_price_to_what_the_buyer_pays():
    lines = rate_of(posted(), tariff="under-26", channel="network").lines
    assert [(line.kind, line.amount_minor, line.subject) for line in lines] == [
        (LineKind.REFERENCE, 2500, "mid"),
        (LineKind.TIER, 700, "high"),
        (LineKind.RULE, -700, "cap"),
        (LineKind.RULE, -500, "gone"),
        (LineKind.TARIFF, -800, "under-26"),
        (LineKind.COMMISSION, 96, "network"),
    ]


def test_a_rule_line_says_the_rule_and_one_that_is_gone_its_id():
    lines = rate_of(posted()).lines
    assert "26.00 EUR" in lines[2].text
    assert lines[3].text == 'rule "gone" as it stood when the price was posted'


@pytest.mark.parametrize(
    "now",
    [
        PriceBounds(id="cap", cap_minor=2400),
        PriceBounds(id="cap", seat_category_id="front", floor_minor=2600),
        SolidarityShare(id="cap", share_permille=100, release_days_out=2),
    ],
)
def test_a_rule_that_forbids_the_price_by_now_is_not_read_out(now):
    on_sale = posted((now, HOLD))
    for language, words in (
        ("en", 'rule "cap" as it stood'),
        ("fr", "règle « cap » telle qu'elle était"),
    ):
        line = rate_of(on_sale, language=language).lines[2]
        assert (line.subject, line.amount_minor) == ("cap", -700)
        assert line.text.startswith(words)


def test_a_rule_is_read_out_as_it_was_when_the_price_was_posted():
    on_sale = posted((PriceBounds(id="cap", cap_minor=9900), HOLD))
    on_sale.posted_under["night-1"] = (CAP, HOLD)
    assert "26.00 EUR" in rate_of(on_sale).lines[2].text


def test_lines_are_told_in_french_too():
    english, french = rate_of(posted()), rate_of(posted(), language="fr")
    assert [line.amount_minor for line in french.lines] == [
        line.amount_minor for line in english.lines
    ]
    assert french.lines[0].text.startswith("prix imprimé de la catégorie")
    assert all(
        f.text != e.text for f, e in zip(french.lines, english.lines, strict=True)
    )


def test_a_line_that_moves_nothing_is_left_out():
    on_sale = put_on_sale(studio_season())
    on_sale.postings["night-1"] = Posting("night-1", "mid", "r1", 0, "mid")
    assert [line.kind for line in rate_of(on_sale).lines] == [LineKind.REFERENCE]


def test_a_free_seat_still_shows_its_printed_price():
    free = Tariff("free", "Free", FixedAmount(0))
    tariffs = (*studio_season().tariffs, free)
    rate = rate_of(posted(tariffs=tariffs), tariff="free", channel="network")
    assert rate.unit_price_minor == rate.commission_minor == 0
    assert rate.lines[0].amount_minor == 2500


def test_a_commission_inside_is_reported_and_not_added():
    inside = Channel("inside", "Reseller", commission_permille=80)
    rate = rate_of(posted(channels=(inside,)), channel="inside")
    assert (rate.unit_price_minor, rate.commission_minor) == (2000, 160)
    assert rate.lines[-1].kind is LineKind.RULE


def test_vat_of_a_ticket_at_seventy_two_euros():
    # 72.00 at 5.5 % includes 72 x 5.5 / 105.5 = 3.7536.
    venue = replace(
        studio_season().venues[0], price_tiers=(PriceTier("mid", (7200, 1500)),)
    )
    night = replace(studio_season().performances[0], ladder=("mid",))
    season = studio_season(venues=(venue,), performances=(night,), rules=())
    on_sale = put_on_sale(season, plan_of(season, ["mid"] * 6, plan_id="r1"))
    assert rate_of(on_sale).vat_included_minor == 375


def test_another_language_is_refused():
    with pytest.raises(FieldInvalid, match="'de' is not one of en, fr"):
        rate_of(posted(), language="de")


prices = st.lists(st.integers(0, 20_000), min_size=4, max_size=4).map(sorted)
tariffs = st.one_of(
    st.builds(
        lambda permille, floor, step: Tariff(
            "any", "Any", Percentage(permille), floor_minor=floor,
            rounding_step_minor=step,
        ),
        st.integers(0, 1500), st.integers(0, 800), st.sampled_from([1, 5, 50, 100]),
    ),
    st.integers(0, 5000).map(lambda amount: Tariff("any", "Any", FixedAmount(amount))),
    st.integers(0, 1200).map(
        lambda permille: Tariff("any", "Any", MeansGrid((MeansBracket("b", permille),)))
    ),
)  # fmt: skip
channels = st.builds(
    Channel,
    id=st.just("any"),
    name=st.just("Any"),
    commission_permille=st.integers(0, 300),
    commission_fixed_minor=st.integers(0, 300),
    commission_inside=st.booleans(),
)
tier_ids = st.sampled_from(["t0", "t1", "t2", "t3"])


@given(
    best=prices,
    worst=prices,
    tariff=tariffs,
    channel=channels,
    unrestricted=tier_ids,
    steps=st.lists(st.tuples(st.sampled_from(["cap", "hold", "gone"]), tier_ids)),
    vat=st.integers(0, 300),
    language=st.sampled_from(["en", "fr"]),
)
def test_lines_sum_to_the_price_that_a_naive_cashier_asks(
    best, worst, tariff, channel, unrestricted, steps, vat, language
):
    tiers = tuple(
        PriceTier(f"t{n}", pair) for n, pair in enumerate(zip(best, worst, strict=True))
    )
    venue = Venue("studio", "S", (SeatCategory("a", 9), SeatCategory("b", 9)), tiers)
    base = studio_season()
    night = replace(
        base.performances[0],
        capacities=(9, 9),
        ladder=("t0", "t1", "t2", "t3"),
        reference_tier="t1",
    )
    season = replace(
        base,
        venues=(venue,),
        performances=(night,),
        tariffs=(tariff, *base.tariffs),
        channels=(channel,),
        rules=(CAP, HOLD),
        vat_permille=vat,
    )
    on_sale = put_on_sale(replace(base, rules=()))
    on_sale.season = season
    path = [RuleStep(*step) for step in steps]
    last = path[-1].tier_id if path else unrestricted
    on_sale.postings["night-1"] = Posting(
        "night-1", last, "r1", 0, unrestricted, tuple(path)
    )
    bracket = "b" if isinstance(tariff.price, MeansGrid) else ""
    card = rate_card(on_sale, night, channel, language)
    for place, category in enumerate("ab"):
        rate = card.by_key[category, "any", bracket]
        ticket = tariff.price_minor(venue.tier(last).prices_minor[place], bracket)
        on_top = 0 if channel.commission_inside else channel.commission_minor(ticket)
        assert rate.unit_price_minor == ticket + on_top
        assert sum(line.amount_minor for line in rate.lines) == rate.unit_price_minor
        assert all(line.amount_minor for line in rate.lines[1:])
        assert rate.reference_price_minor == rate.lines[0].amount_minor
        exact = Decimal(ticket) * vat / (1000 + vat)
        assert rate.vat_included_minor == exact.quantize(Decimal(1), ROUND_HALF_UP)
