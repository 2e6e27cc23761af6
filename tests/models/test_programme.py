import numpy as np
import pytest

from models.programme import Programme

PRICES = np.array([6.0, 3.0, 2.0, 1.0, 4.0, 2.0, 1.5, 1.0])


def programme(price, quantity=None):
    """Return two nights of four categories, the second at a lower scale."""
    return Programme(
        day=np.array([0.0, 1.0]),
        weekday=np.array([0, 1]),
        day_of_year=np.array([1, 2]),
        season=np.array([0, 0]),
        venue=np.array([0, 0]),
        production=np.array([0, 1]),
        labels=np.zeros((0, 2), np.int64),
        numbers=np.zeros((0, 2)),
        performance=np.repeat([0, 1], 4),
        category=np.tile(np.arange(4), 2),
        capacity=np.full(8, 100.0),
        price=price,
        quantity=np.full(8, 50.0) if quantity is None else quantity,
    )


@pytest.mark.parametrize("unit", [100.0, 0.15245, 1 / 3, 1e-9, 1e300])
def test_prices_in_another_unit_make_the_same_numbers_to_the_last_bit(unit):
    # Equality, not closeness: trees and codes tell apart what differs at all.
    as_posted, other = programme(PRICES), programme(unit * PRICES)
    assert np.array_equal(other.log_price(), as_posted.log_price())
    assert np.array_equal(other.log_price_level(), as_posted.log_price_level())


def test_log_price_is_over_the_median_of_all_rows():
    assert programme(PRICES).log_price() == pytest.approx(np.log(PRICES / 2.0))


def test_the_price_level_is_over_the_usual_price_of_the_category_where_sold():
    sold = np.array([50.0] * 4 + [np.nan] * 4)
    level = programme(PRICES, sold).log_price_level()
    assert level[:4] == pytest.approx(0.0)
    assert level[4:] == pytest.approx(np.log([4 / 6, 2 / 3, 1.5 / 2, 1.0]))


@pytest.mark.parametrize("price", [np.nan, 0.0])
def test_where_a_price_is_missing_or_nothing_its_log_is_missing_and_its_level_usual(
    price,
):
    some, none = PRICES.copy(), np.full(8, price)
    some[5] = price
    assert np.isnan(programme(some).log_price()).tolist() == [
        row == 5 for row in range(8)
    ]
    assert programme(some).log_price_level()[5] == 0.0
    assert np.all(np.isnan(programme(none).log_price()))
    assert np.all(programme(none).log_price_level() == 0.0)


def test_prices_as_far_apart_as_numbers_go_stay_finite():
    price = PRICES.copy()
    price[0], price[4] = 1e-300, 1e300
    assert np.all(np.isfinite(programme(price).log_price()))
    assert np.all(np.isfinite(programme(price).log_price_level()))
