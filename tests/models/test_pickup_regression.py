import numpy as np
import pytest
from scipy.optimize import minimize

from models.pickup_regression import least_absolute


def sample(count, seed=4):
    """Return signals of different sizes, what they explain with noise, and how."""
    rng = np.random.default_rng(seed)
    told = rng.normal(size=(count, 3)) * [1.0, 5.0, 0.1]
    truth = np.array([0.8, -0.1, 2.0])
    return told, told @ truth + rng.laplace(scale=0.2, size=count), truth


def test_many_rows_recover_the_weights():
    told, missed, truth = sample(300_000)
    found = least_absolute(
        told, missed, np.ones(len(told)), np.zeros(3), np.full(3, 4000.0)
    )
    assert found == pytest.approx(truth, rel=0.02)


def test_it_ends_where_a_search_ends():
    told, missed, _ = sample(200)
    count = np.random.default_rng(0).uniform(0.1, 1, 200)
    prior, ridge = np.array([0.2, 0.0, 1.0]), np.array([50.0, 500.0, 100.0])
    size = np.sqrt(count @ told**2 / count.sum())

    def loss(weights):
        drawn = ridge @ (size * (weights - prior)) ** 2 / 2
        return count @ np.abs(missed - told @ weights) + drawn

    found = least_absolute(told, missed, count, prior, ridge)
    search = minimize(
        loss, prior, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10}
    )
    assert loss(found) == pytest.approx(search.fun, rel=1e-3)


def test_a_strong_ridge_keeps_the_prior_and_a_signal_of_zeros_does_too():
    told, missed, _ = sample(200)
    told[:, 1] = 0.0
    prior = np.array([0.2, 0.3, 1.0])
    ridge = np.array([1e9, 10.0, 1e9])
    found = least_absolute(told, missed, np.ones(200), prior, ridge)
    assert found == pytest.approx(prior, abs=1e-4)


def test_signals_in_other_units_get_weights_in_those():
    told, missed, _ = sample(500)
    count, ridge = np.ones(500), np.full(3, 100.0)
    plain = least_absolute(told, missed, count, np.zeros(3), ridge)
    other = least_absolute(100 * told, missed, count, np.zeros(3), ridge)
    assert 100 * other == pytest.approx(plain)
