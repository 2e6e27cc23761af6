import json

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize
from scipy.stats import norm

from models import choice
from models.choice_data import choice_data
from models.choice_estimation import derivatives, fit, log_probabilities, ratio
from tests.models.choice_samples import SHARED, draw, read, trips

TRUTH = np.array([-1.0, 0.5, 0.3])


def sample(seed, count=400):
    rng = np.random.default_rng(seed)
    features, available = trips(rng, count)
    return features, available, draw(rng, features, available, TRUTH)


def swissmetro():
    """Return the published model's choices; see the note in mnl.json."""
    rows = [
        row
        for row in read("choice/swissmetro.csv.gz")
        if row["PURPOSE"] in ("1", "3") and row["CHOICE"] != "0"
    ]

    def column(name):
        return np.array([float(row[name]) for row in rows])

    pays, stated = column("GA") == 0, column("SP") != 0
    features = np.zeros((len(rows), 3, 4))
    features[:, 2, 0] = 1.0
    features[:, 0, 1] = 1.0
    cost = [column("TRAIN_CO") * pays, column("SM_CO") * pays, column("CAR_CO")]
    time = [column("TRAIN_TT"), column("SM_TT"), column("CAR_TT")]
    features[:, :, 2] = np.stack(cost, axis=1) / 100
    features[:, :, 3] = np.stack(time, axis=1) / 100
    open_ = [column("TRAIN_AV") * stated, column("SM_AV"), column("CAR_AV") * stated]
    return features, np.stack(open_, axis=1), column("CHOICE").astype(int) - 1


def test_swissmetro_comes_out_as_published():
    data = swissmetro()
    published = json.loads((SHARED / "cases" / "mnl.json").read_text())["swissmetro"]

    coefficients, standard_errors, log_likelihood = choice.fit(*data)

    assert len(data[2]) == published["n"]
    names = ["ASC_CAR", "ASC_TRAIN", "B_COST", "B_TIME"]
    expected = [published[name] for name in names]
    assert coefficients == pytest.approx(expected, abs=1e-5)
    assert standard_errors == pytest.approx(published["se"], abs=1e-5)
    assert log_likelihood == pytest.approx(published["LL"], abs=1e-5)


def test_dutch_rail_comes_out_as_in_the_vignette_of_mlogit():
    rows = read("choice/dutch_rail.csv.gz")
    names = ("price", "time", "change", "comfort")
    features = np.array(
        [[[float(row[f"{n}{a}"]) for n in names] for a in (1, 2)] for row in rows]
    )
    # The vignette's units: euros (2.20371 each way it was typed) and hours.
    features *= [2.20371 / 100, 1 / 60, 1, 1]
    chosen = [int(row["choice"] == "choice2") for row in rows]

    found = fit(features, np.ones((len(rows), 2)), chosen, names=names)

    published = [-0.0673580, -1.7205514, -0.3263409, -0.9457256]
    assert found.coefficients == pytest.approx(published, abs=1e-6)
    errors = [0.0033933, 0.1603517, 0.0594892, 0.0649455]
    assert found.standard_errors == pytest.approx(errors, abs=1e-6)


def test_a_general_optimiser_climbs_to_the_same_top():
    features, available, chosen = sample(1)

    def loss(b):
        total = 0.0
        for n, a in enumerate(chosen):
            terms = [np.exp(features[n, i] @ b) for i in range(3) if available[n, i]]
            total -= features[n, a] @ b - np.log(sum(terms))
        return total

    naive = minimize(loss, np.zeros(3), method="BFGS")
    found = fit(features, available, chosen)

    assert found.coefficients == pytest.approx(naive.x, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-naive.fun, abs=1e-6)


def test_gradient_and_hessian_agree_with_finite_differences():
    data = choice_data(*sample(2))
    at = np.array([0.2, -0.3, 0.1])
    weights = np.linspace(0.5, 2.0, len(data.chosen))

    def gradient(b):
        return derivatives(data, weights, b)[1].sum(axis=0)

    _, _, information = derivatives(data, weights, at)

    slope = approx_fprime(at, lambda b: derivatives(data, weights, b)[0], 1e-7)
    assert gradient(at) == pytest.approx(slope, rel=1e-4)
    bend = np.array(
        [approx_fprime(at, lambda b, f=f: gradient(b)[f], 1e-6) for f in range(3)]
    )
    assert -information == pytest.approx(bend, rel=1e-3, abs=1e-3)


def test_probabilities_sum_to_one_over_what_is_available():
    features, available, chosen = sample(3)
    share = np.exp(log_probabilities(choice_data(features, available, chosen), TRUTH))
    assert share.sum(axis=1) == pytest.approx(np.ones(len(chosen)))
    assert np.all(share[~available] == 0)


def test_a_constant_added_to_every_alternative_changes_nothing():
    features, available, chosen = sample(4)
    plain = fit(features, available, chosen)
    moved = fit(features + np.array([7.0, -3.0, 0.0]), available, chosen)
    assert moved.coefficients == pytest.approx(plain.coefficients)


