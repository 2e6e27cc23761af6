import numpy as np
import pytest
from scipy.stats import norm

from models.forecast import PROBABILITIES, DemandForecast

NORMAL = norm.ppf(PROBABILITIES)


LOG_100 = float(np.log(100.0))


def one_row(centre=LOG_100, spread=0.3, capacity=1000.0):
    return DemandForecast(
        np.array([centre]), np.array([spread]), NORMAL, np.array([capacity])
    )


def test_mean_and_quantiles_are_those_of_the_lognormal():
    row = one_row()
    assert row.demand_mean()[0] == pytest.approx(100 * np.exp(0.3**2 / 2), rel=0.01)
    assert row.demand_quantile(0.5)[0] == pytest.approx(100)
    assert row.sales_quantile(0.9)[0] == pytest.approx(
        100 * np.exp(0.3 * norm.ppf(0.9))
    )


def test_sales_are_demand_cut_at_capacity():
    row = one_row(capacity=110.0)
    assert row.sales_quantile(0.9)[0] == 110.0
    assert row.sales_mean()[0] < 110.0 < row.demand_quantile(0.9)[0]
    # E min(Y, c) of a lognormal.
    z = np.log(110 / 100) / 0.3
    expected = 100 * np.exp(0.045) * norm.cdf(z - 0.3) + 110 * norm.sf(z)
    assert row.sales_mean()[0] == pytest.approx(expected, rel=0.01)


def test_samples_have_the_quantiles_of_the_forecast():
    draws = one_row().samples(np.random.default_rng(0), 20_000)
    assert draws.shape == (20_000, 1)
    for p in (0.1, 0.5, 0.9):
        assert np.quantile(draws, p) == pytest.approx(
            one_row().demand_quantile(p)[0], rel=0.02
        )


def test_where_there_is_no_seat_there_is_no_sale():
    row = one_row(capacity=0.0)
    assert (
        row.sales_mean()[0] == row.demand_mean()[0] == row.sales_quantile(0.9)[0] == 0
    )


def test_a_wild_tail_does_not_carry_the_mean_away():
    assert one_row(spread=5.0).demand_mean()[0] < 100 * 8


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"spread": -0.1}, "not negative", id="spread"),
        pytest.param({"centre": np.nan}, "finite", id="centre"),
        pytest.param({"capacity": -1.0}, "not negative", id="capacity"),
        pytest.param({"capacity": np.nan}, "not negative", id="capacity missing"),
    ],
)
def test_impossible_forecasts_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        one_row(**changes)


def test_quantiles_that_fall_are_refused():
    ones = np.ones(1)
    with pytest.raises(ValueError, match="rising"):
        DemandForecast(ones, ones, -NORMAL, ones)


@pytest.mark.parametrize("where", [0, 50, 98])
@pytest.mark.parametrize("value", [np.nan, -np.inf, np.inf])
def test_quantiles_that_are_no_numbers_are_refused(where, value):
    ones, shape = np.ones(1), NORMAL.copy()
    shape[where] = value
    with pytest.raises(ValueError, match="rising"):
        DemandForecast(ones, ones, shape, ones)


def test_a_probability_is_between_0_and_1():
    with pytest.raises(ValueError, match="probability"):
        one_row().demand_quantile(1.0)
