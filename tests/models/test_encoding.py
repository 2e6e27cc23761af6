import numpy as np
import pytest

from models.encoding import PERFORMANCES, left_out_mean


def naive(value, name, season):
    """Return the same, one performance at a time."""
    means, counts = [], []
    for n, s in zip(name, season, strict=True):
        others = value[(name == n) & (season != s) & np.isfinite(value)]
        counts.append(len(others))
        shrunk = others.sum() / (len(others) + PERFORMANCES)
        means.append(shrunk if len(others) else np.nan)
    return np.array(means), np.array(counts)


@pytest.mark.parametrize("seed", range(5))
def test_means_agree_with_the_naive_twin(seed):
    rng = np.random.default_rng(seed)
    value = rng.normal(size=200)
    value[rng.random(200) < 0.2] = np.nan
    name, season = rng.integers(0, 15, 200), rng.integers(0, 5, 200)
    mean, count = left_out_mean(value, name, season)
    expected_mean, expected_count = naive(value, name, season)
    assert mean == pytest.approx(expected_mean, nan_ok=True)
    assert count == pytest.approx(expected_count)


def test_what_a_performance_sold_does_not_enter_its_own_number():
    name, season = np.zeros(4, np.int64), np.array([0, 0, 1, 1])
    one, _ = left_out_mean(np.array([1.0, 2.0, 3.0, 4.0]), name, season)
    other, _ = left_out_mean(np.array([1.0, 2.0, 3.0, 9.0]), name, season)
    assert one[2:] == pytest.approx(other[2:])
