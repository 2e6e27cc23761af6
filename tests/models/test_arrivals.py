import numpy as np
import pytest
from scipy.stats import gamma

from models import arrivals
from models.booking_curve import BookingCurve


def test_with_plain_counts_the_posterior_is_the_conjugate_one():
    before = arrivals.prior(mean=100.0, variance=400.0)
    after = arrivals.update(before, sold=40, exposure=0.25)
    # Gamma(25, 0.25) becomes Gamma(65, 0.5).
    assert after.shape == pytest.approx(65)
    assert after.rate == pytest.approx(0.5)
    assert after.mean() == pytest.approx(130)
    assert after.evidence == pytest.approx(40 / 65)
    assert after.quantile(0.9) == pytest.approx(gamma.ppf(0.9, 65, scale=2))


def test_many_categories_are_updated_as_each_alone():
    rng = np.random.default_rng(0)
    mean, variance = rng.uniform(50, 200, (5, 3)), rng.uniform(100, 900, (5, 3))
    sold, exposure = rng.integers(0, 50, (5, 3)), rng.uniform(0, 0.5, (5, 3))
    together = arrivals.update(
        arrivals.prior(mean, variance), sold, exposure, 0.002, 1.7
    )
    alone = arrivals.update(
        arrivals.prior(mean[2, 1], variance[2, 1]),
        sold[2, 1],
        exposure[2, 1],
        0.002,
        1.7,
    )
    assert together.mean()[2, 1] == pytest.approx(float(alone.mean()))


def test_a_closed_category_learns_nothing():
    before = arrivals.prior(100.0, 400.0)
    after = arrivals.update(before, sold=0, exposure=0.0)
    assert after.mean() == pytest.approx(100.0)
    assert after.shape == pytest.approx(before.shape)


def test_crowds_and_uncertain_curves_each_weaken_the_evidence():
    before = arrivals.prior(100.0, 400.0)
    plain = arrivals.update(before, 60, 0.3)
    crowds = arrivals.update(before, 60, 0.3, overdispersion=3.0)
    curve = arrivals.update(before, 60, 0.3, exposure_variance=0.01)
    for weaker in (crowds, curve):
        assert before.mean() < weaker.mean() < plain.mean()
        assert weaker.shape < plain.shape


def test_without_scatter_the_rest_is_what_the_level_leaves():
    level = arrivals.update(arrivals.prior(100.0, 400.0), 40, 0.25)
    mean, variance = arrivals.to_come(level, 0.25, 0.75)
    # Negative binomial: mean + mean^2 / shape.
    assert mean == pytest.approx(97.5)
    assert variance == pytest.approx(97.5 + 97.5**2 / 65)


@pytest.mark.parametrize("passed", [0.1, 0.3, 0.7])
def test_intervals_of_the_final_cover_on_seasons_whose_curves_vary(passed):
    rng = np.random.default_rng(5)
    nights, scatter, phi = 6000, 0.05, 2.0
    level = gamma.rvs(9, scale=20, size=nights, random_state=rng)
    size = 1 / scatter - 1
    share = rng.beta(passed * size, (1 - passed) * size, nights)
    # Parties of two arrive together: variance over mean is 2.
    sold = 2 * rng.poisson(level * share / 2)
    rest = 2 * rng.poisson(level * (1 - share) / 2)
    curve = BookingCurve(
        np.array([10.0, 5.0, 0.0]), np.array([0.0, passed, 1.0]), scatter, 50.0
    )
    doubt = curve.share_variance(5.0)
    now = arrivals.update(
        arrivals.prior(np.full(nights, 180.0), np.full(nights, 3600.0)),
        sold,
        passed,
        doubt,
        phi,
    )
    mean, variance = arrivals.to_come(now, passed, 1 - passed, doubt, phi)
    a, scale = mean**2 / variance, variance / mean
    inside = (rest >= gamma.ppf(0.1, a, scale=scale) - 1) & (
        rest <= gamma.ppf(0.9, a, scale=scale) + 1
    )
    assert 0.75 <= inside.mean() <= 0.85


