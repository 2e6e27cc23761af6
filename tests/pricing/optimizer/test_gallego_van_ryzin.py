import json
from pathlib import Path

import numpy as np
import pytest

from pricing.optimizer import dynamic_program
from pricing.optimizer import gallego_van_ryzin as model

ROOT = Path(__file__).parents[3]
GOLDEN = json.loads((ROOT / "tests/golden/gallego_van_ryzin.json").read_text())
CASES = ROOT.parent / "shared/cases/gallego_van_ryzin.json"
LADDER = np.linspace(0.5, 6, 221)
RESULTS = ("optimal_income", "fluid_income", "fixed_price_income")


def discretised(seats, peak_sales, ladder=LADDER):
    chance = model.purchase_probability(peak_sales, 4000, ladder)
    return dynamic_program.solve(chance, ladder, seats)


@pytest.mark.parametrize("row", GOLDEN["rows"], ids=lambda row: f"{row['seats']}")
@pytest.mark.parametrize("result", RESULTS)
def test_closed_forms_give_the_known_numbers(row, result):
    found = getattr(model, result)(row["seats"], GOLDEN["peak_sales"])
    assert found == pytest.approx(row[result], abs=GOLDEN["tolerance"])


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_closed_forms_agree_with_the_shared_cases():
    names = {
        "J_star": model.optimal_income,
        "price_optimal": model.optimal_price,
        "J_D": model.fluid_income,
        "p_D": model.fluid_price,
        "fixed_price_revenue": model.fixed_price_income,
    }
    cases = json.loads(CASES.read_text())
    for row in cases["rows"]:
        for name, function in names.items():
            assert function(row["n"], row["x"]) == pytest.approx(row[name], abs=1e-9)
    for row in cases["regret_of_continuous_re_solving"]["rows"]:
        ratio, seats, _, _, re_solved, fixed = row
        assert model.re_solved_income(seats, ratio * seats) == pytest.approx(
            re_solved, abs=1e-4
        )
        assert model.fixed_price_income(seats, ratio * seats) == pytest.approx(
            fixed, abs=1e-4
        )


@pytest.mark.parametrize("seats", [1, 5, 20, 40])
def test_a_fine_dynamic_program_reproduces_value_and_price(seats):
    table = discretised(seats, 20.0)
    value = table.value[0, seats]
    assert value == pytest.approx(model.optimal_income(seats, 20), rel=1e-3)
    posted = LADDER[table.rung[0, seats]]
    # Half a rung of the ladder, and what the finite periods add.
    assert posted == pytest.approx(model.optimal_price(seats, 20), abs=0.02)


@pytest.mark.parametrize("seats", [1, 5, 20])
def test_a_fine_dynamic_program_of_one_price_reproduces_the_fixed_price(seats):
    ladder = np.array([model.fluid_price(seats, 20)])
    value = discretised(seats, 20.0, ladder).value[0, seats]
    assert value == pytest.approx(model.fixed_price_income(seats, 20), rel=1e-3)


# With a seat or two the fixed price beats re-solving, which is known.
@pytest.mark.parametrize("seats", [10, 50, 100])
@pytest.mark.parametrize("ratio", [0.5, 1.0, 2.0])
def test_bound_optimum_re_solved_and_fixed_price_stand_in_order(seats, ratio):
    x = ratio * seats
    incomes = [
        model.fluid_income(seats, x),
        model.optimal_income(seats, x),
        model.re_solved_income(seats, x),
        model.fixed_price_income(seats, x),
    ]
    assert np.all(np.diff(incomes) <= 1e-6)


def test_the_loss_of_re_solving_stays_flat_where_the_fixed_price_loses_more():
    loss = {
        policy: [
            model.optimal_income(seats, 2 * seats) - policy(seats, 2 * seats)
            for seats in (10, 400)
        ]
        for policy in (model.re_solved_income, model.fixed_price_income)
    }
    assert loss[model.re_solved_income] == pytest.approx([0.19, 0.24], abs=0.01)
    assert loss[model.fixed_price_income] == pytest.approx([0.66, 10.28], abs=0.01)


def test_the_fluid_price_earns_most_of_all_fixed_prices_in_the_fluid():
    best = model.fluid_price(10, 20)
    for price in (0.9 * best, 1.1 * best):
        sold = min(10, 20 * np.exp(1 - price))
        assert price * sold < model.fluid_income(10, 20)


def test_no_seats_and_no_buyers_earn_nothing():
    for function in (
        model.optimal_income,
        model.fluid_income,
        model.fixed_price_income,
        model.re_solved_income,
    ):
        assert function(0, 5.0) == 0
        assert function(5, 0.0) == 0


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="seats"):
        model.optimal_income(-1, 5.0)
    with pytest.raises(ValueError, match="peak_sales"):
        model.fluid_income(1, np.inf)
    with pytest.raises(ValueError, match="at least one seat"):
        model.optimal_price(0, 5.0)
    with pytest.raises(ValueError, match="at least one seat"):
        model.fluid_price(0, 5.0)
    with pytest.raises(ValueError, match="price at least 0"):
        model.fixed_price_income(1, 5.0, -1.0)
    with pytest.raises(ValueError, match="more periods"):
        model.purchase_probability(50, 10, LADDER)
    with pytest.raises(ValueError, match="at least one period"):
        model.purchase_probability(50, 0, LADDER)
