"""Habits of booking: known ones come back, and play as the bookings they are from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from benchmarks import hotel_season
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import Transactions
from simulator import bookers
from tests.simulator.stages import free_season, studio_scenario

START = datetime(2025, 3, 1, 20, 0, tzinfo=UTC)
# Days out between which the early and the late book, and how many give back.
EARLY, LATE = (60.0, 180.0, 0.5), (3.0, 14.0, 0.1)


def sales(count=4000, seed=3):
    """Return as many early bookings as late ones, of a hundred nights."""
    rng = np.random.default_rng(seed)
    starts, sold, given_back = [], [], []
    for n in range(count):
        begin, end, share = (EARLY, LATE)[n % 2]
        starts.append(START + timedelta(days=n % 100))
        days = float(rng.uniform(begin, end))
        sold.append(starts[-1] - timedelta(days=days))
        back = rng.random() < share
        later = timedelta(days=days * float(rng.random()))
        given_back.append(sold[-1] + later if back else None)
    # A sale on the last night: the table ends after all of them began.
    starts.append(START)
    sold.append(START + timedelta(days=100))
    given_back.append(None)
    names = tuple(f"night-{at.toordinal()}" for at in starts)
    rows = len(names)
    return Transactions(
        names, ("hall",) * rows, tuple(starts), ("stalls",) * rows,
        ("full",) * rows, ("web",) * rows, tuple(sold), tuple(given_back),
        (1,) * rows, (20.0,) * rows,
    )  # fmt: skip


def test_who_books_early_and_gives_back_comes_back():
    found = bookers.fit(sales())
    by_begin = {each.curve_days_out[-1]: each for each in found}
    early, late = by_begin[60.0], by_begin[3.0]
    assert (early.share, late.share) == pytest.approx((0.5, 0.5), abs=0.01)
    assert early.cancel_share == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 2000))
    assert late.cancel_share == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 2000))
    # Uniform between the ends: three quarters have booked by a quarter of it.
    at = np.interp(-90.0, -np.array(early.curve_days_out), early.curve_share)
    assert at == pytest.approx(0.75, abs=0.04)


def test_bookings_are_played_as_they_were_seen_gross_and_net():
    table = sales()
    played = hotel_season.played(bookers.fit(table))
    for found, wanted in zip(played, hotel_season.seen(table), strict=True):
        assert found == pytest.approx(wanted, abs=0.02)


def test_as_many_seats_are_kept_as_before():
    scenario = studio_scenario(free_season(2), parties=60.0)
    night = replace(
        scenario.nights[0], turnout=((5.0, 9.0), (3.0,)), shared_luck=(0.0, 0.0),
        turnout_prices=(25.0, 15.0),
    )  # fmt: skip
    scenario = replace(scenario, nights=(night, *scenario.nights[1:]))
    found = bookers.with_bookers(scenario, bookers.fit(sales()))
    assert len(found.segments) == 3 * len(scenario.segments)
    kept = sum(each.share * (1 - each.cancel_share) for each in found.segments)
    assert kept == pytest.approx(0.7, abs=0.03)
    assert found.nights[0].parties * kept == pytest.approx(60, rel=1e-3)
    assert found.nights[0].turnout[0][1] * kept == pytest.approx(9.0, rel=1e-2)
    assert sum(each.share for each in found.segments) == pytest.approx(1.0)


def test_performances_that_have_not_begun_are_not_read():
    table = sales()
    future = replace(
        table,
        starts_at=tuple(at + timedelta(days=400) for at in table.starts_at),
    )
    with pytest.raises(FieldInvalid, match="0 seats booked"):
        bookers.fit(future)


def test_a_table_in_which_all_was_given_back_is_refused():
    table = sales()
    gone = replace(table, cancelled_at=table.sold_at)
    found = tuple(replace(each, cancel_share=1.0) for each in bookers.fit(gone))
    scenario = studio_scenario(free_season(2))
    with pytest.raises(FieldInvalid, match="every seat was given back"):
        bookers.with_bookers(scenario, found)
