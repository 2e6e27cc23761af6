import numpy as np
import pytest
from scipy.stats import norm

from models import choice_estimation, latent_class
from tests.models.choice_samples import draw, read

PEOPLE, CHOICES = 300, 10
SHARES = np.array([0.65, 0.35])
TRUTH = np.array([[-2.0, 1.0], [-0.4, 2.0]])


def sample(seed, people=PEOPLE):
    """Return what people of two classes choose of two trips, ten times each."""
    rng = np.random.default_rng(seed)
    member = rng.choice(2, p=SHARES, size=people)
    who = np.repeat(np.arange(people), CHOICES)
    features = rng.normal(size=(len(who), 2, 2))
    available = np.ones((len(who), 2), bool)
    chosen = np.zeros(len(who), int)
    for s in (0, 1):
        mine = member[who] == s
        chosen[mine] = draw(rng, features[mine], available[mine], TRUTH[s])
    return (features, available, chosen, who), member


def test_two_classes_are_recovered_within_their_errors():
    data, member = sample(1)
    found = latent_class.fit(*data, classes=2, seed=0)
    distance = np.abs(found.coefficients - TRUTH) / found.standard_errors
    assert np.all(distance < 3)
    assert found.shares == pytest.approx(SHARES, abs=0.08)
    told = found.memberships.argmax(axis=1) == member
    assert told.mean() > 0.8


def test_one_class_is_the_plain_logit():
    data, _ = sample(2)
    plain = choice_estimation.fit(*data[:3])
    found = latent_class.fit(*data, classes=1, seed=0)
    assert found.coefficients[0] == pytest.approx(plain.coefficients)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood)


def test_the_likelihood_is_that_of_the_formula_person_by_person():
    data, _ = sample(3, people=40)
    features, _, chosen, who = data
    found = latent_class.fit(*data, classes=2, seed=0)
    total = 0.0
    for person in range(40):
        mixed = 0.0
        for share, b in zip(found.shares, found.coefficients, strict=True):
            product = share
            for n in np.flatnonzero(who == person):
                terms = np.exp(features[n] @ b)
                product *= terms[chosen[n]] / terms.sum()
            mixed += product
        total += np.log(mixed)
    assert found.log_likelihood == pytest.approx(total, abs=1e-4)


def test_em_never_falls_and_ends_where_the_slope_is_flat():
    data, _ = sample(4)
    checked = choice_estimation.choice_data(*data[:3])
    rng = np.random.default_rng(0)
    posterior = rng.dirichlet(np.ones(2), size=PEOPLE)
    before, coefficients = -np.inf, np.zeros((2, 2))
    for _ in range(30):
        shares = posterior.mean(axis=0)
        coefficients = np.stack(
            [
                choice_estimation.newton_step(
                    checked, posterior[data[3], s], coefficients[s]
                )[0]
                for s in (0, 1)
            ]
        )
        value, posterior = latent_class._posterior(
            checked, data[3], shares, coefficients
        )
        assert value >= before - 1e-9
        before = value
    assert latent_class.fit(*data, classes=2, seed=0).log_likelihood >= before - 1e-6


def test_errors_are_those_of_the_numerical_hessian():
    data, _ = sample(8, people=150)
    found = latent_class.fit(*data, classes=2, seed=0)
    checked = choice_estimation.choice_data(*data[:3])

    def value(at):
        shares = np.array([1.0, np.exp(at[4])]) / (1 + np.exp(at[4]))
        return latent_class._posterior(checked, data[3], shares, at[:4].reshape(2, 2))[
            0
        ]

    odds = np.log(found.shares[1] / found.shares[0])
    top, step = np.append(found.coefficients.ravel(), odds), 1e-3
    bend = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            a, b = step * np.eye(5)[i], step * np.eye(5)[j]
            bend[i, j] = (
                value(top + a + b)
                - value(top + a - b)
                - value(top - a + b)
                + value(top - a - b)
            ) / (4 * step**2)
    errors = np.sqrt(np.diag(np.linalg.inv(-bend)))[:4]
    assert found.standard_errors.ravel() == pytest.approx(errors, rel=0.02)


def test_bic_finds_the_number_of_classes():
    data, _ = sample(5, people=120)
    fits = [
        latent_class.fit(*data, classes=classes, seed=0, starts=1)
        for classes in (1, 2, 3)
    ]
    assert len(min(fits, key=lambda found: found.bic).shares) == 2


def test_names_of_people_do_not_matter():
    data, _ = sample(6, people=80)
    plain = latent_class.fit(*data, classes=2, seed=0)
    names = np.array([f"person {i:03d}" for i in range(80)])[data[3]]
    renamed = latent_class.fit(*data[:3], names, classes=2, seed=0)
    assert renamed.coefficients == pytest.approx(plain.coefficients)


def test_the_dutch_rail_sample_holds_more_than_one_taste():
    rows = read("choice/dutch_rail.csv.gz")
    names = ("price", "time", "change", "comfort")
    features = np.array(
        [[[float(row[f"{n}{a}"]) for n in names] for a in (1, 2)] for row in rows]
    ) * [1 / 100, 1 / 60, 1, 1]
    chosen = [int(row["choice"] == "choice2") for row in rows]
    people = [row["id"] for row in rows]
    data = (features, np.ones((len(rows), 2)), chosen, people)
    one, two = (latent_class.fit(*data, classes=s, seed=0, starts=2) for s in (1, 2))
    assert two.bic < one.bic - 200
    assert np.all(two.coefficients < 0)


def test_fewer_people_than_coefficients_are_refused():
    data, _ = sample(7, people=5)
    with pytest.raises(ValueError, match="more people than 5"):
        latent_class.fit(*data, classes=2, seed=0)


@pytest.mark.slow
def test_intervals_of_classes_cover_the_truth_as_often_as_they_say():
    reach, covered = norm.ppf(0.975), np.zeros((2, 2))
    for seed in range(1000):
        data, _ = sample(1000 + seed)
        found = latent_class.fit(*data, classes=2, seed=0, starts=1)
        covered += np.abs(found.coefficients - TRUTH) < reach * found.standard_errors
    assert np.all((covered / 1000 >= 0.93) & (covered / 1000 <= 0.97))
