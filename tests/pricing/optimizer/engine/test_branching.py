"""The search for vectors of rungs, and its bound, against all vectors there are."""

from itertools import product

import numpy as np
import pytest

from models.compiled import compiled
from pricing.optimizer.engine.branching import new_tree, search
from pricing.optimizer.engine.ladder import set_ranks
from pricing.optimizer.engine.options import LANES, Options


@compiled
def searched(options, ordered, choice, slack):
    tree = new_tree(options)
    set_ranks(options, ordered, tree.ladder)
    return search(options, tree, choice, slack)


def some_options(seed, *, rent=0.0, closing=False):
    """Return options of three or four categories, as a period may have them."""
    rng = np.random.default_rng(seed)
    categories, rungs, classes = 3 + seed % 2, 3, 1 + seed % 4
    count = 2 * rungs + 1
    shape = (categories, count, classes)
    price = np.sort(rng.uniform(10.0, 90.0, (categories, rungs)), axis=1)
    # At one rung better categories are dearer.
    price = np.sort(price, axis=0)[::-1]
    price[1, 1] = price[0, 1]
    seat = rng.uniform(0.0, 30.0, (categories, 1, 1))
    taste = rng.normal(0.0, 1.0, (categories, 1, 1))
    dear = rng.uniform(0.01, 0.1, classes)
    pull, net = np.zeros(shape), np.zeros(shape)
    pull[:, :rungs] = np.exp(taste - dear * price[:, :, None])
    net[:, :rungs] = pull[:, :rungs] * (price[:, :, None] - seat)
    # At the same rungs to half of the classes alone.
    alone = np.arange(classes) % 2 == 0
    pull[:, rungs:-1] = pull[:, :rungs] * alone
    net[:, rungs:-1] = net[:, :rungs] * alone
    allowed = rng.uniform(size=shape[:2]) < 0.9
    allowed[:, :rungs] = True
    allowed[:, rungs:] &= closing
    posted = np.concatenate([price, price, np.full((categories, 1), -1.0)], axis=1)
    number = allowed.sum(axis=1)
    option = np.zeros((categories, LANES), dtype=np.int64)
    for c in range(categories):
        option[c, : number[c]] = np.flatnonzero(allowed[c])
    return Options(
        pull, net, rng.normal(0.0, 2.0, shape[:2]), allowed, posted,
        np.zeros(categories, dtype=np.int64), rng.uniform(0.0, 5.0, classes),
        np.full(classes, rent), np.zeros(classes), number, option,
        np.zeros((categories, classes, LANES)), np.zeros((categories, classes, LANES)),
        np.zeros((categories, LANES)),
    )  # fmt: skip


def worth(options, choice):
    at = np.arange(len(choice)), np.array(choice)
    pull = 1.0 + options.pull[at].sum(axis=0)
    each = options.net[at].sum(axis=0) / pull + options.rent * np.log(pull)
    return options.mass @ each + options.extra[at].sum()


def vectors(options, ordered):
    """Yield all vectors of options that keep the order."""
    for choice in product(*[np.flatnonzero(row) for row in options.allowed]):
        posted = options.posted[np.arange(len(choice)), choice]
        if not ordered or (np.diff(posted[posted >= 0]) <= 0).all():
            yield choice


@pytest.mark.parametrize("closing", [False, True])
@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("rent", [0.0, 3.0, -3.0])
def test_the_bound_is_the_worth_of_the_best_vector_there_is(rent, ordered, closing):
    for seed in range(12):
        options = some_options(seed, rent=rent, closing=closing)
        worths = {each: worth(options, each) for each in vectors(options, ordered)}
        choice = np.array(min(worths, key=worths.get))
        bound = searched(options, ordered, choice, 0.0)
        assert bound == pytest.approx(max(worths.values()), rel=1e-9)
        assert worths[tuple(choice)] == pytest.approx(bound, rel=1e-9)


@pytest.mark.parametrize("slack", [0.01, 0.3, 3.0, 1e3])
def test_no_vector_is_worth_more_than_the_bound_however_much_is_left_out(slack):
    for seed in range(12):
        options = some_options(seed, rent=(seed % 3) - 1.0, closing=True)
        worths = {each: worth(options, each) for each in vectors(options, True)}
        choice = np.array(min(worths, key=worths.get))
        bound = searched(options, True, choice, slack)
        assert bound >= max(worths.values()) - 1e-9
        assert bound <= worths[tuple(choice)] + slack + 1e-9


def test_classes_of_whom_nobody_comes_count_for_nothing():
    options = some_options(3)
    options.mass[:] = 0.0
    best = max(
        options.extra[np.arange(4), each].sum() for each in vectors(options, True)
    )
    choice = np.array(next(vectors(options, True)))
    assert searched(options, True, choice, 0.0) == pytest.approx(best)
