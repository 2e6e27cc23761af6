import numpy as np
import pytest
from scipy.stats import beta

from models import booking_curve
from models.booking_curve import BookingCurve

GRID = np.array([60.0, 30.0, 10.0, 0.0])


def simulated(rng, nights, seats, mean, scatter):
    """Return sales of nights whose own curves are Dirichlet about a mean one."""
    steps = np.diff(mean, prepend=0.0)
    performance, days_out, quantity = [], [], []
    for night in range(nights):
        own = rng.dirichlet(steps * (1 / scatter - 1)) if scatter else steps
        performance += [night] * len(GRID)
        days_out += list(GRID)
        quantity += list(rng.multinomial(seats, own))
    return np.array(performance), np.array(days_out), np.array(quantity)


def test_fit_recovers_the_mean_curve_and_its_scatter():
    rng = np.random.default_rng(1)
    mean = np.array([0.2, 0.5, 0.8, 1.0])
    curve = booking_curve.fit(*simulated(rng, 800, 200, mean, 0.1), grid=GRID)
    assert curve.share == pytest.approx(mean, abs=0.02)
    assert curve.scatter == pytest.approx(0.1, abs=0.015)


def test_curves_that_differ_by_chance_alone_have_no_scatter():
    rng = np.random.default_rng(2)
    mean = np.array([0.2, 0.5, 0.8, 1.0])
    curve = booking_curve.fit(*simulated(rng, 800, 50, mean, 0.0), grid=GRID)
    assert curve.scatter < 0.003


def test_one_performance_gives_its_own_curve():
    curve = booking_curve.fit(
        np.array([7, 7, 7]), [45.0, 10.0, 0.5], [1, 2, 1], grid=GRID
    )
    # 45 days out: on the books at 30, not yet at 60.
    assert curve.share == pytest.approx([0.0, 0.25, 0.75, 1.0])
    assert curve.scatter == 0.0


def test_the_order_of_sales_and_the_names_of_performances_do_not_matter():
    rng = np.random.default_rng(3)
    mean = np.array([0.2, 0.5, 0.8, 1.0])
    night, out, seats = simulated(rng, 30, 40, mean, 0.1)
    order = rng.permutation(len(night))
    one = booking_curve.fit(night, out, seats, grid=GRID)
    other = booking_curve.fit(1000 - night[order], out[order], seats[order], grid=GRID)
    assert other.share == pytest.approx(one.share)
    assert other.scatter == pytest.approx(one.scatter)


def test_share_is_straight_between_the_points_and_full_at_the_curtain():
    curve = BookingCurve(GRID, np.array([0.2, 0.5, 0.8, 1.0]), 0.0, 1.0)
    assert curve.share_at([100, 60, 45, 10, 0, -1]) == pytest.approx(
        [0.2, 0.2, 0.35, 0.8, 1.0, 1.0]
    )


def test_the_variance_of_a_share_is_that_of_a_beta():
    curve = BookingCurve(GRID, np.array([0.2, 0.5, 0.8, 1.0]), 0.25, 1.0)
    # Beta(1.5, 1.5): intra-class correlation 1 / (1 + 3).
    assert curve.share_variance(30) == pytest.approx(1.5 * 1.5 / (9 * 4))
    assert curve.share_variance(0) == pytest.approx(0.0)


def test_the_quantile_of_a_share_is_that_of_a_beta_with_chance_in_it():
    curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), 0.2, 9.0)
    # Of so many seats chance adds nothing: correlation 0.2, size 4, Beta(2, 2),
    # whose distribution function is 3 x^2 - 2 x^3.
    for share in curve.share_quantile([30], 0.1, seats=1e9):
        assert 3 * share**2 - 2 * share**3 == pytest.approx(0.1)
    few = curve.share_quantile(30, 0.9, 10) - curve.share_quantile(30, 0.1, 10)
    many = curve.share_quantile(30, 0.9, 99) - curve.share_quantile(30, 0.1, 99)
    assert few > many
    assert curve.share_quantile([90, 60, 0], 0.9, 10) == pytest.approx([0, 0, 1])


def test_a_share_of_one_seat_or_of_curves_all_alike_still_has_quantiles():
    for scatter, seats in ((0.0, 1e12), (1.0, 5), (0.1, 1)):
        curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), scatter, 9.0)
        low, high = (curve.share_quantile(GRID, p, seats) for p in (0.1, 0.9))
        assert np.all((low >= 0) & (low <= high) & (high <= 1))


def test_bounds_of_the_mean_lie_about_it_and_narrow_with_evidence():
    curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), 0.1, 50.0)
    few, many = (booking_curve.mean_interval(curve, [80] * n) for n in (3, 50))
    for low, high in (few, many):
        assert np.all((low <= high) & (low[-1] == high[-1] == 1))
        assert np.all((low[1:] <= curve.share[1:]) & (curve.share[1:] <= high[1:]))
        # None of so many seats was booked yet: some of the next may be.
        assert high[0] > 0
    assert np.all((many[1] - many[0])[:-1] < (few[1] - few[0])[:-1])


def test_a_mean_of_independent_seats_has_the_bounds_of_a_binomial_share():
    curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), 0.0, 400.0)
    low, high = booking_curve.mean_interval(curve, [25] * 400)
    error = np.sqrt(curve.share * (1 - curve.share) / 10_000)
    assert (high - low)[1:3] == pytest.approx(2 * 1.96 * error[1:3], rel=0.01)


