import numpy as np
import pytest

from models import spread
from models.forecast import PROBABILITIES


def test_without_censoring_the_quantiles_are_those_of_the_sample():
    value = np.random.default_rng(0).normal(size=4001)
    found = spread.product_limit(value, np.zeros(4001, np.bool_))
    assert found == pytest.approx(np.quantile(value, PROBABILITIES), abs=0.02)


def test_the_product_limit_estimator_matches_its_textbook_example():
    # Kaplan & Meier (1958), section 2: deaths at 0.8, 3.1, 5.4, 9.2; losses at
    # 1.0, 2.7, 7.0, 12.1; survival 7/8, 7/10, 21/40, 21/80.
    value = np.array([0.8, 1.0, 2.7, 3.1, 5.4, 7.0, 9.2, 12.1])
    lost = np.array([0, 1, 1, 0, 0, 1, 0, 1], np.bool_)
    found = spread.product_limit(value, lost)
    # A step is read at its middle: 5.4 is where survival falls from 0.7 to 0.525.
    at = np.interp(1 - (0.7 + 0.525) / 2, PROBABILITIES, found)
    assert at == pytest.approx(5.4, abs=0.05)


def test_censored_values_do_not_hide_the_upper_half():
    rng = np.random.default_rng(1)
    value, bound = rng.normal(size=20_000), rng.normal(1.0, 1.0, 20_000)
    censored = value >= bound
    found = spread.product_limit(np.minimum(value, bound), censored)
    assert censored.mean() > 0.2
    assert found[89] == pytest.approx(1.28, abs=0.06)


def test_the_tail_beyond_the_last_bound_goes_on():
    value = np.minimum(np.random.default_rng(2).normal(size=5000), 0.5)
    found = spread.product_limit(value, value >= 0.5)
    assert np.all(np.diff(found) >= 0)
    assert found[-1] == pytest.approx(2.33, abs=0.3)


def test_bounds_alone_say_no_more_than_the_highest():
    found = spread.product_limit(np.array([1.0, 2.0]), np.array([True, True]))
    assert np.all(found == 2.0)


def test_a_shape_rises_and_has_its_median_at_0():
    value = np.random.default_rng(3).exponential(size=300)
    found = spread.shape(value, np.zeros(300, np.bool_))
    assert np.all(np.diff(found) >= 0)
    assert found[49] == pytest.approx(0.0)
    assert found[94] > -found[4]


def test_few_errors_are_mixed_with_the_usual_shape():
    found = spread.shape(np.array([-0.1, 0.0, 0.1]), np.zeros(3, np.bool_))
    assert found[-1] > 0.1


def test_spread_is_recovered_where_errors_differ_by_group():
    rng = np.random.default_rng(4)
    group = rng.integers(0, 3, 6000)
    scale = np.array([0.1, 0.3, 0.9])[group]
    season = np.zeros(6000, np.int64)
    every = np.ones(6000, np.bool_)
    error = scale * rng.normal(size=6000)
    found = spread.spread(error, group[None], every, season)
    ratio = found / scale
    assert ratio.max() / ratio.min() < 1.6


def test_no_value_has_no_quantile():
    with pytest.raises(ValueError, match="at least one"):
        spread.product_limit(np.zeros(0), np.zeros(0, np.bool_))
