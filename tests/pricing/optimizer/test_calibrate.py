import numpy as np
import pytest

from pricing.optimizer.calibrate import constants


def demand_at(class_size, disutility, found):
    pull = np.exp(found[:, None] - disutility)
    return pull / (1 + pull.sum(axis=0)) @ class_size


@pytest.mark.parametrize("seed", range(20))
def test_the_constants_bring_the_demand_that_was_asked(seed):
    rng = np.random.default_rng(seed)
    class_size = rng.uniform(1, 1000, size=5)
    disutility = rng.uniform(0, 8, size=(7, 5))
    share = rng.uniform(0.05, 0.98)
    demand = rng.dirichlet(np.ones(7)) * class_size.sum() * share

    found = constants(class_size, disutility, demand)

    np.testing.assert_allclose(
        demand_at(class_size, disutility, found), demand, rtol=1e-6, atol=1e-6
    )


def test_one_class_has_the_closed_form():
    found = constants(np.array([100.0]), np.array([[1.0], [2.0]]), np.array([20.0, 30]))

    np.testing.assert_allclose(found - [1.0, 2.0], np.log([20 / 50, 30 / 50]))


def test_a_category_nobody_wants_has_no_pull():
    found = constants(np.array([100.0]), np.ones((2, 1)), np.array([20.0, 0.0]))

    assert found[1] == -np.inf


def test_demand_of_the_whole_market_is_refused():
    with pytest.raises(ValueError, match="Expected demand below"):
        constants(np.array([50.0]), np.ones((1, 1)), np.array([50.0]))


@pytest.mark.parametrize("strength", [50.0, 800.0, 4000.0])
def test_classes_of_very_unlike_means_give_finite_constants(strength):
    # Ten times the price elasticity of opera, nearly all of whom buy.
    class_size = np.array([60.0, 20.0, 20.0])
    disutility = np.outer([1.0, 2.0], [1.0, 0.5, 0.1]) * strength

    found = constants(class_size, disutility, np.array([90.0, 5.0]))

    assert np.isfinite(found).all()
