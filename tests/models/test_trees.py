import numpy as np
import pytest

from models import tree_growth, trees
from models.trees import TreeSettings

SMALL = TreeSettings(tree_count=60, leaf_count=8, learning_rate=0.2, feature_share=1.0)


def naive_best_split(column, sign, rows_min):
    """Return the gain of the best cut of one feature, trying every cut."""
    best = 0.0
    for cut in np.unique(column)[:-1]:
        low, high = sign[column <= cut], sign[column > cut]
        if min(len(low), len(high)) < rows_min:
            continue
        gain = low.sum() ** 2 / len(low) + high.sum() ** 2 / len(high)
        best = max(best, gain - sign.sum() ** 2 / len(sign))
    return best


@pytest.mark.parametrize("seed", range(5))
def test_the_best_split_agrees_with_the_naive_search(seed):
    rng = np.random.default_rng(seed)
    features = rng.integers(0, 12, (200, 3)).astype(float)
    sign = np.where(features[:, 1] + rng.normal(0, 4, 200) > 5, 1.0, -1.0)
    bins = trees._to_bins(features, trees._edges(features))
    table = np.zeros((3, tree_growth.BIN_COUNT, 2))
    tree_growth.histogram(bins, sign, np.arange(200), 0, 200, np.arange(3), table)
    gain, column, _ = tree_growth.best_split(table, 10)
    naive = [naive_best_split(features[:, f], sign, 10) for f in range(3)]
    assert gain == pytest.approx(max(naive))
    assert column == int(np.argmax(naive))


@pytest.mark.parametrize("count", [1, 2, 3, 10, 101, 1000])
def test_the_median_is_that_of_sorting(count):
    values = np.random.default_rng(count).integers(0, 50, count).astype(float)
    assert tree_growth.median(values.copy(), count) == np.median(values)


def test_an_interaction_that_no_sum_of_effects_has_is_found():
    rng = np.random.default_rng(1)
    features = rng.uniform(-1, 1, (3000, 4))
    truth = np.where(features[:, 0] * features[:, 1] > 0, 1.0, -1.0)
    found = trees.fit(
        features, truth + rng.normal(0, 0.3, 3000), rng, settings=TreeSettings(150)
    )
    test = rng.uniform(-1, 1, (500, 4))
    expected = np.where(test[:, 0] * test[:, 1] > 0, 1.0, -1.0)
    assert np.mean(found.predict(test) * expected > 0) > 0.93


def test_the_fit_is_to_the_median_and_not_to_the_mean():
    rng = np.random.default_rng(2)
    features = np.repeat([[0.0], [1.0]], 500, axis=0)
    y = rng.exponential(1.0, 1000) + features[:, 0]
    found = trees.fit(features, y, rng, settings=SMALL)
    expected = [np.median(y[:500]), np.median(y[500:])]
    assert found.predict(np.array([[0.0], [1.0]])) == pytest.approx(expected, abs=0.02)


def test_a_missing_value_is_a_value_of_its_own():
    rng = np.random.default_rng(4)
    features = rng.uniform(0, 1, (1000, 1))
    features[::2] = np.nan
    y = np.where(np.isnan(features[:, 0]), 2.0, 0.0) + rng.normal(0, 0.1, 1000)
    found = trees.fit(features, y, rng, settings=SMALL)
    assert found.predict(np.array([[np.nan], [0.5]])) == pytest.approx([2, 0], abs=0.1)


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(5)
    features, y = rng.normal(size=(800, 6)), rng.normal(size=800)
    order = rng.permutation(800)
    one = trees.fit(features, y, np.random.default_rng(9))
    other = trees.fit(features[order], y[order], np.random.default_rng(9))
    assert other.predict(features) == pytest.approx(one.predict(features), abs=1e-9)


def test_rows_that_no_tree_sees_are_not_learned_from():
    rng = np.random.default_rng(6)
    features = np.repeat([[0.0], [1.0]], 400, axis=0)
    old = np.arange(800) % 2 == 0
    y = features[:, 0] + np.where(old, 5.0, 0.0)
    chance = np.where(old, 0.0, 0.7)
    found = trees.fit(features, y, rng, chance=chance, settings=SMALL)
    assert found.predict(np.array([[0.0], [1.0]])) == pytest.approx([0, 1], abs=0.02)
    unseen = trees.fit(features, y, rng, chance=np.zeros(800), settings=SMALL)
    assert np.all(unseen.predict(features) == 0.0)


def test_rows_drawn_rarely_pull_the_median_less():
    rng = np.random.default_rng(7)
    features, y = np.zeros((900, 2)), np.repeat([0.0, 1.0], [500, 400])
    features[:, 0] = rng.integers(0, 2, 900)
    rarely = np.where(y == 0.0, 0.2, 1.0)
    found = trees.fit(features, y, rng, chance=rarely, settings=SMALL)
    assert found.predict(features) == pytest.approx(np.ones(900), abs=0.05)


@pytest.mark.parametrize("value", [3.0, np.nan])
def test_features_that_say_nothing_leave_the_fit_at_zero(value):
    found = trees.fit(np.full((50, 2), value), np.ones(50), np.random.default_rng(0))
    assert found.predict(np.full((3, 2), value)) == pytest.approx([0.0, 0.0, 0.0])


def test_malformed_input_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="features"):
        trees.fit(np.zeros((3, 1)), np.zeros(2), rng)
    with pytest.raises(ValueError, match="finite y"):
        trees.fit(np.zeros((1, 1)), np.array([np.nan]), rng)
    with pytest.raises(ValueError, match="chance"):
        trees.fit(np.zeros((1, 1)), np.zeros(1), rng, chance=np.array([1.5]))
    with pytest.raises(ValueError, match="learning_rate"):
        TreeSettings(learning_rate=0.0)
    with pytest.raises(ValueError, match="tree_count"):
        TreeSettings(tree_count=0)
