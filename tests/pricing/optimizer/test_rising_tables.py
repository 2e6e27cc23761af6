import numpy as np
import pytest

from pricing.optimizer import dynamic_program
from pricing.optimizer.rising_tables import fill_rising
from pricing.optimizer.value_tables import fill
from tests.pricing.optimizer.season_pairs import pairs


@pytest.mark.parametrize("seed", range(5))
def test_one_pair_is_the_exact_dynamic_program(seed):
    sales, income, capacity = pairs(seed, steps=60)
    for n, seats in enumerate(capacity):
        chance = sales[n] / max(1.0, sales[n].max())
        prices = income[n, 0] / sales[n, 0]
        exact = dynamic_program.solve_rising(chance, prices, int(seats)).value
        table = fill_rising(
            chance[None],
            chance[None] * prices,
            [seats],
            steps=(0, 20, 60),
            double=True,
        )
        for place, step in enumerate((0, 20, 60)):
            value = exact[step]
            bid = table.bid_price[place, 0, :, :, 0]
            assert bid == pytest.approx(np.diff(value, axis=0), abs=1e-9)
            commitment = table.commitment[place, 0, :, :, 0]
            assert commitment == pytest.approx(value[:, :1] - value, abs=1e-9)


@pytest.mark.parametrize("may_close", [False, True])
def test_with_one_rung_nothing_is_given_up(may_close):
    sales, income, capacity = pairs(1, rungs=1)
    closed = np.full(sales.shape[:2], 0.5)
    kwargs = {"closed_income": closed, "may_close": may_close, "double": True}
    free = fill(sales, income, capacity, steps=(0, 7), **kwargs)
    rising = fill_rising(sales, income, capacity, steps=(0, 7), **kwargs)
    assert rising.bid_price[:, :, :, 0] == pytest.approx(free.bid_price, abs=1e-9)
    assert not rising.commitment.any()


def test_commitments_rise_with_the_rung_and_are_nothing_at_the_lowest():
    sales, income, capacity = pairs(2)
    table = fill_rising(sales, income, capacity, steps=(0, 9), double=True)
    assert np.all(np.diff(table.commitment, axis=3) >= -1e-9)
    assert not table.commitment[:, :, :, 0].any()


def test_a_promise_never_to_lower_the_price_is_worth_less_than_none():
    sales, income, capacity = pairs(3)
    free = fill(sales, income, capacity, double=True).value(0)
    rising = fill_rising(sales, income, capacity, double=True).bid_price[0, :, :, 0, 0]
    assert np.all(np.cumsum(rising, axis=1) <= free[:, 1:] + 1e-9)


def test_bits_are_equal_for_any_number_of_threads():
    sales, income, capacity = pairs(4, count=20)
    alone = fill_rising(sales, income, capacity, levels=(0.8, 1.2))
    shared = fill_rising(sales, income, capacity, levels=(0.8, 1.2), threads=3)
    assert alone.bid_price.tobytes() == shared.bid_price.tobytes()
    assert alone.commitment.tobytes() == shared.commitment.tobytes()


def test_bad_input_is_refused_with_a_reason():
    one = np.ones((1, 2, 1))
    with pytest.raises(ValueError, match="one shape"):
        fill_rising(one, one[0], [1])
    with pytest.raises(ValueError, match="steps"):
        fill_rising(one, one, [1], steps=(4,))
    with pytest.raises(ValueError, match="bid prices to keep"):
        fill_rising(one, one, [150_000_000], double=True)
