"""A season refuses what does not fit together, by name."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.errors import NameUnknown, PricingError, SeatsExhausted
from pricing.domain.rules import PriceBounds, Scope
from tests.houses import STUDIO, studio_season

SEASON = studio_season()
NIGHT = SEASON.performances[0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"performances": (NIGHT, NIGHT)}, "night-1"),
        ({"performances": (replace(NIGHT, venue_id="stadium"),)}, "stadium"),
        ({"performances": (replace(NIGHT, capacities=(40,)),)}, "night-1"),
        ({"performances": (replace(NIGHT, ladder=("high", "mid")),)}, "rise"),
        ({"performances": (replace(NIGHT, ladder=("mid", "gold")),)}, "gold"),
        ({"rules": (PriceBounds(id="cap", scope=Scope("othello")),)}, "othello"),
        ({"rules": (PriceBounds(id="cap", seat_category_id="pit"),)}, "pit"),
        ({"demand": DemandAssumptions((AudienceClass("gift", 1.0),))}, "gift"),
        ({"demand": DemandAssumptions((AudienceClass("by-means", 1.0),))}, "bracket"),
        ({"currency_code": "euro"}, "euro"),
        ({"period_days_out": (7, 30)}, "fall"),
        ({"time_zone": "Mars/Olympus"}, "Mars"),
    ],
)
def test_what_does_not_fit_is_named(change, named):
    with pytest.raises(ValueError, match=named):
        replace(SEASON, **change)


def test_a_performance_needs_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        replace(NIGHT, starts_at=datetime(2026, 11, 14, 19))


def test_a_ladder_that_falls_is_refused():
    with pytest.raises(ValueError, match="rise"):
        replace(STUDIO, price_tiers=STUDIO.price_tiers[::-1])


def test_shares_of_the_audience_sum_to_one():
    with pytest.raises(ValueError, match="sum to 1"):
        DemandAssumptions((AudienceClass("full", 0.5),))


@pytest.mark.parametrize(
    ("days_out", "period"), [(200, 0), (90, 0), (89, 0), (60, 1), (1.5, 4), (0.2, 5)]
)
def test_the_period_in_force_follows_the_days_out(days_out, period):
    assert SEASON.period_at(days_out) == period


def test_days_out_count_down_to_the_curtain():
    assert NIGHT.days_out(datetime(2026, 11, 13, 19, tzinfo=UTC)) == 1.0


def test_every_number_of_a_fault_is_in_its_metadata():
    fault: PricingError = SeatsExhausted("night-1", "front", 4, 1)
    assert fault.metadata["seats_wanted"] == "4"
    assert fault.metadata["seats_left"] == "1"
    assert fault.reason == "SEATS_EXHAUSTED"


def test_faults_come_back_whole_from_a_worker_process():
    import pickle

    fault = pickle.loads(pickle.dumps(SeatsExhausted("night-1", "front", 4, 1)))
    assert isinstance(fault, SeatsExhausted)
    assert (fault.message, fault.metadata["seats_left"]) == (str(fault), "1")


@pytest.mark.parametrize(
    ("days", "shares"),
    [
        ((180.0, math.nan, 0.0), (0.0, 0.5, 1.0)),
        ((180.0, 90.0, 0.0), (0.0, math.nan, 1.0)),
        ((math.inf, 90.0, 0.0), (0.0, 0.5, 1.0)),
        ((180.0, 90.0, -1.0), (0.0, 0.5, 1.0)),
    ],
)
def test_a_booking_curve_is_of_finite_numbers(days, shares):
    with pytest.raises(ValueError, match="booking curve in"):
        DemandAssumptions(
            (AudienceClass("full", 1.0),), curve_days_out=days, curve_share=shares
        )


def test_a_booking_period_does_not_begin_before_the_calendar():
    with pytest.raises(ValueError, match="first booking period"):
        studio_season(period_days_out=(10**9, 60, 1))


@pytest.mark.parametrize("days", [(), (30, 30), (30, 60)])
def test_there_is_a_booking_period_and_their_days_out_fall(days):
    with pytest.raises(ValueError, match=r"at least one booking period, .* that fall"):
        replace(SEASON, period_days_out=days)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_performance_keeps_clear_of_the_ends_of_the_calendar(year):
    with pytest.raises(ValueError, match=r"year of .* in \[1000, 9000\]"):
        replace(
            NIGHT,
            on_sale_at=datetime(year, 1, 2, tzinfo=UTC),
            starts_at=datetime(year, 12, 30, tzinfo=UTC),
        )


def test_an_unknown_name_says_how_many_there_are():
    fault = NameUnknown("performance", "x", [f"night-{n}" for n in range(64)])
    assert fault.message.endswith("night-9 and 54 more.")
