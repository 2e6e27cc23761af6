import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from pricing.optimizer import group_prices
from pricing.optimizer.valuations import MEASURES, group

ROOT = Path(__file__).parents[3]
GOLDEN = json.loads((ROOT / "tests/golden/group_prices.json").read_text())
CASES = ROOT.parent / "shared/cases/group_fairness.json"
UNIFORM = [
    (size, stats.uniform(0, width))
    for size, width in zip(GOLDEN["sizes"], GOLDEN["widths"], strict=True)
]
TWO_PEAKS = stats.rv_histogram(
    (np.array([8.0, 1.0, 0.5, 0.5, 6.0]), np.array([0.0, 1.0, 2.0, 4.0, 6.0, 7.0])),
    density=True,
)
MIXED = {
    "lognormal and gamma": [(0.5, stats.lognorm(0.6)), (0.5, stats.gamma(3.0))],
    "exponential and normal": [(0.7, stats.expon(scale=2)), (0.3, stats.norm(5, 1))],
    "two peaks and uniform": [(0.6, TWO_PEAKS), (0.4, stats.uniform(1, 3))],
}


def naive_best(groups, cost, measure, alpha, points=350):
    """Try all pairs of prices on a grid."""
    members = [group(*each) for each in groups]
    top = max(float(law.isf(1e-3)) for _, law in groups)
    grid = np.linspace(0.0, top, points)
    profit = [member.profit(grid, cost) for member in members]
    level = [member.measure(measure, grid) for member in members]
    free = [int(np.argmax(each)) for each in profit]
    gap = (1 - alpha) * abs(level[0][free[0]] - level[1][free[1]])
    allowed = np.abs(level[0][:, None] - level[1][None, :]) <= gap
    total = profit[0][:, None] + profit[1][None, :]
    return np.where(allowed, total, -np.inf).max()


@pytest.mark.parametrize(
    "row", GOLDEN["rows"], ids=lambda row: f"{row['measure']} {row['alpha']}"
)
def test_the_two_uniform_groups_are_priced_as_known(row):
    found = group_prices.solve(UNIFORM, GOLDEN["cost"], row["measure"], row["alpha"])
    close = {"abs": GOLDEN["tolerance"]}
    assert found.prices == pytest.approx(row["prices"], **close)
    assert found.profit == pytest.approx(row["profit"], **close)
    assert found.welfare == pytest.approx(row["welfare"], **close)


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_the_shared_cases_are_reproduced():
    for name, row in json.loads(CASES.read_text())["instances"].items():
        _, measure, alpha = name.split("|")
        found = group_prices.solve(UNIFORM, 0.6, measure, float(alpha))
        assert found.prices == pytest.approx([row["p0"], row["p1"]], abs=1e-4)
        for each in ("profit", "surplus", "welfare"):
            assert getattr(found, each) == pytest.approx(row[each], abs=1e-4)


def test_the_poorer_group_is_shut_out_from_the_known_threshold():
    cost, threshold = GOLDEN["cost"], GOLDEN["exclusion_threshold"]
    found = group_prices.exclusion_threshold(UNIFORM, cost, "price")
    assert found == pytest.approx(threshold, abs=1e-5)
    before = group_prices.solve(UNIFORM, cost, "price", threshold - 1e-4)
    after = group_prices.solve(UNIFORM, cost, "price", threshold + 1e-4)
    assert before.demand[0] > 0.05
    assert after.demand[0] == 0
    assert after.welfare < before.welfare - 0.1
    assert group_prices.exclusion_threshold(UNIFORM, cost, "demand") is None


@pytest.mark.parametrize("name", MIXED)
@pytest.mark.parametrize("measure", ["price", "demand", "surplus"])
@pytest.mark.parametrize("alpha", [0.4, 1.0])
def test_no_pair_of_prices_on_a_grid_does_better(name, measure, alpha):
    groups = MIXED[name]
    found = group_prices.solve(groups, 0.5, measure, alpha)
    # At parity few pairs of the grid are allowed: the grid may miss by much.
    naive = naive_best(groups, 0.5, measure, alpha)
    assert found.profit >= naive - 1e-4 * abs(naive)
    if alpha < 1:
        assert found.profit <= naive * 1.01


