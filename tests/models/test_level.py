import numpy as np
import pytest
from scipy.stats import norm

from models import level


def simulated(rng, rows=4000, productions=80, spread=0.5, noise=0.4):
    """Return y, codes [constant, weekday, production] and the true effects."""
    codes = np.stack(
        [
            np.zeros(rows, np.int64),
            rng.integers(0, 7, rows),
            rng.integers(0, productions, rows),
        ]
    )
    weekday = rng.normal(0, 0.3, 7)
    production = rng.normal(0, spread, productions)
    y = 1.0 + weekday[codes[1]] + production[codes[2]] + rng.normal(0, noise, rows)
    return y, codes, production


def fit(y, codes, **settings):
    return level.fit(y, codes, codes.max(axis=1) + 1, **settings)


def test_effects_and_variances_are_recovered_from_simulated_data():
    y, codes, truth = simulated(np.random.default_rng(0))
    found = fit(y, codes)
    estimate = found.effect[found.first[2] :]
    assert np.corrcoef(estimate, truth)[0, 1] > 0.97
    assert np.sqrt(found.term_variance[2]) == pytest.approx(0.5, abs=0.1)
    # The scale of Student errors is a little under the deviation of normal ones.
    assert 0.3 < np.sqrt(found.noise_variance) < 0.42


def test_one_term_agrees_with_the_closed_form_of_partial_pooling():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 30, 900)[None]
    y = rng.normal(0, 0.5, 30)[codes[0]] + rng.normal(0, 0.4, 900)
    found = fit(y, codes, sweeps=200)
    # Normal errors: the weights of Student errors are uneven only by chance.
    n = np.bincount(codes[0])
    mean = np.bincount(codes[0], y) / n
    pooled = mean * n / (n + 0.16 / found.term_variance[0])
    assert found.effect == pytest.approx(pooled, abs=0.1)
    assert np.std(found.effect) < np.std(mean)


def test_a_level_never_seen_has_no_effect_and_the_whole_variance():
    y, codes, _ = simulated(np.random.default_rng(2))
    found = level.fit(y, codes, np.array([1, 7, 81]))
    assert found.effect[-1] == 0.0
    assert found.variance[-1] == pytest.approx(found.term_variance[2], rel=0.02)
    assert found.variance[-1] > 5 * np.median(found.variance[found.first[2] : -1])


def test_little_evidence_is_shrunk_more():
    y, codes, _ = simulated(np.random.default_rng(3), rows=500, productions=5)
    codes = np.concatenate([codes, [[0], [0], [5]]], axis=1)
    found = fit(np.r_[y, y.mean() + 3.0], codes)
    alone = found.effect[-1]
    assert 0 < alone < 2.0


def test_an_outlier_does_not_move_its_production_for_ever():
    y, codes, _ = simulated(np.random.default_rng(4), rows=800, productions=40)
    before = fit(y, codes)
    target = np.flatnonzero(codes[2] == 0)
    y[target[0]] += 6.0
    after = fit(y, codes)
    moved = after.effect[after.first[2]] - before.effect[before.first[2]]
    assert abs(moved) < 6.0 / len(target) / 2


def test_sold_out_rows_are_read_as_at_least_that():
    rng = np.random.default_rng(5)
    demand = rng.normal(0.0, 0.5, 5000)
    cap = -0.1
    codes = np.zeros((1, 5000), np.int64)
    y, full = np.minimum(demand, cap), demand >= cap
    aware = fit(y, codes, censored=full)
    naive = fit(y, codes)
    assert 0.5 < full.mean() < 0.6
    assert aware.effect[0] == pytest.approx(0.0, abs=0.06)
    assert naive.effect[0] < -0.12


def test_the_mean_above_a_bound_is_that_of_a_normal_tail():
    for z in (-8.0, -1.0, 0.0, 2.0, 30.0):
        expected = np.exp(norm.logpdf(z) - norm.logsf(z))
        assert level._tail_mean(z) == pytest.approx(expected, rel=2e-3)
        above = level.expected_above(np.array([z]), np.zeros(1), np.ones(1))
        assert above[0] == pytest.approx(expected)


