"""Weeks ahead on Broadway, at rolling origins, beside what a box office would do.

``python -m benchmarks.bench_weekly [FIRST LAST [FILE ...]]``: targets of the calendar
years FIRST to LAST, learned from the weeks before them in one or more tables. A pair
is a show-week and an origin some weeks before; WAPE is the sum of absolute misses
over the sum of seats sold. Every baseline is scaled by the schedule, that is forecast
per performance, and measured on the same pairs:

- last: the origin's week; four: the mean of the origin's and the three before;
- ets: statsforecast's AutoETS on the run up to its origin (left out where it is
  not installed);
- half: half last, half the week a year before the target, for runs on sale then;
- for new productions, which have no sales at the origin: market, the mean fill of
  all shows at the origin, and theatre, that of its last production's weeks.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.weekly_baselines import (
    Array,
    Sales,
    auto_ets,
    market_fill,
    mean_of_four,
    read,
    theatre_fill,
)
from models import weekly

DATA = Path(__file__).parents[2] / "shared/data/broadway/history.csv.gz"
HORIZONS = (1, 4, 8, 13)
YEAR_WEEKS = 52


def wape(forecast, sold) -> float:
    return float(np.abs(forecast - sold).sum() / sold.sum())


def pairs_of(sales: Sales, targets, ahead: int):
    """Return target, origin and year-before rows (-1: none) of running shows."""
    known = zip(sales.run, sales.week, strict=True)
    keys = {key: row for row, key in enumerate(known)}
    asked = zip(targets, sales.run[targets], sales.week[targets], strict=True)
    found = [
        (row, keys[run, week - ahead], keys.get((run, week - YEAR_WEEKS), -1))
        for row, run, week in asked
        if (run, week - ahead) in keys
    ]
    return np.array(found).T


def scored(row: dict, names: dict[str, Array], own, sold) -> dict[str, object]:
    """Add own and baselines' WAPE, the gain on the best one, and coverage."""
    missed = {name: round(wape(seats, sold), 4) for name, seats in names.items()}
    error = wape(own.p50, sold)
    best = min(missed, key=missed.__getitem__)
    # Half a seat aside, for seats come whole.
    inside = (sold >= own.p10 - 0.5) & (sold <= own.p90 + 0.5)
    return row | {
        "pairs": len(sold),
        "wape": round(error, 4),
        **missed,
        "best_baseline": best,
        "gain": round(1.0 - error / min(missed.values()), 3),
        "coverage_80": round(float(inside.mean()), 3),
    }


def picked(forecast: weekly.WeeklyForecast, where) -> weekly.WeeklyForecast:
    return weekly.WeeklyForecast(
        **{name: values[where] for name, values in vars(forecast).items()}
    )


def running(sales: Sales, model, targets) -> list[dict[str, object]]:
    every = {ahead: pairs_of(sales, targets, ahead) for ahead in HORIZONS}
    origins = np.concatenate([pairs[1] for pairs in every.values()])
    paths = auto_ets(sales, origins, max(HORIZONS))
    rows = []
    for ahead, (target, origin, before) in every.items():
        played, sold = sales.performances[target], sales.quantity[target]
        own = model.forecast(
            sales.show[target], sales.date[origin], sales.date[target],
            played, sales.capacity[target],
        )  # fmt: skip
        names = {
            "last": sales.rate[origin] * played,
            "four": mean_of_four(sales, origin) * played,
        }
        if paths is not None:
            names["ets"] = np.array([paths[o][ahead - 1] for o in origin]) * played
        year = before >= 0
        half = 0.5 * (sales.rate[origin] + sales.rate[before])[year] * played[year]
        group = {"shows": "running", "weeks_ahead": ahead}
        rows.append(scored(group, names, own, sold))
        group = {"shows": "running a year before", "weeks_ahead": ahead}
        names = {name: seats[year] for name, seats in names.items()} | {"half": half}
        rows.append(scored(group, names, picked(own, year), sold[year]))
    return sorted(rows, key=lambda row: str(row["shows"]))


def new(sales: Sales, model, targets) -> list[dict[str, object]]:
    market = market_fill(sales)
    rows = []
    for ahead in HORIZONS:
        since = sales.week[targets] - sales.week[sales.first[targets]]
        target = targets[since < ahead]
        origin = sales.date[target] - np.timedelta64(7 * ahead, "D")
        capacity, sold = sales.capacity[target], sales.quantity[target]
        own = model.forecast(
            sales.show[target], origin, sales.date[target],
            sales.performances[target], capacity, theatre=sales.theatre[target],
            opening=sales.date[sales.first[target]],
        )  # fmt: skip
        at = sales.week[target] - ahead
        last = [theatre_fill(sales, *ask) for ask in zip(target, at, strict=True)]
        names = {"market": market[at] * capacity, "theatre": last * capacity}
        group = {"shows": "new", "weeks_ahead": ahead}
        rows.append(scored(group, names, own, sold))
    return rows


def timed(action: Callable[[], object]) -> tuple[object, float]:
    started = time.process_time()
    return action(), time.process_time() - started


def measure(
    first_year: int = 2014, last_year: int = 2016, paths: Sequence[Path] = (DATA,)
) -> list[dict[str, object]]:
    """Return a row for each group of shows and horizon, and one of seconds."""
    sales = read(*paths)
    years = sales.date.astype("datetime64[Y]").astype(int) + 1970
    targets = np.flatnonzero((years >= first_year) & (years <= last_year))
    if len(targets) == 0:
        raise ValueError(f"Expected years from {years.min()} to {years.max()}.")
    columns = (
        sales.show, sales.date, sales.performances, sales.capacity, sales.quantity
    )  # fmt: skip
    weekly.fit(*(column[:500] for column in columns))  # compiles
    _, seconds = timed(lambda: weekly.fit(*columns, theatre=sales.theatre))
    since = sales.date[targets].min() - np.timedelta64(7 * max(HORIZONS), "D")
    model = weekly.fit(*columns, theatre=sales.theatre, since=since)
    asked = np.resize(targets, 3000)
    last = np.full(len(asked), sales.date.max())
    season = (
        sales.show[asked], last, last + np.timedelta64(28, "D"),
        sales.performances[asked], sales.capacity[asked],
    )  # fmt: skip
    _, answered = timed(lambda: model.forecast(*season))
    return [
        *running(sales, model, targets),
        *new(sales, model, targets),
        {
            "shows": f"all {len(sales.show):,} rows",
            "fit_seconds": round(seconds, 2),
            "forecast_3000_seconds": round(answered, 3),
        },
    ]


def main(arguments: list[str]) -> int:
    from benchmarks.run import Console, table_of

    years = [int(year) for year in arguments[:2]]
    paths = [Path(argument) for argument in arguments[2:]] or [DATA]
    try:
        rows, seconds = timed(lambda: measure(*years, paths=paths))
    except (FileNotFoundError, ValueError) as fault:
        print(f"skipped: {fault}")
        return 1
    Console(width=200).print(table_of("weekly", rows, seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
