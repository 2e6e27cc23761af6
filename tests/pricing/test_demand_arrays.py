from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pricing.demand_arrays import arrays
from pricing.domain.tables import History

COLUMNS = (
    "performance_id", "production", "venue", "starts_at", "seat_category",
    "capacity", "unit_price", "quantity", "season",
)  # fmt: skip
FEWEST = {"A": 9, "B": 8, "C": 7}


def alike(seasons=2, nights=30, seed=0):
    """Return two halls that play at once, with equal seats and prices throughout."""
    rng = np.random.default_rng(seed)
    rows = [
        (
            f"{hall}-{season}-{night}", f"piece-{rng.integers(4)}", hall,
            datetime(2015 + season, 9, 3, 19, tzinfo=UTC) + timedelta(days=night),
            category, 20, 10.0, int(rng.poisson(least)), str(season),
        )
        for season in range(seasons)
        for night in range(nights)
        for hall in ("small", "great")
        for category, least in FEWEST.items()
    ]  # fmt: skip
    return History(*zip(*rows, strict=True))


def picked(table, order):
    return replace(
        table,
        **{name: tuple(getattr(table, name)[r] for r in order) for name in COLUMNS},
    )


def split(table):
    season = np.array(table.season)
    return [picked(table, np.flatnonzero(season == s)) for s in ("0", "1")]


def renamed(table):
    """Return the table with names that sort the other way."""
    other = {"small": "a", "great": "z"} | {"A": "Z", "B": "Y", "C": "X"}
    return replace(
        table,
        venue=tuple(other[name] for name in table.venue),
        seat_category=tuple(other[name] for name in table.seat_category),
    )


def same(one, other):
    return all(
        np.array_equal(getattr(one, f.name), getattr(other, f.name), equal_nan=True)
        for f in fields(one)
    )


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_differ_only_by_their_names_stand_in_one_order(seed):
    history, programme = split(alike())
    rng = np.random.default_rng(seed)
    there, coming = rng.permutation(len(history)), rng.permutation(len(programme))
    every = range(len(history))
    first, place = arrays(history, every, programme)
    again, moved = arrays(
        renamed(picked(history, there)), every, renamed(picked(programme, coming))
    )
    assert same(first, again)
    # Each row of the programme is still the one it was.
    assert moved == [place[r] for r in coming]


def test_only_the_rows_of_the_past_are_read():
    history, programme = split(alike())
    past = [r for r in range(len(history)) if r % 6 < 3]
    found, _ = arrays(history, past, programme)
    alone, _ = arrays(picked(history, past), range(len(past)), programme)
    assert same(found, alone)


def test_the_programme_has_no_quantities():
    history, programme = split(alike())
    found, place = arrays(history, range(len(history)), programme)
    assert np.isnan(found.quantity).sum() == len(programme)
    assert sorted(place) == list(range(len(programme)))
    assert np.nansum(found.quantity) == sum(history.quantity)
