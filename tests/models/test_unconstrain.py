import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from models import unconstrain


def shows(seed, censored, count=2000):
    """Return demand, sales and capacity; demand is normal(100, 25)."""
    rng = np.random.default_rng(seed)
    demand = np.maximum(rng.normal(100, 25, count), 0)
    capacity = norm.isf(censored, 100, 25) + rng.normal(0, 5, count)
    return demand, np.minimum(demand, capacity), capacity


@pytest.mark.parametrize(
    ("censored", "naive", "em", "projection"),
    [(0.2, 3, 0.5, 1), (0.5, 10, 0.5, 2), (0.8, 23, 1, 10)],
)
def test_bias_is_small_where_the_naive_mean_is_far_off(censored, naive, em, projection):
    _, sales, capacity = shows(1, censored, count=40_000)
    assert unconstrain.naive_mean(sales) < 100 - naive
    assert unconstrain.em(sales, capacity).mean == pytest.approx(100, abs=em)
    found = unconstrain.projection(sales, capacity)
    assert found.mean == pytest.approx(100, abs=projection)


def test_em_ends_at_the_maximum_of_the_tobit_likelihood():
    _, sales, capacity = shows(2, 0.5, count=300)
    full = sales >= capacity

    def loss(at):
        mean, std = at[0], np.exp(at[1])
        seen = norm.logpdf(sales[~full], mean, std).sum()
        return -seen - norm.logsf(sales[full], mean, std).sum()

    naive = minimize(
        loss, [90.0, 3.0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}
    )
    found = unconstrain.em(sales, capacity)
    assert found.mean == pytest.approx(naive.x[0], abs=1e-2)
    assert found.std == pytest.approx(np.exp(naive.x[1]), abs=1e-2)


def test_em_places_the_conditional_mean_and_projection_the_quantile():
    _, sales, capacity = shows(3, 0.3, count=200)
    full = sales >= capacity
    by_em = unconstrain.em(sales, capacity)
    z = (sales[full] - by_em.mean) / by_em.std
    expected = by_em.mean + by_em.std * norm.pdf(z) / norm.sf(z)
    assert by_em.unconstrained[full] == pytest.approx(expected, rel=1e-5)
    found = unconstrain.projection(sales, capacity, tau=0.5)
    left = norm.sf(found.unconstrained[full], found.mean, found.std)
    at = norm.sf(sales[full], found.mean, found.std)
    assert left / at == pytest.approx(np.full(full.sum(), 0.5), rel=1e-4)


def test_with_nothing_censored_both_are_mean_and_standard_deviation():
    sales = np.array([40.0, 55.0, 61.0, 70.0])
    for method in (unconstrain.em, unconstrain.projection):
        found = method(sales, np.full(4, 1000.0))
        assert found.mean == pytest.approx(sales.mean())
        assert found.std == pytest.approx(sales.std())
        assert found.unconstrained.tolist() == sales.tolist()


def test_demand_put_in_place_is_never_below_sales_nor_changed_elsewhere():
    _, sales, capacity = shows(4, 0.6, count=300)
    full = sales >= capacity
    for method in (unconstrain.em, unconstrain.projection):
        placed = method(sales, capacity).unconstrained
        assert np.all(placed[full] >= sales[full])
        assert np.all(placed[~full] == sales[~full])


def test_a_smaller_tau_projects_further():
    _, sales, capacity = shows(5, 0.4, count=300)
    means = [
        unconstrain.projection(sales, capacity, tau=tau).mean for tau in (0.6, 0.5, 0.4)
    ]
    assert means == sorted(means)


def test_twice_the_seats_give_twice_the_demand():
    _, sales, capacity = shows(6, 0.5, count=300)
    plain = unconstrain.em(sales, capacity)
    twice = unconstrain.em(2 * sales, 2 * capacity)
    assert (twice.mean, twice.std) == pytest.approx((2 * plain.mean, 2 * plain.std))


def test_standing_room_counts_as_full():
    found = unconstrain.em([30, 40, 105], [100, 100, 100])
    assert found.unconstrained[2] > 105


def test_spill_is_what_simulated_demand_leaves_outside():
    demand, _, capacity = shows(7, 0.5, count=200_000)
    truth = unconstrain.Demand(100.0, 25.0, demand)
    outside = np.maximum(demand - capacity, 0).mean()
    assert unconstrain.spill(truth, capacity).mean() == pytest.approx(outside, rel=0.02)


@pytest.mark.parametrize(
    ("sales", "capacity", "message"),
    [
        pytest.param([5, 5, 5], [5, 5, 5], "sold-out shows alone", id="all full"),
        pytest.param([4, 4, 5], [5, 5, 5], "different sales", id="all alike"),
        pytest.param([4, -1, 5], [5, 5, 5], "finite sales", id="negative"),
        pytest.param([4, np.nan, 5], [5, 5, 5], "finite sales", id="NaN"),
        pytest.param([4, 3, 0], [5, 5, 0], "positive capacity", id="no capacity"),
        pytest.param([4, 3], [5, 5, 5], "one shape", id="shapes"),
    ],
)
def test_bad_counts_are_refused(sales, capacity, message):
    with pytest.raises(ValueError, match=message):
        unconstrain.em(sales, capacity)


@pytest.mark.parametrize("sales", [[], [np.nan], [-1.0]])
def test_no_naive_mean_is_made_of_bad_counts(sales):
    with pytest.raises(ValueError, match="finite sales"):
        unconstrain.naive_mean(sales)


def test_a_capacity_that_is_not_known_has_no_spill():
    with pytest.raises(ValueError, match="capacity of at least 0"):
        unconstrain.spill(unconstrain.Demand(1.0, 1.0, np.ones(1)), [np.nan])


@pytest.mark.parametrize("capacity", [np.inf, 1e300])
def test_where_there_is_no_limit_nobody_is_turned_away(capacity):
    demand = unconstrain.Demand(100.0, 5.0, np.ones(1))
    assert unconstrain.spill(demand, [capacity]).tolist() == [0.0]


def test_without_a_seat_all_demand_is_spilled():
    spilled = unconstrain.spill(unconstrain.Demand(100.0, 5.0, np.ones(1)), [0.0])
    assert spilled == pytest.approx([100.0])


def test_a_projection_that_runs_away_is_refused():
    _, sales, capacity = shows(8, 0.8, count=300)
    with pytest.raises(ValueError, match="larger tau"):
        unconstrain.projection(sales, capacity, tau=0.1)


@pytest.mark.slow
def test_em_is_centred_on_the_truth_over_a_thousand_samples():
    found = []
    for seed in range(1000):
        _, sales, capacity = shows(1000 + seed, 0.5, count=200)
        found.append(unconstrain.em(sales, capacity).mean)
    error = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(100, abs=4 * error)
