import numpy as np
import pytest

from pricing.optimizer import dynamic_program, gallego_van_ryzin
from pricing.optimizer.value_tables import fill, level_place
from tests.pricing.optimizer.season_pairs import naive_bids, pairs


def all_steps(sales):
    return range(sales.shape[1] + 1)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("poisson", [False, True])
@pytest.mark.parametrize("may_close", [False, True])
def test_the_tables_agree_with_plain_numpy(seed, poisson, may_close):
    sales, income, capacity = pairs(seed, rungs=3 + 3 * seed)
    income -= 5 * np.cos(np.arange(income.shape[1]))[:, None]
    closed = np.random.default_rng(seed).uniform(0, 10, sales.shape[:2])
    kwargs = {"may_close": may_close, "chance_max": 0.7, "poisson": poisson}
    table = fill(
        sales,
        income,
        capacity,
        steps=all_steps(sales),
        closed_income=closed,
        double=True,
        **kwargs,
    )
    for n, seats in enumerate(capacity):
        expected = naive_bids(sales[n], income[n], seats, closed=closed[n], **kwargs)
        found = table.bid_price[:, n, :seats, 0]
        assert found == pytest.approx(expected, abs=1e-9)
        assert not table.bid_price[:, n, seats:, 0].any()


@pytest.mark.parametrize("seed", range(5))
def test_one_pair_is_the_exact_dynamic_program(seed):
    sales, income, capacity = pairs(seed, steps=60)
    for n, seats in enumerate(capacity):
        chance = sales[n] / max(1.0, sales[n].max())
        prices = income[n, 0] / sales[n, 0]
        exact = dynamic_program.solve(chance, prices, int(seats))
        table = fill(
            chance[None],
            chance[None] * prices,
            [seats],
            steps=(0, 20, 60),
            double=True,
        )
        found = table.bid_price[:, 0, :, 0]
        assert found == pytest.approx(exact.bid_price[[0, 20, 60]], abs=1e-9)
        assert table.value(20)[0] == pytest.approx(exact.value[20], abs=1e-9)


@pytest.mark.parametrize("seats", [1, 5, 20, 40])
def test_poisson_sales_reproduce_the_closed_form_in_few_steps(seats):
    ladder = np.linspace(0.5, 6, 221)
    # Ten steps of two expected sales each at price 1, cut by the table itself.
    sales = np.tile(2.0 * np.exp(1.0 - ladder), (1, 10, 1))
    table = fill(sales, sales * ladder, [seats], poisson=True, chance_max=0.5)
    value = table.value(0)[0, seats]
    assert value == pytest.approx(gallego_van_ryzin.optimal_income(seats, 20), rel=1e-3)