@pytest.mark.parametrize(
    ("final", "probability", "message"),
    [
        pytest.param([5], 0.95, "2 performances", id="one performance"),
        pytest.param([5, 0], 0.95, "above 0", id="nothing sold"),
        pytest.param([5, np.nan], 0.95, "finite final", id="missing"),
        pytest.param([5, 5], 1.0, "probability in", id="certainty"),
    ],
)
def test_bounds_without_evidence_are_refused(final, probability, message):
    curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), 0.1, 2.0)
    with pytest.raises(ValueError, match=message):
        booking_curve.mean_interval(curve, final, probability)


@pytest.mark.parametrize(
    ("probability", "seats", "message"),
    [(0.0, 10, "probability in"), (0.5, 0, "seats of at least 1")],
)
def test_quantiles_of_no_share_are_refused(probability, seats, message):
    curve = BookingCurve(GRID, np.array([0.0, 0.5, 0.8, 1.0]), 0.1, 2.0)
    with pytest.raises(ValueError, match=message):
        curve.share_quantile(30, probability, seats)


@pytest.mark.parametrize(
    ("out", "quantity", "message"),
    [
        pytest.param([1.0, np.nan], [1, 1], "finite", id="missing time"),
        pytest.param([1.0, 2.0], [1, -1], "not negative", id="negative sale"),
        pytest.param([1.0, 2.0], [0, 0], "some sale", id="no sale"),
        pytest.param([1.0], [1, 1], "one length", id="lengths"),
    ],
)
def test_sales_that_make_no_curve_are_refused(out, quantity, message):
    with pytest.raises(ValueError, match=message):
        booking_curve.fit(np.array([0, 0]), out, quantity)


@pytest.mark.parametrize("grid", [[30.0, 7.0], [0.0, 7.0], [7.0, np.nan, 0.0], [0.0]])
def test_a_grid_that_does_not_fall_to_the_curtain_is_refused(grid):
    with pytest.raises(ValueError, match="grid falling to 0"):
        booking_curve.fit(np.array([0]), [1.0], [1], np.array(grid))


def test_performances_that_are_no_codes_are_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        booking_curve.fit(np.array([0.0, np.nan]), [1.0, 2.0], [1, 1])


def test_a_sale_given_in_two_rows_is_two_rows_of_one_sale():
    one = booking_curve.fit(np.array([0, 0]), [45, 5], [2, 2], grid=GRID)
    other = booking_curve.fit(np.array([0, 0, 0]), [45, 5, 45], [1, 2, 1], grid=GRID)
    assert other.share.tolist() == one.share.tolist()


@pytest.mark.parametrize(
    ("days_out", "share", "performances", "message"),
    [
        pytest.param([np.nan, 0], [0, 1], 1, "finite days_out", id="days out"),
        pytest.param([1, 0], [np.nan, 1], 1, "finite days_out and share", id="share"),
        pytest.param([1, 0], [0, 1], np.nan, "finite performances", id="evidence"),
        pytest.param([1, 0], [0, 1], -1, "at least 0", id="negative evidence"),
    ],
)
def test_what_is_no_curve_is_refused(days_out, share, performances, message):
    with pytest.raises(ValueError, match=message):
        BookingCurve(np.array(days_out), np.array(share), 0.1, performances)


@pytest.mark.slow
def test_intervals_of_a_curve_yet_unseen_cover_it_as_often_as_they_say():
    mean, scatter, covered = np.array([0.2, 0.5, 0.8, 1.0]), 0.1, []
    steps = np.diff(mean, prepend=0.0)
    for seed in range(1000):
        rng = np.random.default_rng(1000 + seed)
        curve = booking_curve.fit(*simulated(rng, 60, 100, mean, scatter), grid=GRID)
        m, variance = curve.share[:-1], curve.share_variance(GRID[:-1])
        size = m * (1 - m) / variance - 1
        low, high = (beta.ppf(p, m * size, (1 - m) * size) for p in (0.025, 0.975))
        own = rng.dirichlet(steps * (1 / scatter - 1), 20).cumsum(axis=1)[:, :-1]
        covered.append(((low <= own) & (own <= high)).mean(axis=0))
    assert np.all(np.abs(np.mean(covered, axis=0) - 0.95) <= 0.02)


@pytest.mark.slow
def test_mean_and_scatter_are_centred_on_the_truth_over_a_thousand_samples():
    mean, shares, scatters = np.array([0.2, 0.5, 0.8, 1.0]), [], []
    for seed in range(1000):
        rng = np.random.default_rng(3000 + seed)
        curve = booking_curve.fit(*simulated(rng, 60, 100, mean, 0.1), grid=GRID)
        shares.append(curve.share[:-1])
        scatters.append(curve.scatter)
    error = np.std(shares, axis=0) / np.sqrt(1000)
    assert np.all(np.abs(np.mean(shares, axis=0) - mean[:-1]) < 4 * error)
    assert np.mean(scatters) == pytest.approx(0.1, abs=0.002)


@pytest.mark.slow
@pytest.mark.parametrize(("nights", "most"), [(60, 0.97), (6, 1.0)])
def test_bounds_of_the_mean_cover_it_as_often_as_they_say(nights, most):
    mean, covered = np.array([0.2, 0.5, 0.8, 1.0]), []
    for seed in range(1000):
        rng = np.random.default_rng(5000 + seed)
        sales = simulated(rng, nights, 100, mean, 0.1)
        curve = booking_curve.fit(*sales, grid=GRID)
        low, high = booking_curve.mean_interval(curve, np.full(nights, 100))
        covered.append(((low <= mean) & (mean <= high))[:-1])
    assert 0.93 <= np.mean(covered) <= most
