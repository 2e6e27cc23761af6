"""How long the demand models take, in processor seconds on one core.

All of Broadway and all of the Comedie-Francaise are fitted; 3,000 rows are
forecast. The season-ahead model fits the coming programme together with its
history, so that its fit is all the work and its forecast only reads the
distribution; another programme takes another fit.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.bench_speed_models
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np

from benchmarks import bench_weekly
from benchmarks.bench_season_ahead import DATA, rows_of
from benchmarks.weekly_baselines import read
from models import weekly
from pricing.demand import distribution
from pricing.domain.tables import History
from pricing.files.tables import read_history

ROWS = 3000
YEAR = timedelta(days=364)
FIT_GOALS = {"Broadway": 20.0, "Comedie-Francaise": 10.0}
FORECAST_GOAL = 0.5


def measure() -> list[dict[str, object]]:
    """Return a row for each model, with its goals."""
    return [broadway(), comedie_francaise()]


def broadway() -> dict[str, object]:
    sales = read(bench_weekly.DATA)
    columns = (
        sales.show, sales.date, sales.performances, sales.capacity, sales.quantity
    )  # fmt: skip
    weekly.fit(*(column[:500] for column in columns))  # compiles
    model, fitted = timed(lambda: weekly.fit(*columns, theatre=sales.theatre))
    asked = np.arange(len(sales.show))[-ROWS:]
    last = np.full(ROWS, sales.date.max())
    _, told = timed(
        lambda: model.forecast(
            sales.show[asked], last, last + np.timedelta64(28, "D"),
            sales.performances[asked], sales.capacity[asked],
        )
    )  # fmt: skip
    return row("Broadway", len(sales.show), fitted, told)


def comedie_francaise() -> dict[str, object]:
    history = read_history(DATA)
    ahead = next_season(history)
    few = rows_of(history, range(0, len(history), 20))
    distribution(few, ahead)  # compiles
    (found, _), fitted = timed(lambda: distribution(history, ahead))
    _, told = timed(
        lambda: (
            found.demand_mean(),
            found.sales_mean(),
            *(found.sales_quantile(p) for p in (0.1, 0.5, 0.9)),
        )
    )
    return row("Comedie-Francaise", len(history), fitted, told)


def next_season(history: History) -> History:
    """Return the last rows as a programme of the years after the history."""
    last = rows_of(history, range(len(history) - ROWS, len(history)))
    shift = (max(last.starts_at) - min(last.starts_at)) // YEAR * YEAR + YEAR
    return replace(
        last,
        quantity=None,
        season=("ahead",) * ROWS,
        performance_id=tuple(f"ahead-{each}" for each in last.performance_id),
        starts_at=tuple(at + shift for at in last.starts_at),
    )


def row(name: str, rows: int, fitted: float, told: float) -> dict[str, object]:
    return {
        "data": name,
        "rows": rows,
        "fit, s": round(fitted, 2),
        "goal of fit": FIT_GOALS[name],
        f"forecast of {ROWS:,} rows, s": round(told, 4),
        "goal of forecast": FORECAST_GOAL,
    }


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    found = action()
    return found, time.process_time() - started


def main() -> int:
    from benchmarks.run import Console, table_of

    try:
        rows = measure()
    except FileNotFoundError as absent:
        print(f"skipped: {absent}", file=sys.stderr)
        return 1
    Console(width=120).print(table_of("speed of models", rows, 0.0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
