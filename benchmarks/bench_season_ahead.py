"""Season-ahead forecasts of the Comedie-Francaise beside their competitors.

python -m benchmarks.bench_season_ahead [SEASON ...] [--history FILE ...]

Each season is forecast from its programme and the seasons before it; the median
is scored. The history may stand in several tables of the same columns, later
seasons apart. Data: ../shared/data/comedie-francaise/history.csv.gz.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.run import table_of
from benchmarks.season_baselines import boosted, boosted_with_spacing, last_season
from pricing.demand import forecast
from pricing.domain.tables import History
from pricing.files.tables import read_history

DATA = Path(__file__).parents[2] / "shared/data/comedie-francaise/history.csv.gz"
COLUMNS = (
    "performance_id", "production", "venue", "starts_at", "seat_category",
    "capacity", "unit_price", "quantity", "season",
)  # fmt: skip
SEASONS = ("1780", "1781", "1782", "1783", "1784", "1785")


def rows_of(history: History, rows: Sequence[int]) -> History:
    """Return some rows of a history."""

    def taken(column: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(column[r] for r in rows)

    return replace(
        history,
        covariates={n: taken(c) for n, c in history.covariates.items()},
        **{name: taken(getattr(history, name)) for name in COLUMNS},
    )


def wape(actual: NDArray[np.float64], median: NDArray[np.float64]) -> float:
    """Return the absolute error over the total."""
    return float(np.abs(actual - median).sum() / actual.sum())


def covered(
    actual: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> float:
    """Return the share inside the interval."""
    return float(np.mean((actual >= low) & (actual <= high)))


def together_read(paths: Sequence[Path]) -> History:
    """Return the rows of several tables of the same columns, one after another."""
    for path in paths:
        if not path.is_file():
            raise FileNotFoundError(f"{path} is absent")
    tables = [read_history(path) for path in paths]

    def joined(columns: list[tuple[object, ...]]) -> tuple[object, ...]:
        return tuple(chain.from_iterable(columns))

    return replace(
        tables[0],
        covariates={
            name: joined([table.covariates[name] for table in tables])
            for name in tables[0].covariates
        },
        **{name: joined([getattr(t, name) for t in tables]) for name in COLUMNS},
    )


def measure(
    seasons: Sequence[str] = SEASONS, paths: Sequence[Path] = (DATA,)
) -> list[dict[str, object]]:
    """Return a row a season, and their mean."""
    history = together_read(paths)
    assert history.season is not None
    assert history.quantity is not None
    unknown = set(seasons) - set(history.season) | {min(history.season)} & set(seasons)
    if unknown:
        raise ValueError(f"Expected seasons with one before; got {sorted(unknown)}.")
    rows: list[dict[str, object]] = []
    for season in seasons:
        past = [r for r in range(len(history)) if history.season[r] < season]
        ahead = [r for r in range(len(history)) if history.season[r] == season]
        actual = np.array([history.quantity[r] for r in ahead], float)
        started = time.process_time()
        found = forecast(
            rows_of(history, past), replace(rows_of(history, ahead), quantity=None)
        )
        seconds = time.process_time() - started
        low, median, high = boosted(history, past, ahead)
        rows.append(
            {
                "season": season,
                "rows": len(ahead),
                "WAPE": wape(actual, np.array(found.sales_p50)),
                "boosting": wape(actual, median),
                "boosting told of spacing": wape(
                    actual, boosted_with_spacing(history, past, ahead)
                ),
                "last season": wape(actual, last_season(history, past, ahead)),
                "80 % covers": covered(
                    actual, np.array(found.sales_p10), np.array(found.sales_p90)
                ),
                "boosting covers": covered(actual, low, high),
                "processor seconds": seconds,
            }
        )
    numbers = [k for k in rows[0] if k not in ("season", "rows")]
    mean = {k: float(np.mean([row[k] for row in rows])) for k in numbers}  # type: ignore[misc]
    return [*rows, {"season": "mean", **mean}, together(rows)]


def together(rows: list[dict[str, object]]) -> dict[str, object]:
    """Return the coverage of all rows of all seasons together."""
    counts = np.array([row["rows"] for row in rows], float)
    names = ("80 % covers", "boosting covers")
    covers = {n: float(counts @ [row[n] for row in rows] / counts.sum()) for n in names}
    return {"season": "together", "rows": int(counts.sum()), **covers}


def main() -> int:
    """Print the table; return 1 where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seasons", nargs="*", default=list(SEASONS))
    parser.add_argument("--history", nargs="+", type=Path, default=[DATA])
    given = parser.parse_args()
    try:
        rows = measure(given.seasons, given.history)
    except FileNotFoundError as absent:
        print(f"skipped: {absent}", file=sys.stderr)
        return 1
    except ValueError as fault:
        parser.error(str(fault))
    Console(width=200).print(table_of("season ahead", rows, 0.0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
