"""Distributions of nightly sales: known effects, luck and shared luck come back."""

from dataclasses import replace

import numpy as np
import pytest

from models import turnout
from models.programme import Programme

NIGHTS, SEATS = 400, (200.0, 300.0)
# Of the log of sales, by weekday; and of luck, by category.
BUSY = np.array([0.0, 0.0, 0.0, 0.0, 0.3, 0.9, 0.5])
LUCK, SHARED = (0.3, 0.4), (0.9, 0.6)


def programme(seed=1, nights=NIGHTS):
    """Return nights whose sales follow from the weekday and from luck, shared."""
    rng = np.random.default_rng(seed)
    day = np.arange(nights, dtype=float)
    weekday = np.arange(nights) % 7
    common = rng.standard_normal(nights)
    performance = np.repeat(np.arange(nights), 2)
    category = np.tile([0, 1], nights)
    own = rng.standard_normal((nights, 2))
    shared, luck = np.array(SHARED), np.array(LUCK)
    z = shared * common[:, None] + np.sqrt(1 - shared**2) * own
    sold = np.array(SEATS) / 5 * np.exp(BUSY[weekday][:, None] + luck * z)
    return Programme(
        day=day,
        weekday=weekday,
        day_of_year=np.arange(nights) % 365 + 1,
        season=np.arange(nights) // 365,
        venue=np.zeros(nights, int),
        production=np.arange(nights) // 20,
        labels=np.zeros((0, nights), int),
        numbers=np.zeros((0, nights)),
        performance=performance,
        category=category,
        capacity=np.tile(SEATS, nights),
        price=np.tile([30.0, 15.0], nights),
        quantity=np.round(sold).ravel(),
    )


def quantiles(values):
    return np.quantile(values, np.linspace(0.1, 0.9, 9))


def test_nights_together_have_the_quantiles_of_their_sales():
    told = programme()
    found = turnout.fit(told)
    for category in (0, 1):
        rows = told.category == category
        real = quantiles(told.quantity[rows])
        assert quantiles(found.quantiles[rows]) == pytest.approx(real, rel=0.05)


def test_the_effect_of_a_weekday_and_the_luck_about_it_come_back():
    told = programme()
    middle = np.log(turnout.fit(told).quantiles)
    weekday = told.weekday[told.performance]
    for category in (0, 1):
        rows = told.category == category
        means = np.array(
            [middle[rows & (weekday == day)].mean() for day in range(len(BUSY))]
        )
        assert means - means.mean() == pytest.approx(BUSY - BUSY.mean(), abs=0.1)
        luck = middle[rows].std(axis=1).mean()
        assert luck == pytest.approx(LUCK[category], rel=0.2)


def test_the_luck_that_categories_share_comes_back():
    told = programme(nights=900)
    shared = turnout.fit(told).shared
    assert shared[:2].prod() == pytest.approx(np.prod(SHARED), abs=0.08)
    assert (shared[::2] == shared[0]).all()


def test_intervals_of_nights_held_out_cover_as_often_as_they_say():
    told = programme(nights=600)
    held_out = np.isin(told.performance, np.arange(0, 600, 3))
    quantity = np.where(held_out, np.nan, told.quantity)
    found = turnout.fit(replace(told, quantity=quantity)).quantiles
    below = (found < told.quantity[:, None]).mean(axis=1)[held_out]
    covered = ((below > 0.1) & (below < 0.9)).mean()
    # Four standard errors of a share of 400 rows, of which two share their luck.
    assert covered == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 250))


def test_turnouts_rise_and_stay_among_sales_seen():
    told = programme(nights=60)
    found = turnout.fit(told).quantiles
    assert (np.diff(found, axis=1) >= 0).all()
    assert found.min() >= told.quantity.min()
    assert found.max() <= told.quantity.max()


def test_sales_alike_on_every_night_have_no_luck():
    told = programme(nights=40)
    same = np.tile([50.0, 70.0], 40)
    found = turnout.fit(replace(told, quantity=same))
    assert found.quantiles == pytest.approx(np.tile(same[:, None], turnout.QUANTILES))
    assert np.isfinite(found.shared).all()


def test_a_category_with_few_known_sales_is_refused():
    told = programme(nights=30)
    few = np.where((told.category == 1) & (told.performance > 8), np.nan, told.quantity)
    with pytest.raises(ValueError, match="10 known sales of each category"):
        turnout.fit(replace(told, quantity=few))
