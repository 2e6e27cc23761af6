import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from pricing.optimizer.valuations import MEASURES, group

LAWS = {
    "uniform": stats.uniform(1, 3),
    "exponential": stats.expon(scale=2),
    "normal": stats.norm(5, 2),
    "lognormal": stats.lognorm(1.0),
    "beta": stats.beta(2, 5),
}


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_means_above_and_below_a_price_agree_with_quadrature(name, share):
    law = LAWS[name]
    price = float(law.ppf(share))
    member = group(2.0, law)
    low, high = float(law.ppf(1e-14)), float(law.isf(1e-14))
    surplus = quad(law.sf, price, high, limit=200)[0]
    below = quad(lambda v: v * law.pdf(v), low, price, limit=200)[0] / share
    assert member.demand(price) == pytest.approx(1 - share)
    assert member.surplus(price) == pytest.approx(surplus, abs=1e-7)
    assert member.no_purchase_valuation(price) == pytest.approx(below, abs=1e-7)
    assert member.profit(price, 1.0) == pytest.approx(
        2 * (price - 1) * (1 - share), abs=1e-9
    )


@pytest.mark.parametrize("name", LAWS)
def test_measures_move_one_way_with_price(name):
    member = group(1.0, LAWS[name])
    prices = np.linspace(0, float(LAWS[name].isf(1e-6)), 500)
    for measure in MEASURES:
        rising = measure in ("price", "no_purchase_valuation")
        steps = np.diff(member.measure(measure, prices)) * (1 if rising else -1)
        assert np.all(steps >= -1e-8)


def test_outside_the_valuations_measures_take_their_limits():
    member = group(1.0, LAWS["uniform"])
    assert member.surplus(5.0) == pytest.approx(0, abs=1e-12)
    assert member.surplus(0.5) == pytest.approx(2.0)
    assert member.no_purchase_valuation(9.0) == pytest.approx(2.5)
    assert member.no_purchase_valuation(0.5) == pytest.approx(1.0)
