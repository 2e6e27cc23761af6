import itertools

import numpy as np
import pytest

from pricing.domain.rules import AccessShare, NeverFalls
from pricing.optimizer.market import build
from pricing.optimizer.master import settle
from pricing.optimizer.posing import pose_season
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import season_and_demand


def posed(seed, share_permille, nights=2):
    rules = (
        NeverFalls(id="rise"),
        AccessShare(id="access", share_permille=share_permille, price_minor=1500),
    )
    season, demand = season_and_demand(seed, rules, nights)
    found = pose_season(build(season, demand), rules)
    return found.problems, found.constant


def plays(problem):
    """Return (income, activity of the shared row) of each path."""
    found = []
    for path in naive.paths(problem):
        sales = naive.play(problem, path)
        found.append(
            [
                (worth[path[:, 0]] * sales).sum()
                for worth in (problem.income, problem.shared.sales[0])
            ]
        )
    return np.array(found)


@pytest.mark.parametrize("share_permille", [400, 600, 640])
@pytest.mark.parametrize("seed", range(5))
def test_a_season_wide_share_is_kept_at_the_best_price(seed, share_permille):
    problems, constant = posed(seed, share_permille)
    every = [plays(each) for each in problems]
    pairs = [(a + b) for a, b in itertools.product(*every)]
    kept = [income for income, activity in pairs if activity >= -1e-6]

    settled = settle(problems, constant, lambda done: True)

    if not kept:
        assert settled.shortfall > 0
        return
    chosen = np.array(
        [
            [
                (w[path[:, 0]] * naive.play(p, path)).sum()
                for w in (p.income, p.shared.sales[0])
            ]
            for p, path in zip(problems, settled.paths, strict=True)
        ]
    ).sum(axis=0)
    assert chosen[1] >= -1e-5
    # Two performances leave the choice coarse; the bound holds for any choice.
    assert 0.99 * max(kept) <= chosen[0] <= max(kept) + 1e-6
    price = settled.multiplier[0]
    bound = sum((each @ [1, price]).max() for each in every)
    assert bound >= max(kept) - 1e-6


def test_a_row_that_does_not_bind_has_no_price():
    problems, constant = posed(0, 10)

    settled = settle(problems, constant, lambda done: True)

    assert settled.multiplier.tolist() == [0]


def test_a_tighter_share_never_brings_more():
    incomes = []
    for share_permille in (0, 450, 550, 600, 620):
        problems, constant = posed(2, share_permille, nights=4)
        settled = settle(problems, constant, lambda done: True)
        assert settled.shortfall == 0
        incomes.append(
            sum(naive.value(p, q) for p, q in zip(problems, settled.paths, strict=True))
        )

    assert incomes == sorted(incomes, reverse=True)
