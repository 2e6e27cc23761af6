"""Booking curves of tables of sales: a known curve comes back, and only what is
complete and kept counts."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pricing import booking
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import Transactions
from pricing.optimizer.booking_periods import period_weights
from tests.houses import studio_season

START = datetime(2025, 1, 10, 19, 30, tzinfo=UTC)
TRUE_DAYS = np.array([120, 90, 75, 60, 45, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0], float)
TRUE_SHARE = np.array(
    [0, 0.12, 0.18, 0.25, 0.37, 0.5, 0.6, 0.68, 0.75, 0.8, 0.85, 0.9, 0.93, 0.96, 1]
)


def sales(rows):
    """Return a table of (performance, starts_at, sold_at, cancelled_at, quantity)."""
    performance, starts, sold, cancelled, quantity = zip(*rows, strict=True)
    count = len(rows)
    return Transactions(
        performance, ("hall",) * count, starts, ("stalls",) * count, ("full",) * count,
        ("web",) * count, sold, cancelled, quantity, (20.0,) * count,
    )  # fmt: skip


def simulated(nights=40, tickets=150, scatter=0.03, seed=4, every=7):
    """Return the sales of nights that book about the true curve, each in its way."""
    rng = np.random.default_rng(seed)
    steps = np.diff(TRUE_SHARE)
    rows = []
    for night in range(nights):
        starts = START + timedelta(days=every * night)
        own = rng.dirichlet(steps * (1 / scatter - 1))
        for step in rng.choice(len(steps), size=tickets, p=own):
            days = rng.uniform(TRUE_DAYS[step + 1], TRUE_DAYS[step])
            sold = starts - timedelta(days=float(days))
            rows.append((f"night-{night}", starts, sold, None, 1))
    return sales(rows)


def reordered(table, order):
    columns = {each.name: getattr(table, each.name) for each in fields(table)}
    return replace(
        table, **{name: tuple(c[row] for row in order) for name, c in columns.items()}
    )


def joined(one, other):
    return Transactions(
        *(getattr(one, f.name) + getattr(other, f.name) for f in fields(one))
    )


@pytest.fixture(scope="module")
def past():
    return simulated()


@pytest.fixture(scope="module")
def end():
    return START + timedelta(days=400)


def test_a_known_curve_comes_back_within_its_bounds(past, end):
    found = booking.fit(past, as_of=end)
    assert found.days_out == tuple(TRUE_DAYS)
    assert np.all(np.array(found.low) <= TRUE_SHARE)
    assert np.all(np.array(found.high) >= TRUE_SHARE)
    assert found.share == pytest.approx(TRUE_SHARE, abs=0.03)
    assert (found.share[0], found.share[-1]) == (0.0, 1.0)
    assert np.all(np.diff(found.share) >= 0)
    assert (found.performances, found.tickets, found.unfinished) == (40, 6000, 0)


def test_single_dates_scatter_as_their_bounds_say(past, end):
    found = booking.fit(past, as_of=end)
    fresh = simulated(nights=400, seed=9)
    place = found.days_out.index(14.0)
    early = [
        (starts - sold).days >= 14
        for starts, sold in zip(fresh.starts_at, fresh.sold_at, strict=True)
    ]
    shares = np.mean(np.reshape(early, (400, 150)), axis=1)
    low, high = found.date_low[place], found.date_high[place]
    assert 0.74 <= np.mean((low <= shares) & (shares <= high)) <= 0.86


def test_the_order_of_sales_and_the_ids_do_not_matter(past, end):
    order = np.random.default_rng(1).permutation(len(past)).tolist()
    other = reordered(past, order)
    renamed = tuple(f"x{each[::-1]}" for each in other.performance_id)
    found = booking.fit(replace(other, performance_id=renamed), as_of=end)
    assert found == booking.fit(past, as_of=end)


def test_a_sale_of_three_tickets_is_three_sales_of_one(end):
    one, two = START, START + timedelta(days=1)
    rows = [("a", one, one - timedelta(days=9), None, 3)]
    rows += [("a", one, one - timedelta(days=40), None, 1)]
    rows += [("b", two, two - timedelta(days=5), None, 2)]
    single = [(*row[:4], 1) for row in rows for _ in range(row[4])]
    assert booking.fit(sales(single), as_of=end) == booking.fit(sales(rows), as_of=end)


def test_cancelled_tickets_are_left_out_and_counted(past, end):
    rows = [
        (name, starts, starts - timedelta(days=100), starts - timedelta(days=90), 3)
        for name, starts in dict(
            zip(past.performance_id, past.starts_at, strict=True)
        ).items()
    ]
    kept = booking.fit(past, as_of=end)
    found = booking.fit(joined(past, sales(rows)), as_of=end)
    assert found == replace(kept, cancelled=3 * 40)


def test_what_was_refunded_after_the_curtain_stays(past, end):
    refunded = replace(
        past, cancelled_at=tuple(at + timedelta(days=2) for at in past.starts_at)
    )
    assert booking.fit(refunded, as_of=end) == booking.fit(past, as_of=end)


def test_performances_that_have_not_begun_tell_nothing_yet(past):
    cut = START + timedelta(days=20 * 7 - 1)
    known = [row for row, sold in enumerate(past.sold_at) if sold <= cut]
    running = reordered(past, known)
    found = booking.fit(running, as_of=cut)
    begun = [row for row in known if past.starts_at[row] <= cut]
    # As if those to come were in no table at all.
    alone = booking.fit(reordered(past, begun), as_of=cut)
    assert found == replace(alone, unfinished=found.unfinished)
    assert found.performances == 20
    assert found.unfinished > 0
    # Later rows change nothing, but that more is seen to be unfinished.
    later = booking.fit(past, as_of=cut)
    assert later == replace(alone, unfinished=20)


def test_a_table_ends_with_its_latest_entry_unless_told(past):
    # The last night starts after the last of its tickets was sold.
    assert booking.fit(past).performances == 39


def test_days_are_counted_by_the_clock_of_the_house():
    # Clocks went forward on 30 March: thirty days by them are an hour less.
    paris = ZoneInfo("Europe/Paris")
    rows = [
        (f"night-{day}", datetime(2025, 4, day, 20, tzinfo=paris),
         datetime(2025, 3, day + 1, 20, tzinfo=paris), None, 1)
        for day in (3, 4)
    ]  # fmt: skip
    end = datetime(2026, 1, 1, tzinfo=UTC)
    share = {
        zone: dict(zip(found.days_out, found.share, strict=True))[30.0]
        for zone in (paris, UTC)
        for found in [booking.fit(sales(rows), zone=zone, as_of=end)]
    }
    assert share == {paris: 1.0, UTC: 0.0}


def test_the_plan_of_a_season_with_the_curve_books_along_it(past, end):
    found = booking.fit(past, as_of=end)
    season = booking.with_curve(studio_season(2), found)
    night = season.performances[0]
    night = replace(night, on_sale_at=night.starts_at - timedelta(days=200))
    periods = (90, 30, 7)
    weights = period_weights(replace(season, period_days_out=periods), night)
    at = dict(zip(found.days_out, found.share, strict=True))
    assert weights == pytest.approx([at[30], at[7] - at[30], 1 - at[7]])


@pytest.mark.parametrize("kept", [0, 1])
def test_fewer_than_two_complete_performances_are_refused(kept, end):
    sold, cancelled = START - timedelta(days=9), START - timedelta(days=1)
    rows = [
        (f"night-{n}", START, sold, None if n < kept else cancelled, 1)
        for n in range(3)
    ]
    with pytest.raises(FieldInvalid, match=f"at least 2 performances .* got {kept}"):
        booking.fit(sales(rows), as_of=end)


def test_an_empty_table_and_an_end_without_zone_are_refused(past):
    empty = Transactions((), (), (), (), (), (), (), (), (), ())
    with pytest.raises(FieldInvalid, match="at least 2 performances"):
        booking.fit(empty)
    with pytest.raises(FieldInvalid, match="as_of: expected a time with a zone"):
        booking.fit(past, as_of=datetime(2026, 1, 1))


def test_tickets_bought_at_the_door_are_booked_at_the_curtain(end):
    rows = [(f"n{n}", START, START + timedelta(minutes=5), None, 2) for n in range(2)]
    found = booking.fit(sales(rows), as_of=end)
    assert found.days_out == (1.0, 0.0)
    assert found.share == (0.0, 1.0)
