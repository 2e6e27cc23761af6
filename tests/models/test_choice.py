import numpy as np
import pytest

from models import choice


def naive_shares(utility, available):
    weights = [np.exp(u) if a else 0.0 for u, a in zip(utility, available, strict=True)]
    return [w / (1 + sum(weights)) for w in weights]


@pytest.mark.parametrize("seed", range(5))
def test_shares_agree_with_the_naive_twin(seed):
    rng = np.random.default_rng(seed)
    utility, available = rng.normal(size=6), rng.random(6) < 0.7
    expected = naive_shares(utility, available)
    assert choice.shares(utility, available) == pytest.approx(expected)


def test_shares_of_many_people_are_those_of_each():
    rng = np.random.default_rng(0)
    utility, available = rng.normal(size=(3, 4, 5)), rng.random((3, 4, 5)) < 0.5
    together = choice.shares(utility, available)
    assert together.shape == (3, 4, 5)
    assert together[2, 1] == pytest.approx(naive_shares(utility[2, 1], available[2, 1]))


def test_shares_neither_overflow_nor_vanish_at_extreme_utilities():
    found = choice.shares([800.0, 801.0, -900.0], [True, True, True])
    assert found == pytest.approx([1 / (1 + np.e), np.e / (1 + np.e), 0.0])


def test_nothing_is_bought_when_nothing_is_available():
    assert choice.shares([3.0, 2.0], [False, False]) == pytest.approx([0.0, 0.0])


def test_quality_inverts_the_shares_at_the_prices_they_were_seen_at():
    share, price = np.array([0.1, 0.3, 0.2]), np.array([60.0, 30.0, 12.0])
    quality = choice.quality(share, price, 0.04)
    again = choice.shares(choice.utility(quality, price, 0.04), np.ones(3))
    assert again == pytest.approx(share)


def test_the_own_price_slope_is_that_of_the_closed_form():
    # d share / d price = -sensitivity * share * (1 - share).
    quality, price, slope = np.array([1.0, 0.5]), np.array([20.0, 10.0]), 0.07
    share = choice.shares(choice.utility(quality, price, slope), np.ones(2))
    step = np.array([1e-5, 0.0])
    moved = choice.shares(choice.utility(quality, price + step, slope), np.ones(2))
    expected = -slope * share[0] * (1 - share[0])
    assert (moved - share)[0] / 1e-5 == pytest.approx(expected, rel=1e-4)


def test_a_closed_category_is_recaptured_in_proportion_and_partly_spilled():
    utility = np.array([1.0, 0.0, -1.0])
    before = choice.shares(utility, np.ones(3))
    change = choice.recaptured(utility, np.ones(3), closed=0)
    assert change[0] == pytest.approx(-before[0])
    assert change[1] / change[2] == pytest.approx(before[1] / before[2])
    assert -before[0] < change.sum() < 0


@pytest.mark.parametrize("utility", [[np.nan, 0.0], [np.inf, 0.0]])
def test_utilities_that_are_not_numbers_are_refused(utility):
    with pytest.raises(ValueError, match="utility without NaN"):
        choice.shares(utility, [True, True])


def test_shares_that_leave_nobody_out_have_no_quality():
    with pytest.raises(ValueError, match="sum to less than 1"):
        choice.quality([0.5, 0.5], [1.0, 1.0], 0.1)


def test_a_negative_price_sensitivity_is_refused():
    with pytest.raises(ValueError, match="price_sensitivity"):
        choice.utility([1.0], [1.0], -0.1)


@pytest.mark.parametrize("price", [np.nan, np.inf])
def test_a_price_that_is_missing_has_no_utility(price):
    with pytest.raises(ValueError, match="finite price"):
        choice.utility([1.0], [price], 0.1)
    with pytest.raises(ValueError, match="finite price"):
        choice.quality([0.5], [price], 0.1)


@pytest.mark.parametrize(("quality", "sensitivity"), [(np.nan, 0.1), (1.0, np.inf)])
def test_what_is_missing_has_no_utility(quality, sensitivity):
    with pytest.raises(ValueError, match="Expected"):
        choice.utility([quality], [1.0], sensitivity)


@pytest.mark.parametrize("closed", [-1, 2])
def test_only_a_category_that_there_is_can_close(closed):
    with pytest.raises(ValueError, match="closed in"):
        choice.recaptured([1.0, 2.0], [True, True], closed)
