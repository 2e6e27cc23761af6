from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from pricing.optimizer.valuations import FALLING, MEASURES, group


class TwoHumps(stats.rv_continuous):
    """A mixture that tells only its distribution function."""

    def _cdf(self, x):
        return 0.6 * stats.norm.cdf(x, 15, 3) + 0.4 * stats.norm.cdf(x, 40, 5)


class Wedge(stats.rv_continuous):
    """A law that tells only its density."""

    def _pdf(self, x):
        return 2.0 * x


HISTOGRAM = stats.rv_histogram(
    (np.array([3.0, 1.0, 4.0]), np.array([0.0, 2.0, 5.0, 9.0])), density=True
)
CONTINUOUS = {
    "uniform": stats.uniform(1, 3),
    "exponential": stats.expon(scale=2),
    "normal": stats.norm(5, 2),
    "truncated normal": stats.truncnorm(-1, 3, 20, 8),
    "lognormal": stats.lognorm(1.0),
    "beta": stats.beta(2, 5),
    "triangular": stats.triang(0.3, 5, 20),
    "Weibull": stats.weibull_min(0.7, scale=10),
    "Pareto": stats.pareto(2.5, scale=10),
    "histogram": HISTOGRAM(),
    "two humps": TwoHumps(name="two humps")(),
    "wedge": Wedge(a=0, b=1, name="wedge")(scale=30),
    "small": stats.gamma(3, scale=1e-4),
    "large": stats.gamma(3, scale=1e5),
}
DISCRETE = {
    "Poisson": stats.poisson(12),
    "moved Poisson": stats.poisson(12, loc=0.1),
    "binomial": stats.binom(40, 0.6),
    "die": stats.randint(1, 7),
    "values": stats.rv_discrete(values=([5, 15, 40], [0.3, 0.5, 0.2])),
    "moved values": stats.rv_discrete(values=([5, 15, 40], [0.3, 0.5, 0.2]))(loc=2.5),
    "broken values": stats.rv_discrete(values=([7.25, 19.9], [0.4, 0.6])),
    "also negative": stats.skellam(20, 9),
    "heavy": stats.zipf(4.5),
}


def atoms(law):
    """Return the atoms and masses of a discrete law, plainly."""
    kind = getattr(law, "dist", law)
    if hasattr(kind, "xk"):
        shift = law.support()[0] - min(kind.xk)
        return np.array(kind.xk) + shift, np.array(kind.pk)
    low = law.support()[0] if np.isfinite(law.support()[0]) else law.ppf(1e-15)
    at = low + np.arange(0, min(law.support()[1], 10_000) - low + 1)
    return at, np.array(law.cdf(at + 0.5) - law.cdf(at - 0.5))