@pytest.mark.slow
@pytest.mark.parametrize("passed", [0.1, 0.4, 0.8])
def test_intervals_of_the_level_cover_it_as_often_as_they_say(passed):
    scatter, phi, nights, covered = 0.05, 2.0, 50, []
    doubt, size = passed * (1 - passed) * scatter, 1 / scatter - 1
    before = arrivals.prior(np.full(nights, 180.0), np.full(nights, 3600.0))
    for seed in range(1000):
        rng = np.random.default_rng(1000 + seed)
        level = rng.gamma(9, 20, nights)
        share = rng.beta(passed * size, (1 - passed) * size, nights)
        sold = 2 * rng.poisson(level * share / 2)
        now = arrivals.update(before, sold, passed, doubt, phi)
        low, high = now.quantile(0.025), now.quantile(0.975)
        covered.append(np.mean((low < level) & (level < high)))
    assert 0.93 <= np.mean(covered) <= 0.97


@pytest.mark.slow
def test_overdispersion_is_centred_on_the_truth_over_a_thousand_samples():
    found = []
    for seed in range(1000):
        rng = np.random.default_rng(1000 + seed)
        mean = rng.uniform(20, 60, 200)
        found.append(arrivals.overdispersion(2 * rng.poisson(mean / 2), mean))
    error = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(2.0, abs=4 * error)


def test_overdispersion_is_recovered_from_counts():
    rng = np.random.default_rng(6)
    mean = rng.uniform(20, 60, 20_000)
    pairs = 2 * rng.poisson(mean / 2)
    assert arrivals.overdispersion(pairs, mean) == pytest.approx(2.0, abs=0.06)
    assert arrivals.overdispersion(mean, mean) == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"sold": -1, "exposure": 0.1}, "sold", id="sold"),
        pytest.param({"sold": np.inf, "exposure": 0.1}, "sold", id="infinite"),
        pytest.param({"sold": 1, "exposure": np.nan}, "exposure", id="exposure"),
        pytest.param(
            {"sold": 1, "exposure": 0.1, "overdispersion": 0.5},
            "overdispersion",
            id="underdispersed",
        ),
    ],
)
def test_impossible_counts_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        arrivals.update(arrivals.prior(100.0, 400.0), **arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((np.nan, 0.5), "exposure", id="exposure NaN"),
        pytest.param((0.5, -0.5), "share_left", id="share negative"),
        pytest.param((0.5, 0.5, np.nan), "share_variance", id="variance NaN"),
        pytest.param((0.5, 0.5, 0.0, np.nan), "overdispersion", id="overdispersion"),
    ],
)
def test_impossible_shares_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        arrivals.to_come(arrivals.prior(100.0, 400.0), *arguments)


@pytest.mark.parametrize(
    ("sold", "expected", "message"),
    [
        pytest.param([1, np.nan], [1, 1], "finite sold", id="NaN"),
        pytest.param([1, -1], [1, 1], "sold of at least 0", id="negative"),
        pytest.param([1, 1], [1, np.inf], "finite positive", id="infinite"),
        pytest.param([1, 1], [1, 0], "finite positive", id="zero"),
        pytest.param([1, 1], [1, 1, 1], "one length", id="lengths"),
        pytest.param([], [], "1 or more", id="none"),
    ],
)
def test_counts_that_tell_no_overdispersion_are_refused(sold, expected, message):
    with pytest.raises(ValueError, match=message):
        arrivals.overdispersion(sold, expected)


def test_a_chance_outside_zero_and_one_is_refused():
    with pytest.raises(ValueError, match="probability"):
        arrivals.prior(100.0, 400.0).quantile(1.5)


@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.0), (1.0, 0.0), (np.inf, 1.0)])
def test_a_prior_needs_a_positive_mean_and_variance(mean, variance):
    with pytest.raises(ValueError, match="mean and variance"):
        arrivals.prior(mean, variance)


def test_a_prior_surer_than_a_float_can_say_is_refused():
    with pytest.raises(ValueError, match="next to nothing"):
        arrivals.prior(1e8, 1e-300)
