import numpy as np
import pytest
from scipy.stats import norm

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
    found = spread.shape(value, np.zeros(300, np.bool_), np.zeros(300, np.int64))
    assert np.all(np.diff(found) >= 0)
    assert found[49] == pytest.approx(0.0)
    assert found[94] > -found[4]


def test_few_errors_are_mixed_with_the_usual_shape():
    season = np.zeros(3, np.int64)
    found = spread.shape(np.array([-0.1, 0.0, 0.1]), np.zeros(3, np.bool_), season)
    assert found[-1] > 0.1


def test_spread_is_recovered_where_errors_differ_by_group():
    rng = np.random.default_rng(4)
    group = rng.integers(0, 3, 6000)
    scale = np.array([0.1, 0.3, 0.9])[group]
    season = np.zeros(6000, np.int64)
    every = np.ones(6000, np.bool_)
    error = scale * rng.normal(size=6000)
    found = spread.spread(error, group[None], every, season, 3.0)
    ratio = found / scale
    assert ratio.max() / ratio.min() < 1.6


def test_the_spread_follows_the_latest_seasons():
    rng = np.random.default_rng(5)
    season = np.repeat(np.arange(12), 300)
    error = np.where(season < 8, 0.1, 0.5) * rng.normal(size=3600)
    group, every = np.zeros((1, 3600), np.int64), np.ones(3600, np.bool_)
    short, long = (
        np.median(spread.spread(error, group, every, season, memory)[season == 11])
        for memory in (3.0, 1e9)
    )
    # Half of a normal's errors are below 0.67 of its deviation.
    assert short == pytest.approx(0.67 * 0.5, rel=0.2)
    assert long < 1.05 * short


def test_seasons_that_share_their_luck_are_covered_in_their_turn():
    rng = np.random.default_rng(6)
    season = np.repeat(np.arange(5), 200)
    none = np.zeros(800, np.bool_)
    inside, pooled = [], []
    for _ in range(200):
        error = rng.normal(size=5)[season] + rng.normal(size=1000)
        past, ahead = error[:800], error[800:]
        found = spread.shape(past, none, season[:800])
        inside.append(np.mean((ahead >= found[9]) & (ahead <= found[89])))
        found = spread.shape(past, none, np.zeros(800, np.int64))
        pooled.append(np.mean((ahead >= found[9]) & (ahead <= found[89])))
    assert 0.75 <= np.mean(inside) <= 0.85
    assert np.mean(pooled) < 0.75


def test_seasons_alike_are_not_widened():
    error = np.random.default_rng(7).normal(size=20_000)
    none, season = np.zeros(20_000, np.bool_), np.arange(20_000) % 4
    found = spread.shape(error, none, season)
    assert found[89] == pytest.approx(1.2816, rel=0.03)


def test_two_seasons_widen_by_the_root_of_what_each_asks_of_the_other():
    rng = np.random.default_rng(5)
    size = np.repeat([1.0, 1.6], 4000)
    error, none = size * rng.normal(size=8000), np.zeros(8000, np.bool_)
    pooled = spread.shape(error, none, np.zeros(8000, np.int64))[0]
    two = spread.shape(error, none, np.repeat([0, 1], 4000))[0]
    asked = np.quantile(np.abs(error) / (norm.ppf(0.9) * size[::-1]), 0.8)
    assert two / pooled == pytest.approx(asked**0.5, rel=0.02)


def test_seasons_without_an_error_are_widened_no_more_than_the_most():
    error, none = np.r_[np.zeros(100), 0.3 * np.ones(100)], np.zeros(200, np.bool_)
    found = spread.shape(error, none, np.repeat([0, 1], 100))
    pooled = spread.shape(error, none, np.zeros(200, np.int64))
    assert found == pytest.approx(spread.FACTOR_MAX**0.5 * pooled)


def test_no_value_has_no_quantile():
    with pytest.raises(ValueError, match="at least one"):
        spread.product_limit(np.zeros(0), np.zeros(0, np.bool_))
