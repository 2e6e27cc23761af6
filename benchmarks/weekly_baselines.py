"""What a box office would forecast for the weeks ahead, and the data for it.

Every baseline is a number of seats a performance, for the schedule to scale, or a
share of the seats on sale.
"""

import contextlib
import csv
import gzip
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.weekly_rows import GAP_WEEKS

WEEKS_AT_MOST = 156  # of a run that AutoETS reads
FILL_GUESS = 0.85  # where a baseline has nothing to go by

Array = NDArray[np.generic]


@dataclass(frozen=True)
class Sales:
    """Show-weeks by show and week; arrays of [N]."""

    show: Array
    theatre: Array
    date: Array
    week: Array
    performances: Array
    capacity: Array
    quantity: Array
    run: Array
    first: Array

    @property
    def rate(self) -> Array:
        """Seats sold a performance."""
        return self.quantity / self.performances


def read(*paths: Path) -> Sales:
    """Return the show-weeks of one or more tables, in any order."""
    rows: list[dict[str, str]] = []
    for path in paths:
        if not path.is_file():
            raise FileNotFoundError(f"no Broadway history at {path}")
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            rows += csv.DictReader(lines)
    rows.sort(key=lambda row: (row["production"], row["starts_at"]))
    show = np.array([row["production"] for row in rows])
    date = np.array([row["starts_at"][:10] for row in rows], dtype="datetime64[D]")
    week = (date - date.min()).astype(int) // 7
    starts = np.r_[True, (show[1:] != show[:-1]) | (np.diff(week) > GAP_WEEKS)]
    run = np.cumsum(starts) - 1
    played = ("x_performances", "x_previews")
    return Sales(
        show=show,
        theatre=np.array([row["venue"] for row in rows]),
        date=date,
        week=week,
        performances=np.array(
            [sum(float(row[c] or 0) for c in played) for row in rows]
        ),
        capacity=np.array([float(row["capacity"]) for row in rows]),
        quantity=np.array([float(row["quantity"]) for row in rows]),
        run=run,
        first=np.flatnonzero(starts)[run],
    )


def mean_of_four(sales: Sales, origin: Array) -> Array:
    """Return seats a performance of the last four weeks: [M]."""
    sold, played = np.zeros(len(origin)), np.zeros(len(origin))
    for back in range(4):
        row = origin - back
        same = row >= sales.first[origin]
        sold += np.where(same, sales.quantity[row], 0.0)
        played += np.where(same, sales.performances[row], 0.0)
    return sold / played


def auto_ets(sales: Sales, origins: Array, ahead: int) -> dict[int, Array] | None:
    """Return AutoETS seats a performance by origin, [ahead]; None without it."""
    try:
        from statsforecast.models import AutoETS
    except ImportError:
        return None
    paths = {}
    for origin in np.unique(origins):
        rows = np.arange(sales.first[origin], origin + 1)
        every = np.arange(sales.week[rows[0]], sales.week[origin] + 1)
        filled = rows[np.searchsorted(sales.week[rows], every, side="right") - 1]
        series = sales.rate[filled][-WEEKS_AT_MOST:]
        paths[origin] = np.full(ahead, series[-4:].mean())
        if len(series) >= 5 and np.ptp(series) > 0:
            # It refuses some short runs, which keep the mean of four, and divides
            # by no degree of freedom in others.
            with (
                contextlib.suppress(NotImplementedError),
                warnings.catch_warnings(action="ignore"),
            ):
                fitted = AutoETS(season_length=1).forecast(y=series, h=ahead)
                paths[origin] = np.maximum(fitted["mean"], 0.0)
    return paths


def market_fill(sales: Sales) -> Array:
    """Return the fill of all shows together, by week: [W]."""
    sold = np.bincount(sales.week, sales.quantity)
    seats = np.bincount(sales.week, sales.capacity)
    return np.where(seats > 0, sold / np.maximum(seats, 1.0), FILL_GUESS)


def theatre_fill(sales: Sales, target: int, week: int) -> float:
    """Return the mean fill of the theatre's last production up to a week."""
    there = (sales.theatre == sales.theatre[target]) & (sales.week <= week)
    if not there.any():
        return FILL_GUESS
    rows = np.flatnonzero(there)
    last = sales.run[rows[np.argmax(sales.week[rows])]]
    rows = rows[sales.run[rows] == last]
    return float(sales.quantity[rows].sum() / sales.capacity[rows].sum())