def test_rows_of_no_weight_are_not_read():
    y, codes, _ = simulated(np.random.default_rng(6), rows=600)
    weight = np.r_[np.ones(300), np.zeros(300)]
    count = codes.max(axis=1) + 1
    one = level.fit(y, codes, count, weight=weight)
    y[300:] += 50.0
    other = level.fit(y, codes, count, weight=weight)
    assert other.effect == pytest.approx(one.effect)


def test_the_order_of_rows_and_the_names_of_levels_do_not_matter():
    rng = np.random.default_rng(7)
    y, codes, _ = simulated(rng, rows=600)
    renamed = codes.copy()
    renamed[2] = codes[2].max() - codes[2]
    order = rng.permutation(600)
    one = fit(y, codes).effects(codes).sum(axis=0)
    other = fit(y[order], renamed[:, order]).effects(renamed).sum(axis=0)
    assert other == pytest.approx(one, abs=1e-8)


def test_one_row_is_enough_and_says_little():
    found = fit(np.array([2.0]), np.zeros((3, 1), np.int64))
    assert np.all(np.isfinite(found.effect))
    assert found.noise_variance + found.variance.sum() > 0.1


@pytest.mark.parametrize(
    ("y", "codes", "message"),
    [
        pytest.param([np.nan], [[0]], "finite y", id="missing"),
        pytest.param([1e300], [[0]], "finite y", id="no logarithm"),
        pytest.param([1.0], [[3]], "codes in", id="unknown level"),
        pytest.param([1.0, 2.0], [[0]], "shape", id="lengths"),
    ],
)
def test_malformed_input_is_refused(y, codes, message):
    with pytest.raises(ValueError, match=message):
        level.fit(np.array(y), np.array(codes), np.array([1]))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"weight": [1.0, np.nan]}, "finite weight", id="weight NaN"),
        pytest.param({"weight": [1.0, -1.0]}, "at least 0", id="weight negative"),
        pytest.param({"weight": [1.0]}, "weight of length 2", id="weight short"),
        pytest.param({"censored": [True]}, "censored of length 2", id="censored short"),
    ],
)
def test_weights_and_marks_of_no_use_are_refused(given, message):
    arrays = {name: np.array(values) for name, values in given.items()}
    with pytest.raises(ValueError, match=message):
        level.fit(np.zeros(2), np.zeros((1, 2), np.int64), np.array([1]), **arrays)


def test_history_that_is_constant_or_sold_out_throughout_gives_finite_effects():
    codes = np.zeros((2, 6), np.int64)
    for censored in (np.zeros(6, np.bool_), np.ones(6, np.bool_)):
        found = level.fit(np.full(6, 2.0), codes, np.array([1, 3]), censored=censored)
        assert np.all(np.isfinite(found.effect))
        assert np.all(found.variance > 0)


@pytest.mark.slow
@pytest.mark.parametrize("full", [0.0, 0.3], ids=["all seen", "three in ten sold out"])
def test_intervals_of_a_row_cover_its_level_as_often_as_they_say(full):
    reach, covered = norm.ppf(0.975), []
    count, spreads = np.array([1, 7, 25]), (0.5, 0.3, 0.5)
    for seed in range(1000):
        rng = np.random.default_rng(1000 + seed)
        codes = np.stack([rng.integers(0, n, 300) for n in count])
        truth = np.zeros(300)
        for spread, n, code in zip(spreads, count, codes, strict=True):
            truth += rng.normal(0, spread, n)[code]
        y = truth + 0.3 * rng.standard_t(level.DEGREES_OF_FREEDOM, 300)
        cap = np.quantile(y, 1 - full) if full else np.inf
        found = level.fit(np.minimum(y, cap), codes, count, censored=y >= cap)
        away = np.abs(found.effects(codes).sum(axis=0) - truth)
        covered.append(np.mean(away < reach * np.sqrt(found.variances(codes))))
    assert 0.93 <= np.mean(covered) <= 0.97
