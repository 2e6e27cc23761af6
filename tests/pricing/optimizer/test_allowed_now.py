import numpy as np
import pytest

from pricing.optimizer.allowed_now import allowed_prices, allowed_tiers

SHOWS, RUNGS, CATEGORIES = 40, 5, 3


def random_state(seed):
    """Return ladders and rules of some performances, prices in whole units."""
    rng = np.random.default_rng(seed)
    price = np.sort(rng.integers(20, 60, (SHOWS, RUNGS, CATEGORIES)), axis=1) * 1.0
    flags = [rng.random(SHOWS) < share for share in (0.5, 0.8)]
    step = rng.choice([0.1, 0.3, np.inf], SHOWS)
    return price, rng, flags[0], step, flags[1]


def may_move(before, after, never_falls, step, may_change):
    if after == before:
        return True
    return bool(
        may_change
        and not (never_falls and after < before)
        and abs(after - before) <= step * before + 1e-9
    )


@pytest.mark.parametrize("seed", range(3))
def test_prices_of_categories_move_as_the_rules_say(seed):
    price, rng, falls, step, change = random_state(seed)
    permitted = rng.random(price.shape) < 0.7
    posted = rng.integers(-1, RUNGS, (SHOWS, CATEGORIES))
    found = allowed_prices(price, permitted, posted, falls, step, change)
    for f in range(SHOWS):
        for c in range(CATEGORIES):
            now = posted[f, c]
            expected = [
                permitted[f, r, c]
                and (
                    now < 0
                    or may_move(
                        price[f, now, c], price[f, r, c], falls[f], step[f], change[f]
                    )
                )
                for r in range(RUNGS)
            ]
            if not any(expected):
                expected = permitted[f, :, c]
            assert np.array_equal(found[f, :, c], expected)


@pytest.mark.parametrize("seed", range(3))
def test_a_tier_moves_only_where_all_its_categories_may(seed):
    price, rng, falls, step, change = random_state(seed)
    permitted = rng.random((SHOWS, RUNGS)) < 0.7
    posted = rng.integers(-1, RUNGS, SHOWS)
    sold = rng.random((SHOWS, CATEGORIES)) < 0.8
    found = allowed_tiers(price, permitted, posted, falls, step, change, sold)
    for f in range(SHOWS):
        now = posted[f]
        expected = [
            permitted[f, r]
            and all(
                now < 0
                or may_move(
                    price[f, now, c], price[f, r, c], falls[f], step[f], change[f]
                )
                for c in np.flatnonzero(sold[f])
            )
            for r in range(RUNGS)
        ]
        assert np.array_equal(found[f], expected if any(expected) else permitted[f])


def test_a_cap_just_voted_is_not_waited_out_and_a_step_may_be_met_exactly():
    price = np.array([[[10.0], [11.0], [12.0]]])
    yes, tenth = np.array([True]), np.array([0.1])
    posted, sold = np.array([0]), np.ones((1, 1), bool)
    every = np.ones((1, 3), bool)
    found = allowed_tiers(price, every, posted, yes, tenth, yes, sold)
    assert found.tolist() == [[True, True, False]]
    capped = np.array([[True, False, False]])
    top = np.array([2])
    found = allowed_tiers(price, capped, top, yes, tenth, ~yes, sold)
    assert found.tolist() == [[True, False, False]]


def test_what_does_not_fit_is_refused_with_a_reason():
    price, _, falls, step, change = random_state(0)
    posted = np.zeros((SHOWS, CATEGORIES), np.int64)
    every = np.ones(price.shape, bool)
    with pytest.raises(ValueError, match="permitted"):
        allowed_prices(price, every[:, :2], posted, falls, step, change)
    with pytest.raises(ValueError, match=r"posted of shape \[P, C\]"):
        allowed_prices(price, every, posted[:, 0], falls, step, change)
    with pytest.raises(ValueError, match="one step for each"):
        allowed_prices(price, every, posted, falls, step[:2], change)
    with pytest.raises(ValueError, match="on the ladder"):
        allowed_prices(price, every, posted + RUNGS, falls, step, change)
    with pytest.raises(ValueError, match=r"posted of shape \[P\]"):
        allowed_tiers(price, every[:, :, 0], posted, falls, step, change, every[:, 0])
    with pytest.raises(ValueError, match="posted of shape"):
        allowed_tiers(
            price, every[:, :, 0], posted[:3, 0], falls, step, change, every[:, 0]
        )
