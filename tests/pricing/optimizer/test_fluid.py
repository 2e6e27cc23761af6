from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.rules import SolidarityShare
from pricing.optimizer.fluid import play
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import problem

KEPT = SolidarityShare(id="kept", share_permille=200, release_days_out=7)


@pytest.mark.parametrize("rules", [(), (KEPT,)], ids=["free", "seats kept"])
@pytest.mark.parametrize("seed", range(10))
def test_the_play_agrees_with_the_naive_one(seed, rules):
    posed = problem(seed, rules)
    # Prices of any tiers, with some categories closed.
    rng = np.random.default_rng(seed)
    path = rng.integers(0, 3, size=(len(posed.periods), 2))
    path += 3 * (rng.random(path.shape) < 0.2)

    played = play(posed, path)

    expected = naive.play(posed, path)
    np.testing.assert_allclose(played.sales, expected, atol=1e-7)
    assert played.income == pytest.approx(
        (posed.income[path % 3, [0, 1]] * expected).sum()
    )


def test_moving_from_closing_to_closing_is_the_limit_of_short_steps():
    posed = problem(3, (KEPT,))
    path = posed.at_tiers(np.array([0, 1, 1, 2]))

    slow = naive.play(posed, path, steps=2000)

    np.testing.assert_allclose(play(posed, path).sales, slow, atol=0.02)


@pytest.mark.parametrize("seed", range(10))
def test_no_more_is_sold_than_there_is_and_than_the_public_may_have(seed):
    posed = problem(seed, (KEPT,))

    sales = play(posed, np.zeros((4, 2), dtype=np.int64)).sales

    assert (sales.sum(axis=(0, 2)) <= posed.left + 1e-9).all()
    public = sales[:, :, ~posed.solidarity].sum(axis=2).cumsum(axis=0)
    assert (public <= posed.public_left + 1e-9).all()


def test_without_limits_buyers_take_their_shares():
    posed = problem(0)
    posed = replace(posed, left=posed.left + 1e6, public_left=posed.public_left + 1e6)
    path = posed.at_tiers(np.array([1, 1, 1, 1]))

    sales = play(posed, path).sales

    pull = posed.attraction[1]
    expected = pull / (1 + pull.sum(axis=0)) * posed.class_size
    np.testing.assert_allclose(sales.sum(axis=0), expected)


def test_who_finds_a_category_sold_out_takes_the_other_or_goes():
    posed = problem(0)
    one_left = replace(
        posed, left=np.array([0.0, 1e6]), public_left=np.full((4, 2), 1e6)
    )

    sales = play(one_left, one_left.at_tiers(np.array([1, 1, 1, 1]))).sales.sum(axis=0)

    back = posed.attraction[1, 1]
    np.testing.assert_allclose(sales[0], 0)
    np.testing.assert_allclose(sales[1], back / (1 + back) * posed.class_size)
