import json
from functools import reduce
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
FEW = stats.rv_discrete(values=([2, 5, 9], [0.5, 0.3, 0.2]))
STEPPED = {
    "Poisson and binomial": [(0.5, stats.poisson(6)), (0.5, stats.binom(20, 0.6))],
    "few and die": [(0.6, FEW(loc=0.5)), (0.4, stats.randint(1, 7))],
    "few and gamma": [(0.6, FEW), (0.4, stats.gamma(3.0))],
    "Weibull and Poisson": [
        (0.7, stats.weibull_min(2, scale=4)),
        (0.6, stats.poisson(9)),
    ],
    "three": [(0.5, FEW), (0.5, stats.uniform(1, 6)), (0.3, stats.randint(3, 12))],
}


def plain_measures(law, grid):
    """Return the measures on a fine grid, by sums and trapezoids."""
    if hasattr(law, "pmf"):
        first = law.support()[0]
        atoms = first + np.arange(0, float(law.isf(1e-14)) - first + 1)
        mass = law.cdf(atoms + 0.5) - law.cdf(atoms - 0.5)
        below = (atoms[None, :] < grid[:, None] - 1e-9) @ mass
        stay = (atoms[None, :] < grid[:, None] - 1e-9) @ (mass * atoms)
        surplus = np.maximum(atoms[None, :] - grid[:, None], 0) @ mass
    else:
        fine = np.linspace(0, float(law.isf(1e-12)), 100_001)
        steps = np.diff(fine)
        under, over = law.cdf(fine), law.sf(fine)
        whole = np.append(0, np.cumsum((under[1:] + under[:-1]) / 2 * steps))
        rest = np.append(0, np.cumsum(((over[1:] + over[:-1]) / 2 * steps)[::-1]))
        below = law.cdf(grid)
        stay = grid * below - np.interp(grid, fine, whole)
        surplus = np.interp(grid, fine, rest[::-1])
    away = np.where(below > 1e-9, stay / np.maximum(below, 1e-9), law.ppf(1e-13))
    return {
        "price": grid,
        "demand": 1 - below,
        "surplus": surplus,
        "no_purchase_valuation": away,
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


@pytest.mark.parametrize("name", STEPPED)
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("alpha", [0.4, 1.0])
def test_discrete_groups_are_priced_as_by_trying_every_price(name, measure, alpha):
    groups, cost = STEPPED[name], 0.5
    apart = group_prices.solve(groups, cost, measure, 0.0)
    try:
        found = group_prices.solve(groups, cost, measure, alpha)
    except ValueError:
        # Steps that never come near each other: no prices do either.
        found = None
    own = [*apart.prices, *([] if found is None else found.prices)]
    every = np.linspace(0, 15, 301 if len(groups) == 2 else 76)
    grid = np.unique(np.concatenate([every, np.arange(20) + 0.5, np.arange(20), own]))
    plain = [plain_measures(law, grid) for _, law in groups]
    profits = [
        size * (grid - cost) * each["demand"]
        for (size, _), each in zip(groups, plain, strict=True)
    ]
    free = [np.searchsorted(grid, price) for price in apart.prices]
    # Without the constraint each group's price is its best.
    for profit, place in zip(profits, free, strict=True):
        assert profit[place] >= profit.max() - 1e-9
    axes = np.ix_(*[np.arange(len(grid))] * len(groups))
    levels = [each[measure][i] for each, i in zip(plain, axes, strict=True)]
    total = sum(profit[i] for profit, i in zip(profits, axes, strict=True))
    spread = reduce(np.maximum, levels) - reduce(np.minimum, levels)
    allowed = spread <= (1 - alpha) * spread[tuple(free)] + 1e-9
    naive = np.where(allowed, total, -np.inf).max()
    if found is None:
        assert naive == -np.inf
    else:
        place = tuple(np.searchsorted(grid, found.prices))
        assert found.profit == pytest.approx(total[place], abs=1e-6)
        assert found.profit >= naive - 1e-6
        assert spread[place] <= (1 - alpha) * spread[tuple(free)] + 1e-5


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
