"""Instances refuse what is malformed."""

from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.engine.season import price
from tests.pricing.optimizer.engine.seasons import season


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("seats", lambda x: -x, "finite seats of at least 0"),
        ("mass", lambda x: x * np.nan, "finite mass of at least 0"),
        ("attraction", lambda x: x[0], r"attraction \[F, L, C, K\]"),
        ("sales", lambda x: x * np.inf, "finite measures"),
        ("through", lambda x: x[:, :1], "through of shape"),
        ("start", lambda x: x & False, "a rung for each category from the start"),
    ],
)
def test_what_is_malformed_is_refused(name, change, message):
    instance = season(0)
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match=message):
        replace(instance, **{name: change(getattr(instance, name))})


def test_without_a_rung_that_all_may_take_only_pricing_by_category_is_possible():
    instance = season(0)
    allowed = np.zeros_like(instance.allowed)
    allowed[:, 0, 0] = True
    allowed[:, 1, 1:] = True
    with pytest.raises(ValueError, match="all categories may start at"):
        replace(instance, allowed=allowed)
    assert replace(instance, allowed=allowed, by_category=True).by_category


def test_more_categories_that_may_close_than_can_be_enumerated_are_refused():
    with pytest.raises(ValueError, match="at most 10 categories"):
        price(season(0, categories=11, rows=False))


@pytest.mark.parametrize("by_category", [False, True])
def test_a_season_without_seats_or_buyers_is_worth_nothing(by_category):
    instance = season(0, by_category=by_category)
    free = np.array([0.0, 1.0])
    no_seats = replace(
        instance,
        seats=0.0 * instance.seats,
        public_limit=0.0 * instance.public_limit,
        season_constant=free,
    )
    nobody = replace(instance, mass=0.0 * instance.mass, season_constant=free)
    for each in (no_seats, nobody):
        priced = price(each, threads=1)
        assert priced.bound == pytest.approx(0.0, abs=1e-4)
        assert priced.value == pytest.approx(0.0, abs=1e-6)