def test_cents_give_a_hundredth_of_the_coefficient_of_euros():
    features, available, chosen = sample(5)
    euros = fit(features, available, chosen)
    cents = fit(features * [100, 1, 1], available, chosen)
    assert cents.coefficients * [100, 1, 1] == pytest.approx(euros.coefficients)
    assert cents.standard_errors * [100, 1, 1] == pytest.approx(euros.standard_errors)


def test_the_order_of_rows_and_alternatives_does_not_matter():
    features, available, chosen = sample(6)
    plain = fit(features, available, chosen)
    turned = fit(features[::-1, ::-1], available[::-1, ::-1], 2 - chosen[::-1])
    assert turned.coefficients == pytest.approx(plain.coefficients)


def test_features_of_what_is_not_available_are_not_read():
    features, available, chosen = sample(7)
    plain = fit(features, available, chosen)
    features[~available] = np.nan
    assert fit(features, available, chosen).coefficients == pytest.approx(
        plain.coefficients
    )


def test_choices_repeated_by_the_same_people_widen_the_errors():
    features, available, chosen = sample(8)
    people = np.arange(len(chosen))
    twice = [np.concatenate([x, x]) for x in (features, available, chosen)]
    once = fit(features, available, chosen, people=people)
    again = fit(*twice, people=np.concatenate([people, people]))
    assert again.standard_errors == pytest.approx(once.standard_errors)
    assert fit(*twice).standard_errors == pytest.approx(
        fit(features, available, chosen).standard_errors / np.sqrt(2)
    )


def test_a_ratio_has_the_interval_of_simulated_coefficients():
    found = fit(*sample(9, count=4000), names=("price", "comfort", "first"))
    worth = ratio(found, "comfort", "price", coverage=0.9)
    drawn = np.random.default_rng(0).multivariate_normal(
        found.coefficients, found.covariance, size=200_000
    )
    low, high = np.quantile(drawn[:, 1] / drawn[:, 0], [0.05, 0.95])
    assert (worth.low, worth.high) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(
            lambda x, a, y: (x, a & (np.arange(3) != y[0]), y),
            "to be available",
            id="not available",
        ),
        pytest.param(
            lambda x, a, y: (np.where(np.arange(3) == 1, np.nan, x), a, y),
            "comfort of alternative",
            id="NaN",
        ),
        pytest.param(
            lambda x, a, y: (x * [1, 1, 0] + x[:, :, :1] * [0, 0, 2], a, y),
            "price, first are",
            id="collinear",
        ),
        pytest.param(
            lambda x, a, y: (x * [1, 1, 0] + [0, 0, 5], a, y),
            "first to differ",
            id="the same for all",
        ),
        pytest.param(lambda x, a, y: (x, a, y + 5), "chosen in", id="out of range"),
        pytest.param(lambda x, a, y: (x, a, y * 1.0), "whole numbers", id="not whole"),
        pytest.param(lambda x, a, y: (x, a[:-1], y), "shape", id="shapes"),
        pytest.param(lambda x, a, y: (x, a * 2, y), "available of 0 and 1", id="twos"),
        pytest.param(
            lambda x, a, y: (x[:0], a[:0], y[:0]), "none of them 0", id="empty"
        ),
    ],
)
def test_bad_choices_are_refused_by_name(spoil, message):
    data = spoil(*sample(10))
    with pytest.raises(ValueError, match=message):
        fit(*data, names=("price", "comfort", "first"))


def test_people_must_be_named_for_every_choice():
    with pytest.raises(ValueError, match="people of shape"):
        fit(*sample(10), people=[1, 2])


def test_choices_predicted_without_fault_are_refused():
    features, available, _ = sample(11)
    available[:] = True
    chosen = features[:, :, 0].argmax(axis=1)
    with pytest.raises(ValueError, match="no maximum"):
        fit(features, available, chosen)


def test_an_alternative_never_taken_has_no_constant():
    features, available, chosen = sample(12)
    kept = chosen != 0
    with pytest.raises(ValueError, match="first does not predict"):
        fit(features[kept], available[kept], chosen[kept], names=("a", "b", "first"))


@pytest.mark.slow
def test_intervals_of_simulated_choices_cover_the_truth_as_often_as_they_say():
    reach = norm.ppf(0.975)
    covered = np.zeros(3)
    for seed in range(1000):
        found = fit(*sample(1000 + seed))
        covered += np.abs(found.coefficients - TRUTH) < reach * found.standard_errors
    assert np.all((covered / 1000 >= 0.93) & (covered / 1000 <= 0.97))


@pytest.mark.slow
@pytest.mark.parametrize("clustered", [False, True])
def test_intervals_of_a_ratio_cover_it_as_often_as_they_say(clustered):
    covered = 0
    for seed in range(1000):
        people = np.repeat(np.arange(100), 4) if clustered else None
        found = fit(
            *sample(3000 + seed), names=("price", "comfort", "first"), people=people
        )
        worth = ratio(found, "comfort", "price")
        covered += worth.low < TRUTH[1] / TRUTH[0] < worth.high
    assert 930 <= covered <= 970
