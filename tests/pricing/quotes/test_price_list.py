from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.errors import NameUnknown, NoActivePlan, PerformanceClosed
from pricing.domain.performance import PerformanceState
from pricing.domain.rules import SolidarityShare
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.price_list import price_list
from pricing.quotes.seats import SeatCounts
from pricing.quotes.seats_left import SeatsLeft
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, put_on_sale

KEEP = SolidarityShare(id="keep", share_permille=250, release_days_out=30)


def test_a_list_prices_every_category_at_every_tariff_and_bracket():
    prices = price_list(put_on_sale(studio_season()), "night-1", "web", NOW)
    assert [
        (r.rate.seat_category_id, r.rate.tariff_id, r.rate.means_bracket_id)
        for r in prices.rows
    ] == [
        (category, tariff, bracket)
        for category in ("front", "back")
        for tariff, bracket in (
            ("full", ""),
            ("under-26", ""),
            ("solidarity", ""),
            ("by-means", "low"),
            ("by-means", "middle"),
        )
    ]
    assert [r.rate.unit_price_minor for r in prices.rows] == [
        2000, 1200, 500, 600, 1400, 1200, 700, 500, 360, 840,
    ]  # fmt: skip


def test_a_list_says_its_plan_its_tier_and_when_it_may_change():
    prices = price_list(put_on_sale(studio_season()), "night-1", "web", NOW)
    assert (prices.plan_id, prices.tier_id, prices.currency_code) == (
        "r1",
        "low",
        "EUR",
    )
    assert prices.next_change_time == OPENING - timedelta(days=60)
    assert prices.closed_because == ""


def test_a_list_is_given_with_the_reason_when_nothing_is_sold():
    on_sale = put_on_sale(studio_season())
    early = price_list(on_sale, "night-1", "web", ON_SALE - timedelta(seconds=1))
    assert "sales open at 2026-06-01T09:00:00+00:00" in early.closed_because
    late = price_list(on_sale, "night-1", "web", OPENING)
    assert "it began at" in late.closed_because
    night = replace(on_sale.season.performances[0], state=PerformanceState.CLOSED)
    on_sale.season = replace(on_sale.season, performances=(night,))
    closed = price_list(on_sale, "night-1", "web", NOW)
    assert "its seller closed it" in closed.closed_because
    assert len(closed.rows) == 10


def test_without_a_plan_there_is_no_list():
    with pytest.raises(NoActivePlan):
        price_list(SeasonOnSale(studio_season()), "night-1", "web", NOW)


def test_a_performance_that_the_plan_leaves_out_is_not_on_sale():
    on_sale = put_on_sale(studio_season())
    del on_sale.postings["night-2"]
    with pytest.raises(PerformanceClosed, match="'r1' has no price for it"):
        price_list(on_sale, "night-2", "web", NOW)


def test_unknown_names_are_answered_with_the_known_ones():
    on_sale = put_on_sale(studio_season())
    with pytest.raises(NameUnknown, match=r"no performance 'x'; known: night-1, nig"):
        price_list(on_sale, "x", "web", NOW)
    with pytest.raises(NameUnknown, match=r"no channel 'fax'; known: web, counter"):
        price_list(on_sale, "night-1", "fax", NOW)


moves = st.lists(
    st.one_of(
        st.tuples(
            st.just("hold"),
            st.sampled_from(["front", "back"]),
            st.sampled_from(["web", "network"]),
            st.sampled_from(["full", "solidarity"]),
        ),
        st.tuples(st.just("wait"), st.integers(1, 60)),
        st.tuples(st.just("list"), st.sampled_from(["web", "network"])),
    ),
    max_size=20,
)


@given(moves=moves)
def test_a_kept_list_is_the_one_that_would_be_computed_anew(moves):
    season = studio_season(rules=(KEEP,))
    on_sale, now = put_on_sale(season), NOW
    counts = on_sale.counts.setdefault("night-1", SeatCounts())
    for kind, *what in moves:
        if kind == "hold":
            counts.hold(tuple(what), 1)
        elif kind == "wait":
            now += timedelta(days=what[0])
        else:
            kept = price_list(on_sale, "night-1", what[0], now)
            anew = price_list(replace(on_sale, cache={}), "night-1", what[0], now)
            assert kept == anew
            channel = season.channel_by_id[what[0]]
            night = season.performances[0]
            for row in kept.rows:
                tariff = season.tariff_by_id[row.rate.tariff_id]
                left = SeatsLeft(season, night, channel, counts, now)
                assert row.seats_left == left.to(row.rate.seat_category_id, tariff)


def test_a_list_that_stands_is_not_computed_again():
    on_sale = put_on_sale(studio_season())
    first = price_list(on_sale, "night-1", "web", NOW)
    assert price_list(on_sale, "night-1", "web", NOW + timedelta(hours=1)) is first


def test_a_performance_that_began_without_a_price_says_that_it_began():
    on_sale = put_on_sale(studio_season())
    del on_sale.postings["night-1"]
    with pytest.raises(PerformanceClosed, match="it began at"):
        price_list(on_sale, "night-1", "web", OPENING)
    with pytest.raises(PerformanceClosed, match="has no price"):
        price_list(on_sale, "night-1", "web", NOW)