@pytest.mark.parametrize("name", CONTINUOUS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_means_above_and_below_a_price_agree_with_quadrature(name, share):
    law = CONTINUOUS[name]
    price = float(law.ppf(share))
    member = group(2.0, law)
    # Towards the ends by powers of ten of the mass: tails may be long.
    lower = law.ppf(np.append(10.0 ** np.arange(-14, -2), share))
    upper = law.isf(np.append(10.0 ** np.arange(-14, -2), 1 - share))
    below, surplus = 0.0, 0.0
    for start, end in pairwise(lower):
        below += quad(law.cdf, start, end, limit=200)[0]
    for start, end in pairwise(upper):
        surplus += quad(law.sf, end, start, limit=200)[0]
    close = {"rel": 1e-6, "abs": 1e-9}
    assert member.measure("demand", price) == pytest.approx(1 - share)
    assert member.measure("surplus", price) == pytest.approx(surplus, **close)
    away = member.measure("no_purchase_valuation", price)
    assert away == pytest.approx(price - below / share, **close)
    assert member.profit(price, 1.0) == pytest.approx(2 * (price - 1) * (1 - share))


@pytest.mark.parametrize("name", DISCRETE)
def test_a_discrete_law_is_summed_over_its_atoms(name):
    member = group(2.0, DISCRETE[name])
    at, mass = atoms(DISCRETE[name])
    some = at[(at >= 0) & (mass > 1e-9)][:40]
    for price in np.concatenate([some, some + 0.01, some - 0.01]):
        stay = at < price - 1e-9
        surplus = float(mass @ np.maximum(at - price, 0))
        close = {"rel": 1e-6, "abs": 1e-9}
        demand = 1 - mass[stay].sum()
        assert member.measure("demand", price) == pytest.approx(demand, **close)
        assert member.measure("surplus", price) == pytest.approx(surplus, **close)
        if mass[stay].sum() > 1e-6:
            mean = float(mass[stay] @ at[stay] / mass[stay].sum())
            away = member.measure("no_purchase_valuation", price)
            assert away == pytest.approx(mean, **close)


def test_a_price_that_rounding_puts_beside_an_atom_is_the_atom():
    member = group(1.0, stats.poisson(4, loc=0.1))
    price = 0.1 + 3 + 1e-15
    assert member.measure("demand", price) == member.measure("demand", 0.1 + 3)
    assert member.law.snapped(price) == 0.1 + 3
    assert member.law.snapped(3.2) == 3.2


@pytest.mark.parametrize("name", [*CONTINUOUS, *DISCRETE])
def test_measures_move_one_way_with_price(name):
    law = {**CONTINUOUS, **DISCRETE}[name]
    member = group(1.0, law)
    prices = np.linspace(0, float(law.isf(1e-6)), 500)
    for measure in MEASURES:
        steps = np.diff(member.measure(measure, prices))
        scale = np.abs(member.measure(measure, prices)).max()
        steps = steps * (-1 if measure in FALLING else 1)
        assert np.all(steps >= -1e-8 * scale)


def test_outside_the_valuations_measures_take_their_limits():
    member = group(1.0, CONTINUOUS["uniform"])
    assert member.measure("surplus", 5.0) == pytest.approx(0, abs=1e-12)
    assert member.measure("surplus", 0.5) == pytest.approx(2.0)
    assert member.measure("no_purchase_valuation", 9.0) == pytest.approx(2.5)
    assert member.measure("no_purchase_valuation", 0.5) == pytest.approx(1.0)
    die = group(1.0, DISCRETE["die"])
    assert die.measure("demand", [0.5, 6.0, 6.5]) == pytest.approx([1, 1 / 6, 0])
    away = die.measure("no_purchase_valuation", [0.5, 1.0, 1.5, 9.0])
    assert away == pytest.approx([1, 1, 1, 3.5])


def test_the_tail_of_a_heavy_law_counts_in_full():
    for power in (1.05, 1.5, 3.0):
        member = group(1.0, stats.pareto(power, scale=10))
        surplus = 10**power * 40 ** (1 - power) / (power - 1)
        assert member.measure("surplus", 40.0) == pytest.approx(surplus, rel=1e-6)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        pytest.param(
            stats.Mixture(
                [stats.Normal(mu=15, sigma=3), stats.Normal(mu=40, sigma=5)],
                weights=[0.6, 0.4],
            ),
            CONTINUOUS["two humps"],
            id="mixture",
        ),
        pytest.param(stats.Binomial(n=40, p=0.6), DISCRETE["binomial"], id="binomial"),
        pytest.param(
            stats.truncate(stats.Normal(mu=20, sigma=8), lb=12, ub=44),
            CONTINUOUS["truncated normal"],
            id="truncated normal",
        ),
    ],
)
def test_scipys_newer_distributions_are_read_as_well(new, old):
    prices = np.array([12.0, 24.3, 38.0])
    found, known = group(1.0, new), group(1.0, old)
    for measure in MEASURES:
        value = found.measure(measure, prices)
        assert value == pytest.approx(known.measure(measure, prices), rel=1e-6)


class Flat(stats.rv_continuous):
    """A density so heavy that there is no mean, told alone."""

    def _pdf(self, x):
        return 1.0 / np.maximum(x, 1.0) ** 2


class NoDensity(stats.rv_continuous):
    """A density of mass 2."""

    def _pdf(self, x):
        return 2.0 + 0.0 * x

    def _ppf(self, q):
        return q


@pytest.mark.parametrize(
    ("law", "message"),
    [
        (stats.cauchy(), "cauchy has none"),
        (stats.pareto(1.0), "pareto has none"),
        (stats.levy(), "levy has none"),
        (stats.zipf(2.0), "zipf has none"),
        (Flat(a=1, name="flat")(), "flat has none"),
        (stats.norm(5, -1), "valid parameters of norm"),
        (stats.norm(np.nan, 1), "valid parameters of norm"),
        (stats.norm([1, 2]), "not an array of norm"),
        (stats.uniform(-3, 1), "above 0 in uniform"),
        (stats.randint(-5, 1), "above 0 in randint"),
        (stats.randint(0, 10**6), "at most 100,000 valuations in randint"),
        (NoDensity(a=0, b=1, name="doubled")(), "mass 1 of doubled"),
        (3.0, "frozen scipy.stats distribution"),
    ],
)
def test_a_law_that_cannot_be_priced_is_refused_by_name(law, message):
    with pytest.raises(ValueError, match=message):
        group(1.0, law)