@pytest.mark.parametrize("name", MIXED)
@pytest.mark.parametrize("measure", ["price", "demand", "surplus"])
def test_the_constraint_holds_and_profit_falls_as_it_tightens(name, measure):
    groups = MIXED[name]
    members = [group(*each) for each in groups]

    def spread(prices):
        pairs = zip(members, prices, strict=True)
        levels = [float(member.measure(measure, price)) for member, price in pairs]
        return max(levels) - min(levels)

    found = [group_prices.solve(groups, 0.5, measure, a) for a in (0, 0.5, 1)]
    free = spread(found[0].prices)
    assert spread(found[1].prices) <= 0.5 * free + 1e-8
    assert spread(found[2].prices) <= 1e-8
    profits = [each.profit for each in found]
    assert profits == sorted(profits, reverse=True)


def test_a_narrow_law_beside_a_wide_one_is_priced():
    groups = [(1, stats.norm(0, 1)), (2, stats.norm(10, 0.01))]
    found = group_prices.solve(groups, 0.3, "demand", 1.0)
    assert found.demand[0] == pytest.approx(found.demand[1], abs=1e-6)
    naive = naive_best(groups, 0.3, "demand", 0.9, points=2_000)
    assert found.profit >= naive - 0.05 * abs(naive)


def test_three_groups_keep_every_pair_within_the_widest_gap():
    groups = [*UNIFORM, (0.5, stats.uniform(0, 3))]
    found = group_prices.solve(groups, 0.6, "price", 0.5)
    for one, other in combinations(found.prices, 2):
        assert abs(one - other) <= 0.5 * 1.25 + 1e-9
    parity = group_prices.solve(groups, 0.6, "price", 1.0)
    grid = np.linspace(0, 4.5, 4501)
    naive = sum(size * (grid - 0.6) * law.sf(grid) for size, law in groups).max()
    assert parity.profit == pytest.approx(naive, abs=1e-6)


@pytest.mark.parametrize("measure", MEASURES)
def test_equal_groups_and_one_group_are_priced_as_if_free(measure):
    free = 1.3
    twins = [UNIFORM[0], UNIFORM[0]]
    for groups in (twins, twins[:1]):
        found = group_prices.solve(groups, 0.6, measure, 1.0)
        assert found.prices == pytest.approx(np.full(len(groups), free), abs=1e-6)


def test_a_cost_above_every_valuation_sells_nothing():
    found = group_prices.solve(UNIFORM, 9.0, "price", 0.5)
    assert found.profit == pytest.approx(0)
    assert found.demand == pytest.approx([0, 0])


@pytest.mark.parametrize(
    ("groups", "cost", "measure", "alpha", "message"),
    [
        ([], 0.6, "price", 0.5, "at least one group"),
        (UNIFORM, 0.6, "taste", 0.5, "measure in"),
        (UNIFORM, 0.6, "price", 1.5, "alpha in"),
        (UNIFORM, -1.0, "price", 0.5, "cost"),
        ([(0, stats.uniform())], 0.6, "price", 0.5, "positive size"),
        ([(1, stats.poisson(3))], 0.6, "price", 0.5, "continuous"),
        ([(1, stats.cauchy())], 0.6, "price", 0.5, "finite mean"),
        ([(1, stats.uniform(-3, 1))], 0.6, "price", 0.5, "above 0"),
        (
            [(1, stats.uniform(0, 1)), (1, stats.uniform(5, 1))],
            0.6,
            "no_purchase_valuation",
            1.0,
            "within the gap",
        ),
    ],
)
def test_bad_arguments_are_refused(groups, cost, measure, alpha, message):
    with pytest.raises(ValueError, match=message):
        group_prices.solve(groups, cost, measure, alpha)
