"""The simulator fitted to real seasons and bookings, within the stated tolerances."""

import numpy as np
import pytest

from benchmarks import bench_calibration, hotel_season
from simulator import bookers

needs_sales = pytest.mark.skipif(
    not bench_calibration.TRANSACTIONS.is_file(),
    reason="../shared/data/hotels is not there",
)
needs_seasons = pytest.mark.skipif(
    not bench_calibration.HISTORY.is_file(),
    reason="../shared/data/comedie-francaise is not there",
)


def test_distance_is_between_quantiles_and_leaves_out_what_was_not_sold():
    one = np.array([0.1, 0.2, np.nan, 0.3])
    assert bench_calibration.distance(one, one[::-1]) == pytest.approx(np.zeros(9))
    assert bench_calibration.distance(one, one + 0.05) == pytest.approx(0.05)


@needs_sales
def test_simulated_bookings_of_hotels_are_those_of_other_dates():
    for row in bench_calibration.bookings():
        average, worst = bench_calibration.tolerance(row)
        assert row["average"] <= average, row
        assert row["worst"] <= worst, row


@needs_sales
def test_simulated_bookings_of_hotels_are_those_that_they_were_fitted_to():
    table = bench_calibration.read_transactions(bench_calibration.TRANSACTIONS)
    played = hotel_season.played(bookers.fit(table))
    for found, wanted in zip(played, hotel_season.seen(table), strict=True):
        assert found == pytest.approx(wanted, abs=0.03)


@needs_seasons
@pytest.mark.slow
def test_the_season_of_1785_comes_back_by_category():
    for row in bench_calibration.nights(bench_calibration.TRIALS):
        average, worst = bench_calibration.tolerance(row)
        assert row["average"] <= average, row
        assert row["worst"] <= worst, row
