import numpy as np
import pytest

from models import pickup


def bookings(seed, dates=60, furthest=20):
    """Return sales drawn day by day: date, days out sold and cancelled, seats."""
    rng = np.random.default_rng(seed)
    date = np.repeat(np.arange(dates), 12)
    sold = rng.integers(0, furthest + 10, len(date))
    cancelled = np.where(
        rng.random(len(date)) < 0.3, (sold * rng.random(len(date))).round(), np.nan
    )
    return np.zeros(len(date), int), date, sold, cancelled, np.ones(len(date))


def test_books_count_what_was_sold_and_not_yet_cancelled():
    net, gross = pickup.books(
        [0, 0, 0], [1, 1, 0], [9, 3, 0], [4, np.nan, 0], [2, 1, 5], shape=(1, 2, 7)
    )
    assert gross[0, 1].tolist() == [3, 3, 3, 3, 2, 2, 2]
    assert net[0, 1].tolist() == [1, 1, 1, 1, 0, 2, 2]
    # Sold and cancelled on the day itself: never on the books at its end.
    assert gross[0, 0].tolist() == [5, 0, 0, 0, 0, 0, 0]
    assert net[0, 0].tolist() == [0] * 7


def test_books_agree_with_a_count_booking_by_booking():
    series, date, sold, cancelled, quantity = bookings(1)
    net, gross = pickup.books(
        series, date, sold, cancelled, quantity, shape=(1, 60, 21)
    )
    for d in (0, 17, 59):
        for out in (0, 5, 20):
            on = (date == d) & (np.minimum(sold, 20) >= out)
            kept = on & ~(np.minimum(cancelled, 20) >= out)
            assert gross[0, d, out] == on.sum()
            assert net[0, d, out] == kept.sum()


@pytest.mark.parametrize("weekday", [False, True])
@pytest.mark.parametrize("days_out", [1, 7, 20])
def test_pickup_agrees_with_a_loop_over_complete_dates(weekday, days_out):
    net, _ = pickup.books(*bookings(2), shape=(1, 60, 21))
    final, at = net[0, :, 0], net[0, :, days_out]
    add = pickup.additive(net, days_out, weekday=weekday)[0]
    times = pickup.multiplicative(net, days_out, weekday=weekday)[0]
    for d in range(60):
        complete = [e for e in range(d - days_out) if not weekday or (d - e) % 7 == 0]
        if not complete:
            assert np.isnan(add[d])
            assert np.isnan(times[d])
            continue
        expected = max(at[d] + np.mean(final[complete] - at[complete]), 0)
        assert add[d] == pytest.approx(expected)
        if at[complete].sum() > 0:
            expected = at[d] * final[complete].sum() / at[complete].sum()
        assert times[d] == pytest.approx(expected)


def test_both_are_exact_where_every_date_is_alike():
    curve = np.array([40.0, 30, 20, 10, 5])
    books = np.tile(curve, (2, 30, 1))
    for method in (pickup.additive, pickup.multiplicative):
        assert method(books, 3)[:, 10:] == pytest.approx(np.full((2, 20), 40.0))


def test_multiplicative_falls_back_on_additive_where_nothing_was_sold_so_early():
    books = np.zeros((1, 20, 5))
    books[:, :, 0] = 8.0
    assert pickup.multiplicative(books, 4)[0, -1] == 8.0


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param({"sold": [-1]}, "sold of at least 0", id="sold after"),
        pytest.param({"cancelled": [5]}, "between sold and 0", id="cancelled first"),
        pytest.param({"quantity": [np.nan]}, "finite quantity", id="NaN"),
        pytest.param({"quantity": [-1]}, "at least 0", id="negative"),
        pytest.param({"date": [9]}, "date in", id="date unknown"),
        pytest.param({"series": [-1]}, "series in", id="series unknown"),
        pytest.param({"date": [0.5]}, "whole numbers", id="half a day"),
        pytest.param({"date": [np.nan]}, "whole numbers", id="date missing"),
        pytest.param({"date": [0, 1]}, "one length", id="lengths"),
    ],
)
def test_bad_bookings_are_refused(spoil, message):
    good = {
        "series": [0],
        "date": [0],
        "sold": [3],
        "cancelled": [np.nan],
        "quantity": [1],
    }
    with pytest.raises(ValueError, match=message):
        pickup.books(**(good | spoil), shape=(1, 2, 5))


def test_books_that_do_not_reach_so_far_are_refused():
    with pytest.raises(ValueError, match="days_out in"):
        pickup.additive(np.ones((1, 5, 4)), 4)
