"""Functions compiled without counting references neither make nor lose arrays."""

import sys

import numpy as np
import pytest
from numba.core.errors import TypingError

from pricing.optimizer.engine.compilation import entry, inner, maker
from pricing.optimizer.engine.season import price
from tests.pricing.optimizer.engine.seasons import season


@inner
def make_uncounted(count):
    return np.ones(count)


@maker
def make_counted(count):
    return np.ones(count)


@inner
def add_up(values):
    total = 0.0
    for value in values:
        total += value
    return total


@entry
def through_uncounted(count):
    return make_uncounted(count)[0]


@entry
def through_both(count):
    return add_up(make_counted(count))


def test_a_function_that_makes_arrays_is_refused_where_none_are_counted():
    with pytest.raises(TypingError, match="Only accept returning of array passed"):
        through_uncounted(3)


def test_an_array_outlives_the_uncounted_function_that_reads_it():
    assert through_both(1000) == 1000.0


@pytest.mark.parametrize("by_category", [False, True])
@pytest.mark.parametrize("chained", [False, True])
def test_pricing_a_season_leaves_its_arrays_counted_as_they_were(by_category, chained):
    instance = season(1, by_category=by_category, chained=chained)
    names = ("mass", "attraction", "sales", "seats")
    before = [sys.getrefcount(getattr(instance, name)) for name in names]
    for _ in range(3):
        price(instance, threads=1)
    assert [sys.getrefcount(getattr(instance, name)) for name in names] == before