@pytest.mark.parametrize("seats", [1, 5, 20, 40])
def test_fine_substeps_reproduce_the_closed_form(seats):
    ladder = np.linspace(0.5, 6, 221)
    sales = np.tile(2.0 * np.exp(1.0 - ladder), (1, 10, 1))
    table = fill(sales, sales * ladder, [seats], chance_max=0.005)
    value = table.value(0)[0, seats]
    assert value == pytest.approx(gallego_van_ryzin.optimal_income(seats, 20), rel=1e-3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("poisson", [False, True])
def test_bid_prices_fall_with_seats_and_with_time_gone(seed, poisson):
    sales, income, capacity = pairs(seed)
    table = fill(
        sales, income, capacity, steps=all_steps(sales), poisson=poisson, double=True
    )
    bid = table.bid_price[..., 0]
    assert np.all(bid >= -1e-9)
    assert np.all(np.diff(bid, axis=0) <= 1e-9)
    assert np.all(np.diff(bid, axis=2) <= 1e-9)


def test_bid_prices_rise_with_the_level_of_demand():
    sales, income, capacity = pairs(1)
    table = fill(sales, income, capacity, levels=(0.5, 0.8, 1.0, 1.5), double=True)
    assert np.all(np.diff(table.bid_price, axis=3) >= -1e-9)
    alone = fill(sales * 1.5, income * 1.5, capacity, double=True)
    assert table.bid_price[..., 3] == pytest.approx(alone.bid_price[..., 0], abs=1e-9)


def test_where_closing_is_allowed_low_offers_are_refused():
    # A late buyer pays 100; the only early offer is a certain sale at 1.
    sales = np.ones((1, 2, 1))
    income = np.array([[[1.0], [100.0]]])
    kept = fill(sales, income, [1]).value(0)[0, 1]
    closed = fill(sales, income, [1], may_close=True).value(0)[0, 1]
    assert (kept, closed) == (1.0, 100.0)


def test_refining_substeps_converges_at_first_order_and_poisson_at_second():
    sales, income, capacity = pairs(2, steps=20)

    def bids(chance_max, poisson):
        kwargs = {"chance_max": chance_max, "poisson": poisson, "double": True}
        return fill(sales, income, capacity, **kwargs).bid_price

    fine = bids(0.01, True)

    def errors(poisson):
        return [np.abs(bids(c, poisson) - fine).max() for c in (0.4, 0.2, 0.1)]

    first, second = errors(False), errors(True)
    assert np.all(np.divide(first[1:], first[:-1]) < 0.65)
    assert np.all(np.divide(second[1:], second[:-1]) < 0.4)
    assert second[0] < first[2] / 5


def test_single_precision_is_good_to_two_in_a_million():
    sales, income, capacity = pairs(3, count=20, steps=60)
    single = fill(sales, income, capacity).bid_price.astype(float)
    double = fill(sales, income, capacity, double=True).bid_price
    assert np.all(np.abs(single - double) <= 2e-6 * np.abs(double) + 1e-12)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_bits_are_equal_for_any_number_of_threads(threads):
    sales, income, capacity = pairs(4, count=30)
    alone = fill(sales, income, capacity, levels=(0.8, 1.2))
    shared = fill(sales, income, capacity, levels=(0.8, 1.2), threads=threads)
    assert alone.bid_price.tobytes() == shared.bid_price.tobytes()


def test_values_are_read_between_levels_by_straight_lines():
    sales, income, capacity = pairs(5)
    table = fill(sales, income, capacity, levels=(0.8, 1.2), double=True)
    ends = [table.value(0, level) for level in (0.8, 1.2)]
    assert table.value(0, 1.1) == pytest.approx(0.25 * ends[0] + 0.75 * ends[1])
    assert table.value(0, 9.0) == pytest.approx(ends[1])
    assert table.value(0, 0.0) == pytest.approx(ends[0])


def test_a_level_beyond_the_grid_stands_at_its_end():
    levels = np.array([0.5, 1.0, 2.0])
    assert level_place(levels, 0.1) == (0, 0.0)
    assert level_place(levels, 1.25) == (1, 0.25)
    assert level_place(levels, 1.0) == (1, 0.0)
    assert level_place(levels, 7.0) == (2, 0.0)


def test_no_seats_no_pairs_and_no_demand_are_worth_nothing():
    nothing = np.zeros((2, 3, 1))
    assert not fill(nothing, nothing, [0, 4]).bid_price.any()
    assert fill(nothing, nothing, [0, 0]).bid_price.shape == (1, 2, 0, 1)
    empty = np.zeros((0, 3, 2))
    assert fill(empty, empty, []).bid_price.shape == (1, 0, 0, 1)


ONE = np.ones((1, 2, 1))


@pytest.mark.parametrize(
    ("arguments", "changed", "said"),
    [
        ((ONE[0], ONE, [1]), {}, "one shape"),
        ((ONE[:, :, :0], ONE[:, :, :0], [1]), {}, "one shape"),
        ((-ONE, ONE, [1]), {}, "sales_mean of at least 0"),
        ((ONE * np.nan, ONE, [1]), {}, "finite sales_mean"),
        ((ONE, ONE * np.inf, [1]), {}, "finite income_mean"),
        ((ONE, ONE, [1]), {"closed_income": ONE[0]}, r"\[N, T\]"),
        ((ONE, ONE, [1]), {"closed_income": ONE[:, :, 0] * np.nan}, "closed_income"),
        ((ONE, ONE, [1, 2]), {}, "capacity of shape"),
        ((ONE, ONE, [1.5]), {}, "whole capacities"),
        ((ONE, ONE, [-1]), {}, "whole capacities"),
        ((ONE, ONE, [np.nan]), {}, "whole capacities"),
        ((ONE, ONE, [1]), {"steps": ()}, "steps"),
        ((ONE, ONE, [1]), {"steps": (1, 1)}, "steps"),
        ((ONE, ONE, [1]), {"steps": (3,)}, "steps"),
        ((ONE, ONE, [1]), {"levels": ()}, "levels"),
        ((ONE, ONE, [1]), {"levels": (0.0,)}, "positive finite levels"),
        ((ONE, ONE, [1]), {"levels": (2.0, 1.0)}, "rise"),
        ((ONE, ONE, [1]), {"chance_max": 0.0}, "chance_max"),
        ((ONE, ONE, [1]), {"chance_max": 1.5}, "chance_max"),
        ((ONE, ONE, [1]), {"threads": 0}, "thread"),
        ((ONE * 1e6, ONE, [1]), {}, "substeps"),
        ((ONE, ONE, [150_000_000]), {"double": True}, "bid prices to keep"),
    ],
)
def test_bad_input_is_refused_with_a_reason(arguments, changed, said):
    with pytest.raises(ValueError, match=said):
        fill(*arguments, **changed)


def test_a_step_that_was_not_kept_is_refused():
    with pytest.raises(ValueError, match="kept steps"):
        fill(ONE, ONE, [1], steps=(0, 2)).value(1)
    with pytest.raises(ValueError, match="level"):
        fill(ONE, ONE, [1]).value(0, np.nan)
